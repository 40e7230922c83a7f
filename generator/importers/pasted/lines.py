"""The lines of a dump, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.records import Span

NBSP = "\u00a0"
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a text, as parallel tuples, one entry a line.

    A line ends at "\\n" or "\\r\\n" (in a text without any "\\n": at "\\r"); no other sign ends one, so line numbers
    are those of every editor. `bare` is the line without white space at its ends, "" for a blank line; `at` is the dump
    offset of its first character (of the line itself where blank).
    """

    text: str
    bare: tuple[str, ...]
    at: tuple[int, ...]
    starts: tuple[int, ...]
    marks: tuple[int, ...]  # the lines that hold one NBSP and nothing else: XenForo closes a body with such a line

    def __len__(self) -> int:
        return len(self.bare)

    def end(self, line: int) -> int:
        """Return the dump offset behind the last visible character of a line."""
        return self.at[line] + len(self.bare[line])

    def span(self, first: int, last: int) -> Span:
        """Return the dump offsets from the first visible character of one line to the last one of another."""
        return Span(self.at[first], self.end(last))

    def of(self, line: int) -> Span:
        return Span(self.at[line], self.at[line] + len(self.bare[line]))

    def filled(self, start: int, stop: int) -> Iterator[int]:
        """Return the lines from `start` to before `stop` that are not blank."""
        bare = self.bare
        return (line for line in range(start, stop) if bare[line])

    def next_filled(self, start: int, stop: int) -> int:
        """Return the first line from `start` on that is not blank, or `stop`."""
        bare = self.bare
        while start < stop and not bare[start]:
            start += 1
        return min(start, stop)

    def last_filled(self, start: int, stop: int) -> int:
        """Return the last line before `stop` that is not blank, or `start` - 1."""
        bare = self.bare
        return next((line for line in range(stop - 1, start - 1, -1) if bare[line]), start - 1)

    def is_after_blank(self, line: int) -> bool:
        return line > 0 and not self.bare[line - 1] and (line - 1) not in self.marks


def split_lines(text: str) -> Lines:
    """Return the lines of a text. O(len(text)) time."""
    newline = "\n" if "\n" in text or "\r" not in text else "\r"
    bare: list[str] = []
    at: list[int] = []
    starts: list[int] = []
    marks: list[int] = []
    offset = 0
    for number, raw in enumerate(text.split(newline)):
        kept = raw.strip()
        before = len(raw) - len(raw.lstrip()) if kept else 0
        if number == 0 and raw.startswith(BYTE_ORDER_MARK):
            kept = raw[1:].strip()
            before = len(raw) - len(raw[1:].lstrip()) if kept else 1
        starts.append(offset)
        bare.append(kept)
        at.append(offset + before)
        if not kept and raw.rstrip("\r") == NBSP:
            marks.append(number)
        offset += len(raw) + 1
    kept_marks = [mark for mark in marks if not _is_among_spacing(text, starts, bare, mark)]
    return Lines(text, tuple(bare), tuple(at), tuple(starts), tuple(kept_marks))


def _is_among_spacing(text: str, starts: list[int], bare: list[str], mark: int) -> bool:
    """True where the lines beside a lone NBSP are spaced with NBSPs too: then it is an empty line of indented text."""
    above = text[starts[mark - 1] : starts[mark]].rstrip("\r\n") if mark and bare[mark - 1] else ""
    below = text[starts[mark + 1] : starts[mark + 1] + 2] if mark + 1 < len(starts) and bare[mark + 1] else ""
    return above[-1:] == NBSP or above[:1] == NBSP or NBSP in below
