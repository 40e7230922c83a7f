"""The files of an archive of mails: found, unpacked where they are packed, indexed once, read message by message."""

from __future__ import annotations

import gzip
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from generator.files import open_plain
from generator.importers.dumps import Dump, ReadOptions
from generator.importers.mail.headers import Header, read_header
from generator.importers.mail.index import Entry, Index
from generator.importers.mail.splitting import Found, find_messages, unescape_from
from generator.importers.structured.quarantine import broken_record
from generator.problems import Problem

GZIP = b"\x1f\x8b"
MESSAGE_LIMIT = 64 << 20  # bytes of one message; what is larger is no mail that anybody wrote
UNPACKED_LIMIT = 16 << 30  # bytes that one packed file may hold
_RATIO_LIMIT, _RATIO_FREE = 200, 64 << 20  # text packs 3 to 20 times; a bomb 1,000 times
_PIECE = 1 << 20
_BODY_START = 256  # bytes: a line "X-No-Archive: yes" stands first
_OPEN_FILES = 32  # a Maildir has a file a message
_MAILDIR = frozenset(("cur", "new"))


class Archive:
    """The messages of a dump. A context: packed files lie unpacked in a temporary folder while it is open."""

    def __init__(self, dump: Dump, options: ReadOptions) -> None:
        """Unpacked files are kept in `options.scratch` where there is one, for those who read other parts."""
        self.dump = dump
        self._options = options
        self.paths = mail_files(dump) if dump.is_folder else [dump.path]
        self.index = Index()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._unpacked: dict[int, Path] = {}
        self._open: dict[int, BinaryIO] = {}

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *fault: object) -> None:
        for file in self._open.values():
            file.close()
        if self._folder is not None:
            self._folder.cleanup()

    def scan(self) -> Iterator[Problem]:
        """Index all messages; yield a warning for each file and message that cannot be read."""
        total = sum(path.stat().st_size for path in self.paths if path.is_file())
        done = 0
        for number, path in enumerate(self.paths):
            try:
                yield from self._scan_file(number)
                done += path.stat().st_size
            except OSError as error:
                message = f"{path.name} cannot be read: {error.strerror or type(error).__name__}"
                yield broken_record(self.dump, None, message)
            if self._options.progress:
                self._options.progress("scan", done, total)

    def _scan_file(self, number: int) -> Iterator[Problem]:
        problem = self._unpack(number)
        if problem is not None:
            yield problem
        file = self._file(number)
        size = file.seek(0, 2)
        before: Found | None = None
        for found in find_messages(file):
            if before is not None:
                yield from self._add(number, before, found.start)
            before = found
            if self._options.progress and not found.start % 64:
                self._options.progress("scan", found.start, size)
        if before is not None:
            yield from self._add(number, before, size)

    def _add(self, number: int, found: Found, end: int) -> Iterator[Problem]:
        if end - found.start > MESSAGE_LIMIT:
            message = f"a message of {end - found.start:,} bytes is left out"
            yield broken_record(self.dump, found.line, message, code="D232", why=f"The limit is {MESSAGE_LIMIT:,}.")
            return
        header = read_header(found.header)
        if not ({"from", "date", "subject", "message-id"} & header.fields.keys()):
            yield broken_record(
                self.dump, found.line, "a message has no header: no sender, no date, no subject", code="D231"
            )
            return
        start = self._bytes(number, found.body_at, min(end, found.body_at + _BODY_START))
        self.index.add(number, found, end, header, start)

    def read(self, entry: Entry) -> tuple[Header, bytes]:
        """Return the header and the body of a message."""
        header = read_header(self._bytes(entry.file, entry.header_at, entry.body_at))
        body = unescape_from(self._bytes(entry.file, entry.body_at, entry.end))
        return header, body

    def _bytes(self, number: int, start: int, end: int) -> bytes:
        file = self._file(number)
        back = file.tell()
        file.seek(start)
        data = file.read(max(0, end - start))
        file.seek(back)
        return data

    def _file(self, number: int) -> BinaryIO:
        file = self._open.get(number)
        if file is None:
            if len(self._open) >= _OPEN_FILES:
                self._open.pop(next(iter(self._open))).close()
            file = self._open[number] = open_plain(self._plain_path(number))
        return file

    def _plain_path(self, number: int) -> Path:
        """Return where a file lies unpacked."""
        if number in self._unpacked:
            return self._unpacked[number]
        kept = self._options.scratch / f"unpacked-{number}" if self._options.scratch else None
        return kept if kept is not None and kept.exists() else self.paths[number]

    def _unpack(self, number: int) -> Problem | None:
        """Unpack a gzipped file; a warning where it is damaged or unpacks to too much: what came before is read."""
        path = self.paths[number]
        with open_plain(path) as raw:
            if raw.read(2) != GZIP:
                return None
            raw.seek(0)
            target = self._target(number)
            packed = path.stat().st_size
            with gzip.open(raw, "rb") as unpacked, target.open("wb") as out:
                self._unpacked[number] = target
                return self._copy(unpacked, out, (packed, path.name))

    def _target(self, number: int) -> Path:
        if self._options.scratch is not None:
            self._options.scratch.mkdir(parents=True, exist_ok=True)
            return self._options.scratch / f"unpacked-{number}"
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="disputatio-")
        return Path(self._folder.name) / f"unpacked-{number}"

    def _copy(self, unpacked: gzip.GzipFile, out: BinaryIO, what: tuple[int, str]) -> Problem | None:
        packed, name = what
        size = 0
        try:
            while piece := unpacked.read1(_PIECE):  # not `read`: it would lose what came before damage
                size += len(piece)
                if size > UNPACKED_LIMIT or (size > _RATIO_FREE and size > packed * _RATIO_LIMIT):
                    why = f"{packed:,} bytes give more than {size:,}: no text packs like that."
                    return broken_record(self.dump, None, f"{name} unpacks to too much", code="D232", why=why)
                out.write(piece)
        except (OSError, EOFError, zlib.error) as error:
            why = f"{error}. What came before is read."
            return broken_record(self.dump, None, f"{name} is cut off or damaged after {size:,} bytes", why=why)
        return None


def mail_files(dump: Dump) -> list[Path]:
    """Return the files of a folder of mails: the messages of a Maildir, else all files."""
    files = dump.files()
    messages = [path for path in files if path.parent.name in _MAILDIR]
    return messages or files


def is_maildir(folder: Path) -> bool:
    """True for a folder with `cur` and `new` in it, as every Maildir has."""
    return all((folder / name).is_dir() for name in _MAILDIR)
