"""Importer `phpbb`: saved topic pages of phpBB forums.

**Reads** pages of phpBB 2 and 3 (to 3.3) as browsers, scrapers and web archives saved them:

- phpBB 3 in `prosilver` and the many skins made from it, and in `subsilver2`;
- phpBB 2 in `subSilver` and its kin, whose posts are rows of tables;
- the view for printing (it tells no ids, so ids are made of the words), and the list of the latest posts below the form
  for a reply;
- captures of the Wayback Machine, with the addresses that the pages had before.

Several pages of one topic, in any order and even captured twice, become one thread by the ids of their posts. A
topic's pages tell by their addresses how many posts stand before them, so what is missing between them is known.

**Quotes** name their author, and since 3.2 the very post; quotes in quotes are kept as such. Pages in any language are
read; a date in a language that is not known stays as it was written. Smileys are read as the signs that were typed;
attached files and pictures stand as their names, and nothing is loaded. "Last edited by" and signatures are not part of
a post's words.

**Never published**: posts that a moderator's page shows as deleted or not yet approved stand as empty places.

**Cannot**: read what the page hides from guests, nor posts of ignored users that were not opened. The time of a post
is that of the reader who saved the page, where the page does not tell it to machines (before 3.2.8).

*Facts*: phpBB's open templates (`viewtopic_body.html`, `bbcode.html`, `attachment.html`) and real pages.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from generator.importers.dumps import Dump, ReadOptions
from generator.importers.pages.boards import board_head, numbered, oldest_first, without_session
from generator.importers.pages.engine import PageEngine, ShownThread, page_thread, read_saved_page
from generator.importers.pages.nodes import attribute, name_of
from generator.importers.pages.page import Page
from generator.importers.pages.phpbb_markup import meaning, post_of, start_of, topic_of
from generator.importers.pages.phpbb_posts import find_posts
from generator.problems import Problem
from generator.records import Thread

__all__ = ["meaning", "name", "post_of", "read", "read_page", "sniff"]

name = "phpbb"

_DECLARES, _LOOKS_SO = 0.95, 0.9
_DECLARED = re.compile(r"""<body[^>]{1,300}\bid\s?=\s?["']phpbb["']|phpbb style name|powered by phpbb|phpbb group""")
_ADDRESS = re.compile(r"view-?topic[.,/?-]|posting\.php\?")
_POST = re.compile(r"""class\s?=\s?["'](?:[^"']{0,200}\s)?(?:postbody|postauthor|postdetails)["'\s]""")
_COUSIN = re.compile(r"""class\s?=\s?["'][^"']{0,200}\bblockpost\b|\bid\s?=\s?["']pun""")
_TITLES = ("h2.topic-title a", "a.titles", "a.maintitle", "h2 a[href*=topic]", "h1 a[href*=topic]", "#page-header h2")
_PAGE_TITLE = re.compile(r"\A.{0,300}?(?:•|::|·|\|)[^-]{0,60}-\s(.{1,400})\Z", re.DOTALL)


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is a topic page of phpBB."""
    page = board_head(head)
    if page is None or _COUSIN.search(page):
        return 0.0
    is_topic = _ADDRESS.search(page) is not None
    if _DECLARED.search(page) and (is_topic or _POST.search(page)):
        return _DECLARES
    return _LOOKS_SO if is_topic and (_POST.search(page) or "phpbb" in page) else 0.0


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the thread of a saved page, or the one error that says why there is none."""
    return read_saved_page(dump, options, cast(PageEngine, sys.modules[__name__]))


def read_page(page: Page) -> Thread | None:
    """Return the thread of an opened page, None where it shows no topic."""
    posts, is_in_order = oldest_first(find_posts(page))
    if not posts:
        return None
    link, title = _title(page)
    address = next((each for each in (link, page.url or "", *_other_links(page)) if topic_of(each)), "")
    before = max(start_of(link), start_of(page.url or "")) if link and is_in_order else None
    topic = topic_of(address)
    return page_thread(
        page,
        ShownThread(
            engine=name,
            number=topic,
            title=title,
            posts=numbered(posts, before),
            url=_url(page, address, topic) if topic else None,
            meaning=meaning,
        ),
    )


def _url(page: Page, address: str, topic: str) -> str | None:
    """Return the address of the topic's first page; rewritten addresses stay as they are."""
    full = page.absolute(address)
    before, script, _ = (full or "").partition("viewtopic.php")
    return f"{before}{script}?t={topic}" if script else without_session(full)


def _title(page: Page) -> tuple[str, str | None]:
    """Return the address and the words of a topic's title; the address there tells the page of the topic as well."""
    shown = next((node for css in _TITLES if (node := page.root.css_first(css)) is not None), None)
    link = attribute(shown, "href") or attribute(page.root.css_first("#page-header a[href*=topic]"), "href")
    return link or "", name_of(shown) or _page_title(page)


def _other_links(page: Page) -> Iterator[str]:
    """Yield addresses of the topic itself elsewhere on the page: of its print view, of the form for a reply."""
    for css in ('a[href*="view=print"]', 'a[href*="mode=reply"]', 'form[action*="viewtopic"]', 'a[href*="start="]'):
        node = page.root.css_first(css)
        yield attribute(node, "href") or attribute(node, "action") or ""
    hidden = attribute(page.root.css_first('form input[name="t"]'), "value") or ""
    yield f"viewtopic.php?t={hidden}" if hidden.isdecimal() else ""


def _page_title(page: Page) -> str | None:
    """Return the topic's title from that of the page: "Site • View topic - Why argue", "Why argue - Site"."""
    title = name_of(page.root.css_first("title"))
    match = _PAGE_TITLE.match(title) if title else None
    return match[1].strip() if match else title
