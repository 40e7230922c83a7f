"""Short posts and short lines that are quoted whole: too few words for the matcher, but a reply begins with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.linking.overlap import is_apart
from generator.linking.reading import Reading
from generator.records import Origin, Piece, Post, Quote, Span, Thread
from generator.text import letters

LONGEST_WORDS = 12  # longer ones are found word by word
LONGEST_LINES = 4
# How often the gold calls such a beginning a quote of just that post; rounded down. Lines elsewhere in a post, of fewer
# letters, or of posts further back repeat by chance as often as not: headings, greetings, lines of code.
WHOLE_POST = 0.9
WHOLE_LINE = 0.85
FEWEST_LETTERS = 4  # of a whole post: "+1" and "No." open too many posts by themselves
FEWEST_LINE_LETTERS = 12
NEAR_POSTS = 3  # so far back a line is looked for


class _Place(NamedTuple):
    """Where short own words stand."""

    post: Post
    span: Span
    is_post: bool  # they are all that the post says


def with_whole_posts(
    thread: Thread, readings: Sequence[Reading], found: Sequence[Sequence[Quote]]
) -> list[list[Quote]]:
    """Return the quotes of each post with those added that repeat, at its very beginning, a short post or line.

    A reply must follow, and only one earlier post may have those words: what several people say is a phrase.
    An absent quote gives way. `readings` and `found` are those of the posts, in text order. Pure; linear in the posts.
    """
    places: dict[str, list[_Place]] = {}
    completed: list[list[Quote]] = []
    for reading, quotes in zip(readings, found, strict=True):
        quote = _beginning(reading, quotes, places, thread)
        kept = [each for each in quotes if quote is None or not each.span.meets(quote.span)]
        completed.append([quote, *kept] if quote else kept)
        for key, place in _own_places(reading, completed[-1]):
            known = places.setdefault(key, [])
            if not known or (len(known) == 1 and known[0].post is not place.post):  # what two posts say is a phrase
                known.append(place)
    return completed


def _beginning(
    reading: Reading, quotes: Sequence[Quote], places: dict[str, list[_Place]], thread: Thread
) -> Quote | None:
    linked = [quote.span for quote in quotes if quote.origin is not None]
    for span in _leading_lines(reading):
        if any(span.meets(other) for other in linked):
            return None
        known = places.get(letters(span.of(reading.text)), [])
        if len(known) == 1 and _may_be_quoted(known[0], reading):
            return _quote(reading, span, known[0], thread)
    return None


def _may_be_quoted(place: _Place, reading: Reading) -> bool:
    return place.is_post or reading.post.ordinal - place.post.ordinal <= NEAR_POSTS


def _quote(reading: Reading, span: Span, place: _Place, thread: Thread) -> Quote:
    what = "it is all that" if place.is_post else "it is a whole line of what"
    return Quote(
        post=reading.post.id,
        span=span,
        kind="exact",
        origin=Origin(thread.id, place.post.id, place.span),
        pieces=(Piece(span, place.span),),
        confidence=WHOLE_POST if place.is_post else WHOLE_LINE,
        evidence=(f"{what} No {place.post.ordinal} says, and a reply follows",),
    )


def _leading_lines(reading: Reading) -> Iterator[Span]:
    """Yield the first line, the first two and so on, as long as a line is left for the reply."""
    lines = reading.lines
    for last in range(min(LONGEST_LINES, len(lines) - 1)):
        if lines[last].last > LONGEST_WORDS:
            return
        yield Span(lines[0].start, lines[last].end)


def _own_places(reading: Reading, quotes: Sequence[Quote]) -> Iterator[tuple[str, _Place]]:
    """Yield (letters, place) of the post's short own lines, and of all its own words where they are few.

    Only the words behind the last quote may be all of them: a reply in pieces is not quoted as one.
    """
    behind = max((quote.span.end for quote in quotes), default=0)
    own = [line for line in reading.lines if line.start >= behind]
    before = [line for line in reading.lines if line.start < behind]
    if own and own[-1].last - own[0].first <= LONGEST_WORDS:
        span = Span(own[0].start, own[-1].end)
        is_all = all(not is_apart(Span(line.start, line.end), quotes) for line in before)
        key = letters(span.of(reading.text))
        if is_all and len(key) >= FEWEST_LETTERS:
            yield key, _Place(reading.post, span, True)
            return
    for line in own:
        key = letters(reading.text[line.start : line.end]) if line.last - line.first <= LONGEST_WORDS else ""
        if len(key) >= FEWEST_LINE_LETTERS:
            yield key, _Place(reading.post, Span(line.start, line.end), False)
