"""The feeds of the archive, of people and of topics, from the rows of their lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from generator.exports.feeds import Entry, Feed, feed_files
from generator.markup import visible_text
from generator.tables.rows import LatestRow, PersonPostRow, PersonRow, TopicMentionRow
from generator.views import FEED_POSTS, Settings, TopicRows, instant, post_address, post_title, urls, when_of

Files = Iterator[tuple[str, bytes]]


def archive_files(rows: Sequence[LatestRow], settings: Settings) -> Files:
    """Yield the feeds of the whole archive; `rows` are its newest posts, newest first."""
    if settings.feeds != "none":
        entries = _newest(_entry(row, row.excerpt, settings) for row in rows)
        yield from feed_files(_feed(urls.HOME, settings.site.title, settings.site.description, settings, entries))


def person_files(person: PersonRow, posts: Sequence[PersonPostRow], settings: Settings) -> Files:
    """Yield the feeds of what one person wrote; `posts` are oldest first, those without a date before all others."""
    if settings.feeds == "all":
        entries = _newest(_entry(row, row.excerpt, settings) for row in islice(reversed(posts), FEED_POSTS))
        yield from feed_files(_feed(urls.person_url(person.person), person.author, "", settings, entries))


def topic_files(rows: TopicRows, settings: Settings) -> Files:
    """Yield the feeds of the posts that mention one topic: each post once, with its first mention."""
    if settings.feeds == "all":
        first: dict[tuple[str, str], TopicMentionRow] = {}
        for row in rows.mentions:
            first.setdefault((row.thread, row.post), row)
        newest = sorted(first.values(), key=lambda row: (row.iso, row.thread, row.ordinal), reverse=True)[:FEED_POSTS]
        entries = _newest(_entry(row, f"{row.before}{row.words}{row.after}", settings) for row in newest)
        topic = rows.topic
        yield from feed_files(_feed(urls.topic_url(topic.id), topic.label, topic.description, settings, entries))


def _newest(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries by moment, newest first; those without one come last, in the order given."""
    return tuple(sorted(islice(entries, FEED_POSTS), key=lambda entry: entry.moment, reverse=True))


def _feed(page: str, title: str, description: str, settings: Settings, entries: tuple[Entry, ...]) -> Feed:
    site = settings.site
    about = (visible_text(title).strip() or site.title, visible_text(description))
    return Feed(page, *about, site.language, site.base_url, site.title, entries)


def _entry(row: LatestRow | PersonPostRow | TopicMentionRow, words: str, settings: Settings) -> Entry:
    address, anchor = post_address(settings, (row.thread, row.post, row.ordinal))
    raw = "" if isinstance(row, TopicMentionRow) else row.raw_when
    return Entry(
        address,
        anchor,
        title=post_title(settings.language, row.author, row.ordinal, row.title),
        author=visible_text(row.author).strip(),
        moment=instant(row.iso),
        when=when_of(settings.language, row.iso, raw).text,
        html="",
        summary=" ".join(visible_text(words).split()),
    )
