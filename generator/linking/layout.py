"""How a thread is laid out: what stands between a quote and its reply here, learned from the quotes already found."""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict

from generator.linking.reading import Reading
from generator.records import Thread

SAMPLE_POSTS = 60
WRAPPED_COLUMNS = range(60, 81)  # mail and news wrap by hand: full lines end here
WRAPPED_SHARE = 2  # times as many full lines as longer ones: code, logs and addresses are not wrapped
# ... and so many of them; with less, 18 of 976 threads of boards in the gold count as mail, with this 4.
FEWEST_WRAPPED, WRAPPED_LINES = 10, 2  # in all, and a post
PLAIN_WEIGHT = 0.2  # a post without a found quote may yet have one whose origin is missing: it tells little
PRIOR_WEIGHT = 1.0  # observations that a belief without evidence is worth
MOST_SAID = 3.0  # the log odds that one separator may add: e^3 is twenty to one


def is_hard_wrapped(thread: Thread) -> bool:
    """True where most long paragraphs are broken into lines of 60-80 characters, as in mail and news.

    There a quote is marked line by line, and a nested quote is a quote of its own; elsewhere quotes are blocks.
    """
    full = longer = 0
    sample = thread.posts[:SAMPLE_POSTS]
    for post in sample:
        for line in post.text[:20_000].split("\n"):
            if len(line) > WRAPPED_COLUMNS.stop:
                longer += 1
            elif len(line) >= WRAPPED_COLUMNS.start:
                full += 1
    return full > WRAPPED_SHARE * longer and full >= max(FEWEST_WRAPPED, WRAPPED_LINES * len(sample))


class Joints:
    """Counts of the separators between quotes and own words (`after`), own words and quotes (`before`), and others.

    A separator is what `Reading.separators` tells of: the shape of what stands between two lines.
    """

    def __init__(self) -> None:
        self._after: defaultdict[str, float] = defaultdict(float)
        self._before: defaultdict[str, float] = defaultdict(float)
        self._inside: defaultdict[str, float] = defaultdict(float)
        self._totals = [0.0, 0.0, 0.0]
        self._lone: defaultdict[str, int] = defaultdict(int)  # posts without quotes that have this separator once
        self._plain: defaultdict[str, int] = defaultdict(int)  # how often it stands in own words
        self._known_after: dict[str, float] = {}  # log odds as they are until something more is learned
        self._known_before: dict[str, float] = {}

    def learn(self, reading: Reading, quotes: list[tuple[int, int, float]]) -> None:
        """Add a post's separators; `quotes` are its quotes in order: text offsets, and how sure each is."""
        self._known_after.clear()
        self._known_before.clear()
        ends = {end: weight for _, end, weight in quotes}
        starts = {start: weight for start, _, weight in quotes}
        for key, (before, after) in zip(reading.separators, itertools.pairwise(reading.lines), strict=True):
            ends_quote, starts_quote = ends.get(before.end, 0.0), starts.get(after.start, 0.0)
            rest = max(0.0, 1 - ends_quote - starts_quote)
            self._after[key] += ends_quote
            self._before[key] += starts_quote
            self._inside[key] += rest
            self._plain[key] += rest == 1
            self._totals[0] += ends_quote
            self._totals[1] += starts_quote
            self._totals[2] += rest

    def learn_plain(self, reading: Reading) -> None:
        """Add the separators of a post without quotes."""
        self._known_after.clear()
        self._known_before.clear()
        counts = Counter(reading.separators)
        for key, count in counts.items():
            self._inside[key] += PLAIN_WEIGHT * count
            self._plain[key] += count
            self._lone[key] += count == 1
        self._totals[2] += PLAIN_WEIGHT * counts.total()

    def share_after(self, key: str) -> float:
        """Return the share of the found quotes that this separator follows; 0 where none was found."""
        return self._after.get(key, 0.0) / self._totals[0] if self._totals[0] else 0.0

    def sole(self, key: str) -> float:
        """Return how far this separator is kept for the end of quotes here: 1 where no post has it twice.

        A separator that also divides the paragraphs of one voice comes several times in many posts.
        """
        after = self._after.get(key, 0.0)
        count = after + self._plain.get(key, 0)
        return (after + self._lone.get(key, 0)) / count if count else 0.0

    def after(self, key: str) -> float:
        """Return the log odds that the separator ends a quote rather than divides two lines of one voice."""
        known = self._known_after.get(key)
        if known is None:
            known = self._known_after[key] = self._log_ratio(self._after.get(key, 0.0), self._totals[0], key)
        return known

    def before(self, key: str) -> float:
        """Return the log odds that the separator begins a quote."""
        known = self._known_before.get(key)
        if known is None:
            known = self._known_before[key] = self._log_ratio(self._before.get(key, 0.0), self._totals[1], key)
        return known

    def _log_ratio(self, seen: float, total: float, key: str) -> float:
        # Without evidence both shares are the same: a separator that was never seen says nothing.
        inside = self._inside.get(key, 0.0)
        prior = (seen + inside + 1) / (total + self._totals[2] + 2)
        here = (seen + PRIOR_WEIGHT * prior) / (total + PRIOR_WEIGHT)
        elsewhere = (inside + PRIOR_WEIGHT * prior) / (self._totals[2] + PRIOR_WEIGHT)
        return max(-MOST_SAID, min(MOST_SAID, math.log(here / elsewhere)))
