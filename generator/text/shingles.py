"""Shingles and minimizers: few numbers that two texts share where they share a run of words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

SHINGLE_WORDS = 8  # shorter runs are shared by chance across an archive
WINDOW = 6  # every verbatim run of SHINGLE_WORDS + WINDOW - 1 = 13 words shares a minimizer

_MASK = (1 << 53) - 1
# Odd numbers that spread bits well, from MurmurHash3's finaliser and from the golden ratio.
_PAIRING, _MIXING = 0x85EBCA6B, 0x9E3779B97F4A7C15


def shingles(ids: Sequence[int], *, size: int = SHINGLE_WORDS) -> list[int]:
    """Return one number below 2^53 for each run of `size` consecutive word ids.

    Shape: max(0, len(ids) - size + 1) values, in text order, repeats kept. O(len(ids)) time, whatever the size.
    An empty list means "too short to compare", not "no match". A value is the sum of numbers that stand for pairs of
    neighbours, and so depends on the order of the words.

    Raises:
        ValueError: `size` is below 2; one word is its own shingle.
    Source: w-shingling, Broder 1997, "On the resemblance and containment of documents".
    """
    if size < 2:
        raise ValueError(f"size is {size}; it must be 2 or more")
    pairs = [left * _PAIRING ^ right for left, right in pairwise(ids)]
    sums = list(accumulate(pairs, initial=0))
    # The product brings every low bit up: without it, neighbours would have nearly the same value.
    return [(after - before) * _MIXING & _MASK for before, after in zip(sums, sums[size - 1 :], strict=False)]


def minimizers(ids: Sequence[int], *, size: int = SHINGLE_WORDS, window: int = WINDOW) -> list[tuple[int, int]]:
    """Return (shingle, index) for the least shingle of every window of `window` shingles, in text order, each once.

    Two texts that share `size + window - 1` consecutive words share at least one of these numbers.
    A text with fewer shingles than a window gives its least one; a text of fewer than `size` words gives none.
    Source: Schleimer, Wilkerson and Aiken 2003, "Winnowing"; ties take the rightmost, as there.
    """
    values = shingles(ids, size=size)
    if not values:
        return []
    width = min(window, len(values))
    least = list(map(min, *(values[offset:] for offset in range(width)))) if width > 1 else values
    chosen: list[tuple[int, int]] = []
    last, last_index = -1, -1
    for start, value in enumerate(least):
        if value == last and last_index >= start:
            continue
        last, last_index = value, _rightmost(values, value, start + width)
        chosen.append((last, last_index))
    return chosen


def _rightmost(values: list[int], value: int, end: int) -> int:
    index = end - 1
    while values[index] != value:  # at most a window's width
        index -= 1
    return index
