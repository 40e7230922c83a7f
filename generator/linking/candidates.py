"""Chains become candidate quotes: snapped to the lines they stand in, joined where nothing but layout divides them."""

from __future__ import annotations

from dataclasses import dataclass

from generator.linking.elision import is_elision
from generator.linking.matching import Chain, Run
from generator.linking.reading import Line, Reading

WHOLE_LINE_SHARE = (
    0.6  # of the words of the lines touched: with so many repeated, the lines are the quote, with changes
)
FEW_WORDS = 5  # so few repeated words are a quote only where they are whole lines
STRAY_WORDS = 2  # so few repeated words in a line that has more are chance
LOOSE_END_WORDS = 2  # words at a line's end or beginning that an altered quote may have beyond what is repeated


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words [first, last) of a post that repeat words of one earlier post, as `runs` of equal words, in order."""

    first: int
    last: int
    start: int  # text offsets of the quote
    end: int
    post: int  # index of the origin post
    runs: tuple[Run, ...]
    rivals: tuple[Chain, ...]

    @property
    def matched(self) -> int:
        return sum(run.size for run in self.runs)


def candidates_of(reading: Reading, chains: list[Chain]) -> list[Candidate]:
    """Return the candidates in text order, without overlap."""
    groups: list[list[Chain]] = []
    for chain in chains:
        if groups and _continues(groups[-1][-1], chain, reading):
            groups[-1].append(chain)
        else:
            groups.append([chain])
    found: list[Candidate] = []
    for index, group in enumerate(groups):
        floor = found[-1].last if found else 0
        ceiling = groups[index + 1][0].first if index + 1 < len(groups) else len(reading.ids)
        candidate = _snap(reading, group, floor, ceiling)
        if candidate is None or (candidate.matched < FEW_WORDS and not _is_lines(reading, candidate)):
            continue
        if found and _touch(found[-1], candidate):
            found[-1] = _joined(found[-1], candidate)
        else:
            found.append(candidate)
    return found


def _is_lines(reading: Reading, candidate: Candidate) -> bool:
    """True where the candidate is one line or several, from the first word to the last."""
    head, tail = reading.line_of_word(candidate.first), reading.line_of_word(candidate.last - 1)
    return candidate.first == head.first and candidate.last == tail.last


def _touch(before: Candidate, after: Candidate) -> bool:
    """True where two candidates, widened to lines, have no word between them and the same order in one origin."""
    if before.post != after.post or before.last != after.first:
        return False
    return after.runs[0].origin >= before.runs[-1].origin + before.runs[-1].size


def _joined(before: Candidate, after: Candidate) -> Candidate:
    return Candidate(
        before.first, after.last, before.start, after.end, before.post, before.runs + after.runs, before.rivals
    )


def _continues(before: Chain, after: Chain, reading: Reading) -> bool:
    if before.post != after.post or after.origin_first < before.origin_last:
        return False
    gap = after.first - before.last
    return gap == 0 or (gap <= 3 and is_elision(reading.between(before.last - 1, after.first)))


def _snap(reading: Reading, group: list[Chain], floor: int, ceiling: int) -> Candidate | None:
    """Widen a group of chains to whole lines where hardly anything else stands in them, and cut off stray ends.

    `floor` and `ceiling`: the words that the candidates before and after hold begin and end there.
    """
    runs = _without_stray_ends(reading, [run for chain in group for run in chain.runs])
    if not runs:
        return None
    first, last = runs[0].quote, runs[-1].quote + runs[-1].size
    head, tail = reading.line_of_word(first), reading.line_of_word(last - 1)
    matched = sum(run.size for run in runs)
    if head.first >= floor and _fills(runs, head, first - head.first, matched):
        first = head.first
    if tail.last <= ceiling and _fills(runs, tail, tail.last - last, matched):
        last = tail.last
    start = head.start if first == head.first else reading.span_of_word(first)[0]
    end = tail.end if last == tail.last else reading.span_of_word(last - 1)[1]
    rivals = tuple(group[0].rivals) if len(group) == 1 else ()
    return Candidate(first, last, start, end, group[0].post, tuple(runs), rivals)


def _fills(runs: list[Run], line: Line, loose: int, matched: int) -> bool:
    """True where the line as a whole is quoted although `loose` of its words, at one end, are not repeated."""
    if loose <= min(LOOSE_END_WORDS, matched // 4):
        return True
    return _matched_in(runs, line) >= WHOLE_LINE_SHARE * (line.last - line.first)


def _matched_in(runs: list[Run], line: Line) -> int:
    return sum(max(0, min(run.quote + run.size, line.last) - max(run.quote, line.first)) for run in runs)


def _without_stray_ends(reading: Reading, runs: list[Run]) -> list[Run]:
    """Cut off words at either end that stand in a line of other words: a name, a greeting, a phrase of the reply.

    Few words are cut off wherever they come from; more only where the origin does not have them beside the rest.
    """
    runs = list(runs)
    while runs:
        run = runs[-1]
        line = reading.line_of_word(run.quote + run.size - 1)
        if run.quote >= line.first and len(runs) == 1:
            break
        is_beside = run.quote < line.first or runs[-2].origin + runs[-2].size == run.origin
        if not _is_stray(runs, line, is_beside=is_beside):
            break
        kept = max(0, line.first - run.quote)
        runs[-1:] = [Run(run.quote, run.origin, kept)] if kept else []
    while runs:
        run = runs[0]
        line = reading.line_of_word(run.quote)
        if run.quote + run.size <= line.last and len(runs) == 1:
            break
        is_beside = run.quote + run.size > line.last or run.origin + run.size == runs[1].origin
        if not _is_stray(runs, line, is_beside=is_beside):
            break
        cut = min(run.size, line.last - run.quote)
        runs[:1] = [Run(run.quote + cut, run.origin + cut, run.size - cut)] if cut < run.size else []
    return runs


def _is_stray(runs: list[Run], line: Line, *, is_beside: bool) -> bool:
    matched = _matched_in(runs, line)
    return matched < WHOLE_LINE_SHARE * (line.last - line.first) and (matched <= STRAY_WORDS or not is_beside)
