"""Posts of a page copied whole: its headers, the bodies between them, the names above or within."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from generator.importers.pasted.drafts import UNKNOWN, Draft, Found
from generator.importers.pasted.gaps import MOST_NAME_LINES, Gap, below_the_page, find_gaps
from generator.importers.pasted.headers import Head, find_heads
from generator.importers.pasted.mailheads import mail_title, sender_of
from generator.importers.pasted.pagetitles import find_title
from generator.importers.pasted.plates import Nameplate, read_plates
from generator.importers.pasted.sheets import Sheet
from generator.importers.pasted.signatures import with_signatures
from generator.importers.pasted.skins import Role
from generator.importers.pasted.stamps import Seed
from generator.records import Guess

_PAGE_WORDS: frozenset[Role] = frozenset(("start", "stop", "end", "page"))
_FEWEST_BARE_STAMPS = 3
_PROSE, _MOST_ABOVE = 120, 0.2  # signs of a line; share of such lines that a page may have above its first post
_FEWEST_PAGE_WORDS = 3  # around the only post of a page


def find_page(sheet: Sheet) -> Found | None:
    """Return the posts of a page, or None where the dump shows no headers."""
    heads = find_heads(sheet)
    if not heads or not _speaks_of_a_page(sheet, heads):
        return None
    heads, tails = _without_tails(heads) if sheet.traits.late else (heads, [()] * len(heads))
    runs = _runs(sheet, heads, tails)
    plates = read_plates(sheet, heads, _tops(sheet, heads, tails, find_gaps(sheet, runs, "")), "")
    names = {sheet.lines.bare[plate.name] for plate in plates[1:] if plate.name is not None}
    title = (
        mail_title(sheet, heads) if sheet.traits.sender else find_title(sheet, heads[0].first, names | sheet.names())
    )
    gaps = find_gaps(sheet, runs, title.folded)
    plates = read_plates(sheet, heads, _tops(sheet, heads, tails, gaps), title.folded)
    if sheet.traits.signed_last:
        gaps = _signed(gaps, plates)
    parts = zip(heads, tails, gaps, plates, strict=True)
    drafts = [_draft(sheet, Head((*head.seeds, *tail)), gap, plate) for head, tail, gap, plate in parts]
    if not sheet.traits.mark:  # a mark tells the body from the signature
        drafts = with_signatures(sheet, drafts)
    return Found(tuple(drafts), title.guess, title.span, is_page=True)


def _speaks_of_a_page(sheet: Sheet, heads: Sequence[Head]) -> bool:
    """True where enough headers are such as only a page has, and not dates in bodies that look like some.

    Where bodies are closed by marks, a page has a header for most of them, unless its headers are numbered: then the
    other marks stand in menus and lists.
    """
    if sheet.lines.marks and sheet.traits.sender:
        return False
    has_many_marks = sheet.traits.mark and 2 * len(heads) < len(sheet.lines.marks)
    if has_many_marks and not _counts_up(heads):
        return False
    if _prose_lines(sheet, 0, heads[0].first) > max(3, _MOST_ABOVE * _prose_lines(sheet, 0, len(sheet.lines))):
        return False
    page_words = sum(not roles.isdisjoint(_PAGE_WORDS) for roles in sheet.roles)
    strong = sum(_is_strong(head) for head in heads)
    if 2 * strong >= len(heads) or (sheet.skin.value and page_words >= len(heads)):
        return len(heads) > 1 or page_words >= _FEWEST_PAGE_WORDS
    has_marks = 2 * len(sheet.lines.marks) >= len(heads)  # a few stand in indented bodies
    return len(heads) >= _FEWEST_BARE_STAMPS and not has_marks and all(map(_is_named, heads))


def _counts_up(heads: Sequence[Head]) -> bool:
    """True for several headers with a date and a number each, where every number is one more than that before it."""
    numbered = [seed for head in heads for seed in head.seeds if seed.number and seed.date]
    numbers = [int("".join(filter(str.isdecimal, seed.number or ""))) for seed in numbered]
    is_each = len(numbers) == len(heads) >= _FEWEST_BARE_STAMPS
    return is_each and all(two == one + 1 for one, two in pairwise(numbers))


def _prose_lines(sheet: Sheet, start: int, stop: int) -> int:
    return sum(len(sheet.lines.bare[line]) > _PROSE and not sheet.roles[line] for line in range(start, stop))


def _is_strong(head: Head) -> bool:
    """True for three facts or more, for a date with a number, and for a phrase that only a post's header has."""
    has_number = any(seed.number for seed in head.seeds)
    has_date = any(seed.date for seed in head.seeds)
    return len(head.keys) > 2 or (has_number and has_date) or any(seed.is_phrase for seed in head.seeds)


def _is_named(head: Head) -> bool:
    return any(seed.name for seed in head.seeds)


def _without_tails(heads: Sequence[Head]) -> tuple[list[Head], list[tuple[Seed, ...]]]:
    """Return the headers without the stamps they begin with, which belong to the post above, and those stamps by post.

    XenForo 1 puts name and date below the body: "Anna Lind, Jul 5, 2012", "#3".
    """
    own: list[Head] = []
    tails: list[tuple[Seed, ...]] = []
    for head in heads:
        first = next((place for place, seed in enumerate(head.seeds) if seed.kind == "label"), len(head.seeds))
        if tails and first:
            tails[-1] = head.seeds[:first]
        if first < len(head.seeds):
            own.append(Head(head.seeds[first:]))
            tails.append(())
    return (own, tails) if own else (list(heads), [()] * len(heads))


def _runs(sheet: Sheet, heads: Sequence[Head], tails: Sequence[tuple[Seed, ...]]) -> list[tuple[int, int]]:
    """Return the lines from each header to what comes next: its stamps below the body, or the next header."""
    nexts = [*(head.first for head in heads[1:]), len(sheet.lines)]
    stops = [tail[0].line if tail else stop for tail, stop in zip(tails, nexts, strict=True)]
    return [(head.stop, stop) for head, stop in zip(heads, stops, strict=True)]


def _tops(
    sheet: Sheet, heads: Sequence[Head], tails: Sequence[tuple[Seed, ...]], gaps: Sequence[Gap]
) -> list[tuple[int, int]]:
    """Return the lines above each header's seeds in which its name may stand."""
    first = heads[0].first
    tops = [(below_the_page(sheet, max(0, first - 4 * MOST_NAME_LINES), first), first)]
    for head, tail, gap in zip(heads[1:], tails, gaps, strict=False):
        tops.append((below_the_page(sheet, tail[-1].stop, head.first), head.first) if tail else (gap.top, gap.stop))
    return tops


def _signed(gaps: Sequence[Gap], plates: Sequence[Nameplate]) -> list[Gap]:
    """Return the gaps with what stands above the next name as the signature of the post before."""
    above = [*(plate.above for plate in plates[1:]), ()]
    return [
        replace(gap, signature=(lines[0], lines[-1] + 1)) if lines and gap.signature is None else gap
        for gap, lines in zip(gaps, above, strict=True)
    ]


def _draft(sheet: Sheet, head: Head, gap: Gap, plate: Nameplate) -> Draft:
    date, number = _date_and_number(head.seeds)
    name_line, author = _author(sheet, head, plate)
    author_span = sheet.lines.of(name_line) if name_line is not None else None
    if sheet.traits.sender:
        author, author_span, date = sender_of(sheet, head)
    software = f" of {sheet.skin.value}" if sheet.skin.value else ""
    return Draft(
        lines=(gap.start, gap.body_stop),
        boundary=Guess("start of a post", 0.99, (f"line {head.first + 1} begins a header{software}",), "header"),
        author=author,
        author_span=author_span,
        titles=tuple(sheet.lines.bare[line] for line in plate.titles) if name_line == plate.name else (),
        number=number,
        stamp=date,
        signature=gap.signature,
    )


def _date_and_number(seeds: Sequence[Seed]) -> tuple[str | None, str | None]:
    """Return a post's date and number; of two dates (one is that of joining) that beside the number, or the last."""
    numbered = next((place for place, seed in enumerate(seeds) if seed.number), None)
    dated = [place for place, seed in enumerate(seeds) if seed.date]
    if not dated:
        return None, seeds[numbered].number if numbered is not None else None
    if numbered is None:
        return seeds[dated[-1]].date, None
    return seeds[min(dated, key=lambda place: abs(place - numbered))].date, seeds[numbered].number


def _author(sheet: Sheet, head: Head, plate: Nameplate) -> tuple[int | None, Guess[str]]:
    """Return the line of the name and the author: what the stamp says ("Post by NAME"), else the nameplate."""
    shown = sheet.lines.bare[plate.name] if plate.name is not None else None
    stamped = next((seed for seed in head.seeds if seed.name), None)
    if stamped and stamped.name:
        evidence = (f"line {stamped.line + 1} names the author and the date",)
        return (plate.name if shown == stamped.name else None), Guess(stamped.name, 0.99, evidence, "header")
    if shown is None or plate.name is None:
        return None, UNKNOWN
    evidence = (f"line {plate.name + 1} stands in the header of the post",)
    return plate.name, Guess(shown, 0.98, evidence, "header")
