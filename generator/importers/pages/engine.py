"""Forum engines whose pages are read: what an engine is, and what all readers of saved pages do alike."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, runtime_checkable
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from generator.importers.dumps import Dump, ReadOptions
from generator.importers.pages.attached import attachments_of, forget_local_addresses
from generator.importers.pages.captures import as_served
from generator.importers.pages.moments import Stamp, moments_of
from generator.importers.pages.page import Page, read_page
from generator.importers.pages.walls import no_posts
from generator.importers.pasted.dates import Order
from generator.importers.structured.fragments import withheld
from generator.importers.structured.packed import unpacked_head
from generator.importers.structured.posts import PostFacts, thread_of
from generator.markup import Body, Meaning, no_meaning, read_html
from generator.problems import Problem
from generator.records import Attachment, Declared, Thread

_HOST = re.compile(r"[a-z0-9.-]{1,200}\Z")


@runtime_checkable
class PageEngine(Protocol):
    """A module that reads the saved pages of one forum engine: an importer with three names more.

    `read_page` returns the thread of a page, a problem where the page holds no posts, None where it is no page of this
    engine. `meaning` tells what an element of a post's body is beyond HTML. `post_of` returns the number of the post
    that an address of this engine names, in any shape that the engine has ever given to addresses.
    """

    @property
    def name(self) -> str: ...
    def sniff(self, head: bytes, path: Path) -> float: ...
    def read(self, dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]: ...
    def read_page(self, page: Page) -> Thread | Problem | None: ...
    def meaning(self, node: LexborNode) -> Meaning | None: ...
    def post_of(self, url: str) -> str | None: ...


@functools.lru_cache(maxsize=1)
def engines() -> tuple[PageEngine, ...]:
    """Return all importers that are engines of pages, by name."""
    from generator.importers.seam import built_in  # it imports all importers, these among them

    return tuple(importer for importer in built_in() if isinstance(importer, PageEngine))


def engine_of(head: bytes, path: Path) -> PageEngine | None:
    """Return the engine that claims a page most surely, None where none does. `head`: its first 64 KiB."""
    scores = [(engine.sniff(head, path), engine) for engine in engines()]
    best = max(scores, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] > 0 else None


def read_saved_page(dump: Dump, options: ReadOptions, engine: PageEngine) -> Iterator[Thread | Problem]:
    """Return the thread of a saved page, or the one error that says why there is none."""

    def read(page: Page) -> Iterator[Thread | Problem]:
        served = as_served(page)
        yield engine.read_page(served) or no_posts(served, engine.name)

    return read_page(dump, options, read)


_NO_HTML = re.compile(rb"(?:\xef\xbb\xbf|\s|<!--.{0,20000}?-->|<\?xml[^>]{0,200}\?>)*+", re.DOTALL)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|meta)\b", re.IGNORECASE)
_MHTML = re.compile(rb"(?:From|MIME-Version|Snapshot-Content-Location|Content-Type): ", re.IGNORECASE)
_SAVED_BY = (b"saved by", b"snapshot-content-location", b"single file web page")  # mails have such parts, too


@functools.lru_cache(maxsize=2)  # a dozen engines ask for the same one
def html_head(head: bytes) -> str | None:
    """Return the beginning of a web page as text in lower case, None where a dump is no page (nor one in MHTML).

    Every letter that is not ASCII is one sign or more: only for looking for the marks of engines.
    """
    head = unpacked_head(head)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode("utf-8", "ignore")
    notes = head[:4096].lower() if _MHTML.match(head) else b""
    if b"multipart/related" in notes and any(sign in notes for sign in _SAVED_BY):
        return head.replace(b"=\r\n", b"").replace(b"=\n", b"").replace(b"=3D", b"=").decode("latin-1").lower()
    start = _NO_HTML.match(head)
    is_page = start is not None and _HTML.match(head, start.end())
    return head.decode("latin-1").lower() if is_page else None


# --- what a page shows → records -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShownPost:
    """A post as a page shows it. `id` is the engine's number of it; `content` holds the body, None: it is not shown.

    `files` are attachments shown beside the body: their names and addresses.
    """

    id: str
    content: LexborNode | None
    author: str | None = None
    stamp: Stamp | None = None
    number: str | None = None
    url: str | None = None
    titles: tuple[str, ...] = ()
    signature: str | None = None
    reply_to: str | None = None
    files: tuple[tuple[str, str], ...] = ()
    words: str = ""  # what stands for a body that is not shown: "This message was deleted"
    withheld: str | None = None  # why the post may not be shown, though the page of a moderator shows it


@dataclass(frozen=True, slots=True)
class ShownThread:
    """What a page tells of its thread. `number` is the engine's own; None: by the content. `order`: of dates in words,
    where they do not tell it themselves. `pages`: which page this is, and of how many."""

    engine: str
    number: str | None
    title: str | None
    posts: Sequence[ShownPost]
    url: str | None = None
    order: Order | None = None
    pages: tuple[int, int] | None = None
    meaning: Callable[[LexborNode], Meaning | None] = no_meaning


def post_id(number: str) -> str:
    """Return the id of a post: not the bare number, which could be taken for a post's place in its thread."""
    return f"p{number}"


def thread_key(engine: str, url: str | None, number: str) -> str:
    """Return the key of a thread: the forum's host and the thread's number, so that two forums never meet.

    >>> thread_key("xenforo", "https://www.forum.example/threads/mills.12/page-3", "12")
    'forum-example-12'
    >>> thread_key("xenforo", None, "12")
    'xenforo-12'
    """
    host = _host(url)
    return f"{host.replace('.', '-')}-{number}" if host else f"{engine}-{number}"


def _host(url: str | None) -> str:
    try:
        host = (urlsplit(url or "").hostname or "").removeprefix("www.").strip(".-")
    except ValueError:
        return ""
    return host if _HOST.match(host) else ""


def page_thread(page: Page, shown: ShownThread) -> Thread:
    """Return the thread of what a page shows: bodies read, dates understood, quotes named by the ids of posts."""
    moments = moments_of([post.stamp for post in shown.posts], shown.order, page.retrieved)
    number = shown.number or page.key[:12]
    key = thread_key(shown.engine, shown.url or page.url, number)
    facts: list[PostFacts] = []
    for post, when in zip(shown.posts, moments, strict=True):
        body, attachments = _body_of(page, shown, post)
        declared = tuple(_named(quote, shown, page, key) for quote in body.declared)
        fact = PostFacts(
            id=post_id(post.id),
            body=replace(body, declared=declared),
            author=post.author,
            when=when,
            number=post.number,
            url=page.absolute(post.url),
            reply_to=post_id(post.reply_to) if post.reply_to else None,
            titles=post.titles,
            signature=post.signature,
            attachments=attachments,
        )
        facts.append(withheld(fact, post.withheld) if post.withheld else fact)
    url = page.absolute(shown.url)
    return thread_of(key, shown.title, page.source(shown.engine), facts, url=url, gaps=_missing_pages(shown))


def _body_of(page: Page, shown: ShownThread, post: ShownPost) -> tuple[Body, tuple[Attachment, ...]]:
    if post.content is None:
        return read_html(post.words.replace("&", "&amp;").replace("<", "&lt;")), ()
    attachments = attachments_of(page, post.content, post.files)
    forget_local_addresses(post.content)
    return read_html(post.content, shown.meaning, base=page.url), attachments


def _named(quote: Declared, shown: ShownThread, page: Page, key: str) -> Declared:
    """Return a declared quote with the ids of our records for the numbers of the engine."""
    thread = thread_key(shown.engine, shown.url or page.url, quote.thread) if quote.thread else None
    return replace(quote, post=post_id(quote.post) if quote.post else None, thread=None if thread == key else thread)


def _missing_pages(shown: ShownThread) -> tuple[str, ...]:
    """Return what the page tells of pages that follow it; what stands before shows in the posts' own numbers."""
    if shown.pages is None:
        return ()
    page, last = shown.pages
    is_numbered = bool(shown.posts) and all(post.number for post in shown.posts)
    gaps = [_run(1, page - 1, last)] if page > 1 and not is_numbered else []
    return (*gaps, *([_run(page + 1, last, last)] if page < last else []))


def _run(first: int, last: int, of: int) -> str:
    return f"page {first} of {of}" if first == last else f"pages {first} to {last} of {of}"
