"""Bars: one line a period, so that each can be pointed at and read, however narrow the page is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import escape

from generator.charts.drawing import ROW, Drawing, Words, framed, short, tabled

_LABELS_END, _BARS_BEGIN, _LONGEST = 30, 32, 56  # per cent of the width; the rest is for the number


@dataclass(frozen=True, slots=True)
class Bar:
    """A period and how much there was in it; `shown` is the number as the language writes it."""

    label: str
    value: int
    shown: str
    href: str  # "" where there is nothing to see


def bar_chart(bars: Sequence[Bar], words: Words) -> Drawing:
    """Return a line for each bar. A period without anything has a line too: silence is part of the picture."""
    most = max((bar.value for bar in bars), default=0) or 1
    parts = []
    for at, bar in enumerate(bars):
        y = at * ROW
        length = _LONGEST * bar.value / most
        line = (
            f'<rect class="chart__touch" y="{y}" width="100%" height="{ROW}"/>'
            f'<text class="chart__label" x="{_LABELS_END}%" y="{y + 17}">{escape(bar.label)}</text>'
        )
        if bar.value:
            line += (
                f'<rect class="bar" x="{_BARS_BEGIN}%" y="{y + 5}" width="{short(max(length, 0.4))}%" height="14"/>'
                f'<text class="chart__value" x="{short(_BARS_BEGIN + max(length, 0.4))}%" y="{y + 17}" dx="6">'
                f"{escape(bar.shown)}</text>"
            )
        parts.append(f'<a href="{escape(bar.href)}">{line}</a>' if bar.href else f"<g>{line}</g>")
    rows = ((bar.label, bar.value) for bar in bars)
    return Drawing(framed(words, "bars", len(bars) * ROW, parts), tabled(words, rows))
