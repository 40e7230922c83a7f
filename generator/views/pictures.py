"""The pictures on pages: what each shows, what it says of itself, and where its parts lead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from generator.charts import (
    Arc,
    ArcRow,
    Bar,
    Cell,
    Drawing,
    Line,
    Name,
    Words,
    arc_diagram,
    bar_chart,
    matrix,
    small_multiples,
)
from generator.languages import Language
from generator.markup import visible_text
from generator.records import Post
from generator.tables.rows import PersonRow, QuotingRow, TopicMeetingRow, TopicMonthRow
from generator.views import urls, wording
from generator.views.contract import ChartView
from generator.views.known import Known
from generator.views.people import shown_name
from generator.views.periods import Period, label, periods, width_of
from generator.views.sources import Settings

MATRIX_SIZE = 25
_LEAST_ROWS = 3  # fewer posts need no picture
_CUT = 24  # code points of a name in a matrix


def answers_of(known: Known) -> dict[str, tuple[str, ...]]:
    """Return for each post the earlier posts of the thread that it quotes or declares to answer."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for post in known.bundle.thread.posts:
        if (declared := known.answered_by_declaration(post)) is not None:
            found[post.id][declared.id] = None
        for _, quote in known.quotes.get(post.id, ()):
            origin = quote.origin
            if origin is None or origin.lost or origin.thread != known.thread:
                continue
            if known.position.get(origin.post, len(known.posts)) < known.position[post.id]:
                found[post.id][origin.post] = None
    return {post: tuple(origins) for post, origins in found.items()}


def arcs(known: Known, posts: Sequence[Post], answers: Mapping[str, tuple[str, ...]], url: str) -> ChartView | None:
    """Return who answers whom among these posts, which follow each other; None where nobody does."""
    if len(posts) < _LEAST_ROWS or not posts:
        return None
    first = known.position[posts[0].id]
    drawn = [
        Arc(at, known.position[origin] - first if known.position[origin] >= first else -1)
        for at, post in enumerate(posts)
        for origin in answers.get(post.id, ())
    ]
    if not drawn:
        return None
    rows = [
        ArcRow(
            wording.numbered(post.ordinal),
            shown_name(known.language, post.author.value),
            _place(known, post, url),
        )
        for post in posts
    ]
    t = known.language.t
    words = Words(
        "arcs",
        t("Who answers whom"),
        t("Each arc leads from an answer up to what it answers; the larger the point, the more answers."),
        (t("Post"), t("Answers")),
    )
    return _shown(words, arc_diagram(rows, drawn, words))


def _place(known: Known, post: Post, url: str) -> str:
    """Return what leads to the post among the others: in the page itself where it is there."""
    number = -(-known.position[post.id] // known.settings.posts_per_page)
    return urls.relative(url, urls.thread_url(known.thread, number), urls.post_anchor(post.id))


def activity(
    language: Language, isos: Sequence[str], href: Callable[[str], str], *, width: int = 0, name: str = "activity"
) -> ChartView | None:
    """Return a bar for each period of the dates; `href` leads to a period that has something. None without dates."""
    width = width or width_of(isos)
    return activity_of(language, periods(isos, width), href, name=name)


def activity_of(
    language: Language, found: Sequence[Period], href: Callable[[str], str], *, name: str = "activity"
) -> ChartView | None:
    if not found:
        return None
    bars = [
        Bar(
            label(language, period.key),
            period.count,
            language.number(period.count),
            href(period.key) if period.count else "",
        )
        for period in found
    ]
    words = Words(
        name,
        language.t("When it was written"),
        language.t("Each bar is as long as there were posts in its time, and leads there."),
        (language.t("Time"), language.t("Posts")),
    )
    return _shown(words, bar_chart(bars, words))


def activity_along(
    language: Language, isos: Sequence[str], size: int, href: Callable[[int, str], str]
) -> tuple[ChartView | None, tuple[str, ...]]:
    """Return the picture of a list in pages of `size`, and the anchors of its items (see `anchors_of`).

    `href` leads to an anchor on a page, given by its number.
    """
    width = width_of(isos)
    anchors = anchors_of(isos, width)
    page = {anchor: at // size + 1 for at, anchor in enumerate(anchors) if anchor}
    picture = activity(language, isos, lambda key: href(page[f"in-{key}"], f"in-{key}"), width=width)
    return picture, anchors


def anchors_of(isos: Sequence[str], width: int) -> tuple[str, ...]:
    """Return an id for the first of each period, "" for the others; without a date there is no period."""
    seen: set[str] = set()
    anchors = []
    for iso in isos:
        key = iso[:width]
        anchors.append(f"in-{key}" if key and key not in seen else "")
        seen.add(key)
    return tuple(anchors)


def quoting(rows: Sequence[QuotingRow], people: Sequence[PersonRow], url: str, settings: Settings) -> ChartView | None:
    """Return who quotes whom: those with most posts, the others together; None where that are fewer than three."""
    first = sorted(people, key=lambda row: (-row.posts, row.person))[:MATRIX_SIZE]
    t = settings.language.t
    names = [Name(_cut(visible_text(row.author)), urls.relative(url, urls.person_url(row.person))) for row in first]
    place = {row.person: at for at, row in enumerate(first)}
    words = Words(
        "quoting",
        t("Who quotes whom"),
        t("Lines quote columns, which are numbered like the lines: the darker, the more often."),
        (t("Who quotes"),),
    )
    pairs = [(row.person, row.other, row.quotes) for row in rows]
    return _matrix(names, place, pairs, words, t("all others"))


def meeting(rows: Sequence[TopicMeetingRow], url: str, settings: Settings) -> ChartView | None:
    """Return which topics are mentioned in the same posts."""
    met: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        met[row.topic] += row.posts
    labels: dict[str, str] = {topic.id: visible_text(topic.label) for topic in settings.topics}
    first = sorted((topic for topic in met if topic in labels), key=lambda topic: (-met[topic], topic))[:MATRIX_SIZE]
    names = [Name(_cut(labels[topic]), urls.relative(url, urls.topic_url(topic))) for topic in first]
    place = {topic: at for at, topic in enumerate(first)}
    t = settings.language.t
    words = Words(
        "meeting",
        t("Which topics meet"),
        t("The darker, the more posts mention both. Columns are numbered like the lines."),
        (t("Topic"),),
    )
    pairs = [(row.topic, row.other, row.posts) for row in rows if row.topic in place and row.other in place]
    return _matrix(names, place, pairs, words, "")


def _matrix(
    names: list[Name], place: Mapping[str, int], pairs: Sequence[tuple[str, str, int]], words: Words, others: str
) -> ChartView | None:
    if len(names) < _LEAST_ROWS or not pairs:
        return None
    rest = len(names)
    values: defaultdict[tuple[int, int], int] = defaultdict(int)
    for one, other, count in pairs:
        values[place.get(one, rest), place.get(other, rest)] += count
    if others and any(rest in pair for pair in values):
        names = [*names, Name(others, "")]
    cells = [Cell(line, column, count) for (line, column), count in sorted(values.items())]
    return _shown(words, matrix(names, cells, words))


def over_time(rows: Sequence[TopicMonthRow], url: str, settings: Settings) -> ChartView | None:
    """Return when each of the foremost topics was mentioned, on one scale; None where that is one period alone."""
    labels: dict[str, str] = {topic.id: visible_text(topic.label) for topic in settings.topics}
    known = [row for row in rows if row.topic in labels]
    width = min(7, width_of(_month(row.month) for row in known))
    keys = [period.key for period in periods([_month(row.month) for row in known], width)]
    if len(keys) < 2:
        return None
    values: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in known:
        key = _month(row.month)[:width]
        values[row.topic][key] = values[row.topic].get(key, 0) + row.mentions
    lines = [
        Line(labels[topic], urls.relative(url, urls.topic_url(topic)), tuple(found.get(key, 0) for key in keys))
        for topic, found in sorted(values.items(), key=lambda pair: (-sum(pair[1].values()), pair[0]))
    ]
    t = settings.language.t
    shown = [label(settings.language, key) for key in keys]
    words = Words(
        "over-time",
        t("Topics over time"),
        t("All are drawn on one scale: how often each was mentioned."),
        (t("Topic"), *shown),
    )
    return _shown(words, small_multiples(lines, shown, words))


def _month(month: int) -> str:
    return f"{month // 100:04d}-{month % 100:02d}" if month % 100 else f"{month // 100:04d}"


def _cut(name: str) -> str:
    return name if len(name) <= _CUT else name[: _CUT - 1] + "…"


def _shown(words: Words, drawing: Drawing) -> ChartView:
    return ChartView(words.title, words.description, drawing.svg, drawing.table)
