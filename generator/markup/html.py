"""HTML of a post → its body, by what HTML says and by what the engine that wrote it means."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.markup.bounds import bounded_html
from generator.markup.compose import Body, Composer
from generator.markup.pictures import embedded, picture
from generator.records import BlockKind, InlineKind


@dataclass(frozen=True, slots=True)
class Skip:
    """The element is chrome: nothing of it is text of the post."""


@dataclass(frozen=True, slots=True)
class QuoteOf:
    """The element is a quote; of what is in it only `content` is read (None: all of it)."""

    content: LexborNode | None
    author: str | None = None
    post: str | None = None
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class SpoilerOf:
    """The element hides `content` (None: all that is in it) until a reader asks; `title` may say what it is."""

    content: LexborNode | None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class CodeOf:
    """The element shows code, which stands in `content` (None: in the element itself)."""

    content: LexborNode | None


@dataclass(frozen=True, slots=True)
class AttachmentOf:
    """The element shows an attached file."""

    name: str
    url: str | None = None


SKIP = Skip()
Meaning = Skip | QuoteOf | SpoilerOf | CodeOf | AttachmentOf

# fmt: off
_SKIPPED = frozenset((
    "script", "style", "template", "noscript", "head", "title", "meta", "link", "base", "button", "select", "option",
    "datalist", "input", "svg", "canvas", "rp", "param", "source", "track", "map", "area", "noembed", "noframes",
    "dialog", "progress", "meter",
))
_DIVISIONS = frozenset((
    "p", "div", "section", "article", "header", "footer", "main", "nav", "aside", "center", "address", "fieldset",
    "form", "legend", "figure", "figcaption", "hgroup", "dl", "dt", "dd", "summary", "search", "marquee", "caption",
    "optgroup",
))
# fmt: on
_HOLDERS: dict[str, tuple[BlockKind, int]] = {
    "ul": ("list", 0),
    "menu": ("list", 0),
    "dir": ("list", 0),
    "ol": ("list", 1),
    "li": ("item", 0),
    "table": ("table", 0),
    "tr": ("row", 0),
    "td": ("cell", 0),
    "th": ("cell", 1),
    **{f"h{level}": ("heading", level) for level in range(1, 7)},
}
_EMPHASIS: dict[str, InlineKind] = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), "emphasis"),
    **dict.fromkeys(("strong", "b", "dt"), "strong"),
    **dict.fromkeys(("s", "strike", "del"), "strike"),
    **dict.fromkeys(("code", "tt", "kbd", "samp"), "code"),
}
_EMBEDDED = frozenset(("iframe", "video", "audio", "object", "embed"))
_CODE = frozenset(("pre", "textarea", "xmp", "listing", "plaintext"))
_STYLES: tuple[tuple[re.Pattern[str], InlineKind], ...] = (
    (re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE), "strong"),
    (re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE), "emphasis"),
    (re.compile(r"text-decoration[a-z-]*\s*:[^;]*line-through", re.IGNORECASE), "strike"),
)
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))\b", re.IGNORECASE)
_UNFIT = re.compile("[\0\ud800-\udfff]")
_RAISED = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_RAISABLE, _LOWERABLE = frozenset("0123456789+-=()ni"), frozenset("0123456789+-=()")


class _Close(NamedTuple):
    """What is closed when an element ends: `inlines` runs, then (where `is_block`) a block, after `words`."""

    is_block: bool = False
    inlines: int = 0
    words: str = ""


def parse_html(source: str) -> LexborHTMLParser:
    """Return the tree of an HTML page or fragment, of bounded depth; what is no character is U+FFFD in it."""
    return LexborHTMLParser(bounded_html(_UNFIT.sub("\ufffd", source)))


def no_meaning(node: LexborNode) -> Meaning | None:
    """Every element means what HTML says."""
    return None


def read_html(
    root: LexborNode | str, meaning: Callable[[LexborNode], Meaning | None] = no_meaning, *, base: str | None = None
) -> Body:
    """Return the body that the content of `root`, an element or a source text, shows to a reader.

    `meaning` is asked for every element first; `base` is the address that relative links start from. What a browser
    would not show (scripts, `hidden`, `display: none`) is no text. Pictures and embedded media are placeholders.
    Linear in the size of the tree; it may be of any depth.
    """
    if not isinstance(root, str):
        return _Reader(meaning, base).read(root)
    page = parse_html(root)  # it must outlive its nodes
    return _Reader(meaning, base).read(page.body) if page.body is not None else Body("")


class _Reader:
    """Reads elements in document order from a list of what is still to do; nothing here calls itself."""

    def __init__(self, meaning: Callable[[LexborNode], Meaning | None], base: str | None) -> None:
        self._meaning = meaning
        self._base = base
        self._composer = Composer()
        self._pending: list[LexborNode | _Close] = []

    def read(self, root: LexborNode) -> Body:
        composer, pending = self._composer, self._pending
        self._enter(root)
        while pending:
            node = pending.pop()
            if isinstance(node, _Close):
                self._close(node)
                continue
            if (following := node.next) is not None:
                pending.append(following)
            if node.is_text_node:
                composer.words(node.text_content or "")
            elif node.is_element_node:
                self._read_element(node)
        return composer.done()

    def _enter(self, node: LexborNode | None, closing: _Close | None = None) -> None:
        """Read what is in an element next, then close what it opened."""
        if closing is not None:
            self._pending.append(closing)
        if node is not None and (child := node.first_child) is not None:
            self._pending.append(child)

    def _close(self, closing: _Close) -> None:
        if closing.words:
            self._composer.words(closing.words)
        for _ in range(closing.inlines):
            self._composer.close_inline()
        if closing.is_block:
            self._composer.close()

    def _read_element(self, node: LexborNode) -> None:
        meant = self._meaning(node)
        if meant is not None:
            self._read_meant(node, meant)
            return
        tag = node.tag or ""
        if tag == "br":
            self._composer.line_break()
            return
        attributes = node.attributes
        if tag in _SKIPPED or _is_hidden(attributes):
            return
        if tag in _HOLDERS:
            kind, level = _HOLDERS[tag]
            self._composer.open(kind, level)
            self._enter(node, _Close(is_block=True))
        elif tag in _DIVISIONS:
            self._composer.open("paragraph")
            self._read_run(node, tag, attributes, is_block=True)
        elif not self._read_special(node, tag, attributes):
            self._read_run(node, tag, attributes, is_block=False)

    def _read_meant(self, node: LexborNode, meant: Meaning) -> None:
        composer = self._composer
        match meant:
            case QuoteOf(content, author, post, thread):
                composer.open_quote(author, post, thread)
                self._enter(content or node, _Close(is_block=True))
            case SpoilerOf(content, title):
                composer.open("spoiler")
                self._title(title or "")
                self._enter(content or node, _Close(is_block=True))
            case CodeOf(content):
                self._read_code(content or node)
            case AttachmentOf(name, url):
                composer.image(f"[attachment: {' '.join(name.split())}]", self._absolute(url))
            case Skip():
                pass

    def _read_special(self, node: LexborNode, tag: str, attributes: dict[str, str | None]) -> bool:
        """Read an element that is neither a mere division nor a run of words; False where it is none of these."""
        composer = self._composer
        if tag == "img":
            words, url = picture(attributes)
            composer.image(words, self._absolute(url)) if words.startswith("[") else composer.words(words)
        elif tag == "blockquote":
            composer.open_quote()
            self._enter(node, _Close(is_block=True))
        elif tag == "hr":
            composer.rule()
        elif tag in _CODE or (tag == "code" and _has_lines(node)):
            self._read_code(node)
        elif tag == "details":
            self._read_details(node)
        elif tag in _EMBEDDED:
            words, url = embedded(node)
            composer.image(words, self._absolute(url))
        elif tag == "math" and (tex := _tex(node)):
            composer.open_inline("code")
            composer.words(tex)
            composer.close_inline()
        elif tag in ("sup", "sub") and (shown := _shifted(node, tag)):
            composer.words(shown)
        else:
            return False
        return True

    def _read_run(self, node: LexborNode, tag: str, attributes: dict[str, str | None], *, is_block: bool) -> None:
        """Read an element whose words stand in the paragraph around it, or (where `is_block`) in one of their own."""
        kinds: list[tuple[InlineKind, str | None]] = []
        if kind := _EMPHASIS.get(tag):
            kinds.append((kind, None))
        if tag == "a" and (url := self._absolute(attributes.get("href"))):
            kinds.append(("link", url))
        if style := attributes.get("style"):
            kinds += ((kind, None) for pattern, kind in _STYLES if pattern.search(style))
        elif "katex-html" in (attributes.get("class") or ""):
            return  # the same formula again, for the eye
        for kind, url in kinds:
            self._composer.open_inline(kind, url)
        if tag == "q":
            self._composer.words("“")
        closing = _Close(is_block, len(kinds), "”" if tag == "q" else "")
        self._enter(node, closing if any(closing) else None)

    def _read_code(self, node: LexborNode) -> None:
        self._composer.open("code")
        self._composer.verbatim(_code_text(node, self._meaning))
        self._composer.close()

    def _read_details(self, node: LexborNode) -> None:
        self._composer.open("spoiler")
        self._pending.append(_Close(is_block=True))
        child = node.first_child
        while child is not None and child.is_text_node and not (child.text_content or "").strip():
            child = child.next
        if child is not None and child.tag == "summary":
            self._title(child.text())
            child = child.next
        if child is not None:
            self._pending.append(child)

    def _title(self, title: str) -> None:
        """Write the title of a spoiler: a heading of level 0."""
        self._composer.open("heading", 0)
        self._composer.words(title)
        self._composer.close()

    def _absolute(self, url: str | None) -> str | None:
        if not url or not url.strip():
            return None
        url = url.strip()
        if not self._base:
            return url
        try:
            return urljoin(self._base, url)
        except ValueError:  # a broken IPv6 host
            return url


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    if not attributes:
        return False
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def _has_lines(node: LexborNode) -> bool:
    """True where `code` without `pre` holds several lines: then it is a block."""
    return "\n" in node.text().strip() or node.css_first("br") is not None


def _code_text(root: LexborNode, meaning: Callable[[LexborNode], Meaning | None]) -> str:
    """Return the text of an element that holds code: divisions, items and rows in it are lines."""
    parts: list[str] = []
    pending: list[LexborNode | str] = [child] if (child := root.first_child) is not None else []
    while pending:
        node = pending.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        if (following := node.next) is not None:
            pending.append(following)
        tag = node.tag or ""
        if node.is_text_node:
            parts.append(node.text_content or "")
        elif tag == "br":
            parts.append("\n")
        elif node.is_element_node and tag not in _SKIPPED and not isinstance(meaning(node), Skip):
            if _is_hidden(node.attributes):
                continue
            if tag in ("div", "p", "li", "tr"):
                parts += _line_start(parts)
                pending.append("\n")
            if (child := node.first_child) is not None:
                pending.append(child)
    return "".join(parts)


def _line_start(parts: list[str]) -> list[str]:
    return ["\n"] if parts and parts[-1] and not parts[-1].endswith("\n") else []


def _tex(node: LexborNode) -> str:
    """Return the formula as its author wrote it, where the element keeps that."""
    for note in node.css("annotation"):
        if "tex" in (note.attributes.get("encoding") or ""):
            return note.text().strip()
    return ""


def _shifted(node: LexborNode, tag: str) -> str:
    """Return raised or lowered digits as signs of their own: "10<sup>5</sup>" is not 105. "" where there are none."""
    if len(node.text()) > 20 or (child := node.first_child) is None or child.next is not None or child.first_child:
        return ""
    words = node.text().strip()
    if tag == "sup":
        return words.translate(_RAISED) if words and _RAISABLE.issuperset(words) else ""
    return words.translate(_LOWERED) if words and _LOWERABLE.issuperset(words) else ""
