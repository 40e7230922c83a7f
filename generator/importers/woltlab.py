"""Importer `woltlab`: saved thread pages of WoltLab Suite Forum and Burning Board.

**Reads** pages of WoltLab Suite 3 to 6, Burning Board 4 and Burning Board 3, in any style that keeps the ids of posts
and in any language, as browsers, scrapers and the Wayback Machine saved them. Several pages of one thread become one by
the ids of their posts; posts are numbered, so what is missing is known.

**Quotes** name their author, and mostly the very post. Signatures and notes on edits are not part of a post's words.

**Cannot**: read Burning Board 1 and 2, whose pages tell less; nor what a page hides from guests.

*Facts*: pages of the software as it is shown to readers.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from selectolax.lexbor import LexborNode

from generator.importers.dumps import Dump, ReadOptions
from generator.importers.pages.boards import board_head, oldest_first, signature_text
from generator.importers.pages.engine import PageEngine, ShownPost, ShownThread, page_thread, read_saved_page
from generator.importers.pages.moments import clean, stamp_of
from generator.importers.pages.nodes import attribute, classes, elements, name_of, words_of
from generator.importers.pages.page import Page
from generator.importers.pages.speakers import speaker
from generator.markup import SKIP, AttachmentOf, CodeOf, Meaning, QuoteOf, SpoilerOf
from generator.problems import Problem
from generator.records import Thread

name = "woltlab"

_DECLARES = 0.95
_SIGNS = re.compile(r"woltlab|burning board|wbbthread|wcf\.|tplthread\b|wbbpost")
_POST = re.compile(r"""\bid\s?=\s?["']post(?:row|text)?\d|\bwbbpost\b|postid=\d""")
_ID = re.compile(r"post(?:Row)?(\d{1,12})\Z")
_PID = re.compile(r"[?&;]postID=(\d{1,12})(?=[&;#]|\Z)|#post(\d{1,12})\Z", re.IGNORECASE)
_THREAD = re.compile(
    r"[?&;]threadID=(\d{1,12})|/thread/(\d{1,12})-|/Thread/(\d{1,12})-|page=Thread&threadID=(\d{1,12})"
)
_NUMBER = re.compile(r"#?\s?([\d.,]{1,9})\Z")
_DATES = "time.datetime, time[datetime], .messageHeader .datetime, .messageHeading p.light, p.light"
_BODIES = "[itemprop=text], .messageText, .messageBody .messageBodyText, .messageBody, .messageContent .messageBody"
_NAMES = (
    *(".messageSidebar .messageAuthor [itemprop=name]", ".messageSidebar .messageAuthor .username", ".username"),
    *(".messageAuthor .userName", ".messageSidebar .userName", "[itemprop=author] [itemprop=name]"),
)
_CHROME = frozenset(
    (
        "quoteBoxIcon",
        "quoteBoxTitle",
        "codeBoxHeader",
        "messageSignature",
        "messageFooterNote",
        "quoteHeader",
        "toggleButton",
    )
)


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is a thread page of WoltLab's software."""
    page = board_head(head)
    return _DECLARES if page is not None and _SIGNS.search(page) and _POST.search(page) else 0.0


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the thread of a saved page, or the one error that says why there is none."""
    return read_saved_page(dump, options, cast(PageEngine, sys.modules[__name__]))


def read_page(page: Page) -> Thread | None:
    """Return the thread of an opened page, None where it shows no thread."""
    found = (post for node in page.root.css("[id^=post]") if (post := _post(node, page)))
    posts, _ = oldest_first({post.id: post for post in found}.values())
    if not posts:
        return None
    links = (
        attribute(node, "href") or "" for node in page.root.css("link[rel=canonical], .contentTitle a, h1 a, h2 a")
    )
    match = next((each for address in (page.url or "", *links) if (each := _THREAD.search(address))), None)
    number = next(group for group in match.groups() if group) if match else None
    title = name_of(page.root.css_first("h1.contentTitle, .contentHeader h1, .mainHeadline h2, h1[itemprop=name], h1"))
    url = page.url if "threadid=" in (page.url or "").lower() else (page.url or "").partition("?")[0]
    return page_thread(page, ShownThread(name, number, title, posts, url=url or None, meaning=meaning))


def meaning(node: LexborNode) -> Meaning | None:
    """Return what an element of a post means beyond HTML, None where it is plain HTML."""
    named = classes(node)
    if not named.isdisjoint(_CHROME):
        return SKIP
    match node.tag:
        case "blockquote":
            return _quote(node)
        case "header" if node.parent is not None and "quoteBox" in classes(node.parent):
            return SKIP
        case "div" if "codeBox" in named:
            return CodeOf(node.css_first("code, pre, ol"))
        case "div" if "spoilerBoxHeader" in named:
            return SKIP
        case "div" if "spoilerBoxContent" in named:
            return SpoilerOf(node, _spoiler_title(node))
        case "a" if "embeddedAttachmentLink" in named or "/attachment/" in (attribute(node, "href") or ""):
            shown = words_of(node) or attribute(node.css_first("img[alt]"), "alt")
            return AttachmentOf(shown, attribute(node, "href")) if shown else None
    return None


def post_of(url: str) -> str | None:
    """Return the id of the post that an address names, None where it names none.

    >>> post_of("https://hall.example/thread/31-bells/?postID=417#post417"), post_of("index.php?page=Thread&postID=417")
    ('417', '417')
    >>> post_of("https://hall.example/thread/31-bells/?pageNo=2") is None
    True
    """
    match = _PID.search(url)
    return match[1] or match[2] if match else None


def _spoiler_title(node: LexborNode) -> str:
    return (words_of(node.parent.css_first(".spoilerBoxHeader")) or "") if node.parent is not None else ""


def _quote(node: LexborNode) -> QuoteOf:
    """Return a quote: the head has the name ("Quote from ada"), `cite` of the box or its link the post."""
    head = next((child for child in elements(node) if classes(child) & {"quoteBoxTitle", "quoteHeader"}), None)
    head = head or next((child for child in elements(node) if child.tag == "header"), None)
    body = next((child for child in elements(node) if classes(child) & {"quoteBoxContent", "quoteBody"}), None)
    link = head.css_first("a[href]") if head is not None else None
    post = post_of(attribute(link, "href") or "") or post_of(attribute(node, "cite") or "")
    said = speaker(head.text()) if head is not None else None
    return QuoteOf(body, said.strip('"„“”»«') or None if said else None, post)


def _post(node: LexborNode, page: Page) -> ShownPost | None:
    match = _ID.match(attribute(node, "id") or "")
    body = node.css_first(_BODIES) if match else None
    if match is None or body is None:
        return None
    if classes(node) & {"messageDeleted", "messageDisabled"}:
        return ShownPost(match[1], body, withheld="deleted or not approved")
    title = words_of(node.css_first(".messageSidebar .userTitle, .userTitle"))
    links = node.css("a[href*='post']")
    numbers = (
        _NUMBER.match(clean(each.text())) for each in links if post_of(attribute(each, "href") or "") == match[1]
    )
    number = next((re.sub(r"\D", "", found[1]) for found in numbers if found), None)
    return ShownPost(
        id=match[1],
        content=body,
        author=next((found for css in _NAMES if (found := name_of(node.css_first(css)))), None),
        stamp=stamp_of(node.css_first(_DATES)),
        number=number,
        url=attribute(node.css_first(f"a[href*='post{match[1]}']"), "href"),
        titles=(title,) if title else (),
        signature=signature_text(node.css_first(".messageSignature, .signature"), meaning, page),
        files=tuple(_files(node)),
    )


def _files(node: LexborNode) -> Iterator[tuple[str, str]]:
    for link in node.css(".attachmentFileList a[href], .attachmentThumbnailList a[href], ul.attachmentList a[href]"):
        if words := words_of(link.css_first(".attachmentFilename")) or words_of(link) or attribute(link, "title"):
            yield words, attribute(link, "href") or ""
