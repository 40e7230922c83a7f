"""What no forum writes is taken out of a page before its tree is built: building one is quadratic in its depth."""

from __future__ import annotations

import functools
import re

DEPTH_LIMIT = 400  # the deepest real page seen has 60; a broken one leaves a tag open with each of its posts
MARKS_LIMIT = 40  # open tags of emphasis: a parser opens each of them again in every paragraph that follows
REOPENED_LIMIT = 3_000_000  # elements made that way in one page, about 300 MB
ATTRIBUTES_LIMIT = 256  # of one tag: a parser compares each with all others

_TAG = re.compile(r"<(?:(/?)([a-zA-Z][^\s/>]*+)|(!--))")
# Attributes as the HTML standard reads them; a value whose quote never ends goes on to the end of the page.
_ATTRIBUTES = re.compile(
    rf"""(?:[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>]*+))?+){{0,{ATTRIBUTES_LIMIT}}}+[\s/]*+>?"""
)
# fmt: off
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
))
# Elements whose end is mostly not written: the next one of their kind closes them.
_UNENDED = frozenset((
    "html", "head", "body", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option",
    "optgroup", "colgroup", "caption", "rp", "rt",
))
_MARKS = frozenset((
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
))
_RAW = frozenset((
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext",
))
# fmt: on


def bounded_depth(html: str) -> str | None:
    """Return a page without drawings, and without the tags that nest elements too deep; their words stay. Linear.

    None where tags of emphasis are left open in so many paragraphs that a tree would not fit into memory. Counted as
    tags come, not as a parser sees them: exact for pages that anybody wrote, safe for all others.
    """
    scan = _Scan(html)
    at = 0
    while match := _TAG.search(html, at):
        if match[3]:
            at = _after(html, "-->", match.end())
            continue
        at = scan.end_of_attributes(match.end())
        tag = match[2].lower()
        if match[1]:
            scan.close(tag, match.start(), at)
        elif tag in _RAW:
            at = _end_of(tag, html, at)
        elif tag == "svg":
            at = scan.drop_drawing(match.start(), at)
        elif tag not in _VOID:
            scan.open(tag, match.start(), at)
    return scan.result() if scan.reopened <= REOPENED_LIMIT else None


class _Scan:
    """The elements that are open at a place of a page, and what of the page is kept."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._kept: list[str] = []
        self._done = 0
        self._open: list[str] = []
        self._marks = 0
        self._over = 0  # tags too deep that are open, all left out
        self._marks_over = 0
        self._has_drawings = True
        self.reopened = 0

    def end_of_attributes(self, at: int) -> int:
        """Return where a tag ends whose attributes begin at a place; those beyond the limit are left out."""
        end = start = _ATTRIBUTES.match(self._html, at).end()  # type: ignore[union-attr]  # it matches nothing, too
        while end < len(self._html) and self._html[end - 1] != ">":
            end = _ATTRIBUTES.match(self._html, end).end()  # type: ignore[union-attr]
        if end > start:
            self._drop(start, end - 1)
        return end

    def open(self, tag: str, start: int, end: int) -> None:
        """Take note of a start tag."""
        is_mark = tag in _MARKS
        if not is_mark:
            self.reopened += self._marks
        if tag in _UNENDED:
            return
        if is_mark and self._marks >= MARKS_LIMIT:
            self._marks_over += 1
            self._drop(start, end)
        elif len(self._open) >= DEPTH_LIMIT:
            self._over += 1
            self._drop(start, end)
        else:
            self._open.append(tag)
            self._marks += is_mark

    def close(self, tag: str, start: int, end: int) -> None:
        """Take note of an end tag."""
        if tag in _UNENDED or tag in _VOID:
            return
        if tag in _MARKS and self._marks_over:
            self._marks_over -= 1
            self._drop(start, end)
        elif self._over:
            self._over -= 1
            self._drop(start, end)
        elif self._open:
            self._marks -= self._open.pop() in _MARKS

    def drop_drawing(self, start: int, end: int) -> int:
        """Leave a drawing out, an icon of the page; one without end loses its tag alone. Return where to go on."""
        if self._has_drawings:
            close = _end_of("svg", self._html, end)
            self._has_drawings = close < len(self._html)
            end = self.end_of_attributes(close) if self._has_drawings else end
        self._drop(start, end)
        return end

    def _drop(self, start: int, end: int) -> None:
        self._kept.append(self._html[self._done : start])
        self._done = max(self._done, end)

    def result(self) -> str:
        return "".join((*self._kept, self._html[self._done :]))


@functools.lru_cache(maxsize=32)
def _closing(tag: str) -> re.Pattern[str]:
    return re.compile(f"</{tag}", re.IGNORECASE)


def _end_of(tag: str, html: str, at: int) -> int:
    """Return where the end tag of an element's name ends; the end of the page where there is none."""
    match = _closing(tag).search(html, at)
    return match.end() if match else len(html)


def _after(text: str, end: str, at: int) -> int:
    found = text.find(end, at)
    return found + len(end) if found >= 0 else len(text)
