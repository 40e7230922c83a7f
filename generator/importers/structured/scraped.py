"""Threads that a scraper took from a forum's pages: the engine's own HTML, in somebody's JSON.

Bodies mean what the engine's own importer says, and posts and threads have the ids that it would give them; so what was
scraped and what was saved from a browser become one thread.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import unescape

from selectolax.lexbor import LexborNode

from generator.codec import short_id
from generator.importers.dumps import ReadOptions
from generator.importers.pages.engine import PageEngine, engines, post_id, thread_key
from generator.importers.pages.moments import Stamp, moments_of
from generator.importers.structured.attachments import attach
from generator.importers.structured.posts import PostFacts, thread_of
from generator.markup import Body, no_meaning, parse_html, read_html
from generator.records import Declared, Moment, Source, Span, Thread
from generator.text import letters

_WRAPPERS = frozenset(("postcontent", "messageText"))  # of a whole body, though they call themselves quotes


@dataclass(frozen=True, slots=True)
class ScrapedPost:
    """A post as a scraper tells it. `id` None: it told none. `words` is the date as the page showed it."""

    id: str | None
    html: str
    author: str = ""
    words: str = ""
    exact: Moment | None = None
    titles: tuple[str, ...] = ()
    signature: str = ""
    files: tuple[tuple[str, str], ...] = ()
    reply_to: str | None = None
    url: str | None = None
    lines: Span | None = None


@dataclass(frozen=True, slots=True)
class ScrapedThread:
    """A thread as a scraper tells it. `engine` is the name of the importer that reads pages of that forum."""

    engine: str
    number: str
    title: str | None
    url: str | None
    posts: Sequence[ScrapedPost] = field(default=())


def scraped_thread(thread: ScrapedThread, source: Source, options: ReadOptions) -> Thread:
    """Return the record of a scraped thread, its dates read together, as those of a page are."""
    engine = next((each for each in engines() if each.name == thread.engine), None)
    key = thread_key(thread.engine, thread.url, thread.number)
    stamps = [Stamp(post.words, post.exact) if post.words or post.exact else None for post in thread.posts]
    moments = moments_of(stamps, None, options.retrieved)
    facts = _facts(thread, engine, options)
    dated = (replace(fact, when=when) for fact, when in zip(facts, moments, strict=True))
    return thread_of(key, unescape(thread.title or ""), source, dated, url=thread.url)


def _facts(thread: ScrapedThread, engine: PageEngine | None, options: ReadOptions) -> Iterator[PostFacts]:
    key = thread_key(thread.engine, thread.url, thread.number)
    taken: set[str] = set()
    for post in thread.posts:
        body = _body(post.html, engine, thread.url)
        declared = tuple(_named(quote, thread, key) for quote in body.declared)
        yield PostFacts(
            id=post_id(post.id) if post.id else _made_id(post, body, taken),
            body=replace(body, declared=declared),
            author=_line(post.author) or None,
            url=post.url,
            reply_to=post_id(post.reply_to) if post.reply_to else None,
            titles=tuple(each for each in map(_line, post.titles) if each),
            signature=_body(post.signature, engine, thread.url).text or None,
            lines=post.lines,
            attachments=tuple(attach(unescape(name), None, options, url=url) for name, url in post.files),
        )


def _body(html: str, engine: PageEngine | None, url: str | None) -> Body:
    tree = parse_html(html)
    if tree.body is None:
        return Body("")
    return read_html(_unwrapped(tree.body), engine.meaning if engine else no_meaning, base=url)


def _unwrapped(body: LexborNode) -> LexborNode:
    """Return the element that holds a body: old engines put all of it into a block quote."""
    child = body.first_child
    while child is not None and child.is_text_node and not (child.text_content or "").strip():
        child = child.next
    if child is None or child.tag != "blockquote":
        return body
    return body if _WRAPPERS.isdisjoint((child.attributes.get("class") or "").split()) else child


def _named(quote: Declared, thread: ScrapedThread, key: str) -> Declared:
    other = thread_key(thread.engine, thread.url, quote.thread) if quote.thread else None
    return replace(quote, post=post_id(quote.post) if quote.post else None, thread=other if other != key else None)


def _made_id(post: ScrapedPost, body: Body, taken: set[str]) -> str:
    """Return an id made from the content: scrapers lose those of guests and of old pages."""
    made = short_id(post.author, letters(body.text))
    count = 1
    while (name := made if count == 1 else f"{made}-{count}") in taken:
        count += 1
    taken.add(name)
    return name


def _line(told: str) -> str:
    return " ".join(unescape(told).split())
