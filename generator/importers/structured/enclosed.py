"""Files that a dump names beside itself: read only below the dump's own folder, and never through links."""

from __future__ import annotations

from functools import lru_cache, reduce
from pathlib import Path

from generator.codec import digest
from generator.files import open_plain
from generator.importers.dumps import LARGEST_ATTACHMENT, Dump

_PIECE = 1 << 20


def enclosed(dump: Dump, path: str) -> bytes | None:
    """Return the bytes of a file that a dump names by its path from the dump's folder; None where there is none.

    None too where the path leads out of that folder or through a link, is hidden, is the dump itself, or is too large.
    """
    steps = path.removeprefix("./").split("/")
    if any(step in ("", "..") or step.startswith(".") or "\\" in step or "\0" in step for step in steps):
        return None
    folder = dump.path if dump.is_folder else dump.path.parent
    place = folder.joinpath(*steps)
    try:
        if any(each.is_symlink() for each in (place, *place.parents[: len(steps) - 1])):
            return None
        if place.stat().st_size > LARGEST_ATTACHMENT or place.samefile(dump.path):
            return None
        with open_plain(place) as file:
            return file.read()
    except (OSError, ValueError):
        return None


def digest_of(path: Path) -> str:
    """Return the digest of a file of any size, read piece by piece.

    Raises:
        OSError: it cannot be read.
    """
    status = path.stat()
    return _digest_of(path, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=4)
def _digest_of(path: Path, size: int, mtime_ns: int) -> str:
    """The parts of a huge dump, which ask one after the other, need not read all of it for this."""
    with open_plain(path) as file:
        first = file.read(_PIECE)
        return reduce(lambda so_far, piece: digest(so_far, piece), iter(lambda: file.read(_PIECE), b""), digest(first))
