"""Which threads are one and the same, although they lie in different dumps: what speaks for it, as short marks.

A thread's id is its number in one forum, and every forum has a thread 17. So an id alone proves nothing beyond its own
dump; together with the forum's host, or where that is not known with the title or the first post, it does.
"""

from __future__ import annotations

from dataclasses import dataclass
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


def _mark(*parts: str) -> str:
    return short_id(*parts, length=_LENGTH)


def _host(url: str | None) -> str:
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
