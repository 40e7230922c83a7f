"""Markdown, as Reddit, Discourse and transcripts write it, → the body of a post."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from generator.markup.compose import Body, Composer
from generator.markup.pictures import file_name
from generator.markup.quoted import QuotedFrom, quoted_from
from generator.records import BlockKind, InlineKind

if TYPE_CHECKING:
    from markdown_it.token import Token

_BLOCKS: dict[str, BlockKind] = {
    "paragraph_open": "paragraph",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "list_item_open": "item",
    "table_open": "table",
    "tr_open": "row",
    "td_open": "cell",
    "th_open": "cell",
    "heading_open": "heading",
}
_INLINES: dict[str, InlineKind] = {"em_open": "emphasis", "strong_open": "strong", "s_open": "strike"}
_TRANSPARENT = frozenset(("thead_open", "tbody_open", "thead_close", "tbody_close"))

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_TAG = re.compile(
    r" {0,3}\[(quote|details|spoiler)((?:=(?:\"[^\"\n]{0,300}\"|[^\]\n]{0,300})|[ ][^\]\n]{0,300})?)\]", re.IGNORECASE
)
_END_TAG = re.compile(r"\[/(quote|details|spoiler)\][ \t]*(?=\n|\Z)", re.IGNORECASE)
_SPOILER_LINE = re.compile(r" {0,3}>!(.*?)!<[ \t]*\Z")  # Reddit's, alone on its line
_SPOILER_SIGNS = re.compile(r">!(?=\S)|(?<=\S)!<")
_SIZE = re.compile(r"\|\d+x\d+[^|]*(?=\||\Z)")  # Discourse: ![a cat|690x400](upload://...)
_ATTACHMENT = "|attachment"  # Discourse: [plan.pdf|attachment](upload://...)
_HIDING_LINKS = frozenset(("#s", "/s", "#spoiler", "/spoiler"))  # Reddit's old spoilers: [who](#s "did it")


class _Piece(NamedTuple):
    """A stretch of the source: Markdown, or a tag that opens or closes a block."""

    kind: str  # "text", "open", "close"
    text: str
    tag: str = ""
    argument: str = ""


def read_markdown(
    text: str, quote_of: Callable[[str], QuotedFrom] = quoted_from, *, is_line_true: bool = False
) -> Body:
    """Return the body of a post in Markdown: CommonMark with tables and ~~struck~~ words; HTML in it stays text.

    A `>` block is a quote of nobody knows whom; in Discourse's `[quote="NAME, post:1, topic:2"]` `quote_of` reads what
    stands behind "quote". `is_line_true`: a line end in the source ends a line, as on Discourse (on Reddit it does
    not). Linear in the length of the text.
    """
    reader = _Reader(quote_of, is_line_true=is_line_true)
    for piece in _pieces(text.replace("\r\n", "\n").replace("\r", "\n")):
        reader.read(piece)
    return reader.done()


# --- blocks in brackets --------------------------------------------------------------------------------------------


class _Mark(NamedTuple):
    """A tag in the source, [start, end)."""

    start: int
    end: int
    piece: _Piece


def _pieces(text: str) -> Iterator[_Piece]:
    """Yield the source cut at its bracketed blocks: these nest, and a tag without a partner is text."""
    at = 0
    for mark in _paired(list(_marks(text))):
        yield _Piece("text", text[at : mark.start])
        yield mark.piece
        at = mark.end
    yield _Piece("text", text[at:])


def _marks(text: str) -> Iterator[_Mark]:
    """Yield the tags that begin or end a line outside of code, and the lines that are nothing but a spoiler."""
    at = 0
    fence = ""
    for line in text.split("\n"):
        start, at = at, at + len(line) + 1
        if (found := _FENCE.match(line)) and (not fence or found.group(1).startswith(fence)):
            fence = "" if fence else found.group(1)
        elif not fence:
            yield from _marks_of_line(line, start)


def _marks_of_line(line: str, start: int) -> Iterator[_Mark]:
    if spoiler := _SPOILER_LINE.match(line):
        yield _Mark(start, start + spoiler.start(1), _Piece("open", "", "spoiler"))
        yield _Mark(start + spoiler.end(1), start + len(line), _Piece("close", "", "spoiler"))
        return
    end = 0
    while opened := _TAG.match(line, end):
        yield _Mark(start + end, start + opened.end(), _Piece("open", "", opened.group(1).lower(), opened.group(2)))
        end = opened.end()
    if closed := _END_TAG.search(line, end):
        yield _Mark(start + closed.start(), start + closed.end(), _Piece("close", "", closed.group(1).lower()))


def _paired(marks: Sequence[_Mark]) -> list[_Mark]:
    """Return the tags that have a partner, in text order."""
    kept: list[int] = []
    opened: list[int] = []
    count: dict[str, int] = {}
    for at, mark in enumerate(marks):
        tag = mark.piece.tag
        if mark.piece.kind == "open":
            opened.append(at)
            count[tag] = count.get(tag, 0) + 1
        elif count.get(tag):
            while marks[partner := opened.pop()].piece.tag != tag:
                count[marks[partner].piece.tag] -= 1
            count[tag] -= 1
            kept += (partner, at)
    return [marks[at] for at in sorted(kept)]


# --- the body ------------------------------------------------------------------------------------------------------


class _Reader:
    """Writes pieces of a post to a composer, token by token."""

    def __init__(self, quote_of: Callable[[str], QuotedFrom], *, is_line_true: bool) -> None:
        self._quote_of = quote_of
        self._is_line_true = is_line_true
        self._composer = Composer()
        self._titles: list[str] = []  # what the open links say when pointed at
        self._environment: dict[str, object] = {}  # addresses that links refer to by name

    def read(self, piece: _Piece) -> None:
        if piece.kind == "close":
            self._composer.close()
        elif piece.kind == "open" and piece.tag == "quote":
            origin = self._quote_of(piece.argument)
            self._composer.open_quote(origin.author, origin.post, origin.thread)
        elif piece.kind == "open":
            self._composer.open("spoiler")
            self._composer.open("heading", 0)
            self._composer.words(piece.argument.removeprefix("=").strip("\"' "))
            self._composer.close()
        elif piece.text.strip():
            from generator.markup.commonmark import commonmark  # its library is wanted only where there is Markdown

            for token in commonmark().parse(piece.text, self._environment):
                self._read_block(token)

    def done(self) -> Body:
        return self._composer.done()

    def _read_block(self, token: Token) -> None:
        composer = self._composer
        if token.type == "inline":
            for child in token.children or ():
                self._read_inline(child)
        elif token.type in ("fence", "code_block"):
            composer.open("code")
            composer.verbatim(token.content)
            composer.close()
        elif token.type == "hr":
            composer.rule()
        elif token.type == "blockquote_open":
            composer.open_quote()
        elif token.type in _BLOCKS:
            composer.open(_BLOCKS[token.type], _level(token))
        elif token.nesting < 0 and token.type not in _TRANSPARENT:
            composer.close()

    def _read_inline(self, token: Token) -> None:
        composer = self._composer
        if token.type == "text":
            composer.prose(_SPOILER_SIGNS.sub("", token.content).removesuffix(_ATTACHMENT))
        elif token.type == "code_inline":
            composer.open_inline("code")
            composer.words(token.content)
            composer.close_inline()
        elif token.type == "hardbreak" or (token.type == "softbreak" and self._is_line_true):
            composer.line_break()
        elif token.type == "softbreak":
            composer.words(" ")
        elif token.type == "image":
            self._read_image(token)
        elif token.type == "link_open":
            self._open_link(token)
        elif token.type in _INLINES:
            composer.open_inline(_INLINES[token.type])
        elif token.nesting < 0:
            if token.type == "link_close":
                composer.words(self._titles.pop())
            composer.close_inline()
        else:
            composer.words(token.content)

    def _open_link(self, token: Token) -> None:
        url, title = str(token.attrGet("href") or ""), str(token.attrGet("title") or "")
        self._composer.open_inline("link", url)
        self._titles.append(f" ({title})" if url in _HIDING_LINKS and title else "")

    def _read_image(self, token: Token) -> None:
        url = str(token.attrGet("src") or "")
        said = " ".join(_SIZE.sub("", token.content).split()) or file_name(url)
        self._composer.image(f"[image: {said}]" if said else "[image]", url)


def _level(token: Token) -> int:
    """Return 1-6 for headings, 1 for ordered lists and header cells."""
    if token.type == "heading_open":
        return int(token.tag[1:])
    return int(token.type in ("ordered_list_open", "th_open"))
