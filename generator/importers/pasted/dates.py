"""Dates as forums write them: recognised strictly, dated only as far as the dump tells."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from generator.importers.pasted.wordlists import date_words
from generator.records import Moment

Order = Literal["dmy", "mdy"]

_LONGEST = 60
_LONGEST_WORDED = 24  # "the day before yesterday"
_DIGIT = re.compile(r"\d")
_TIME = re.compile(
    r"(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([ap])\.?\s?m\b\.?)?(Z\b)?(?:\s*([+-]\d{2}):?(\d{2})\b)?",
    re.IGNORECASE,
)
_ISO = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_TRIPLE = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_SHORT_YEAR = re.compile(r"['’](\d{2})(?!\d)")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_ORDINALS = frozenset(("st", "nd", "rd", "th"))
_FIRST_YEAR, _LAST_YEAR = 1970, 2100  # no forum is older; a year beyond is a number of something else


@dataclass(frozen=True, slots=True)
class Parts:
    """What a date's wording holds. `pair` are two numbers of which nobody can tell which is the day."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    pair: tuple[int, int] | None = None
    time: str | None = None  # "05:12" or "05:12:07"
    zone: str = ""  # "Z" where the wording says UTC, "+02:00" where it tells the distance
    ago_s: int | None = None  # so many seconds before the capture
    weekday: int | None = None  # the last such day before the capture, Monday 0


@functools.lru_cache(maxsize=4096)
def read_parts(raw: str) -> Parts | None:
    """Return the parts of a date, or None where the text holds a word that no date has.

    "Posted by mistake on May 5" is no date, "Mon May 5, 2014 at 5:12 am" is one.
    """
    text = raw.strip(" \t\u00a0|»«•·-–—,;:()[]")
    if not text or len(text) > _LONGEST or (len(text) > _LONGEST_WORDED and not _DIGIT.search(text)):
        return None
    parts, rest = _read_time(text)
    parts, rest = _read_numeric(parts, rest)
    return _read_words(parts, rest)


def looks_like_date(raw: str) -> bool:
    """True where the whole text is a date or a time as a forum writes it."""
    return read_parts(raw) is not None


def _read_time(text: str) -> tuple[Parts, str]:
    match = _TIME.search(text)
    if not match:
        return Parts(), text
    hour, minute = int(match[1]), int(match[2])
    if hour > 23 or minute > 59:
        return Parts(), text
    if match[4]:
        hour = hour % 12 + (12 if match[4].lower() == "p" else 0)
    time = f"{hour:02}:{minute:02}" + (f":{match[3]}" if match[3] else "")
    rest = text[: match.start()].rstrip("T") + " " + text[match.end() :]
    return Parts(time=time, zone="Z" if match[5] else f"{match[6]}:{match[7]}" if match[6] else ""), rest


def _read_numeric(parts: Parts, text: str) -> tuple[Parts, str]:
    if match := _ISO.search(text):
        found = replace(parts, year=int(match[1]), month=int(match[3]), day=int(match[4]))
        return found, text[: match.start()] + " " + text[match.end() :]
    if match := _TRIPLE.search(text):
        year = _full_year(match[4])
        one, two = int(match[1]), int(match[3])
        if match[2] == "." and two <= 12:  # nobody writes month.day.year
            found = replace(parts, year=year, day=one, month=two)
        else:
            found = replace(parts, year=year, pair=(one, two))
        return found, text[: match.start()] + " " + text[match.end() :]
    return parts, text


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    return 2000 + year if year < 70 else 1900 + year


def _read_words(parts: Parts, text: str) -> Parts | None:
    """Read what the numeric forms left: month names, days, years, weekdays, relative words; None at any other word."""
    words = date_words()
    if match := _SHORT_YEAR.search(text):
        parts = replace(parts, year=_full_year(match[1]))
        text = text[: match.start()] + " " + text[match.end() :]
    numbers: list[int] = []
    relative = has_one = False
    for word in _WORD.findall(text.casefold()):
        if word.isdecimal():
            numbers.append(int(word[:6]))
        elif (month := words.months.get(word)) and parts.month is None and parts.pair is None:
            parts = replace(parts, month=month)
        elif word in words.weekdays:
            parts = replace(parts, weekday=words.weekdays[word])
        elif word in words.utc:
            parts = replace(parts, zone="Z")
        elif (ago := words.relative.get(word)) is not None:
            parts, relative = replace(parts, ago_s=ago), True
        elif (unit := words.units.get(word)) and parts.month is None and (numbers or has_one):
            amount = numbers.pop() if numbers else 1
            parts, relative = replace(parts, ago_s=(parts.ago_s or 0) + unit * amount), True
        elif word not in words.joiners and word not in _ORDINALS:
            return None
        has_one = word in words.ones
    return _with_numbers(parts, numbers, is_relative=relative)


def _with_numbers(parts: Parts, numbers: Sequence[int], *, is_relative: bool) -> Parts | None:
    for number in numbers:
        if parts.year is None and _FIRST_YEAR <= number <= _LAST_YEAR:
            parts = replace(parts, year=number)
        elif parts.day is None and parts.month is not None and 1 <= number <= 31:
            parts = replace(parts, day=number)
        else:
            return None
    if parts.year is not None and not _FIRST_YEAR <= parts.year <= _LAST_YEAR:
        return None
    if parts.pair is not None:
        return parts if min(parts.pair) >= 1 and min(parts.pair) <= 12 and max(parts.pair) <= 31 else None
    if parts.month is not None:
        return parts if parts.month <= 12 and (parts.year or parts.day) and (parts.day or 1) <= 31 else None
    if parts.year is not None:
        return None
    return parts if is_relative or parts.time else None


def learn_order(raws: Iterable[str]) -> Order | None:
    """Return whether this dump writes the day or the month first, or None where nothing in it tells.

    A number above 12 tells; so does time, which runs forward from post to post under the right reading only.
    """
    pairs = [(parts.pair, parts.year or 0) for raw in raws if (parts := read_parts(raw)) and parts.pair]
    if any(first > 12 for (first, _), _ in pairs):
        return None if any(second > 12 for (_, second), _ in pairs) else "dmy"
    if any(second > 12 for (_, second), _ in pairs):
        return "mdy"
    days_first = [(year, second, first) for (first, second), year in pairs]
    months_first = [(year, first, second) for (first, second), year in pairs]
    forward = {"dmy": days_first == sorted(days_first), "mdy": months_first == sorted(months_first)}
    if len(set(days_first)) < 3 or forward["dmy"] == forward["mdy"]:  # three different days: two run forward by chance
        return None
    return "dmy" if forward["dmy"] else "mdy"


def read_moment(raw: str, order: Order | None, retrieved: str | None) -> Moment:
    """Return a date with its ISO form, as precise as the wording; without one where it cannot be known."""
    parts = read_parts(raw)
    return Moment(raw, _iso(parts, order, retrieved) if parts else None)


def _iso(parts: Parts, order: Order | None, retrieved: str | None) -> str | None:
    if parts.pair is not None:
        if order is None and max(parts.pair) <= 12 and parts.pair[0] != parts.pair[1]:
            return None
        day_first = parts.pair[0] > 12 or (order == "dmy" and parts.pair[1] <= 12)
        day, month = parts.pair if day_first else parts.pair[::-1]
        parts = replace(parts, day=day, month=month)
    if parts.month is None:
        return _iso_of_relative(parts, retrieved)
    if parts.year is None:
        return None
    if parts.day is None:
        return f"{parts.year:04}-{parts.month:02}"
    try:
        day_text = datetime.date(parts.year, parts.month, parts.day).isoformat()
    except ValueError:
        return None
    return f"{day_text}T{parts.time}{parts.zone}" if parts.time else day_text


def _iso_of_relative(parts: Parts, retrieved: str | None) -> str | None:
    """Return the day of "Yesterday", "Monday at 5:12" or "3 days ago"; hours ago are not exact to the day."""
    try:
        capture = datetime.date.fromisoformat((retrieved or "")[:10])
    except ValueError:
        return None
    if parts.weekday is not None:
        back = (capture.weekday() - parts.weekday) % 7 or 7
    elif parts.ago_s is not None and parts.ago_s % 86_400 == 0:
        back = parts.ago_s // 86_400
    else:
        return None
    try:
        day_text = (capture - datetime.timedelta(days=back)).isoformat()
    except OverflowError:
        return None
    return f"{day_text}T{parts.time}" if parts.time else day_text
