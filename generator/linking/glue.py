"""Quotes without an origin in dumps whose layout tells: where quotes are glued to their replies by a single line end.

Software that closes a quote without a blank line, and writers who part their own paragraphs by one, leave a clear sign:
lines that begin a post or stand behind a blank line, and end without one, were pasted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from generator.linking.reading import Line, Reading

LEAST_QUOTES = 3  # found ones; fewer do not tell how a dump glues its quotes
GLUED_SHARE = 0.75  # of the found quotes that a reply follows
PARTED_SHARE = 0.75  # of the separators between own lines that hold a blank line
FEWEST_WORDS = 8  # shorter lines are headings, greetings and lists
LONGEST_LINES = 8
_LIST_ITEM = re.compile(r"\s*(?:[0-9]{1,3}[.)]|[a-zA-Z]\)|[-*•–])\s")
GLUED = 0.75  # 6 of 8 such runs in the gold are marked as quotes; the other two read like quotes made by hand


def is_glued(readings: Sequence[Reading], quotes: Sequence[Sequence[tuple[int, int]]]) -> bool:
    """True where a single line end parts quotes from replies, and a blank line parts own paragraphs.

    `quotes` are the text offsets of the found quotes of each post, in order.
    """
    glued = closed = parted = gaps = 0
    for reading, spans in zip(readings, quotes, strict=True):
        ends = {end for _, end in spans}
        for before, after in pairwise(reading.lines):
            is_single = reading.text.count("\n", before.end, after.start) == 1
            if before.end in ends:
                closed += 1
                glued += is_single
            elif not any(start < after.end and before.start < end for start, end in spans[-4:]):
                gaps += 1
                parted += not is_single
    return closed >= LEAST_QUOTES and glued >= GLUED_SHARE * closed and parted >= PARTED_SHARE * gaps


def glued_runs(reading: Reading, spans: Sequence[tuple[int, int]]) -> list[tuple[Line, Line]]:
    """Return the first and last lines of the runs of a post that end like quotes; `spans` are its found quotes.

    A run begins with the post or behind a blank line, and is the shortest such: what stands before a blank line in it
    belongs to it only at the beginning of the post, where nothing else could have gone before.
    """
    lines = reading.lines
    runs: list[tuple[Line, Line]] = []
    start = 0
    for index, line in enumerate(lines[:-1]):
        gap = reading.text.count("\n", line.end, lines[index + 1].start)
        if gap > 1:
            if start or any(s <= line.start < e for s, e in spans):
                start = index + 1
            continue
        is_free = not any(s < line.end and lines[start].start < e for s, e in spans)
        words = line.last - lines[start].first
        begins_well = start == 0 or reading.text.count("\n", lines[start - 1].end, lines[start].start) > 1
        is_list = any(_LIST_ITEM.match(reading.text, each.start) for each in (line, lines[index + 1]))
        if is_free and begins_well and not is_list and words >= FEWEST_WORDS and index - start < LONGEST_LINES:
            runs.append((lines[start], line))
        start = index + 1
    return runs
