"""A passage that was copied together with a quote standing in it is one quote, from the post that was copied.

Quoted words are never indexed, so such a passage first falls apart: the nested quote leads to its own origin, the words
around it to the post that both were copied from. Where software quotes by blocks, the block is put together again.
"""

from __future__ import annotations

from dataclasses import replace

from generator.linking.candidates import Candidate
from generator.linking.matching import Run
from generator.linking.reading import Reading

LOOSE_WORDS = 3  # words of a nested quote's edge that the copied block may not reach: a name, a changed word


def with_nested_quotes(
    candidates: list[Candidate], reading: Reading, readings: list[Reading], starts: list[int]
) -> list[Candidate]:
    """Return the candidates, each grown over neighbours that were copied from the same post along with it.

    `starts` are the positions of the first words of the posts read so far.
    """
    grown: list[Candidate] = []
    pending = list(candidates)
    for index, candidate in enumerate(pending):
        if grown and candidate.last <= grown[-1].last:
            continue  # swallowed by the one before
        origin = readings[candidate.post]
        base = starts[candidate.post]
        while grown and grown[-1].post < candidate.post:
            wider = _grown_back(candidate, grown[-1], reading, origin, base)
            if wider is None:
                break
            candidate = wider
            grown.pop()
        for after in map(pending.__getitem__, range(index + 1, len(pending))):
            if after.post >= candidate.post:
                break
            wider = _grown_on(candidate, after, reading, origin, base)
            if wider is None:
                break
            candidate = wider
        grown.append(candidate)
    return grown


def _grown_back(
    candidate: Candidate, before: Candidate, reading: Reading, origin: Reading, base: int
) -> Candidate | None:
    """Return the candidate with `before` as part of it, if the origin has both side by side."""
    quote, at = candidate.runs[0].quote, candidate.runs[0].origin - base
    first = quote
    while first > before.first and at > 0 and reading.ids[first - 1] == origin.ids[at - 1]:
        first, at = first - 1, at - 1
    if first > before.first + LOOSE_WORDS or first == quote:
        return None
    run = Run(first, base + at, quote - first)
    return replace(candidate, first=before.first, start=before.start, runs=(run, *candidate.runs))


def _grown_on(candidate: Candidate, after: Candidate, reading: Reading, origin: Reading, base: int) -> Candidate | None:
    """Return the candidate with `after` as part of it, if the origin has both side by side."""
    run = candidate.runs[-1]
    end, at = run.quote + run.size, run.origin + run.size - base
    last = end
    while last < after.last and at < len(origin.ids) and reading.ids[last] == origin.ids[at]:
        last, at = last + 1, at + 1
    if last < after.last - LOOSE_WORDS or last == end:
        return None
    added = Run(end, run.origin + run.size, last - end)
    return replace(candidate, last=after.last, end=after.end, runs=(*candidate.runs, added))
