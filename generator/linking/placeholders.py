"""Quotes run on over lines that are nobody's words: placeholders and attachment names that stand in both posts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

from generator.linking.reuse import is_subject
from generator.records import Piece, Post, Quote, Span, Thread
from generator.text import letters


def over_placeholders(thread: Thread, found: Sequence[Sequence[Quote]]) -> list[list[Quote]]:
    """Return the quotes of each post, each widened over the reused lines next to it that its origin has there too.

    Such lines ("View attachment 12") are never matched by themselves; beside a quote they were copied with it.
    The quotes of a post come in text order, and none is widened into another. Pure; linear in quotes and reused lines.
    """
    posts: dict[str, Post] = {post.id: post for post in thread.posts if post.reuse}
    return [
        _widened(post, quotes, posts) if post.reuse else list(quotes)
        for post, quotes in zip(thread.posts, found, strict=True)
    ]


def _widened(post: Post, quotes: Sequence[Quote], posts: Mapping[str, Post]) -> list[Quote]:
    widened: list[Quote] = []
    for number, quote in enumerate(quotes):
        origin = posts.get(quote.origin.post) if quote.origin and not quote.origin.lost else None
        if origin is not None:
            floor = widened[-1].span.end if widened else 0
            ceiling = quotes[number + 1].span.start if number + 1 < len(quotes) else len(post.text)
            quote = _widen(quote, post, origin, Span(floor, ceiling))
        widened.append(quote)
    return widened


def _widen(quote: Quote, post: Post, origin: Post, room: Span) -> Quote:
    assert quote.origin is not None
    span, hull = quote.span, quote.origin.span
    added: list[Piece] = []
    while (piece := _after(post, origin, span.end, hull.end)) and piece.quote.end <= room.end:
        span, hull = Span(span.start, piece.quote.end), Span(hull.start, piece.origin.end)
        added.append(piece)
    while (piece := _before(post, origin, span.start, hull.start)) and piece.quote.start >= room.start:
        span, hull = Span(piece.quote.start, span.end), Span(piece.origin.start, hull.end)
        added.append(piece)
    if not added:
        return quote
    pieces = tuple(sorted((*quote.pieces, *added), key=lambda piece: piece.quote))
    return replace(quote, span=span, origin=replace(quote.origin, span=hull), pieces=pieces)


def _after(post: Post, origin: Post, end: int, origin_end: int) -> Piece | None:
    """Return the reused lines that follow both ends with nothing but blanks between, if they say the same."""
    here, there = _first_from(post, end), _first_from(origin, origin_end)
    if here is None or there is None:
        return None
    is_next = _is_blank(post.text, end, here.start) and _is_blank(origin.text, origin_end, there.start)
    return _pair(post, here, origin, there) if is_next else None


def _before(post: Post, origin: Post, start: int, origin_start: int) -> Piece | None:
    here, there = _last_to(post, start), _last_to(origin, origin_start)
    if here is None or there is None or is_subject(here.of(post.text)):
        return None
    is_next = _is_blank(post.text, here.end, start) and _is_blank(origin.text, there.end, origin_start)
    return _pair(post, here, origin, there) if is_next else None


def _first_from(post: Post, offset: int) -> Span | None:
    at = bisect_left(post.reuse, Span(offset, offset))
    return post.reuse[at] if at < len(post.reuse) else None


def _last_to(post: Post, offset: int) -> Span | None:
    at = bisect_left(post.reuse, Span(offset, offset)) - 1
    return post.reuse[at] if at >= 0 and post.reuse[at].end <= offset else None


def _is_blank(text: str, start: int, end: int) -> bool:
    return not text[start:end].strip()


def _pair(post: Post, here: Span, origin: Post, there: Span) -> Piece | None:
    return Piece(here, there) if letters(here.of(post.text)) == letters(there.of(origin.text)) else None
