"""Packed dumps (.zst, .gz) read like plain ones: unpacked as they are read, within limits, damage told at its end."""

from __future__ import annotations

import gzip
import importlib
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

from generator.importers.dumps import HEAD_BYTES, Dump, ReadOptions
from generator.importers.structured.quarantine import broken_record
from generator.problems import Problem

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

ZSTD, GZIP = b"\x28\xb5\x2f\xfd", b"\x1f\x8b"
WINDOW_LOG = 31  # dumps of Reddit are packed with a window of 2 GB: reading one needs as much memory as it has content
RATIO_LIMIT, RATIO_FREE = 500, 256 << 20  # JSON packs 10 to 30 times; beyond 256 MB, 500 times is a bomb
_SKIPPABLE = tuple(bytes((number, 0x2A, 0x4D, 0x18)) for number in range(0x50, 0x60))
_MODULES = ("compression.zstd", "backports.zstd")  # of Python 3.14, and of the extra `zstd`


def is_packed(head: bytes) -> bool:
    """True for the beginning of a file packed with Zstandard or gzip."""
    return head.startswith((ZSTD, GZIP, *_SKIPPABLE))


def unpacked_head(head: bytes) -> bytes:
    """Return the first 64 KiB of what a packed file holds, b"" where that cannot be read; other bytes as they are."""
    if not is_packed(head):
        return head
    try:
        with _reader(io.BytesIO(head), head) as file:
            return _all_of(file)
    except (OSError, EOFError, ValueError, MemoryError, ImportError):
        return b""


def _all_of(file: Any) -> bytes:
    pieces: list[bytes] = []
    size = 0
    try:
        while size < HEAD_BYTES and (piece := file.read1(min(8192, HEAD_BYTES - size))):
            pieces.append(piece)
            size += len(piece)
    except _damages():
        pass  # what came before it is the beginning
    return b"".join(pieces)


def _zstd() -> Any:
    for name in _MODULES:
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    raise ImportError(_MODULES[-1])


def _reader(raw: BinaryIO, head: bytes) -> Any:
    if head.startswith(GZIP):
        return gzip.GzipFile(fileobj=raw)
    zstd = _zstd()
    return zstd.ZstdFile(raw, options={zstd.DecompressionParameter.window_log_max: WINDOW_LOG})


def _damages() -> tuple[type[Exception], ...]:
    """Return what the libraries raise for bytes that are cut off or wrong."""
    known = (OSError, EOFError, ValueError, MemoryError, zlib.error)
    try:
        return (*known, _zstd().ZstdError)
    except ImportError:
        return known


@dataclass(frozen=True, slots=True)
class PackedDump(Dump):
    """A packed file as a dump: `open` and `head` give what it holds. `problems` are known when it was read to its end.

    Offsets mean nothing in it: a reading that was killed begins anew.
    """

    problems: list[Problem] = field(default_factory=list, compare=False)

    def head(self) -> bytes:
        return unpacked_head(Dump(self.path, self.name).head())

    def open(self, options: ReadOptions) -> BinaryIO:
        plain = Dump(self.path, self.name)
        raw = plain.open(options)
        return io.BufferedReader(_Unpacked(self, _reader(raw, plain.head()), raw), 1 << 20)


def open_packed(dump: Dump) -> Dump | Problem:
    """Return a dump through which a packed one can be read; other dumps as they are."""
    head = dump.head()
    if not is_packed(head):
        return dump
    try:
        if not head.startswith(GZIP):
            _zstd()
    except ImportError:
        why = "Reading it needs a library that is not installed."
        fix = "pip install 'disputatio[zstd]', or unpack the file: zstd -d --long=31 FILE"
        return dump.trouble("D214", None, "the dump is packed with Zstandard", why=why, fix=fix)
    return PackedDump(dump.path, dump.name)


def packing_problems(dump: Dump) -> Iterator[Problem]:
    """Yield what was found wrong with the packing of a dump that was read to its end."""
    if isinstance(dump, PackedDump):
        yield from dump.problems
        dump.problems.clear()


class _Unpacked(io.RawIOBase):
    """What a packed file holds, up to where it is damaged or too much."""

    def __init__(self, dump: PackedDump, file: Any, raw: BinaryIO) -> None:
        self._dump = dump
        self._file = file
        self._raw = raw
        self._size = 0
        self._packed = dump.path.stat().st_size

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if offset != self._size or whence != io.SEEK_SET:
            raise io.UnsupportedOperation("a packed file is read from its beginning to its end")
        return offset

    def tell(self) -> int:
        return self._size

    def readinto(self, buffer: WriteableBuffer) -> int:
        if self._size > RATIO_FREE and self._size > self._packed * RATIO_LIMIT:
            self._tell(
                "unpacks to too much", f"{self._packed:,} bytes gave {self._size:,}: no dump packs like that.", "D232"
            )
            return 0
        try:
            data = self._file.read1(len(memoryview(buffer)))  # not `read`: it would lose what came before damage
        except _damages() as error:
            self._tell("is cut off or damaged", f"{type(error).__name__}: {error}. What came before is read.", "D241")
            return 0
        memoryview(buffer)[: len(data)] = data
        self._size += len(data)
        return len(data)

    def _tell(self, what: str, why: str, code: str) -> None:
        if not self._dump.problems:
            message = f"the packed file {what} after {self._size:,} bytes"
            self._dump.problems.append(broken_record(self._dump, None, message, code=code, why=why))

    def close(self) -> None:
        if not self.closed:
            self._file.close()
            self._raw.close()
        super().close()
