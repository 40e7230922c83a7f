"""The periods of a picture: years, months or days, whichever tell most; silence between them is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from generator.languages import Language

FILLED = 60  # periods from the first to the last up to which the empty ones are shown; one wrong date makes thousands
SHOWN = 120  # the last ones, of more
_YEAR, _MONTH, _DAY = 4, 7, 10  # signs of an ISO date


@dataclass(frozen=True, slots=True)
class Period:
    """A year, month or day as the beginning of its ISO dates ("2017-12"), and how much there was in it."""

    key: str
    count: int


def width_of(isos: Iterable[str]) -> int:
    """Return how many signs of an ISO date make a period: years where there are three, months where there are two."""
    known = {iso[:_DAY] for iso in isos if iso}
    if len({iso[:_YEAR] for iso in known}) > 2:
        return _YEAR
    return _MONTH if len({iso[:_MONTH] for iso in known}) > 1 else _DAY


def periods(isos: Iterable[str], width: int) -> tuple[Period, ...]:
    """Return how many of the dates fall into each period, from the first; at most 120."""
    counts = Counter(iso[:width] for iso in isos if iso)
    keys = sorted(counts)
    if keys and len(keys) <= FILLED:
        between = _between(keys[0], keys[-1], width)
        keys = sorted({*keys, *between}) if len(between) <= FILLED else keys
    return tuple(Period(key, counts.get(key, 0)) for key in keys[-SHOWN:])


def label(language: Language, key: str) -> str:
    """Return a period in words; what is no date stays as it is."""
    return language.day_and_time(key) or key


def _between(first: str, last: str, width: int) -> list[str]:
    """Return all periods from the first to the last, or nothing where either is told less exactly."""
    if len(first) != width or len(last) != width:
        return []
    try:
        if width == _YEAR:
            return [f"{year:04d}" for year in range(int(first), min(int(last), int(first) + FILLED + 1) + 1)]
        if width == _MONTH:
            at, end = (int(key[:4]) * 12 + int(key[5:7]) - 1 for key in (first, last))
            return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(at, min(end, at + FILLED + 1) + 1)]
        day, days = date.fromisoformat(first), (date.fromisoformat(last) - date.fromisoformat(first)).days
        return [(day + timedelta(days=more)).isoformat() for more in range(min(days, FILLED + 1) + 1)]
    except (ValueError, OverflowError):
        return []
