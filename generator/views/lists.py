"""Home, and the lists of threads and people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.markup import visible_text
from generator.tables.rows import (
    CountRow,
    MonthRow,
    PersonPostRow,
    PersonRow,
    QuotingRow,
    ThreadCardRow,
    ThreadPersonRow,
)
from generator.views import urls, wording
from generator.views.archivist import written_by_hand
from generator.views.calendar import iso_of_month
from generator.views.contract import (
    ChartView,
    HomePage,
    Link,
    PeoplePage,
    PersonPage,
    PersonView,
    PostLink,
    ThreadCard,
    ThreadsPage,
)
from generator.views.dates import period
from generator.views.frames import excerpt, frame, paged
from generator.views.known import post_href
from generator.views.machines import home_machines, person_machines
from generator.views.pager import page_count, pager, split
from generator.views.people import person_view
from generator.views.periods import Period
from generator.views.pictures import activity_along, activity_of, quoting
from generator.views.sources import Overview, Settings

HOME_THREADS, HOME_TOPICS, HOME_PEOPLE = 30, 30, 24
CARD_PEOPLE = 8
PERSON_THREADS = 50
ACTIVITY_YEARS = 40


def home_page(overview: Overview, settings: Settings) -> HomePage:
    """Return the home page: the newest threads (where no thread has a date: the first by title), topics, people."""
    counts = count_by_name(overview.counts)
    people = sorted(overview.people, key=lambda row: (-row.posts, row.author, row.person))[:HOME_PEOPLE]
    labels: dict[str, str] = {topic.id: visible_text(topic.label) for topic in settings.topics}
    topics = [row for row in overview.topics if row.topic in labels][:HOME_TOPICS]
    introduction = written_by_hand(overview.introduction, urls.HOME) if overview.introduction.strip() else None
    return HomePage(
        frame=frame(
            urls.HOME,
            settings.site.title,
            settings,
            description=settings.site.description,
            machines=home_machines(overview, settings),
        ),
        threads=_cards(_newest(overview.threads), overview.thread_people, settings),
        threads_total=counts.get("threads", len(overview.threads)),
        threads_href=urls.relative(urls.HOME, urls.threads_url()),
        topics=tuple(
            Link(labels[row.topic], urls.relative(urls.HOME, urls.topic_url(row.topic)), note=str(row.own + row.quoted))
            for row in topics
        ),
        people=tuple(person_view(settings.language, row.author, row.person, urls.HOME) for row in people),
        posts_total=counts.get("posts", 0),
        people_total=counts.get("people", 0),
        quotes_total=counts.get("quotes", 0),
        linked_total=counts.get("linked", 0),
        lost_total=counts.get("lost", 0),
        introduction=introduction.html if introduction else None,
        activity=_activity(overview.months, settings),
    )


def _activity(months: Sequence[MonthRow], settings: Settings) -> ChartView | None:
    """Return the years of the archive, or its months where there are but two years, as links into the calendar."""
    by_year: defaultdict[str, int] = defaultdict(int)
    for row in months:
        by_year[f"{row.month // 100:04d}"] += row.posts
    if len(by_year) > 2:
        found = [Period(year, count) for year, count in by_year.items()][-ACTIVITY_YEARS:]
    else:
        found = [Period(iso_of_month(row.month), row.posts) for row in months]

    def href(key: str) -> str:
        year, month = int(key[:4]), int(key[5:7] or 0)
        target = urls.year_url(year) if len(by_year) > 2 else urls.month_url(year * 100 + month)
        return urls.relative(urls.HOME, target)

    return activity_of(settings.language, found, href) if len(found) > 1 else None


def count_by_name(counts: Iterable[CountRow]) -> dict[str, int]:
    return {row.name: row.value for row in counts}


def threads_pages(
    cards: Sequence[ThreadCardRow], people: Iterable[ThreadPersonRow], settings: Settings
) -> Iterator[ThreadsPage]:
    """Yield the list of threads, by rank. `people` are the first people of each."""
    voices = _voices(people)
    total = page_count(len(cards), settings.list_page_size)
    for number, rows in split(cards, settings.list_page_size):
        url = urls.threads_url(number)
        way = pager(number, total, urls.threads_url)
        yield ThreadsPage(
            frame=paged(frame(url, settings.language.t(wording.THREADS_LABEL), settings), way),
            threads=tuple(_card(row, voices.get(row.thread, ()), url, settings) for row in rows),
            pager=way,
        )


def people_pages(
    people: Sequence[PersonRow], unknown_posts: int, settings: Settings, quotes: Sequence[QuotingRow] = ()
) -> Iterator[PeoplePage]:
    """Yield the list of people, by name; `unknown_posts` is the number of posts without a known author."""
    total = page_count(len(people), settings.list_page_size)
    for number, rows in split(people, settings.list_page_size):
        url = urls.people_url(number)
        way = pager(number, total, urls.people_url)
        yield PeoplePage(
            frame=paged(frame(url, settings.language.t(wording.PEOPLE_LABEL), settings), way),
            people=tuple(
                (person_view(settings.language, row.author, row.person, url), row.posts, row.quoted) for row in rows
            ),
            pager=way,
            unknown_posts=unknown_posts,
            quoting=quoting(quotes, people, url, settings) if number == 1 else None,
        )


def person_pages(person: PersonRow, posts: Sequence[PersonPostRow], settings: Settings) -> Iterator[PersonPage]:
    """Yield the pages of one person; `posts` are all their posts, oldest first."""
    total = page_count(len(posts), settings.list_page_size)
    names = {visible_text(row.author) for row in posts} - {visible_text(person.author)}
    names |= {name for other in settings.joined if other.id == person.person for name in other.also}
    size, first = settings.list_page_size, urls.person_url(person.person)

    def href(page: int, anchor: str) -> str:
        return urls.relative(first, urls.person_url(person.person, page), anchor)

    picture, anchors = activity_along(settings.language, [row.iso for row in posts], size, href)
    for number, rows in split(posts, size):
        url = urls.person_url(person.person, number)
        way = pager(number, total, lambda page: urls.person_url(person.person, page))
        above = (Link(settings.language.t(wording.PEOPLE_LABEL), urls.relative(url, urls.people_url())),)
        yield PersonPage(
            frame=paged(
                frame(
                    url, person.author, settings, above=above, machines=person_machines(person, posts, url, settings)
                ),
                way,
            ),
            person=person_view(settings.language, person.author, person.person, url),
            also=tuple(sorted(names - {person.author})),
            posts=tuple(_person_post(row, url, settings) for row in rows),
            posts_total=person.posts,
            quoted_total=person.quoted,
            threads=_threads_of(posts, url, settings),
            pager=way,
            activity=picture if number == 1 else None,
            anchors=anchors[(number - 1) * size : number * size],
        )


def _newest(rows: Sequence[ThreadCardRow]) -> list[ThreadCardRow]:
    if not any(row.first_iso for row in rows):
        return list(rows[:HOME_THREADS])
    return sorted(rows, key=lambda row: (row.first_iso, row.rank), reverse=True)[:HOME_THREADS]


def _voices(people: Iterable[ThreadPersonRow]) -> dict[str, list[ThreadPersonRow]]:
    voices: defaultdict[str, list[ThreadPersonRow]] = defaultdict(list)
    for row in people:
        voices[row.thread].append(row)
    return voices


def _cards(
    rows: Iterable[ThreadCardRow], people: Iterable[ThreadPersonRow], settings: Settings
) -> tuple[ThreadCard, ...]:
    voices: Mapping[str, Sequence[ThreadPersonRow]] = _voices(people)
    return tuple(_card(row, voices.get(row.thread, ()), urls.HOME, settings) for row in rows)


def _card(row: ThreadCardRow, people: Sequence[ThreadPersonRow], url: str, settings: Settings) -> ThreadCard:
    first = sorted(people, key=lambda voice: voice.rank)[:CARD_PEOPLE]
    return ThreadCard(
        title=visible_text(row.title) or settings.language.t(wording.UNTITLED),
        href=urls.relative(url, urls.thread_url(row.thread)),
        posts=row.posts,
        people=tuple(person_view(settings.language, voice.author, voice.person, url) for voice in first),
        people_total=row.people,
        when=period(settings.language, row.first_iso, row.last_iso),
        excerpt=excerpt(row.excerpt),
        lost=row.lost,
    )


def _person_post(row: PersonPostRow, url: str, settings: Settings) -> PostLink:
    href = post_href(url, settings, (row.thread, row.post, row.ordinal))
    person: PersonView = person_view(settings.language, row.author, row.person, url)
    return PostLink(
        row.ordinal,
        href,
        person,
        visible_text(row.title) or settings.language.t(wording.UNTITLED),
        excerpt(row.excerpt),
    )


def _threads_of(posts: Iterable[PersonPostRow], url: str, settings: Settings) -> tuple[Link, ...]:
    """Return the threads that somebody wrote in, those with most of their posts first."""
    titles: dict[str, str] = {}
    count: defaultdict[str, int] = defaultdict(int)
    for row in posts:
        titles.setdefault(row.thread, visible_text(row.title) or settings.language.t(wording.UNTITLED))
        count[row.thread] += 1
    first = sorted(titles, key=lambda thread: (-count[thread], titles[thread], thread))[:PERSON_THREADS]
    return tuple(
        Link(
            titles[thread], urls.relative(url, urls.thread_url(thread)), wording.posts(settings.language, count[thread])
        )
        for thread in first
    )
