"""The headers of a page: which seeds belong together, and where between them the bodies stand."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.importers.pasted.sheets import Sheet
from generator.importers.pasted.skins import Role
from generator.importers.pasted.stamps import Seed, find_seeds

_LONG = 60  # a longer line is prose: no name, title or value seen was
_SENTENCE_END = frozenset(".?!")
_LONGEST_HEADER = 24  # lines between two dates of one header
_ALWAYS, _NEVER = 0.5, 0.2  # shares of gaps of one kind that hold prose: above, all of them hold bodies; below, none
_PARTING: frozenset[Role] = frozenset(("edited", "attachments", "end", "stop", "page"))  # no header holds these
_FRAME: frozenset[Role] = frozenset(
    ("label", "title", "menu", "stamp", "subject", "edited", "attachments", "footer", "end", "start", "stop", "page")
)


@dataclass(frozen=True, slots=True)
class Head:
    """The seeds of one header, in order; never empty."""

    seeds: tuple[Seed, ...]

    @property
    def first(self) -> int:
        return self.seeds[0].line

    @property
    def stop(self) -> int:
        return self.seeds[-1].stop

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(seed.key for seed in self.seeds)


def find_heads(sheet: Sheet) -> list[Head]:
    """Return the headers of a page, in order; none where the dump shows no page.

    Seeds that follow each other with nothing but names between them are one header. Between two kinds of seed there is
    a body either always or never (after "#12" always, after "Joined:" never): what most gaps of a kind show goes for
    all, so that a one-word body is still a body, and a badge with a full stop is none.
    """
    seeds = find_seeds(sheet)
    if _has_marks(sheet):
        seeds = _outside_bodies(sheet, seeds)
    heads = _grouped(sheet, seeds)
    core = _core(heads)
    kept = _whole(sheet, heads, core)
    if len(kept) < len(heads):
        held = {seed.line for head in kept for seed in head.seeds}
        kept = _grouped(sheet, [seed for seed in seeds if seed.line in held])
    return [_trimmed(sheet, head, core) for head in kept]


def _outside_bodies(sheet: Sheet, seeds: Sequence[Seed]) -> list[Seed]:
    """Return the seeds that stand in no body, where a mark closes each body.

    Prose between two seeds with no mark behind it is a body that still runs: what looks like a seed there is none.
    Pairs of seeds that mostly stand close are left: the prose between is somebody's user title. Above the first mark
    nothing is left out, for the words of the page stand there.
    """
    marks = sheet.lines.marks
    is_open = [
        _mark_between(sheet, one, two) is None and holds_prose(sheet, one.stop, two.line)
        for one, two in pairwise(seeds)
    ]
    met = Counter((one.key, two.key) for one, two in pairwise(seeds))
    opened = Counter((seeds[at].key, seeds[at + 1].key) for at, has in enumerate(is_open) if has)
    kept: list[Seed] = []
    in_body = False
    for at, seed in enumerate(seeds):
        if at and _mark_between(sheet, seeds[at - 1], seed) is not None:
            in_body = False
        elif at and is_open[at - 1] and seed.line > marks[0]:
            pair = (seeds[at - 1].key, seed.key)
            in_body = in_body or 2 * opened[pair] >= met[pair]
        if not in_body:
            kept.append(seed)
    return kept


def _mark_between(sheet: Sheet, one: Seed, two: Seed) -> int | None:
    marks = sheet.lines.marks
    place = bisect_left(marks, one.stop)
    return marks[place] if place < len(marks) and marks[place] < two.line else None


def _grouped(sheet: Sheet, seeds: Sequence[Seed]) -> list[Head]:
    if not seeds:
        return []
    gaps = list(pairwise(seeds))
    evidence = holds_closed_words if _has_marks(sheet) else holds_prose
    prose = [evidence(sheet, one.stop, two.line) for one, two in gaps]
    met: Counter[tuple[str, str]] = Counter((one.key, two.key) for one, two in gaps)
    with_prose: Counter[tuple[str, str]] = Counter(
        (one.key, two.key) for (one, two), has in zip(gaps, prose, strict=True) if has
    )
    shares = [with_prose[one.key, two.key] / met[one.key, two.key] for one, two in gaps]
    cuts = [share >= _ALWAYS or (has and share > _NEVER) for share, has in zip(shares, prose, strict=True)]
    cuts = [is_cut and not _says_twice(sheet, *gap) for is_cut, gap in zip(cuts, gaps, strict=True)]
    cuts = _without_inner_cuts(sheet, seeds, cuts)
    words = [sum(map(sheet.is_word, range(one.stop, two.line))) for one, two in gaps]
    cuts = _cut_at_repeats(seeds, cuts, list(zip(shares, words, strict=True)))
    bounds = [0, *(place + 1 for place, is_cut in enumerate(cuts) if is_cut), len(seeds)]
    return [Head(tuple(seeds[start:stop])) for start, stop in pairwise(bounds)]


def _says_twice(sheet: Sheet, one: Seed, two: Seed) -> bool:
    """True where a header gives name and date twice, once for small screens (Invision): the name stands above both."""
    return one.kind == two.kind and one.date == two.date and _is_between_names(sheet, one, two.line)


def _is_between_names(sheet: Sheet, stamp: Seed, stop: int) -> bool:
    """True for a date with the same line, a name, above and below it; `stop` ends the lines looked at."""
    if stamp.date is None:
        return False
    above = sheet.lines.last_filled(max(0, stamp.line - 3), stamp.line)
    below = sheet.lines.next_filled(stamp.stop, stop)
    return above >= 0 and below < stop and sheet.lines.bare[above] == sheet.lines.bare[below]


def _without_inner_cuts(sheet: Sheet, seeds: Sequence[Seed], cuts: Sequence[bool]) -> list[bool]:
    """Return the cuts without those inside a header that says the date twice, with facts and a motto between."""
    done = list(cuts)
    opened: Seed | None = None  # the first of two such dates
    for place, seed in enumerate(seeds):
        if seed.kind == "stamp":
            if opened is not None and seed.date == opened.date and seed.line - opened.line <= _LONGEST_HEADER:
                done[place - 1] = False
                opened = None
            else:
                stop = seeds[place + 1].line if place + 1 < len(seeds) else len(sheet.lines)
                opened = seed if _is_between_names(sheet, seed, min(stop, seed.stop + 3)) else None
    return done


def _cut_at_repeats(seeds: Sequence[Seed], cuts: Sequence[bool], weights: Sequence[tuple[float, int]]) -> list[bool]:
    """Return the cuts with one more where a label came a second time: a header has each label once.

    It falls where bodies stand most often elsewhere, else where the most words stand.
    """
    done = list(cuts)
    seen: set[str] = set()
    start = 0
    for place, seed in enumerate(seeds):
        if place and done[place - 1]:
            seen, start = set(), place
        elif seed.kind == "label" and seed.key in seen:
            best = max(range(start, place), key=lambda at: (weights[at], at))
            done[best] = True
            seen, start = {other.key for other in seeds[best + 1 : place]}, best + 1
        seen.add(seed.key)
    return done


def _has_marks(sheet: Sheet) -> bool:
    return sheet.traits.mark and bool(sheet.lines.marks)


def holds_closed_words(sheet: Sheet, start: int, stop: int) -> bool:
    """True where the lines [start, stop) hold words of no skin and, below them, an end mark."""
    marks = sheet.lines.marks
    place = bisect_left(marks, start)
    if place == len(marks) or marks[place] >= stop:
        return False
    return any(sheet.roles[line].isdisjoint(_FRAME) for line in sheet.lines.filled(start, marks[place]))


def holds_prose(sheet: Sheet, start: int, stop: int) -> bool:
    """True where the lines [start, stop) hold a long line or a sentence that is no phrase of the skin."""
    bare = sheet.lines.bare
    for line in sheet.lines.filled(start, stop):
        is_prose = len(bare[line]) > _LONG or bare[line][-1] in _SENTENCE_END
        if is_prose and sheet.roles[line].isdisjoint(_FRAME) and not sheet.is_subject(line):
            return True
    return False


def _trimmed(sheet: Sheet, head: Head, core: frozenset[str]) -> Head:
    """Return the part of a header with the most of what headers have, where words of the page or prose part it.

    Parts that complete each other are one header with somebody's sentence for a user title.
    """
    parts: list[list[Seed]] = [[head.seeds[0]]]
    for one, two in pairwise(head.seeds):
        below = any(_parts(sheet, line) for line in range(one.stop, two.line))
        if below or (holds_prose(sheet, one.stop, two.line) and not _completes(head, two, core)):
            parts.append([])
        parts[-1].append(two)
    return Head(tuple(max(parts, key=lambda part: len({seed.key for seed in part} & core))))


def _parts(sheet: Sheet, line: int) -> bool:
    """True where a line is a word of the page that no header holds; "Members" is a menu entry, and a rank."""
    return sheet.is_a(line, _PARTING) and not sheet.is_a(line, ("title", "menu", "label"))


def _completes(head: Head, cut: Seed, core: frozenset[str]) -> bool:
    """True where what stands from a cut on has kinds of seed that headers have and that are missing above it.

    Likewise where it is the date that the header gave before.
    """
    if cut.date is not None and cut.date == head.seeds[0].date and cut is head.seeds[-1]:
        return True
    above = {seed.key for seed in head.seeds if seed.line < cut.line} & core
    below = {seed.key for seed in head.seeds if seed.line >= cut.line} & core
    return bool(below) and not above & below


def _core(heads: Sequence[Head]) -> frozenset[str]:
    """Return the kinds of seed that at least half of the headers with the commonest kind have."""
    counts = Counter(key for head in heads for key in head.keys)
    most = max(counts.values(), default=0)
    return frozenset(key for key, count in counts.items() if count >= max(2, most / 2)) or frozenset(counts)


def _whole(sheet: Sheet, heads: Sequence[Head], core: frozenset[str]) -> list[Head]:
    """Return the groups that are headers: with half of what headers have; below "Similar threads" and the like, all.

    A lone date in a body is none, and the dates of other threads in a list are none.
    """
    kept: list[Head] = []
    usual = Counter(key for head in heads for key in head.keys & core)
    always = {key for key in core if usual[key] > 0.8 * len(heads)}
    stops = [line for line, roles in enumerate(sheet.roles) if "stop" in roles]
    for head in heads:
        place = bisect_left(stops, head.first)
        is_below_stop = bool(kept) and place > 0 and stops[place - 1] >= kept[-1].stop
        is_tail = sheet.traits.late and "name date" in head.keys & core
        if is_tail or (2 * len(head.keys & core) >= len(core) and (not is_below_stop or always <= head.keys)):
            kept.append(head)
    return kept
