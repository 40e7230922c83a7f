"""Arc diagrams: a column of posts, and on its near side an arc from each answer to what it answers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import escape

from generator.charts.drawing import ROW, Drawing, Words, framed, short, tabled

POSTS_DRAWN = 300  # more are folded into runs
RUNS = 100  # at most, of a folded thread: a picture of 2,400 pixels
_AXIS = 92  # where the posts stand; arcs have the room before it
_REACH = 84
_NEAREST = 9  # the bow of an answer to the post before
_TABLE_ROWS = 500


@dataclass(frozen=True, slots=True)
class ArcRow:
    """A post in the column: what it is called, whose it is, and what leads to it."""

    label: str
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Arc:
    """An answer: `origin` is above `answer`, both count rows from 0. An origin of -1 is not in the picture."""

    answer: int
    origin: int


def arc_diagram(rows: Sequence[ArcRow], arcs: Sequence[Arc], words: Words) -> Drawing:
    """Return who answers whom. Above 300 posts, neighbours are folded into runs; an arc is then as thick as it is busy.

    The picture is bounded, whatever the thread is like, and takes linear time.
    """
    size = 1 if len(rows) <= POSTS_DRAWN else -(-len(rows) // RUNS)
    shown = _folded(rows, size)
    counted = Counter((arc.answer // size, arc.origin // size if arc.origin >= 0 else -1) for arc in arcs)
    furthest = max((answer - origin for answer, origin in counted if origin >= 0), default=1)
    answered: defaultdict[int, int] = defaultdict(int)
    parts = []
    for (answer, origin), count in sorted(counted.items()):
        if origin >= 0:
            answered[origin] += count
        if answer != origin:
            parts.append(_arc(answer, origin, count if size > 1 else 1, furthest))
    for at, row in enumerate(shown):
        y = at * ROW + ROW // 2
        radius = short(min(8.0, 2.5 + answered.get(at, 0) ** 0.5))
        parts.append(
            f'<a class="arc__post" href="{escape(row.href)}"><rect y="{at * ROW}" width="100%" height="{ROW}"/>'
            f'<circle cx="{_AXIS}" cy="{y}" r="{radius}"/>'
            f'<text x="{_AXIS + 14}" y="{y + 5}"><tspan class="arc__number">{escape(row.label)}</tspan>'
            f" {escape(row.name)}</text></a>"
        )
    return Drawing(framed(words, "arcs", len(shown) * ROW, parts), tabled(words, _table(shown, counted)))


def _folded(rows: Sequence[ArcRow], size: int) -> Sequence[ArcRow]:
    if size == 1:
        return rows
    runs = [rows[at : at + size] for at in range(0, len(rows), size)]
    return [ArcRow(f"{run[0].label}–{run[-1].label.rpartition(chr(0xA0))[2]}", "", run[0].href) for run in runs]


def _arc(answer: int, origin: int, count: int, furthest: int) -> str:
    width = f' stroke-width="{short(min(7.0, 1 + count**0.5))}"' if count > 1 else ""
    y = answer * ROW + ROW // 2
    if origin < 0:  # from a page before this one
        return f'<path class="arc arc--away"{width} d="M{_AXIS} {y}h-22"/>'
    bow = _NEAREST + (_REACH - _NEAREST) * (answer - origin) / furthest
    half = (answer - origin) * ROW // 2
    return f'<path class="arc"{width} d="M{_AXIS} {y}a{short(bow)} {half} 0 0 1 0-{2 * half}"/>'


def _table(shown: Sequence[ArcRow], counted: Counter[tuple[int, int]]) -> list[tuple[str, str]]:
    origins: defaultdict[int, list[int]] = defaultdict(list)
    for answer, origin in sorted(counted):
        if origin >= 0:
            origins[answer].append(origin)
    lines = list(origins.items())[:_TABLE_ROWS]
    return [(_called(shown[answer]), ", ".join(shown[origin].label for origin in found)) for answer, found in lines]


def _called(row: ArcRow) -> str:
    return f"{row.label} {row.name}".strip()
