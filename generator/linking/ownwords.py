"""The own words of the posts read so far: where each run of three was first written."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import compress
from operator import ne

GRAM_WORDS = 3
COMMON = 6  # a run of three words that was written so often is a phrase of the thread: it never starts a match

Gram = tuple[int, int, int]


class OwnWords:
    """An index of own words in post order. Quoted words are never in it, so originals win over those who quote them.

    Positions count through all posts added; `ids[position]` is the word there, or a negative number for quoted words
    and for the gap between two posts, so that no match runs across either. Memory and time are linear in the words.
    """

    def __init__(self) -> None:
        self.ids: list[int] = []
        self._first: dict[Gram, int] = {}
        self._others: dict[Gram, list[int]] = {}
        self.starts: list[int] = []  # position of each post's first word

    def add(self, ids: list[int], quoted: Iterable[tuple[int, int]]) -> None:
        """Add the next post; `quoted` are the [first, last) word indices of its quotes, in order, without overlap."""
        base = len(self.ids)
        self.starts.append(base)
        self.ids += ids
        self.ids.append(-1)
        at = 0
        for first, last in quoted:
            self._index(base + at, base + first)
            self.ids[base + first : base + last] = [-1] * (last - first)
            at = last
        self._index(base + at, base + len(ids))

    def _index(self, start: int, end: int) -> None:
        part = self.ids[start:end]
        grams = list(zip(part, part[1:], part[2:], strict=False))
        positions = range(start, start + len(grams))
        is_again = map(ne, map(self._first.setdefault, grams, positions), positions)
        for gram, position in compress(zip(grams, positions, strict=True), is_again):
            others = self._others.setdefault(gram, [])
            if len(others) < COMMON:
                others.append(position)

    def seeds(self, ids: list[int]) -> Iterator[tuple[int, list[int]]]:
        """Yield (index, positions) for each run of three of `ids` that was written before, if not too often."""
        hits = list(map(self._first.get, zip(ids, ids[1:], ids[2:], strict=False)))
        others = self._others
        for index, position in enumerate(hits):
            if position is None:
                continue
            more = others.get((ids[index], ids[index + 1], ids[index + 2])) if others else None
            if more is None:
                yield index, [position]
            elif len(more) < COMMON - 1:
                yield index, [position, *more]

    def post_at(self, position: int) -> int:
        """Return the index of the post that the position lies in."""
        return bisect_right(self.starts, position) - 1
