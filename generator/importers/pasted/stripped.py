"""Posts of a dump that lost its page: bodies one after the other, closed by marks, some with a header line or two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.importers.pasted.chunks import Chunk, cut_at
from generator.importers.pasted.drafts import UNKNOWN, Draft, Found
from generator.importers.pasted.lines import Lines
from generator.importers.pasted.names import LONGEST_NAME, Lexicon, Opening, signs_of, weigh
from generator.importers.pasted.sheets import Sheet
from generator.importers.pasted.skins import Hit
from generator.records import Guess

_MOST_TITLES = 7  # user title, ranks and badges of one person; the most seen in 1,000 headers is 6
_LONGEST_TITLE = 80
_LONGEST_THREAD_TITLE = 200
_LONGEST_BADGE = 40
_SHARED_BY = 3  # people; two may begin with the same short quote
_SENTENCE_END = frozenset(".?!,;:")
_FOLLOWED_BY_TITLES = 6.0  # log-odds: a line above "Moderator" or "Banned" is a name; 3 of 1,000 seen were not


@dataclass(frozen=True, slots=True)
class Header:
    """The lines above a body: the name's line, the titles' lines; `body` is the first line of the body."""

    name: int | None
    titles: tuple[int, ...]
    body: int
    author: Guess[str] = UNKNOWN


def find_stripped(sheet: Sheet, how: Guess[str]) -> Found:
    """Return the posts between the marks; `how` says what the marks are and how sure that is."""
    lines, hits = sheet.lines, sheet.hits
    title_line = title_of(lines, hits)
    start = 0 if title_line is None else title_line + 1
    chunks = [chunk for chunk in cut_at(lines, lines.marks, hits, start=start) if not chunk.is_empty]
    headers = _headers(lines, chunks, hits)
    drafts: list[Draft] = []
    carried: Header | None = None
    for chunk, header in zip(chunks, headers, strict=True):
        header = _joined(carried, header, chunk)
        carried = header if header.body >= chunk.stop else None
        if carried is None:
            drafts.append(_draft(lines, chunk, header, how))
    if title_line is None:
        return Found(tuple(drafts))
    title = Guess(lines.bare[title_line], 0.9, (f"line {title_line + 1} is the first line of the dump",), "header")
    return Found(tuple(drafts), title, lines.of(title_line))


def title_of(lines: Lines, hits: Sequence[Sequence[Hit]]) -> int | None:
    """Return the line of the thread's title: the first line of the dump, unless it is prose or a word of the page."""
    first = lines.next_filled(0, len(lines))
    if first >= len(lines) or len(lines.bare[first]) > _LONGEST_THREAD_TITLE or hits[first]:
        return None
    return first if lines.next_filled(first + 1, len(lines)) < len(lines) else None


def _headers(lines: Lines, chunks: Sequence[Chunk], hits: Sequence[Sequence[Hit]]) -> list[Header]:
    lexicon = Lexicon(lines, chunks)
    badges = _badges(lines, chunks)
    titles = [_titles(lines, chunk, hits, badges) for chunk in chunks]
    asked = [place for place, chunk in enumerate(chunks) if _may_open_with_name(lines, chunk)]
    openings = [_opening(lines, chunks[place], lexicon) for place in asked]
    chances = dict(
        zip(asked, weigh(openings, [bool(titles[place]) * _FOLLOWED_BY_TITLES for place in asked]), strict=True)
    )
    return [_header(lines, chunk, titles[place], chances.get(place, 0.0)) for place, chunk in enumerate(chunks)]


def _may_open_with_name(lines: Lines, chunk: Chunk) -> bool:
    has_more = lines.next_filled(chunk.first + 1, chunk.stop) < chunk.stop
    return has_more and len(lines.bare[chunk.first]) <= LONGEST_NAME


def _opening(lines: Lines, chunk: Chunk, lexicon: Lexicon) -> Opening:
    text = lines.bare[chunk.first]
    second = lines.next_filled(chunk.first + 1, chunk.stop)
    layout = (lines.is_after_blank(chunk.first), second > chunk.first + 1)
    return Opening(chunk.first, text, layout, signs_of(text, lines.bare[second], lexicon))


def _badges(lines: Lines, chunks: Sequence[Chunk]) -> frozenset[str]:
    """Return the lines that stand near the top of chunks, below three or more different first lines, and nowhere else.

    These are ranks of many people. A quote that three posts begin with stands somewhere else too: in its origin.
    """
    below: dict[str, set[str]] = {}
    elsewhere: set[str] = set()
    for chunk in chunks:
        top = _top(lines, chunk)
        for line in top[1:]:
            if len(lines.bare[line]) <= _LONGEST_BADGE:
                below.setdefault(lines.bare[line], set()).add(lines.bare[chunk.first])
        elsewhere.update(lines.bare[line] for line in lines.filled(top[-1] + 1 if top else chunk.first, chunk.stop))
    return frozenset(text for text, tops in below.items() if len(tops) >= _SHARED_BY and text not in elsewhere)


def _top(lines: Lines, chunk: Chunk) -> list[int]:
    """Return the first lines of a chunk, as far as they may be a name and titles."""
    run: list[int] = []
    for line in lines.filled(chunk.first, chunk.stop):
        text = lines.bare[line]
        if len(run) > _MOST_TITLES or len(text) > _LONGEST_TITLE or text[-1] in _SENTENCE_END:
            break
        run.append(line)
    return run


def _titles(lines: Lines, chunk: Chunk, hits: Sequence[Sequence[Hit]], badges: frozenset[str]) -> tuple[int, ...]:
    """Return the lines below the first one that are user titles: up to the last known one, with what is between."""
    top = _top(lines, chunk)
    known = [place for place, line in enumerate(top) if place and (_is_title(hits[line]) or lines.bare[line] in badges)]
    if not known:
        return ()
    last = known[-1]
    if any(hit.role == "label" for hit in hits[top[last]]) and last + 1 < len(top):
        last += 1  # the value of a label stands on the next line
    return tuple(top[1 : last + 1])


def _is_title(found: Sequence[Hit]) -> bool:
    return any(hit.role in ("title", "label", "menu") for hit in found)


def _header(lines: Lines, chunk: Chunk, titles: tuple[int, ...], chance: float) -> Header:
    if chance < 0.5:
        return Header(None, (), chunk.first)
    last = titles[-1] if titles else chunk.first
    name = lines.bare[chunk.first]
    evidence = [f"line {chunk.first + 1} opens a post and reads like a name"]
    if titles:
        evidence.append(f"user titles follow it ({lines.bare[titles[0]]!r})")
    author = Guess(name, round(min(chance, 0.99), 3), tuple(evidence), "header")
    return Header(chunk.first, titles, lines.next_filled(last + 1, chunk.stop), author)


def _joined(carried: Header | None, header: Header, chunk: Chunk) -> Header:
    """Return the header of a chunk, with that of the chunk above where it had no body of its own."""
    if carried is None:
        return header
    return Header(carried.name, carried.titles, chunk.first, carried.author)


def _draft(lines: Lines, chunk: Chunk, header: Header, how: Guess[str]) -> Draft:
    evidence = (f"line {chunk.mark + 1} {how.value}",) if chunk.mark is not None else ("the dump begins here",)
    return Draft(
        lines=(header.body, chunk.stop),
        boundary=Guess("start of a post", how.confidence, (*evidence, *how.evidence), "mark"),
        author=header.author,
        author_span=lines.of(header.name) if header.name is not None else None,
        titles=tuple(lines.bare[line] for line in header.titles),
    )
