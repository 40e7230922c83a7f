"""The files of `.cache/` that the maps write and read: volumes of sections, and tables of rows.

A *volume* is what one map wrote about one shard: a file for each *strand* ("threads", "posts.jsonl"), cut into
*sections*, one a thread or a dump, and an index that is written last. A volume is named by its item and its key, so
what stands there under the right name is right, and a build that was killed resumes. Strands that end in ".jsonl" hold
rows, a line each, and are read as they are by the engine's SQL.
"""

# os.open and os.pread cost a third of what pathlib's methods do, and every record passes here
# ruff: noqa: PTH103, PTH104, PTH116, PTH120

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from generator.codec import decode, digest, encode, from_json

T = TypeVar("T")

FORMAT = 1  # of the indexes: another number, and the volume is written anew
_BUFFER_BYTES = 1 << 20  # what a strand holds back before it writes


class DamagedVolume(Exception):  # noqa: N818 - the name says what a reader needs
    """A file in the cache is not what its receipt says. The cure is to write it again."""

    def __init__(self, uri: str) -> None:
        super().__init__(uri)
        self.uri = uri


@dataclass(frozen=True, slots=True)
class Section:
    """A run of a strand's bytes. `key` stands for all that it was made from, `digest` for what it holds."""

    name: str
    key: str
    start: int
    length: int
    digest: str


@dataclass(frozen=True, slots=True)
class Strand:
    name: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Output:
    """A file in the cache; `uri` is relative to its folder, `digest` stands for the sections and their names."""

    strand: str
    uri: str
    size: int
    digest: str


class _OpenStrand:
    """A strand that is being written: its sections so far, and bytes that wait for company."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.sections: list[Section] = []
        self.size = 0
        self._held: list[bytes] = []
        self._held_bytes = 0
        self._file = -1

    def add(self, name: str, key: str, data: bytes) -> None:
        self.sections.append(Section(name, key, self.size, len(data), digest(data)))
        self.size += len(data)
        self._held.append(data)
        self._held_bytes += len(data)
        if self._held_bytes >= _BUFFER_BYTES:
            self._flush()

    def close(self) -> None:
        """Write the rest; a strand without a byte leaves no file."""
        self._flush()
        if self._file >= 0:
            os.close(self._file)
            os.rename(_unfinished(self.path), self.path)

    def _flush(self) -> None:
        if self._held_bytes and self._file < 0:
            self._file = _create(_unfinished(self.path))
        if self._held_bytes:
            write_all(self._file, b"".join(self._held))
        self._held.clear()
        self._held_bytes = 0


class VolumeWriter:
    """Writes one volume. Nothing stands under its name before `close` has returned."""

    def __init__(self, cache: str, stem: str) -> None:
        """`stem` names the volume, relative to `cache`: "shards/read-0007-3f2a9c1b"."""
        self._cache = cache
        self._stem = stem
        self._strands: dict[str, _OpenStrand] = {}
        os.makedirs(os.path.dirname(f"{cache}/{stem}"), exist_ok=True)

    def add(self, strand: str, name: str, key: str, data: bytes) -> None:
        """Add a section. Names are unique in a strand; an empty section takes no room but keeps its key."""
        if strand not in self._strands:
            self._strands[strand] = _OpenStrand(f"{self._cache}/{self._stem}.{strand}")
        self._strands[strand].add(name, key, data)

    def close(self) -> tuple[Output, ...]:
        """Write what is held back, then the index; return the files that hold anything, by name of their strand."""
        outputs = []
        strands = []
        for name, strand in sorted(self._strands.items()):
            strand.close()
            strands.append(Strand(name, tuple(strand.sections)))
            if strand.size:
                whole = digest(*(part for section in strand.sections for part in (section.name, section.digest)))
                outputs.append(Output(name, f"{self._stem}.{name}", strand.size, whole))
        index = encode((FORMAT, strands))
        uri = f"{self._stem}.index"
        write_file(f"{self._cache}/{uri}", index)
        return (*outputs, Output("index", uri, len(index), digest(index)))


class Volume:
    """Reads one volume, section by section; whatever is not as it was written raises `DamagedVolume`."""

    def __init__(self, cache: str, stem: str) -> None:
        self._cache = cache
        self._stem = stem
        uri = f"{stem}.index"
        try:
            schema, strands = decode(read_file(f"{cache}/{uri}"), tuple[int, tuple[Strand, ...]])
        except (OSError, ValueError) as error:
            raise DamagedVolume(uri) from error
        if schema != FORMAT:
            raise DamagedVolume(uri)
        self._strands = {strand.name: {section.name: section for section in strand.sections} for strand in strands}
        self._files: dict[str, int] = {}

    def sections(self, strand: str) -> Mapping[str, Section]:
        """Return a strand's sections by name, in the order in which they were written."""
        return self._strands.get(strand, {})

    def read(self, strand: str, name: str) -> bytes:
        """Return the bytes of a section, b"" where there is none of that name."""
        section = self.sections(strand).get(name)
        if section is None or not section.length:
            return b""
        uri = f"{self._stem}.{strand}"
        try:
            if strand not in self._files:
                self._files[strand] = os.open(f"{self._cache}/{uri}", os.O_RDONLY | os.O_CLOEXEC)
            data = _read_run(self._files[strand], section.start, section.length)
        except OSError as error:
            raise DamagedVolume(uri) from error
        if len(data) != section.length or digest(data) != section.digest:
            raise DamagedVolume(uri)
        return data

    def close(self) -> None:
        for file in self._files.values():
            os.close(file)
        self._files.clear()

    def __enter__(self) -> Volume:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


# --- tables: rows in files, written by maps or by SQL --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """A file of rows, a line each. `bucket` is a shard or a bucket where the table is split, else 0."""

    bucket: int
    uri: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one class of `generator.tables.rows`; parts stand in the order of their buckets, and none is empty."""

    row: str  # the name of the class
    parts: tuple[Part, ...]

    @property
    def digest(self) -> str:
        return digest(self.row, *(part for each in self.parts for part in (str(each.bucket), each.digest)))

    def part(self, bucket: int) -> Part | None:
        return next((part for part in self.parts if part.bucket == bucket), None)


def read_rows(cache: str, part: Part | None, row: type[T]) -> tuple[T, ...]:
    """Return the rows of one file; none where there is no part.

    Raises:
        DamagedVolume: the file is not there, cut short, or not of such rows.
    """
    if part is None:
        return ()
    try:
        data = read_file(f"{cache}/{part.uri}")
        if len(data) != part.size:
            raise DamagedVolume(part.uri)
        return tuple(from_json(line, row) for line in data.splitlines())
    except (OSError, ValueError) as error:
        raise DamagedVolume(part.uri) from error


def read_table(cache: str, table: Table, row: type[T]) -> Iterator[T]:
    """Return all rows of a table, part by part."""
    for part in table.parts:
        yield from read_rows(cache, part, row)


# --- files ---------------------------------------------------------------------------------------------------------


def read_file(path: str) -> bytes:
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return _read_run(file, 0, os.fstat(file).st_size)
    finally:
        os.close(file)


def write_file(path: str, data: bytes) -> None:
    """Write a file so that it is there in full or not at all."""
    file = _create(_unfinished(path))
    try:
        write_all(file, data)
    finally:
        os.close(file)
    os.rename(_unfinished(path), path)


def write_all(file: int, data: bytes) -> None:
    """Write all bytes: one `os.write` may write less than it was given (a disk that fills, a file over 2 GB)."""
    written = os.write(file, data)
    while written < len(data):
        written += os.write(file, memoryview(data)[written:])


def file_size(path: str) -> int:
    """Return the size of a file, -1 where there is none."""
    try:
        return os.stat(path).st_size
    except OSError:
        return -1


def _read_run(file: int, start: int, length: int) -> bytes:
    data = os.pread(file, length, start)
    while 0 < len(data) < length:  # one pread gives at most 2 GB
        more = os.pread(file, length - len(data), start + len(data))
        if not more:
            break
        data += more
    return data


def _unfinished(path: str) -> str:
    return f"{path}.{os.getpid()}.part"


def _create(path: str) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o666)
