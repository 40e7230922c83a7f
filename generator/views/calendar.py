"""The index by dates: the archive's years, the months of a year, the days of a month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from generator.languages import Language
from generator.markup import visible_text
from generator.tables.rows import MonthPostRow, MonthRow
from generator.views import urls, wording
from generator.views.contract import DatesPage, DayView, Link, MonthPage, PostLink
from generator.views.dates import when_of
from generator.views.frames import excerpt, frame, paged
from generator.views.known import post_href
from generator.views.pager import page_count, pager, split
from generator.views.people import person_view
from generator.views.periods import Period
from generator.views.pictures import activity_of
from generator.views.sources import Settings

POSTS_A_PAGE = 100
_DAY = 10  # signs of an ISO date


def dates_pages(months: Sequence[MonthRow], undated: int, settings: Settings) -> Iterator[DatesPage]:
    """Yield the calendar: a page with all years, and a page with the months of each."""
    t = settings.language.t
    years = {year: tuple(rows) for year, rows in groupby(months, lambda row: row.month // 100)}
    counts = [Period(f"{year:04d}", sum(row.posts for row in rows)) for year, rows in years.items()]
    url = urls.dates_url()
    yield DatesPage(
        frame(url, t(wording.DATES_LABEL), settings),
        activity_of(settings.language, counts, lambda key: urls.relative(url, urls.year_url(int(key)))),
        posts_total=sum(period.count for period in counts),
        undated=undated,
    )
    for year, rows in years.items():
        yield _year(year, rows, settings)


def _year(year: int, rows: Sequence[MonthRow], settings: Settings) -> DatesPage:
    url = urls.year_url(year)
    counts = {row.month: row.posts for row in rows}
    unknown = [year * 100] if year * 100 in counts else []  # nothing but the year is known
    keys = [*unknown, *range(year * 100 + 1, year * 100 + 13)]
    found = [Period(iso_of_month(month), counts.get(month, 0)) for month in keys]

    def href(key: str) -> str:
        return urls.relative(url, urls.month_url(int(key[:4]) * 100 + int(key[5:7] or 0)))

    above = (Link(settings.language.t(wording.DATES_LABEL), urls.relative(url, urls.dates_url())),)
    return DatesPage(
        frame(url, f"{year:04d}", settings, above=above),
        activity_of(settings.language, found, href),
        posts_total=sum(counts.values()),
        undated=0,
    )


def month_pages(rows: Sequence[MonthPostRow], settings: Settings) -> Iterator[MonthPage]:
    """Yield the pages of one month; `rows` are all its posts, oldest first."""
    month = rows[0].month
    total = page_count(len(rows), POSTS_A_PAGE)
    first_page: dict[str, int] = {}
    for at, row in enumerate(rows):
        first_page.setdefault(row.iso[:_DAY], at // POSTS_A_PAGE + 1)
    counts = Counter(row.iso[:_DAY] for row in rows)
    for number, part in split(rows, POSTS_A_PAGE):
        url = urls.month_url(month, number)
        way = pager(number, total, lambda page: urls.month_url(month, page))

        def href(day: str, url: str = url) -> str:
            return urls.relative(url, urls.month_url(month, first_page[day]), f"on-{day}")

        found = [Period(day, counts[day]) for day in sorted(counts)]
        page = frame(url, _title(settings.language, month), settings, above=_above(url, month, settings))
        yield MonthPage(
            frame=paged(page, way),
            activity=activity_of(settings.language, found, href) if number == 1 and len(found) > 1 else None,
            days=tuple(_days(part, (number, first_page), url, settings)),
            posts_total=len(rows),
            pager=way,
        )


def iso_of_month(month: int) -> str:
    """Return a month as ISO 8601 writes it: a year alone where that is all that is known."""
    return f"{month // 100:04d}-{month % 100:02d}" if month % 100 else f"{month // 100:04d}"


def _title(language: Language, month: int) -> str:
    words = language.day_and_time(iso_of_month(month))
    return words if month % 100 else language.t("{year}, month unknown", year=words)


def _above(url: str, month: int, settings: Settings) -> tuple[Link, ...]:
    year = month // 100
    return (
        Link(settings.language.t(wording.DATES_LABEL), urls.relative(url, urls.dates_url())),
        Link(f"{year:04d}", urls.relative(url, urls.year_url(year))),
    )


def _days(
    rows: Sequence[MonthPostRow], where: tuple[int, dict[str, int]], url: str, settings: Settings
) -> Iterator[DayView]:
    number, first_page = where
    for day, posts in groupby(rows, lambda row: row.iso[:_DAY]):
        anchor = f"on-{day}" if first_page[day] == number else ""
        yield DayView(when_of(settings.language, day).text, anchor, tuple(_post(row, url, settings) for row in posts))


def _post(row: MonthPostRow, url: str, settings: Settings) -> PostLink:
    return PostLink(
        row.ordinal,
        post_href(url, settings, (row.thread, row.post, row.ordinal)),
        person_view(settings.language, row.author, row.person, url),
        visible_text(row.title) or settings.language.t(wording.UNTITLED),
        excerpt(row.excerpt),
    )
