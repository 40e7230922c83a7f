"""The way a quote came: copied from the origin itself, or from a post that quoted it before ("quoted via")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.linking.declared import LIKELY, folded_name
from generator.records import Post, Quote, Span, Thread, ThreadId
from generator.text import letters, surfaces

LATEST = 12  # quotes of one origin that are looked at: a passage that a hundred posts quote is not held against each
SHARED = 0.8  # of a quote's passage must stand in the earlier quote too
ADDRESS = 60  # characters of a reply in which a name is an address
SHORTEST_NAME = 3  # letters; shorter names are words


@dataclass(frozen=True, slots=True)
class _Copy:
    """A quote that an earlier post holds, and its letters."""

    post: Post
    quote: Quote
    letters: str


def with_ways(thread: Thread, found: Sequence[Sequence[Quote]]) -> list[list[Quote]]:
    """Return the quotes of each post, with `via` where they were likely copied from a quote in an earlier post.

    `found` are in text order. That another post quotes the same words is not enough: it must have left out or changed
    the same, or the dump, the layout or the reply must point at it. Linear in the letters of the quotes.
    """
    copies: dict[tuple[ThreadId, str], list[_Copy]] = {}  # origin -> quotes of it so far, the latest last
    ways: list[list[Quote]] = []
    for post, quotes in zip(thread.posts, found, strict=True):
        mine = list(quotes)
        fresh: list[tuple[tuple[ThreadId, str], _Copy]] = []
        for place, quote in enumerate(quotes):
            if quote.origin is None:
                continue
            key = quote.origin.thread, quote.origin.post
            signs = letters(quote.span.of(post.text))
            scene = _Scene(thread, post, quotes, place, signs)
            mine[place] = next(_ways(scene, copies.get(key, ())), quote)
            fresh.append((key, _Copy(post, quote, signs)))
        for key, copy in fresh:
            known = copies.setdefault(key, [])
            known.append(copy)
            del known[:-LATEST]
        ways.append(mine)
    return ways


@dataclass(frozen=True, slots=True)
class _Scene:
    """A quote where it stands: `place` is its index among the quotes of its post."""

    thread: Thread
    post: Post
    quotes: Sequence[Quote]
    place: int
    letters: str

    @property
    def quote(self) -> Quote:
        return self.quotes[self.place]


def _ways(scene: _Scene, copies: Sequence[_Copy]) -> Iterator[Quote]:
    """Yield the quote with `via`, for each copy that it may have been taken from; the latest copy first."""
    for copy in reversed(copies):
        if copy.post is scene.post or not _has_passage(scene.quote, copy.quote):
            continue
        number = f"No {copy.post.ordinal}"
        if _is_named(scene.quote, copy):
            found = replace(scene.quote, disputed=None, confidence=max(scene.quote.confidence, LIKELY))
            yield _by_way_of(copy, found, f"quoted via {number}, which the dump names and which quotes the same words")
        elif scene.post.reply_to is not None and scene.post.reply_to in (copy.post.id, copy.post.number):
            yield _by_way_of(copy, scene.quote, f"quoted via {number}, which this post answers")
        elif scene.quote.kind in ("altered", "elided") and scene.letters == copy.letters:
            yield _by_way_of(copy, scene.quote, f"quoted via {number}, which differs from the original in the same way")
        elif _stands_beside(scene, copy):
            yield _by_way_of(copy, scene.quote, f"quoted via {number}, whose own words stand beside it")
        elif _is_addressed(scene, copy):
            yield _by_way_of(copy, scene.quote, f"quoted via {number}, whose author the reply addresses")


def _by_way_of(copy: _Copy, quote: Quote, told: str) -> Quote:
    return replace(quote, via=copy.post.id, evidence=(*quote.evidence, told))


def _has_passage(quote: Quote, earlier: Quote) -> bool:
    """True where the earlier quote holds nearly all of the passage."""
    if quote.origin is None or earlier.origin is None:
        return False
    mine, theirs = quote.origin.span, earlier.origin.span
    shared = min(mine.end, theirs.end) - max(mine.start, theirs.start)
    return shared >= SHARED * len(mine)


def _is_named(quote: Quote, copy: _Copy) -> bool:
    """True where the dump says that the words are the copying post's, or its author's."""
    declared, name = quote.declared, copy.post.author.value
    if declared is None:
        return False
    if declared.post is not None:
        return declared.post in (copy.post.id, copy.post.number)
    is_theirs = bool(declared.author and name) and folded_name(declared.author or "") == folded_name(name or "")
    return is_theirs and quote.disputed is not None


def _stands_beside(scene: _Scene, copy: _Copy) -> bool:
    """True where the quote before or after it, with nothing between, was taken from the copying post itself."""
    for place in (scene.place - 1, scene.place + 1):
        if not 0 <= place < len(scene.quotes):
            continue
        other = scene.quotes[place]
        if other.origin is None or other.origin.lost or other.origin.post != copy.post.id:
            continue
        first, second = sorted((scene.quote.span, other.span))
        if not Span(first.end, second.start).of(scene.post.text).strip():
            return True
    return False


def _is_addressed(scene: _Scene, copy: _Copy) -> bool:
    """True where the words after the quote begin with the name of the copying post's author: "Bob, you ..."."""
    name = copy.post.author.value
    if not name or len(name) < SHORTEST_NAME:
        return False
    end = scene.quote.span.end
    reply = [word.casefold() for word in surfaces(scene.post.text[end : end + ADDRESS])]
    asked = [word.casefold() for word in surfaces(name)]
    return bool(asked) and any(reply[at : at + len(asked)] == asked for at in range(min(3, len(reply))))
