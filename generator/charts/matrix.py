"""Matrices: who meets whom, in one fixed order for lines and columns, the darker the more often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from generator.charts.drawing import ROW, Drawing, Words, framed

_LABELS = 42  # per cent of the width
_HEAD = 20  # pixels for the numbers of the columns
_STEPS = 5  # of darkness: more cannot be told apart


@dataclass(frozen=True, slots=True)
class Name:
    """A line and a column of a matrix; `href` is "" for the others, who have no page together."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Cell:
    line: int
    column: int
    value: int


def matrix(names: Sequence[Name], cells: Sequence[Cell], words: Words) -> Drawing:
    """Return the picture of a square matrix. Columns are numbered like the lines, for their names have no room."""
    size = len(names)
    width = (100 - _LABELS) / size
    most = max((cell.value for cell in cells), default=1)
    parts = [
        f'<text class="matrix__number" x="{_LABELS + (at + 0.5) * width:.2f}%" y="14">{at + 1}</text>'
        for at in range(size)
        if size <= 15 or at % 5 == 4 or at == 0
    ]
    parts.append(f'<svg width="{_LABELS - 1}%" height="{_HEAD + size * ROW}">')
    for at, name in enumerate(names):
        y = _HEAD + at * ROW
        text = (
            f'<rect class="chart__touch" y="{y}" width="100%" height="{ROW}"/>'
            f'<text class="matrix__name" y="{y + 17}"><tspan class="arc__number">{at + 1}</tspan>'
            f" {escape(name.label)}</text>"
        )
        parts.append(f'<a href="{escape(name.href)}">{text}</a>' if name.href else f"<g>{text}</g>")
    parts.append("</svg>")
    parts.append(
        f'<rect class="matrix__ground" x="{_LABELS}%" y="{_HEAD}" width="{100 - _LABELS}%" height="{size * ROW}"/>'
    )
    for cell in cells:
        step = 1 + round((_STEPS - 1) * (cell.value / most) ** 0.5)
        told = f"{names[cell.line].label} → {names[cell.column].label}: {cell.value}"
        x, y = _LABELS + cell.column * width, _HEAD + cell.line * ROW + 1
        parts.append(
            f'<rect class="cell cell--{step}" x="{x:.2f}%" y="{y}"'
            f' width="{width - 0.3:.2f}%" height="{ROW - 2}"><title>{escape(told)}</title></rect>'
        )
    return Drawing(framed(words, "matrix", _HEAD + size * ROW, parts), _table(names, cells, words))


def _table(names: Sequence[Name], cells: Sequence[Cell], words: Words) -> Markup:
    values = {(cell.line, cell.column): cell.value for cell in cells}
    head = "".join(f'<th scope="col">{at}</th>' for at in range(1, len(names) + 1))
    lines = []
    for line, name in enumerate(names):
        row = "".join(f'<td class="figure">{values.get((line, at), "·")}</td>' for at in range(len(names)))
        lines.append(f'<tr><th scope="row">{line + 1} {escape(name.label)}</th>{row}</tr>')
    return Markup(
        f'<table><thead><tr><th scope="col">{escape(words.columns[0])}</th>{head}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table>"
    )
