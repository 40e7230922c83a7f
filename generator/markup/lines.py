"""Whether a run of a text covers whole lines: then it is a block of its own, else it stands inside a line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Set
from dataclasses import dataclass

from generator.records import Span

_BLANK = frozenset(" \t\xa0\u200b\ufeff")
_LINE_END = frozenset("\r\n")


@dataclass(frozen=True, slots=True)
class LineEnds:
    """Where lines begin and end: at line ends, at the borders of blocks, and behind what is hidden."""

    text: str
    hidden: list[Span]  # sorted, apart
    starts: Set[int]  # offsets at which a block begins
    ends: Set[int]

    def are_met_by(self, span: Span) -> bool:
        """True where nothing but blanks stands beside the span in its first and its last line. O(blanks)."""
        return self._begins_at(span.start) and self._ends_at(span.end)

    def _begins_at(self, at: int) -> bool:
        while at > 0 and at not in self.starts and self.text[at - 1] not in _LINE_END:
            gap = bisect_left(self.hidden, Span(at, at)) - 1
            if gap >= 0 and self.hidden[gap].end >= at:
                at = self.hidden[gap].start
            elif self.text[at - 1] in _BLANK:
                at -= 1
            else:
                return False
        return True

    def _ends_at(self, at: int) -> bool:
        while at < len(self.text) and at not in self.ends and self.text[at] not in _LINE_END:
            gap = bisect_left(self.hidden, Span(at + 1, at + 1)) - 1
            if gap >= 0 and self.hidden[gap].end > at:
                at = self.hidden[gap].end
            elif self.text[at] in _BLANK:
                at += 1
            else:
                return False
        return True
