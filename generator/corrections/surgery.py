"""Posts cut, joined, and cleared of chrome: what the structural corrections do to one or two posts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from generator.markup import read_plain
from generator.records import Block, Chrome, Declared, Guess, Inline, Moment, Post, PostId, Span

_LINE_END = re.compile(r"\r\n|\n|\r")
_NO_ID = PostId("")  # until the thread's ids are given anew
_NOBODY: Guess[str] = Guess(None, 0.0)
_NEVER: Guess[Moment] = Guess(None, 0.0)


def split_post(post: Post, at: int, evidence: tuple[str, ...]) -> tuple[Post, Post] | None:
    """Return the two posts that `post` is when a second one begins at text offset `at`; None where one were empty.

    What stands before a body (name in a header, date, number, address) stays with the first; what stands behind it
    (signature, a name taken from it) goes with the second.
    """
    first, second = cut(post, Span(0, at)), cut(post, Span(at, len(post.text)))
    if first is None or second is None:
        return None
    signs_below = post.author.method == "signature"
    last = replace(
        second,
        id=_NO_ID,
        author=post.author if signs_below else _NOBODY,
        author_span=post.author_span if signs_below else None,
        titles=(),
        when=_NEVER,
        number=None,
        url=None,
        reply_to=None,
        boundary=Guess("start of a post", 1.0, evidence, "correction"),
    )
    if signs_below:
        first = replace(first, author=_NOBODY, author_span=None)
    return replace(first, signature=None, signature_span=None), last


def join_posts(first: Post, second: Post, dump: str | None) -> tuple[Post, Span | None]:
    """Return the one post that two are, and the dump offsets of what stood between them.

    With the `dump` that both come from, the text is the dump's own from the first to the last character. Without it,
    what the importer took for the second post's header (name, titles) stands as lines between the two bodies, and the
    post has no offsets in the dump.
    """
    one, two = first.source_span, second.source_span
    if dump is not None and one and two and first.source == second.source and one.end <= two.start <= len(dump):
        between = dump[one.end : two.start]
        span: Span | None = Span(one.start, two.end)
        gap: Span | None = Span(one.end, two.start)
    else:
        names = [second.author.value] if second.author_span and second.author.value else []
        between = "\n\n".join(["", *names, *second.titles, ""])
        span = gap = None
    offset = len(first.text) + len(between)
    joined = replace(
        first,
        text=first.text + between + second.text,
        declared=first.declared + tuple(_shifted(quote, offset) for quote in second.declared),
        furniture=first.furniture + tuple(place.shift(offset) for place in second.furniture),
        reuse=first.reuse + tuple(place.shift(offset) for place in second.reuse),
        signature=second.signature,
        signature_span=second.signature_span,
        source_span=span,
        source_lines=_hull(first.source_lines, second.source_lines),
    )
    blocks = first.body + tuple(_cut_block(block, Span(0, len(second.text)), offset) for block in second.body)
    return _with_body(joined, blocks), gap


def hide(post: Post, spans: Sequence[Span]) -> tuple[Post | None, tuple[Chrome, ...]]:
    """Return the post with the spans as furniture, and the chrome that is cut off with them at its ends.

    None where nothing that can be seen remains.
    """
    furniture = tuple(sorted({*post.furniture, *spans}))
    hidden = replace(post, furniture=furniture)
    start, end = _visible_ends(post.text, furniture)
    if start == end:
        return None, _chrome(post, Span(0, len(post.text)))
    if (start, end) == (0, len(post.text)):
        return _with_body(hidden, post.body), ()
    kept = cut(hidden, Span(start, end))
    return kept, (*_chrome(post, Span(0, start)), *_chrome(post, Span(end, len(post.text))))


def cut(post: Post, span: Span) -> Post | None:
    """Return the part of a post in `span`, without the blanks at its ends; None where nothing remains.

    Declared quotes, furniture and reuse are cut with the text; offsets and lines in the dump follow.
    """
    text = span.of(post.text)
    start = span.start + len(text) - len(text.lstrip())
    end = start + len(text.strip())
    if start >= end:
        return None
    kept = Span(start, end)
    source = Span(post.source_span.start + start, post.source_span.start + end) if post.source_span else None
    part = replace(
        post,
        text=kept.of(post.text),
        declared=tuple(quote for declared in post.declared if (quote := _cut_declared(declared, kept))),
        furniture=tuple(place for whole in post.furniture if (place := _cut_span(whole, kept))),
        reuse=tuple(place for whole in post.reuse if (place := _cut_span(whole, kept))),
        source_span=source,
        source_lines=_lines_of(post, kept),
    )
    return _with_body(part, tuple(_cut_block(block, kept, -start) for block in post.body if block.span.meets(kept)))


def _with_body(post: Post, blocks: tuple[Block, ...]) -> Post:
    """A body that was read from plain text is read again; one from a structured format keeps its markup."""
    if post.source_span is None:
        return replace(post, body=blocks)
    return replace(post, body=read_plain(post.text, declared=post.declared, furniture=post.furniture))


def _lines_of(post: Post, kept: Span) -> Span | None:
    if post.source_lines is None or post.source_span is None:
        return post.source_lines
    ends = [match.end() for match in _LINE_END.finditer(post.text)]
    first = sum(end <= kept.start for end in ends)
    last = sum(end < kept.end for end in ends)
    return Span(post.source_lines.start + first, post.source_lines.start + last + 1)


def _visible_ends(text: str, furniture: Sequence[Span]) -> tuple[int, int]:
    """Return where what can be seen begins and ends, blanks and furniture at either end left out."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    for place in furniture:
        if place.start <= start < place.end:
            start = place.end + len(text[place.end :]) - len(text[place.end :].lstrip())
    for place in reversed(furniture):
        if place.start < end <= place.end:
            end = len(text[: place.start].rstrip())
    return (start, end) if start < end else (0, 0)


def _chrome(post: Post, span: Span) -> tuple[Chrome, ...]:
    text = span.of(post.text)
    if post.source_span is None or not text.strip():
        return ()
    start = post.source_span.start + span.start + len(text) - len(text.lstrip())
    return (Chrome(Span(start, start + len(text.strip())), "correction", post.source),)


def _hull(first: Span | None, second: Span | None) -> Span | None:
    if first is None or second is None:
        return first or second
    return Span(min(first.start, second.start), max(first.end, second.end))


def _cut_span(span: Span, kept: Span, by: int | None = None) -> Span | None:
    """Return the part of a span inside `kept`, moved to `kept`'s own offsets (or `by`); None where nothing is left."""
    if not span.meets(kept):
        return None
    return Span(max(span.start, kept.start), min(span.end, kept.end)).shift(-kept.start if by is None else by)


def _cut_declared(quote: Declared, kept: Span) -> Declared | None:
    span = _cut_span(quote.span, kept)
    if span is None:
        return None
    lead_in = quote.lead_in if quote.lead_in and kept.covers(quote.lead_in) else None
    return replace(quote, span=span, lead_in=lead_in.shift(-kept.start) if lead_in else None)


def _shifted(quote: Declared, by: int) -> Declared:
    return replace(quote, span=quote.span.shift(by), lead_in=quote.lead_in.shift(by) if quote.lead_in else None)


def _cut_block(block: Block, kept: Span, by: int) -> Block:
    """Return a block's part inside `kept`, moved by `by`. The tree is at most 200 deep, so recursion is safe."""
    return replace(
        block,
        span=_cut_span(block.span, kept, by) or Span(0, 0),
        blocks=tuple(_cut_block(inner, kept, by) for inner in block.blocks if inner.span.meets(kept)),
        inlines=tuple(_cut_inline(inner, kept, by) for inner in block.inlines if inner.span.meets(kept)),
    )


def _cut_inline(inline: Inline, kept: Span, by: int) -> Inline:
    children = tuple(_cut_inline(inner, kept, by) for inner in inline.children if inner.span.meets(kept))
    return replace(inline, span=_cut_span(inline.span, kept, by) or Span(0, 0), children=children)
