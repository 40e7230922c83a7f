"""Importer `bbpress`: saved topic pages of bbPress, the forum of WordPress.

**Reads** pages of bbPress 2 in any theme that keeps its templates, as browsers, scrapers and the Wayback Machine saved
them. Several pages of one topic become one thread by the ids of their replies.

**Quotes** are plain quotes of HTML and name nobody, unless a line above them does ("@ada said:").

**Cannot**: tell what is missing between pages, for bbPress counts replies nowhere; nor the time zone of the forum.

*Facts*: bbPress's open templates (`loop-single-reply.php`).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from selectolax.lexbor import LexborNode

from generator.importers.dumps import Dump, ReadOptions
from generator.importers.pages.boards import board_head, oldest_first
from generator.importers.pages.engine import PageEngine, ShownPost, ShownThread, page_thread, read_saved_page
from generator.importers.pages.moments import stamp_of
from generator.importers.pages.nodes import attribute, classes, name_of, words_of
from generator.importers.pages.page import Page
from generator.markup import SKIP, Meaning, QuoteOf
from generator.problems import Problem
from generator.records import Thread

name = "bbpress"

_DECLARES = 0.95
_ID = re.compile(r"post-(\d{1,12})\Z")
_PID = re.compile(r"#post-(\d{1,12})\Z|[?&]p=(\d{1,12})(?=[&#]|\Z)")
_CLASS = re.compile(r"(?:\A|\s)post-(\d{1,12})(?:\s|\Z)")
_TOPIC = re.compile(r"\bbbp-topic-(\d{1,12})\b|\btopic-(\d{1,12})-replies\b|\bpostid-(\d{1,12})\b")
_LATER = re.compile(r"page/\d{1,9}/?(?:[?#].*)?\Z")  # what addresses of later pages end with
_CHROME = frozenset(("bbp-reply-revision-log", "bbp-topic-revision-log", "bbp-attachments-caption", "bbp-signature"))


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is a topic page of bbPress."""
    page = board_head(head)
    return _DECLARES if page is not None and "bbp-" in page and _is_topic(page) else 0.0


def _is_topic(page: str) -> bool:
    return "bbp-reply-content" in page or "bbp-topic-content" in page or "single-topic" in page


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the thread of a saved page, or the one error that says why there is none."""
    return read_saved_page(dump, options, cast(PageEngine, sys.modules[__name__]))


def read_page(page: Page) -> Thread | None:
    """Return the thread of an opened page, None where it shows no topic."""
    found = (post for body in page.root.css(".bbp-reply-content, .bbp-topic-content") if (post := _post(body)))
    posts, _ = oldest_first({post.id: post for post in found}.values())
    if not posts:
        return None
    shown = page.root.css_first("[id^=bbp-topic-], [id^=topic-], body[class*=postid-]")
    match = _TOPIC.search(f"{attribute(shown, 'id') or ''} {attribute(shown, 'class') or ''}")
    number = next(group for group in match.groups() if group) if match else None
    title = name_of(page.root.css_first("h1.entry-title, .bbp-breadcrumb-current, h1"))
    url = _LATER.sub("", page.url) if page.url else None
    return page_thread(page, ShownThread(name, number, title, posts, url=url, meaning=meaning))


def meaning(node: LexborNode) -> Meaning | None:
    """Return what an element of a post means beyond HTML, None where it is plain HTML."""
    if not classes(node).isdisjoint(_CHROME):
        return SKIP
    if node.tag == "blockquote":
        links = node.css("a[href*='#post-']")
        return QuoteOf(node, None, post_of(attribute(links[0], "href") or "") if len(links) == 1 else None)
    return None


def post_of(url: str) -> str | None:
    """Return the id of the reply that an address names, None where it names none.

    >>> post_of("https://hall.example/forums/topic/bells/page/2/#post-417"), post_of("https://hall.example/?p=417")
    ('417', '417')
    """
    match = _PID.search(url)
    return match[1] or match[2] if match else None


def _post(body: LexborNode) -> ShownPost | None:
    """Return the reply whose words stand in an element; its head with id and date stands before it."""
    reply = body.parent
    head = reply.prev if reply is not None else None
    while head is not None and not head.is_element_node:
        head = head.prev
    if reply is None:
        return None
    shown = _CLASS.search(attribute(reply, "class") or "") or _ID.match(attribute(head, "id") or "")
    if shown is None:
        return None
    is_head = head is not None and not classes(head).isdisjoint(("bbp-reply-header", "bbp-topic-header"))
    place = head if is_head and head is not None else reply
    author = reply.css_first(".bbp-reply-author .bbp-author-name, .bbp-topic-author .bbp-author-name, .bbp-author-name")
    role = words_of(reply.css_first(".bbp-author-role"))
    link = place.css_first("a.bbp-reply-permalink, a.bbp-topic-permalink")
    return ShownPost(
        id=shown[1],
        content=body,
        author=name_of(author),
        stamp=stamp_of(place.css_first(".bbp-reply-post-date, .bbp-topic-post-date, time")),
        url=attribute(link, "href"),
        titles=(role,) if role else (),
    )
