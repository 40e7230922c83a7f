"""BBCode, as the forums of all engines wrote it, → the body of a post."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.markup.compose import INLINE_LIMIT, Body, Composer
from generator.markup.pictures import file_name, host_of
from generator.markup.quoted import QuotedFrom, quoted_from
from generator.records import BlockKind, InlineKind

_ARGUMENT_LIMIT = 1000  # a tag is no longer; so a thousand open brackets cost no more than a thousand of these

_TAG = re.compile(
    r"\[(/?)(\*|[a-z][a-z0-9_-]*+)"
    r"((?>=\s*+(?>\"[^\"\n]*+\"|'[^'\n]*+'|\[[^\[\]\n]*+\])?+|[^\[\]\n=]++|\[[^\[\]\n]*+\])*+)\]",
    re.IGNORECASE,
)
_UID = re.compile(r"(?::[a-z0-9])?:(?=[0-9]*[a-z])[0-9a-z]{8,10}(?=\Z|=)")  # phpBB 2 and 3.0 mark each tag of a post

_BLOCKS: dict[str, BlockKind] = {
    **dict.fromkeys(("quote", "blockquote"), "quote"),
    **dict.fromkeys(("list", "ul", "ol"), "list"),
    **dict.fromkeys(("spoiler", "hide", "hidden", "collapse", "details", "expand", "ispoiler"), "spoiler"),
    "li": "item",
    "table": "table",
    "tr": "row",
    "td": "cell",
    "th": "cell",
    **dict.fromkeys(("heading", "title", "h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("center", "left", "right", "justify", "align", "indent", "float", "column", "pre"), "paragraph"),
}
_INLINES: dict[str, InlineKind] = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em", "cite"), "emphasis"),
    **dict.fromkeys(("s", "strike", "del"), "strike"),
    **dict.fromkeys(("tt", "kbd"), "code"),
    **dict.fromkeys(("url", "email", "iurl", "ftp", "link"), "link"),
}
# fmt: off
_SILENT = frozenset((  # known, but without a meaning that can be shown
    "u", "color", "colour", "size", "font", "sub", "sup", "user", "member", "mention", "username", "abbr", "acronym",
    "glow", "shadow", "move", "marquee", "bgcolor", "highlight", "mark", "background", "anchor", "goto", "rtl", "ltr",
    "bdo", "ins", "small", "big", "thread", "post", "topic", "style", "class", "face",
))
_CODE = frozenset((
    "code", "php", "html", "sql", "xml", "css", "js", "javascript", "python", "java", "source", "codebox", "geshi",
    "syntax", "mcode", "xcode",
))
_WORDS = frozenset(("icode", "c", "noparse", "plain", "nobbc", "math", "latex", "tex"))
_PICTURES = frozenset(("img", "image", "imgl", "imgr", "thumb", "timg"))
_MEDIA = frozenset(("youtube", "yt", "media", "video", "flash", "audio", "vimeo", "twitter", "tweet", "embed"))
_FILES = frozenset(("attach", "attachment", "attachimg"))
# fmt: on
_RAW = _CODE | _WORDS | _PICTURES | _MEDIA | _FILES
_ADDRESSES = frozenset(("url", "email", "iurl", "ftp", "link"))  # raw where they have no argument
_VOID = frozenset(("hr", "br", "line", "rule"))
_BULLETS = frozenset(("", "*", "disc", "circle", "square", "none"))
_ITEMS = frozenset(("*",))
_KNOWN = frozenset((*_BLOCKS, *_INLINES, *_SILENT, *_RAW, *_VOID, *_ITEMS))
_RAW_END = re.compile(rf"\[/({'|'.join(sorted(_RAW | _ADDRESSES))})(?::[0-9a-z:]{{1,20}})?\]", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.{0,40}?-->")  # phpBB wraps the names of attachments


class _Tag(NamedTuple):
    """A tag in the text, [start, end). A raw one ends with its closing tag and has the `content` between."""

    start: int
    end: int
    name: str
    argument: str
    is_close: bool
    content: str | None = None


@dataclass(slots=True)
class _Frame:
    """A block that is open while tags are paired: its tag, and the items of a list."""

    tag: int
    name: str
    items: list[int] = field(default_factory=list)


def read_bbcode(text: str, quote_of: Callable[[str], QuotedFrom] = quoted_from) -> Body:
    """Return the body that a forum would show of a post.

    `quote_of` reads what stands behind "quote" in the brackets ("=NAME;12"). Line ends end lines, blank lines
    paragraphs. Tags without a partner and unknown ones stay text; tags that overlap by halves each have their effect.
    Linear in the length of the text.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    tags = _scan(text)
    return _Reader(text, quote_of).read([tags[at] for at in _paired(tags)])


# --- tags ----------------------------------------------------------------------------------------------------------


def _scan(text: str) -> list[_Tag]:
    """Return the known tags, in text order; those in code are none."""
    tags: list[_Tag] = []
    ends = _raw_ends(text)
    at = text.find("[")
    while at >= 0:
        match = _TAG.match(text, at, at + _ARGUMENT_LIMIT)
        end = at + 1
        if match and (name := match.group(2).lower()) in _KNOWN:
            tag = _Tag(at, match.end(), name, _UID.sub("", match.group(3)), bool(match.group(1)))
            if not tag.is_close and _is_raw(tag):
                tag = _with_content(text, tag, ends)
            tags.append(tag)
            end = tag.end
        at = text.find("[", end)
    return tags


def _is_raw(tag: _Tag) -> bool:
    return tag.name in _RAW or (tag.name in _ADDRESSES and not tag.argument.startswith("="))


def _raw_ends(text: str) -> dict[str, list[tuple[int, int]]]:
    ends: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for match in _RAW_END.finditer(text):
        ends[match.group(1).lower()].append(match.span())
    return ends


def _with_content(text: str, tag: _Tag, ends: dict[str, list[tuple[int, int]]]) -> _Tag:
    """Return the tag with all up to its closing one, if there is one and it may hold that."""
    closing = ends.get(tag.name, [])
    at = bisect_left(closing, (tag.end, 0))
    if at == len(closing):
        return tag
    start, end = closing[at]
    if tag.name not in _CODE | _WORDS and (start - tag.end > _ARGUMENT_LIMIT or "[" in text[tag.end : start]):
        return tag
    return tag._replace(end=end, content=text[tag.end : start])


def _paired(tags: Sequence[_Tag]) -> list[int]:
    """Return the tags that have an effect, in order: blocks nest, other tags are paired by their names alone."""
    kept: list[int] = []
    frames: list[_Frame] = []
    open_blocks: defaultdict[str, int] = defaultdict(int)
    open_others: defaultdict[str, list[int]] = defaultdict(list)
    for at, tag in enumerate(tags):
        if tag.content is not None or tag.name in _VOID:
            kept.append(at)
        elif tag.name in _ITEMS:
            if frames and _BLOCKS[frames[-1].name] == "list":
                frames[-1].items.append(at)
        elif tag.name not in _BLOCKS:
            if not tag.is_close:
                open_others[tag.name].append(at)
            elif open_others[tag.name]:
                kept += (open_others[tag.name].pop(), at)
        elif not tag.is_close:
            frames.append(_Frame(at, tag.name))
            open_blocks[tag.name] += 1
        elif open_blocks[tag.name]:
            while (frame := frames.pop()).name != tag.name:
                open_blocks[frame.name] -= 1
            open_blocks[tag.name] -= 1
            kept += (frame.tag, *frame.items, at)
    return sorted(kept)


# --- the body ------------------------------------------------------------------------------------------------------


class _Reader:
    """Writes a post to a composer, tag by tag."""

    def __init__(self, text: str, quote_of: Callable[[str], QuotedFrom]) -> None:
        self._text = text
        self._quote_of = quote_of
        self._composer = Composer()
        self._marks: list[tuple[str, InlineKind, str | None]] = []  # emphasis and links that are open
        self._unmarked: defaultdict[str, int] = defaultdict(int)  # those open beyond the limit, by name
        self._has_item: list[bool] = []  # of the open lists: whether an item is open

    def read(self, tags: Sequence[_Tag]) -> Body:
        at = 0
        for tag in tags:
            self._words(self._text[at : tag.start])
            self._read_tag(tag)
            at = tag.end
        self._words(self._text[at:])
        return self._composer.done()

    def _words(self, text: str) -> None:
        lines = text.split("\n")
        self._composer.prose(lines[0])
        for line in lines[1:]:
            self._composer.line_break()
            self._composer.prose(line)

    def _read_tag(self, tag: _Tag) -> None:
        if tag.content is not None:
            self._read_raw(tag, tag.content)
        elif tag.name in _INLINES:
            self._close_mark(tag.name) if tag.is_close else self._open_mark(tag)
        elif tag.name in _BLOCKS:
            self._close_block(tag) if tag.is_close else self._open_block(tag)
        elif tag.name == "br":
            self._composer.line_break()
        elif tag.name in _VOID:
            self._composer.rule()
        elif tag.name in _ITEMS and not tag.is_close:
            self._next_item()

    def _open_block(self, tag: _Tag) -> None:
        kind = _BLOCKS[tag.name]
        if kind == "quote":
            origin = self._quote_of(tag.argument)
            self._composer.open_quote(origin.author, origin.post, origin.thread)
            return
        self._composer.open(kind, _level(tag, kind))
        if kind == "list":
            self._has_item.append(False)
        elif kind == "spoiler":
            self._composer.open("heading", 0)
            self._composer.words(tag.argument.removeprefix("=").strip("\"' "))
            self._composer.close()

    def _close_block(self, tag: _Tag) -> None:
        if _BLOCKS[tag.name] == "list" and self._has_item.pop():
            self._composer.close()
        self._composer.close()

    def _next_item(self) -> None:
        if self._has_item[-1]:
            self._composer.close()
        self._composer.open("item")
        self._has_item[-1] = True

    def _open_mark(self, tag: _Tag) -> None:
        if len(self._marks) >= INLINE_LIMIT:
            self._unmarked[tag.name] += 1
            return
        kind = _INLINES[tag.name]
        mark = (tag.name, kind, _address(tag) if kind == "link" else None)
        self._marks.append(mark)
        self._composer.open_inline(*mark[1:])

    def _close_mark(self, name: str) -> None:
        """Close the emphasis or link that bears the name; what was begun inside it goes on."""
        if self._unmarked[name]:
            self._unmarked[name] -= 1
            return
        above: list[tuple[str, InlineKind, str | None]] = []
        while True:
            self._composer.close_inline()
            mark = self._marks.pop()
            if mark[0] == name:
                break
            above.append(mark)
        for mark in reversed(above):
            self._composer.open_inline(*mark[1:])
            self._marks.append(mark)

    def _read_raw(self, tag: _Tag, content: str) -> None:
        composer, words = self._composer, content.strip()
        if tag.name in _CODE or (tag.name in _WORDS - {"noparse", "plain", "nobbc"} and "\n" in words):
            composer.open("code")
            composer.verbatim(content)
            composer.close()
        elif tag.name in ("noparse", "plain", "nobbc"):
            self._words(content)
        elif tag.name in _WORDS:
            composer.open_inline("code")
            composer.words(content)
            composer.close_inline()
        elif tag.name in _ADDRESSES:
            composer.open_inline("link", _address(tag._replace(argument=words)))
            composer.words(words)
            composer.close_inline()
        else:
            self._read_placeholder(tag, words)

    def _read_placeholder(self, tag: _Tag, words: str) -> None:
        if tag.name in _PICTURES:
            name = file_name(words)
            self._composer.image(f"[image: {name}]" if name else "[image]", words)
        elif tag.name in _FILES:
            name = " ".join(_COMMENT.sub("", words).split())
            self._composer.image(f"[attachment: {name}]" if name else "[attachment]")
        else:
            name = host_of(words) or words
            self._composer.image(f"[media: {name}]" if name else "[media]", words if "://" in words else None)


def _address(tag: _Tag) -> str | None:
    """Return where a link leads."""
    url = tag.argument.removeprefix("=").strip().strip("\"'").strip()
    if not url:
        return None
    if tag.name == "email":
        return url if url.lower().startswith("mailto:") else f"mailto:{url}"
    return f"http://{url}" if url.lower().startswith("www.") else url


def _level(tag: _Tag, kind: BlockKind) -> int:
    """Return 1 for ordered lists and header cells, 1-6 for headings."""
    if kind == "heading":
        digits = [sign for sign in tag.name + tag.argument if sign in "123456"]
        return int(digits[0]) if digits else 3
    is_ordered = tag.name == "ol" or (
        kind == "list" and tag.argument.strip("=\"' ") not in ("", "*", "disc", "circle", "square")
    )
    return int(is_ordered or tag.name == "th")
