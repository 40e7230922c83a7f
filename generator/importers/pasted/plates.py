"""Nameplates: the lines of a page's header that tell who wrote the post, and as what."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

from generator.importers.pasted.gaps import LONGEST_NAME_LINE, MOST_NAME_LINES
from generator.importers.pasted.headers import Head
from generator.importers.pasted.pagetitles import is_subject
from generator.importers.pasted.sheets import Sheet
from generator.importers.pasted.skins import Role

_NO_NAME: frozenset[Role] = frozenset(("menu", "subject", "page", "start", "footer"))
_COUNT = re.compile(r"\d{1,3}(?:[., \u00a0]\d{1,3})*[KkMm]?|\d{4}")  # of posts, likes, points: its label is an icon
_BEFORE_LETTERS = "_-.[(~*"
_SENTENCE_END = (".", "?", "!")


@dataclass(frozen=True, slots=True)
class Nameplate:
    """The lines of a header that are no seeds: the name's, and the titles'; `above` stand over the name."""

    name: int | None
    titles: tuple[int, ...] = ()
    above: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What the whole dump tells about the lines of plates: names told elsewhere or met twice, and ranks."""

    names: AbstractSet[str]
    ranks: AbstractSet[str]
    usual: int  # lines of a plate


def read_plates(sheet: Sheet, heads: Sequence[Head], tops: Sequence[tuple[int, int]], title: str) -> list[Nameplate]:
    """Return the nameplate of each header: among its seeds where most have words there, else in `tops`, above them.

    `title` is the thread's, folded; a subject is no name.
    """
    inner = [_plain_lines(sheet, _inner_lines(sheet, head), title) for head in heads]
    above = [_plain_lines(sheet, list(sheet.lines.filled(*top)), title) for top in tops]
    runs = inner if _shown(inner) > _shown(above) else above
    ranks = _learnt_ranks(sheet, runs)
    firsts = Counter(sheet.lines.bare[run[0]] for run in runs if run and not _is_rank(sheet, run[0], ranks))
    known = sheet.names() | {text for text, count in firsts.items() if count > 1}
    usual = int(statistics.median_low(len(run) for run in runs[1:])) if len(runs) > 1 else MOST_NAME_LINES
    most = [usual, *(usual if sheet.traits.signed_last else MOST_NAME_LINES for _ in runs[1:])]
    return [_plate(sheet, run, Known(known, ranks, usual), size) for run, size in zip(runs, most, strict=True)]


def _learnt_ranks(sheet: Sheet, runs: Sequence[Sequence[int]]) -> frozenset[str]:
    """Return the lines that stand right below two or more different first lines: ranks, whatever their wording."""
    below: dict[str, set[str]] = {}
    for run in runs:
        for one, two in pairwise(run):
            below.setdefault(sheet.lines.bare[two], set()).add(sheet.lines.bare[one])
    return frozenset(text for text, tops in below.items() if len(tops) > 1)


def _is_rank(sheet: Sheet, line: int, ranks: AbstractSet[str]) -> bool:
    return sheet.is_a(line, ("title",)) or sheet.lines.bare[line] in ranks


def _shown(runs: Sequence[Sequence[int]]) -> int:
    return sum(bool(run) for run in runs)


def _inner_lines(sheet: Sheet, head: Head) -> list[int]:
    """Return the filled lines between the seeds of a header."""
    return [line for one, two in pairwise(head.seeds) for line in sheet.lines.filled(one.stop, two.line)]


def _plain_lines(sheet: Sheet, run: Sequence[int], title: str) -> list[int]:
    """Return the lines of a run that may be a name or a title: no subject, menu or count, nothing above an avatar.

    An avatar without a picture is the first letter of the name, alone on its line.
    """
    bare = sheet.lines.bare
    kept = [line for line in run if _may_name(sheet, line) and not is_subject(bare[line], title)]
    for place, (one, two) in enumerate(pairwise(kept)):
        if len(bare[one]) == 1 and bare[two].casefold().lstrip(_BEFORE_LETTERS).startswith(bare[one].casefold()):
            kept = kept[place + 1 :]
            break
    return [line for line in kept if len(bare[line]) <= LONGEST_NAME_LINE and not _COUNT.fullmatch(bare[line])]


def _may_name(sheet: Sheet, line: int) -> bool:
    return not sheet.is_a(line, _NO_NAME) or sheet.is_a(line, ("title",))


def _plate(sheet: Sheet, run: Sequence[int], known: Known, most: int) -> Nameplate:
    """Return the plate in a run of lines: from a known name on, else from the first line that may be one.

    A run longer than `most` has something above the name: words of the page, a signature.
    """
    bare = sheet.lines.bare
    start = next((place for place, line in enumerate(run) if bare[line] in known.names), None)
    if start is None:
        start = _first_place(sheet, run, known, most)
    plate = run[start : start + MOST_NAME_LINES]
    return Nameplate(plate[0], tuple(plate[1:]), tuple(run[:start])) if plate else Nameplate(None)


def _first_place(sheet: Sheet, run: Sequence[int], known: Known, most: int) -> int:
    """Return the place of an unknown name in a run: no rank, no sentence; in a long run, right above the first rank.

    What stands above a blank line with a name and a rank below it is an advertisement or a signature.
    """
    bare = sheet.lines.bare
    ranks = [place for place, line in enumerate(run) if _is_rank(sheet, line, known.ranks)]
    apart = [place - 1 for place in ranks if place > 1 and place - 1 not in ranks and not bare[run[place - 1] - 1]]
    if apart:
        return apart[-1]
    first = next((place for place, line in enumerate(run) if place not in ranks), 0)
    if len(run) > most > 0:
        after = next((place for place in ranks if place > first), None)
        first = after - 1 if after is not None else max(first, len(run) - most)
    last = min(len(run) - 1, len(run) - known.usual)  # a run of the usual length has no sentence above the name
    while first < last and bare[run[first]].endswith(_SENTENCE_END) and first + 1 not in ranks:
        first += 1
    return first
