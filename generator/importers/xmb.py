"""Importer `xmb`: saved thread pages of XMB forums.

**Reads** pages of XMB 1.8 and 1.9, whose posts are rows of tables, as browsers, scrapers and the Wayback Machine saved
them. Several pages of one thread become one by the ids of their posts.

**Quotes** name their author and mostly the very post.

**Cannot**: tell what a page leaves out, for XMB does not number its posts; nor the time zone of whoever saved it.

*Facts*: XMB's pages as forumscraper reads them, and real posts.
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
from generator.importers.pages.foreign_dates import is_date
from generator.importers.pages.moments import Stamp, clean
from generator.importers.pages.nodes import attribute, classes, elements, name_of
from generator.importers.pages.page import Page
from generator.importers.pages.speakers import speaker
from generator.markup import SKIP, CodeOf, Meaning, QuoteOf
from generator.problems import Problem
from generator.records import Thread

name = "xmb"

_DECLARES = 0.9
_SIGNS = re.compile(r"powered by xmb|xmb forum|xmbforum|>xmb\b")
_POST = re.compile(r"""\bname\s?=\s?["']pid\d""")
_ANCHOR = re.compile(r"pid(\d{1,12})\Z")
_PID = re.compile(r"[?&;]pid=(\d{1,12})(?=[&;#]|\Z)|#pid(\d{1,12})\Z")
_TID = re.compile(r"viewthread\.php\?(?:[^#]{0,200}[&;])?tid=(\d{1,12})(?=[&;#]|\Z)")
_MOST_WORDS = 12  # of a line that ends with a date: "posted on 9-18-2017 at 04:06 PM"


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is a thread page of XMB."""
    page = board_head(head)
    is_xmb = page is not None and "viewthread.php" in page and _POST.search(page) and _SIGNS.search(page)
    return _DECLARES if is_xmb else 0.0


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the thread of a saved page, or the one error that says why there is none."""
    return read_saved_page(dump, options, cast(PageEngine, sys.modules[__name__]))


def read_page(page: Page) -> Thread | None:
    """Return the thread of an opened page, None where it shows no thread."""
    posts, _ = oldest_first(post for node in page.root.css("a[name^=pid]") if (post := _post(node, page)))
    if not posts:
        return None
    links = (attribute(node, "href") or "" for node in page.root.css("a[href*='viewthread.php']"))
    match = next((found for address in (page.url or "", *links) if (found := _TID.search(address))), None)
    trail = name_of(page.root.css_first("td.nav")) or ""
    title = (name_of(page.root.css_first("title")) or "").rpartition(" - ")
    shown = trail.rpartition("»")[2].strip() or title[0] or title[2]
    url = page.absolute(f"viewthread.php?tid={match[1]}") if match and page.url else None
    number = match[1] if match else None
    return page_thread(page, ShownThread(name, number, shown or None, posts, url=url, meaning=meaning))


def meaning(node: LexborNode) -> Meaning | None:
    """Return what an element of a post means beyond HTML, None where it is plain HTML."""
    named = classes(node)
    match node.tag:
        case "table" if "quote" in named:
            link = node.css_first("td.quote a[href]")
            head = link if link is not None else node.css_first("td.quote")
            author = speaker(head.text()) if head is not None else None
            return QuoteOf(node.css_first("td.quotemessage"), author, post_of(attribute(link, "href") or ""))
        case "table" if "code" in named:
            return CodeOf(node.css_first("td.codemessage code") or node.css_first("td.codemessage"))
        case "font" | "div" if "subject" in named:
            return SKIP
    return None


def post_of(url: str) -> str | None:
    """Return the id of the post that an address names, None where it names none.

    >>> post_of("viewthread.php?tid=31&goto=search&pid=417"), post_of("viewthread.php?tid=31#pid417")
    ('417', '417')
    """
    match = _PID.search(url)
    return match[1] or match[2] if match else None


def _post(anchor: LexborNode, page: Page) -> ShownPost | None:
    """Return the post that an anchor begins: its row has poster and date, the row below has the words."""
    match = _ANCHOR.match(attribute(anchor, "name") or "")
    row = _row_of(anchor)
    below = row.next if row is not None else None
    while below is not None and below.tag != "tr":
        below = below.next
    body = below.css_first("td.tablerow, td") if below is not None else None
    if match is None or row is None or body is None:
        return None
    poster = row.css_first("font.mediumtxt, .mediumtxt")
    return ShownPost(
        id=match[1],
        content=body,
        author=name_of(poster),
        stamp=_stamp(row),
        url=page.absolute(f"viewthread.php?goto=search&pid={match[1]}") if page.url else None,
    )


def _row_of(node: LexborNode) -> LexborNode | None:
    """Return the row of the table of posts that a node stands in: that whose first cell spans rows."""
    around = node.parent
    while around is not None:
        if around.tag == "tr" and any(attribute(cell, "rowspan") for cell in elements(around)):
            return around
        around = around.parent
    return None


def _stamp(row: LexborNode) -> Stamp | None:
    """Return the date in "posted on 9-18-2017 at 04:06 PM": the longest end of the line that is a date."""
    for cell in elements(row):
        for link in cell.css("a, font") if not attribute(cell, "rowspan") else ():
            words = clean(link.text()).split(" ")
            for place in range(min(len(words), _MOST_WORDS)):
                rest = " ".join(words[place:])
                if any(sign.isdecimal() for sign in rest) and is_date(rest):
                    return Stamp(rest)
    return None
