"""Which threads are one and the same, although they lie in different dumps: what speaks for it, as short marks.

A thread's id is its number in one forum, and every forum has a thread 17. So an id alone proves nothing beyond its own
dump; together with the forum's host, or where that is not known with the title or the first post, it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from generator.codec import short_id
from generator.records import Thread

_LENGTH = 16  # of a mark: 80 bits, so that two of a hundred million threads never share one by chance


@dataclass(frozen=True, slots=True)
class Marks:
    """Threads that share one of `sure` are one thread.

    Threads that share one of `likely` are one thread if no two of those that share it are known to lie on different
    hosts.
    """

    host: str = ""
    sure: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()


def marks_of(thread: Thread, dump: str) -> Marks:
    """Return the marks of a thread of that dump; none for pasted text, whose threads have no ids of their own."""
    if any(post.source_span for post in thread.posts):
        return Marks()
    importer = thread.sources[0].importer
    host = _host(thread.url)
    sure = [_mark("dump", dump, importer, thread.id)]
    if host:
        sure.append(_mark("host", host, importer, thread.id))
        sure.append(_mark("address", thread.url or "", thread.id))
    likely = []
    if thread.title.value:
        likely.append(_mark("title", " ".join(thread.title.value.casefold().split()), importer, thread.id))
    if thread.posts:
        first = thread.posts[0]
        likely.append(_mark("post", first.id, first.author.value or "", first.text, importer, thread.id))
    return Marks(host, tuple(sure), tuple(likely))


class Marked(Protocol):
    """What has marks."""

    @property
    def host(self) -> str: ...
    @property
    def sure(self) -> tuple[str, ...]: ...
    @property
    def likely(self) -> tuple[str, ...]: ...


def same_threads(pieces: Sequence[Marked]) -> list[list[int]]:
    """Return the places of the pieces that are one thread together; each list, and their order, as the pieces come."""
    leaders = list(range(len(pieces)))

    def leader(at: int) -> int:
        while leaders[at] != at:
            leaders[at] = leaders[leaders[at]]
            at = leaders[at]
        return at

    def unite(places: Iterable[int]) -> None:
        first, *others = sorted({leader(place) for place in places})
        for other in others:
            leaders[other] = first

    for places in _sharing(piece.sure for piece in pieces):
        unite(places)
    for places in _sharing(piece.likely for piece in pieces):
        if len({pieces[place].host for place in places} - {""}) < 2:
            unite(places)
    clusters: dict[int, list[int]] = {}
    for place in range(len(pieces)):
        clusters.setdefault(leader(place), []).append(place)
    return list(clusters.values())


def _sharing(marks: Iterable[tuple[str, ...]]) -> Iterator[list[int]]:
    """Yield the places that share a mark, for each mark that several share."""
    places: dict[str, list[int]] = {}
    for place, each in enumerate(marks):
        for mark in each:
            places.setdefault(mark, []).append(place)
    yield from (shared for shared in places.values() if len(shared) > 1)


def _mark(*parts: str) -> str:
    return short_id(*parts, length=_LENGTH)


def _host(url: str | None) -> str:
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
