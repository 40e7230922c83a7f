"""The flat rows of a thread: ids, numbers, names, and excerpts of bounded length, for the SQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.codec import encode, to_json_lines
from generator.linking import person_id
from generator.records import Guess, Mention, Moment, Post, PostId, Quote, Span, Thread, ThreadLinks
from generator.stages.buckets import bucket_of, own_hash
from generator.tables.rows import LostRow, MentionRow, OldRow, PieceRow, PlaceRow, PostRow, QuoteRow, ThreadRow
from generator.views.urls import quote_anchors

EXCERPT = 160  # code points
CONTEXT = 90  # code points before and after a mention: about a line and a half on either side
_SCAN = 4 * EXCERPT  # what is looked at to fill an excerpt: the rest of a long post does not matter


def json_lines(rows: Iterable[object]) -> bytes:
    """Return rows as JSON lines, the form in which they travel."""
    return to_json_lines(rows)


def excerpt(text: str) -> str:
    """Return the beginning of a text in one line, cut between words, with "…" where it was cut.

    >>> excerpt("One  two\\nthree.")
    'One two three.'
    >>> excerpt("word " * 100)[-12:]
    'd word word…'
    """
    line = " ".join(text[:_SCAN].split())
    if len(line) <= EXCERPT and len(text) <= _SCAN:
        return line
    cut = line[: EXCERPT - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"


def own_text(post: Post, quotes: Iterable[Span]) -> str:
    """Return the post's own words: its text without quotes and without the page's furniture inside it."""
    taken = sorted([*quotes, *post.furniture])
    parts, at = [], 0
    for span in taken:
        if span.start > at:
            parts.append(post.text[at : span.start])
        at = max(at, span.end)
    parts.append(post.text[at:])
    return "\n".join(parts) if len(parts) > 1 else parts[0]


def thread_row(thread: Thread, links: ThreadLinks, shard: int, posts: tuple[PostRow, ...]) -> ThreadRow:
    days = sorted(row.iso for row in posts if row.iso)
    return ThreadRow(
        thread=thread.id,
        shard=shard,
        title=thread.title.value or "",
        posts=len(posts),
        first_iso=days[0] if days else "",
        last_iso=days[-1] if days else "",
        excerpt=next((row.excerpt for row in posts if row.excerpt), ""),
        lost=len(links.lost),
        gaps=len(thread.gaps),
    )


def post_rows(thread: Thread, links: ThreadLinks, shard: int, buckets: int) -> Iterator[PostRow]:
    quoted: dict[PostId, list[Span]] = {}
    for quote in links.quotes:
        quoted.setdefault(quote.post, []).append(quote.span)
    for post in thread.posts:
        own = own_text(post, quoted.get(post.id, ()))
        person = person_id(post.author.value) if post.author.value else ""
        yield PostRow(
            thread=thread.id,
            shard=shard,
            post=post.id,
            ordinal=post.ordinal,
            author=post.author.value or "",
            person=person,
            author_confidence=post.author.confidence,
            boundary_confidence=post.boundary.confidence,
            iso=iso_of(post.when),
            raw_when=post.when.value.raw if post.when.value else "",
            own_words=len(own.split()),
            excerpt=excerpt(own),
            bucket=bucket_of(person, buckets),
            month=month_of(iso_of(post.when)),
        )


def quote_rows(thread: Thread, links: ThreadLinks, shard: int) -> Iterator[QuoteRow]:
    for post, quotes in _by_post(thread, links):
        for quote, anchor in zip(quotes, quote_anchors(post.text, quotes), strict=True):
            origin = quote.origin
            yield QuoteRow(
                thread=thread.id,
                shard=shard,
                post=post.id,
                anchor=anchor,
                start=quote.span.start,
                end=quote.span.end,
                kind=quote.kind,
                confidence=quote.confidence,
                origin_thread=origin.thread if origin else "",
                origin_post=origin.post if origin else "",
                origin_lost=int(origin.lost) if origin else 0,
                origin_start=origin.span.start if origin else 0,
                origin_end=origin.span.end if origin else 0,
                excerpt=excerpt(quote.span.of(post.text)),
            )


def piece_rows(thread: Thread, links: ThreadLinks) -> Iterator[PieceRow]:
    """Yield the pieces of quotes that were taken from other threads."""
    for post, quotes in _by_post(thread, links):
        for quote, anchor in zip(quotes, quote_anchors(post.text, quotes), strict=True):
            if quote.origin is None or quote.origin.thread == thread.id:
                continue
            for piece in quote.pieces:
                yield PieceRow(
                    thread=thread.id,
                    post=post.id,
                    anchor=anchor,
                    origin_thread=quote.origin.thread,
                    origin_post=quote.origin.post,
                    start=piece.origin.start,
                    end=piece.origin.end,
                )


def lost_rows(links: ThreadLinks, shard: int) -> Iterator[LostRow]:
    for lost in links.lost:
        author = lost.author.value or ""
        yield LostRow(links.thread, shard, lost.id, len(lost.witnesses), lost.confidence, author, excerpt(lost.text))


def old_rows(thread: Thread, shard: int) -> Iterator[OldRow]:
    """Yield where a thread and its posts were published, as far as its dumps can tell."""
    dumps = [(source.importer, source.path) for source in thread.sources] or [("", "")]
    yield OldRow(thread.id, shard, "", 0, "", *dumps[0], thread.url or "")
    for post in thread.posts:
        importer, dump = dumps[post.source] if post.source < len(dumps) else dumps[0]
        number = "".join(filter(str.isdecimal, post.number or ""))
        yield OldRow(thread.id, shard, post.id, post.ordinal, number, importer, dump, post.url or "")


def quoted_spans(links: ThreadLinks) -> dict[PostId, tuple[Span, ...]]:
    """Return what of each post are words of another post: they are nobody's origin."""
    spans: dict[PostId, list[Span]] = {}
    for quote in links.quotes:
        if quote.origin is not None:
            spans.setdefault(quote.post, []).append(quote.span)
    return {post: tuple(taken) for post, taken in spans.items()}


def place_row(thread: Thread, post: Post, shard: int, quoted: tuple[Span, ...]) -> PlaceRow:
    version = own_hash(encode(post), encode(quoted))
    return PlaceRow(own_hash(thread.id, post.id), thread.id, shard, post.id, iso_of(post.when), version)


def mention_rows(thread: Thread, mentions: Iterable[Mention], shard: int, buckets: int) -> Iterator[MentionRow]:
    posts = {post.id: post for post in thread.posts}
    for mention in mentions:
        post = posts[mention.post]
        before, words, after = context(post.text, mention.span)
        yield MentionRow(
            topic=mention.topic,
            thread=thread.id,
            shard=shard,
            post=post.id,
            ordinal=post.ordinal,
            start=mention.span.start,
            rule=mention.rule,
            in_quote=int(mention.in_quote),
            before=before,
            words=words,
            after=after,
            bucket=bucket_of(mention.topic, buckets),
        )


def context(text: str, span: Span) -> tuple[str, str, str]:
    """Return what stands before the span, in it and after it, each in one line, cut between words.

    >>> context("He  wrote: Kronstadt fell.", Span(11, 20))
    ('He wrote: ', 'Kronstadt', ' fell.')
    """
    start, end = max(0, span.start - CONTEXT), min(len(text), span.end + CONTEXT)
    before, after = text[start : span.start], text[span.end : end]
    if start > 0:
        before = "…" + (before.partition(" ")[2] or before)
    if end < len(text):
        after = (after.rpartition(" ")[0] or after) + "…"
    return _one_line(before), excerpt(span.of(text)), _one_line(after)


def iso_of(when: Guess[Moment]) -> str:
    return (when.value.iso or "") if when.value else ""


def month_of(iso: str) -> int:
    """Return the month of a date as a number, 0 where none is known.

    >>> month_of("2017-12-04T05:12:00Z"), month_of("2017"), month_of("")
    (201712, 201700, 0)
    """
    year, month = iso[:4], iso[5:7]
    if not (len(year) == 4 and year.isascii() and year.isdecimal()):
        return 0
    return int(year) * 100 + (int(month) if month.isascii() and month.isdecimal() and 1 <= int(month) <= 12 else 0)


def _one_line(text: str) -> str:
    """Blanks become one, also at the edges: there a word begins or ends."""
    line = " ".join(text.split())
    return (" " if text[:1].isspace() else "") + line + (" " if line and text[-1:].isspace() else "")


def _by_post(thread: Thread, links: ThreadLinks) -> Iterator[tuple[Post, list[Quote]]]:
    quotes: dict[PostId, list[Quote]] = {}
    for quote in links.quotes:
        quotes.setdefault(quote.post, []).append(quote)
    for post in thread.posts:
        if post.id in quotes:
            yield post, quotes[post.id]
