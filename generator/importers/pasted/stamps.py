"""Seeds: the lines that every post's header has in its fixed place, whatever the skin: dates, numbers, labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from generator.importers.pasted.dates import looks_like_date, read_parts
from generator.importers.pasted.sheets import Sheet
from generator.importers.pasted.skins import Hit, Role

Kind = Literal["label", "stamp"]

_LONGEST_STAMP = 120
_LONGEST_VALUE = 60
_OTHER_DATED: frozenset[Role] = frozenset(
    ("edited", "footer", "lead", "start", "stop", "page")
)  # these have dates of their own
_NUMBER = re.compile(r"(?:^|(?<=\s))#\s?(\d{1,3}(?:[,.]\d{3})+|\d{1,7})(?:\s+of\s+\d{1,7})?(?=\s|$)")
_DATE_START = re.compile(r"(?<=\s)(?=\w)")  # where the date may begin, if not at the beginning of the line
_LONGEST_NAMED = 80
_LONGEST_WORDED = 24  # signs of a date without digits ("Yesterday")
_DIGIT = re.compile(r"\d")
_LONGEST_NAME, _MOST_NAME_WORDS = 40, 5
_WORD_OF_NUMBER = re.compile(
    r"^(?:post|reply|message|beitrag|antwort|сообщение|ответ)\b|\b(?:post|reply|new)$", re.IGNORECASE
)
_NAME_END = " \t\u00a0,·|»-–—•"


@dataclass(frozen=True, slots=True)
class Seed:
    """The lines [line, stop) of a header that give one fact. `key` tells seeds of one kind in all headers alike.

    A label's value may stand on the line below it, so `stop` is `line` + 1 or beyond.
    """

    line: int
    stop: int
    kind: Kind
    key: str
    date: str | None = None
    number: str | None = None
    name: str | None = None
    value: str = ""  # of a label, where it stands on the same line
    is_phrase: bool = False  # a stamp in the skin's own words ("Posted ...")


def find_seeds(sheet: Sheet) -> list[Seed]:
    """Return the seeds in order. O(lines)."""
    lines = sheet.lines
    found: list[Seed] = []
    line = lines.next_filled(0, len(lines))
    while line < len(lines):
        seed = _seed(sheet, line)
        if seed:
            found.append(seed)
        line = lines.next_filled(seed.stop if seed else line + 1, len(lines))
    return found


def _seed(sheet: Sheet, line: int) -> Seed | None:
    text, found = sheet.lines.bare[line], sheet.hits[line]
    if len(text) > _LONGEST_STAMP:
        return None
    label = next((hit for hit in found if hit.role == "label"), None)
    if label:
        value = text.partition(":")[2].strip()
        stop = _value_stop(sheet, line)
        if ":" in text or stop > line + 1:
            return Seed(line, stop, "label", label.phrase.text.casefold(), value=value)
    return stamp_of(sheet, line)


def stamp_of(sheet: Sheet, line: int) -> Seed | None:
    """Return what a line says that tells a post's date, its number or who wrote it, and nothing else."""
    stamp = _stamp_of_hits(sheet.hits[line], line)
    if stamp or sheet.is_a(line, _OTHER_DATED) or len(sheet.lines.bare[line]) > _LONGEST_STAMP:
        return stamp
    return _plain_stamp(sheet.lines.bare[line], line)


def _value_stop(sheet: Sheet, line: int) -> int:
    """Return the line behind a label's value: the next filled line, where the label stands alone, without a colon."""
    lines = sheet.lines
    text = lines.bare[line]
    if ":" in text and not (text.endswith(":") and sheet.traits.late):
        return line + 1
    value = lines.next_filled(line + 1, min(line + 3, len(lines)))
    if value >= len(lines) or not lines.bare[value] or len(lines.bare[value]) > _LONGEST_VALUE:
        return line + 1
    is_other = sheet.is_a(value, ("label", "stamp", "footer", "end"))
    return line + 1 if is_other or _NUMBER.search(lines.bare[value]) else value + 1


def _stamp_of_hits(found: Sequence[Hit], line: int) -> Seed | None:
    stamps = [hit for hit in found if hit.role == "stamp"]
    if not stamps:
        return None
    best = min(stamps, key=lambda hit: (hit.date is None, len(hit.name or "")))
    key = "date #" if best.date and best.number else "date" if best.date else "#"
    return Seed(line, line + 1, "stamp", key, best.date, best.number, best.name, is_phrase=True)


def _plain_stamp(text: str, line: int) -> Seed | None:
    """Return what a line says that holds a date, a number ("#12"), or both, and at most a name before the date."""
    if not _DIGIT.search(text) and len(text) > _LONGEST_WORDED:
        return None
    match = _NUMBER.search(text) if "#" in text else None
    number = match[1] if match else None
    rest = (text[: match.start()] + " " + text[match.end() :]).strip(_NAME_END) if match else text
    rest = _WORD_OF_NUMBER.sub("", rest) if match else rest
    if match and not rest:
        return Seed(line, line + 1, "stamp", "#", number=number)
    if looks_like_date(rest):
        return Seed(line, line + 1, "stamp", "date #" if match else "date", rest, number)
    if match:
        return None
    return _named_stamp(text, line)


def _named_stamp(text: str, line: int) -> Seed | None:
    """Return the name and the date of a line such as "Anna Lind, 4 May 2011" or "Anna Lind 2011-05-04 15:54 UTC"."""
    if len(text) > _LONGEST_NAMED or not _DIGIT.search(text):
        return None
    for match in _DATE_START.finditer(text):
        date = text[match.start() :]
        parts = read_parts(date)
        if parts and (parts.month or parts.pair or (parts.ago_s is not None and parts.time)):
            name = text[: match.start()].rstrip(_NAME_END)
            is_name = (
                0 < len(name) <= _LONGEST_NAME and len(name.split()) <= _MOST_NAME_WORDS and name[-1] not in ".?!:"
            )
            return Seed(line, line + 1, "stamp", "name date", date, name=name) if is_name else None
    return None
