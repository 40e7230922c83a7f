"""What each kind of batch holds: its units, each with a key and with the views that it can make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache, partial
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

from generator.codec import decode, digest, encode
from generator.exports import person_files, thread_files, topic_files
from generator.records import Mention, Thread, ThreadLinks, Topic
from generator.render import beside, machines
from generator.render.tasks import Kind, RenderTask
from generator.render.units import Unit
from generator.stages import bucket_of
from generator.store import Volume, read_table
from generator.tables import rows
from generator.views import (
    HonestyRows,
    IndexRows,
    Overview,
    Settings,
    ThreadBundle,
    TopicRows,
    archivist_pages,
    dates_pages,
    home_page,
    honesty_page,
    index_pages,
    month_pages,
    not_found_page,
    people_pages,
    person_pages,
    thread_pages,
    threads_pages,
    topic_pages,
    topics_pages,
)
from generator.views.contract import PageView

R = TypeVar("R")


def units_of(task: RenderTask, settings: Settings) -> Iterator[Unit]:
    """Yield the units of a batch. What a unit's views are read from stays open until the next unit is asked for."""
    return _BATCHES[task.kind](task, settings)


def _rows(task: RenderTask, name: str, row: type[R]) -> tuple[R, ...]:
    return tuple(read_table(task.cache, task.tables[name], row))


def _unit(task: RenderTask, views: Callable[[], Iterable[PageView]]) -> Iterator[Unit]:
    """Yield the one unit of a batch that is made as a whole."""
    yield Unit(task.name, task.key, views)


# --- threads -------------------------------------------------------------------------------------------------------


def _threads_of_shard(task: RenderTask, settings: Settings) -> Iterator[Unit]:
    incoming = _by_thread(_rows(task, "incoming", rows.IncomingRow), "thread")
    outgoing = _by_thread(_rows(task, "outgoing", rows.OutgoingRow), "thread")
    pieces = _by_thread(_rows(task, "incoming_pieces", rows.PieceRow), "origin_thread")
    topics = {topic.id: topic for topic in settings.topics}
    base = digest(task.code, task.theme, replace(settings, topics=()))
    read, link, tag = (Volume(task.cache, task.volumes[stage]) for stage in ("read", "link", "tag"))
    with read, link, tag:
        for name, section in read.sections("threads").items():
            data = tag.read("mentions", name)
            mentions = decode(data, tuple[Mention, ...]) if data else ()
            around = (incoming.get(name, ()), outgoing.get(name, ()), pieces.get(name, ()))
            named = _with_broader({mention.topic for mention in mentions}, topics)
            sections = (section.digest, link.sections("links")[name].digest, tag.sections("mentions")[name].digest)
            key = digest(base, *sections, encode(around), encode(named))
            bundle = cache(partial(_bundle, (read, link), name, (mentions, *around)))
            yield Unit(name, key, partial(_thread_views, bundle, settings), partial(_thread_files, bundle, settings))


def _bundle(volumes: tuple[Volume, Volume], name: str, around: tuple[Any, Any, Any, Any]) -> ThreadBundle:
    thread = decode(volumes[0].read("threads", name), Thread)
    links = decode(volumes[1].read("links", name), ThreadLinks)
    return ThreadBundle(thread, links, *around)


def _thread_views(bundle: Callable[[], ThreadBundle], settings: Settings) -> Iterator[PageView]:
    return thread_pages(bundle(), settings)


def _thread_files(bundle: Callable[[], ThreadBundle], settings: Settings) -> Iterator[tuple[str, bytes]]:
    return thread_files(bundle(), settings)


def _by_thread(found: Iterable[R], column: str) -> dict[str, tuple[R, ...]]:
    """Return rows, which stand in the order of their thread, by thread."""
    return {thread: tuple(group) for thread, group in groupby(found, lambda row: str(getattr(row, column)))}


def _with_broader(wanted: set[Any], topics: dict[Any, Topic]) -> tuple[Topic, ...]:
    found: dict[str, Topic] = {}
    for name in sorted(wanted):
        while name in topics and name not in found:
            found[name] = topics[name]
            name = topics[name].broader
    return tuple(found.values())


# --- people and topics ---------------------------------------------------------------------------------------------


def _people_of_bucket(task: RenderTask, settings: Settings) -> Iterator[Unit]:
    posts = groupby(_rows(task, "person_posts", rows.PersonPostRow), lambda row: row.person)
    written = {person: tuple(group) for person, group in posts}
    base = digest(task.code, task.theme, replace(settings, topics=()))
    for person in _rows(task, "people_by_bucket", rows.PersonRow):
        theirs = written.get(person.person, ())
        key = digest(base, person, theirs)
        views = partial(person_pages, person, theirs, settings)
        yield Unit(person.person, key, views, partial(person_files, person, theirs, settings))


def _topics_of_bucket(task: RenderTask, settings: Settings) -> Iterator[Unit]:
    counts = {row.topic: row for row in _rows(task, "topics", rows.TopicRow)}
    met = groupby(_rows(task, "topic_pairs", rows.TopicPairRow), lambda row: row.topic)
    pairs = {topic: tuple(group) for topic, group in met}
    found = groupby(_rows(task, "topic_mentions", rows.TopicMentionRow), lambda row: row.topic)
    mentions = {topic: tuple(group) for topic, group in found}
    base = digest(task.code, task.theme, settings)
    for topic in settings.topics:
        if bucket_of(topic.id, task.buckets) == task.bucket:
            count = counts.get(topic.id, rows.TopicRow(topic.id, 0, 0))
            given = TopicRows(topic, count.own, count.quoted, mentions.get(topic.id, ()), pairs.get(topic.id, ()))
            files = partial(topic_files, given, settings)
            yield Unit(topic.id, digest(base, given), partial(topic_pages, given, settings), files)


# --- lists ---------------------------------------------------------------------------------------------------------


def _home(task: RenderTask, settings: Settings) -> Iterator[Unit]:
    def views() -> Iterator[PageView]:
        yield home_page(
            Overview(
                threads=_rows(task, "thread_cards", rows.ThreadCardRow),
                thread_people=_rows(task, "thread_people", rows.ThreadPersonRow),
                people=_rows(task, "people", rows.PersonRow),
                topics=_rows(task, "topics", rows.TopicRow),
                counts=_rows(task, "counts", rows.CountRow),
                introduction=next((_text(task, page.path) for page in task.pages), ""),
                months=_rows(task, "months", rows.MonthRow),
            ),
            settings,
        )

    return _unit(task, views)


def _threads(task: RenderTask, settings: Settings) -> Iterator[Unit]:
    def views() -> Iterator[PageView]:
        cards = _rows(task, "thread_cards", rows.ThreadCardRow)
        return threads_pages(cards, _rows(task, "thread_people", rows.ThreadPersonRow), settings)

    return _unit(task, views)


def _people(task: RenderTask, settings: Settings) -> Iterator[Unit]:
    def views() -> Iterator[PageView]:
        counts = {row.name: row.value for row in _rows(task, "counts", rows.CountRow)}
        quotes = _rows(task, "quoting", rows.QuotingRow)
        unknown = counts.get("unknown_authors", 0)
        return people_pages(_rows(task, "people", rows.PersonRow), unknown, settings, quotes)

    return _unit(task, views)


def _topics(task: RenderTask, settings: Settings) -> Iterator[Unit]:
    def views() -> Iterator[PageView]:
        met = _rows(task, "topic_meetings", rows.TopicMeetingRow)
        months = _rows(task, "topic_months", rows.TopicMonthRow)
        return topics_pages(_rows(task, "topics", rows.TopicRow), settings, met, months)

    return _unit(task, views)


def _dates(task: RenderTask, settings: Settings) -> Iterator[Unit]:
    def views() -> Iterator[PageView]:
        counts = {row.name: row.value for row in _rows(task, "counts", rows.CountRow)}
        return dates_pages(_rows(task, "months", rows.MonthRow), counts.get("undated", 0), settings)

    return _unit(task, views)


def _posts_of_month(task: RenderTask, settings: Settings) -> Iterator[Unit]:
    return _unit(task, lambda: month_pages(_rows(task, "month_posts", rows.MonthPostRow), settings))


def _index(task: RenderTask, settings: Settings) -> Iterator[Unit]:
    def views() -> Iterator[PageView]:
        return index_pages(
            IndexRows(
                threads=_rows(task, "thread_cards", rows.ThreadCardRow),
                people=_rows(task, "people", rows.PersonRow),
                topics=_rows(task, "topics", rows.TopicRow),
                lost=_rows(task, "lost", rows.LostRow),
            ),
            settings,
        )

    return _unit(task, views)


def _honesty(task: RenderTask, settings: Settings) -> Iterator[Unit]:
    def views() -> Iterator[PageView]:
        yield honesty_page(
            HonestyRows(
                counts=_rows(task, "counts", rows.CountRow),
                doubts=_rows(task, "doubts", rows.DoubtRow),
                lost=_rows(task, "lost_list", rows.LostRow),
                gaps=_rows(task, "gaps", rows.ThreadCardRow),
            ),
            settings,
        )

    return _unit(task, views)


def _archivist(task: RenderTask, settings: Settings) -> Iterator[Unit]:
    def views() -> Iterator[PageView]:
        return archivist_pages([(page.name, _text(task, page.path)) for page in task.pages], settings)

    return _unit(task, views)


def _not_found(task: RenderTask, settings: Settings) -> Iterator[Unit]:
    return _unit(task, lambda: [not_found_page(settings)])


def _text(task: RenderTask, path: str) -> str:
    return Path(task.site, path).read_text(encoding="utf-8-sig", errors="replace")


_BATCHES: dict[Kind, Callable[[RenderTask, Settings], Iterator[Unit]]] = {
    "threads-of-shard": _threads_of_shard,
    "people-of-bucket": _people_of_bucket,
    "topics-of-bucket": _topics_of_bucket,
    "home": _home,
    "threads": _threads,
    "people": _people,
    "topics": _topics,
    "index": _index,
    "dates": _dates,
    "posts-of-month": _posts_of_month,
    "honesty": _honesty,
    "archivist": _archivist,
    "not-found": _not_found,
    "permalinks": beside.permalinks,
    "redirects": beside.redirects,
    "host": beside.host,
    "feeds": machines.feeds,
    "sitemap": machines.sitemap,
    "search-of-part": machines.search_of_part,
    "search": machines.search,
}
