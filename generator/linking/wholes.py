"""Short posts that are quoted whole: too few words for the matcher, but a post that begins with them answers them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.linking.reading import Reading
from generator.records import Origin, Piece, Post, Quote, Span, Thread
from generator.text import letters

LONGEST_WORDS = 12  # longer posts are found word by word
LONGEST_LINES = 4
FEWEST_LETTERS = 4  # "+1" and "No." open too many posts by themselves
WHOLE_POST = 0.9  # share of such beginnings that the gold calls a quote of that post, rounded down (docs/quotes.md)


def with_whole_posts(thread: Thread, found: Sequence[Sequence[Quote]]) -> list[list[Quote]]:
    """Return the quotes of each post with those added that repeat, at its very beginning, all own words of a short one.

    A reply must follow, and only one earlier post may have those words: what several people say is a phrase.
    An absent quote gives way. Pure; linear in the posts.
    """
    wholes: dict[str, list[tuple[Post, Span]]] = {}
    completed: list[list[Quote]] = []
    for index, (post, quotes) in enumerate(zip(thread.posts, found, strict=True)):
        quote = _beginning(Reading(post, index), quotes, wholes, thread)
        kept = [each for each in quotes if quote is None or not each.span.meets(quote.span)]
        completed.append([quote, *kept] if quote else kept)
        own = _own_span(post, quotes)
        key = letters(own.of(post.text)) if own else ""
        if len(key) >= FEWEST_LETTERS and own and len(own.of(post.text).split()) <= LONGEST_WORDS:
            wholes.setdefault(key, []).append((post, own))
    return completed


def _beginning(
    reading: Reading, quotes: Sequence[Quote], wholes: dict[str, list[tuple[Post, Span]]], thread: Thread
) -> Quote | None:
    if not wholes or any(quote.span.start <= reading.lines[0].start for quote in quotes if quote.origin is not None):
        return None
    for span in _leading_lines(reading):
        origins = wholes.get(letters(span.of(reading.text)), ())
        if len(origins) == 1 and not any(span.meets(quote.span) for quote in quotes if quote.origin is not None):
            origin, place = origins[0]
            return Quote(
                post=reading.post.id,
                span=span,
                kind="exact",
                origin=Origin(thread.id, origin.id, place),
                pieces=(Piece(span, place),),
                confidence=WHOLE_POST,
                evidence=(f"it is all that No {origin.ordinal} says, and a reply follows",),
            )
    return None


def _leading_lines(reading: Reading) -> Iterator[Span]:
    """Yield the first line, the first two and so on, as long as a line is left for the reply."""
    lines = reading.lines
    for last in range(min(LONGEST_LINES, len(lines) - 1)):
        if lines[last].last > LONGEST_WORDS:
            return
        yield Span(lines[0].start, lines[last].end)


def _own_span(post: Post, quotes: Sequence[Quote]) -> Span | None:
    """Return the span of a post's own words where they stand in one piece behind its quotes; else None."""
    start = max((quote.span.end for quote in quotes), default=0)
    own = _trimmed(post.text, Span(start, len(post.text)))
    before = sum(len(letters(post.text[quote.span.start : quote.span.end])) for quote in quotes)
    is_all = len(letters(post.text[:start])) == before
    return own if own and is_all else None


def _trimmed(text: str, span: Span) -> Span:
    part = span.of(text)
    return Span(span.start + len(part) - len(part.lstrip()), span.start + len(part.rstrip()))
