"""What a dump holds, in numbers: read thread by thread, so that a dump of any size is counted in bounded memory."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from pathlib import Path

from generator.codec import digest
from generator.importers import Dump, ReadOptions, read_dump
from generator.problems import Problem
from generator.records import Declared, Thread

_GAPS_TOLD = 5


@dataclass(frozen=True, slots=True)
class Survey:
    """The numbers of one dump. `declared` are the quotes that it marks, `resolved` those whose very post it holds.

    `first` and `last` are ISO days, "" where no post has a date. `title` is that of its one thread, "" where there are
    several. `is_pasted`: its threads are told by their place alone.
    """

    dump: Path
    format: str
    skin: str
    threads: int = 0
    posts: int = 0
    people: int = 0
    anonymous: int = 0  # posts without an author
    undated: int = 0
    first: str = ""
    last: str = ""
    declared: int = 0
    named: int = 0  # declared quotes that name the very post
    resolved: int = 0
    attachments: int = 0
    missing: int = 0  # attachments that the dump does not bring
    gaps: tuple[str, ...] = ()  # the first ones, with the thread
    with_gaps: int = 0  # threads
    title: str = ""
    is_pasted: bool = False
    problems: tuple[Problem, ...] = ()


def survey_dump(path: Path, options: ReadOptions) -> Survey:
    """Return the numbers of a dump. No quote is sought: only what the dump itself declares is counted."""
    counter = _Counter(path, options.format or "")
    for found in read_dump(Dump(path, str(path)), options):
        if isinstance(found, Problem):
            counter.problems.append(found)
        else:
            counter.add(found)
    return counter.survey()


class _Counter:
    """Posts are remembered as 8 bytes each: enough to tell whether a declared quote leads to one of them."""

    def __init__(self, path: Path, format_name: str) -> None:
        self.problems: list[Problem] = []
        self._path = path
        self._format, self._skin, self._title = format_name, "", ""
        self._threads = self._posts = self._anonymous = self._undated = 0
        self._declared = self._named = self._resolved = 0
        self._attachments = self._missing = self._with_gaps = 0
        self._gaps: list[str] = []
        self._people: set[int] = set()
        self._first = self._last = ""
        self._is_pasted = False
        self._known = array("Q")
        self._wanted: dict[int, int] = {}  # posts of other threads that quotes name, and how often

    def add(self, thread: Thread) -> None:
        """Count a thread, or a piece of one."""
        source = thread.sources[0]
        self._format, self._skin = source.importer, source.skin or ""
        self._threads += 1
        self._posts += len(thread.posts)
        self._title = thread.title.value or "" if self._threads == 1 else ""
        self._with_gaps += bool(thread.gaps)
        shown = thread.title.value or thread.id
        self._gaps += [f"{shown}: {gap}" for gap in thread.gaps[: max(0, _GAPS_TOLD - len(self._gaps))]]
        here = set()
        for post in thread.posts:
            here.add(str(post.id))
            if post.number:
                here.add(post.number)
            self._is_pasted = self._is_pasted or post.source_span is not None
            if post.author.value:
                self._people.add(_key(post.author.value))
            else:
                self._anonymous += 1
            self._date(post.when.value.iso if post.when.value else None)
            self._attachments += len(post.attachments)
            self._missing += sum(1 for each in post.attachments if not each.size)
        self._known.extend(_key(thread.id, name) for name in here)
        for post in thread.posts:
            for quote in post.declared:
                self._quote(quote, thread, here)

    def _date(self, iso: str | None) -> None:
        day = (iso or "")[:10]
        if day:
            self._first = min(self._first or day, day)
            self._last = max(self._last, day)
        else:
            self._undated += 1

    def _quote(self, quote: Declared, thread: Thread, here: set[str]) -> None:
        self._declared += 1
        if quote.post is None:
            return
        self._named += 1
        if quote.post in here:
            self._resolved += 1
        else:
            wanted = _key(quote.thread or thread.id, quote.post)
            self._wanted[wanted] = self._wanted.get(wanted, 0) + 1

    def survey(self) -> Survey:
        """Return the numbers of all that was added."""
        wanted = dict(self._wanted)
        elsewhere = sum(wanted.pop(key, 0) for key in self._known) if wanted else 0
        return Survey(
            self._path,
            self._format,
            self._skin,
            threads=self._threads,
            posts=self._posts,
            people=len(self._people),
            anonymous=self._anonymous,
            undated=self._undated,
            first=self._first,
            last=self._last,
            declared=self._declared,
            named=self._named,
            resolved=self._resolved + elsewhere,
            attachments=self._attachments,
            missing=self._missing,
            gaps=tuple(self._gaps),
            with_gaps=self._with_gaps,
            title=self._title,
            is_pasted=self._is_pasted,
            problems=tuple(self.problems),
        )


def _key(*parts: str) -> int:
    return int(digest(*parts)[:16], 16)
