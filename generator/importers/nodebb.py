"""Importer `nodebb`: saved topic pages of NodeBB forums.

**Reads** pages of NodeBB 1 to 4 in any theme, as browsers, scrapers and the Wayback Machine saved them. A browser holds
only the posts around the place on the screen; several pages of one topic become one thread by the ids of their posts,
and as NodeBB numbers them, what is missing is known.

**Quotes** are paragraphs such as "@ada said in Why argue:" above a quote: the author and mostly the very post are known
from them. Deleted posts stand as empty places.

**Cannot**: tell votes, and posts that were not on the screen when the page was saved.

*Facts*: NodeBB's open templates (`partials/topic/post.tpl`) and real pages.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from selectolax.lexbor import LexborNode

from generator.importers.dumps import Dump, ReadOptions
from generator.importers.pages.boards import board_head, signature_text
from generator.importers.pages.engine import PageEngine, ShownPost, ShownThread, page_thread, read_saved_page
from generator.importers.pages.moments import stamp_of
from generator.importers.pages.nodes import attribute, classes, name_of, sibling_after, sibling_before, words_of
from generator.importers.pages.page import Page
from generator.importers.pages.speakers import speaker
from generator.markup import SKIP, Meaning, QuoteOf
from generator.problems import Problem
from generator.records import Thread

name = "nodebb"

_DECLARES = 0.95
_MARKS = ('component="post"', 'component="topic"', "data-pid=")
_POST = re.compile(r"/post/(\d{1,12})(?=[/?#]|\Z)|[?&]pid=(\d{1,12})\b")
_TOPIC = re.compile(r"/topic/(\d{1,12})(?=[/?#]|\Z)")
_SAID = re.compile(
    r"@?\S.{0,200}?\s(?:said|wrote|schrieb|sagte|a dit|a écrit|dijo|escribió|ha scritto|disse|написал|сказал)\b",
    re.DOTALL,
)
_LONGEST_LEAD = 400


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is a topic page of NodeBB; long heads keep posts out of its beginning."""
    page = board_head(head)
    if page is None:
        return 0.0
    declares = "nodebb" in page and ("app.config" in page or "relative_path" in page or 'component="' in page)
    return _DECLARES if all(mark in page for mark in _MARKS) or (declares and "/topic/" in page) else 0.0


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the thread of a saved page, or the one error that says why there is none."""
    return read_saved_page(dump, options, cast(PageEngine, sys.modules[__name__]))


def read_page(page: Page) -> Thread | None:
    """Return the thread of an opened page, None where it shows no topic."""
    posts = [_post(node, page) for node in page.root.css('[component="topic"] [component="post"][data-pid]')]
    if not posts:
        return None
    told = attribute(page.root.css_first('[component="topic"][data-tid], [data-tid]'), "data-tid")
    match = _TOPIC.search(page.url or "")
    topic = told or (match[1] if match else None)
    title = name_of(page.root.css_first('[component="topic/title"], [component="post/header"] h1, h1'))
    url = page.absolute(f"/topic/{topic}") if topic and page.url else None
    return page_thread(page, ShownThread(name, topic, title, posts, url=url, meaning=meaning))


def meaning(node: LexborNode) -> Meaning | None:
    """Return what an element of a post means beyond HTML, None where it is plain HTML."""
    match node.tag:
        case "p" if _is_lead(node):
            return SKIP
        case "blockquote":
            lead = sibling_before(node)
            if lead is None or not _is_lead(lead):
                return QuoteOf(node)
            links = lead.css("a[href]")
            post = next((found for link in links if (found := post_of(attribute(link, "href") or ""))), None)
            return QuoteOf(node, _author(lead), post)
    return None


def post_of(url: str) -> str | None:
    """Return the id of the post that an address names, None where it names none.

    >>> post_of("https://forum.example/post/417"), post_of("https://forum.example/topic/31/why-argue/7")
    ('417', None)
    """
    match = _POST.search(url)
    return match[1] or match[2] if match else None


def _is_lead(node: LexborNode) -> bool:
    """True for a paragraph "@ada said in Why argue:" right above a quote."""
    after = sibling_after(node)
    if node.tag != "p" or after is None or after.tag != "blockquote":
        return False
    words = words_of(node) or ""
    return len(words) <= _LONGEST_LEAD and words.endswith((":", "：")) and _SAID.match(words) is not None


def _author(lead: LexborNode) -> str | None:
    match = _SAID.match(words_of(lead) or "")
    return (speaker(match[0]) or "").lstrip("@").strip() or None if match else None


def _post(node: LexborNode, page: Page) -> ShownPost:
    number = attribute(node, "data-pid") or ""
    index = attribute(node, "data-index") or ""
    place = str(int(index) + 1) if index.isdecimal() else None
    if "deleted" in classes(node):
        shown = node.css_first('[component="post/content"], .content')
        return ShownPost(number, shown, number=place, withheld="deleted")
    title = words_of(node.css_first('[component="user/title"], .user-title'))
    parent = node.css_first('[component="post/parent"]')
    return ShownPost(
        id=number,
        content=node.css_first('[component="post/content"], .content'),
        author=_name(node),
        stamp=stamp_of(node.css_first("meta[itemprop=datePublished]")) or stamp_of(_dated(node)),
        number=place,
        url=f"/post/{number}" if page.url else None,
        titles=(title,) if title else (),
        signature=signature_text(node.css_first('[component="post/signature"]'), meaning, page),
        reply_to=attribute(parent, "data-topid") or attribute(parent, "data-parent-pid"),
    )


def _name(node: LexborNode) -> str | None:
    return attribute(node, "data-username") or name_of(node.css_first('[itemprop="author"] a, [data-username]'))


def _dated(node: LexborNode) -> LexborNode | None:
    timed = node.css_first(".timeago[title]")
    return timed if timed is not None else node if attribute(node, "data-timestamp") else None
