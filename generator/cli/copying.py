"""Copying dumps into a site: piece by piece, never over something else, and whole or not at all.

A file grows under a hidden name beside its place, which no build looks at, and gets its own name when it is whole. A
copy that was killed goes on where it was, after its beginning was compared.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from generator.files import files_below, open_plain

_CHUNK_BYTES = 1 << 20

Told = Callable[[int], None]  # bytes that were copied since it was last told


@dataclass(frozen=True, slots=True)
class Copy:
    """A file or folder, and where it is to go."""

    dump: Path
    target: Path


def copy_all(copies: Sequence[Copy], told: Told) -> None:
    """Copy files and folders to places that are free; where one cannot be copied, none is.

    Raises:
        OSError: the disk is full, a file cannot be read, or a place was taken meanwhile.
    """
    done: list[Path] = []
    try:
        for copy in copies:
            copy.target.parent.mkdir(parents=True, exist_ok=True)
            part = copy.target.with_name(f".{copy.target.name}.part")
            if copy.dump.is_dir():
                for name in files_below(copy.dump):
                    _go_on(copy.dump / name, part / name, told)
                part.mkdir(parents=True, exist_ok=True)
                _clear_others(part, set(files_below(copy.dump)))
            else:
                _go_on(copy.dump, part, told)
        for copy in copies:
            _take_place(copy.target)
            done.append(copy.target)
    except OSError:
        for copy in copies:
            _remove(copy.target.with_name(f".{copy.target.name}.part"))
        for target in done:
            _remove(target)
        raise


def is_same(one: Path, other: Path) -> bool:
    """True where two files hold the same bytes, or two folders the same files."""
    if one.is_dir() or other.is_dir():
        if not (one.is_dir() and other.is_dir()):
            return False
        names = files_below(one)
        return names == files_below(other) and all(is_same(one / name, other / name) for name in names)
    if not (one.is_file() and other.is_file()) or one.stat().st_size != other.stat().st_size:
        return False
    with open_plain(one) as left, open_plain(other) as right:
        while data := left.read(_CHUNK_BYTES):
            if right.read(_CHUNK_BYTES) != data:
                return False
    return True


def size_of(path: Path) -> int:
    """Return the bytes of a file, or of all files of a folder."""
    if path.is_dir():
        return sum((path / name).stat().st_size for name in files_below(path))
    return path.stat().st_size


def _go_on(source: Path, part: Path, told: Told) -> None:
    """Copy a file; what a former copy has got of it is kept where it is the same."""
    part.parent.mkdir(parents=True, exist_ok=True)
    with (
        open_plain(source) as file,
        os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666), "r+b") as out,
    ):
        start = _same_beginning(file, out)
        told(start)
        file.seek(start)
        out.seek(start)
        out.truncate()
        while data := file.read(_CHUNK_BYTES):
            out.write(data)
            told(len(data))
        out.flush()
        os.fsync(out.fileno())


def _same_beginning(file: BinaryIO, part: BinaryIO) -> int:
    """Return how many bytes the part has in common with the file, in whole chunks."""
    same = 0
    while data := part.read(_CHUNK_BYTES):
        if file.read(len(data)) != data:
            break
        same += len(data)
    return same


def _take_place(target: Path) -> None:
    part = target.with_name(f".{target.name}.part")
    if os.path.lexists(target):
        raise FileExistsError(17, "somebody else made it meanwhile", str(target))
    part.rename(target)


def _clear_others(part: Path, wanted: set[str]) -> None:
    for name in files_below(part):
        if name not in wanted:
            (part / name).unlink()


def _remove(path: Path) -> None:
    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
