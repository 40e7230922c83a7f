"""Which runs of a post's words were written before, and where: seeds, runs, chains, and a cover of the best."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from generator.linking.elision import is_elision
from generator.linking.ownwords import GRAM_WORDS, OwnWords
from generator.linking.reading import Reading
from generator.text import align

SHORTEST_RUN = 3  # words; shorter runs repeat by chance
LONGEST_CHANGE = 12  # words that a quote may have otherwise than its origin, between two equal runs
OPEN_CHAINS = 4  # chains of one origin that a run may still be joined to
CUT_RUN = 5  # words that both sides of a silent cut must have: three words far away are chance


class Run(NamedTuple):
    """`size` equal words: from index `quote` of the post, from position `origin` of the own words."""

    quote: int
    origin: int
    size: int


@dataclass(slots=True)
class Chain:
    """Runs of one origin post, in the same order on both sides, without overlap."""

    post: int  # index of the origin post
    runs: list[Run]
    matched: int  # words in runs
    rivals: list[Chain] = field(default_factory=list)  # other origins that fit as well

    @property
    def first(self) -> int:
        return self.runs[0].quote

    @property
    def last(self) -> int:
        return self.runs[-1].quote + self.runs[-1].size

    @property
    def origin_first(self) -> int:
        return self.runs[0].origin

    @property
    def origin_last(self) -> int:
        return self.runs[-1].origin + self.runs[-1].size


def match_post(reading: Reading, own: OwnWords) -> list[Chain]:
    """Return the chains that cover most of what the post repeats: in text order, without overlap.

    Longest first; of two that are equally long the one that was written first, the other becomes its rival.
    """
    runs = _runs(reading.ids, own)
    if not runs:
        return []
    return _cover(_chains(runs, reading, own))


def _runs(ids: list[int], own: OwnWords) -> list[Run]:
    """Return the maximal equal runs, each found once: a seed on a diagonal that a run has covered is passed over."""
    reached: dict[int, int] = {}
    runs: list[Run] = []
    written, count = own.ids, len(ids)
    for index, positions in own.seeds(ids):
        for position in positions:
            diagonal = position - index
            if reached.get(diagonal, -1) > index:
                continue
            start, end = index, index + GRAM_WORDS
            while end < count and ids[end] == written[end + diagonal]:
                end += 1
            floor = max(reached.get(diagonal, 0), -diagonal)
            while start > floor and ids[start - 1] == written[start - 1 + diagonal]:
                start -= 1
            reached[diagonal] = end
            runs.append(Run(start, start + diagonal, end - start))
    runs.sort()
    return runs


def _chains(runs: list[Run], reading: Reading, own: OwnWords) -> list[Chain]:
    """Join runs of one origin post that follow each other on both sides, over changes, cuts and elisions."""
    chains: list[Chain] = []
    still_open: dict[int, list[Chain]] = {}
    for run in runs:
        post = own.post_at(run.origin)
        candidates = still_open.setdefault(post, [])
        for chain in reversed(candidates):
            joined = _join(chain, run, reading, own)
            if joined is not None:
                chain.runs.append(joined)
                chain.matched += joined.size
                break
        else:
            chain = Chain(post, [run], run.size)
            chains.append(chain)
            candidates.append(chain)
            del candidates[:-OPEN_CHAINS]
    return chains


def _join(chain: Chain, run: Run, reading: Reading, own: OwnWords) -> Run | None:
    """Return the run, trimmed to begin where the chain ends, if it continues the chain; else None."""
    overlap = max(chain.last - run.quote, chain.origin_last - run.origin, 0)
    if overlap:
        if run.size - overlap < 2:
            return None
        run = Run(run.quote + overlap, run.origin + overlap, run.size - overlap)
    quote_gap, origin_gap = run.quote - chain.last, run.origin - chain.origin_last
    if quote_gap < 0 or origin_gap < 0 or quote_gap > LONGEST_CHANGE:
        return None
    if quote_gap == 0:
        is_near = origin_gap <= LONGEST_CHANGE or min(run.size, chain.runs[-1].size) >= CUT_RUN
        return run if is_near else None
    between = reading.between(chain.last - 1, run.quote)
    if quote_gap <= 3 and is_elision(between):
        return run
    allowed = min(LONGEST_CHANGE, 2 + min(chain.matched, 2 * run.size) // 2)
    if max(quote_gap, origin_gap) > allowed:
        return None
    if _fills_lines(reading, chain.last, run.quote):
        # Lines between two passages are an answer to the first one, unless they repeat what stands there in the origin.
        replaced = own.ids[chain.origin_last : run.origin]
        shared = sum(block.size for block in align(reading.ids[chain.last : run.quote], replaced))
        if 3 * shared < quote_gap:
            return None
    return run


def _fills_lines(reading: Reading, first: int, last: int) -> bool:
    """True where words [first, last) begin and end with lines."""
    return "\n" in reading.between(first - 1, first) and "\n" in reading.between(last - 1, last)


def _cover(chains: list[Chain]) -> list[Chain]:
    """Choose chains greedily, most matched words first, earliest origin on ties; what overlaps is cut or dropped."""
    chains.sort(key=lambda chain: (-chain.matched, chain.origin_first))
    chosen: list[Chain] = []
    taken: dict[int, Chain] = {}  # word index -> the chain that covers it
    for chain in chains:
        rival = taken.get(chain.first) or taken.get(chain.last - 1)
        if rival is not None and _is_rival(chain, rival):
            rival.rivals.append(chain)
            continue
        chain = _uncovered(chain, taken)
        if chain.matched < SHORTEST_RUN:
            continue
        chosen.append(chain)
        for index in range(chain.first, chain.last):
            taken[index] = chain
    chosen.sort(key=lambda chain: chain.first)
    return chosen


def _is_rival(chain: Chain, best: Chain) -> bool:
    return (
        chain.post != best.post
        and chain.matched >= best.matched
        and best.first <= chain.first
        and chain.last <= best.last
    )


def _uncovered(chain: Chain, taken: dict[int, Chain]) -> Chain:
    """Return the chain without the runs, or parts of runs, that stand where another chain already does."""
    runs: list[Run] = []
    for run in chain.runs:
        start, end = run.quote, run.quote + run.size
        while start < end and start in taken:
            start += 1
        while end > start and end - 1 in taken:
            end -= 1
        if end - start >= SHORTEST_RUN:
            runs.append(Run(start, run.origin + start - run.quote, end - start))
    if len(runs) == len(chain.runs) and runs == chain.runs:
        if any(index in taken for index in range(chain.first, chain.last)):
            runs = runs[:1]
        else:
            return chain
    return Chain(chain.post, runs, sum(run.size for run in runs), [])
