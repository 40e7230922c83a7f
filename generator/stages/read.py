"""READ: the dumps of one shard → its threads, corrected, as one volume.

Strand "threads" has a section for each thread, strand "dumps" one for each group of dumps: what it gave.
A *group* is a file of content/threads/, or a folder of it, whose files are the pages of one thread.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from generator.codec import decode, digest, encode
from generator.corrections import Corrections, Outcome, correct_thread
from generator.importers import Dump, ReadOptions, decode_text, merge_threads, read_dump
from generator.problems import Problem
from generator.records import Thread, ThreadId
from generator.stages.sections import SectionCopier
from generator.stages.tasks import DumpGroup, ReadFound, ReadTask
from generator.store import Receipt, load_shared

MAX_PROBLEMS = 1000  # of one shard: nobody reads more, and one broken dump can have a hundred thousand


@dataclass(frozen=True, slots=True)
class GroupNote:
    """What a group gave: `ids` are its threads' own ids, `names` those they go by."""

    group: str
    key: str
    corrections: str  # digest of the corrections that concern these threads
    ids: tuple[str, ...]
    names: tuple[str, ...]
    problems: tuple[Problem, ...]
    outcomes: tuple[Outcome, ...]


def read(task: ReadTask) -> Receipt:
    """Read the dumps of a shard; `Receipt.found` is a `ReadFound`."""
    corrections = load_shared(task.cache, task.corrections, Corrections)
    notes: list[GroupNote] = []
    with SectionCopier(task.cache, f"shards/read-{task.name}-{task.key}", task.former) as copier:
        for group in task.groups:
            note = _copy_group(copier, group, task, corrections) or _read_group(copier, group, task, corrections)
            notes.append(note)
        outputs = copier.close()
    problems = tuple(problem for note in notes for problem in note.problems)
    outcomes = tuple(outcome for note in notes for outcome in note.outcomes)
    names = tuple(name for note in notes for name in note.names)
    found = ReadFound(tuple((note.group, note.ids) for note in notes), names, encode(outcomes))
    return Receipt(task.name, task.key, outputs, _bounded(problems), encode(found))


def _bounded(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return the first problems, errors before all others, and how many there are beyond."""
    if len(problems) <= MAX_PROBLEMS:
        return problems
    first = sorted(problems, key=lambda problem: problem.severity != "error")[:MAX_PROBLEMS]
    rest = len(problems) - MAX_PROBLEMS
    why = "Only the first are told, so that a broken archive does not fill the memory."
    return (*first, Problem("note", "D222", first[-1].file, None, None, f"there are {rest:,} problems more", why))


def _copy_group(copier: SectionCopier, group: DumpGroup, task: ReadTask, corrections: Corrections) -> GroupNote | None:
    former = copier.former("dumps", group.name)
    if not former:
        return None
    try:
        note = decode(former, GroupNote)
    except ValueError:
        return None
    names = tuple(_names(note.ids, group, task))
    if note.key != group.key or note.names != names or note.corrections != _concerning(corrections, names):
        return None
    if not all(copier.copy(name, group.key, ("threads",)) for name in names):
        return None
    copier.add(group.name, group.key, {"dumps": former})
    return note


def _read_group(copier: SectionCopier, group: DumpGroup, task: ReadTask, corrections: Corrections) -> GroupNote:
    threads, problems = _read_dumps(group, Path(task.site))
    ids = tuple(thread.id for thread in threads)
    names = tuple(_names(ids, group, task))
    outcomes: list[Outcome] = []
    for thread, name in zip(threads, names, strict=True):
        named = thread if thread.id == name else replace(thread, id=ThreadId(name))
        corrected, what_became = correct_thread(named, corrections, dumps=_texts(named, corrections, task))
        outcomes += what_became
        copier.add(name, group.key, {"threads": encode(corrected)})
    concerning = _concerning(corrections, names)
    note = GroupNote(group.name, group.key, concerning, ids, names, tuple(problems), tuple(outcomes))
    copier.add(group.name, group.key, {"dumps": encode(note)})
    return note


def _texts(thread: Thread, corrections: Corrections, task: ReadTask) -> tuple[str, ...]:
    """Return the texts of a thread's dumps where posts are to be joined: what stands between them is in there alone."""
    if not any(entry.kind == "join" for entry in corrections.of(thread.id)):
        return ()
    dumps = [Dump(Path(task.site, source.path), source.path) for source in thread.sources]
    texts = [decode_text(dump.data(), dump) for dump in dumps]
    return tuple(text if isinstance(text, str) else "" for text in texts)


def _read_dumps(group: DumpGroup, site: Path) -> tuple[list[Thread], list[Problem]]:
    threads: list[Thread] = []
    problems: list[Problem] = []
    for file in group.files:
        for found in read_dump(Dump(site / file.path, file.path), ReadOptions(file.format, file.retrieved)):
            if isinstance(found, Problem):
                problems.append(found)
            else:
                threads.append(found)
    if group.is_folder and len(threads) > 1:
        threads = [merge_threads(threads)]
    return threads, problems


def _names(ids: Iterable[str], group: DumpGroup, task: ReadTask) -> Iterable[str]:
    renames = {place: name for other, place, name in task.renames if other == group.name}
    return (renames.get(place, own) for place, own in enumerate(ids))


def _concerning(corrections: Corrections, names: Iterable[str]) -> str:
    return digest(*(encode(corrections.of(name)) for name in names))
