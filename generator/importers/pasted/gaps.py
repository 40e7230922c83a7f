"""What stands below a header of a page: the body, what follows it, and the name of the next post."""

from __future__ import annotations

import re
import statistics
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from generator.importers.pasted.lines import Lines
from generator.importers.pasted.pagetitles import is_subject
from generator.importers.pasted.sheets import Sheet
from generator.importers.pasted.skins import Role

BELOW: frozenset[Role] = frozenset(("edited", "attachments", "footer", "end", "start", "stop", "page"))
MOST_NAME_LINES = 8  # name, user title, ranks and badges between a footer and the first label
LONGEST_NAME_LINE = 80
_ABOVE: frozenset[Role] = frozenset(("menu", "title", "subject", "label"))
_SITE = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|de|uk|fr|es|pl|ru|info|io|me|tv|nl|it|eu)")
_RULE = "_" * 8  # vBulletin and phpBB draw such a line above a signature
_LONGEST_SIGNATURE = 30  # lines; what follows "Last edited" and is longer was a body
_SENTENCE_END = (".", "?", "!", ",")


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


def find_gaps(sheet: Sheet, runs: Sequence[tuple[int, int]], title: str) -> list[Gap]:
    """Return the gap in each run of lines below a header; the last run goes to the end of the dump.

    `title` is the thread's, folded: a skin may repeat it above each body.
    """
    starts = [(body_start(sheet, start, stop, title), stop) for start, stop in runs]
    closers = _closers(sheet, starts[:-1])
    return _with_learnt_tops(sheet, [_gap(sheet, start, stop, closers) for start, stop in starts])


def body_start(sheet: Sheet, start: int, stop: int, title: str) -> int:
    """Return the first line of the body: behind menus, ranks and the post's own title, which end a header."""
    line = sheet.lines.next_filled(start, stop)
    while line < stop and (sheet.is_a(line, _ABOVE) or _is_no_body(sheet, sheet.lines.bare[line], title)):
        line = sheet.lines.next_filled(line + 1, stop)
    return line


def below_the_page(sheet: Sheet, start: int, stop: int) -> int:
    """Return the line behind the last word of the page in [start, stop), or `start`."""
    return next((line + 1 for line in range(stop - 1, start - 1, -1) if sheet.is_a(line, BELOW)), start)


def _is_no_body(sheet: Sheet, text: str, title: str) -> bool:
    """True for the post's own title, and for the name of a web site, which stands for a link in the header."""
    return _SITE.fullmatch(text) is not None or (sheet.traits.subjects and is_subject(text, title))


def _closers(sheet: Sheet, runs: Sequence[tuple[int, int]]) -> frozenset[str]:
    """Return the phrases that stand below most bodies: wherever one stands, a body ends above it."""
    met: Counter[str] = Counter()
    for start, stop in runs:
        found = [line for line in range(start, stop) if sheet.is_a(line, BELOW)]
        met.update({hit.phrase.text for line in found for hit in sheet.hits[line]})
    return frozenset(text for text, count in met.items() if 2 * count > len(runs))


def _gap(sheet: Sheet, start: int, stop: int, closers: frozenset[str]) -> Gap:
    """Return a gap cut by what the skin says: its end mark, else its words; `top` is `stop` where nothing says."""
    lines = sheet.lines
    marks = lines.marks[bisect_left(lines.marks, start) : bisect_left(lines.marks, stop)]
    if marks and sheet.traits.mark:
        rest = marks[0] + 1
        top = below_the_page(sheet, rest, stop)
        first_below = next((line for line in range(rest, top) if sheet.is_a(line, BELOW)), rest)
        return Gap(start, marks[0], _run(lines, rest, first_below), top, stop)
    top = below_the_page(sheet, start, stop)
    if top == start and not (start < stop and sheet.is_a(start, BELOW)):
        return Gap(start, stop, None, stop, stop)
    body_stop = _above_footers(sheet, start, _cut(sheet, start, top, closers))
    body_stop, signature = _without_signature(sheet, start, body_stop)
    if sheet.traits.sender and signature is None and sheet.is_a(top - 1, ("edited",)):
        return Gap(start, body_stop, _run(lines, top, stop), stop, stop)
    return Gap(start, body_stop, signature, top, stop)


def _cut(sheet: Sheet, start: int, stop: int, closers: frozenset[str]) -> int:
    """Return the line where the words of the page begin below a body: one that closes posts, or two together."""
    before: int | None = None
    for line in sheet.lines.filled(start, stop):
        if sheet.is_a(line, ("end", "stop")) or any(hit.phrase.text in closers for hit in sheet.hits[line]):
            return line
        is_below = sheet.is_a(line, BELOW)
        if is_below and before is not None:
            return before
        before = line if is_below else None
    return stop


def _above_footers(sheet: Sheet, start: int, cut: int) -> int:
    """Return the line behind the last one above `cut` that is no footer."""
    line = cut - 1
    while line >= start and (not sheet.lines.bare[line] or sheet.is_a(line, BELOW)):
        line -= 1
    return line + 1


def _without_signature(sheet: Sheet, start: int, stop: int) -> tuple[int, tuple[int, int] | None]:
    """Return where a body ends above "Last edited ..." or a ruled line, and the lines of the signature below that."""
    for line in range(stop - 1, max(start, stop - _LONGEST_SIGNATURE) - 1, -1):
        if sheet.lines.bare[line].startswith(_RULE) or sheet.is_a(line, ("edited",)):
            return _above_footers(sheet, start, line), _run(sheet.lines, line + 1, stop)
        if sheet.is_a(line, ("attachments",)):
            return _above_footers(sheet, start, line), None
    return stop, None


def _run(lines: Lines, start: int, stop: int) -> tuple[int, int] | None:
    first = lines.next_filled(start, stop)
    return (first, lines.last_filled(first, stop) + 1) if first < stop else None


def _with_learnt_tops(sheet: Sheet, gaps: Sequence[Gap]) -> list[Gap]:
    """Return the gaps with a `top` also where no footer shows it: from a known name or a rank on, or as elsewhere."""
    sizes = [sum(1 for _ in sheet.lines.filled(gap.top, gap.stop)) for gap in gaps[:-1] if gap.top < gap.stop]
    usual = int(statistics.median(sizes)) if sizes else 0
    runs = [_short_run_above(sheet, gap) if gap.top == gap.stop == gap.body_stop else [] for gap in gaps[:-1]]
    counts = Counter(sheet.lines.bare[line] for run in runs for line in run)
    names = sheet.names()
    learnt = []
    for gap, run in zip(gaps, [*runs, []], strict=True):
        told = {*names, _below(sheet, gap.stop)}  # Invision's headers say the name above the date and below it
        seen = [line for line in run if counts[sheet.lines.bare[line]] > 1 or sheet.lines.bare[line] in told]
        known = [line for line in seen if not sheet.is_a(line, ("title",))]
        ranked = [one for one, two in pairwise(run) if sheet.is_a(two, ("title",))]
        top = min(known) if known else ranked[0] if ranked else run[-usual] if 0 < usual <= len(run) else gap.top
        learnt.append(replace(gap, body_stop=min(gap.body_stop, top), top=top) if top < gap.top else gap)
    return learnt


def _below(sheet: Sheet, line: int) -> str:
    """Return the next line that is not blank below a header's first seed."""
    below = sheet.lines.next_filled(line + 1, min(line + 3, len(sheet.lines)))
    return sheet.lines.bare[below] if below < len(sheet.lines) else ""


def _short_run_above(sheet: Sheet, gap: Gap) -> list[int]:
    """Return the short lines right above a header's first seed, as far as they may be a name and titles."""
    run: list[int] = []
    for line in range(gap.stop - 1, gap.start, -1):
        text = sheet.lines.bare[line]
        # A picture that was not copied leaves blank lines between the ranks, below the name.
        has_words = any(not sheet.is_a(each, ("title",)) for each in run)
        is_over = len(run) == MOST_NAME_LINES or (not text and has_words)
        if is_over or len(text) > LONGEST_NAME_LINE or text.endswith(_SENTENCE_END):
            break
        if text:
            run.append(line)
    return run[::-1]
