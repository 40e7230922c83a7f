"""The tree of a body, flattened: the blocks that hold words, in text order, each cut where a quote begins or ends."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from generator.markup.plain import DEPTH_LIMIT
from generator.records import Block, Inline, Span

_LEAVES = frozenset(("text", "break", "image"))


class Leaf(NamedTuple):
    """A run of the text without anything inside. `path`: the emphasis, links ... that it stands in, outermost first."""

    start: int
    end: int
    kind: str
    path: tuple[Inline, ...]
    url: str | None


class Unit(NamedTuple):
    """A paragraph, heading, cell, code block or rule, or what a cut left of one. `inside`: the lists ... around it."""

    start: int
    end: int
    block: Block
    inside: tuple[Block, ...]
    leaves: list[Leaf]


def cut_units(
    blocks: Iterable[tuple[Block, tuple[Block, ...]]], text: str, *, cuts: Sequence[int], hidden: Sequence[Span]
) -> list[Unit]:
    """Return what `word_blocks` found as units, cut at `cuts` (sorted), without `hidden` (sorted, apart).

    Blank runs and breaks at the ends of a unit are left out, and units without anything to show.
    """
    found: list[Unit] = []
    for block, inside in blocks:
        if block.kind == "rule":
            found.append(Unit(block.span.start, block.span.end, block, inside, []))
            continue
        leaves = _leaves(block)
        if hidden:
            leaves = _without(leaves, hidden)
        first = bisect_left(cuts, block.span.start + 1)
        if first < len(cuts) and cuts[first] < block.span.end:
            found += _cut(leaves, cuts, first, text=text, block=block, inside=inside)
        elif unit := _unit(leaves, text, block, inside):
            found.append(unit)
    return found


def word_blocks(body: Iterable[Block]) -> Iterator[tuple[Block, tuple[Block, ...]]]:
    """Yield the blocks that hold words, in text order, each with those around it, as far as the limit of depth."""
    open_blocks: list[Iterator[Block]] = [iter(body)]
    inside: list[Block] = []
    around: tuple[Block, ...] | None = ()  # one object for all blocks that share it, so that they compare fast
    while open_blocks:
        block = next(open_blocks[-1], None)
        if block is None:
            open_blocks.pop()
            if inside:
                inside.pop()
            around = None
        elif block.blocks:
            open_blocks.append(iter(block.blocks))
            inside.append(block)
            around = None
        else:
            around = tuple(inside[:DEPTH_LIMIT]) if around is None else around
            yield block, around


def _leaves(block: Block) -> list[Leaf]:
    leaves: list[Leaf] = []
    for inline in block.inlines:
        if inline.kind in _LEAVES:
            leaves.append(Leaf(inline.span.start, inline.span.end, inline.kind, (), inline.url))
        else:
            _add_leaves(leaves, inline)
    return leaves


def _add_leaves(leaves: list[Leaf], top: Inline) -> None:
    pending: list[tuple[Inline, tuple[Inline, ...]]] = [(top, ())]
    while pending:
        inline, path = pending.pop()
        if inline.kind in _LEAVES:
            leaves.append(Leaf(inline.span.start, inline.span.end, inline.kind, path, inline.url))
            continue
        inner = (*path, inline) if len(path) < DEPTH_LIMIT else path
        if inline.children:
            pending.extend((child, inner) for child in reversed(inline.children))
        elif inline.span.end > inline.span.start:
            leaves.append(Leaf(inline.span.start, inline.span.end, "text", inner, None))


def _without(leaves: list[Leaf], hidden: Sequence[Span]) -> list[Leaf]:
    """Return what is left of the leaves outside the hidden spans."""
    shown: list[Leaf] = []
    for leaf in leaves:
        at = leaf.start
        nearby = max(0, bisect_left(hidden, Span(at, at)) - 1)
        while nearby < len(hidden) and hidden[nearby].start < leaf.end:
            gap = hidden[nearby]
            if gap.start > at:
                shown.append(leaf._replace(start=at, end=gap.start))
            at = max(at, gap.end)
            nearby += 1
        if at < leaf.end or leaf.start == leaf.end:
            shown.append(leaf if at == leaf.start else leaf._replace(start=at))
    return shown


def _cut(
    leaves: list[Leaf], cuts: Sequence[int], first: int, *, text: str, block: Block, inside: tuple[Block, ...]
) -> Iterator[Unit]:
    """Yield the units of a block that the cuts from `first` on fall into."""
    kept: list[Leaf] = []
    for leaf in leaves:
        while first < len(cuts) and cuts[first] < leaf.end:
            cut = cuts[first]
            if cut > leaf.start:
                kept.append(leaf._replace(end=cut))
                leaf = leaf._replace(start=cut)
            if unit := _unit(kept, text, block, inside):
                yield unit
            kept = []
            first += 1
        kept.append(leaf)
    if unit := _unit(kept, text, block, inside):
        yield unit


def _unit(leaves: list[Leaf], text: str, block: Block, inside: tuple[Block, ...]) -> Unit | None:
    first, last = 0, len(leaves)
    while first < last and _is_blank(leaves[first], text):
        first += 1
    while last > first and _is_blank(leaves[last - 1], text):
        last -= 1
    if first == last:
        return None
    if last - first < len(leaves):
        leaves = leaves[first:last]
    return Unit(leaves[0].start, leaves[-1].end, block, inside, leaves)


def _is_blank(leaf: Leaf, text: str) -> bool:
    return leaf.kind == "break" or (leaf.kind == "text" and text[leaf.start : leaf.end].isspace())
