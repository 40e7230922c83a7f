"""A few signs that stand for a post's words: enough to find it again where it got another id, too few to read it."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nsmallest

MARKS = 6  # of a post: half of them tell a post that was edited from all others in an archive of millions
SIGNS = 5  # of a mark: 25 bits; two posts of a million share three marks of six by chance in one case of 10^15
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_LOW_BITS = 20  # of a shingle that are left out: its high bits are the best mixed


def gather_marks(shingles: Iterable[int]) -> str:
    """Return the marks of a post, joined by "."; "" where it has no shingle: it is too short to be told from others.

    The least shingles are taken, so two versions of a post share most marks if they share most words (Broder 1997).
    """
    return ".".join(sorted(_mark(number) for number in nsmallest(MARKS, set(shingles))))


def shared(one: str, other: str) -> float:
    """Return which part of the marks two posts share, 0.0 to 1.0.

    >>> shared("aaaaa.bbbbb", "bbbbb.ccccc"), shared("", "")
    (0.5, 0.0)
    """
    mine, theirs = (frozenset(marks.split(".")) - {""} for marks in (one, other))
    return len(mine & theirs) / max(len(mine), len(theirs)) if mine and theirs else 0.0


def _mark(number: int) -> str:
    bits = number >> _LOW_BITS
    return "".join(_ALPHABET[(bits >> (5 * place)) & 31] for place in range(SIGNS))
