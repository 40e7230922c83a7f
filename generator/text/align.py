"""Alignment of two runs of words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

LONGEST_GAP_WORDS = 400  # the alignment is quadratic (divided by 64): longer runs are left unaligned


class Block(NamedTuple):
    """`size` equal words: from index `left` of the one text and from index `right` of the other."""

    left: int
    right: int
    size: int


def align(left: Sequence[int], right: Sequence[int]) -> list[Block]:
    """Return the equal runs of a longest common subsequence, in order, without overlap.

    The words are compared as they are (ids or canonical forms). Empty where either run has more than
    LONGEST_GAP_WORDS words: what long texts share is found by seeds, and only what lies between is aligned.
    """
    if not left or not right or max(len(left), len(right)) > LONGEST_GAP_WORDS:
        return []
    return [
        Block(code.src_start, code.dest_start, code.src_end - code.src_start)
        for code in LCSseq.opcodes(left, right)
        if code.tag == "equal"
    ]
