"""The files of one thread: its feeds, the citations of its posts, its quotes as annotations."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from generator.exports.annotations import annotation_page
from generator.exports.feeds import Entry, Feed, feed_files
from generator.markup import visible_text
from generator.records import Post, Span
from generator.views import (
    FEED_POSTS,
    Known,
    Settings,
    ThreadBundle,
    furniture,
    gather,
    instant,
    post_address,
    post_title,
    thread_citations,
    title_of,
    urls,
    when_view,
)

LONGEST_POST = 4000  # code points of a post in a feed: the rest is one click away


def thread_files(bundle: ThreadBundle, settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Yield (address, bytes) of the files of a thread."""
    known = gather(bundle, settings)
    title = title_of(known)
    if settings.feeds == "all":
        yield from feed_files(_feed(known, title))
    bib, csl = urls.citations_urls(known.thread)
    bibtex, csl_json = thread_citations(known, title)
    yield bib, bibtex.encode()
    yield csl, csl_json
    annotations = annotation_page(known)
    if annotations:
        yield urls.annotations_url(known.thread), annotations


def _feed(known: Known, title: str) -> Feed:
    site = known.settings.site
    posts = [post for post in known.bundle.thread.posts if not post.withheld][-FEED_POSTS:]
    entries = tuple(_entry(known, post, title) for post in reversed(posts))
    return Feed(urls.thread_url(known.thread), title, "", site.language, site.base_url, site.title, entries)


def _entry(known: Known, post: Post, title: str) -> Entry:
    address, anchor = post_address(known.settings, (known.thread, post.id, known.position[post.id]))
    moment = post.when.value
    return Entry(
        address,
        anchor,
        title=post_title(known.language, post.author.value, post.ordinal, title),
        author=visible_text(post.author.value or "").strip(),
        moment=instant(moment.iso or "") if moment else "",
        when=when_view(known.language, moment).text,
        html=body_html(post, known),
        summary="",
    )


def body_html(post: Post, known: Known) -> str:
    """Return a post in the few elements that every reader of feeds shows: paragraphs, and quotes as block quotes."""
    quotes = sorted(quote.span for _, quote in known.quotes.get(post.id, ()))
    hidden = sorted(span for span in furniture(post) if span.start < LONGEST_POST)
    written: list[str] = []
    at = 0
    for span in quotes:
        if span.start >= LONGEST_POST:
            break
        if span.start >= at:
            written.append(_paragraphs(post.text, Span(at, span.start), hidden))
            quoted = _paragraphs(post.text, Span(span.start, min(span.end, LONGEST_POST)), ())
            written.append(f"<blockquote>{quoted}</blockquote>" if quoted else "")
        at = max(at, span.end)
    written.append(_paragraphs(post.text, Span(at, max(at, min(len(post.text), LONGEST_POST))), hidden))
    if len(post.text) > LONGEST_POST:
        written.append("<p>…</p>")
    return "".join(written)


def _paragraphs(text: str, part: Span, hidden: list[Span] | tuple[()]) -> str:
    pieces: list[str] = []
    at = part.start
    for span in hidden:
        if span.end > at and span.start < part.end:
            pieces.append(text[at : max(at, span.start)])
            at = span.end
    pieces.append(text[at : part.end])
    blocks = visible_text("".join(pieces)).replace("\r\n", "\n").replace("\u00a0\n", "\n\n").split("\n\n")
    shown = (escape(block.strip(), quote=False).replace("\n", "<br>") for block in blocks)
    return "".join(f"<p>{block}</p>" for block in shown if block)
