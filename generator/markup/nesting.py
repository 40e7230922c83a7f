"""Ranges that overlap by halves, brought into the shape of a tree, as HTML needs it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

T = TypeVar("T")


class Node(Generic[T]):
    """A half-open range with everything that stands for it, and the nodes within it, in order."""

    __slots__ = ("children", "end", "items", "start")

    def __init__(self, start: int, end: int, item: T) -> None:
        self.start = start
        self.end = end
        self.items = [item]
        self.children: list[Node[T]] = []


def nest(ranges: Iterable[tuple[int, int, T]]) -> list[Node[T]]:
    """Return the ranges as a forest. Equal ranges share a node; ranges that overlap by halves become their union.

    O(n log n), but for ranges that are swallowed again and again by wider ones: once for each level of the tree.
    """
    roots: list[Node[T]] = []
    around: list[Node[T]] = []
    for start, end, item in sorted(ranges, key=lambda range_: (range_[0], -range_[1])):
        while around and around[-1].end <= start:
            around.pop()
        union: Node[T] | None = None
        while around and around[-1].end < end:
            outer = around.pop()
            if union is not None:
                outer.items += union.items
                outer.children[-1:] = union.children  # `union` was the last of them
            union = outer
        if union is not None:
            union.items.append(item)
            union.end = end
            around.append(union)
        elif around and around[-1].start == start and around[-1].end == end:
            around[-1].items.append(item)
        else:
            node = Node(start, end, item)
            (around[-1].children if around else roots).append(node)
            around.append(node)
    return roots
