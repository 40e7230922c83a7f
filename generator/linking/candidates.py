"""Chains become candidate quotes: snapped to the lines they stand in, joined where nothing but layout divides them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from generator.linking.elision import is_elision
from generator.linking.matching import Chain, Run
from generator.linking.reading import Reading

WHOLE_LINE_SHARE = (
    0.6  # of the words of the lines touched: with so many repeated, the lines are the quote, with changes
)
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
    snapped: list[Candidate] = []
    for index, group in enumerate(groups):
        floor = groups[index - 1][-1].last if index else 0
        ceiling = groups[index + 1][0].first if index + 1 < len(groups) else len(reading.ids)
        snapped.append(_snap(reading, group, floor, ceiling))
    return _without_overlap(snapped)


def _continues(before: Chain, after: Chain, reading: Reading) -> bool:
    if before.post != after.post or after.origin_first < before.origin_last:
        return False
    gap = after.first - before.last
    return gap == 0 or (gap <= 3 and is_elision(reading.between(before.last - 1, after.first)))


def _snap(reading: Reading, group: list[Chain], floor: int, ceiling: int) -> Candidate:
    """Widen a group of chains to whole lines where hardly anything else stands in them."""
    first, last = group[0].first, group[-1].last
    runs = tuple(run for chain in group for run in chain.runs)
    matched = sum(run.size for run in runs)
    head = reading.lines[reading.line_at(reading.spans[first][0])]
    tail = reading.lines[reading.line_at(reading.spans[last - 1][0])]
    is_whole = matched >= WHOLE_LINE_SHARE * (tail.last - head.first)
    if head.first >= floor and (is_whole or first - head.first <= min(LOOSE_END_WORDS, matched // 4)):
        first = head.first
    if tail.last <= ceiling and (is_whole or tail.last - last <= min(LOOSE_END_WORDS, matched // 4)):
        last = tail.last
    start = head.start if first == head.first else reading.spans[first][0]
    end = tail.end if last == tail.last else reading.spans[last - 1][1]
    rivals = tuple(group[0].rivals) if len(group) == 1 else ()
    return Candidate(first, last, start, end, group[0].post, runs, rivals)


def _without_overlap(found: list[Candidate]) -> list[Candidate]:
    """Two that snapped to the same line keep to their own words: the later one gives way."""
    kept: list[Candidate] = []
    for candidate in found:
        if kept and candidate.start < kept[-1].end:
            continue
        kept.append(candidate)
    assert all(before.end <= after.start for before, after in pairwise(kept))
    return kept
