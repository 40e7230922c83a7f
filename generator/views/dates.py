"""When something was written. A date is never invented: what is not known is said to be unknown."""

from __future__ import annotations

from generator.languages import Language
from generator.markup import visible_text
from generator.records import Moment
from generator.views import wording
from generator.views.contract import WhenView


def when_view(language: Language, moment: Moment | None) -> WhenView:
    """Return a moment for the eye; a relative date whose day is not known stays in the dump's own wording."""
    if moment is None:
        return WhenView(language.t(wording.UNKNOWN_DATE))
    raw = visible_text(moment.raw).strip()
    words = language.day_and_time(moment.iso) if moment.iso else ""
    if not words:
        return WhenView(raw or language.t(wording.UNKNOWN_DATE), raw=raw)
    return WhenView(words, iso=(moment.iso or "").replace(" ", "T"), raw=raw)


def when_of(language: Language, iso: str, raw: str = "") -> WhenView:
    """Return the same from the columns of a row, where unknown is ""."""
    return when_view(language, Moment(raw, iso or None) if iso or raw else None)


def period(language: Language, first_iso: str, last_iso: str) -> WhenView:
    """Return the time from the first post to the last, by days."""
    first, last = language.day_and_time(first_iso[:10]), language.day_and_time(last_iso[:10])
    if not first:
        return WhenView(last or language.t(wording.UNKNOWN_DATE), iso=last_iso[:10] if last else "")
    return WhenView(first if last in ("", first) else f"{first} – {last}", iso=first_iso[:10])
