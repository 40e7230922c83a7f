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

_HEAD_SIZE = 8  # bytes that tell how long the head is
_FILE = "mails-2"  # its number changes with what is kept


@dataclass(frozen=True, slots=True)
class Layout:
    """The messages of an archive by threads. `parents` tells what each answers, -1: nothing that is here."""

    index: Index
    parents: array[int]
    order: array[int]  # the messages, thread by thread
    ends: array[int]  # where each thread ends in `order`
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
class _Head:
    """What stands above the numbers of a layout that is kept; `rows` are the type and the length of each array."""

    rows: tuple[tuple[str, int], ...]
    digest: str
    repeated: int
    problems: tuple[Problem, ...]


def lay_out(index: Index, digest: str, threads: Threads, problems: Sequence[Problem]) -> Layout:
    """Return the layout of an archive that was scanned; `digest` is that of its files."""
    order, ends = array("I"), array("I")
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
    head = encode(
        _Head(tuple((row.typecode, len(row)) for row in rows), layout.digest, layout.repeated, layout.problems)
    )
    target = folder / _FILE
    with target.with_suffix(".new").open("wb") as file:
        file.write(len(head).to_bytes(_HEAD_SIZE, "big") + head)
        for row in rows:
            row.tofile(file)
    target.with_suffix(".new").replace(target)


def kept_layout(folder: Path | None) -> Layout | None:
    """Return the layout that is kept in a folder; None where there is none, or it is damaged."""
    if folder is None:
        return None
    try:
        with (folder / _FILE).open("rb") as file:
            head = decode(file.read(int.from_bytes(file.read(_HEAD_SIZE), "big")), _Head)
            rows = [array(code) for code, _ in head.rows]
            for row, (_, count) in zip(rows, head.rows, strict=True):
                row.fromfile(file, count)
    except (OSError, ValueError, EOFError, OverflowError):
        return None
    *of_index, parents, order, ends = rows
    return Layout(Index(of_index), parents, order, ends, head.digest, head.repeated, head.problems)
