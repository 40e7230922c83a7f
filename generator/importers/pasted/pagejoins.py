"""Several pages of one thread, pasted one below the other: where the next page begins, and what it shows again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.importers.pasted.chunks import Chunk
from generator.importers.pasted.lines import Lines
from generator.records import Span

_PAGE_NUMBER = re.compile(r"\s?[|–—-]\s?(?:page|seite|página|strona|страница)\s\d{1,6}\b", re.IGNORECASE)
_LONGEST_TITLE = 300
_SHORTEST_TITLE = 12  # signs; a shorter one may be how a post begins
_LONGEST_OVERLAP = 60  # posts; a page has 20 to 50


@dataclass(frozen=True, slots=True)
class Joined:
    """The chunks of all pages, each post once, and the places of those that a later page shows again."""

    chunks: tuple[Chunk, ...]
    repeats: tuple[Span, ...] = ()


def join_pages(lines: Lines, chunks: Sequence[Chunk], title: str) -> Joined:
    """Return the chunks of pages that each begin with the thread's title, without the titles and what is shown twice.

    A post stands on two pages where the first posts of a page are the last ones of the page before, word for word.
    O(chunks) joints, each of at most `_LONGEST_OVERLAP` comparisons.
    """
    kept: list[Chunk] = []
    repeats: list[Span] = []
    skip = 0
    opened = [_behind_title(lines, chunk, title) for chunk in chunks]
    words = [_words(lines, chunk) for chunk in opened]
    for place, (chunk, below) in enumerate(zip(chunks, opened, strict=True)):
        if below.first > chunk.first:
            before = [_words(lines, each) for each in kept[-_LONGEST_OVERLAP:]]
            skip = _overlap(before, words[place : place + _LONGEST_OVERLAP])
        if skip:
            skip -= 1
            repeats.append(lines.span(below.first, below.stop - 1))
        else:
            kept.append(below)
    return Joined(tuple(kept), tuple(repeats))


def _behind_title(lines: Lines, chunk: Chunk, title: str) -> Chunk:
    """Return a chunk without the thread's title above it, which says that another page begins there."""
    opening = lines.bare[chunk.first]
    if chunk.mark is None or min(len(title), len(opening)) < _SHORTEST_TITLE or len(opening) > _LONGEST_TITLE:
        return chunk
    if _PAGE_NUMBER.sub("", opening) != _PAGE_NUMBER.sub("", title):
        return chunk
    first = lines.next_filled(chunk.first + 1, chunk.stop)
    return replace(chunk, first=first) if first < chunk.stop else chunk


def _words(lines: Lines, chunk: Chunk) -> tuple[str, ...]:
    return tuple(lines.bare[line] for line in lines.filled(chunk.first, chunk.stop))


def _overlap(before: Sequence[tuple[str, ...]], after: Sequence[tuple[str, ...]]) -> int:
    """Return how many of the last chunks of a page the next one begins with; the most that fit."""
    most = min(len(before), len(after), _LONGEST_OVERLAP)
    return next((size for size in range(most, 0, -1) if list(before[-size:]) == list(after[:size])), 0)
