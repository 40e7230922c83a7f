"""A post as the matcher reads it: its words as numbers, its lines, and where each stands."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import NamedTuple

from generator.linking.reuse import blanked, reused_spans
from generator.records import Post, Span
from generator.text import surfaces, word_ids, word_spans

_LINE = re.compile(r"[^\n]*\S[^\n]*")


class Line(NamedTuple):
    """A line that is not blank: text offsets without the white space around it, and the indices of its words."""

    start: int
    end: int
    first: int  # index of the line's first word
    last: int  # index after its last word; equal to `first` where the line has no words


class Reading:
    """One post's words. `ids` are made at once; spans and lines only for the posts that matter.

    `text` is what is read: `Post.text`, or as many characters, some of them blanked; None leaves out what only repeats.
    """

    def __init__(self, post: Post, index: int, *, text: str | None = None) -> None:
        self.post = post
        self.index = index  # position in Thread.posts
        self.text = blanked(post.text, reused_spans(post)) if text is None else text
        self.ids = word_ids(self.text)

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """[start, end) of each word."""
        return word_spans(self.text)

    @cached_property
    def lines(self) -> list[Line]:
        """The lines that are not blank, in order."""
        found: list[Line] = []
        first = 0
        for match in _LINE.finditer(self.text):
            raw = match.group()
            start = match.start() + len(raw) - len(raw.lstrip())
            last = first + len(surfaces(raw))  # no word runs over a line's end, so that lines can be counted one by one
            found.append(Line(start, match.start() + len(raw.rstrip()), first, last))
            first = last
        return found

    @cached_property
    def _line_firsts(self) -> list[int]:
        return [line.first for line in self.lines]

    @cached_property
    def _line_starts(self) -> list[int]:
        return [line.start for line in self.lines]

    def line_at(self, offset: int) -> int:
        """Return the index of the line that holds the text offset, or of the next one where none does."""
        index = bisect_left(self._line_starts, offset + 1) - 1
        if index < 0 or self.lines[index].end <= offset:
            index += 1
        return index

    def line_of_word(self, word: int) -> Line:
        """Return the line that the word stands in."""
        return self.lines[bisect_right(self._line_firsts, word) - 1]

    def start_of_word(self, word: int) -> int:
        """Return where the word starts; where it begins a line, where the line starts."""
        line = self.line_of_word(word)
        return line.start if line.first == word else self.spans[word][0]

    def end_of_word(self, word: int) -> int:
        """Return where the word ends; where it ends a line, where the line ends."""
        line = self.line_of_word(word)
        return line.end if line.last == word + 1 else self.spans[word][1]

    def between(self, left_word: int, right_word: int) -> str:
        """Return the text after word `left_word` (-1: from the start) and before word `right_word`."""
        start = self.spans[left_word][1] if left_word >= 0 else 0
        end = self.spans[right_word][0] if right_word < len(self.spans) else len(self.text)
        return self.text[start:end]


def span_of(reading: Reading, first: int, last: int) -> Span:
    """Return the text offsets from the start of word `first` to the end of word `last - 1`."""
    return Span(reading.spans[first][0], reading.spans[last - 1][1])


def words_in(reading: Reading, span: Span) -> tuple[int, int]:
    """Return the range [first, last) of the words that begin inside the span."""
    return bisect_left(reading.spans, (span.start, 0)), bisect_left(reading.spans, (span.end, 0))
