"""A body as lines, for cases; and the laws that every body keeps."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from generator.markup import Body
from generator.records import Block, Declared, Inline, Span

LEAVES = ("text", "break", "image")
HELD = {"list": {"item"}, "table": {"row"}, "row": {"cell"}}
HOLDERS = {"item": "list", "row": "table", "cell": "row"}
GAPS = {"\n\n", "\n", "\t"}


def outline(body: Body) -> str:
    """Return the tree: a line for each block, two blanks for each that it stands in."""
    return "\n".join(_lines(body.blocks, body, iter(body.declared), ""))


def _lines(blocks: tuple[Block, ...], body: Body, declared: Iterator[Declared], indent: str) -> Iterator[str]:
    for block in blocks:
        told = _told(next(declared)) if block.kind == "quote" else ""
        words = "".join(_inline(inline, body.text) for inline in block.inlines).replace("\n", "⏎")
        yield f"{indent}{block.kind}{block.level or ''}{told}{': ' if words else ''}{words}"
        yield from _lines(block.blocks, body, declared, indent + "  ")


def _told(quote: Declared) -> str:
    told = (("author", quote.author), ("post", quote.post), ("thread", quote.thread))
    return "".join(f" {name}={value}" for name, value in told if value)


def _inline(inline: Inline, text: str) -> str:
    words = "".join(_inline(child, text) for child in inline.children) or inline.span.of(text)
    if inline.kind in ("text", "break"):
        return words
    url = f" {inline.url}" if inline.url else ""
    return f"<{inline.kind}{url}>{words}</>"


def assert_sound(body: Body) -> None:
    """Every character in exactly one leaf or gap; blocks in order within their parents; every quote declared."""
    holders = [(None, block) for block in body.blocks]
    words: list[Block] = []
    quotes: list[Block] = []
    while holders:
        holder, block = holders.pop(0)
        kind = holder.kind if holder else None
        assert HOLDERS.get(block.kind, kind) == kind, "an item, row or cell stands in its list, table or row"
        assert block.kind in HELD.get(kind or "", {block.kind})
        assert not (block.blocks and block.inlines)
        assert block.blocks or block.inlines or block.kind == "rule"
        if block.kind == "quote":
            quotes.append(block)
        if block.blocks:
            assert block.span == Span(block.blocks[0].span.start, block.blocks[-1].span.end)
            assert all(one.span.end <= other.span.start for one, other in pairwise(block.blocks))
            holders[:0] = [(block, child) for child in block.blocks]
        elif block.inlines:
            words.append(block)
    assert [quote.span for quote in quotes] == [quote.span for quote in body.declared]
    for block in words:
        assert list(_leaves(block)) == sorted(_leaves(block))
        assert _run(list(_leaves(block))) == block.span
        assert block.kind == "code" or block.span.of(body.text).strip(" \t\n\r\f\v") == block.span.of(body.text)
    places = [Span(0, 0), *(block.span for block in words), Span(len(body.text), len(body.text))]
    for at, (one, other) in enumerate(pairwise(places)):
        gap = body.text[one.end : other.start]
        assert gap in GAPS if 0 < at < len(places) - 2 else not gap


def _leaves(block: Block) -> Iterator[Span]:
    pending = list(reversed(block.inlines))
    while pending:
        inline = pending.pop()
        if inline.kind in LEAVES:
            assert not inline.children and len(inline.span)
            yield inline.span
        else:
            assert inline.children
            assert inline.span == Span(inline.children[0].span.start, inline.children[-1].span.end)
            pending += reversed(inline.children)


def _run(spans: list[Span]) -> Span:
    assert all(one.end == other.start for one, other in pairwise(spans))
    return Span(spans[0].start, spans[-1].end)
