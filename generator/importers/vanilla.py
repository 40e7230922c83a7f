"""Importer `vanilla`: saved discussion pages of Vanilla forums.

**Reads** pages of Vanilla 2 to 4 in any theme that keeps the ids of comments, as browsers, scrapers and the Wayback
Machine saved them. Several pages of one discussion become one thread by the ids of their comments; comments are
numbered, so what is missing is known.

**Quotes** name their author, and in newer versions the very comment. Signatures and "thanked by" are not part of the
words.

**Cannot**: tell reactions, polls and what a page hides from guests.

*Facts*: Vanilla's open sources (`helper_functions.php`, quote embeds) and real pages.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from selectolax.lexbor import LexborNode

from generator.importers.dumps import Dump, ReadOptions
from generator.importers.pages.boards import board_head, element_of, signature_text
from generator.importers.pages.engine import PageEngine, ShownPost, ShownThread, page_thread, read_saved_page
from generator.importers.pages.moments import stamp_of
from generator.importers.pages.nodes import attribute, classes, elements, name_of, words_of
from generator.importers.pages.page import Page
from generator.importers.pages.speakers import speaker
from generator.markup import SKIP, AttachmentOf, Meaning, QuoteOf, SpoilerOf
from generator.problems import Problem
from generator.records import Thread

name = "vanilla"

_DECLARES = 0.95
_MARKS = re.compile(r"\bitem(?:discussion|comment)\b")
_SIGNS = re.compile(r"vanilla|gdn[.=]|/discussion/\d|usercontent")
_COMMENT = re.compile(r"Comment_(\d{1,12})\Z")
_DISCUSSION = re.compile(r"Discussion_(\d{1,12})\Z")
_POST = re.compile(r"/discussion/comment/(\d{1,12})(?=[/?#p]|\Z)|#Comment_(\d{1,12})\Z")
_THREAD = re.compile(r"/discussion/(\d{1,12})(?=[/?#]|\Z)")
_FIRST = re.compile(r"#Discussion_(\d{1,12})\Z")
_ITEM = re.compile(r"Item_(\d{1,7})\Z")
_LARGEST_EMBED = 1 << 20  # characters of JSON in an attribute


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is a discussion page of Vanilla."""
    page = board_head(head)
    if page is None or not _SIGNS.search(page):
        return 0.0
    if _MARKS.search(page) and ("discussion" in page):
        return _DECLARES
    return _DECLARES if "gdn.meta" in page or ("vanilla" in page and "/discussion/" in page) else 0.0


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the thread of a saved page, or the one error that says why there is none."""
    return read_saved_page(dump, options, cast(PageEngine, sys.modules[__name__]))


def read_page(page: Page) -> Thread | None:
    """Return the thread of an opened page, None where it shows no discussion."""
    posts = [post for node in page.root.css(".ItemDiscussion, .ItemComment") if (post := _post(node, page))]
    if not posts:
        return None
    match = _THREAD.search(page.url or "") or next(
        (
            found
            for link in page.root.css("a.Permalink[href]")
            if (found := _THREAD.search(attribute(link, "href") or ""))
        ),
        None,
    )
    first = next((post.id.removeprefix("d") for post in posts if post.id.startswith("d")), None)
    number = first or (match[1] if match else None)
    title = name_of(page.root.css_first(".PageTitle h1, #Item_0 h1, h1.PageTitle, h1"))
    url = page.absolute(f"/discussion/{number}") if number and page.url else None
    return page_thread(page, ShownThread(name, number, title, posts, url=url, meaning=meaning))


def meaning(node: LexborNode) -> Meaning | None:
    """Return what an element of a post means beyond HTML, None where it is plain HTML."""
    named = classes(node)
    if "QuoteAuthor" in named or "QuoteFolding" in named:
        return SKIP
    if node.tag == "blockquote":
        return _quote(node)
    if "js-embed" in named and (told := attribute(node, "data-embedjson")):
        return _embedded(told)
    if "Spoiler" in named or "UserSpoiler" in named:
        text = node.css_first(".SpoilerText, .spoiler-content")
        return SpoilerOf(text, words_of(node.css_first(".SpoilerTitle")) or "")
    return None


def post_of(url: str) -> str | None:
    """Return the id of the post that an address names: of a comment its number, of a discussion itself "d" before it.

    >>> post_of("/discussion/comment/417/#Comment_417"), post_of("/discussion/31/why-argue#Discussion_31")
    ('417', 'd31')
    """
    if match := _FIRST.search(url):
        return f"d{match[1]}"
    match = _POST.search(url)
    return match[1] or match[2] if match else None


def _quote(node: LexborNode) -> QuoteOf:
    """Return a quote: `blockquote.Quote[rel=NAME] > .QuoteAuthor + .QuoteText`."""
    author = next((child for child in elements(node) if "QuoteAuthor" in classes(child)), None)
    text = next((child for child in elements(node) if "QuoteText" in classes(child)), None)
    link = author.css_first("a[href]") if author is not None else None
    said = name_of(link) if link is not None and "profile" in (attribute(link, "href") or "") else None
    said = said or (speaker(author.text()) if author is not None else None) or attribute(node, "rel")
    links = author.css("a[href]") if author is not None else []
    post = next((found for each in links if (found := post_of(attribute(each, "href") or ""))), None)
    return QuoteOf(text, said, post)


def _embedded(told: str) -> Meaning | None:
    """Return what an embed shows, which its page keeps as JSON: quotes and files; None for all others."""
    try:
        facts: Any = json.loads(told) if len(told) <= _LARGEST_EMBED else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(facts, dict):
        return None
    if facts.get("embedType") == "quote" and isinstance(facts.get("body"), str):
        user, number = facts.get("insertUser"), str(facts.get("recordID") or "")
        author = user.get("name") if isinstance(user, dict) else None
        post = f"d{number}" if facts.get("recordType") == "discussion" else number
        content = element_of(facts["body"])
        return QuoteOf(content, author if isinstance(author, str) else None, post if number.isdecimal() else None)
    if facts.get("embedType") == "file" and isinstance(facts.get("name"), str):
        url = facts.get("url")
        return AttachmentOf(facts["name"], url if isinstance(url, str) else None)
    return None


def _post(node: LexborNode, page: Page) -> ShownPost | None:
    shown = attribute(node, "id") or ""
    comment, discussion = _COMMENT.match(shown), _DISCUSSION.match(shown)
    is_first = "ItemDiscussion" in classes(node)
    if is_first and discussion is None:
        discussion = _THREAD.search(page.url or "")
    match = discussion if is_first else comment
    body = node.css_first(".Message, .userContent")
    if match is None or body is None:
        return None
    link = node.css_first("a.Permalink[href]")
    place = _ITEM.match(attribute(link, "name") or attribute(link, "id") or "")
    title = words_of(node.css_first(".AuthorInfo .RoleTitle, .AuthorInfo .Title, .Rank"))
    return ShownPost(
        id=f"d{match[1]}" if is_first else match[1],
        content=body,
        author=name_of(node.css_first(".Author .Username, a.Username"))
        or attribute(node.css_first(".PhotoWrap"), "title"),
        stamp=stamp_of(node.css_first(".DateCreated time, time[datetime], .DateCreated")),
        number="1" if is_first else str(int(place[1]) + 1) if place else None,
        url=attribute(link, "href"),
        titles=(title,) if title else (),
        signature=signature_text(node.css_first(".UserSignature, .Signature"), meaning, page),
    )
