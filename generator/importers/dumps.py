"""A dump, how it is read into text, and why it sometimes cannot be."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote

from generator.files import COMPANIONS, companion, files_below, open_plain
from generator.problems import Problem

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

LARGEST_ATTACHMENT = 64 << 20  # bytes: a picture of a post has at most a few million
HEAD_BYTES = 65_536  # what sniffing looks at: the first page of any forum, and no more of a 10 GB file
_CONTROL = frozenset(range(32)) - {9, 10, 11, 12, 13, 27, 28, 29, 30, 31} | {127}
_MANY_CONTROLS = 0.02  # text from a terminal or an old mailer has a few; a picture or a program has a third
_FEWEST_PAIRS = 4  # bytes two by two; a single NUL is no text in UTF-16
_BINARY_STARTS = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"%PDF-",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x28\xb5\x2f\xfd",
    b"\x7fELF",
)


@dataclass(frozen=True, slots=True)
class Dump:
    """A source file, or a folder that is one dump.

    `name` is how the user knows it: as given, or relative to the site, with "/".
    """

    path: Path
    name: str

    @property
    def is_folder(self) -> bool:
        """True for a folder that is one dump: a Maildir, an export of a chat."""
        return self.path.is_dir()

    def head(self) -> bytes:
        """Return the first 64 KiB; of a folder, those of its first file (b"" where it has none).

        Raises:
            OSError: the file cannot be read.
        """
        path = next(iter(self.files()), None) if self.is_folder else self.path
        if path is None:
            return b""
        with open_plain(path) as file:
            return file.read(HEAD_BYTES)

    def data(self) -> bytes:
        """Return all bytes.

        Raises:
            OSError: the file cannot be read.
        """
        with open_plain(self.path) as file:
            return file.read()

    def size(self) -> int:
        """Return the bytes of the file, or of all files of the folder; 0 where there is none."""
        return sum(path.stat().st_size for path in (self.files() if self.is_folder else [self.path]) if path.is_file())

    def files(self) -> list[Path]:
        """Return the plain files below a folder, in natural order of their paths, without hidden ones and links."""
        return [self.path / name for name in files_below(self.path)]

    def open(self, options: ReadOptions) -> BinaryIO:
        """Return the file, open for reading; who waits for it is told how many of its bytes were read.

        Raises:
            OSError: the file cannot be read.
        """
        raw = open_plain(self.path)
        if options.progress is None:
            return raw
        return io.BufferedReader(_Told(raw, self.path.stat().st_size, options.progress), 1 << 20)

    def beside(self, address: str) -> bytes | None:
        """Return the local copy that a saved page's address leads to ("Page_files/cat.png"), None if there is none.

        Only files in the folder that the browser saved beside the page are read, and none that is too large for a
        page. Links are not followed.
        """
        folder = companion(self.path)
        name = unquote(address.partition("?")[0].partition("#")[0]).removeprefix("./")
        first, *steps = name.split("/")
        if folder is None or not first.endswith(COMPANIONS):  # the page, and so the folder, may have got other names
            return None
        if not steps or any(step in ("", ".", "..") or "\0" in step or "\\" in step for step in steps):
            return None
        path = folder.joinpath(*steps)
        try:
            if any(place.is_symlink() for place in (path, *path.parents[: len(steps)])):
                return None
            if path.stat().st_size > LARGEST_ATTACHMENT:
                return None
            with open_plain(path) as file:
                return file.read()
        except (OSError, ValueError):
            return None

    def trouble(
        self, code: str, place: tuple[int, int] | None, message: str, *, why: str = "", fix: str = ""
    ) -> Problem:
        """Return an error in this dump; `place` is its line and column, both 1-based."""
        line, column = place or (None, None)
        return Problem("error", code, self.name, line, column, message, why, fix)


@dataclass(frozen=True, slots=True)
class Part:
    """Which threads of a huge dump are wanted: those of one class of `of`, so that several readings share the work."""

    number: int = 0
    of: int = 1


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user said about a dump beyond the dump itself, and what the program gives an importer to work with.

    `scratch` is a folder that stands for this very dump: what an interrupted reading left there may be used. `part` is
    heeded by importers that are `splitting` (see the seam). `progress` is told (what is done, bytes done, of how many).
    `keep` takes the bytes of an attachment and returns the digest that stands for them in `Attachment.digest`; None:
    nobody wants them. `withhold` is told the own words of posts of a thread that is withheld as a whole.
    """

    format: str | None = None  # the importer's name; None: found by sniffing
    retrieved: str | None = None  # ISO date of the capture: "Yesterday" can be dated only with it
    skin: str | None = None  # for pasted text: the skin's name; None: found by votes
    scratch: Path | None = None
    part: Part = Part()
    progress: Callable[[str, int, int], None] | None = None
    keep: Callable[[bytes], str] | None = None
    withhold: Callable[[tuple[str, ...]], None] | None = None


class _Told(io.RawIOBase):
    """A file that tells how far it was read."""

    def __init__(self, file: BinaryIO, size: int, progress: Callable[[str, int, int], None]) -> None:
        self._file = file
        self._size = size
        self._progress = progress

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._file.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: WriteableBuffer) -> int:
        count = self._file.readinto(buffer)  # type: ignore[attr-defined]
        self._progress("scan", min(self._file.tell(), self._size), self._size)
        return int(count or 0)

    def close(self) -> None:
        self._file.close()
        super().close()


def decode_text(data: bytes, dump: Dump) -> str | Problem:
    """Return the text of a dump, or the one error that says why it has none.

    UTF-8, with or without a byte order mark (the mark stays in the text as its first character, so that offsets are
    those of the file decoded as UTF-8); UTF-16 only with its mark. Nothing is guessed: a wrong guess would change
    every letter that is not ASCII without a word.
    """
    if not data:
        return dump.trouble("D202", (1, 1), "the dump is empty", why="The file has 0 bytes.", fix=_EXPORT_AGAIN)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and not data.startswith(codecs.BOM_UTF32_LE):
        return _checked(data, "utf-16", dump)
    return _checked(data, "utf-8", dump)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun in English: "1 line", "2 lines"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


_EXPORT_AGAIN = "Copy or export the thread again; to leave the file out, move it out of content/threads/."


def _checked(data: bytes, encoding: str, dump: Dump) -> str | Problem:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        return _undecodable(data, error, dump)
    if encoding == "utf-8" and looks_binary(data):
        return _binary(data, dump)
    if not text.strip().strip("\ufeff").strip():
        size = counted(len(text), "character") + " in " + counted(text.count("\n") + 1, "line")
        why = f"It has {size}, and nothing but white space."
        return dump.trouble("D202", (1, 1), "the dump holds only blanks", why=why, fix=_EXPORT_AGAIN)
    return text


def looks_binary(data: bytes) -> bool:
    """True for the beginning of a picture, an archive, a program: bytes that no text has, or a known signature."""
    if data.startswith(_BINARY_STARTS):
        return True
    sample = data[:HEAD_BYTES]
    return len(sample.translate(None, bytes(_CONTROL))) < len(sample) * (1 - _MANY_CONTROLS)


def _binary(data: bytes, dump: Dump) -> Problem:
    if wide := _wide_encoding(data):
        why = f"Every second byte is zero, as in {wide}, but the file does not begin with a byte order mark."
        fix = f"Convert it: iconv -f {wide} -t UTF-8 {dump.name} > converted.txt"
        return dump.trouble("D205", (1, 1), "the dump is not UTF-8 text", why=why, fix=fix)
    known = data.startswith(_BINARY_STARTS)
    place = 0 if known else next((at for at, byte in enumerate(data[:HEAD_BYTES]) if byte in _CONTROL), 0)
    line, column = data.count(b"\n", 0, place) + 1, place - (data.rfind(b"\n", 0, place) + 1) + 1
    why = "It holds control bytes such as no text has: a picture, an archive, a program or a database."
    fix = "Unpack it or export it as text, HTML, mbox or JSON lines; to leave it out, move it out of content/threads/."
    return dump.trouble("D204", (line, column), "the dump is binary, not text", why=why, fix=fix)


def _wide_encoding(data: bytes) -> str | None:
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half < _FEWEST_PAIRS:
        return None
    if odd > 0.4 * half and even < 0.1 * half:
        return "UTF-16LE"
    if even > 0.4 * half and odd < 0.1 * half:
        return "UTF-16BE"
    return None


def _undecodable(data: bytes, error: UnicodeDecodeError, dump: Dump) -> Problem:
    """Return why bytes are no text: cut off, UTF-16 without its mark, binary, or another encoding."""
    start = error.start
    line_start = data.rfind(b"\n", 0, start) + 1
    column = len(data[line_start:start].decode("utf-8", "replace")) + 1
    place = (data.count(b"\n", 0, start) + 1, column)
    if error.reason == "unexpected end of data" and error.end >= len(data) - 1 and not looks_binary(data):
        why = f"The last {len(data) - start} bytes begin a character whose end is missing: the file was cut off."
        return dump.trouble("D206", place, "the dump ends in the middle of a character", why=why, fix=_EXPORT_AGAIN)
    if looks_binary(data):
        return _binary(data, dump)
    why = f"Byte 0x{data[start]:02x} at offset {start} cannot stand there in UTF-8."
    convert = f"iconv -f WINDOWS-1252 -t UTF-8 {dump.name} > converted.txt"
    fix = f"Convert it; if it is in a Western European encoding: {convert}"
    return dump.trouble("D205", place, "the dump is not UTF-8 text", why=why, fix=fix)
