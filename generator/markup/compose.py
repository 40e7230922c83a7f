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
_HELD_BY: dict[BlockKind, BlockKind] = {"item": "list", "row": "table", "cell": "row"}
_HOLDS: dict[BlockKind, BlockKind] = {holder: held for held, holder in _HELD_BY.items()}
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
    """A block that is not closed yet. `is_implied`: an item, row or cell that nobody opened, for what stands there."""

    kind: BlockKind
    level: int = 0
    quote: _Quoted | None = None
    is_implied: bool = False
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Quoted:
    """What the dump says of a quote; `number` counts the quotes as they begin."""

    number: int
    author: str | None
    post: str | None
    thread: str | None


@dataclass(slots=True)
class _Leaf:
    """A paragraph, heading or code that is not closed yet. `start` is -1 until it has words."""

    kind: BlockKind
    level: int
    start: int = -1
    code: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Run:
    """Emphasis, a link ... in the paragraph in hand."""

    kind: InlineKind
    url: str | None
    children: list[Inline] = field(default_factory=list)


class Composer:
    """Builds a `Body`. Blocks are opened and closed in pairs; words outside of any paragraph begin one of their own.

    Blanks are those of HTML: runs of them are one space, none stands at the edge of a paragraph or line, and code keeps
    them all. Empty blocks vanish. Lists hold items alone, tables rows, rows cells: what else is put there gets an item
    or a cell, and an item or a cell that stands elsewhere is a paragraph. What is opened beyond the limits of depth
    counts, so that pairs stay pairs, but leaves no block. Linear in what it is given.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._stack: list[_Open] = [_Open("spoiler")]  # the body itself; its kind is never seen
        self._opened: list[bool] = []  # of all that was opened, in order: whether it is a block that holds blocks
        self._marks: list[tuple[InlineKind, str | None]] = []  # emphasis and links that are open, across paragraphs
        self._too_marked = 0
        self._runs: list[_Run] = []  # the same in the paragraph in hand; the first stands for the paragraph
        self._leaf: _Leaf | None = None  # the paragraph, heading or code in hand
        self._gap = ""  # what must stand before the next block with words
        self._due = ""  # the space or line end that is due before the next words of this paragraph
        self._quotes = 0
        self._declared: list[tuple[int, Declared]] = []

    def open(self, kind: BlockKind, level: int = 0) -> None:
        """Open a block; a paragraph, heading or code block that is open ends there.

        `level`: 1-6 for headings (0: the title of the spoiler that is open), 1 for ordered lists and header cells.
        """
        self._open(_Open(kind, level))

    def open_quote(self, author: str | None = None, post: str | None = None, thread: str | None = None) -> None:
        """Open a quote, with what the dump says of its origin."""
        name = " ".join(author.split()) if author else None
        self._quotes += 1
        self._open(_Open("quote", quote=_Quoted(self._quotes, name or None, post or None, thread or None)))

    def close(self) -> None:
        """Close the block that was opened last. More closings than openings do nothing."""
        if not self._opened:
            return
        self._end_leaf()
        if self._opened.pop():
            self._close_implied()
            self._close_block()

    def open_inline(self, kind: InlineKind, url: str | None = None) -> None:
        """Begin emphasis, a link ...; it goes on through the paragraphs that follow until it is closed."""
        if len(self._marks) >= INLINE_LIMIT:
            self._too_marked += 1
            return
        self._marks.append((kind, url))
        if self._leaf is not None:
            self._runs.append(_Run(kind, url))

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
        if self._is_code():
            self._add_code(text)
            return
        words = _BLANKS.sub(" ", text)
        if words.startswith(" "):
            self._due = self._due or " "
            words = words[1:]
        if words:
            is_blank_due = words.endswith(" ")
            self._add_words(words[:-1] if is_blank_due else words)
            self._due = " " if is_blank_due else ""

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
        """Add text whose line ends count, and in code its blanks too."""
        if self._is_code():
            self._add_code(text)
            return
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self.words(lines[0])
        for line in lines[1:]:
            self.line_break()
            self.words(line)

    def line_break(self) -> None:
        """End a line of a paragraph. Two in a row end the paragraph, as they do to a reader's eye."""
        if self._is_code():
            self._add_code("\n")
        elif self._has_words():
            if self._due == "\n" and self._leaf is not None and self._leaf.kind == "paragraph":
                self._end_leaf()
            else:
                self._due = "\n"

    def image(self, words: str, url: str | None = None) -> None:
        """Add a picture's placeholder: `words` stand for it in the text ("[image: a cat]")."""
        words = _BLANKS.sub(" ", words).strip(" ")
        if self._is_code():
            self._add_code(words)
        elif words:
            self._begin()
            start = self._length
            self._add(words)
            self._runs[-1].children.append(Inline("image", Span(start, self._length), url=url))

    def rule(self) -> None:
        """Add a line across the page, if something stands above it."""
        self._end_leaf()
        holder = self._stack[-1]
        if holder.kind not in _HOLDS and holder.blocks and holder.blocks[-1].kind != "rule":
            holder.blocks.append(Block("rule", Span(self._length, self._length)))
        self._raise_gap("\n\n")

    def done(self) -> Body:
        """Close what is open and return the body."""
        while self._opened:
            self.close()
        self._end_leaf()
        declared = sorted(self._declared, key=lambda pair: (pair[1].span.start, -pair[1].span.end, pair[0]))
        return Body("".join(self._parts), tuple(self._stack[0].blocks), tuple(quote for _, quote in declared))

    # --- blocks --------------------------------------------------------------------------------------------------

    def _open(self, block: _Open) -> None:
        self._end_leaf()
        if block.kind in _HOLDS_WORDS:
            self._opened.append(False)
            self._begin_leaf(block.kind, block.level)
            return
        is_fit = self._fit(block.kind)
        self._opened.append(is_fit)
        if is_fit:
            self._raise_gap(self._gap_of(block.kind))
            self._stack.append(block)

    def _fit(self, kind: BlockKind) -> bool:
        """Make the innermost block one that may hold such a block; False where that cannot be."""
        if (holder := _HELD_BY.get(kind)) is not None:
            while self._stack[-1].is_implied and self._stack[-1].kind != holder:
                self._close_block()
            if kind == "cell" and self._stack[-1].kind == "table":
                self._imply("row")
            return self._stack[-1].kind == holder
        if len(self._stack) >= DEPTH_LIMIT:
            return False
        self._imply_place()
        return True

    def _imply_place(self) -> None:
        """Open the item or cell that words need which stand right in a list, table or row."""
        while (held := _HOLDS.get(self._stack[-1].kind)) is not None:
            self._imply(held)

    def _imply(self, kind: BlockKind) -> None:
        self._raise_gap(self._gap_of(kind))
        self._stack.append(_Open(kind, is_implied=True))

    def _close_implied(self) -> None:
        while self._stack[-1].is_implied:
            self._close_block()

    def _close_block(self) -> None:
        block = self._stack.pop()
        self._raise_gap(self._gap_of(block.kind))
        if not block.blocks:
            return
        span = Span(block.blocks[0].span.start, block.blocks[-1].span.end)
        if (quote := block.quote) is not None:
            self._declared.append((quote.number, Declared(span, quote.author, quote.post, quote.thread)))
        self._stack[-1].blocks.append(_closed(block, span))

    def _begin_leaf(self, kind: BlockKind, level: int) -> None:
        """Begin a paragraph, a heading or code; where it stands is settled with its first words."""
        self._leaf = _Leaf(kind, level)
        self._runs = [_Run("text", None), *(_Run(mark, url) for mark, url in self._marks)]
        self._due = ""

    def _place_leaf(self, leaf: _Leaf) -> None:
        """Write the gap before the leaf in hand, whose first words come now."""
        self._imply_place()
        holder = self._stack[-1]
        if holder.kind not in _GAPS or holder.blocks:
            self._raise_gap("\n\n")
        if self._length and self._gap:
            self._add(self._gap)
        self._gap = ""
        leaf.start = self._length

    def _end_leaf(self) -> None:
        leaf, self._leaf, self._due = self._leaf, None, ""
        if leaf is None:
            return
        inlines = self._code_of(leaf) if leaf.kind == "code" else self._inlines()
        if not inlines:
            return
        holder = self._stack[-1]
        holder.blocks.append(Block(leaf.kind, Span(leaf.start, self._length), inlines=inlines, level=leaf.level))
        if holder.kind not in _GAPS or len(holder.blocks) > 1:
            self._raise_gap("\n\n")

    def _inlines(self) -> tuple[Inline, ...]:
        while len(self._runs) > 1:
            self._end_run()
        return tuple(self._runs[0].children)

    def _code_of(self, leaf: _Leaf) -> tuple[Inline, ...]:
        """Write the code in hand without the empty lines around it."""
        code = "".join(leaf.code).replace("\r\n", "\n").replace("\r", "\n")
        if not code.strip():
            return ()
        first = len(code) - len(code.lstrip())
        code = code[code.rfind("\n", 0, first) + 1 :].rstrip()
        self._place_leaf(leaf)
        self._add(code)
        return (Inline("text", Span(leaf.start, self._length)),)

    def _gap_of(self, kind: BlockKind) -> str:
        if kind == "list" and self._stack[-1].kind == "item":
            return "\n"
        return _GAPS.get(kind, "\n\n")

    def _raise_gap(self, gap: str) -> None:
        if _RANKS[gap] > _RANKS[self._gap]:
            self._gap = gap

    # --- words ---------------------------------------------------------------------------------------------------

    def _is_code(self) -> bool:
        return self._leaf is not None and self._leaf.kind == "code"

    def _has_words(self) -> bool:
        return self._leaf is not None and self._leaf.start >= 0

    def _begin(self) -> None:
        """Make sure that words have a paragraph to stand in, and that what must stand before them is written."""
        if self._leaf is None:
            self._begin_leaf("paragraph", 0)
        assert self._leaf is not None
        if self._leaf.start < 0:
            self._place_leaf(self._leaf)
        elif self._due:
            self._write_due()
        self._due = ""

    def _write_due(self) -> None:
        """Write the space or line end that is due, before emphasis that has no words yet."""
        at = len(self._runs) - 1
        while at and not self._runs[at].children:
            at -= 1
        start = self._length
        self._add(self._due)
        kind: InlineKind = "break" if self._due == "\n" else "text"
        _append(self._runs[at].children, Inline(kind, Span(start, self._length)))

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _add_words(self, text: str) -> None:
        self._begin()
        start = self._length
        self._add(text)
        _append(self._runs[-1].children, Inline("text", Span(start, self._length)))

    def _add_code(self, text: str) -> None:
        assert self._leaf is not None
        self._leaf.code.append(text)

    def _end_run(self) -> None:
        run = self._runs.pop()
        if run.children:
            span = Span(run.children[0].span.start, run.children[-1].span.end)
            self._runs[-1].children.append(Inline(run.kind, span, tuple(run.children), run.url))


def _append(children: list[Inline], inline: Inline) -> None:
    """Add a leaf; text that follows text becomes one with it."""
    if children and inline.kind == "text" == children[-1].kind:
        inline = Inline("text", Span(children[-1].span.start, inline.span.end))
        children.pop()
    children.append(inline)


def _closed(block: _Open, span: Span) -> Block:
    """Return a block with its content; an item or cell with one paragraph holds the words itself."""
    if block.kind in ("item", "cell") and len(block.blocks) == 1 and block.blocks[0].kind == "paragraph":
        return Block(block.kind, span, inlines=block.blocks[0].inlines, level=block.level)
    return Block(block.kind, span, tuple(block.blocks), level=block.level)
