"""A post without what must not be published: its text cut, and everything that counts by its offsets moved along."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Protocol

from generator.markup import visible_text
from generator.records import Attachment, Block, Declared, Guess, Inline, Moment, Post, PostId, Span
from generator.redactions.desk import Cut
from generator.redactions.entries import Tombstone


class Cutter(Protocol):
    """Knows what must not be published: a `Watch`, or `Privacy`."""

    def cuts(self, text: str, quotes: Sequence[Span] = ()) -> tuple[Cut, ...]:
        """Return what is to be cut out of a text, in its order; `quotes` are the quotes that it marks."""

    def text(self, text: str) -> str:
        """Return a line of text without it."""

    def name(self, name: str) -> str:
        """Return somebody's name without it."""

    def url(self, url: str) -> str | None:
        """Return an address without it, None where that is none any more."""

    def id(self, name: str) -> str:
        """Return an id as it is, or another one in its place."""


def entombed(post: Post, stone: Tombstone) -> Post:
    """Return what remains of a post that is not published: its place, its author and its date."""
    return Post(
        id=post.id,
        ordinal=post.ordinal,
        author=post.author,
        when=post.when,
        text="",
        body=(),
        number=post.number,
        reply_to=post.reply_to,
        withheld=stone.why,
        boundary=post.boundary,
        source=post.source,
    )


def redacted(
    post: Post, cutter: Cutter, gone: Sequence[tuple[Span, str]] = (), files: frozenset[str] = frozenset()
) -> Post:
    """Return a post without the words that a cutter finds; the very same one where it holds none.

    `gone` are quotes that go as a whole, with what stands instead; `files` are digests of attachments that go.
    """
    cuts = _all_cuts(post, cutter, gone)
    if cuts:
        post = _cut(post, cuts)
    return _renamed(post, cutter, files)


def quotes_of(post: Post) -> Iterator[Span]:
    """Yield what a post marks as quotes: blocks, and what the dump declares."""
    yield from (quote.span for quote in post.declared)
    waiting = list(post.body)
    while waiting:
        block = waiting.pop()
        if block.kind == "quote":
            yield block.span
        waiting += block.blocks


def _all_cuts(post: Post, cutter: Cutter, gone: Sequence[tuple[Span, str]]) -> list[Cut]:
    found = cutter.cuts(post.text, tuple(quotes_of(post)))
    whole = [Cut(span, f"[{instead}]") for span, instead in gone if len(span)]
    kept: list[Cut] = []
    for cut in sorted((*whole, *found), key=lambda cut: (cut.span.start, -cut.span.end)):
        if kept and cut.span.start < kept[-1].span.end:
            last = kept[-1]
            kept[-1] = Cut(Span(last.span.start, max(last.span.end, cut.span.end)), last.instead)
        else:
            kept.append(cut)
    return kept


# --- cutting -------------------------------------------------------------------------------------------------------


class _Moved:
    """Where the offsets of a text lie after it was cut."""

    def __init__(self, text: str, cuts: Sequence[Cut]) -> None:
        self._starts = [cut.span.start for cut in cuts]
        self._ends = [cut.span.end for cut in cuts]
        grown = [len(cut.instead) - len(cut.span) for cut in cuts]
        self._by = [0, *accumulate(grown)]
        parts, at = [], 0
        for cut in cuts:
            parts += [text[at : cut.span.start], cut.instead]
            at = cut.span.end
        self.text = "".join((*parts, text[at:]))
        self.instead = [
            Span(start + by, start + by + len(cut.instead))
            for start, by, cut in zip(self._starts, self._by, cuts, strict=False)
        ]

    def start(self, offset: int) -> int:
        place = bisect_right(self._starts, offset) - 1
        if place >= 0 and offset < self._ends[place]:
            there = self.instead[place]
            return there.start if offset == self._starts[place] else there.end
        return offset + self._by[place + 1]

    def end(self, offset: int) -> int:
        place = bisect_right(self._starts, offset) - 1
        if place >= 0 and self._starts[place] < offset <= self._ends[place]:
            return self.instead[place].end
        return offset + self._by[place + (0 if place >= 0 and offset == self._starts[place] else 1)]

    def span(self, span: Span) -> Span | None:
        """Return where a run lies now, None where nothing of it is left."""
        moved = Span(self.start(span.start), self.end(span.end))
        return moved if moved.start < moved.end else None

    def is_cut(self, span: Span) -> bool:
        """True for a run that was cut as a whole."""
        place = bisect_right(self._starts, span.start) - 1
        return place >= 0 and span.end <= self._ends[place]


def _cut(post: Post, cuts: Sequence[Cut]) -> Post:
    moved = _Moved(post.text, cuts)
    spans = (moved.span(span) for span in post.furniture)
    reuse = sorted({*(place for span in post.reuse if (place := moved.span(span))), *moved.instead})
    return replace(
        post,
        text=moved.text,
        body=tuple(_blocks(post.body, moved)),
        declared=tuple(_declared(post.declared, moved)),
        furniture=tuple(span for span in spans if span),
        reuse=tuple(reuse),
        source_span=None,
    )


def _declared(quotes: Sequence[Declared], moved: _Moved) -> Iterator[Declared]:
    for quote in quotes:
        span = moved.span(quote.span)
        if span is not None and not moved.is_cut(quote.span):
            yield replace(quote, span=span, lead_in=moved.span(quote.lead_in) if quote.lead_in else None)


def _blocks(blocks: Sequence[Block], moved: _Moved) -> Iterator[Block]:
    """Yield what is left of blocks; one that was cut as a whole is a paragraph now. The tree is at most 200 deep."""
    for block in blocks:
        span = moved.span(block.span)
        if span is None:
            continue
        if moved.is_cut(block.span):
            yield Block("paragraph", span, inlines=(Inline("text", span),))
        else:
            inner = tuple(_blocks(block.blocks, moved))
            yield replace(block, span=span, blocks=inner, inlines=tuple(_inlines(block.inlines, moved)))


def _inlines(inlines: Sequence[Inline], moved: _Moved) -> Iterator[Inline]:
    for inline in inlines:
        span = moved.span(inline.span)
        if span is None:
            continue
        if moved.is_cut(inline.span):
            yield Inline("text", span)
        else:
            yield replace(inline, span=span, children=tuple(_inlines(inline.children, moved)))


# --- what stands beside the text -------------------------------------------------------------------------------------


def _renamed(post: Post, cutter: Cutter, files: frozenset[str]) -> Post:
    changed = replace(
        post,
        id=PostId(cutter.id(post.id)),
        author=_author(post.author, cutter),
        when=_when(post.when, cutter),
        body=tuple(_addressed(post.body, cutter)),
        declared=tuple(_told(quote, cutter) for quote in post.declared),
        titles=tuple(map(cutter.text, post.titles)),
        signature=cutter.text(post.signature) if post.signature else post.signature,
        number=cutter.text(post.number) if post.number else post.number,
        url=address(post.url, cutter),
        reply_to=cutter.id(post.reply_to) if post.reply_to else post.reply_to,
        attachments=tuple(kept for each in post.attachments if (kept := _attachment(each, cutter, files))),
        withheld=cutter.text(post.withheld) if post.withheld else post.withheld,
        boundary=guess(post.boundary, cutter),
    )
    if changed == post:
        return post
    is_named = changed.author.value == post.author.value
    return replace(changed, author_span=post.author_span if is_named else None)


def guess(told: Guess[str], cutter: Cutter) -> Guess[str]:
    value = cutter.text(told.value) if told.value else told.value
    evidence = tuple(map(cutter.text, told.evidence))
    return told if (value, evidence) == (told.value, told.evidence) else replace(told, value=value, evidence=evidence)


def _author(told: Guess[str], cutter: Cutter) -> Guess[str]:
    value = cutter.name(told.value) if told.value else told.value
    evidence = tuple(map(cutter.text, told.evidence))
    return told if (value, evidence) == (told.value, told.evidence) else replace(told, value=value, evidence=evidence)


def address(url: str | None, cutter: Cutter) -> str | None:
    """Return an address without what must not be published, None where that is none any more."""
    return cutter.url(url) if url else url


def _when(told: Guess[Moment], cutter: Cutter) -> Guess[Moment]:
    moment = replace(told.value, raw=cutter.text(told.value.raw)) if told.value else None
    return replace(told, value=moment, evidence=tuple(map(cutter.text, told.evidence)))


def _told(quote: Declared, cutter: Cutter) -> Declared:
    return replace(
        quote,
        author=cutter.name(quote.author) if quote.author else quote.author,
        post=cutter.id(quote.post) if quote.post else quote.post,
        thread=cutter.id(quote.thread) if quote.thread else quote.thread,
    )


def _attachment(file: Attachment, cutter: Cutter, files: frozenset[str]) -> Attachment | None:
    if file.digest in files:
        return None
    return replace(file, name=cutter.text(visible_text(file.name)), url=address(file.url, cutter))


def _addressed(blocks: Sequence[Block], cutter: Cutter) -> Iterator[Block]:
    for block in blocks:
        inner, inlines = tuple(_addressed(block.blocks, cutter)), tuple(_linked(block.inlines, cutter))
        yield (
            block
            if (inner, inlines) == (block.blocks, block.inlines)
            else replace(block, blocks=inner, inlines=inlines)
        )


def _linked(inlines: Sequence[Inline], cutter: Cutter) -> Iterator[Inline]:
    for inline in inlines:
        children, url = tuple(_linked(inline.children, cutter)), address(inline.url, cutter)
        is_same = url == inline.url and children == inline.children
        yield inline if is_same else replace(inline, children=children, url=url)
