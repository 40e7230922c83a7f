"""HTML without what nobody writes: building a tree is quadratic in its depth, and in the attributes of one tag."""

from __future__ import annotations

import functools
import re
from collections import Counter

DEPTH_LIMIT = 400  # open elements; the deepest real page seen has 60
MARKS_LIMIT = 40  # open tags of emphasis: a parser opens each of them again in every paragraph that follows
REOPENED_LIMIT = 100_000  # elements made that way in one text
ATTRIBUTES_LIMIT = 256  # of one tag: a parser compares each with all others

_SMALL = 8_000  # characters that can do no harm: 2,000 open tags take 10 ms
_TAG = re.compile(r"<(?:(/?)([a-zA-Z][^\s/>]*+)|(!--(?:-?>|.*?(?:--!?>|\Z))))", re.DOTALL)
# Attributes as the HTML standard reads them; a value whose quote never ends goes on to the end of the text.
_ATTRIBUTES = re.compile(
    r"(?:[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\s>]*+))?+)"
    rf"{{0,{ATTRIBUTES_LIMIT}}}+[\s/]*+>?"
)
# fmt: off
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
))
_UNENDED = frozenset((  # the next one of their kind closes them
    "html", "head", "body", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option",
    "optgroup", "colgroup", "caption", "rp", "rt",
))
_MARKS = frozenset((
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
))
_RAW = frozenset((
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext",
))
_LIFTED = _MARKS | {"form"}  # an end tag of theirs leaves what was opened within them open
_BARRIERS = frozenset(("table", "object", "applet", "marquee", "template", "math"))  # no end tag reaches beyond
# fmt: on


def bounded_html(html: str) -> str:
    """Return the source without the tags that nest elements too deep, and without drawings; all words stay. Linear.

    Whatever comes, a parser of HTML 5 then needs no more than some hundred steps for each of its tags.
    """
    if len(html) < _SMALL:
        return html
    scan = _Scan(html)
    at = 0
    while match := _TAG.search(html, at):
        if match[3]:
            at = match.end()
            continue
        at = scan.end_of_attributes(match.end())
        tag = match[2].lower()
        if match[1]:
            scan.close(tag, match.start(), at)
        elif tag == "svg":
            at = scan.drop_drawing(match.start(), at)
        elif tag in _RAW:
            at = scan.skip_raw(tag, match.start(), at)
        elif tag not in _VOID:
            scan.open(tag, match.start(), at)
    return scan.result()


class _Scan:
    """The elements that are open at a place of a text, and what of the text is kept."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._kept: list[str] = []
        self._done = 0
        self._open: list[str] = []
        self._count: Counter[str] = Counter()  # of the open elements, by name
        self._marks: list[str] = []  # tags of emphasis that no end tag has closed
        self._reopened = 0
        self._has_drawings = True

    def end_of_attributes(self, at: int) -> int:
        """Return where a tag ends whose attributes begin at a place; those beyond the limit are left out."""
        end = start = self._some_attributes(at)
        while end < len(self._html) and self._html[end - 1] != ">":
            end = self._some_attributes(end)
        if end > start:
            self._drop(start, end - 1)
        return end

    def open(self, tag: str, start: int, end: int) -> None:
        """Take note of a start tag."""
        if tag in _MARKS:
            if len(self._marks) >= MARKS_LIMIT or self._reopened > REOPENED_LIMIT:
                self._drop(start, end)
                return
            self._marks.append(tag)
        elif self._marks:
            self._reopened += len(self._marks)
            if self._reopened > REOPENED_LIMIT:
                self._end_marks(start)
        if tag in _UNENDED:
            return
        if len(self._open) >= DEPTH_LIMIT:
            self._drop(start, end)
            return
        self._open.append(tag)
        self._count[tag] += 1

    def close(self, tag: str, start: int, end: int) -> None:
        """Take note of an end tag; one that closes nothing is left out."""
        if tag in _UNENDED or tag in _RAW or tag == "br":
            return
        if tag in self._marks:
            del self._marks[len(self._marks) - 1 - self._marks[::-1].index(tag)]
        elif not self._count[tag]:
            self._drop(start, end)
            return
        if not self._count[tag]:
            return
        at = len(self._open) - 1
        while self._open[at] != tag:
            if self._open[at] in _BARRIERS and tag not in _BARRIERS:
                self._drop(start, end)
                return
            at -= 1
        left = self._open[at : at + 1] if tag in _LIFTED else self._open[at:]
        self._count.subtract(left)
        del self._open[at : at + len(left)]

    def skip_raw(self, tag: str, start: int, end: int) -> int:
        """Return where an element ends that holds no tags; in formulas there are none such."""
        if self._count["math"]:
            self._drop(start, end)
            return end
        return len(self._html) if tag == "plaintext" else self._end_of(tag, end)

    def drop_drawing(self, start: int, end: int) -> int:
        """Leave a drawing out, which nobody reads; one without end loses its tag alone. Return where to go on."""
        if self._has_drawings:
            close = self._end_of("svg", end)
            self._has_drawings = close < len(self._html)
            end = self.end_of_attributes(close) if self._has_drawings else end
        self._drop(start, end)
        return end

    def result(self) -> str:
        return "".join((*self._kept, self._html[self._done :]))

    def _end_marks(self, at: int) -> None:
        """Close the open tags of emphasis."""
        self._drop(at, at)
        self._kept += (f"</{tag}>" for tag in self._marks)
        self._marks = []

    def _some_attributes(self, at: int) -> int:
        match = _ATTRIBUTES.match(self._html, at)
        assert match is not None  # it matches nothing, too
        return match.end()

    def _end_of(self, tag: str, at: int) -> int:
        """Return where the name of an element's end tag ends; the end of the text where there is none."""
        match = _closing(tag).search(self._html, at)
        return match.end() if match else len(self._html)

    def _drop(self, start: int, end: int) -> None:
        self._kept.append(self._html[self._done : start])
        self._done = max(self._done, end)


@functools.lru_cache(maxsize=32)
def _closing(tag: str) -> re.Pattern[str]:
    return re.compile(f"</{tag}(?=[\\s/>]|\\Z)", re.IGNORECASE)
