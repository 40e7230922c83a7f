"""Who wrote a post of a stripped dump: the name above its body, and the titles below the name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from generator.importers.pasted.chunks import Chunk
from generator.importers.pasted.drafts import UNKNOWN
from generator.importers.pasted.lines import Lines
from generator.importers.pasted.names import LIKELY, LONGEST_NAME, Layout, Lexicon, Opening, Scene, signs_of, weigh
from generator.importers.pasted.sheets import Sheet, strip_reply
from generator.importers.pasted.skins import Role, fold
from generator.importers.pasted.stamps import Seed, stamp_of
from generator.records import Guess

_MOST_TITLES = 7  # user title, ranks and badges of one person; the most seen in 1,000 headers is 6
_LONGEST_TITLE = 80
_LONGEST_BADGE = 40
_SHARED_BY = 3  # people; two may begin with the same short quote
_SENTENCE_END = frozenset(".?!,;:")
_WORDS_OF_BODIES: frozenset[Role] = frozenset(("placeholder", "lead", "expand", "attachments", "subject"))
_FOLLOWED_BY_TITLES = 6.0  # log-odds: a line above "Moderator" or "Banned" is a name; 3 of 1,000 seen were not
_UNTITLED = -5.0  # log-odds: where names have titles, a first line without one is hardly ever a name
_MAYBE_TITLED = -3.0  # log-odds: the same where what stands right below may be a title of its owner's own making
_MOSTLY_TITLED = 0.6  # share of posts with titles from which on unknown short lines below a name count as titles
_OFTEN = 0.15
_MOST_INDENT = 2  # a centred line is a heading
_ANSWERS_AFTER = 3  # posts; a one-line post that is quoted whole is answered soon or never
_MOST_IN_NAME = 3  # blanks
_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Header:
    """The lines above a body: the name's line, the titles' lines; `body` is the first line of the body."""

    name: int | None
    titles: tuple[int, ...]
    body: int
    author: Guess[str] = UNKNOWN
    stamp: Seed | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the first lines of chunks: which of them are names.

    `places` are those of the chunks in question, `openings` their first lines, and `further` what the titles below
    them say, in log-odds. `stamps` are the lines of date and number at the top of every chunk, which `chunks` begin
    behind; `titles` are the lines of each chunk that are user titles if its first line is a name.
    """

    chunks: tuple[Chunk, ...]
    stamps: tuple[tuple[Seed, ...], ...]
    titles: tuple[tuple[int, ...], ...]
    places: tuple[int, ...]
    openings: tuple[Opening, ...]
    further: tuple[float, ...]


def ask_for_names(sheet: Sheet, chunks: Sequence[Chunk], title: str) -> Question:
    """Return the first lines that may be names; `title` is the thread's: a post that repeats it begins with none."""
    lines = sheet.lines
    stamps = [_stamps(sheet, chunk) for chunk in chunks]
    chunks = [replace(chunk, first=_behind(lines, chunk, found)) for chunk, found in zip(chunks, stamps, strict=True)]
    badges = _badges(lines, chunks)
    chunks = _behind_tags(lines, chunks, [_titles(sheet, chunk, badges) for chunk in chunks])
    lexicon = Lexicon(lines, [chunk for chunk in chunks if not chunk.is_empty], sheet.names())
    titles = _with_bodies(chunks, [_titles(sheet, chunk, badges) for chunk in chunks])
    places = [
        place
        for place, chunk in enumerate(chunks)
        if _may_open_with_name(sheet, chunk, fold(title)) and not _is_answer(lines, chunks, place)
    ]
    openings = [_opening(lines, chunks, place, lexicon) for place in places]
    further = _by_titles(lines, [chunks[place] for place in places], [titles[place] for place in places], chunks)
    return Question(
        tuple(chunks), tuple(map(tuple, stamps)), tuple(titles), tuple(places), tuple(openings), tuple(further)
    )


def read_headers(sheet: Sheet, chunks: Sequence[Chunk], title: str) -> list[Header]:
    """Return the header of each chunk, in order; one without a body has `body` at the end of its chunk."""
    question = ask_for_names(sheet, chunks, title)
    lines, chunks, stamps = sheet.lines, question.chunks, question.stamps
    chances = dict(zip(question.places, weigh(question.openings, question.further), strict=True))
    titles = _with_unknown_titles(lines, chunks, question.titles, chances)
    known = {lines.bare[chunks[place].first] for place, chance in chances.items() if chance > _SURE}
    headers = [
        _header(lines, chunk, titles[place], chances.get(place, 0.0), known) for place, chunk in enumerate(chunks)
    ]
    return [replace(header, stamp=found[0]) if found else header for header, found in zip(headers, stamps, strict=True)]


def _stamps(sheet: Sheet, chunk: Chunk) -> list[Seed]:
    """Return the date and number lines that stand at the top of a chunk."""
    found: list[Seed] = []
    for line in sheet.lines.filled(chunk.first, chunk.stop):
        stamp = stamp_of(sheet, line)
        if stamp is None or stamp.name or not ((stamp.date and stamp.number) or stamp.is_phrase):
            break
        found.append(stamp)
    return found


def _behind(lines: Lines, chunk: Chunk, stamps: Sequence[Seed]) -> int:
    return lines.next_filled(stamps[-1].stop, chunk.stop) if stamps else chunk.first


def _behind_tags(lines: Lines, chunks: Sequence[Chunk], titles: Sequence[tuple[int, ...]]) -> list[Chunk]:
    """Return the chunks without the tags ("#NowReading" and what goes with them) that the post above was given.

    Tags stand below a body as its buttons do. How many lines they take shows where ranks stand below them: as many
    more than below a name.
    """
    tagged = {place for place, chunk in enumerate(chunks) if not chunk.is_empty and lines.bare[chunk.first][0] == "#"}
    usual = Counter(len(run) for place, run in enumerate(titles) if run and place not in tagged)
    sizes = Counter(len(titles[place]) - usual.most_common(1)[0][0] for place in tagged if titles[place] and usual)
    size = sizes.most_common(1)[0][0] if len(tagged) >= _SHARED_BY and sizes else 0
    found = list(chunks)
    for place in tagged if size > 0 else ():
        chunk = chunks[place]
        first = next(islice(lines.filled(chunk.first, chunk.stop), size, None), chunk.stop)
        found[place] = replace(chunk, first=first)
    return found


def _are_usual(titles: Sequence[tuple[int, ...]]) -> bool:
    return sum(map(bool, titles)) >= max(_SHARED_BY, _OFTEN * len(titles))


def _with_bodies(chunks: Sequence[Chunk], titles: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Return the titles, without the lone ones that leave a chunk no body where the dump shows hardly any.

    "Legend" and "Donor" are ranks here and short answers there.
    """
    if _are_usual(titles) or any(chunk.footers for chunk in chunks):
        return list(titles)
    return [
        () if len(run) == 1 and run[0] + 1 >= chunk.stop else run for chunk, run in zip(chunks, titles, strict=True)
    ]


def _by_titles(
    lines: Lines, opened: Sequence[Chunk], titles: Sequence[tuple[int, ...]], chunks: Sequence[Chunk]
) -> list[float]:
    """Return how much its titles, or their lack, say about the first line of each of the chunks `opened`.

    XenForo, which shows titles beside every name, is known by what it leaves below a body ("Last edited:").
    """
    if not _are_usual(titles) and not any(chunk.footers for chunk in chunks):
        return [_FOLLOWED_BY_TITLES if run else 0.0 for run in titles]
    return [
        _FOLLOWED_BY_TITLES if run else _MAYBE_TITLED if _may_be_titled(lines, chunk) else _UNTITLED
        for chunk, run in zip(opened, titles, strict=True)
    ]


def _may_be_titled(lines: Lines, chunk: Chunk) -> bool:
    """True where a short line without an end follows the first one, and longer text after that."""
    top = _top(lines, chunk)
    if len(top) < 2 or len(lines.bare[top[1]]) > _LONGEST_BADGE or lines.bare[top[1]][-1] in _SENTENCE_END:
        return False
    return lines.next_filled(top[-1] + 1, chunk.stop) < chunk.stop


def _may_open_with_name(sheet: Sheet, chunk: Chunk, title: str) -> bool:
    lines = sheet.lines
    if lines.next_filled(chunk.first + 1, chunk.stop) >= chunk.stop or len(lines.bare[chunk.first]) > LONGEST_NAME:
        return False
    if lines.at[chunk.first] - lines.starts[chunk.first] > _MOST_INDENT or sheet.is_a(chunk.first, _WORDS_OF_BODIES):
        return False
    opening = strip_reply(lines.bare[chunk.first])
    return opening != title and not (" " in opening and opening in title)


def _is_answer(lines: Lines, chunks: Sequence[Chunk], place: int) -> bool:
    """True where the first line of a chunk is a quote: all that one of the posts right before it says, or a line of it.

    A line of a few words with capitals is not told from a signature; the first line of a post may be its author.
    """
    opening = lines.bare[chunks[place].first]
    before = [chunk for chunk in chunks[max(0, place - _ANSWERS_AFTER) : place] if not chunk.is_empty]
    if any(lines.bare[chunk.first] == opening and _is_one_line(lines, chunk) for chunk in before):
        return True
    is_prose = " " in opening and (opening[0].islower() or opening.count(" ") >= _MOST_IN_NAME)
    return is_prose and any(
        lines.bare[line] == opening for chunk in before[-1:] for line in lines.filled(chunk.first + 1, chunk.stop)
    )


def _is_one_line(lines: Lines, chunk: Chunk) -> bool:
    return lines.last_filled(chunk.first, chunk.stop) == chunk.first


def _opening(lines: Lines, chunks: Sequence[Chunk], place: int, lexicon: Lexicon) -> Opening:
    chunk = chunks[place]
    before = chunks[place - 1] if place and not chunks[place - 1].is_empty else None
    signs = signs_of(Scene(chunk, before), lexicon)
    return Opening(chunk.first, lines.bare[chunk.first], _layout(lines, chunk), signs)


def _layout(lines: Lines, chunk: Chunk) -> Layout:
    """Return whether a blank line stands before and after the first line of a chunk.

    One blank line below the thread's title stands there in any case; it tells nothing about names.
    """
    is_apart = lines.next_filled(chunk.first + 1, chunk.stop) > chunk.first + 1
    is_after_blank = lines.is_after_blank(chunk.first)
    if chunk.mark is not None or not is_after_blank:
        return is_after_blank, is_apart
    return True if lines.is_after_blank(chunk.first - 1) else None, is_apart


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
        if len(run) > _MOST_TITLES or len(text) > _LONGEST_TITLE or (text[-1] in _SENTENCE_END and len(run) != 1):
            break  # right below the name, a user title may be a sentence
        run.append(line)
    return run


def _titles(sheet: Sheet, chunk: Chunk, badges: frozenset[str]) -> tuple[int, ...]:
    """Return the lines below the first one that are user titles: up to the last known one, with what is between."""
    bare = sheet.lines.bare
    top = _top(sheet.lines, chunk)
    known = [
        place
        for place, line in enumerate(top)
        if place and (sheet.is_a(line, ("title", "label", "menu")) or (bare[line] in badges and line == top[0] + place))
    ]
    if not known:
        return ()
    last = known[-1]
    if sheet.is_a(top[last], ("label",)) and last + 1 < len(top):
        last += 1  # the value of a label stands on the next line
    while last + 1 < len(top) and bare[top[last + 1]] in {bare[line] for line in top[1 : last + 1]}:
        last += 1  # a rank that is told twice
    return tuple(top[1 : last + 1])


def _with_unknown_titles(
    lines: Lines, chunks: Sequence[Chunk], titles: Sequence[tuple[int, ...]], chances: dict[int, float]
) -> list[tuple[int, ...]]:
    """Return the titles, with short unknown lines below a name where nearly every name of the dump has titles."""
    counts = Counter(len(titles[place]) for place, chance in chances.items() if chance >= LIKELY and titles[place])
    if sum(counts.values()) < max(_SHARED_BY, _MOSTLY_TITLED * len(chunks)):
        return list(titles)
    usual = counts.most_common(1)[0][0]
    found = list(titles)
    for place in chances:
        if not titles[place]:
            top = [line for line in _top(lines, chunks[place]) if lines.bare[line][-1] not in _SENTENCE_END][
                1 : usual + 1
            ]
            found[place] = tuple(line for line in top if len(lines.bare[line]) <= _LONGEST_BADGE)
            chances[place] = max(chances[place], 0.7 if found[place] else 0.0)
    return found


def _header(lines: Lines, chunk: Chunk, titles: tuple[int, ...], chance: float, known: set[str]) -> Header:
    name = lines.bare[chunk.first] if not chunk.is_empty else ""
    is_alone = lines.last_filled(chunk.first, chunk.stop) == chunk.first
    if chance < LIKELY and not (is_alone and name in known):
        return Header(None, (), chunk.first)
    last = titles[-1] if titles else chunk.first
    evidence = [f"line {chunk.first + 1} opens a post and reads like a name"]
    if titles:
        evidence.append(f"user titles follow it ({lines.bare[titles[0]]!r})")
    if is_alone:
        evidence = [f"line {chunk.first + 1} is a name that stands above other posts too"]
    author = Guess(name, round(min(max(chance, LIKELY), 0.99), 3), tuple(evidence), "header")
    return Header(chunk.first, titles, lines.next_filled(last + 1, chunk.stop), author)
