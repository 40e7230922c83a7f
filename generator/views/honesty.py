"""The page on the archive's honesty: what is missing, guessed and ambiguous."""

from __future__ import annotations

from generator.markup import visible_text
from generator.tables.rows import DoubtRow, LostRow, ThreadCardRow
from generator.views import urls, wording
from generator.views.contract import DoubtView, HonestyPage, Link, PostLink
from generator.views.frames import excerpt, frame
from generator.views.known import post_href
from generator.views.lists import count_by_name
from generator.views.people import person_view
from generator.views.sources import HonestyRows, Settings

LISTED = 100
_EXCERPT = 80


def honesty_page(rows: HonestyRows, settings: Settings) -> HonestyPage:
    """Return the page that says what this archive lacks and what was guessed in it."""
    counts = count_by_name(rows.counts)
    return HonestyPage(
        frame=frame(urls.HONESTY, settings.language.t(wording.HONESTY_LABEL), settings),
        kinds=tuple((*wording.kind(settings.language, kind), counts.get(f"kind:{kind}", 0)) for kind in wording.KINDS),
        lost=tuple(_lost(row, settings) for row in rows.lost[:LISTED]),
        lost_total=counts.get("lost", len(rows.lost)),
        unknown_authors=counts.get("unknown_authors", 0),
        undated=counts.get("undated", 0),
        posts_total=counts.get("posts", 0),
        doubts=tuple(_doubt(row, settings) for row in rows.doubts[:LISTED]),
        doubts_total=counts.get("doubts", len(rows.doubts)),
        gaps=tuple(_gap(row, settings) for row in rows.gaps[:LISTED]),
        replaced=rows.replaced,
    )


def _lost(row: LostRow, settings: Settings) -> Link:
    href = urls.relative(urls.HONESTY, urls.lost_url(row.thread, row.lost))
    witnesses = wording.witnesses(settings.language, row.witnesses)
    return Link(excerpt(row.excerpt, limit=_EXCERPT), href, f"{witnesses}, {settings.language.percent(row.confidence)}")


def _gap(row: ThreadCardRow, settings: Settings) -> Link:
    return Link(
        visible_text(row.title) or settings.language.t(wording.UNTITLED),
        urls.relative(urls.HONESTY, urls.thread_url(row.thread)),
    )


def _doubt(row: DoubtRow, settings: Settings) -> DoubtView:
    href = post_href(urls.HONESTY, settings, (row.thread, row.post, row.ordinal), row.anchor)
    person = person_view(settings.language, row.author, row.person, urls.HONESTY)
    title = visible_text(row.title) or settings.language.t(wording.UNTITLED)
    what = wording.doubt(settings.language, row.about, person.name, excerpt(row.excerpt, limit=_EXCERPT))
    return DoubtView(what, settings.language.percent(row.confidence), PostLink(row.ordinal, href, person, title))
