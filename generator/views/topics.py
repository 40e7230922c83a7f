"""Topics: the list of them, and each with its mentions in context."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.markup import visible_text
from generator.records import Topic
from generator.tables.rows import TopicMeetingRow, TopicMentionRow, TopicMonthRow, TopicRow
from generator.views import urls, wording
from generator.views.contract import Link, MentionView, PostLink, TopicPage, TopicsPage
from generator.views.frames import excerpt, frame, paged
from generator.views.known import post_href
from generator.views.machines import topic_machines
from generator.views.pager import page_count, pager, split
from generator.views.people import person_view
from generator.views.pictures import activity_along, meeting, over_time
from generator.views.sources import Settings, TopicRows

MENTIONS_A_PAGE = 100
NARROWER_LISTED = 50
MEETS_LISTED = 12


def topics_pages(
    rows: Sequence[TopicRow],
    settings: Settings,
    meetings: Sequence[TopicMeetingRow] = (),
    months: Sequence[TopicMonthRow] = (),
) -> Iterator[TopicsPage]:
    """Yield the list of topics: the most mentioned first, then those without any mention by label."""
    counts = {row.topic: row for row in rows}
    topics = sorted(settings.topics, key=lambda topic: (*_by_mentions(counts.get(topic.id)), topic.label, topic.id))
    total = page_count(len(topics), settings.list_page_size)
    for number, part in split(topics, settings.list_page_size):
        url = urls.topics_url(number)
        way = pager(number, total, urls.topics_url)
        yield TopicsPage(
            frame=paged(frame(url, settings.language.t(wording.TOPICS_LABEL), settings), way),
            topics=tuple(_line(topic, counts.get(topic.id), url) for topic in part),
            pager=way,
            over_time=over_time(months, url, settings) if number == 1 else None,
            meeting=meeting(meetings, url, settings) if number == 1 else None,
        )


def topic_pages(rows: TopicRows, settings: Settings) -> Iterator[TopicPage]:
    """Yield the pages of one topic."""
    topic = rows.topic
    by_id: dict[str, Topic] = {other.id: other for other in settings.topics}
    total = page_count(len(rows.mentions), MENTIONS_A_PAGE)
    mentions = sorted(rows.mentions, key=lambda row: row.in_quote)  # stable: the order within each stays
    first = urls.topic_url(topic.id)

    def href(page: int, anchor: str) -> str:
        return urls.relative(first, urls.topic_url(topic.id, page), anchor)

    isos = [row.iso for row in mentions]
    picture, anchors = activity_along(settings.language, isos, MENTIONS_A_PAGE, href)
    for number, part in split(mentions, MENTIONS_A_PAGE):
        url = urls.topic_url(topic.id, number)
        way = pager(number, total, lambda page: urls.topic_url(topic.id, page))
        above = (Link(settings.language.t(wording.TOPICS_LABEL), urls.relative(url, urls.topics_url())),)
        broader = by_id.get(topic.broader) if topic.broader else None
        narrower = [other for other in settings.topics if other.broader == topic.id][:NARROWER_LISTED]
        yield TopicPage(
            frame=paged(
                frame(
                    url,
                    topic.label,
                    settings,
                    description=topic.description,
                    above=above,
                    machines=topic_machines(rows, url, settings),
                ),
                way,
            ),
            label=visible_text(topic.label),
            description=visible_text(topic.description),
            aliases=tuple(map(visible_text, topic.aliases)),
            broader=_link(broader, url) if broader else None,
            narrower=tuple(_link(other, url) for other in narrower),
            meets=_meets(rows, by_id, url),
            mentions=tuple(_mention(row, url, settings) for row in part),
            own_total=rows.own,
            quoted_total=rows.quoted,
            pager=way,
            activity=picture if number == 1 else None,
            anchors=anchors[(number - 1) * MENTIONS_A_PAGE : number * MENTIONS_A_PAGE],
        )


def _by_mentions(row: TopicRow | None) -> tuple[int, int]:
    return (-row.own, -row.quoted) if row else (0, 0)


def _line(topic: Topic, row: TopicRow | None, url: str) -> tuple[Link, int, int]:
    return (_link(topic, url, note=excerpt(topic.description)), row.own if row else 0, row.quoted if row else 0)


def _link(topic: Topic, url: str, *, note: str = "") -> Link:
    return Link(visible_text(topic.label), urls.relative(url, urls.topic_url(topic.id)), note=note)


def _meets(rows: TopicRows, by_id: Mapping[str, Topic], url: str) -> tuple[Link, ...]:
    pairs = [pair for pair in rows.pairs if pair.topic == rows.topic.id and pair.other in by_id]
    pairs.sort(key=lambda pair: (-pair.posts, pair.other))
    return tuple(_link(by_id[pair.other], url, note=str(pair.posts)) for pair in pairs[:MEETS_LISTED])


def _mention(row: TopicMentionRow, url: str, settings: Settings) -> MentionView:
    href = post_href(url, settings, (row.thread, row.post, row.ordinal))
    person = person_view(settings.language, row.author, row.person, url)
    return MentionView(
        post=PostLink(row.ordinal, href, person, visible_text(row.title) or settings.language.t(wording.UNTITLED)),
        before=_one_line(row.before),
        words=_one_line(row.words),
        after=_one_line(row.after),
        rule=visible_text(row.rule),
        in_quote=bool(row.in_quote),
    )


def _one_line(text: str) -> str:
    """Return text with line ends as blanks; the blanks at its ends stay, for words meet there."""
    return visible_text(text).replace("\r", " ").replace("\n", " ")
