"""What all pictures have: a title and a description for those who do not see them, and their data as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

ROW = 24  # CSS pixels: the least height of what can be pointed at (WCAG 2.2, 2.5.8)


@dataclass(frozen=True, slots=True)
class Words:
    """What a picture says of itself. `name` begins the ids of its parts, and is given once a page."""

    name: str
    title: str
    description: str
    columns: tuple[str, ...]  # the heads of its table


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture, and its data as a table."""

    svg: Markup
    table: Markup


def framed(words: Words, kind: str, height: int, parts: Iterable[str]) -> Markup:
    """Return a picture of this height, as wide as its place: what is wide in it is given in per cent."""
    name = escape(words.name)
    return Markup(
        f'<svg class="chart chart--{kind}" width="100%" height="{height}" role="group"'
        f' aria-labelledby="{name}-title" aria-describedby="{name}-desc">'
        f'<title id="{name}-title">{escape(words.title)}</title>'
        f'<desc id="{name}-desc">{escape(words.description)}</desc>{"".join(parts)}</svg>'
    )


def tabled(words: Words, rows: Iterable[Sequence[object]]) -> Markup:
    """Return a table whose rows begin with their head; whole numbers stand to the right."""
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in words.columns)
    lines = []
    for first, *others in rows:
        cells = "".join(
            f'<td class="figure">{cell}</td>' if isinstance(cell, int) else f"<td>{escape(cell)}</td>"
            for cell in others
        )
        lines.append(f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>')
    return Markup(f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>")


def short(value: float) -> str:
    """Return a length with at most one digit behind the point: pictures are on many pages.

    >>> short(12.0), short(7.25)
    ('12', '7.2')
    """
    return f"{value:.1f}".removesuffix(".0")
