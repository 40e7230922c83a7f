"""Broken records are set aside, told and counted; the good ones around them go on.

Codes: D230 a record that cannot be parsed, D231 one that lacks what a post needs, D232 one that is too large or too
deep, D239 how many more there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from generator.importers.dumps import Dump
from generator.problems import Problem

MOST_TOLD = 100  # of one dump: whoever has read these knows what is wrong with it
REST = "D239"

T = TypeVar("T")


class Quarantine:
    """Counts what is broken in one dump, and tells the first of it."""

    def __init__(self, file: str) -> None:
        """`file` is the dump as the user knows it: `Dump.name`."""
        self.file = file
        self.count = 0

    def admit(self, problem: Problem) -> Problem | None:
        """Return the problem where it is to be told, None where enough are. Errors are always told."""
        if problem.severity == "error" or problem.code == REST:
            return problem
        self.count += 1
        return problem if self.count <= MOST_TOLD else None

    def rest(self) -> Problem | None:
        """Return how many problems were not told, None where all were."""
        if self.count <= MOST_TOLD:
            return None
        why = f"The first {MOST_TOLD} are told; the records around them are read."
        message = f"there are {self.count - MOST_TOLD:,} problems more of this dump"
        return Problem("warning", REST, self.file, None, None, message, why)


def broken_record(
    dump: Dump, line: int | None, message: str, *, code: str = "D230", why: str = "", fix: str = ""
) -> Problem:
    """Return the warning for a record that is left out; `line` is where it begins in the dump, 1-based."""
    fix = fix or "The record is left out, and all others are read. Mend it in the dump, or export the dump again."
    return Problem("warning", code, dump.name, line, None, message, why, fix)


def bounded(items: Iterable[T | Problem], file: str) -> Iterator[T | Problem]:
    """Yield the items, of the problems among them only the first; at the end one that counts the others."""
    quarantine = Quarantine(file)
    for item in items:
        if isinstance(item, Problem):
            told = quarantine.admit(item)
            if told is not None:
                yield told
        else:
            yield item
    rest = quarantine.rest()
    if rest is not None:
        yield rest
