"""Importer `vbulletin`: saved pages of forums that run on vBulletin 3, 4, 5 and 6.

**Reads** pages of threads as a browser saves them ("complete", "HTML only", MHTML or SingleFile), as crawlers fetch
them, and as archives of the web serve them; boards in any language. Of each post: number, author, date, place in the
thread, body, declared quotes (with the post that they name, where the quote has its link), user title, signature,
attached files, address; posts that were deleted or that the reader ignored stay as what the page says of them.

The archive that vBulletin keeps for search engines and its version for printing are read, too; as they tell no
numbers of posts, their ids are made of the words.

**Cannot**: read lists of threads, and vBulletin 2.
A date such as 09-04-2005 is read by the order of day and month that the other dates of the page show; where they show
none, pages with "AM" and "PM" are taken for American ones, others stay without a day. "Today" needs the day on which
the page was saved.

*Facts*: pages of several forums; vBulletin's sources are closed and were not looked at.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from selectolax.lexbor import LexborNode

from generator.importers.dumps import Dump, ReadOptions
from generator.importers.pages.boards import oldest_first
from generator.importers.pages.engine import (
    PageEngine,
    ShownPost,
    ShownThread,
    html_head,
    page_thread,
    read_saved_page,
)
from generator.importers.pages.moments import Stamp, clean, order_of, stamp_of
from generator.importers.pages.nodes import attribute, classes, name_of, words_of
from generator.importers.pages.page import Page
from generator.importers.pages.vbulletin_markup import meaning, post_of, thread_of_url, without_session
from generator.importers.pages.vbulletin_plain import plain_link, plain_posts
from generator.importers.pages.walls import no_posts
from generator.importers.pasted.dates import Order, looks_like_date
from generator.problems import Problem
from generator.records import Thread

__all__ = ["meaning", "name", "post_of", "read", "read_page", "sniff"]

name = "vbulletin"

_DECLARED = re.compile(r"""content=["']?vbulletin|id=["']?vbulletin_html|vb_meta_bburl|id=["']?e_vb_meta""")
_SIGNS = (
    "vbulletin_global.js",
    "vbulletin-core.js",
    "vbulletin_init",
    "vbulletin_menu.js",
    "vbulletin_css",
    "var vbphrase",
    "vbmenu_register",
    'id="post_message_',
    "js-post__content-text",
    "vb_login_username",
    "powered by vbulletin",
    "archive.css",
    "/archive/index.php",
    "view full version",
    'class="posttext"',
)
_BODIES = '[id^="post_message_"], .js-post__content-text'
_HIDDEN_POSTS = "li.postbitdeleted[id], li.postbitignored[id], li.b-post--deleted, li.b-post--ignored"
_POST_ID = re.compile(r"(?:post_message_|post_?|edit|td_post_)(\d{1,12})\Z")
_CONTAINER = re.compile(r"(?:edit|post|post_)(\d{1,12})\Z")
_DATES = (
    ".b-post__timestamp time",
    'time[itemprop="dateCreated"]',
    ".posthead .date",
    ".postdate .date",
    "span.date",
    ".postdate",
)
_CELLS = ".thead, .posthead, td.tcat, .smallfont, .postdetails, .date, .tcell"
_PLACES = ("a.postcounter", ".b-post__count", '[id^="postcount"]')
_TITLES = (
    "h1 .threadtitle",
    "h1.threadtitle",
    "h1.main-title",
    ".conversation-title",
    "#thread_title",
    "td.navbar > strong",
    ".navbar > strong",
    "h1",
)
_PAGE_OF = re.compile(r"(\d{1,6})\D{1,20}?(\d{1,6})\s{0,9}\Z")
_THREAD_FIELDS = 'input[name="searchthreadid"], input[name="t"], input[name="threadid"], form input[name="nodeid"]'
_SCRIPTED = re.compile(r"""(?:\bthreadid\s{0,9}=|showthread\.php\?t=|["']threadid["']\s{0,9}:)\s{0,9}["']?(\d{1,12})""")
_OTHER_PAGE = re.compile(r"(?<=[?&])(?:page|pp|goto|p|viewfull|highlight)=[^&#]{0,80}(?:&|\Z)|/page\d{1,5}(?=[/?]|\Z)")
_TIME = re.compile(r"\d:\d\d")
_NEAR = 12  # siblings behind a body, blanks among them: attachments, the signature, a note on changes
_LINES = re.compile(r"\s{0,99}_{8,}\s{0,99}")


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is a page of vBulletin: most name it as their generator."""
    text = html_head(head)
    if text is None:
        return 0.0
    if _DECLARED.search(text):
        return 0.95
    signs = sum(sign in text for sign in _SIGNS)
    return 0.9 if signs > 1 else 0.6 if signs else 0.0


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the thread of a saved page, or the one error that says why there is none."""
    return read_saved_page(dump, options, cast(PageEngine, sys.modules[__name__]))


def read_page(page: Page) -> Thread | Problem | None:
    """Return the thread of a page, a problem where it holds no posts, None where it is no page of vBulletin."""
    root = page.root
    posts, _ = oldest_first(_posts(root))
    title, url = None, page.url
    if not posts:
        posts = list(plain_posts(root))
        title, url = plain_link(root)
    if not posts:
        head = (root.html or "")[:65_536].encode("utf-8", "replace")
        return no_posts(page, name) if sniff(b"<html>" + head, page.dump.path) else None
    number = (thread_of_url(url) if url else None) or _thread_number(page)
    return page_thread(
        page,
        ShownThread(
            engine=name,
            number=number,
            title=title or _title(root),
            posts=posts,
            url=_thread_url(url, number),
            order=_order(root),
            pages=_pages(root),
            meaning=meaning,
        ),
    )


def _posts(root: LexborNode) -> Iterator[ShownPost]:
    seen: set[str] = set()
    bodies = root.css(f"{_BODIES}, {_HIDDEN_POSTS}")
    holders = [_holder(body) for body in bodies]
    shared = Counter(holder.mem_id for holder in holders)
    for body, around in zip(bodies, holders, strict=True):
        holder = around if shared[around.mem_id] == 1 else body  # what holds two posts tells nothing of either
        number = _number_of(body, holder)
        if number is None or number in seen:
            continue
        seen.add(number)
        is_hidden = body.tag == "li"
        yield ShownPost(
            id=number,
            content=None if is_hidden else _without_signature(body),
            words=_notice(body) if is_hidden else "",
            author=_author(holder, number),
            stamp=_stamp(holder, body),
            number=_place(holder, number),
            url=_address(holder, number),
            titles=_user_title(holder),
            signature=_signature(holder, body),
            files=tuple(_files(holder, body)),
        )


def _notice(post: LexborNode) -> str:
    """Return what the page says of a post that it does not show."""
    shown = (words_of(post.css_first(selector)) for selector in (".deletedmessage", ".postbody", ".content"))
    return next((words for words in shown if words), words_of(post) or "")


def _holder(body: LexborNode) -> LexborNode:
    """Return the element around a whole post: the outermost that is named for it, else the next item or table."""
    found: LexborNode | None = None
    fallback: LexborNode | None = None
    node: LexborNode | None = body
    for _ in range(25):
        if node is None or node.tag in ("body", "html"):
            break
        if _CONTAINER.match(attribute(node, "id") or ""):
            found = node
        if fallback is None and (node.tag == "li" or (node.tag == "table" and node.mem_id != body.mem_id)):
            fallback = node
        node = node.parent
    return found or fallback or body


def _number_of(body: LexborNode, holder: LexborNode) -> str | None:
    for told in (attribute(body, "id"), attribute(holder, "id")):
        match = _POST_ID.match(told or "")
        if match:
            return match[1]
    told = attribute(holder, "data-node-id")
    if told and told.isdecimal():
        return told
    anchor = holder.css_first('a.anchor[id^="post"], a[name^="post"]')
    match = _POST_ID.match(attribute(anchor, "id") or attribute(anchor, "name") or "")
    if match:
        return match[1]
    return post_of(attribute(holder.css_first(".b-post__count[href], a.postcounter[href]"), "href") or "")


def _author(holder: LexborNode, number: str) -> str | None:
    for selector in (
        "a.bigusername",
        ".bigusername",
        ".username_container .username",
        ".username",
        '.author [itemprop="name"]',
        ".author",
        f'[id="postmenu_{number}"]',
    ):
        found = holder.css_first(selector)
        if found is not None:
            return name_of(found.css_first("strong")) or name_of(found)
    return None


def _stamp(holder: LexborNode, body: LexborNode) -> Stamp | None:
    """Return the date of a post: where nothing is marked as one, the first small print that reads as a date."""
    for selector in _DATES:
        found = stamp_of(holder.css_first(selector))
        if found is not None:
            return found
    dates = list(_dates_in(holder, body))
    told = next((words for words in dates if _TIME.search(words)), None)  # "Mar 2004" is when somebody joined
    return Stamp(told or dates[0]) if dates else None


def _dates_in(holder: LexborNode, body: LexborNode) -> Iterator[str]:
    for cell in holder.css(_CELLS)[:40]:
        if cell.mem_id == body.mem_id:
            break
        words = clean(cell.text())
        if looks_like_date(words):
            yield words
            continue
        child = cell.first_child
        while child is not None:  # "Old" as a picture, then the date as bare words
            words = clean(child.text_content or "") if child.is_text_node else ""
            if words and looks_like_date(words):
                yield words
            child = child.next


def _place(holder: LexborNode, number: str) -> str | None:
    for selector in _PLACES:
        shown = holder.css_first(selector)
        for told in (attribute(shown, "name"), words_of(shown)):
            digits = re.sub(r"\D", "", told or "")
            if digits and len(digits) < 9 and digits != number:
                return digits
    return None


def _address(holder: LexborNode, number: str) -> str:
    for link in holder.css("a.postcounter[href], .b-post__count[href], a[id^=postcount][href]")[:3]:
        address = attribute(link, "href") or ""
        if post_of(address) == number:
            return without_session(address)
    return f"showthread.php?p={number}#post{number}"


def _user_title(holder: LexborNode) -> tuple[str, ...]:
    found = words_of(holder.css_first(".usertitle"))
    if found is None and (menu := holder.css_first('[id^="postmenu_"]')) is not None:
        after = menu.next
        while after is not None and not (after.is_element_node and words_of(after)):
            after = after.next
        words = words_of(after) or "" if after is not None and "smallfont" in classes(after) else ""
        found = words if ":" not in words and len(words) < 100 else None
    return (found,) if found else ()


def _without_signature(body: LexborNode) -> LexborNode:
    return body.css_first(".postcontent") or body


def _signature(holder: LexborNode, body: LexborNode) -> str | None:
    shown = holder.css_first(".signaturecontainer, .post-signature, .signature")
    if shown is not None:
        return words_of(shown)
    after = body.next
    for _ in range(_NEAR):
        if after is None:
            return None
        words = (words_of(after) or "") if after.is_element_node else ""
        if line := _LINES.match(words):
            return words[line.end() :].strip() or None
        after = after.next
    return None


def _files(holder: LexborNode, body: LexborNode) -> Iterator[tuple[str, str]]:
    inside = {link.mem_id for link in body.css("a[href]")}
    links = holder.css('a[href*="attachment.php?"], a[href*="filedata/fetch"], .attachments a[href], fieldset a[href]')
    for link in links[:99]:
        words = words_of(link) or attribute(link.css_first("img[alt]"), "alt")
        if link.mem_id not in inside and words and "." in words:
            yield words, without_session(attribute(link, "href") or "")


def _thread_number(page: Page) -> str | None:
    root = page.root
    told = thread_of_url(page.url or "")
    if told:
        return told
    for field in root.css(_THREAD_FIELDS)[:9]:
        value = attribute(field, "value")
        if value and value.isdecimal():
            return value
    for script in root.css("script:not([src])")[:60]:
        if match := _SCRIPTED.search(script.text()[:20_000]):
            return match[1]
    link = root.css_first('a[href*="printthread.php?"], a[href*="showthread.php?t="]')
    return thread_of_url(attribute(link, "href") or "") if link is not None else None


def _thread_url(url: str | None, number: str | None) -> str | None:
    if url and thread_of_url(url):
        return _OTHER_PAGE.sub("", without_session(url.partition("#")[0])).rstrip("?&")
    return f"showthread.php?t={number}" if number else url


def _title(root: LexborNode) -> str | None:
    for selector in _TITLES:
        words = words_of(root.css_first(selector))
        if words:
            return words
    told = attribute(root.css_first('meta[property="og:title"]'), "content")
    whole = words_of(root.css_first("title")) or ""
    return told or whole.rpartition(" - ")[0] or whole or None


def _order(root: LexborNode) -> Order | None:
    """Return how the page writes its dates: learned from all of them, else by its clock of twelve hours."""
    texts = [clean(cell.text()) for cell in root.css(f"{_CELLS}, .lastedited, .time, td, em")[:4000]]
    dates = [text for text in texts if 5 < len(text) <= 60 and text[:1].isdigit() and looks_like_date(text)]
    learned = order_of(dates)
    if learned is None and any(text.upper().endswith((" AM", " PM")) for text in dates):
        return "mdy"
    return learned


def _pages(root: LexborNode) -> tuple[int, int] | None:
    """Return which page this is, and of how many; None where the page does not tell."""
    total = words_of(root.css_first(".pagenav-controls .pagetotal, .js-pagenav .pagetotal"))
    current = attribute(root.css_first(".pagenav-controls input[value]"), "value")
    if total and current and total.isdecimal() and current.isdecimal() and len(total + current) < 12:
        return int(current), int(total)
    for box in root.css(".pagenav .vbmenu_control, .pagenav td, .pagination .popupctrl, .pagination_top .popupctrl")[
        :9
    ]:
        match = _PAGE_OF.search(words_of(box) or "")
        if match:
            return int(match[1]), int(match[2])
    return None
