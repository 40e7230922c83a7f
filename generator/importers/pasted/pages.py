"""Posts of a page copied whole: each gap between two headers holds a body, what follows it, and the next name."""

from __future__ import annotations

import re
import statistics
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from generator.importers.pasted.drafts import UNKNOWN, Draft, Found
from generator.importers.pasted.headers import Head, find_heads
from generator.importers.pasted.lines import Lines
from generator.importers.pasted.mailheads import mail_title, sender_of
from generator.importers.pasted.pagetitles import find_title, is_subject
from generator.importers.pasted.sheets import Sheet
from generator.importers.pasted.skins import Role
from generator.importers.pasted.stamps import Seed
from generator.records import Guess

_BELOW: frozenset[Role] = frozenset(("edited", "attachments", "footer", "end", "start", "stop", "page"))
_ABOVE: frozenset[Role] = frozenset(("menu", "title", "subject", "label"))
_NO_NAME: frozenset[Role] = frozenset(("menu", "subject", "page", "start", "footer"))
_PAGE_WORDS: frozenset[Role] = frozenset(("start", "stop", "end", "page"))
_FEWEST_BARE_STAMPS = 3
_PROSE, _MOST_ABOVE = 120, 0.2  # signs of a line; share of such lines that a page may have above its first post
_FEWEST_PAGE_WORDS = 3  # around the only post of a page
_MOST_NAME_LINES = 8  # name, user title, ranks and badges between a footer and the first label
_LONGEST_NAME_LINE = 80
_COUNT = re.compile(r"\d{1,3}(?:[., \u00a0]\d{1,3})*[KkMm]?|\d{4}")  # of posts, likes, points: its label is an icon
_SITE = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|de|uk|fr|es|pl|ru|info|io|me|tv|nl|it|eu)")
_RULE = "_" * 8  # vBulletin and phpBB draw such a line above a signature
_LONGEST_SIGNATURE = 30  # lines; what follows "Last edited" and is longer was a body


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between two headers: lines [start, body_stop) with the body, then the rest, then [top, stop).

    The lines from `top` on belong to the next header: its name and titles, where they stand above its seeds.
    """

    start: int
    body_stop: int
    signature: tuple[int, int] | None
    top: int
    stop: int


@dataclass(frozen=True, slots=True)
class Nameplate:
    """The lines of a header that are no seeds: the name's, and the titles'."""

    name: int | None
    titles: tuple[int, ...] = ()


def find_page(sheet: Sheet) -> Found | None:
    """Return the posts of a page, or None where the dump shows no headers."""
    heads = find_heads(sheet)
    if not heads or not _speaks_of_a_page(sheet, heads):
        return None
    first_top = (_top_of_page(sheet, heads[0].first), heads[0].first)
    tops = [first_top, *((gap.top, gap.stop) for gap in _gaps(sheet, heads, "")[:-1])]
    names = {
        sheet.lines.bare[plate.name] for plate in _nameplates(sheet, heads, tops, "")[1:] if plate.name is not None
    }
    title = mail_title(sheet, heads) if sheet.traits.sender else find_title(sheet, heads[0].first, names)
    gaps = _gaps(sheet, heads, title.folded)
    tops = [first_top, *((gap.top, gap.stop) for gap in gaps[:-1])]
    plates = _nameplates(sheet, heads, tops, title.folded)
    drafts = [_draft(sheet, head, gap, plate) for head, gap, plate in zip(heads, gaps, plates, strict=True)]
    if sheet.traits.late:
        drafts = _with_late_stamps(heads, drafts)
    return Found(tuple(drafts), title.guess, title.span, is_page=True)


def _speaks_of_a_page(sheet: Sheet, heads: Sequence[Head]) -> bool:
    """True where enough headers are such as only a page has, and not dates in bodies that look like some.

    Where bodies are closed by marks, a page has a header for most of them.
    """
    if sheet.lines.marks and sheet.traits.sender:
        return False
    if sheet.lines.marks and sheet.traits.mark and 2 * len(heads) < len(sheet.lines.marks):
        return False
    if _prose_lines(sheet, 0, heads[0].first) > max(3, _MOST_ABOVE * _prose_lines(sheet, 0, len(sheet.lines))):
        return False
    page_words = sum(not roles.isdisjoint(_PAGE_WORDS) for roles in sheet.roles)
    strong = sum(_is_strong(head) for head in heads)
    if 2 * strong >= len(heads) or (sheet.skin.value and page_words >= len(heads)):
        return len(heads) > 1 or page_words >= _FEWEST_PAGE_WORDS
    return len(heads) >= _FEWEST_BARE_STAMPS and not sheet.lines.marks and all(_named(head) for head in heads)


def _prose_lines(sheet: Sheet, start: int, stop: int) -> int:
    return sum(len(sheet.lines.bare[line]) > _PROSE and not sheet.roles[line] for line in range(start, stop))


def _is_strong(head: Head) -> bool:
    """True for three facts or more, for a date with a number, and for a phrase that only a post's header has."""
    has_number = any(seed.number for seed in head.seeds)
    has_date = any(seed.date for seed in head.seeds)
    return len(head.keys) > 2 or (has_number and has_date) or any(seed.is_phrase for seed in head.seeds)


def _named(head: Head) -> bool:
    return any(seed.name for seed in head.seeds)


def _gaps(sheet: Sheet, heads: Sequence[Head], title: str) -> list[Gap]:
    """Return the gap below each header; the last one runs to the end of the dump."""
    stops = [*(head.first for head in heads[1:]), len(sheet.lines)]
    rough = [
        _gap(sheet, _body_start(sheet, head.stop, stop, title), stop) for head, stop in zip(heads, stops, strict=True)
    ]
    return _with_learnt_tops(sheet, rough)


def _body_start(sheet: Sheet, start: int, stop: int, title: str) -> int:
    """Return the first line of the body: behind menus, ranks and the post's own title, which end a header."""
    line = sheet.lines.next_filled(start, stop)
    while line < stop and (sheet.is_a(line, _ABOVE) or _is_no_body(sheet, sheet.lines.bare[line], title)):
        line = sheet.lines.next_filled(line + 1, stop)
    return line


def _is_no_body(sheet: Sheet, text: str, title: str) -> bool:
    """True for the post's own title, and for the name of a web site, which stands for a link in the header."""
    return _SITE.fullmatch(text) is not None or (sheet.traits.subjects and is_subject(text, title))


def _gap(sheet: Sheet, start: int, stop: int) -> Gap:
    """Return a gap cut by what the skin says: its end mark, else its words; `top` is `stop` where nothing says."""
    lines = sheet.lines
    marks = lines.marks[bisect_left(lines.marks, start) : bisect_left(lines.marks, stop)]
    last_below = next((line for line in range(stop - 1, start - 1, -1) if sheet.is_a(line, _BELOW)), None)
    if marks and sheet.traits.mark:
        rest = marks[0] + 1
        top = last_below + 1 if last_below is not None and last_below >= rest else rest
        first_below = next((line for line in range(rest, top) if sheet.is_a(line, _BELOW)), rest)
        signature = _run(lines, rest, first_below)
        return Gap(start, marks[0], signature, top, stop)
    if last_below is None:
        return Gap(start, stop, None, stop, stop)
    cut = _cut(sheet, start, last_below + 1)
    body_stop = _above_footers(sheet, start, cut)
    body_stop, signature = _without_signature(sheet, start, body_stop)
    if sheet.traits.sender and signature is None and sheet.is_a(last_below, ("edited",)):
        return Gap(start, body_stop, _run(lines, last_below + 1, stop), stop, stop)
    return Gap(start, body_stop, signature, last_below + 1, stop)


def _cut(sheet: Sheet, start: int, stop: int) -> int:
    """Return the line where the words of the page begin below a body: one that closes posts, or two together."""
    before: int | None = None
    for line in sheet.lines.filled(start, stop):
        if sheet.is_a(line, ("end", "stop")):
            return line
        is_below = sheet.is_a(line, _BELOW)
        if is_below and before is not None:
            return before
        before = line if is_below else None
    return stop


def _above_footers(sheet: Sheet, start: int, cut: int) -> int:
    """Return the line behind the last one above `cut` that is no footer."""
    line = cut - 1
    while line >= start and (not sheet.lines.bare[line] or sheet.is_a(line, _BELOW)):
        line -= 1
    return line + 1


def _without_signature(sheet: Sheet, start: int, stop: int) -> tuple[int, tuple[int, int] | None]:
    """Return where a body ends above "Last edited ..." or a ruled line, and the lines of the signature below that."""
    for line in range(stop - 1, max(start, stop - _LONGEST_SIGNATURE) - 1, -1):
        is_rule = sheet.lines.bare[line].startswith(_RULE)
        if is_rule or sheet.is_a(line, ("edited",)):
            return _above_footers(sheet, start, line), _run(sheet.lines, line + 1, stop)
        if sheet.is_a(line, ("attachments",)):
            return _above_footers(sheet, start, line), None
    return stop, None


def _run(lines: Lines, start: int, stop: int) -> tuple[int, int] | None:
    first = lines.next_filled(start, stop)
    return (first, lines.last_filled(first, stop) + 1) if first < stop else None


def _with_learnt_tops(sheet: Sheet, gaps: Sequence[Gap]) -> list[Gap]:
    """Return the gaps with a `top` also where no footer shows it: as many lines as elsewhere, or known names."""
    sizes = [sum(1 for _ in sheet.lines.filled(gap.top, gap.stop)) for gap in gaps[:-1] if gap.top < gap.stop]
    usual = int(statistics.median(sizes)) if sizes else 0
    candidates = [
        _short_run_above(sheet, gap) if gap.top == gap.stop and gap.body_stop == gap.stop else [] for gap in gaps[:-1]
    ]
    counts = Counter(sheet.lines.bare[line] for run in candidates for line in run)
    learnt = []
    for gap, run in zip(gaps, [*candidates, []], strict=True):
        known = [line for line in run if counts[sheet.lines.bare[line]] > 1]
        top = min(known) if known else run[-usual] if usual and len(run) >= usual else gap.top
        learnt.append(replace(gap, body_stop=min(gap.body_stop, top), top=top) if top < gap.top else gap)
    return learnt


def _short_run_above(sheet: Sheet, gap: Gap) -> list[int]:
    """Return the short lines right above a header's first seed, as far as they may be a name and titles."""
    run: list[int] = []
    for line in range(gap.stop - 1, gap.start, -1):
        text = sheet.lines.bare[line]
        if (
            (not text and run)
            or len(text) > _LONGEST_NAME_LINE
            or len(run) == _MOST_NAME_LINES
            or text[-1:] in (".", "?", "!", ",")
        ):
            break
        if text:
            run.append(line)
    return run[::-1]


def _top_of_page(sheet: Sheet, first: int) -> int:
    """Return the line where the nameplate above the first header may begin: below all words of the page."""
    low = max(0, first - 4 * _MOST_NAME_LINES)
    return next((line + 1 for line in range(first - 1, low - 1, -1) if sheet.is_a(line, _BELOW)), low)


def _nameplates(sheet: Sheet, heads: Sequence[Head], tops: Sequence[tuple[int, int]], title: str) -> list[Nameplate]:
    """Return the name and titles of each header: among its seeds where most have words there, else above."""
    inner = [_name_lines(sheet, _inner_lines(sheet, head), title) for head in heads]
    above = [_name_lines(sheet, list(sheet.lines.filled(*top)), title) for top in tops]
    chosen = inner if _shown(inner) > _shown(above) else above
    return [Nameplate(run[0], tuple(run[1:])) if run else Nameplate(None) for run in chosen]


def _shown(runs: Sequence[Sequence[int]]) -> int:
    return sum(bool(run) for run in runs)


def _inner_lines(sheet: Sheet, head: Head) -> list[int]:
    """Return the filled lines between the seeds of a header."""
    return [line for one, two in pairwise(head.seeds) for line in sheet.lines.filled(one.stop, two.line)]


def _name_lines(sheet: Sheet, run: Sequence[int], title: str) -> list[int]:
    """Return the lines of a nameplate, the name first: no subject, menu or count; no avatar and nothing above it.

    An avatar without a picture is the first letter of the name, alone on its line.
    """
    bare = sheet.lines.bare
    kept = [line for line in run if _may_name(sheet, line) and not is_subject(bare[line], title)]
    for place, (one, two) in enumerate(pairwise(kept)):
        if len(bare[one]) == 1 and bare[two].casefold().lstrip("_-.[(~*").startswith(bare[one].casefold()):
            kept = kept[place + 1 :]
            break
    kept = [line for line in kept if len(bare[line]) <= _LONGEST_NAME_LINE and not _COUNT.fullmatch(bare[line])]
    first = next((place for place, line in enumerate(kept) if not sheet.is_a(line, ("title",))), 0)
    return kept[first:][:_MOST_NAME_LINES]


def _may_name(sheet: Sheet, line: int) -> bool:
    return not sheet.is_a(line, _NO_NAME) or sheet.is_a(line, ("title",))


def _draft(sheet: Sheet, head: Head, gap: Gap, plate: Nameplate) -> Draft:
    stamped = next((seed for seed in head.seeds if seed.name), None)
    date, number = _date_and_number(head.seeds)
    name_line, author = _author(sheet, head, plate, stamped)
    author_span = sheet.lines.of(name_line) if name_line is not None else None
    if sheet.traits.sender:
        author, author_span, date = sender_of(sheet, head)
    return Draft(
        lines=(gap.start, gap.body_stop),
        boundary=Guess("start of a post", 0.99, (_evidence(sheet, head),), "header"),
        author=author,
        author_span=author_span,
        titles=tuple(sheet.lines.bare[line] for line in plate.titles if name_line == plate.name),
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


def _author(sheet: Sheet, head: Head, plate: Nameplate, stamped: Seed | None) -> tuple[int | None, Guess[str]]:
    """Return the line of the name and the author: what the stamp says ("Post by NAME"), else the nameplate."""
    shown = sheet.lines.bare[plate.name] if plate.name is not None else None
    if stamped and stamped.name:
        evidence = (f"line {stamped.line + 1} names the author and the date",)
        return (plate.name if shown == stamped.name else None), Guess(stamped.name, 0.99, evidence, "header")
    if shown is None or plate.name is None:
        return None, UNKNOWN
    evidence = (f"line {plate.name + 1} stands in the header of the post",)
    return plate.name, Guess(shown, 0.98, evidence, "header")


def _evidence(sheet: Sheet, head: Head) -> str:
    software = f" of {sheet.skin.value}" if sheet.skin.value else ""
    return f"line {head.first + 1} begins a header{software}"


def _with_late_stamps(heads: Sequence[Head], drafts: Sequence[Draft]) -> list[Draft]:
    return list(drafts)
