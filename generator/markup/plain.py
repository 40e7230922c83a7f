"""Plain text → the tree of a post's body."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from generator.markup.addresses import addresses
from generator.markup.marks import merged
from generator.records import Block, Declared, Inline, Span

DEPTH_LIMIT = 200  # declared quotes nested deeper than this are read as words of the quote around them

_LINE = re.compile(r"[^\r\n]*(\r\n|\n|\r|\Z)")
_NOT_BLANK = re.compile(r"[^\s\u200b\ufeff]")  # \s holds NBSP, which XenForo leaves of an empty element
_FENCE = "```"
_INDENTED = re.compile(r"(?: {4}| {0,3}\t)")
_CODE_SIGNS = re.compile(
    r"[{};=]\s*$|\)\s*:\s*$|[=!<>]=|->|=>|::|\w\(\w*\)"
    r"|^\s*(?:#include\b|//|/\*|</?\w|\$ |>>> |def \w+\(|class \w|import \w)"
)
_MIN_CODE_LINES = 2  # one indented line is an indented line


def read_plain(text: str, *, declared: Sequence[Declared] = (), furniture: Sequence[Span] = ()) -> tuple[Block, ...]:
    """Return the blocks of a plain text: paragraphs, code where it clearly is some, and the declared quotes.

    Blank lines part paragraphs; a single newline becomes a `break`. Addresses with http or https become links;
    *emphasis* stays text. Every character that is neither furniture nor in a blank between blocks lies in exactly one
    leaf. A declared quote that overlaps another without lying in it stays part of the prose. O(len(text)).
    """
    hidden = merged([*furniture, *(quote.lead_in for quote in declared if quote.lead_in is not None)])
    reader = _Reader(_masked(text, hidden) if hidden else text, hidden)
    if not declared:
        return tuple(reader.blocks(0, len(text)))
    return _with_quotes(reader, _nested([quote.span for quote in declared]), len(text))


def _with_quotes(reader: _Reader, quotes: list[Span], length: int) -> tuple[Block, ...]:
    """Return the blocks of the text; `quotes` stand outer before inner, and none overlaps another by halves."""
    open_quotes: list[tuple[Span, list[Block]]] = []
    blocks: list[Block] = []
    at = 0
    for quote in [*quotes, Span(length, length)]:
        while open_quotes and open_quotes[-1][0].end <= quote.start:
            span, outer = open_quotes.pop()
            blocks += reader.blocks(at, span.end)
            outer.append(Block("quote", span, tuple(blocks)))
            blocks, at = outer, span.end
        blocks += reader.blocks(at, quote.start)
        at = quote.start
        if len(quote):
            open_quotes.append((quote, blocks))
            blocks = []
    return tuple(blocks)


class _Reader:
    """Reads stretches of one text, called in text order. In `text` the `hidden` spans are blanked."""

    def __init__(self, text: str, hidden: list[Span]) -> None:
        self._text = text
        self._hidden = hidden
        self._next = 0  # the first hidden span that may still matter

    def blocks(self, start: int, end: int) -> Iterator[Block]:
        """Yield the paragraphs and code blocks of [start, end)."""
        code: list[Span] = []
        for lines, is_code in _stretches(self._text, start, end):
            if is_code:
                code += lines
                continue
            if code:
                yield self._code(code)
                code = []
            yield Block("paragraph", Span(lines[0].start, lines[-1].end), inlines=tuple(self._inlines(lines)))
        if code:
            yield self._code(code)

    def _code(self, lines: list[Span]) -> Block:
        span = Span(lines[0].start, lines[-1].end)
        return Block("code", span, inlines=tuple(Inline("text", shown) for shown in self._shown(span)))

    def _inlines(self, lines: Sequence[Span]) -> Iterator[Inline]:
        before: int | None = None
        for line in lines:
            if before is not None:
                yield from (Inline("break", shown) for shown in self._shown(Span(before, line.start)))
            before = line.end
            at = line.start
            for address in addresses(self._text, line.start, line.end):
                yield from self._words(at, address.start)
                at = address.end
                words = tuple(self._words(address.start, at))
                yield Inline("link", address, words, address.of(self._text))
            yield from self._words(at, line.end)

    def _words(self, start: int, end: int) -> Iterator[Inline]:
        return (Inline("text", shown) for shown in self._shown(Span(start, end)))

    def _shown(self, span: Span) -> Iterator[Span]:
        """Yield what of the span is not hidden."""
        at = span.start
        while self._next < len(self._hidden) and self._hidden[self._next].start < span.end:
            gap = self._hidden[self._next]
            if gap.start > at:
                yield Span(at, gap.start)
            at = max(at, gap.end)
            if gap.end > span.end:
                break  # it hides the start of the next stretch as well
            self._next += 1
        if at < span.end:
            yield Span(at, span.end)


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[list[Span], bool]]:
    """Yield the lines of each paragraph or piece of code, and whether it is code."""
    is_code = False
    for lines, is_fenced in _runs(text, start, end):
        is_code = is_fenced or _is_code(text, lines, is_going_on=is_code)
        yield lines, is_code


def _runs(text: str, start: int, end: int) -> Iterator[tuple[list[Span], bool]]:
    """Yield the lines that no blank line parts, and whether a fence holds them."""
    lines: list[Span] = []
    fences = _fenced(text, start, end)
    fence = next(fences, None)
    for line in _lines(text, start, end):
        if fence is not None and line.start >= fence.start:
            if lines and lines[0].start < fence.start:
                yield lines, False
                lines = []
            lines.append(line)
            if line.end >= fence.end:
                yield lines, True
                lines, fence = [], next(fences, None)
        elif _NOT_BLANK.search(text, line.start, line.end):
            lines.append(line)
        elif lines:
            yield lines, False
            lines = []
    if lines:
        yield lines, False


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the lines of [start, end) without their line ends; CR LF, LF and CR end a line."""
    while start < end:
        match = _LINE.match(text, start, end)
        assert match is not None  # it matches the empty line
        yield Span(start, match.start(1))
        start = match.end()


def _fenced(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the runs from a line of ``` to the next one; the last of an odd number opens nothing."""
    if text.find(_FENCE, start, end) < 0:
        return
    opened: Span | None = None
    for line in _lines(text, start, end):
        if not text.startswith(_FENCE, line.start, line.end):
            continue
        if opened is None:
            opened = line
        else:
            yield Span(opened.start, line.end)
            opened = None


def _is_code(text: str, lines: Sequence[Span], *, is_going_on: bool) -> bool:
    """True where every line is indented and at least half of them look like code; one line does after other code."""
    if len(lines) < (1 if is_going_on else _MIN_CODE_LINES):
        return False
    if not all(_INDENTED.match(text, line.start, line.end) for line in lines):
        return False
    return 2 * sum(1 for line in lines if _CODE_SIGNS.search(line.of(text))) >= len(lines)


def _masked(text: str, hidden: Iterable[Span]) -> str:
    """Return the text with the hidden spans blanked, line ends kept, so that offsets stay."""
    pieces: list[str] = []
    at = 0
    for span in hidden:
        pieces += text[at : span.start], re.sub(r"[^\r\n]", " ", span.of(text))
        at = span.end
    return "".join([*pieces, text[at:]])


def _nested(spans: Iterable[Span]) -> list[Span]:
    """Return the spans, outer before inner, without repeats and those that overlap another by halves."""
    kept: list[Span] = []
    around: list[Span] = []
    for span in sorted({span for span in spans if len(span)}, key=lambda span: (span.start, -span.end)):
        while around and around[-1].end <= span.start:
            around.pop()
        if (around and span.end > around[-1].end) or len(around) >= DEPTH_LIMIT:
            continue
        around.append(span)
        kept.append(span)
    return kept
