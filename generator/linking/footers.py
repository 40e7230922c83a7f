"""Lines below the posts that are nobody's words there: footers of a mailing list, signatures. They are no quotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from generator.linking.candidates import Candidate
from generator.linking.reading import Line, Reading
from generator.text import letters

LAST_LINES = 4  # of a post in which a footer is looked for
FEWEST_POSTS = 4  # that end with the same line


class Footers(NamedTuple):
    """The letters of the lines that end several posts of a thread."""

    lines: frozenset[str]

    def hold(self, candidate: Candidate, reading: Reading) -> bool:
        """True where a candidate is nothing but such lines."""
        first, last = reading.line_at(candidate.start), reading.line_at(candidate.end - 1)
        return all(_key(reading, line) in self.lines for line in reading.lines[first : last + 1])


def footers_of(readings: Sequence[Reading]) -> Footers:
    """Return the lines that stand among the last of several posts."""
    posts: Counter[str] = Counter()
    for reading in readings:
        posts.update({_key(reading, line) for line in reading.lines[-LAST_LINES:]})
    return Footers(frozenset(line for line, count in posts.items() if count >= FEWEST_POSTS))


def _key(reading: Reading, line: Line) -> str:
    return letters(reading.text[line.start : line.end])
