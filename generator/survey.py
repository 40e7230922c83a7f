"""What a dump holds, in numbers: read thread by thread, so that a dump of any size is counted in bounded memory."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from pathlib import Path

from generator.codec import digest
from generator.importers import Dump, ReadOptions, marks_of, read_dump, same_threads
from generator.problems import Problem
from generator.records import Declared, Thread

_GAPS_TOLD = 5
MOST_POSTS_COMPARED = 200_000  # beyond these, one that stands in two dumps counts twice
MOST_COMPARED = 50_000  # threads of which it is known which pieces are one: 50 MB at most


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
    with_gaps: int = 0  # threads that have no other piece
    title: str = ""
    is_pasted: bool = False
    problems: tuple[Problem, ...] = ()


def survey_dump(path: Path, options: ReadOptions, total: Counter) -> Survey:
    """Return the numbers of a dump, and count it into the `total`.

    No quote is sought: only what the dump itself declares is counted.
    """
    counter = Counter(path, options.format or "")
    for found in read_dump(Dump(path, str(path)), options):
        for each in (counter, total):
            if isinstance(found, Problem):
                each.problems.append(found)
            else:
                each.add(found, str(path))
    return counter.survey()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A thread, or a piece of one, as far as it takes to know which others are it."""

    title: str
    gaps: tuple[str, ...]
    host: str
    sure: tuple[str, ...]
    likely: tuple[str, ...]


class Counter:
    """Counts dumps. Posts are remembered as 8 bytes each: enough to tell whether a quote leads to one of them."""

    def __init__(self, path: Path, format_name: str = "") -> None:
        self.problems: list[Problem] = []
        self._path = path
        self._format, self._skin, self._title = format_name, "", ""
        self._threads = self._posts = self._anonymous = self._undated = 0
        self._declared = self._named = self._resolved = 0
        self._attachments = self._missing = 0
        self._people: set[int] = set()
        self._first = self._last = ""
        self._is_pasted = False
        self._known = array("Q")
        self._wanted: dict[int, int] = {}  # posts of other threads that quotes name, and how often
        self._pieces: list[_Piece] = []  # of the first threads
        self._distinct: set[int] = set()  # of the first posts

    def add(self, thread: Thread, dump: str) -> None:
        """Count a thread, or a piece of one."""
        source = thread.sources[0]
        self._format, self._skin = source.importer, source.skin or ""
        self._threads += 1
        self._posts += len(thread.posts)
        self._title = thread.title.value or "" if self._threads == 1 else ""
        marks = marks_of(thread, dump)
        if self._threads <= MOST_COMPARED:
            title = thread.title.value or thread.id
            self._pieces.append(_Piece(title, thread.gaps[:_GAPS_TOLD], marks.host, marks.sure, marks.likely))
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
        if self._posts <= MOST_POSTS_COMPARED:
            self._distinct.update(_key(marks.host, thread.id, post.id) for post in thread.posts)
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
        clusters = same_threads(self._pieces)
        # What a piece of a thread lacks, another one may bring: that is told when the site is built.
        alone = [self._pieces[places[0]] for places in clusters if len(places) == 1]
        gaps = [f"{piece.title}: {gap}" for piece in alone for gap in piece.gaps]
        return Survey(
            self._path,
            self._format,
            self._skin,
            threads=self._threads - len(self._pieces) + len(clusters),
            posts=self._posts if self._posts > MOST_POSTS_COMPARED else len(self._distinct),
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
            gaps=tuple(gaps[:_GAPS_TOLD]),
            with_gaps=sum(1 for piece in alone if piece.gaps),
            title=self._title,
            is_pasted=self._is_pasted,
            problems=tuple(self.problems),
        )


def _key(*parts: str) -> int:
    return int(digest(*parts)[:16], 16)
