"""What the Unicode CLDR says of a language's dates and numbers, through Babel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from babel.core import Locale, UnknownLocaleError
from babel.dates import parse_pattern

from generator.languages.language import Calendar, Language, Numerals

# Spanish, Portuguese, Polish and Italian leave four digits together; CLDR says so, and Babel does not pass it on.
_GROUPED_FROM_FIVE = frozenset(("es", "it", "pl", "pt"))
_SAMPLE = "2017-12-04T15:12"


def with_locale(language: Language, tags: Sequence[str]) -> Language:
    """Return the language with the calendar and the numerals of the first tag that CLDR knows, else as it is."""
    for tag in tags:
        try:
            locale = Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
        found = replace(language, calendar=_calendar(locale), numerals=_numerals(locale))
        try:
            found.day_and_time(_SAMPLE)
        except (KeyError, ValueError):  # a field of another calendar than ours
            return replace(found, calendar=language.calendar)
        return found
    return language


def _calendar(locale: Locale) -> Calendar:
    months, periods = locale.months, locale.day_periods["format"]
    names = periods.get("abbreviated") or periods["wide"]
    skeletons = locale.datetime_skeletons
    day = locale.date_formats["long"].pattern.replace("G ", "")  # the era goes without saying
    return Calendar(
        months=tuple(months["format"]["wide"][number] for number in range(1, 13)),
        months_alone=tuple(months["stand-alone"]["wide"][number] for number in range(1, 13)),
        periods=(names.get("am", "am"), names.get("pm", "pm")),
        year=skeletons["y"].format,
        month=skeletons["yMMMM"].format,
        day=str(parse_pattern(day).format),
        time=locale.time_formats["short"].format,
        day_and_time=str(locale.datetime_formats["medium"]),
    )


def _numerals(locale: Locale) -> Numerals:
    symbols = locale.number_symbols["latn"]
    last, others = locale.decimal_formats[None].grouping
    pattern = locale.percent_formats[None].pattern.partition(";")[0]
    percent = "{n}%" if pattern.endswith("0%") else "{n}\u00a0%"
    return Numerals(
        group=symbols["group"],
        sizes=(last, others),
        from_digits=5 if locale.language in _GROUPED_FROM_FIVE else 4,
        point=symbols["decimal"],
        percent="%{n}" if pattern.startswith("%") else percent,
    )
