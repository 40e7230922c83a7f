"""READ: the dumps of one shard → its threads as the dumps give them, as one volume.

Strand "threads" has a section for each thread or piece of one, strand "dumps" one for each group of dumps: what it
gave. Strand "attachments" has the bytes of files that came with posts, by their digest. Threads are written one by one,
so a dump may hold more of them than fit into memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from generator.codec import decode, digest, encode
from generator.importers import Dump, Part, ReadOptions, join_pieces, marks_of, read_dump
from generator.problems import Problem
from generator.records import Thread
from generator.redactions import hide_private
from generator.stages.sections import SectionCopier
from generator.stages.tasks import DumpFile, DumpGroup, GroupFound, ReadFound, ReadTask, ThreadFound, Withheld
from generator.store import Receipt

MAX_PROBLEMS = 1000  # of one shard: nobody reads more, and one broken dump can have a hundred thousand
SCRATCH_FROM_BYTES = 16 << 20  # of a dump: what is smaller is soon read again after a kill


@dataclass(frozen=True, slots=True)
class GroupNote:
    """What a group gave. `attachments` are (digest, media type)."""

    key: str
    found: GroupFound
    problems: tuple[Problem, ...]
    attachments: tuple[tuple[str, str], ...]
    withheld: Withheld


def read(task: ReadTask) -> Receipt:
    """Read the dumps of a shard; `Receipt.found` is a `ReadFound`."""
    with SectionCopier(task.cache, f"shards/read-{task.name}-{task.key}", task.former) as copier:
        reader = _Reader(task, copier)
        notes = [reader.copy(group) or reader.read(group) for group in task.groups]
        outputs = copier.close()
    problems = tuple(problem for note in notes for problem in note.problems)
    attachments = dict(each for note in notes for each in note.attachments)
    words = dict.fromkeys(words for note in notes for words in note.withheld.words)
    withheld = Withheld(tuple(words), any(note.withheld.has_posts for note in notes))
    found = ReadFound(tuple(note.found for note in notes), tuple(sorted(attachments.items())), withheld)
    return Receipt(task.name, task.key, outputs, _bounded(problems), encode(found))


def _bounded(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return the first problems, errors before all others, and how many there are beyond."""
    if len(problems) <= MAX_PROBLEMS:
        return problems
    first = sorted(problems, key=lambda problem: problem.severity != "error")[:MAX_PROBLEMS]
    rest = len(problems) - MAX_PROBLEMS
    why = "Only the first are told, so that a broken archive does not fill the memory."
    return (*first, Problem("note", "D222", first[-1].file, None, None, f"there are {rest:,} problems more", why))


def _lasting(thread: Thread) -> Thread:
    """Return a thread without the digests of its dumps: one post that changes in a dump must not change all others.

    (Which dump, and which lines of it, a thread was read from stays. Every later stage is keyed by what stands here.)
    """
    return replace(thread, sources=tuple(replace(source, digest="") for source in thread.sources))


class _Reader:
    """The volume that is being written: which sections it has, and which attachments."""

    def __init__(self, task: ReadTask, copier: SectionCopier) -> None:
        self._task = task
        self._copier = copier
        self._taken: set[str] = set()
        self._kept: set[str] = set()
        self._withheld: list[str] = []  # own words of posts of threads that the group withholds as a whole

    def copy(self, group: DumpGroup) -> GroupNote | None:
        """Copy what the former volume has of a group that has not changed; None where it is to be read."""
        former = self._copier.former("dumps", group.label)
        try:
            note = decode(former, GroupNote) if former else None
        except ValueError:
            return None
        if note is None or note.key != group.key:
            return None
        names = [thread.section for thread in note.found.threads]
        if not self._taken.isdisjoint(names):
            return None
        if not all(self._copier.copy(name, group.key, ("threads",)) for name in names):
            return None
        self._taken.update(names)
        for name, _ in note.attachments:
            if name not in self._kept and not self._copier.copy(name, name, ("attachments",)):
                return None
            self._kept.add(name)
        self._copier.add(group.label, group.key, {"dumps": former})
        return note

    def read(self, group: DumpGroup) -> GroupNote:
        """Read a group, and write each thread as soon as it is there."""
        threads: list[ThreadFound] = []
        problems: list[Problem] = []
        attachments: dict[str, str] = {}
        withheld: dict[str, None] = {}
        self._withheld.clear()
        has_withheld = False
        for found in self._joined(group) if group.is_folder else self._items(group):
            if isinstance(found, Problem):
                problems.append(found)
                continue
            withheld |= dict.fromkeys(found.withheld_words)
            has_withheld |= any(post.withheld for post in found.posts)
            if group.hides_private:
                found = hide_private(found)
            name = self._free(found.id)
            self._copier.add(name, group.key, {"threads": encode(_lasting(found))})
            marks = marks_of(found, group.name)
            threads.append(ThreadFound(found.id, name, marks.host, marks.sure, marks.likely))
            attachments |= {each.digest: each.media for post in found.posts for each in post.attachments if each.digest}
        found_all = GroupFound(group.name, group.label, tuple(threads))
        withheld |= dict.fromkeys(self._withheld)
        kept_back = Withheld(tuple(withheld), has_withheld)
        note = GroupNote(group.key, found_all, tuple(problems), tuple(sorted(attachments.items())), kept_back)
        self._copier.add(group.label, group.key, {"dumps": encode(note)})
        return note

    def _items(self, group: DumpGroup) -> Iterator[Thread | Problem]:
        for file in group.files:
            dump = Dump(Path(self._task.site, file.path), file.path)
            yield from read_dump(dump, self._options(file, dump, Part(group.part, group.parts)))

    def _joined(self, group: DumpGroup) -> Iterator[Thread | Problem]:
        """Yield the one thread whose pages are the files of a folder, and all problems."""
        pages: list[Thread] = []
        for found in self._items(group):
            if isinstance(found, Problem):
                yield found
            else:
                pages.append(found)
        if pages:
            thread, notes = join_pieces(pages)
            yield from notes
            yield thread

    def _options(self, file: DumpFile, dump: Dump, part: Part) -> ReadOptions:
        scratch = None
        if part.of > 1 or dump.size() >= SCRATCH_FROM_BYTES:
            name = digest(self._task.code, file)
            scratch = Path(self._task.cache, "reading", name)
        return ReadOptions(
            file.format, file.retrieved, scratch=scratch, part=part, keep=self._keep, withhold=self._withheld.extend
        )

    def _keep(self, data: bytes) -> str:
        name = digest(data)
        if name not in self._kept:
            self._kept.add(name)
            self._copier.add(name, name, {"attachments": data})
        return name

    def _free(self, own: str) -> str:
        """Return the thread's own id as the name of its section, or one made from it where that is taken."""
        name, count = own, 2
        while name in self._taken:
            name, count = f"{own}~{count}", count + 1
        self._taken.add(name)
        return name
