"""The tables of an archive: what `jsonl`, `csv`, `sqlite` and `parquet` hold. Each column says here what it means.

Text that is not known is "", a number that is not known is 0. Offsets are Unicode code points in `text` of the post,
half-open. Identifiers of posts and lost posts are unique in their thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Annotated, Any, get_args, get_type_hints

from generator.exports.datasets.seam import Archive, Debate
from generator.linking import person_id
from generator.records import Origin, Post, Quote, Span
from generator.views import urls

SQL_TYPES = {str: "TEXT", int: "BIGINT", float: "DOUBLE"}


@dataclass(frozen=True, slots=True)
class ThreadRecord:
    """One a debate."""

    thread: Annotated[str, "its identifier, which never changes"]
    title: Annotated[str, "its title"]
    url: Annotated[str, "where it was first published"]
    address: Annotated[str, "where this edition has it; from the site's root where the site has no base URL"]
    posts: Annotated[int, "how many posts it has"]
    sources: Annotated[str, "the dumps that it was read from, one a line"]
    gaps: Annotated[str, "what is known to be missing, one a line"]


@dataclass(frozen=True, slots=True)
class PostRecord:
    """One a post."""

    thread: Annotated[str, "its thread"]
    post: Annotated[str, "its identifier in the thread, which never changes"]
    number: Annotated[int, "its place in the thread, from 1"]
    person: Annotated[str, "who wrote it: `person` of the table `people`"]
    author: Annotated[str, "the name that it is signed with"]
    author_confidence: Annotated[float, "how sure the name is, 0 to 1; 1 where the dump says it"]
    date: Annotated[str, "when it was written: ISO 8601, as precise as it is known; never invented"]
    date_as_given: Annotated[str, "the dump's own wording of it"]
    text: Annotated[str, "its whole text, quotes and furniture too: offsets count in it"]
    own_text: Annotated[str, "its text without quotes and without furniture of the page"]
    answers: Annotated[str, "the post of the same thread that the dump says it answers"]
    withheld: Annotated[str, "why it is not published; then it has no text"]
    url: Annotated[str, "where it was first published"]
    address: Annotated[str, "where this edition has it"]
    source: Annotated[str, "the dump that it was read from"]
    first_line: Annotated[int, "its first line there, from 1"]
    last_line: Annotated[int, "its last line there"]


@dataclass(frozen=True, slots=True)
class QuoteRecord:
    """One a quote."""

    quote: Annotated[str, "its identifier, unique in its thread; the anchor of the page"]
    thread: Annotated[str, "the thread that it stands in"]
    post: Annotated[str, "the post that it stands in"]
    start: Annotated[int, "where it begins in that post"]
    end: Annotated[int, "where it ends"]
    text: Annotated[str, "the quoted words"]
    kind: Annotated[str, "`exact`, `elided`, `altered`, `ambiguous` or `absent`"]
    confidence: Annotated[float, "how sure the link is, 0 to 1: of all with 0.8, some 80 in 100 are right"]
    origin_thread: Annotated[str, "the thread that it was taken from"]
    origin_post: Annotated[str, "the post that it was taken from, or the lost post"]
    origin_is_lost: Annotated[int, "1 where the origin is a lost post, rebuilt from quotes"]
    origin_start: Annotated[int, "where the passage begins in the origin"]
    origin_end: Annotated[int, "where it ends"]
    declared_author: Annotated[str, "whom the dump names for it"]
    disputed: Annotated[str, "where dump and finding disagree, in a sentence"]


@dataclass(frozen=True, slots=True)
class PieceRecord:
    """One a run of a quote that stands in the origin just so."""

    thread: Annotated[str, "the thread of the quote"]
    quote: Annotated[str, "the quote"]
    start: Annotated[int, "where the run begins in the quoting post"]
    end: Annotated[int, "where it ends"]
    origin_start: Annotated[int, "where it begins in the origin"]
    origin_end: Annotated[int, "where it ends"]


@dataclass(frozen=True, slots=True)
class LostRecord:
    """One a lost post: it is not in the archive, but survives in quotes."""

    thread: Annotated[str, "its thread"]
    lost: Annotated[str, "its identifier in the thread"]
    text: Annotated[str, "its text as far as quotes have it"]
    author: Annotated[str, "who may have written it"]
    confidence: Annotated[float, "how sure it is that there was such a post, 0 to 1"]
    witnesses: Annotated[str, "the posts that quote it, one a line"]


@dataclass(frozen=True, slots=True)
class MentionRecord:
    """One a place where a topic is mentioned."""

    topic: Annotated[str, "the topic"]
    thread: Annotated[str, "the thread"]
    post: Annotated[str, "the post"]
    start: Annotated[int, "where the words begin in the post"]
    end: Annotated[int, "where they end"]
    words: Annotated[str, "the words"]
    rule: Annotated[str, "the alias or pattern of topics.yaml that matched"]
    in_quote: Annotated[int, "1 where they stand inside a quote"]


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """One a person who wrote in the archive."""

    person: Annotated[str, "the identifier"]
    name: Annotated[str, "the name"]
    also: Annotated[str, "other names of the same person, one a line"]
    posts: Annotated[int, "how many posts they wrote"]


@dataclass(frozen=True, slots=True)
class TopicRecord:
    """One a topic of topics.yaml."""

    topic: Annotated[str, "the identifier"]
    label: Annotated[str, "what it is called"]
    description: Annotated[str, "what it is about"]
    broader: Annotated[str, "the topic that it belongs to"]
    aliases: Annotated[str, "other words for it, one a line"]


Row = ThreadRecord | PostRecord | QuoteRecord | PieceRecord | LostRecord | MentionRecord | PersonRecord | TopicRecord
TABLES: dict[str, type[Any]] = {
    "threads": ThreadRecord,
    "posts": PostRecord,
    "quotes": QuoteRecord,
    "pieces": PieceRecord,
    "lost": LostRecord,
    "mentions": MentionRecord,
    "people": PersonRecord,
    "topics": TopicRecord,
}
KEYS = {
    "threads": "thread",
    "posts": "thread, post",
    "quotes": "thread, quote",
    "lost": "thread, lost",
    "people": "person",
    "topics": "topic",
}
_NAMES = {row: name for name, row in TABLES.items()}


def table_of(row: Row) -> str:
    return _NAMES[type(row)]


def values_of(row: Row) -> tuple[str | int | float, ...]:
    return tuple(getattr(row, name) for name in columns(type(row)))


def columns(row: type[Any]) -> dict[str, tuple[type[Any], str]]:
    """Return type and meaning of each column, in order."""
    return _COLUMNS[row]


def _columns(row: type[Any]) -> dict[str, tuple[type[Any], str]]:
    hints = get_type_hints(row, include_extras=True)
    return {each.name: get_args(hints[each.name]) for each in fields(row)}


_COLUMNS = {row: _columns(row) for row in TABLES.values()}


def rows(archive: Archive) -> Iterator[Row]:
    """Yield all rows of an archive, thread by thread; people, whose posts must be counted first, come last."""
    for topic in archive.settings.topics:
        aliases = "\n".join(topic.aliases)
        yield TopicRecord(topic.id, topic.label, topic.description, topic.broader or "", aliases)
    who = _people(archive)
    names: dict[str, str] = {}
    counts: dict[str, int] = {}
    for debate in archive.debates():
        for row in _rows_of(debate, archive, who):
            if isinstance(row, PostRecord) and row.person:
                names.setdefault(row.person, row.author)
                counts[row.person] = counts.get(row.person, 0) + 1
            yield row
    joined = {str(person.id): person for person in archive.settings.joined}
    for person in sorted(counts):
        also = "\n".join(joined[person].also) if person in joined else ""
        yield PersonRecord(person, joined[person].name if person in joined else names[person], also, counts[person])


def _people(archive: Archive) -> Callable[[str], str]:
    joined: dict[str, str] = {
        person_id(name): str(each.id) for each in archive.settings.joined for name in (each.name, *each.also)
    }

    def who(name: str) -> str:
        own = person_id(name) if name.strip() else ""
        return joined.get(own, own)

    return who


def _rows_of(debate: Debate, archive: Archive, who: Callable[[str], str]) -> Iterator[Row]:
    thread, base_url = debate.thread, archive.settings.site.base_url
    address = urls.thread_url(thread.id)
    sources = "\n".join(source.path for source in thread.sources)
    about = (thread.id, thread.title.value or "", thread.url or "", urls.canonical(base_url, address) or address)
    yield ThreadRecord(*about, len(thread.posts), sources, "\n".join(thread.gaps))
    quotes: dict[str, list[Quote]] = {}
    for quote in debate.links.quotes:
        quotes.setdefault(quote.post, []).append(quote)
    ids: dict[str, str] = {name: str(post.id) for post in thread.posts for name in (post.number, post.id) if name}
    texts: dict[str, str] = {}
    for post in thread.posts:
        texts[post.id] = post.text
        theirs = quotes.get(post.id, [])
        yield _post(debate, post, own_text(post, theirs), (ids.get(post.reply_to or "", ""), who, base_url))
        for anchor, quote in zip(urls.quote_anchors(post.text, theirs), theirs, strict=True):
            yield _quote(debate, post, anchor, quote)
            for piece in quote.pieces:
                spans = (piece.quote.start, piece.quote.end, piece.origin.start, piece.origin.end)
                yield PieceRecord(thread.id, anchor, *spans)
    for lost in debate.links.lost:
        witnesses = "\n".join(witness.post for witness in lost.witnesses)
        yield LostRecord(thread.id, lost.id, lost.text, lost.author.value or "", lost.confidence, witnesses)
    for mention in debate.mentions:
        span, text = mention.span, texts.get(mention.post, "")
        place = (mention.topic, thread.id, mention.post, span.start, span.end, span.of(text))
        yield MentionRecord(*place, mention.rule, int(mention.in_quote))


def _post(debate: Debate, post: Post, own: str, more: tuple[str, Callable[[str], str], str]) -> PostRecord:
    answers, who, base_url = more
    moment, sources = post.when.value, debate.thread.sources
    address = urls.post_url(debate.thread.id, post.id)
    lines = post.source_lines or Span(0, 1)
    return PostRecord(
        thread=debate.thread.id,
        post=post.id,
        number=post.ordinal,
        person=who(post.author.value or ""),
        author=post.author.value or "",
        author_confidence=post.author.confidence,
        date=(moment.iso or "") if moment else "",
        date_as_given=moment.raw if moment else "",
        text=post.text,
        own_text=own,
        answers=answers,
        withheld=post.withheld or "",
        url=post.url or "",
        address=urls.canonical(base_url, address) or address,
        source=sources[post.source].path if 0 <= post.source < len(sources) else "",
        first_line=lines.start,
        last_line=lines.end - 1,
    )


def _quote(debate: Debate, post: Post, anchor: str, quote: Quote) -> QuoteRecord:
    origin = quote.origin or Origin(debate.thread.id, "", Span(0, 0))
    return QuoteRecord(
        quote=anchor,
        thread=debate.thread.id,
        post=post.id,
        start=quote.span.start,
        end=quote.span.end,
        text=quote.span.of(post.text),
        kind=quote.kind,
        confidence=quote.confidence,
        origin_thread=origin.thread if quote.origin else "",
        origin_post=origin.post,
        origin_is_lost=int(origin.lost),
        origin_start=origin.span.start,
        origin_end=origin.span.end,
        declared_author=(quote.declared.author or "") if quote.declared else "",
        disputed=quote.disputed or "",
    )


def own_text(post: Post, quotes: Iterable[Quote]) -> str:
    """Return a post's text without quotes and furniture, the pieces on lines of their own."""
    lead_ins = (each.lead_in for each in post.declared if each.lead_in is not None)
    pieces, at = [], 0
    for span in sorted([*(quote.span for quote in quotes), *post.furniture, *lead_ins]):
        if span.start > at:
            pieces.append(post.text[at : span.start])
        at = max(at, span.end)
    pieces.append(post.text[at:])
    return "\n".join(filter(None, (piece.strip() for piece in pieces)))
