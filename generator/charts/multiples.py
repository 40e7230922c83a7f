"""Small multiples: several series over the same periods and on the same scale, so that eyes can compare them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from generator.charts.drawing import Drawing, Words, short, tabled

_HEIGHT = 40  # units of the drawing; its width is one unit a period, stretched to its place


@dataclass(frozen=True, slots=True)
class Line:
    """A series: what it is of, what leads to that, and a value for each period."""

    label: str
    href: str
    values: tuple[int, ...]


def small_multiples(lines: Sequence[Line], periods: Sequence[str], words: Words) -> Drawing:
    """Return a list of little pictures. Each is a link by its name; what it shows stands in the table."""
    most = max((value for line in lines for value in line.values), default=1) or 1
    items = "".join(
        f'<li class="multiple"><a href="{escape(line.href)}">{escape(line.label)}</a>'
        f'<svg viewBox="0 0 {len(periods)} {_HEIGHT}" preserveAspectRatio="none" aria-hidden="true">'
        f'<path d="{_outline(line.values, most)}"/></svg></li>'
        for line in lines
    )
    ends = escape(" – ".join(dict.fromkeys((*periods[:1], *periods[-1:]))))
    drawing = Markup(f'<ul class="multiples">{items}</ul><p class="multiples__ends">{ends}</p>')
    return Drawing(drawing, tabled(words, ((line.label, *line.values) for line in lines)))


def _outline(values: Sequence[int], most: int) -> str:
    steps = [f"M0 {_HEIGHT}"]
    for at, value in enumerate(values):
        steps.append(f"V{short(_HEIGHT - _HEIGHT * value / most)}H{at + 1}")
    return "".join([*steps, f"V{_HEIGHT}z"])
