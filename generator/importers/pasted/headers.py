"""The headers of a page: which seeds belong together, and where between them the bodies stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.importers.pasted.sheets import Sheet
from generator.importers.pasted.skins import Role
from generator.importers.pasted.stamps import Seed, find_seeds

_LONG = 60  # a longer line is prose: no name, title or value seen was
_SENTENCE_END = frozenset(".?!")
_ALWAYS, _NEVER = 0.8, 0.2  # shares of gaps of one kind that hold prose: above, all of them hold bodies; below, none
_FRAME: frozenset[Role] = frozenset(("label", "title", "menu", "stamp", "subject", "edited", "footer", "end", "start", "stop", "page"))


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
    heads = _grouped(sheet, seeds)
    core = _core(heads)
    kept = [head for head in heads if _is_whole(head, core)]
    if len(kept) < len(heads):
        held = {seed.line for head in kept for seed in head.seeds}
        kept = _grouped(sheet, [seed for seed in seeds if seed.line in held])
    return kept


def _grouped(sheet: Sheet, seeds: Sequence[Seed]) -> list[Head]:
    if not seeds:
        return []
    gaps = list(zip(seeds, seeds[1:], strict=False))
    prose = [holds_prose(sheet, one.stop, two.line) for one, two in gaps]
    met: Counter[tuple[str, str]] = Counter((one.key, two.key) for one, two in gaps)
    with_prose: Counter[tuple[str, str]] = Counter(
        (one.key, two.key) for (one, two), has in zip(gaps, prose, strict=True) if has
    )
    heads: list[Head] = []
    group = [seeds[0]]
    for (one, two), has in zip(gaps, prose, strict=True):
        share = with_prose[one.key, two.key] / met[one.key, two.key]
        if share >= _ALWAYS or (has and share > _NEVER):
            heads.append(Head(tuple(group)))
            group = []
        group.append(two)
    heads.append(Head(tuple(group)))
    return [part for head in heads for part in _without_repeats(sheet, head)]


def _without_repeats(sheet: Sheet, head: Head) -> Iterator[Head]:
    """Yield a group cut where a label comes a second time: a header has each label once."""
    seen: set[str] = set()
    start = 0
    for place, seed in enumerate(head.seeds):
        if seed.kind == "label" and seed.key in seen:
            cut = max(range(start + 1, place + 1), key=lambda at: _between(sheet, head.seeds[at - 1], head.seeds[at]))
            yield Head(head.seeds[start:cut])
            start, seen = cut, {other.key for other in head.seeds[cut:place]}
        seen.add(seed.key)
    yield Head(head.seeds[start:])


def _between(sheet: Sheet, one: Seed, two: Seed) -> int:
    return sum(1 + len(sheet.lines.bare[line]) for line in sheet.lines.filled(one.stop, two.line))


def holds_prose(sheet: Sheet, start: int, stop: int) -> bool:
    """True where the lines [start, stop) hold a long line or a sentence that is no phrase of the skin."""
    bare = sheet.lines.bare
    for line in sheet.lines.filled(start, stop):
        if sheet.roles[line].isdisjoint(_FRAME) and (len(bare[line]) > _LONG or bare[line][-1] in _SENTENCE_END):
            return True
    return False


def _core(heads: Sequence[Head]) -> frozenset[str]:
    """Return the kinds of seed that at least half of the headers with the commonest kind have."""
    counts = Counter(key for head in heads for key in head.keys)
    most = max(counts.values(), default=0)
    return frozenset(key for key, count in counts.items() if count >= max(2, most / 2)) or frozenset(counts)


def _is_whole(head: Head, core: frozenset[str]) -> bool:
    """True where a group has at least half of what headers have: a lone date in a body has not."""
    return 2 * len(head.keys & core) >= len(core)
