"""Posts as their thread's pages show them. Each is made once and used on every page of the folder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.languages import Language
from generator.markup import Marks, SpeakerMark, safe_url, visible_text, write_parts, write_text
from generator.records import Attachment, Post, Span
from generator.views import urls, wording
from generator.views.contract import AttachmentView, Link, PartView, PostLink, PostView, QuoteView, RawView
from generator.views.dates import when_view
from generator.views.evidence import told
from generator.views.known import Known, row_link
from generator.views.old_anchors import old_anchor
from generator.views.people import author_view
from generator.views.quotes import (
    QUOTERS_LISTED,
    passage_marks,
    passage_views,
    quote_mark,
    quote_view,
    quoter_link,
)

RAW_LIMIT = 20_000  # code points of the dump shown with a post
TOPICS_LISTED = 20
ATTACHMENTS_LISTED = 100
_CERTAIN = 0.95


@dataclass(frozen=True)
class Surroundings:
    """Who answers whom and which topics are where, for all posts of a thread."""

    known: Known
    replies: Mapping[str, tuple[str, ...]]  # posts that declare to answer, by the post that they answer
    topics: Mapping[str, tuple[tuple[str, bool], ...]]  # (topic, only inside quotes), by post
    labels: Mapping[str, str]  # by topic


def survey(known: Known) -> Surroundings:
    """Return what the posts of a thread need to know of each other."""
    replies: defaultdict[str, list[str]] = defaultdict(list)
    for post in known.bundle.thread.posts:
        if (answered := known.answered_by_declaration(post)) is not None:
            replies[answered.id].append(post.id)
    in_own: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    for mention in known.bundle.mentions:
        topics = in_own[mention.post]
        topics[mention.topic] = topics.get(mention.topic, True) and mention.in_quote
    return Surroundings(
        known=known,
        replies={post: tuple(answers) for post, answers in replies.items()},
        topics={post: tuple(topics.items()) for post, topics in in_own.items()},
        labels={topic.id: visible_text(topic.label) for topic in known.settings.topics},
    )


def post_view(post: Post, around: Surroundings) -> PostView:
    """Return a post with all that the edition knows about it, for the pages in its thread's folder."""
    known = around.known
    quotes = {anchor: quote_view(known, post, anchor, quote) for anchor, quote in known.quotes.get(post.id, ())}
    return PostView(
        anchor=urls.post_anchor(post.id),
        id=post.id,
        number=post.ordinal,
        href=known.post_href(known.folder, post.id),
        person=author_view(known.language, post.author, known.people, known.folder),
        titles=tuple(map(visible_text, post.titles)),
        when=when_view(known.language, post.when.value),
        withheld=told(known.language, visible_text(post.withheld or "")),
        parts=_parts(post, known, tuple(quotes.values())),
        signature=write_text(post.signature) if post.signature else None,
        attachments=tuple(_attachment(each, known) for each in post.attachments[:ATTACHMENTS_LISTED]),
        passages=passage_views(known, post),
        topics=_topics(post, around),
        answers=_answers(post, around),
        answered_by=_answered_by(post, around),
        notes=_notes(post, known.language),
        raw=_raw(post, known),
        original_url=safe_url(post.url or "") or "",
        own_words=len(own_text(post, known).split()),
        old_anchor=old_anchor(post, known.bundle.thread.sources),
    )


def own_text(post: Post, known: Known) -> str:
    """Return the text of a post without quotes and furniture."""
    hidden = [*(quote.span for _, quote in known.quotes.get(post.id, ())), *furniture(post)]
    pieces: list[str] = []
    at = 0
    for span in sorted(hidden):
        if span.start > at:
            pieces.append(post.text[at : span.start])
        at = max(at, span.end)
    return " ".join([*pieces, post.text[at:]])


def furniture(post: Post) -> tuple[Span, ...]:
    """Return what is not shown of a post's text: chrome inside it and the lead-ins of quotes."""
    return (*post.furniture, *(quote.lead_in for quote in post.declared if quote.lead_in is not None))


def _parts(post: Post, known: Known, views: tuple[QuoteView, ...]) -> tuple[PartView, ...]:
    spans = [quote.span for _, quote in known.quotes.get(post.id, ())]
    marks = Marks(
        quotes=tuple(quote_mark(known.language, view, span) for view, span in zip(views, spans, strict=True)),
        passages=passage_marks(known, post.id, known.taken.get(post.id, ()), known.folder),
        furniture=furniture(post),
        speakers=_speakers(post, known),
    )
    return tuple(
        PartView(
            kind="own" if part.quote is None else "quote",
            html=part.html,
            quote=None if part.quote is None else views[part.quote],
            before=part.before,
            after=part.after,
            inline=tuple(views[quote] for quote in part.inline),
        )
        for part in write_parts(post.text, post.body, marks)
    )


def _attachment(attachment: Attachment, known: Known) -> AttachmentView:
    url = urls.attachment_url(attachment.digest or "", attachment.media, known.settings.attachments)
    return AttachmentView(
        name=visible_text(attachment.name),
        href=urls.relative(known.folder, url) if url else "",
        is_picture=attachment.media in urls.PICTURES,
        size=wording.size(known.language, attachment.size),
        note="" if url else known.language.t(wording.NOT_PUBLISHED if attachment.size else wording.NOT_BROUGHT),
    )


def _speakers(post: Post, known: Known) -> tuple[SpeakerMark, ...]:
    """Return whom the dump names for its quotes, with the post that it names where that is in this thread."""
    marks: list[SpeakerMark] = []
    for quote in post.declared:
        origin = known.by_dump_id.get(quote.post or "") if quote.thread in (None, known.thread) else None
        href = title = ""
        if origin is not None and origin.id != post.id:
            href = known.post_href(known.folder, origin.id)
            title = wording.taken_from(
                known.language, visible_text(origin.author.value or quote.author or "?"), origin.ordinal
            )
        marks.append(SpeakerMark(quote.span, visible_text(quote.author or ""), href, title))
    return tuple(marks)


def _topics(post: Post, around: Surroundings) -> tuple[Link, ...]:
    """Own words first."""
    found = sorted(around.topics.get(post.id, ()), key=lambda pair: pair[1])
    folder = around.known.folder
    return tuple(
        Link(
            around.labels[topic],
            urls.relative(folder, urls.topic_url(topic)),
            note=around.known.language.t(wording.ONLY_IN_QUOTES) if is_quoted else "",
        )
        for topic, is_quoted in found[:TOPICS_LISTED]
        if topic in around.labels
    )


def _answers(post: Post, around: Surroundings) -> tuple[PostLink, ...]:
    """Return the posts that this one declares to answer or quotes, each once."""
    known = around.known
    found: dict[tuple[str, str], PostLink] = {}
    declared = known.answered_by_declaration(post)
    if declared is not None:
        found[known.thread, declared.id] = known.post_link(known.folder, declared)
    for anchor, quote in known.quotes.get(post.id, ()):
        origin = quote.origin
        if origin is None or origin.lost or (origin.thread, origin.post) in found:
            continue
        row = known.outgoing.get((post.id, anchor))
        if origin.thread == known.thread and origin.post in known.posts and origin.post != post.id:
            found[origin.thread, origin.post] = known.post_link(known.folder, known.posts[origin.post])
        elif row is not None and origin.thread != known.thread:
            found[origin.thread, origin.post] = row_link(known.folder, known.settings, row)
    return tuple(found.values())[:QUOTERS_LISTED]


def _answered_by(post: Post, around: Surroundings) -> tuple[PostLink, ...]:
    """Return the posts that quote this one or declare to answer it, each once: this thread's first, in order."""
    known = around.known
    found: dict[tuple[str, str], PostLink] = {}
    here: dict[str, str] = {}  # the anchor to go to, by post
    for taken in known.taken.get(post.id, ()):
        if taken.by is not None and taken.by.id != post.id:
            here.setdefault(taken.by.id, taken.anchor)
    for reply in around.replies.get(post.id, ()):
        here.setdefault(reply, "")
    for other in sorted(here, key=known.position.__getitem__)[:QUOTERS_LISTED]:
        found[known.thread, other] = known.post_link(known.folder, known.posts[other], here[other])
    for taken in known.taken.get(post.id, ()):
        if len(found) == QUOTERS_LISTED:
            break
        if taken.by_row is not None:
            found.setdefault((taken.by_row.by_thread, taken.by_row.by_post), quoter_link(known, taken, known.folder))
    return tuple(found.values())


def _notes(post: Post, language: Language) -> tuple[str, ...]:
    if post.boundary.confidence >= _CERTAIN:
        return ()
    return (
        wording.unsure_boundary(
            language,
            post.boundary.confidence,
            tuple(told(language, visible_text(line)) for line in post.boundary.evidence),
        ),
    )


def _raw(post: Post, known: Known) -> RawView | None:
    sources = known.bundle.thread.sources
    if post.withheld or post.source_lines is None or not 0 <= post.source < len(sources):
        return None
    return RawView(
        file=visible_text(sources[post.source].path),
        first_line=post.source_lines.start,
        last_line=max(post.source_lines.start, post.source_lines.end - 1),
        text=visible_text(post.text[:RAW_LIMIT]),
        is_cut=len(post.text) > RAW_LIMIT,
    )


def people_of(posts: Iterable[Post], known: Known) -> list[Post]:
    """Return one post of each known person, those with most posts first, then in order of appearance."""
    count: defaultdict[str, int] = defaultdict(int)
    first: dict[str, Post] = {}
    for post in posts:
        if post.author.value and post.author.value.strip():
            person = known.people.id_of(post.author.value)
            count[person] += 1
            first.setdefault(person, post)
    return [first[person] for person in sorted(first, key=lambda person: -count[person])]
