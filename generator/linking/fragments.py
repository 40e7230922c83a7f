"""A few words out of a line nearby, set above a reply: software that quotes what is marked with the mouse allows it."""

from __future__ import annotations

from collections.abc import Sequence

from generator.linking.declared import folded_name
from generator.linking.overlap import is_apart
from generator.linking.reading import Reading, span_of
from generator.linking.wording import CLOSING, GREETING
from generator.records import Origin, Piece, Quote, Span, Thread
from generator.text import letters

LONGEST_WORDS = 12  # longer ones are found word by word
FEWEST_LETTERS = 8
NEAR_POSTS = 3  # so far back the words are looked for
FRAGMENT = 0.6  # how often the gold calls such a line a quote of that post; rounded down
_ADDRESSED = ("@", ",", ":")  # signs at either end of a line that addresses somebody or announces something


def with_fragments(thread: Thread, readings: Sequence[Reading], found: Sequence[Sequence[Quote]]) -> list[list[Quote]]:
    """Return the quotes of each post with that of a first line that one of the last posts has within a line.

    A blank line must follow, and a reply; greetings, names and headings are no quotes. `readings` and `found` are those
    of the posts, in text order. Pure; linear in the words.
    """
    names = {folded_name(post.author.value) for post in thread.posts if post.author.value}
    completed: list[list[Quote]] = []
    for reading, quotes in zip(readings, found, strict=True):
        fragment = _fragment(reading, quotes, names)
        quote = None
        if fragment is not None:
            near = range(max(0, reading.index - NEAR_POSTS), reading.index)
            places = [(readings[at], span) for at in near for span in _own(readings[at], completed[at], fragment)]
            if len(places) == 1:
                quote = _quote(reading, fragment, places[0], thread)
        completed.append([quote, *quotes] if quote else list(quotes))
    return completed


def _fragment(reading: Reading, quotes: Sequence[Quote], names: set[str]) -> Reading | None:
    """Return the first line as a reading of its own, if it may be a quote."""
    lines = reading.lines
    if len(lines) < 2 or not 0 < lines[0].last - lines[0].first <= LONGEST_WORDS:
        return None
    span = Span(lines[0].start, lines[0].end)
    said = span.of(reading.text)
    is_set_off = reading.text.count("\n", span.end, lines[1].start) > 1
    if not is_set_off or len(letters(said)) < FEWEST_LETTERS or not is_apart(span, quotes):
        return None
    is_address = said.startswith(_ADDRESSED) or said.endswith(_ADDRESSED) or folded_name(said) in names
    if is_address or GREETING.match(said) or CLOSING.match(said):
        return None
    return Reading(reading.post, reading.index, text=said)


def _own(reading: Reading, quotes: Sequence[Quote], fragment: Reading) -> list[Span]:
    """Return the places, at most two, where a post has the words side by side, as its own."""
    ids, asked = reading.ids, fragment.ids
    places: list[Span] = []
    at = -1
    while len(places) < 2:
        try:
            at = ids.index(asked[0], at + 1)
        except ValueError:
            break
        if ids[at : at + len(asked)] == asked:
            span = span_of(reading, at, at + len(asked))
            if is_apart(span, quotes):
                places.append(span)
    return places


def _quote(reading: Reading, fragment: Reading, place: tuple[Reading, Span], thread: Thread) -> Quote:
    origin, there = place
    start = reading.lines[0].start
    here = span_of(fragment, 0, len(fragment.ids)).shift(start)
    return Quote(
        post=reading.post.id,
        span=Span(start, reading.lines[0].end),
        kind="exact",
        origin=Origin(thread.id, origin.post.id, there),
        pieces=(Piece(here, there),),
        confidence=FRAGMENT,
        evidence=(f"its words stand in No {origin.post.ordinal} and nowhere else nearby, and a reply follows",),
    )
