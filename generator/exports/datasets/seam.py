"""The seam of data sets: a module that writes one, built in or installed (entry-point group `disputatio.exports`).

`name` is what `disputatio export NAME` calls it, `title` says in one line what it is, `ending` is that of its file (""
for a folder of files), and `write(archive, target)` writes it. `target` does not exist yet; what is written there takes
the place of a former export when all of it is there. The same archive must give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import Protocol, runtime_checkable

from generator.problems import Problem, UnusableInput
from generator.records import Mention, Thread, ThreadLinks
from generator.views import Settings

GROUP = "disputatio.exports"


@dataclass(frozen=True, slots=True)
class Debate:
    """A thread with its quotes, lost posts and mentions: corrected and redacted, as the pages show it."""

    thread: Thread
    links: ThreadLinks
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Archive:
    """All that an export may ask. `debates` begins anew with each call and gives the threads in order of their ids."""

    settings: Settings
    debates: Callable[[], Iterator[Debate]]


@runtime_checkable
class Export(Protocol):
    """A module that writes a data set."""

    name: str
    title: str
    ending: str

    def write(self, archive: Archive, target: Path) -> None: ...


def exports() -> dict[str, Export]:
    """Return the exports by name: those of the program, then those that are installed beside it."""
    from generator.exports.datasets import (
        argdown,
        convokit,
        csv_files,
        graphml,
        jsonl,
        mbox,
        parquet,
        sqlite,
        webannotations,
    )

    modules: tuple[ModuleType, ...] = (
        jsonl,
        convokit,
        csv_files,
        sqlite,
        parquet,
        mbox,
        webannotations,
        graphml,
        argdown,
    )
    return {module.name: module for module in modules if isinstance(module, Export)}


def find_export(name: str) -> Export:
    """Return the export of that name.

    Raises:
        UnusableInput: there is none, or it cannot be loaded.
    """
    known = exports()
    if name in known:
        return known[name]
    point = next((point for point in _installed() if point.name == name), None)
    if point is None:
        names = ", ".join([*known, *(point.name for point in _installed())])
        raise _unusable("D800", f"there is no export {name!r}", "", f"These are known: {names}.")
    try:
        found = point.load()
    except Exception as error:
        why = f"{type(error).__name__}: {error}"
        raise _unusable("D802", f"the export {name!r} cannot be loaded", why, "Ask whoever made it.") from error
    if not isinstance(found, Export):
        why = "It lacks one of name, title, ending and write(archive, target)."
        raise _unusable("D802", f"the export {name!r} is none", why, "docs/datasets.md says what an export has.")
    return found


def run_export(export: Export, archive: Archive, target: Path) -> None:
    """Write a data set; whatever goes wrong in an export from outside is told as a problem.

    Raises:
        UnusableInput: an export from outside failed.
    """
    if export.name in exports():
        export.write(archive, target)
        return
    try:
        export.write(archive, target)
    except (UnusableInput, OSError):
        raise
    except Exception as error:
        why = f"{type(error).__name__}: {error}"
        raise _unusable("D802", f"the export {export.name!r} failed", why, "Ask whoever made it.") from error


def _unusable(code: str, message: str, why: str, fix: str) -> UnusableInput:
    return UnusableInput((Problem("error", code, "disputatio export", None, None, message, why, fix),))


@lru_cache(maxsize=1)
def _installed() -> tuple[EntryPoint, ...]:
    return tuple(sorted(entry_points(group=GROUP), key=lambda point: point.name))
