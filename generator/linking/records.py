"""Candidates become the records that the rest of the program reads."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generator.linking.candidates import Candidate
from generator.linking.elision import is_elision
from generator.linking.matching import LONGEST_CHANGE, Run
from generator.linking.reading import Reading, span_of
from generator.records import Change, Origin, Piece, Quote, QuoteKind, Span
from generator.text import align


@dataclass(frozen=True, slots=True)
class Source:
    """Where a candidate's words stand: the origin as it was read, its record without the span, and its first position.

    `place` is what follows its number in the evidence: " of another thread".
    """

    reading: Reading
    origin: Origin
    base: int
    place: str = ""

    @property
    def name(self) -> str:
        return "the rebuilt post" if self.origin.lost else f"No {self.reading.post.ordinal}{self.place}"


def quote_record(candidate: Candidate, reading: Reading, source: Source, confidence: float) -> Quote:
    """Return the record of a linked quote: its pieces, changes and evidence, in text offsets of either post."""
    runs = [Run(run.quote, run.origin - source.base, run.size) for run in candidate.runs]
    runs, elided, changes = _differences(candidate, runs, reading, source.reading)
    if source.place:  # another thread, of which the pages of this one know nothing
        changes = [replace(change, was=change.origin.of(source.reading.post.text)) for change in changes]
    pieces = _pieces(Span(candidate.start, candidate.end), runs, reading, source.reading)
    hull = Span(min(piece.origin.start for piece in pieces), max(piece.origin.end for piece in pieces))
    kind: QuoteKind = "altered" if changes else "elided" if elided else "exact"
    return Quote(
        post=reading.post.id,
        span=Span(candidate.start, candidate.end),
        kind=kind,
        origin=replace(source.origin, span=hull),
        pieces=pieces,
        confidence=round(confidence, 4),
        evidence=_evidence(candidate, source.name, sum(run.size for run in runs), elided),
        changes=tuple(changes),
    )


def absent_record(reading: Reading, span: Span, confidence: float, evidence: tuple[str, ...]) -> Quote:
    """Return the record of a quote whose origin is not in the archive."""
    return Quote(reading.post.id, span, "absent", None, (), round(confidence, 4), evidence)


def _differences(
    candidate: Candidate, runs: list[Run], reading: Reading, origin: Reading
) -> tuple[list[Run], int, list[Change]]:
    """Return the runs with those added that stand inside the gaps, the number of elisions, and the changes."""
    found: list[Run] = []
    changes: list[Change] = []
    elided = 0
    quote_at, origin_at = candidate.first, max(0, runs[0].origin - (runs[0].quote - candidate.first))
    for run in runs:
        is_cut = run.origin - origin_at > LONGEST_CHANGE or is_elision(reading.between(quote_at - 1, run.quote))
        if found and is_cut and run.quote - quote_at <= 3:
            elided += 1
        else:
            inner, changed = _gap(Run(quote_at, origin_at, 0), run, reading, origin)
            found += inner
            changes += changed
        found.append(run)
        quote_at, origin_at = run.quote + run.size, run.origin + run.size
    rest = candidate.last - quote_at
    end = Run(candidate.last, min(len(origin.ids), origin_at + rest), 0)
    if rest:
        inner, changed = _gap(Run(quote_at, origin_at, 0), end, reading, origin)
        found += inner
        changes += changed
    return found, elided, changes


def _gap(before: Run, after: Run, reading: Reading, origin: Reading) -> tuple[list[Run], list[Change]]:
    """Align the words between two runs: return the equal ones as runs, and the rest as changes."""
    if before.quote == after.quote and before.origin == after.origin:
        return [], []
    left = reading.ids[before.quote : after.quote]
    right = origin.ids[before.origin : after.origin]
    runs: list[Run] = []
    changes: list[Change] = []
    quote_at, origin_at = before.quote, before.origin
    for block in (*align(left, right), None):
        quote = before.quote + block.left if block else after.quote
        first = before.origin + block.right if block else after.origin
        if quote > quote_at or first > origin_at:
            changes.append(Change(_word_span(reading, quote_at, quote), _word_span(origin, origin_at, first)))
        if block:
            runs.append(Run(quote, first, block.size))
            quote_at, origin_at = quote + block.size, first + block.size
    return runs, changes


def _word_span(reading: Reading, first: int, last: int) -> Span:
    """Return the span of words [first, last); empty, at the end of the word before, where there are none."""
    if first < last:
        return span_of(reading, first, last)
    at = reading.span_of_word(first - 1)[1] if first else 0
    return Span(at, at)


def _pieces(quote: Span, runs: list[Run], reading: Reading, origin: Reading) -> tuple[Piece, ...]:
    """Return the runs as spans, each with the signs around it that are the same on both sides; neighbours joined."""
    joined: list[Run] = []
    for run in runs:
        if (
            joined
            and run.quote == joined[-1].quote + joined[-1].size
            and run.origin == joined[-1].origin + joined[-1].size
        ):
            joined[-1] = Run(joined[-1].quote, joined[-1].origin, joined[-1].size + run.size)
        else:
            joined.append(run)
    pieces: list[Piece] = []
    for run in joined:
        mine, theirs = (
            span_of(reading, run.quote, run.quote + run.size),
            span_of(origin, run.origin, run.origin + run.size),
        )
        floor = max(quote.start, pieces[-1].quote.end if pieces else 0)
        origin_floor = pieces[-1].origin.end if pieces else 0
        left = _same_signs_before(reading.text, mine.start, floor, origin.text, theirs.start, origin_floor)
        right = _same_signs_after(reading.text, mine.end, quote.end, origin.text, theirs.end)
        pieces.append(Piece(Span(mine.start - left, mine.end + right), Span(theirs.start - left, theirs.end + right)))
    return tuple(pieces)


def _same_signs_before(text: str, at: int, floor: int, other: str, other_at: int, other_floor: int) -> int:
    count = 0
    limit = min(at - floor, other_at - other_floor)
    while count < limit and text[at - count - 1] == other[other_at - count - 1] and _is_sign(text[at - count - 1]):
        count += 1
    return count


def _same_signs_after(text: str, at: int, ceiling: int, other: str, other_at: int) -> int:
    count = 0
    limit = min(ceiling - at, len(other) - other_at)
    while count < limit and text[at + count] == other[other_at + count] and _is_sign(text[at + count]):
        count += 1
    return count


def _is_sign(character: str) -> bool:
    return not character.isalnum() and not character.isspace()


def _evidence(candidate: Candidate, name: str, matched: int, elided: int) -> tuple[str, ...]:
    words = candidate.last - candidate.first
    other = words - matched
    if other:
        share = f"{matched} of {words} words stand in {name}, in the same order"
        lines = [share, "1 word differs" if other == 1 else f"{other} words differ"]
    elif words == 1:
        lines = [f"its one word stands in {name}"]
    else:
        lines = [f"all {words} words stand in {name}, in the same order"]
    if elided:
        lines.append(f"words are left out in {elided} place{'s' if elided > 1 else ''}")
    return tuple(lines)
