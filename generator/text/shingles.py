"""Shingles and minimizers: few numbers that two texts share where they share a run of words."""

from __future__ import annotations

from collections.abc import Sequence

SHINGLE_WORDS = 8  # shorter runs are shared by chance across an archive
WINDOW = 6  # every verbatim run of SHINGLE_WORDS + WINDOW - 1 = 13 words shares a minimizer

_MASK = (1 << 53) - 1
# Odd numbers that spread bits well (from MurmurHash3's finalisers); the products stay below 2^85.
_SPREAD = (0x85EBCA6B, 0xC2B2AE35, 0x9E3779B1)


def shingles(ids: Sequence[int], *, size: int = SHINGLE_WORDS) -> list[int]:
    """Return one number below 2^53 for each run of `size` consecutive word ids.

    Shape: max(0, len(ids) - size + 1) values, in text order, repeats kept. O(len(ids) * log(size)) time.
    An empty list means "too short to compare", not "no match".

    Raises:
        ValueError: `size` is not a power of two; doubling needs it.
    Source: w-shingling, Broder 1997, "On the resemblance and containment of documents".
    """
    if size < 1 or size & (size - 1):
        raise ValueError(f"size is {size}; it must be a power of two")
    values, step = list(ids), 1
    for spread in _SPREAD * 8:
        if step >= size:
            break
        # One shift folds the high bits down again: without it the low bits would depend on low bits alone.
        values = [
            ((mixed := left * spread + right) ^ (mixed >> 29)) & _MASK
            for left, right in zip(values, values[step:], strict=False)
        ]
        step *= 2
    return values


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
