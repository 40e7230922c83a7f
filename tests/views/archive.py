"""A small archive in memory: threads with quotes across them, and the rows that SQL would make of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from generator.linking import person_id
from generator.markup import read_plain
from generator.records import (
    Guess,
    LostId,
    LostPost,
    Mention,
    Moment,
    Origin,
    Piece,
    Post,
    PostId,
    Quote,
    QuoteKind,
    Source,
    Span,
    Thread,
    ThreadId,
    ThreadLinks,
    Topic,
    TopicId,
    Witness,
)
from generator.tables import rows
from generator.views import (
    HonestyRows,
    IndexRows,
    Overview,
    Settings,
    ThreadBundle,
    TopicRows,
    archivist_pages,
    home_page,
    honesty_page,
    index_pages,
    not_found_page,
    people_pages,
    person_pages,
    thread_pages,
    threads_pages,
    topic_pages,
    topics_pages,
    urls,
)
from generator.views.contract import PageView, SiteView

SITE = SiteView(
    title="The archive",
    description="What was said.",
    language="en",
    direction="ltr",
    base_url="https://archive.example/",
    licence="",
    archivist="Jane Roe",
    navigation=(("Debates", "threads/index.html"),),
)
TOPICS = (
    Topic(TopicId("unrest"), "Unrest"),
    Topic(TopicId("kronstadt"), "Kronstadt", aliases=("Cronstadt",), broader=TopicId("unrest"), description="A fort."),
)
SETTINGS = Settings(SITE, posts_per_page=3, list_page_size=10, topics=TOPICS)


def make_post(ordinal: int, text: str, *, author: str | None = None, iso: str | None = None, **more: Any) -> Post:
    name = Guess(author, 1.0, ("header",), "header") if author else Guess(None, 0.0)
    when = Guess(Moment(iso, iso), 1.0, (), "header") if iso else Guess(None, 0.0)
    body = read_plain(text, declared=more.get("declared", ()), furniture=more.get("furniture", ()))
    lines = Span(ordinal, ordinal + 1)
    return Post(PostId(f"m{ordinal}"), ordinal, name, when, text, body, source_lines=lines, **more)


def make_thread(thread: str, *posts: Post, title: str | None = "A debate") -> Thread:
    source = Source(f"content/threads/{thread}.txt", "0", "paste")
    return Thread(ThreadId(thread), Guess(title, 1.0 if title else 0.0), (source,), posts)


def make_quote(
    post: Post,
    words: str,
    origin: tuple[str, Post | LostPost] | None,
    *,
    kind: QuoteKind = "exact",
    confidence: float = 1.0,
) -> Quote:
    """A quote of `words` in `post`; `origin` is a thread and a post of it that holds the very words."""
    at = post.text.index(words)
    span = Span(at, at + len(words))
    if origin is None:
        return Quote(post.id, span, "absent", None, (), confidence, ())
    thread, source = origin
    found = source.text.index(words)
    place = Origin(ThreadId(thread), source.id, Span(found, found + len(words)), lost=isinstance(source, LostPost))
    return Quote(post.id, span, kind, place, (Piece(span, place.span),), confidence, ("all words match",))


def make_lost(lost: str, words: str, *witnesses: Post) -> LostPost:
    found = []
    for post in witnesses:
        at = post.text.index(words)
        found.append(
            Witness(post.id, Span(at, at + len(words)), (Piece(Span(at, at + len(words)), Span(0, len(words))),))
        )
    return LostPost(LostId(lost), words, tuple(found), Guess(None, 0.0), 0.8, ("two witnesses",))


@dataclass
class Archive:
    """Threads with all that was found in them; the rows are worked out as the SQL would."""

    threads: list[Thread]
    links: dict[str, ThreadLinks]
    mentions: dict[str, tuple[Mention, ...]]

    def pages(self, settings: Settings = SETTINGS) -> Iterator[PageView]:
        for thread in self.threads:
            yield from thread_pages(self.bundle(thread), settings)
        cards, people, topics = self.cards(), self.people(), self.topics()
        counts = self.counts()
        voices = tuple(self.voices())
        yield home_page(Overview(cards, voices, people, topics, counts, "Read [about](about.md) it."), settings)
        yield from threads_pages(cards, voices, settings)
        yield from people_pages(people, 1, settings)
        for person in people:
            yield from person_pages(person, tuple(self.person_posts(person.person)), settings)
        yield from topics_pages(topics, settings)
        for topic in settings.topics:
            mentions = tuple(row for row in self.topic_mentions() if row.topic == topic.id)
            own = sum(1 for row in mentions if not row.in_quote)
            pairs = (rows.TopicPairRow(topic.id, "unrest", 1), rows.TopicPairRow(topic.id, "nowhere", 1))
            yield from topic_pages(TopicRows(topic, own, len(mentions) - own, mentions, pairs), settings)
        lost = tuple(self.lost_rows())
        yield from index_pages(IndexRows(cards, people, topics, lost), settings)
        yield honesty_page(HonestyRows(counts, tuple(self.doubts()), lost, cards[:1], 2), settings)
        yield from archivist_pages([("about", "# About\n\nWho made this.")], settings)
        yield not_found_page(settings)

    def bundle(self, thread: Thread) -> ThreadBundle:
        incoming, outgoing, pieces = [], [], []
        for other, post, anchor, quote in self.quotes():
            if quote.origin is None or quote.origin.thread == other.id:
                continue
            origin = quote.origin
            if origin.thread == thread.id:
                incoming.append(
                    rows.IncomingRow(
                        0, thread.id, origin.post, int(origin.lost), origin.span.start, origin.span.end,
                        other.id, _title(other), post.id, post.ordinal, _name(post), _person(post), anchor, "",
                    )
                )  # fmt: skip
                pieces += [
                    rows.PieceRow(
                        other.id, post.id, anchor, thread.id, origin.post, piece.origin.start, piece.origin.end
                    )
                    for piece in quote.pieces
                ]
            if other.id == thread.id and not origin.lost:
                home = next(one for one in self.threads if one.id == origin.thread)
                source = next(one for one in home.posts if one.id == origin.post)
                outgoing.append(
                    rows.OutgoingRow(
                        0, thread.id, post.id, anchor, home.id, _title(home), source.id, source.ordinal,
                        _name(source), _person(source),
                    )
                )  # fmt: skip
        return ThreadBundle(
            thread,
            self.links[thread.id],
            self.mentions.get(thread.id, ()),
            tuple(incoming),
            tuple(outgoing),
            tuple(pieces),
        )

    def quotes(self) -> Iterator[tuple[Thread, Post, str, Quote]]:
        for thread in self.threads:
            for post in thread.posts:
                found = [quote for quote in self.links[thread.id].quotes if quote.post == post.id]
                for anchor, quote in zip(urls.quote_anchors(post.text, found), found, strict=True):
                    yield thread, post, anchor, quote

    def posts(self) -> Iterator[tuple[Thread, Post]]:
        return ((thread, post) for thread in self.threads for post in thread.posts)

    def cards(self) -> tuple[rows.ThreadCardRow, ...]:
        return tuple(
            rows.ThreadCardRow(
                rank,
                thread.id,
                _title(thread),
                len(thread.posts),
                1,
                "",
                "",
                "",
                len(self.links[thread.id].lost),
            )
            for rank, thread in enumerate(self.threads, 1)
        )

    def voices(self) -> Iterator[rows.ThreadPersonRow]:
        for thread in self.threads:
            found = Counter(post.author.value for post in thread.posts if post.author.value)
            for rank, (name, posts) in enumerate(found.most_common(8), 1):
                yield rows.ThreadPersonRow(thread.id, rank, name, person_id(name), posts)

    def people(self) -> tuple[rows.PersonRow, ...]:
        found = Counter(post.author.value for _, post in self.posts() if post.author.value)
        return tuple(rows.PersonRow(person_id(name), name, found[name], 1, 0) for name in sorted(found))

    def person_posts(self, person: str) -> Iterator[rows.PersonPostRow]:
        for thread, post in self.posts():
            if _person(post) == person:
                yield rows.PersonPostRow(
                    0,
                    person,
                    _name(post),
                    thread.id,
                    _title(thread),
                    post.id,
                    post.ordinal,
                    "",
                    "",
                    "x",
                )

    def topics(self) -> tuple[rows.TopicRow, ...]:
        found = Counter(mention.topic for mentions in self.mentions.values() for mention in mentions)
        return tuple(rows.TopicRow(topic, count, 0) for topic, count in sorted(found.items()))

    def topic_mentions(self) -> Iterator[rows.TopicMentionRow]:
        for thread, post in self.posts():
            for mention in self.mentions.get(thread.id, ()):
                if mention.post == post.id:
                    yield rows.TopicMentionRow(
                        0, mention.topic, thread.id, _title(thread), post.id, post.ordinal, "", _name(post),
                        _person(post), mention.span.start, mention.rule, int(mention.in_quote),
                        "before ", "it", " after",
                    )  # fmt: skip

    def lost_rows(self) -> Iterator[rows.LostRow]:
        for thread in self.threads:
            for lost in self.links[thread.id].lost:
                yield rows.LostRow(thread.id, 0, lost.id, len(lost.witnesses), lost.confidence, "", lost.text[:160])

    def doubts(self) -> Iterator[rows.DoubtRow]:
        for thread, post, anchor, quote in self.quotes():
            yield rows.DoubtRow(
                "quote",
                quote.confidence,
                thread.id,
                _title(thread),
                post.id,
                post.ordinal,
                "",
                "",
                anchor,
                "words",
            )

    def counts(self) -> tuple[rows.CountRow, ...]:
        return (
            rows.CountRow("posts", sum(1 for _ in self.posts())),
            rows.CountRow("threads", len(self.threads)),
            rows.CountRow("kind:exact", 3),
        )


def _title(thread: Thread) -> str:
    return thread.title.value or ""


def _name(post: Post) -> str:
    return post.author.value or ""


def _person(post: Post) -> str:
    return person_id(post.author.value) if post.author.value else ""


def values_of(view: Any) -> Iterator[tuple[str, Any]]:
    """Yield every field of a view and of all records inside it: ("PostView.anchor", value)."""
    pending = [view]
    while pending:
        value = pending.pop()
        if is_dataclass(value):
            for field in fields(value):
                yield f"{type(value).__name__}.{field.name}", getattr(value, field.name)
                pending.append(getattr(value, field.name))
        elif isinstance(value, tuple):
            pending += value
