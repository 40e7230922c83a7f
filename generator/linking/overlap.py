"""No two quotes of a post overlap: which of some quotes stand apart from others."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from generator.records import Quote, Span


def meeting(span: Span, quotes: Sequence[Quote]) -> Iterator[Quote]:
    """Yield those of the quotes that the span meets, the last first; they stand in text order, without overlap."""
    at = bisect_left(quotes, span.end, key=lambda quote: quote.span.start) - 1
    while at >= 0 and quotes[at].span.meets(span):
        yield quotes[at]
        at -= 1


def is_apart(span: Span, quotes: Sequence[Quote]) -> bool:
    """True where the span meets none of the quotes."""
    return next(meeting(span, quotes), None) is None


def apart(quotes: Sequence[Quote], others: Sequence[Quote]) -> list[Quote]:
    """Return those of `quotes` that meet none of `others`."""
    return [quote for quote in quotes if is_apart(quote.span, others)]
