"""Quotes as the reader meets them, and the passages that they were taken from."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from generator.languages import Language
from generator.markup import DiffLabels, PassageMark, QuoteMark, QuoterMark, visible_text, write_diff
from generator.records import Post, Quote, Span
from generator.views import urls, wording
from generator.views.contract import ChainView, PassageView, PostLink, QuoteView
from generator.views.evidence import told
from generator.views.frames import excerpt
from generator.views.known import Known, Taken, row_link

LONG_QUOTE = 700  # code points: about ten lines of the column; longer quotes are folded
SUMMARY = 80
QUOTERS_LISTED = 12
QUOTERS_IN_MARGIN = 6  # one more than the writer shows, so that it knows that there are more
PASSAGES_LISTED = 100
CHAIN_SEEN = 200  # quotes of one post that are looked through for each quote of it: beyond, time would be quadratic


def quote_view(known: Known, post: Post, anchor: str, quote: Quote) -> QuoteView:
    """Return a quote of `post` for the pages in the thread's folder."""
    words = quote.span.of(post.text)
    language = known.language
    label, _ = wording.kind(language, quote.kind)
    origin = _origin(known, anchor, quote)
    alternatives, unlisted = _alternatives(known, anchor, quote)
    is_lost = quote.origin is not None and quote.origin.lost
    return QuoteView(
        anchor=anchor,
        kind=quote.kind,
        kind_label=label,
        explanation=wording.explanation(language, quote)
        + (f" {wording.other_places(language, unlisted)}" if unlisted else ""),
        certainty=wording.certainty(quote.confidence),
        confidence=quote.confidence,
        percent=language.percent(quote.confidence),
        origin=origin,
        lost_href=known.lost_href(known.folder, quote.origin, anchor) if is_lost and quote.origin else "",
        declared_author=visible_text(quote.declared.author or "") if quote.declared else "",
        evidence=tuple(told(language, visible_text(line)) for line in quote.evidence),
        alternatives=alternatives,
        via=_via(known, quote),
        disputed=told(language, visible_text(quote.disputed or "")),
        diff=_diff(known, post, quote),
        is_long=len(words) > LONG_QUOTE,
        summary=excerpt(words, limit=SUMMARY),
        chain=_chain(known, quote),
    )


def quote_mark(language: Language, view: QuoteView, span: Span) -> QuoteMark:
    """Return what the writer of the post is told about a quote."""
    title = view.explanation
    href = view.lost_href
    if view.origin is not None:
        title = wording.taken_from(language, view.origin.person.name, view.origin.number, view.origin.thread)
        href = view.origin.href
    return QuoteMark(span, view.anchor, view.kind, href, title)


def passage_marks(known: Known, origin: str, taken: Sequence[Taken], page: str) -> tuple[PassageMark, ...]:
    """Return the passages of one text (a post or a lost post), by place; quotes of the same words share one."""
    by_anchor: dict[str, list[Taken]] = {}
    for one in taken:
        by_anchor.setdefault(urls.passage_anchor(origin, one.anchor), []).append(one)
    marks: list[PassageMark] = []
    for anchor, group in by_anchor.items():
        first = min(group, key=lambda one: one.span)
        known_quoters = [one for one in group if one.by is not None or one.by_row is not None]
        quoters = tuple(_quoter_mark(known, one, page) for one in known_quoters[:QUOTERS_IN_MARGIN])
        marks.append(PassageMark(first.span, anchor, first.pieces, quoters, len(known_quoters)))
    return tuple(sorted(marks, key=lambda mark: (mark.span.start, -mark.span.end, mark.anchor)))


def passage_views(known: Known, post: Post) -> tuple[PassageView, ...]:
    """Return the passages of a post with those who quoted them, by place; at most 100."""
    by_anchor: dict[str, list[Taken]] = {}
    for one in known.taken.get(post.id, ()):
        if one.by is not None or one.by_row is not None:
            by_anchor.setdefault(urls.passage_anchor(post.id, one.anchor), []).append(one)
    groups = sorted(by_anchor.items(), key=lambda pair: (min(one.span for one in pair[1]), pair[0]))
    return tuple(
        PassageView(
            anchor=anchor,
            excerpt=excerpt(min(one.span for one in group).of(post.text)),
            quoters=tuple(quoter_link(known, one, known.folder) for one in group[:QUOTERS_LISTED]),
            total=len(group),
            last=quoter_link(known, _last(known, group), known.folder),
        )
        for anchor, group in groups[:PASSAGES_LISTED]
    )


def quoter_link(known: Known, taken: Taken, page: str) -> PostLink:
    """Return the link to the very quote in the post that quotes."""
    if taken.by_row is not None:
        return row_link(page, known.settings, taken.by_row, taken.anchor)
    assert taken.by is not None  # asked only of quotes whose quoter is known
    return known.post_link(page, taken.by, taken.anchor)


def _quoter_mark(known: Known, taken: Taken, page: str) -> QuoterMark:
    link = quoter_link(known, taken, page)
    title = wording.quoted_by(known.language, link.person.name, link.number, visible_text(link.thread))
    return QuoterMark(link.href, str(link.number), title, is_elsewhere=bool(link.thread))


def _origin(known: Known, anchor: str, quote: Quote) -> PostLink | None:
    origin = quote.origin or next(iter(quote.alternatives), None)
    if origin is None or origin.lost:
        return None
    passage = urls.passage_anchor(origin.post, anchor)
    if origin.thread == known.thread:
        post = known.posts.get(origin.post)
        return known.post_link(known.folder, post, passage) if post is not None else None
    row = known.outgoing.get((quote.post, anchor))
    return row_link(known.folder, known.settings, row, passage) if row is not None else None


def _chain(known: Known, quote: Quote) -> ChainView | None:
    """Return how often the words of a quote were quoted in this thread; None where nobody else did."""
    origin = quote.origin
    if origin is None or origin.thread != known.thread:
        return None
    taken = (known.taken_lost if origin.lost else known.taken).get(origin.post, [])[:CHAIN_SEEN]
    by = {one.by.id: one for one in taken if one.by is not None and one.span.meets(origin.span)}
    if by.keys() <= {quote.post}:
        return None
    return ChainView(len(by), quoter_link(known, _last(known, list(by.values())), known.folder))


def _last(known: Known, taken: Sequence[Taken]) -> Taken:
    return max(taken, key=lambda one: known.position[one.by.id] if one.by is not None else 0)


def _via(known: Known, quote: Quote) -> PostLink | None:
    post = known.posts.get(quote.via or "")
    return known.post_link(known.folder, post) if post is not None else None


def _alternatives(known: Known, anchor: str, quote: Quote) -> tuple[tuple[PostLink, ...], int]:
    """Return the other places in this thread, and how many more there are (lost posts, other threads)."""
    others = quote.alternatives if quote.origin is not None else quote.alternatives[1:]
    here = [other for other in others if other.thread == known.thread and not other.lost]
    found: list[PostLink] = []
    for other in here[:QUOTERS_LISTED]:
        if other.post in known.posts:
            post = known.posts[other.post]
            found.append(known.post_link(known.folder, post, urls.passage_anchor(other.post, anchor)))
    return tuple(found), len(others) - len(found)


def _diff(known: Known, post: Post, quote: Quote) -> Markup | None:
    """Return the word diff of an altered quote; None where the archived original is not at hand."""
    original = _original_text(known, quote)
    if quote.kind != "altered" or not quote.changes:
        return None
    if original is None and not any(change.was for change in quote.changes):
        return None
    labels = DiffLabels(known.language.t(wording.ONLY_IN_ORIGINAL), known.language.t(wording.ONLY_IN_QUOTE))
    return write_diff(post.text, original, quote.changes, span=quote.span, labels=labels)


def _original_text(known: Known, quote: Quote) -> str | None:
    if quote.origin is None or quote.origin.thread != known.thread:
        return None
    place = quote.origin.post
    origin = known.lost.get(place) if quote.origin.lost else known.posts.get(place)
    return origin.text if origin is not None else None
