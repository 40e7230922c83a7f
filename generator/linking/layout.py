"""How a thread is laid out: what stands between a quote and its reply here, learned from the quotes already found."""

from __future__ import annotations

import math
import re
from collections import Counter

from generator.linking.reading import Line
from generator.records import Thread

SAMPLE_POSTS = 60
WRAPPED_COLUMNS = range(60, 81)  # mail and news wrap by hand: full lines end here
PRIOR_WEIGHT = 2.0  # observations that a belief without evidence is worth
MOST_SAID = 3.0  # the log odds that one separator may add: e^3 is twenty to one

_BLANKS = re.compile(r"[^\S\n]+")


def is_hard_wrapped(thread: Thread) -> bool:
    """True where most long paragraphs are broken into lines of 60-80 characters, as in mail and news.

    There a quote is marked line by line, and a nested quote is a quote of its own; elsewhere quotes are blocks.
    """
    full = longer = 0
    for post in thread.posts[:SAMPLE_POSTS]:
        for line in post.text[:20_000].split("\n"):
            if len(line) > WRAPPED_COLUMNS.stop:
                longer += 1
            elif len(line) >= WRAPPED_COLUMNS.start:
                full += 1
    return full > 4 * longer


def separator(text: str, before: Line, after: Line) -> str:
    """Return the shape of what stands between two lines: its line ends, and where there are blanks between them."""
    gap = text[before.end : after.start]
    return _BLANKS.sub(" ", gap[gap.find("\n") :])


class Joints:
    """Counts of the separators between quotes and own words (`after`), own words and quotes (`before`), and all others."""

    def __init__(self) -> None:
        self._after: Counter[str] = Counter()
        self._before: Counter[str] = Counter()
        self._inside: Counter[str] = Counter()
        self._totals = [0, 0, 0]

    def learn(self, text: str, lines: list[Line], quotes: list[tuple[int, int]]) -> None:
        """Add a post's separators; `quotes` are text offsets of its quotes, in order."""
        position = 0
        for before, after in zip(lines, lines[1:], strict=False):
            while position < len(quotes) and quotes[position][1] < before.end:
                position += 1
            key = separator(text, before, after)
            if position < len(quotes) and quotes[position][1] == before.end:
                self._after[key] += 1
                self._totals[0] += 1
            elif any(start == after.start for start, _ in quotes[position : position + 1]):
                self._before[key] += 1
                self._totals[1] += 1
            else:
                self._inside[key] += 1
                self._totals[2] += 1

    def after(self, key: str) -> float:
        """Return the log odds that the separator ends a quote rather than divides two lines of one voice."""
        return self._log_ratio(self._after[key], self._totals[0], key)

    def before(self, key: str) -> float:
        """Return the log odds that the separator begins a quote."""
        return self._log_ratio(self._before[key], self._totals[1], key)

    def _log_ratio(self, seen: int, total: int, key: str) -> float:
        # Without evidence both shares are the same: a separator that was never seen says nothing.
        prior = (seen + self._inside[key] + 1) / (total + self._totals[2] + 2)
        here = (seen + PRIOR_WEIGHT * prior) / (total + PRIOR_WEIGHT)
        elsewhere = (self._inside[key] + PRIOR_WEIGHT * prior) / (self._totals[2] + PRIOR_WEIGHT)
        return max(-MOST_SAID, min(MOST_SAID, math.log(here / elsewhere)))
