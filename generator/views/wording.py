"""The edition's own sentences about what it shows. Never "misquoted": often the original was edited afterwards."""

from __future__ import annotations

import re
from datetime import date

from generator.records import Quote, QuoteKind
from generator.views.contract import Certainty

UNKNOWN_AUTHOR = "unknown author"
UNKNOWN_DATE = "date unknown"
HOME_LABEL = "Home"
THREADS_LABEL = "Debates"
PEOPLE_LABEL = "People"
TOPICS_LABEL = "Topics"
INDEX_LABEL = "A–Z"
HONESTY_LABEL = "On this edition"
NOT_FOUND_LABEL = "Page not found"
GONE_LABEL = "No longer here"
TREE_LABEL = "Reply tree"
LOST_LABEL = "Lost post"
UNTITLED = "Untitled debate"
ONLY_IN_QUOTES = "inside a quote"
ONLY_IN_ORIGINAL = "only in the original:"
ONLY_IN_QUOTE = "only in the quote:"

KINDS: dict[QuoteKind, tuple[str, str]] = {
    "exact": ("exact", "These words stand in the original just so."),
    "elided": ("shortened", "The words stand in the original, but something between them was left out."),
    "altered": (
        "differs",
        "The quote differs from the archived original. Often the original was edited after it was quoted.",
    ),
    "ambiguous": ("ambiguous", "The same words stand in several places, and nothing tells which of them is meant."),
    "absent": ("not in the archive", "No post of this archive holds these words."),
}
FROM_LOST = (
    "The post that these words were taken from is not in the archive; "
    "it was rebuilt, as far as that is possible, from those who quoted it."
)

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ISO = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ]([01]\d|2[0-3]):([0-5]\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?"
)


def percent(confidence: float) -> str:
    """Return a probability for the eye. Only what is beyond doubt is "100 %", only the impossible is "0 %"."""
    rounded = round(confidence * 100)
    if 0 < confidence < 1:
        rounded = min(99, max(1, rounded))
    return f"{rounded}\u00a0%"


def certainty(confidence: float) -> Certainty:
    return "certain" if confidence >= 0.95 else "probable" if confidence >= 0.75 else "doubtful"


def explanation(quote: Quote) -> str:
    """Return what the kind of this quote means here."""
    if quote.origin is not None and quote.origin.lost:
        return FROM_LOST
    return KINDS[quote.kind][1]


def day_and_time(iso: str) -> str:
    """Return an ISO date in words, as precise as it is ("4 December 2017, 05:12 UTC"); "" where it is no date."""
    match = _ISO.fullmatch(iso)
    if match is None:
        return ""
    year, month, day, hour, minute, zone = match.groups()
    if (day is not None and not _is_day(int(year), int(month), int(day))) or not 1 <= int(month or 1) <= 12:
        return ""
    words = " ".join(part for part in (day and str(int(day)), month and _MONTHS[int(month) - 1], year) if part)
    if hour is None:
        return words
    return f"{words}, {hour}:{minute}{f' {_zone(zone)}' if zone else ''}"


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _zone(zone: str) -> str:
    return "UTC" if zone in ("Z", "+00:00", "+0000") else f"UTC{zone}"


def numbered(ordinal: int) -> str:
    return f"№\u00a0{ordinal}"


def quoted_by(name: str, ordinal: int, thread: str = "") -> str:
    """Return what a mark in the margin says of a quoter; `thread` is the title where it is another thread."""
    return f"Quoted by {name} in {numbered(ordinal)}" + (f", {thread}" if thread else "")


def taken_from(name: str, ordinal: int, thread: str = "") -> str:
    return f"From {numbered(ordinal)} by {name}" + (f", {thread}" if thread else "")


def counted(number: int, one: str, many: str) -> str:
    """Return "1 post", "2 posts"."""
    return f"{number:,} {one if number == 1 else many}".replace(",", "\u202f")


def other_places(number: int) -> str:
    return f"The words stand in {counted(number, 'place', 'places')} of other debates as well."


def unsure_boundary(confidence: float, evidence: tuple[str, ...]) -> str:
    reasons = f": {'; '.join(evidence)}" if evidence else ""
    return f"It is not certain that a post begins here ({percent(confidence)}){reasons}."


def doubt(about: str, name: str, words: str) -> str:
    """Return what is doubtful: `about` is "author", "boundary" or "quote"."""
    if about == "author":
        return f"It is not certain that {name} wrote this: “{words}”"
    if about == "boundary":
        return f"It is not certain that a post begins here: “{words}”"
    return f"It is not certain where this quote comes from: “{words}”"


NOT_BROUGHT = "not in the dump"
NOT_PUBLISHED = "not published"


def size(count: int) -> str:
    """Return a number of bytes as readers know it, "" for none.

    >>> size(900), size(12_345), size(3_400_000)
    ('1 kB', '12 kB', '3.4 MB')
    """
    if not count:
        return ""
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))} kB"
