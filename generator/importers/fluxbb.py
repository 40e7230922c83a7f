"""Importer `fluxbb`: saved topic pages of FluxBB and PunBB forums.

**Reads** pages of FluxBB 1.4 and 1.5 and of PunBB 1.2 to 1.4, in any style and language, and captures of them by the
Wayback Machine. Several pages of one topic become one thread by the ids of their posts; the forum numbers its posts, so
what is missing is known.

**Quotes** name their author ("ada wrote:") but not the post, and quotes in quotes are kept. "Last edited by" and
signatures are not part of a post's words.

**Cannot**: tell the time zone of the reader who saved the page, in which all times are.

*Facts*: FluxBB's open sources (`viewtopic.php`, `parser.php`) and real pages.
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
from generator.markup import SKIP, CodeOf, Meaning, QuoteOf
from generator.problems import Problem
from generator.records import Thread

name = "fluxbb"

_DECLARES = 0.95
_BLOCK = re.compile(r"""class\s?=\s?["'][^"']{0,200}\bblockpost\b""")
_PUN = re.compile(r"""(?:id|class)\s?=\s?["'](?:pun|brd-viewtopic)\b|\bpun(?:bb|wrap)\b|fluxbb""")
_ADDRESS = re.compile(r"viewtopic\.php\?(?:p?id)=|/topic/\d|/post/\d")
_ID = re.compile(r"p(\d{1,12})\Z")
_POST = re.compile(r"[?&;]pid=(\d{1,12})(?=[&#;]|\Z)|/post/(\d{1,12})(?=[/#?]|\Z)|#p(\d{1,12})\Z")
_TOPIC = re.compile(r"viewtopic\.php\?(?:[^#]*[&;])?id=(\d{1,12})|/topic/(\d{1,12})(?=[/#?]|\Z)")
_LATER = re.compile(r"page/\d{1,9}/?\Z|#.*\Z")
_REPLY = re.compile(r"\ARe:\s{1,9}", re.IGNORECASE)
_DIGITS = re.compile(r"\d{1,9}")
_BODIES = ".postmsg, .entry-content"


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is a topic page of FluxBB or PunBB."""
    page = board_head(head)
    if page is None:
        return 0.0
    is_post = _BLOCK.search(page) or ("entry-content" in page and "post-byline" in page)
    return _DECLARES if is_post and _PUN.search(page) and _ADDRESS.search(page) else 0.0


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the thread of a saved page, or the one error that says why there is none."""
    return read_saved_page(dump, options, cast(PageEngine, sys.modules[__name__]))


def read_page(page: Page) -> Thread | None:
    """Return the thread of an opened page, None where it shows no topic."""
    posts, _ = oldest_first(_posts(page))
    if not posts:
        return None
    address, title = _topic(page)
    topic = topic_of(address)
    is_script = "viewtopic.php" in address
    url = page.absolute(f"viewtopic.php?id={topic}" if is_script else _LATER.sub("", address)) if topic else None
    return page_thread(page, ShownThread(name, topic, title, posts, url=url, meaning=meaning))


def meaning(node: LexborNode) -> Meaning | None:
    """Return what an element of a post means beyond HTML, None where it is plain HTML."""
    named = classes(node)
    match node.tag:
        case "div" if "quotebox" in named:
            return _quote(node)
        case "div" if "codebox" in named:
            return CodeOf(node.css_first("pre") or node.css_first("code") or node)
        case "blockquote":
            box = next(elements(node), None)
            if box is not None and "incqbox" in classes(box):  # PunBB 1.2
                head = box.css_first("h4")
                return QuoteOf(box, speaker(head.text()) if head is not None else None)
        case "h4" if node.parent is not None and "incqbox" in classes(node.parent):
            return SKIP
        case "p" if "postedit" in named or "lastedit" in named:
            return SKIP
        case "div" if "sig-content" in named:  # PunBB 1.4 has it among the words
            return SKIP
    return None


def post_of(url: str) -> str | None:
    """Return the id of the post that an address names, None where it names none.

    >>> post_of("viewtopic.php?pid=417#p417"), post_of("http://forum.example/post/417/#p417")
    ('417', '417')
    >>> post_of("viewtopic.php?id=31&p=2") is None
    True
    """
    match = _POST.search(url)
    return next(group for group in match.groups() if group) if match else None


def topic_of(url: str) -> str | None:
    """Return the id of the topic that an address names, None where it names none.

    >>> topic_of("viewtopic.php?id=31&p=2"), topic_of("http://forum.example/topic/31/why-argue/page/2/")
    ('31', '31')
    """
    match = _TOPIC.search(url)
    return match[1] or match[2] if match else None


def _quote(node: LexborNode) -> QuoteOf:
    head = next((child for child in elements(node) if child.tag == "cite"), None)
    said = next((child for child in elements(node) if child.tag == "blockquote"), node)
    inner = list(elements(said))
    content = inner[0] if len(inner) == 1 and inner[0].tag == "div" else said
    link = head.css_first("a[href]") if head is not None else None
    return QuoteOf(
        content,
        speaker(head.text()) if head is not None else None,
        post_of(attribute(link, "href") or "") if link is not None else None,
    )


def _posts(page: Page) -> Iterator[ShownPost]:
    for post in page.root.css("[id^=p]"):
        match = _ID.match(attribute(post, "id") or "")
        body = post.css_first(_BODIES) if match else None
        if match is None or body is None:
            continue
        link = post.css_first("h2 a[href], .post-link a[href], a.permalink[href]")
        title = words_of(post.css_first(".usertitle"))
        yield ShownPost(
            id=match[1],
            content=body,
            author=_author(post),
            stamp=stamp_of(link if link is not None else post.css_first("h2 time, .post-link")),
            number=_number(post.css_first(".conr, .post-num")),
            url=attribute(link, "href"),
            titles=(title,) if title else (),
            signature=signature_text(post.css_first(".postsignature, .sig-content"), meaning, page),
        )


def _number(node: LexborNode | None) -> str | None:
    match = _DIGITS.search(clean(node.text())) if node is not None else None
    return match[0] if match else None


def _author(post: LexborNode) -> str | None:
    for selector in (".postleft dt strong", ".postleft dt", ".post-byline a, .post-byline strong", ".username"):
        if found := name_of(post.css_first(selector)):
            return found
    return None


def _topic(page: Page) -> tuple[str, str | None]:
    """Return an address and the title of a page's topic: the trail of crumbs ends with it."""
    crumbs = page.root.css("ul.crumbs li a[href], .crumbs .crumblast a[href], .crumbs a[href]")
    link = next((each for each in crumbs if topic_of(attribute(each, "href") or "")), None)
    others = [
        attribute(each, "href") or ""
        for each in page.root.css("link[rel=canonical], .pagelink a, .paging a, .linkst a")
    ]
    address = next((each for each in (attribute(link, "href") or "", page.url or "", *others) if topic_of(each)), "")
    heading = name_of(page.root.css_first(".postright h3")) or ""
    title = name_of(link) or _REPLY.sub("", heading) or name_of(page.root.css_first("title"))
    return address, title
