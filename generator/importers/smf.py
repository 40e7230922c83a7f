"""Importer `smf`: saved topic pages of Simple Machines Forum.

**Reads** pages of SMF 1.0, 1.1, 2.0 and 2.1 and of forums made from them (ElkArte, StoryBB), in any theme that keeps
the ids of posts and in any language:

- topics as browsers, scrapers and the Wayback Machine saved them;
- pages for printing (`action=printpage`), which tell no ids, so ids are made of the words;
- static archives made of an SMF forum, whose articles carry the ids of posts (`id="msg12"`).

Several pages of one topic become one thread by the ids of their posts. The forum counts replies, so what is missing is
known. Ids of sessions (`PHPSESSID`) are taken off addresses.

**Quotes** name author, post and date in their heads; quotes from other topics lead there. Signatures and "Last edit"
are not part of a post's words; attached files stand as their names.

**Cannot**: tell the time zone of the reader who saved the page, in which all times are.

*Facts*: SMF's open sources (`Display.template.php`, `Printpage.template.php`, `Subs.php`) and real pages.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from generator.importers.dumps import Dump, ReadOptions
from generator.importers.pages.boards import board_head, oldest_first, without_session
from generator.importers.pages.engine import PageEngine, ShownThread, page_thread, read_saved_page
from generator.importers.pages.nodes import attribute, name_of
from generator.importers.pages.page import Page
from generator.importers.pages.smf_markup import meaning, post_of, topic_of
from generator.importers.pages.smf_posts import find_posts
from generator.problems import Problem
from generator.records import Thread

__all__ = ["meaning", "name", "post_of", "read", "read_page", "sniff"]

name = "smf"

_DECLARES, _LOOKS_SO = 0.95, 0.9
_SCRIPTS = (
    "smf_theme_url",
    "smf_scripturl",
    "smf_iso_case_folding",
    "elk_theme_url",
    "simple machines",
    "simplemachines",
)
_POST = re.compile(r"""\bid\s?=\s?["'](?:subject_|msg_?)\d|\bname\s?=\s?["']msg\d|\bquickmodform\b""")
_ADDRESS = re.compile(r"\btopic[=,]\d|\bmsg=\d|\bsmf\b")
_PRINTED = re.compile(
    r"""action=printpage|class\s?=\s?["']postheader|<h1 class="largetext">.{1,500}<h2 class="normaltext">""", re.DOTALL
)
_LINKS = (
    ("link[rel=canonical]", "href"),
    ("form[action*='topic=']", "action"),
    ("a[href*='action=printpage']", "href"),
    ("a[href*='prev_next=']", "href"),
    (".navigate_section li.last a, .linktree li:last-child a, a.navPages, a.nav[href*='topic']", "href"),
)
_TOLD_TOPIC = re.compile(r"\btopic\s{0,3}#?\s{0,3}(\d{1,12})\b", re.IGNORECASE)
_READ = re.compile(r"\A[^:]{1,30}:\s{1,9}(.{1,300}?)\s{1,9}\([^()]{0,40}\d[^()]{0,20}\)\s{0,9}\Z", re.DOTALL)
_PRINT_TITLE = re.compile(r"\A[^-]{1,40}\s-\s(.{1,300})\Z", re.DOTALL)


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is a topic page of SMF."""
    page = board_head(head)
    if page is None:
        return 0.0
    is_smf = any(sign in page for sign in _SCRIPTS)
    if _POST.search(page) and (is_smf or _ADDRESS.search(page)):
        return _DECLARES if is_smf else _LOOKS_SO
    return _LOOKS_SO if _PRINTED.search(page) and (is_smf or "topic=" in page or "quoteheader" in page) else 0.0


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the thread of a saved page, or the one error that says why there is none."""
    return read_saved_page(dump, options, cast(PageEngine, sys.modules[__name__]))


def read_page(page: Page) -> Thread | None:
    """Return the thread of an opened page, None where it shows no topic."""
    posts, _ = oldest_first(find_posts(page))
    if not posts:
        return None
    topic, url = _topic(page)
    return page_thread(page, ShownThread(name, topic, _title(page), posts, url=url, meaning=meaning))


def _topic(page: Page) -> tuple[str | None, str | None]:
    """Return the topic's number and address: from the page's own addresses, or from what an archive says of it."""
    for address in (page.url or "", *_own_addresses(page)):
        if found := topic_of(address):
            before, script, _ = (page.absolute(address) or "").partition("index.php?")
            return found[0], f"{before}{script}topic={found[0]}.0" if script else without_session(page.url)
    told = (name_of(node) or "" for node in page.root.css(".meta, .breadcrumbs"))
    match = next((match for words in told if (match := _TOLD_TOPIC.search(words))), None)
    return (match[1] if match else None), None


def _own_addresses(page: Page) -> Iterator[str]:
    for css, field in _LINKS:
        yield attribute(page.root.css_first(css), field) or ""


def _title(page: Page) -> str | None:
    """Return the topic's title: of its heading ("Topic: Why argue (Read 12 times)"), else of the page."""
    shown = name_of(page.root.css_first("#top_subject, #forumposts h3.catbg, .display_title"))
    if shown:
        match = _READ.match(shown)
        return match[1] if match else shown
    title = name_of(page.root.css_first("title"))
    if title and page.root.css_first(".postheader, h1.largetext + h2.normaltext") is not None:
        match = _PRINT_TITLE.match(title)
        return match[1] if match else title
    return name_of(page.root.css_first("main h1, article h1")) or title
