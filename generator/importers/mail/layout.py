"""Which messages an archive has and which threads they make, worked out once and kept for all who read a part of it."""

from __future__ import annotations

import fcntl
import os
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.codec import decode, encode
from generator.importers.dumps import Part
from generator.importers.mail.index import Index
from generator.importers.mail.threads import Threads
from generator.importers.structured.spill import thread_class
from generator.problems import Problem

_FILE = "mails-1"  # its number changes with what is kept


@dataclass(frozen=True, slots=True)
class Layout:
    """The messages of an archive by threads. `parents` tells what each answers, -1: nothing that is here."""

    index: Index
    parents: Sequence[int]
    order: Sequence[int]  # the messages, thread by thread
    ends: Sequence[int]  # where each thread ends in `order`
    digest: str  # of the files
    repeated: int
    problems: tuple[Problem, ...]

    def groups(self, part: Part) -> Iterator[Sequence[int]]:
        """Yield the messages of each thread of a part."""
        start = 0
        for end in self.ends:
            if part.of == 1 or thread_class(str(self.order[start])) % part.of == part.number:
                yield self.order[start:end]
            start = end


@dataclass(frozen=True, slots=True)
class _Kept:
    """A layout as bytes: its rows of numbers, eight bytes a number."""

    rows: tuple[bytes, ...]
    digest: str
    repeated: int
    problems: tuple[Problem, ...]


def lay_out(index: Index, digest: str, threads: Threads, problems: Sequence[Problem]) -> Layout:
    """Return the layout of an archive that was scanned; `digest` is that of its files."""
    order, ends = array("q"), array("q")
    for group in threads.groups():
        order.extend(group)
        ends.append(len(order))
    return Layout(index, threads.parent, order, ends, digest, threads.repeated, tuple(problems))


@contextmanager
def alone(folder: Path | None) -> Iterator[None]:
    """A context in which no other process lays out this archive."""
    if folder is None:
        yield
        return
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def keep(layout: Layout, folder: Path | None) -> None:
    """Keep a layout in the folder that stands for its dump; None: nowhere."""
    if folder is None:
        return
    rows = (*layout.index.rows(), layout.parents, layout.order, layout.ends)
    kept = _Kept(tuple(array("q", row).tobytes() for row in rows), layout.digest, layout.repeated, layout.problems)
    target = folder / _FILE
    target.with_suffix(".new").write_bytes(encode(kept))
    target.with_suffix(".new").replace(target)


def kept_layout(folder: Path | None) -> Layout | None:
    """Return the layout that is kept in a folder; None where there is none, or it is damaged."""
    try:
        kept = decode((folder / _FILE).read_bytes(), _Kept) if folder is not None else None
    except (OSError, ValueError):
        return None
    if kept is None:
        return None
    rows = []
    for data in kept.rows:
        row = array("q")
        row.frombytes(data)
        rows.append(row)
    *of_index, parents, order, ends = rows
    return Layout(Index(of_index), parents, order, ends, kept.digest, kept.repeated, kept.problems)
