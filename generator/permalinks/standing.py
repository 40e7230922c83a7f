"""Held addresses against the archive as it is: what stands, what moved, what is gone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from generator.permalinks.records import GONE, Gone, Permalink, Place, Standing
from generator.views import urls

_PLACES = (
    (re.compile(r"threads/([^/]+)/p-([^/]+)\.html"), "post"),
    (re.compile(r"threads/([^/]+)/index\.html"), "thread"),
    (re.compile(r"lost/(.+)-(lost-[^-]+)\.html"), "lost"),
    (re.compile(r"topics/()([^/]+)\.html"), "topic"),
    (re.compile(r"pages/()([^/]+)\.html"), "page"),
)


def place_of(address: str) -> Place | None:
    """Return what an address is about, None where it is none of a page that can be held.

    >>> place_of("threads/ahc/p-12.html")
    Place(kind='post', thread='ahc', item='12')
    """
    for pattern, kind in _PLACES:
        match = pattern.fullmatch(address)
        if match and kind == "thread":
            return Place("thread", match[1], "")
        if match:
            return Place(kind, match[1], match[2])  # type: ignore[arg-type]  # the table holds kinds alone
    return None


def stand(links: Mapping[str, Permalink], present: Collection[str]) -> Standing:
    """Return what became of the held addresses; `present` are the addresses of all pages that can be held.

    What stands is never moved: where a page has come back to its old address, that is where it is.
    """
    moved, gone, astray = [], [], []
    for address, link in sorted(links.items()):
        if address in present:
            continue
        target = _end_of(link, links, present)
        if target in present:
            moved.append((address, target))
            continue
        if link.now not in ("", GONE):
            astray.append((address, link.now))
        gone.append(Gone(address, link.marks, is_known=target == GONE))
    new = sum(1 for address in present if address not in links)
    return Standing(len(links), new, tuple(moved), tuple(gone), tuple(astray))


def _end_of(link: Permalink, links: Mapping[str, Permalink], present: Collection[str]) -> str:
    """Return where a chain of moves ends: at an address that stands, at `GONE`, or "" where it leads nowhere."""
    seen = {link.address}
    while link.now not in ("", GONE):
        if link.now in present:
            return link.now
        if link.now in seen or link.now not in links:
            return ""
        seen.add(link.now)
        link = links[link.now]
    return link.now


def addresses(
    threads: Iterable[str], posts: Iterable[tuple[str, str]], lost: Iterable[tuple[str, str]]
) -> Iterator[str]:
    """Yield the addresses of threads, of their posts (thread, id) and of their lost posts (thread, id)."""
    yield from (urls.thread_url(thread) for thread in threads)
    yield from (urls.post_url(*post) for post in posts)
    yield from (urls.lost_url(*each) for each in lost)
