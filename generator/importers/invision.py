"""Importer `invision`: saved pages of forums that run on Invision Community 4 and 5 and on IP.Board 2 and 3.

**Reads** pages of topics as a browser saves them ("complete", "HTML only", MHTML or SingleFile), as crawlers fetch
them, and as archives of the web serve them; in any language, because names, dates and origins stand in fields of their
own. Of each post: number, author, date, body, declared quotes with the post and the topic that they name, group and
title, signature, attached files, address. The "lo-fi" version tells no numbers of posts: their ids are made of the
words.

**Cannot**: read lists of topics, profiles, blogs, galleries and private messages. Dates of quotes ("9 minutes ago")
are not needed: a quote names its post. Advertisements that a forum dresses up as posts have no number and are left out.

*Facts*: pages of several forums; Invision's sources are closed and were not looked at.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from selectolax.lexbor import LexborNode

from generator.importers.dumps import Dump, ReadOptions
from generator.importers.pages.boards import id_of_words, oldest_first
from generator.importers.pages.engine import (
    PageEngine,
    ShownPost,
    ShownThread,
    html_head,
    page_thread,
    read_saved_page,
)
from generator.importers.pages.invision_markup import meaning, post_of, thread_of_url
from generator.importers.pages.moments import Stamp, clean, stamp_of
from generator.importers.pages.nodes import attribute, name_of, words_of
from generator.importers.pages.page import Page
from generator.importers.pages.walls import no_posts
from generator.importers.pasted.dates import looks_like_date
from generator.problems import Problem
from generator.records import Thread

__all__ = ["meaning", "name", "post_of", "read", "read_page", "sniff"]

name = "invision"

_DECLARED = re.compile(
    r"ipsapp_front|core\.front\.core\.app|ipb\.vars\[|ipb_(?:input|var|skin|lang)_|id=[\"']?ipboard_body|ipsjs_none|ipslayout_body"
)
_SIGNS = (
    "ipscomment",
    "ipsresponsive",
    "ipstype_",
    "ipsentry",
    "data-ips",
    "ips.utils",
    "ipssettings",
    "/applications/core/interface",
    "ipb_style",
    "ipb.templates",
    "post_block",
    "ipbmenu",
    "ipb-",
    "postcolor",
    "postwrapper",
    "/lofiversion/",
    "ipbwrapper",
    "invision power board",
    "invision community",
)
_POSTS = '[id^="elComment_"], [id^="post_id_"], .postcolor[id^="post-"]'
_ID = re.compile(r"(?:elComment_|post_id_|post-)(\d{1,12})\Z")
_BODIES = (
    '[data-role="commentContent"]',
    ".cPost_contentWrap .ipsType_richText",
    ".ipsEntry__content .ipsRichText",
    ".ipsRichText",
    '[itemprop="commentText"]',
    ".post.entry-content",
    ".entry-content",
    ".cPost_contentWrap",
)
_AUTHORS = (
    "aside .cAuthorPane_author",
    ".cAuthorPane_author",
    ".ipsEntry__username",
    ".ipsUsername",
    '[itemprop="creator name"]',
    ".author.vcard",
    ".author",
)
_DATES = (
    ".ipsComment_meta time",
    ".ipsEntry__date time",
    ".ipsEntry__header time",
    "abbr.published",
    '[itemprop="commentTime"]',
    "time[datetime]",
    ".posted_info",
)
_TITLES = '[data-role="group"], [data-role="member-title"], [data-role="rank-title"], .ipsEntry__group, .group_title'
_PAGE_OF = re.compile(r"(\d{1,6})\D{1,20}?(\d{1,6})")
_MOST_JSON = 10_000


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is a page of Invision: its own classes are all over them."""
    text = html_head(head)
    if text is None:
        return 0.0
    if _DECLARED.search(text):
        return 0.95
    signs = sum(sign in text for sign in _SIGNS)
    return 0.9 if signs > 2 else 0.5 if signs > 1 else 0.0


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the thread of a saved page, or the one error that says why there is none."""
    return read_saved_page(dump, options, cast(PageEngine, sys.modules[__name__]))


def read_page(page: Page) -> Thread | Problem | None:
    """Return the thread of a page, a problem where it holds no posts, None where it is no page of Invision."""
    root = page.root
    posts, _ = oldest_first(_posts(root))
    link = root.css_first("#largetext a[href], .fullversion a[href]") if not posts else None  # to the full version
    posts = posts or list(_plain_posts(root))
    if not posts:
        is_ours = (
            root.css_first('.ipsApp, #ipboard_body, #ipbwrapper, [data-controller^="core.front.core"]') is not None
        )
        return no_posts(page, name) if is_ours else None
    return page_thread(
        page,
        ShownThread(
            engine=name,
            number=thread_of_url(attribute(link, "href") or "") or _thread_number(page),
            title=words_of(link) or _title(root),
            posts=posts,
            url=_thread_url(attribute(link, "href") or page.url),
            pages=_pages(root),
            meaning=meaning,
        ),
    )


def _posts(root: LexborNode) -> Iterator[ShownPost]:
    """Yield the posts of a page, each once: recommended ones are shown a second time above the others."""
    seen: set[str] = set()
    for node in root.css(_POSTS):
        match = _ID.match(attribute(node, "id") or "")
        if not match or match[1] in seen:
            continue
        seen.add(match[1])
        is_old = (attribute(node, "id") or "").startswith("post-")
        yield _old_post(node, match[1]) if is_old else _post(node, match[1])


def _post(node: LexborNode, number: str) -> ShownPost:
    content = next((found for selector in _BODIES if (found := node.css_first(selector)) is not None), None)
    return ShownPost(
        id=number,
        content=content,
        words="" if content is not None else words_of(node) or "",
        author=_author(node),
        stamp=_stamp(node),
        number=_place(node),
        url=_address(node, number),
        titles=tuple(dict.fromkeys(words for found in node.css(_TITLES)[:6] if (words := words_of(found)))),
        signature=words_of(node.css_first('[data-role="memberSignature"], .signature')),
        files=tuple(_files(node, content)),
    )


def _old_post(body: LexborNode, number: str) -> ShownPost:
    """Return a post of IP.Board 2, whose body has a number and nothing else has: all else is in the table around it."""
    holder = body.parent
    for _ in range(8):
        if holder is None or holder.tag == "table":
            break
        holder = holder.parent
    around = holder if holder is not None else body
    dates = (clean(cell.text()) for cell in around.css(".postdetails, .subtitle, .row4, td")[:20])
    told = next((Stamp(part) for words in dates if (part := _dated(words))), None)
    return ShownPost(
        id=number,
        content=body,
        author=name_of(around.css_first(".normalname, .unreg, .postname")),
        stamp=told,
        url=f"#entry{number}",
        signature=words_of(around.css_first(".signature")),
    )


def _plain_posts(root: LexborNode) -> Iterator[ShownPost]:
    """Yield the posts of the "lo-fi" version, which tells no numbers: their ids are made of the words."""
    for body in root.css(".postwrapper > .postcontent"):
        if (holder := body.parent) is not None:
            author, date = name_of(holder.css_first(".postname")), words_of(holder.css_first(".postdate"))
            yield ShownPost(id_of_words(author, body), body, author=author, stamp=Stamp(date) if date else None)


def _dated(words: str) -> str | None:
    """Return the date in the head of a post of IP.Board 2: "Posted: May 5 2006, 10:12 PM", "Post #3"."""
    told = words.rpartition(": ")[2].strip()
    return next(
        (part for part in (words, told) if part and any(map(str.isdecimal, part)) and looks_like_date(part)), None
    )


def _author(node: LexborNode) -> str | None:
    for selector in _AUTHORS:
        shown = node.css_first(selector)
        if shown is not None and (told := name_of(shown)):
            return told
    return None


def _stamp(node: LexborNode) -> Stamp | None:
    found = (stamp_of(node.css_first(selector)) for selector in _DATES)
    return next((stamp for stamp in found if stamp is not None), None)


def _place(node: LexborNode) -> str | None:
    words = words_of(node.css_first(".post_id a, [itemprop=replyToUrl]")) or ""
    digits = words.lstrip("#").replace(",", "").strip()
    return digits if words.startswith("#") and digits.isdecimal() and len(digits) < 9 else None


def _address(node: LexborNode, number: str) -> str:
    for link in node.css("a[href]")[:60]:
        address = attribute(link, "href") or ""
        is_link_to_itself = post_of(address) == number and thread_of_url(address) is not None
        if is_link_to_itself and not address.startswith("#") and "do=report" not in address and "share" not in address:
            return address
    return f"#comment-{number}"


def _files(node: LexborNode, content: LexborNode | None) -> Iterator[tuple[str, str]]:
    """Yield the files attached below the body; those in it are shown where they stand."""
    inside = {link.mem_id for link in content.css("a")} if content is not None else set()
    for link in node.css("a.ipsAttachLink[href], .attachments a[href], .attach a[href], #attach_wrap a[href]")[:99]:
        words = words_of(link)
        if link.mem_id not in inside and words:
            yield words, attribute(link, "href") or ""


def _thread_number(page: Page) -> str | None:
    told = thread_of_url(page.url or "")
    if told:
        return told
    for node in page.root.css("[data-quotedata]")[:3]:
        raw = attribute(node, "data-quotedata") or ""
        try:
            data = json.loads(raw) if len(raw) < _MOST_JSON else None
        except (ValueError, RecursionError):
            continue
        content = str(data.get("contentid", "")) if isinstance(data, dict) else ""
        if content.isdecimal() and content.isascii():
            return content
    links = (attribute(link, "href") or "" for link in page.root.css('a[href*="topic"]')[:200])
    return next((number for url in links if post_of(url) and (number := thread_of_url(url))), None)


def _thread_url(url: str | None) -> str | None:
    if not url:
        return None
    bare = url.partition("#")[0]
    bare = re.sub(r"page/\d{1,6}/?\Z|(?<=[?&])(?:do|comment|page|st|hl)=[^&#]{0,80}&?", "", bare)
    return bare.rstrip("?&")


def _title(root: LexborNode) -> str | None:
    for selector in (
        "h1 .ipsType_break",
        "h1.ipsType_pageTitle",
        ".ipsPageHeader__title",
        "h1.ipsType_pagetitle",
        "h1",
    ):
        words = words_of(root.css_first(selector))
        if words:
            return words
    old = words_of(root.css_first(".maintitle b")) or attribute(root.css_first('meta[property="og:title"]'), "content")
    return old or (words_of(root.css_first("title")) or "").partition(" - ")[0] or None


def _pages(root: LexborNode) -> tuple[int, int] | None:
    """Return which page this is, and of how many; None where the topic has one page, or the page does not tell."""
    for box in root.css(
        ".ipsPagination_pageJump > a, .ipsPagination__pageJump > a, .ipsPagination_pageJump, .pagejump"
    )[:3]:
        match = _PAGE_OF.search(words_of(box) or "")
        if match:
            return int(match[1]), int(match[2])
    holder = root.css_first("[data-ipspagination-pages], .ipsPagination[data-pages]")
    total = attribute(holder, "data-ipspagination-pages") or attribute(holder, "data-pages") or ""
    current = words_of(root.css_first(".ipsPagination_active, .ipsPagination__active, .ipsPagination .active")) or ""
    is_told = total.isdecimal() and current.isdecimal() and len(total + current) < 12
    return (int(current), int(total)) if is_told else None
