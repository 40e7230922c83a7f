"""Importer `discourse_page`: saved topic pages of Discourse forums.

**Reads** a topic's page in each of the shapes in which it is saved:

- as a browser shows and saves it (posts are `article` elements with `data-post-id`);
- as it is served to scrapers, archives and browsers without JavaScript (`div.crawler-post`), also within `noscript`;
- captures of either by the Wayback Machine.

Numbers of posts in their topic are their ids, in pages as in JSON.

**Cannot**: show what the browser did not hold. It holds only the posts around the place on the screen, so a long topic
needs several saved pages, or its JSON (importer `discourse`), which tells more.

**Quotes** name author and post; a quote from another topic leads there.

**Never published**: posts that the page shows as hidden or deleted stand as empty places. Notices such as "closed this
topic" are posts of their own.

*Facts*: Discourse's open sources (`topics/show.html.erb`, `post.hbs`) and real pages.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

from selectolax.lexbor import LexborNode

from generator.importers.dumps import Dump, ReadOptions
from generator.importers.pages.attached import attachments_of, forget_local_addresses
from generator.importers.pages.boards import board_head
from generator.importers.pages.discourse_markup import meaning, post_of, thread_key, thread_of_url
from generator.importers.pages.engine import PageEngine, read_saved_page
from generator.importers.pages.moments import Stamp, moments_of, stamp_of
from generator.importers.pages.nodes import attribute, classes, name_of, words_of
from generator.importers.pages.page import Page
from generator.importers.structured.fragments import withheld, within
from generator.importers.structured.posts import PostFacts, thread_of
from generator.markup import read_html
from generator.problems import Problem
from generator.records import Thread

__all__ = ["meaning", "name", "post_of", "read", "read_page", "sniff"]

name = "discourse_page"

_DECLARES = 0.95
_SIGNS = re.compile(
    r"""<meta name=["']generator["'] content=["']discourse|data-discourse-setup|discourse[_-]theme|\bcooked\b"""
)
_POST = re.compile(
    r"""\bcrawler-post\b|<article[^>]{0,300}\bdata-post-id=|class=["']topic-(?:post|body)\b|data-preloaded"""
)
_ID = re.compile(r"post[_-](\d{1,9})\Z")
_CREATOR = re.compile(r"\s{0,99}#(\d{1,9})\b")
_GONE = frozenset(("deleted", "post-hidden", "post--deleted", "post--hidden", "user-deleted"))
_NAMES = (
    ".names .username a",
    ".names .username",
    ".names .first a",
    ".creator [itemprop=name]",
    ".creator a",
    ".creator",
)
_TITLES = ("#topic-title h1 a.fancy-title", "#topic-title h1 a", "#topic-title h1", "h1[data-topic-id]", "h1 a", "h2 a")
_SITE = re.compile(r"\A(.{1,300}?)(?:\s-\s[^-]{1,80}){1,2}\Z", re.DOTALL)


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is a topic page of Discourse."""
    page = board_head(head)
    return _DECLARES if page is not None and _SIGNS.search(page) and _POST.search(page) else 0.0


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the thread of a saved page, or the one error that says why there is none."""
    return read_saved_page(dump, options, cast(PageEngine, sys.modules[__name__]))


def read_page(page: Page) -> Thread | None:
    """Return the thread of an opened page, None where it shows no topic."""
    topic = _topic(page)
    key = thread_key(topic or page.key[:12])
    found: dict[str, tuple[PostFacts, Stamp | None]] = {}
    for post in (*page.root.css("article[data-post-id]"), *page.root.css("div.crawler-post")):
        number = _number(post)
        content = post.css_first(".cooked, .post[itemprop], div.post, .small-action-desc") if number else None
        if number and content is not None and number not in found:
            found[number] = (_facts(post, content, number, page, key), _stamp(post))
    if not found:
        return None
    posts = [found[number] for number in sorted(found, key=int)]
    moments = moments_of([stamp for _, stamp in posts], None, page.retrieved)
    facts = [replace(fact, when=when) for (fact, _), when in zip(posts, moments, strict=True)]
    url = page.absolute(f"/t/{topic}") if topic and page.url else None
    return thread_of(key, _title(page), page.source(name), facts, url=url)


def _facts(post: LexborNode, content: LexborNode, number: str, page: Page, key: str) -> PostFacts:
    if _is_gone(post):
        return withheld(
            PostFacts(number, read_html(content, meaning, base=page.url), number=number), "hidden or deleted"
        )
    attachments = attachments_of(page, content, _files(content, page))
    forget_local_addresses(content)
    body = within(read_html(content, meaning, base=page.url), key)
    title = words_of(post.css_first(".names .user-title"))
    return PostFacts(
        id=number,
        body=body,
        author=next((found for css in _NAMES if (found := name_of(post.css_first(css)))), None),
        number=number,
        url=page.absolute(f"/t/{key.removeprefix('discourse-')}/{number}") if page.url else None,
        titles=(title,) if title else (),
        reply_to=_reply(post),
        attachments=attachments,
    )


def _files(content: LexborNode, page: Page) -> Iterator[tuple[str, str]]:
    for link in content.css("a.attachment[href]"):
        url = attribute(link, "href") or ""
        yield words_of(link) or url, page.absolute(url) or url


def _is_gone(post: LexborNode) -> bool:
    around = classes(post.parent) if post.parent is not None else frozenset()
    return not _GONE.isdisjoint(classes(post) | around)


def _reply(post: LexborNode) -> str | None:
    """Return the number of the post that a post answers, where the page links it."""
    link = post.css_first("a.reply-to-tab[href], .reply-to a[href]")
    return post_of(attribute(link, "href") or "") if link is not None else None


def _number(post: LexborNode) -> str | None:
    """Return a post's number: of its id, of the place that crawlers are told, of the link of its date."""
    match = _ID.match(attribute(post, "id") or "")
    if match:
        return match[1]
    told = words_of(post.css_first("[itemprop=position]")) or ""
    if told.lstrip("#").isdecimal():
        return told.lstrip("#")
    creator = _CREATOR.match((post.css_first(".creator, .crawler-post-infos") or post).text()[:100])
    if creator:
        return creator[1]
    link = post.css_first("a.post-date[href], .post-date a[href]")
    return post_of(attribute(link, "href") or "") if link is not None else None


def _stamp(post: LexborNode) -> Stamp | None:
    for css in (".post-date .relative-date", "time[datetime]", ".post-date", ".crawler-post-infos time", ".post-time"):
        stamp = stamp_of(post.css_first(css))
        if stamp is not None:
            return stamp
    told = attribute(post.css_first("meta[itemprop=datePublished], meta[itemprop=dateCreated]"), "content")
    return Stamp(told) if told else None


def _topic(page: Page) -> str | None:
    """Return the number of the topic."""
    shown = page.root.css_first("[data-topic-id]")
    told = attribute(shown, "data-topic-id") or ""
    if told.isdecimal():
        return told
    links = (
        attribute(node, "href") or "" for node in page.root.css("link[itemprop=url], #topic-title a[href], h1 a[href]")
    )
    return next((found for address in (page.url or "", *links) if (found := thread_of_url(address))), None)


def _title(page: Page) -> str | None:
    for css in _TITLES:
        if found := name_of(page.root.css_first(css)):
            return found
    told = attribute(page.root.css_first("meta[itemprop=headline], meta[property='og:title']"), "content")
    title = name_of(page.root.css_first("title"))
    match = _SITE.match(title or "")
    return told or (match[1] if match else title)
