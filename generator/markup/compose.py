"""A post's body, built piece by piece from marked-up text: what every reader of HTML, BBCode or Markdown writes to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.markup.addresses import addresses
from generator.records import Block, BlockKind, Declared, Inline, InlineKind, Span

DEPTH_LIMIT = 200  # blocks nested deeper are read as part of the block around them
INLINE_LIMIT = 20  # emphasis in emphasis: nobody sees more, and each paragraph inside repeats what is open

_BLANKS = re.compile(r"[ \t\n\r\f\v]+")
_HOLDS_WORDS = frozenset(("paragraph", "heading", "code"))
_GAPS = {"cell": "\t", "item": "\n", "row": "\n"}  # what stands between two of a kind; a blank line between all others
_RANKS = {"": 0, "\t": 1, "\n": 2, "\n\n": 3}


@dataclass(frozen=True, slots=True)
class Body:
    """A post's body as its markup tells it: the visible text, the tree over it, and the quotes that it declares."""

    text: str
    blocks: tuple[Block, ...] = ()
    declared: tuple[Declared, ...] = ()


@dataclass(slots=True)
class _Open:
    """A block that is not closed yet."""

    kind: BlockKind
    level: int
    start: int
    blocks: list[Block] = field(default_factory=list)
    quote: tuple[str | None, str | None, str | None] | None = None  # author, post, thread


@dataclass(slots=True)
class _OpenInline:
    kind: InlineKind
    url: str | None
    start: int
    children: list[Inline] = field(default_factory=list)


class Composer:
    """Builds a `Body`. Blocks are opened and closed in pairs; words outside of any paragraph begin one of their own.

    Blanks are those of HTML: runs of them are one space, none stands at the edge of a paragraph, and code keeps them
    all. Empty blocks vanish. What is opened beyond the limits of depth counts, so that pairs stay pairs, but leaves no
    block. Linear in what it is given.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._stack: list[_Open] = [_Open("item", 0, 0)]  # the body itself; its kind is never seen
        self._opened: list[bool] = []  # of all that is open, in order: whether it is a block that holds blocks
        self._marks: list[tuple[InlineKind, str | None]] = []  # emphasis and links that are open, across paragraphs
        self._too_marked = 0
        self._runs: list[_OpenInline] = []  # the same in the paragraph in hand; the first stands for the paragraph
        self._leaf: _Open | None = None  # the paragraph, heading or code in hand
        self._gap = ""  # what must stand before the next words
        self._blank = False  # a space is due before the next words of this paragraph
        self._declared: list[Declared] = []

    def open(self, kind: BlockKind, level: int = 0) -> None:
        """Open a block; a paragraph, heading or code block that is open ends there."""
        self._open(kind, level, None)

    def open_quote(self, author: str | None = None, post: str | None = None, thread: str | None = None) -> None:
        """Open a quote, with what the dump says of its origin."""
        self._open("quote", 0, (author, post, thread))

    def close(self) -> None:
        """Close the innermost open block. More closings than openings do nothing."""
        if not self._opened:
            return
        self._end_leaf()
        if not self._opened.pop():
            return
        block = self._stack.pop()
        self._raise_gap(self._gap_of(block.kind))
        if not block.blocks:
            return
        start, end = block.blocks[0].span.start, block.blocks[-1].span.end
        if block.quote is not None:
            author, post, thread = block.quote
            self._declared.append(Declared(Span(start, end), author, post, thread))
        self._stack[-1].blocks.append(_closed(block, Span(start, end)))

    def open_inline(self, kind: InlineKind, url: str | None = None) -> None:
        """Begin emphasis, a link ...; it goes on through the paragraphs that follow until it is closed."""
        if len(self._marks) >= INLINE_LIMIT:
            self._too_marked += 1
            return
        self._marks.append((kind, url))
        if self._leaf is not None:
            self._runs.append(_OpenInline(kind, url, self._length))

    def close_inline(self) -> None:
        """End the emphasis, link ... that was begun last."""
        if self._too_marked:
            self._too_marked -= 1
        elif self._marks:
            self._marks.pop()
            if self._leaf is not None:
                self._end_run()

    def words(self, text: str) -> None:
        """Add running text."""
        if self._leaf is not None and self._leaf.kind == "code":
            self.verbatim(text)
            return
        words = _BLANKS.sub(" ", text)
        if words in ("", " "):
            self._blank = self._blank or bool(words)
            return
        begins_blank, ends_blank = words[0] == " ", words[-1] == " "
        goes_on = self._has_words()
        self._begin()
        if (begins_blank or self._blank) and goes_on and self._parts[-1] != "\n":
            self._add_text(" ")
        self._add_text(words.strip(" "))
        self._blank = ends_blank

    def prose(self, text: str) -> None:
        """Add running text; addresses in it become links, unless a link is open."""
        at = 0
        if all(kind != "link" for kind, _ in self._marks):
            for address in addresses(text):
                self.words(text[at : address.start])
                self.open_inline("link", address.of(text))
                self.words(address.of(text))
                self.close_inline()
                at = address.end
        self.words(text[at:])

    def verbatim(self, text: str) -> None:
        """Add text whose blanks and line ends count."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if self._leaf is None or not self._has_words():
            text = text.lstrip("\n")
        if text:
            self._begin()
            self._add_text(text)

    def line_break(self) -> None:
        """End a line of a paragraph. Two in a row end the paragraph, as they do to a reader's eye."""
        if self._leaf is None or not self._has_words():
            return
        if self._leaf.kind == "code":
            self._add_text("\n")
            return
        run = self._runs[-1].children
        if self._parts[-1] == "\n" and self._leaf.kind == "paragraph":
            self._end_leaf()
            return
        self._blank = False
        self._add("\n")
        run.append(Inline("break", Span(self._length - 1, self._length)))

    def image(self, words: str, url: str | None = None) -> None:
        """Add a picture's placeholder: `words` stand for it in the text ("[image: a cat]")."""
        words = _BLANKS.sub(" ", words).strip()
        if not words:
            return
        goes_on = self._has_words()
        self._begin()
        if self._blank and goes_on and self._parts[-1] != "\n":
            self._add_text(" ")
        self._blank = False
        start = self._length
        self._add(words)
        self._runs[-1].children.append(Inline("image", Span(start, self._length), url=url))

    def rule(self) -> None:
        """Add a line across the page."""
        self._end_leaf()
        if self._stack[-1].blocks or self._length:
            self._stack[-1].blocks.append(Block("rule", Span(self._length, self._length)))
        self._raise_gap("\n\n")

    def done(self) -> Body:
        """Close what is open and return the body."""
        while self._opened:
            self.close()
        self._end_leaf()
        declared = tuple(sorted(self._declared, key=lambda each: (each.span.start, -each.span.end)))
        return Body("".join(self._parts), tuple(self._stack[0].blocks), declared)

    # --- blocks --------------------------------------------------------------------------------------------------

    def _open(self, kind: BlockKind, level: int, quote: tuple[str | None, str | None, str | None] | None) -> None:
        self._end_leaf()
        holds_blocks = kind not in _HOLDS_WORDS and len(self._stack) < DEPTH_LIMIT
        self._opened.append(holds_blocks)
        if kind in _HOLDS_WORDS:
            self._begin_leaf(kind, level)
        if not holds_blocks:
            return
        self._raise_gap(self._gap_of(kind))
        self._stack.append(_Open(kind, level, self._length, quote=quote))

    def _begin(self) -> None:
        """Make sure that words have a paragraph to stand in, and that the gap before it is written."""
        if self._leaf is None:
            self._begin_leaf("paragraph", 0)
        assert self._leaf is not None
        if not self._has_words():
            if self._length and self._gap:
                self._add(self._gap)
            self._gap = ""
            self._leaf.start = self._length
            for run in self._runs:
                run.start = self._length

    def _begin_leaf(self, kind: BlockKind, level: int) -> None:
        """Begin a paragraph, a heading or code; its gap is written and its start known with its first words."""
        inside = self._stack[-1]
        if len(self._stack) == 1 or inside.blocks or inside.kind not in _GAPS:
            self._raise_gap("\n\n")
        self._leaf = _Open(kind, level, -1)
        self._runs = [_OpenInline("text", None, self._length)]
        self._runs += (_OpenInline(mark, url, self._length) for mark, url in self._marks)
        self._blank = False

    def _end_leaf(self) -> None:
        leaf = self._leaf
        if leaf is None:
            return
        while len(self._runs) > 1:
            self._end_run()
        self._leaf = None
        self._blank = False
        inlines = self._runs[0].children
        if leaf.start < 0:
            return
        while inlines and self._parts[-1] == "\n" and inlines[-1].kind == "break":
            inlines.pop()  # a line end at the end of a paragraph ends nothing
            self._drop_part()
        if leaf.kind == "code":
            self._trim(inlines)
        if inlines:
            block = Block(leaf.kind, Span(leaf.start, self._length), inlines=tuple(inlines), level=leaf.level)
            self._stack[-1].blocks.append(block)
        inside = self._stack[-1]
        if len(self._stack) == 1 or inside.kind not in _GAPS or len(inside.blocks) > 1:
            self._raise_gap("\n\n")

    def _gap_of(self, kind: BlockKind) -> str:
        if kind == "list" and self._stack[-1].kind == "item" and len(self._stack) > 1:
            return "\n"
        return _GAPS.get(kind, "\n\n")

    def _raise_gap(self, gap: str) -> None:
        if _RANKS[gap] > _RANKS[self._gap]:
            self._gap = gap

    # --- words ---------------------------------------------------------------------------------------------------

    def _has_words(self) -> bool:
        return self._leaf is not None and self._leaf.start >= 0

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _drop_part(self) -> None:
        self._length -= len(self._parts.pop())

    def _trim(self, inlines: list[Inline]) -> None:
        """Take the line ends off the end of a code block, whose inlines are runs of text."""
        last = inlines[-1].span
        while self._parts[-1].endswith("\n") and self._length - last.start > 1:
            kept = self._parts[-1].rstrip("\n")
            self._drop_part()
            if kept:
                self._add(kept)
        if self._length > last.start:
            inlines[-1] = Inline(inlines[-1].kind, Span(last.start, self._length), inlines[-1].children)

    def _add_text(self, text: str) -> None:
        start = self._length
        self._add(text)
        children = self._runs[-1].children
        if children and children[-1].kind == "text" and children[-1].span.end == start:
            children[-1] = Inline("text", Span(children[-1].span.start, self._length))
        else:
            children.append(Inline("text", Span(start, self._length)))

    def _end_run(self) -> None:
        run = self._runs.pop()
        if run.children:
            span = Span(run.children[0].span.start, run.children[-1].span.end)
            self._runs[-1].children.append(Inline(run.kind, span, tuple(run.children), run.url))


def _closed(block: _Open, span: Span) -> Block:
    """Return a block with its content; an item or cell with one paragraph holds the words itself."""
    if block.kind in ("item", "cell") and len(block.blocks) == 1 and block.blocks[0].kind == "paragraph":
        return Block(block.kind, span, inlines=block.blocks[0].inlines, level=block.level)
    return Block(block.kind, span, tuple(block.blocks), level=block.level)
