"""A post as the matcher reads it: its words as numbers, its lines, and where each stands."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from generator.linking.code import is_code
from generator.linking.reuse import blanked, reused_spans
from generator.records import Post, Span
from generator.text import line_word_ids, span_of_word, word_spans

_BLANKS = re.compile(r"[^\S\n]+")


class Line(NamedTuple):
    """A line that is not blank: text offsets without the white space around it, and the indices of its words."""

    start: int
    end: int
    first: int  # index of the line's first word
    last: int  # index after its last word; equal to `first` where the line has no words


class Reading:
    """One post's words. `ids` are made at once; lines, and the places of words, only where they matter.

    `text` is what is read: `Post.text`, or as many characters, some of them blanked; None leaves out what only repeats.
    """

    def __init__(self, post: Post, index: int, *, text: str | None = None) -> None:
        self.post = post
        self.index = index  # position in Thread.posts
        self.text = blanked(post.text, reused_spans(post)) if text is None else text
        self.ids, counts = line_word_ids(self.text)
        self.lines = _lines(self.text, counts)
        self._asked: set[int] = set()  # lines of which a word's place was asked for
        self._word_spans: dict[int, list[tuple[int, int]]] = {}  # line -> its words
        self._codes: dict[int, bool] = {}

    @cached_property
    def separators(self) -> list[str]:
        """What stands between each line and the next: its line ends, and where there are blanks between them."""
        text, shapes = self.text, []
        lines = self.lines
        for before, after in pairwise(lines):
            gap = text[before.end : after.start]
            if gap.strip("\n"):
                gap = _BLANKS.sub(" ", gap[gap.find("\n") :])
            shapes.append(gap)
        return shapes

    @cached_property
    def _line_firsts(self) -> list[int]:
        return [line.first for line in self.lines]

    @cached_property
    def _line_starts(self) -> list[int]:
        return [line.start for line in self.lines]

    def line_at(self, offset: int) -> int:
        """Return the index of the line that holds the text offset, or of the next one where none does."""
        index = bisect_right(self._line_starts, offset) - 1
        if index < 0 or self.lines[index].end <= offset:
            index += 1
        return index

    def line_of_word(self, word: int) -> Line:
        """Return the line that the word stands in."""
        return self.lines[bisect_right(self._line_firsts, word) - 1]

    def span_of_word(self, word: int) -> tuple[int, int]:
        """Return [start, end) of the word in the text."""
        index = bisect_right(self._line_firsts, word) - 1
        line = self.lines[index]
        if index in self._asked:
            return self._words_of(index)[word - line.first]
        self._asked.add(index)  # most lines are asked once or twice: a list of all words is made at the second time
        start, end = span_of_word(self.text[line.start : line.end], word - line.first)
        return start + line.start, end + line.start

    def word_at(self, offset: int) -> int:
        """Return the index of the first word that begins at the text offset or behind it."""
        index = bisect_right(self._line_starts, offset) - 1
        if index < 0:
            return 0
        line = self.lines[index]
        return line.last if offset >= line.end else line.first + bisect_left(self._words_of(index), (offset, 0))

    def _words_of(self, index: int) -> list[tuple[int, int]]:
        """Return [start, end) of each word of a line: few lines are asked for, each many times."""
        spans = self._word_spans.get(index)
        if spans is None:
            at, end = self.lines[index][:2]
            spans = [(start + at, stop + at) for start, stop in word_spans(self.text[at:end])]
            self._word_spans[index] = spans
        return spans

    def is_code(self, index: int) -> bool:
        """True where a line looks like code or a log."""
        known = self._codes.get(index)
        if known is None:
            line = self.lines[index]
            known = self._codes[index] = is_code(self.text[line.start : line.end])
        return known

    def start_of_word(self, word: int) -> int:
        """Return where the word starts; where it begins a line, where the line starts."""
        line = self.line_of_word(word)
        return line.start if line.first == word else self.span_of_word(word)[0]

    def end_of_word(self, word: int) -> int:
        """Return where the word ends; where it ends a line, where the line ends."""
        line = self.line_of_word(word)
        return line.end if line.last == word + 1 else self.span_of_word(word)[1]

    def between(self, left_word: int, right_word: int) -> str:
        """Return the text after word `left_word` (-1: from the start) and before word `right_word`."""
        start = self.span_of_word(left_word)[1] if left_word >= 0 else 0
        end = self.span_of_word(right_word)[0] if right_word < len(self.ids) else len(self.text)
        return self.text[start:end]


def _lines(text: str, counts: list[int]) -> list[Line]:
    """Return the lines that are not blank, in order; `counts` are the words of all lines."""
    found: list[Line] = []
    first = at = 0
    for raw, count in zip(text.split("\n"), counts, strict=True):
        body = raw.strip()
        if body:
            start = at if raw[0] == body[0] else at + len(raw) - len(raw.lstrip())
            found.append(Line(start, start + len(body), first, first + count))
            first += count
        at += len(raw) + 1
    return found


def span_of(reading: Reading, first: int, last: int) -> Span:
    """Return the text offsets from the start of word `first` to the end of word `last - 1`."""
    return Span(reading.span_of_word(first)[0], reading.span_of_word(last - 1)[1])


def words_in(reading: Reading, span: Span) -> tuple[int, int]:
    """Return the range [first, last) of the words that begin inside the span."""
    return reading.word_at(span.start), reading.word_at(span.end)
