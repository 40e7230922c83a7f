"""Dates as pages show them: machine-readable where the engine writes them so, else in words, read page by page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from generator.importers.pages.foreign_dates import in_english
from generator.importers.pasted.dates import Order, learn_order, looks_like_date, read_moment
from generator.importers.structured.moments import iso_moment, unix_moment
from generator.records import Moment

_UNIX = ("data-timestamp", "data-time", "data-unixtime", "data-date")
_LONGEST = 120
_LONGEST_LOOKED_AT = 60


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date on a page: what it says in words, and its moment where the page gives that to machines."""

    words: str
    exact: Moment | None = None


def stamp_of(node: LexborNode | None) -> Stamp | None:
    """Return the date of an element (of itself, or of the first <time> or `title` in it), None where there is none.

    In this order: `datetime` (of <meta> `content`), Unix times in `data-*`, a `title` that is a date, the words shown.
    """
    if node is None:
        return None
    shown = clean(node.text())
    title = clean(node.attributes.get("title") or "")
    if looks_like_date(title) and iso_moment(title).iso is None:
        shown = title  # "Jan 2, 2024 at 12:53 PM" where the page shows "Jan 2, 2024"
    for each in (node, *node.css("[datetime], [data-time], [data-timestamp], [data-unixtime], [title]")[:4]):
        exact = _exact(each, shown)
        if exact is not None:
            return Stamp(shown or exact.raw, exact)
        title = clean(each.attributes.get("title") or "")
        if title and looks_like_date(title):
            return Stamp(title)
    return Stamp(shown) if shown else None


def _exact(node: LexborNode, shown: str) -> Moment | None:
    attributes = node.attributes
    for field in ("datetime", "content", "title"):
        told = iso_moment(attributes.get(field) or "")
        if told.iso is not None and "T" in told.iso:
            return Moment(shown[:_LONGEST] or told.raw, told.iso)
    for name in _UNIX:
        value = attributes.get(name) or ""
        unix = unix_moment(value) if value.isascii() and value.isdecimal() and len(value) >= 9 else None
        if unix is not None:
            return Moment(shown[:_LONGEST] or unix.raw, unix.iso)
    return None


def order_of(texts: Iterable[str]) -> Order | None:
    """Return whether a page writes the day or the month first, by all short texts on it; None where none tells."""
    return learn_order(text for text in texts if len(text) <= _LONGEST_LOOKED_AT)


def moments_of(stamps: Sequence[Stamp | None], order: Order | None, retrieved: str | None) -> list[Moment | None]:
    """Return the moments of a page's posts. `order` is used where the dates of the posts do not tell it themselves."""
    told = order_of(stamp.words for stamp in stamps if stamp and stamp.exact is None) or order
    return [None if stamp is None else stamp.exact or moment_in_words(stamp.words, told, retrieved) for stamp in stamps]


def moment_in_words(raw: str, order: Order | None, retrieved: str | None) -> Moment:
    """Return the moment of a date as people write it ("07.09.2018, 12:19", "Yesterday, 5:12 AM"); ISO only if sure."""
    moment = read_moment(clean(raw)[:_LONGEST], order, retrieved)
    told = in_english(moment.raw) if moment.iso is None else None
    return Moment(moment.raw, read_moment(told, order, retrieved).iso) if told else moment


def clean(text: str) -> str:
    """Return a text in one line, without the signs of nothing that pages put beside dates and names."""
    return " ".join(text.replace("\u200e", "").replace("\u200f", "").replace("\u00ad", "").split())
