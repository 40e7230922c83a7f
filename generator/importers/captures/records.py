"""The records of a WARC file: read one after the other, or one at its place; after a broken one the next is sought."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.files import open_plain

if TYPE_CHECKING:
    from typing import BinaryIO

RECORD_LIMIT = 256 << 20  # bytes of one record: a film; no page is as large
_PIECE = 1 << 20
_STARTS = (b"\x1f\x8b\x08", b"WARC/1.")
_MOST_TRIES = 10_000  # places that look like a record's beginning and are none, in one file


@dataclass(frozen=True, slots=True)
class Broken:
    """A place in a file, in bytes, where no record can be read, and why."""

    at: int
    why: str


def fastwarc() -> Any:
    """Return the library that reads WARC.

    Raises:
        ImportError: it is not installed.
    """
    import fastwarc.warc

    return fastwarc.warc


def walk(path: Path) -> Iterator[tuple[int, Any] | Broken]:
    """Yield (place, record) for each record of a file that holds a page; its body can be read until the next is asked.

    Bounded memory. A record that is broken, or larger than 256 MB, is passed over.

    Raises:
        OSError: the file cannot be opened.
    """
    warc = fastwarc()
    wanted = warc.WarcRecordType.response | warc.WarcRecordType.revisit | warc.WarcRecordType.resource
    start = 0
    for _ in range(_MOST_TRIES):
        with open_plain(path) as file:
            file.seek(start)
            last = start  # the library counts from the beginning of the file, wherever it was told to begin
            try:
                for record in warc.ArchiveIterator(
                    file, parse_http=True, record_types=wanted, max_content_length=RECORD_LIMIT
                ):
                    last = record.stream_pos
                    yield last, record
                return
            except (OSError, ValueError) as error:
                broken = Broken(last, str(error))
            yield broken
            found = _next_start(file, last + 1)
        if found is None:
            return
        start = found


def record_at(file: BinaryIO, place: int) -> Any | None:
    """Return the record at a place of an open file; None where it cannot be read."""
    file.seek(place)
    try:
        return next(iter(fastwarc().ArchiveIterator(file, parse_http=True)), None)
    except (OSError, ValueError):
        return None


def _next_start(file: BinaryIO, start: int) -> int | None:
    """Return the next place where a record may begin."""
    file.seek(start)
    at, tail = start, b""
    while piece := file.read(_PIECE):
        seen = tail + piece
        found = [place for mark in _STARTS if (place := seen.find(mark)) >= 0]
        if found:
            return at - len(tail) + min(found)
        at += len(piece)
        tail = seen[-8:]
    return None
