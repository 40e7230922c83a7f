"""Quotes without an origin in dumps whose layout tells: where quotes are glued to their replies by a single line end.

Software that closes a quote without a blank line, and writers who part their own paragraphs by one, leave a clear sign:
lines that begin a post or stand behind a blank line, and end without one, were pasted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from generator.linking.reading import Line, Reading

LEAST_QUOTES = 3  # found ones; fewer do not tell how a dump glues its quotes
GLUED_SHARE = 0.75  # of the found quotes that a reply follows
PARTED_SHARE = 0.75  # of the separators between own lines that hold a blank line
FEWEST_WORDS = 8  # shorter lines are headings, greetings and lists
LONGEST_LINES = 8
_LIST_ITEM = re.compile(r"\s*(?:[0-9]{1,3}[.)]|[a-zA-Z]\)|[-*•–])\s")
_SENTENCE_END = re.compile(r"[.!?]")
LONG_REPLY = 40  # words
TAKEN_UP = 0.55  # little more than an even chance, by hand: a writer may announce his subject so
QUESTIONED = 0.6  # a writer may question himself; too rare in the gold to be counted
GLUED = 0.75  # 6 of 8 such runs in the gold are marked as quotes; the other two read like quotes made by hand


class Pasted(NamedTuple):
    """The first and the last line of what was pasted, how probable that is, and what speaks for it."""

    head: Line
    tail: Line
    confidence: float
    evidence: str


def is_glued(readings: Sequence[Reading], quotes: Sequence[Sequence[tuple[int, int]]]) -> bool:
    """True where a single line end parts quotes from replies, and a blank line parts own paragraphs.

    `quotes` are the text offsets of the found quotes of each post, in order.
    """
    if sum(map(len, quotes)) < LEAST_QUOTES:
        return False
    glued = closed = parted = gaps = 0
    for reading, spans in zip(readings, quotes, strict=True):
        ends = {end for _, end in spans}
        for (before, after), gap in zip(pairwise(reading.lines), reading.separators, strict=True):
            is_single = gap.count("\n") == 1
            if before.end in ends:
                closed += 1
                glued += is_single
            elif not any(start < after.end and before.start < end for start, end in spans[-4:]):
                gaps += 1
                parted += not is_single
    return closed >= LEAST_QUOTES and glued >= GLUED_SHARE * closed and parted >= PARTED_SHARE * gaps


def glued_runs(reading: Reading, spans: Sequence[tuple[int, int]]) -> list[Pasted]:
    """Return the runs of a post that end like quotes; `spans` are its found quotes.

    A run begins with the post or behind a blank line, and is the shortest such: what stands before a blank line in it
    belongs to it only at the beginning of the post, where nothing else could have gone before.
    """
    lines = reading.lines
    runs: list[Pasted] = []
    start = 0
    for index, (line, following) in enumerate(pairwise(lines)):
        head = lines[start]
        is_free = not any(s < line.end and head.start < e for s, e in spans)
        is_long = line.last - head.first >= FEWEST_WORDS and index - start < LONGEST_LINES
        if reading.text.count("\n", line.end, following.start) > 1:
            if is_free and is_long and index == 0 and _is_questioned(reading, line, following):
                runs.append(Pasted(head, line, QUESTIONED, "what follows takes up its words and questions them"))
            elif is_free and index == 0 and _is_taken_up(reading, line, following):
                runs.append(Pasted(head, line, TAKEN_UP, "a short line, and what follows begins with its first word"))
            if start or runs or not is_free:
                start = index + 1
            continue
        begins_well = start == 0 or reading.text.count("\n", lines[start - 1].end, head.start) > 1
        is_list = any(_LIST_ITEM.match(reading.text, each.start) for each in (line, following))
        if is_free and is_long and begins_well and not is_list:
            runs.append(Pasted(head, line, GLUED, "glued to what follows as quotes are in this thread"))
        start = index + 1
    return runs


def _is_taken_up(reading: Reading, line: Line, following: Line) -> bool:
    """True where a line of a few words is followed by a long paragraph that begins with the same word."""
    few, many = line.last - line.first, following.last - following.first
    return 1 < few < FEWEST_WORDS and many >= LONG_REPLY and reading.ids[line.first] == reading.ids[following.first]


def _is_questioned(reading: Reading, line: Line, following: Line) -> bool:
    """True where the first sentence behind a line is a question that begins with two words in a row of that line."""
    opening = tuple(reading.ids[following.first : following.first + 2])
    said = reading.ids[line.first : line.last]
    end = _SENTENCE_END.search(reading.text, following.start, following.end)
    return len(opening) == 2 and opening in pairwise(said) and end is not None and end.group() == "?"
