"""A language as a record: what pages need of it is read once, by the driver, and travels with the views' settings.

So a page stays a pure function, workers load neither catalogues nor locale data, and a build in English needs neither.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

_PLACE = re.compile(r"\{([a-z_]+)\}")
_ISO = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ]([01]\d|2[0-3]):([0-5]\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?"
)
_NOON = 12


@dataclass(frozen=True, slots=True)
class Calendar:
    """How dates are written. Patterns are of `%` with the fields of the Unicode CLDR: "%(d)s %(MMMM)s %(y)s".

    `months` are the names inside a date ("4 декабря"), `months_alone` those that stand without a day ("декабрь").
    The defaults are the house style for English: the day first, and hours from 0 to 23.
    """

    months: tuple[str, ...] = (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    )
    months_alone: tuple[str, ...] = months
    periods: tuple[str, str] = ("am", "pm")
    year: str = "%(y)s"
    month: str = "%(MMMM)s %(y)s"
    day: str = "%(d)s %(MMMM)s %(y)s"
    time: str = "%(HH)s:%(mm)s"
    day_and_time: str = "{1}, {0}"  # {1} is the day


@dataclass(frozen=True, slots=True)
class Numerals:
    """How numbers are written: what stands between groups, how many digits the last and the other groups have."""

    group: str = "\u202f"
    sizes: tuple[int, int] = (3, 3)
    from_digits: int = 4  # shorter numbers are not grouped
    point: str = "."
    percent: str = "{n}\u00a0%"


@dataclass(frozen=True, slots=True)
class Language:
    """The words and forms of one language. `messages` are translations by the English, each with all its plural forms.

    `plural` is the expression of a catalogue's header that says which form goes with a number `n`. What has no
    translation is shown in English.
    """

    tag: str = "en"
    messages: dict[str, tuple[str, ...]] = field(default_factory=dict)
    plural: str = "n != 1"
    calendar: Calendar = Calendar()
    numerals: Numerals = Numerals()

    def t(self, singular: str, plural: str | None = None, n: int | None = None, **values: object) -> str:
        """Return a string of the interface: `t("{n} post", "{n} posts", n=3)` gives "3 posts". More places: `values`.

        `n` is written as the language writes numbers; other values stand as they are. Only plain names are filled in,
        so a string that comes from a theme can reach nothing else.
        """
        forms = self.messages.get(singular)
        if plural is None:
            text = forms[0] if forms else singular
        elif forms:
            text = forms[min(_chosen_by(self.plural)(abs(n or 0)), len(forms) - 1)]
        else:
            text = singular if n == 1 else plural
        if n is not None:
            values = {"n": self.number(n), **values}
        return _PLACE.sub(lambda match: str(values.get(match.group(1), match.group())), text) if values else text

    def number(self, value: int) -> str:
        """Return a whole number with its digits in groups."""
        if -1000 < value < 1000:
            return str(value)
        digits, sign = str(abs(value)), "-" if value < 0 else ""
        if len(digits) < self.numerals.from_digits:
            return sign + digits
        last, others = self.numerals.sizes
        head, groups = digits[:-last], [digits[-last:]]
        while head:
            groups.append(head[-others:])
            head = head[:-others]
        return sign + self.numerals.group.join(reversed(groups))

    def decimal(self, value: float) -> str:
        """Return a number with one digit behind the point."""
        return f"{value:.1f}".replace(".", self.numerals.point)

    def percent(self, share: float) -> str:
        """Return a probability for the eye. Only what is beyond doubt is "100 %", only the impossible is "0 %"."""
        rounded = round(share * 100)
        if 0 < share < 1:
            rounded = min(99, max(1, rounded))
        return self.numerals.percent.replace("{n}", str(rounded))

    def day_and_time(self, iso: str) -> str:
        """Return an ISO date in words, as precise as it is ("4 December 2017, 05:12 UTC"); "" where it is no date."""
        match = _ISO.fullmatch(iso)
        if match is None:
            return ""
        year, month, day, hour, minute, zone = match.groups()
        if (day is not None and not _is_day(int(year), int(month), int(day))) or not 1 <= int(month or 1) <= 12:
            return ""
        calendar = self.calendar
        pattern = calendar.day if day else calendar.month if month else calendar.year
        words = pattern % _day_fields(calendar, int(year), int(month or 1), int(day or 1))
        if hour is None:
            return words
        time = calendar.time % _time_fields(calendar, int(hour), int(minute))
        joined = calendar.day_and_time.replace("{1}", words).replace("{0}", time)
        return f"{joined} {_zone(zone)}" if zone else joined


def _day_fields(calendar: Calendar, year: int, month: int, day: int) -> dict[str, str]:
    numbers = {"y": str(year), "M": str(month), "MM": f"{month:02}", "d": str(day), "dd": f"{day:02}"}
    return {**numbers, "MMMM": calendar.months[month - 1], "LLLL": calendar.months_alone[month - 1]}


def _time_fields(calendar: Calendar, hour: int, minute: int) -> dict[str, str]:
    on_the_clock = hour % _NOON or _NOON
    hours = {"H": str(hour), "HH": f"{hour:02}", "h": str(on_the_clock), "hh": f"{on_the_clock:02}"}
    return {**hours, "m": str(minute), "mm": f"{minute:02}", "a": calendar.periods[hour >= _NOON]}


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _zone(zone: str) -> str:
    return "UTC" if zone in ("Z", "+00:00", "+0000") else f"UTC{zone}"


@lru_cache(maxsize=32)
def _chosen_by(expression: str) -> Callable[[int], int]:
    """Return what says which plural form goes with a number.

    Raises:
        ValueError: the expression is none that gettext knows.
    """
    return gettext.c2py(expression)


def is_plural(expression: str) -> bool:
    """Return whether it is an expression that chooses among plural forms."""
    try:
        return int(_chosen_by(expression)(1)) >= 0
    except (ValueError, RecursionError, ZeroDivisionError):
        return False


ENGLISH = Language()
