"""Importer `xenforo`: saved pages of forums that run on XenForo 1 and 2.

**Reads** pages of threads as a browser saves them ("complete", "HTML only", MHTML or SingleFile), as crawlers fetch
them, and as archives of the web serve them: XenForo 1.x and 2.0 to 2.3, question and article threads, skins that keep
XenForo's classes, and the message cards of VerticalScope's forums. Of each post: number, author, date, the place in the
thread, body, declared quotes with the post that they name, user title and banners, signature, attached files, address;
of each thread: number, title, address, and which pages are missing.

**Cannot**: read lists of threads, profiles, conversations behind a log-in, and posts that the page does not hold
("Show ignored content" of ignored members is read where the page has it). Reactions, trophies and the join dates of
members are left out.

*Facts*: pages of some dozens of forums; XenForo's sources are closed and were not looked at.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from selectolax.lexbor import LexborNode

from generator.importers.dumps import Dump, ReadOptions
from generator.importers.pages.engine import PageEngine, ShownPost, ShownThread, html_head, page_thread, read_saved_page
from generator.importers.pages.moments import Stamp, stamp_of
from generator.importers.pages.nodes import attribute, classes, name_of, words_of
from generator.importers.pages.page import Page
from generator.importers.pages.walls import no_posts
from generator.importers.pages.xenforo_markup import meaning, post_of, thread_address, thread_of_url
from generator.problems import Problem
from generator.records import Thread

__all__ = ["meaning", "name", "post_of", "read", "read_page", "sniff"]

name = "xenforo"

_DECLARED = re.compile(r"""<html\b[^>]{0,3000}?\bid\s{0,3}=\s{0,3}["']?(?:xf|xenforo)\b""")
_SIGNS = (
    'data-template="thread_view',
    "/js/xf/",
    "js/xenforo/xenforo.js",
    'id="js-xfuniqueid',
    "message--post js-post",
)
_POSTS = (
    '[data-content^="post-"], li.message[id^="post-"], div.message[id^="post-"], .MessageCard[id^="js-post-"], '
    'article.message[id^="js-post-"]'
)
_ID = re.compile(r"(?:js-)?post-(\d{1,12})\Z")
_NUMBER = re.compile(r"#\s?(\d[\d.,\u202f\u00a0]{0,12})")
_BODIES = (
    ".message-body .bbWrapper",
    ".message-userContent .bbWrapper",
    ".message-content .bbWrapper",
    ".MessageCard__content-inner",
    ".messageContent .messageText",
    "blockquote.messageText",
    ".message-body",
    '[itemprop="text"]',
)
_DATES = (
    ".message-attribution-main time",
    ".message-attribution time",
    ".MessageCard__date-created time",
    ".MessageCard__nested-postbit time",
    ".message-header time",
    ".messageMeta .DateTime",
    ".messageDetails .DateTime",
    ".message-date time",
    ".message-inner time.u-dt",
    ".message-inner > time",
)
_DELETED = ".messageNotice--deleted, .messageNotice, .messageInfo.placeholder, .deletedNotice, .message-deleted"
_PAGE_OF = re.compile(r"(\d{1,6})\D{1,20}?(\d{1,6})")


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is a page of XenForo: its pages say so in their first tag."""
    text = html_head(head)
    if text is None:
        return 0.0
    if _DECLARED.search(text):
        return 0.98
    return 0.9 if sum(sign in text for sign in _SIGNS) > 1 else 0.0


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the thread of a saved page, or the one error that says why there is none."""
    return read_saved_page(dump, options, cast(PageEngine, sys.modules[__name__]))


def read_page(page: Page) -> Thread | Problem | None:
    """Return the thread of a page, a problem where it holds no posts, None where it is no page of XenForo."""
    root = page.root
    for smiley in root.css('img[class*="mceSmilie"]'):  # XenForo 1 numbers them: "mceSmilieSprite mceSmilie1"
        smiley.attrs["class"] = "smilie"
    posts = list(_posts(root))
    if not posts:
        return no_posts(page, name) if (attribute(root, "id") or "").lower() in ("xf", "xenforo") else None
    return page_thread(
        page,
        ShownThread(
            engine=name,
            number=_thread_number(page),
            title=_title(root),
            posts=posts,
            url=thread_address(page.url),
            pages=_pages(root),
            meaning=meaning,
        ),
    )


def _posts(root: LexborNode) -> Iterator[ShownPost]:
    """Yield the posts of a page, each once: a solution and a sticky header repeat posts, and cards nest in articles."""
    seen: set[str] = set()
    for node in root.css(_POSTS):
        match = _ID.match(attribute(node, "data-content") or attribute(node, "id") or "")
        if match and match[1] not in seen and not _is_copy(node):
            seen.add(match[1])
            yield _post(node, match[1])


def _is_copy(node: LexborNode) -> bool:
    around = node.parent
    return around is not None and "sticky-container" in classes(around)


def _post(node: LexborNode, number: str) -> ShownPost:
    content = next((found for selector in _BODIES if (found := node.css_first(selector)) is not None), None)
    notice = words_of(node.css_first(_DELETED)) or "" if content is None else ""
    return ShownPost(
        id=number,
        content=content,
        words=notice,
        author=_author(node),
        stamp=_stamp(node),
        number=_place(node, number),
        url=_address(node, number),
        titles=tuple(_titles(node)),
        signature=_signature(node),
        files=tuple(_files(node)),
    )


def _author(node: LexborNode) -> str | None:
    shown = node.css_first(
        ".message-name .username, .MessageCard__user-info__name, .userText .username, .message-name, .author"
    )
    return attribute(node, "data-author") or name_of(shown)


def _stamp(node: LexborNode) -> Stamp | None:
    """Return the date of a post: where the page gives one to machines, that one."""
    shown = [found for selector in _DATES if (found := stamp_of(node.css_first(selector))) is not None]
    caption = attribute(node.css_first("[data-lb-caption-desc]"), "data-lb-caption-desc") or ""
    _, dot, date = caption.rpartition("·")
    if dot:
        shown.append(Stamp(date.strip()))
    exact = next((stamp for stamp in shown if stamp.exact), None)
    return exact or stamp_of(node.css_first('meta[itemprop="datePublished"]')) or next(iter(shown), None)


def _place(node: LexborNode, post: str) -> str | None:
    """Return the place of a post in its thread as the page shows it: "#12"."""
    for link in node.css(
        ".message-attribution-opposite a, .MessageCard__post-position, a.postNumber, .postNumber, .message-header a, "
        f'a[href$="post-{post}"]'
    )[:20]:
        match = _NUMBER.search(link.text())
        if match:
            return re.sub(r"\D", "", match[1])
    told = attribute(node.css_first('meta[itemprop="position"]'), "content")
    if told is None and (match := _NUMBER.search(attribute(node.css_first('meta[itemprop="name"]'), "content") or "")):
        told = match[1]
    return told if told and told.isdecimal() and len(told) < 9 else None


def _address(node: LexborNode, post: str) -> str:
    for link in node.css('a[href*="post"]')[:30]:
        address = attribute(link, "href") or ""
        if post_of(address) == post and thread_of_url(address) and "reply" not in address:
            return address
    return f"#post-{post}"


def _titles(node: LexborNode) -> Iterator[str]:
    seen: set[str] = set()
    for found in node.css(".userTitle, .userBanner strong, em.userBanner"):
        words = words_of(found)
        if words and words not in seen:
            seen.add(words)
            yield words


def _signature(node: LexborNode) -> str | None:
    shown = node.css_first(".message-signature .bbWrapper, .message-signature, .signature.messageText, .signature")
    return words_of(shown)


def _files(node: LexborNode) -> Iterator[tuple[str, str]]:
    for item in node.css(".message-attachments .attachment, .message-attachments li.file, .attachedFiles .attachment")[
        :99
    ]:
        link = item.css_first(".file-name a[href], .filename a[href], a.file-preview[href], a[href]")
        label = item.css_first(".file-name, .filename")
        title = attribute(label, "title") or words_of(label) or words_of(link)
        if title and link is not None:
            yield title, attribute(link, "href") or ""


def _thread_number(page: Page) -> str | None:
    root = page.root
    told = (
        attribute(root, "data-content-key") or attribute(root.css_first('[data-lb-id^="thread-"]'), "data-lb-id") or ""
    )
    if told.startswith("thread-") and told[7:].isdecimal():
        return told[7:]
    for address in (page.url, *(attribute(link, "href") for link in root.css('a[href*="threads/"][href*="post"]')[:5])):
        if address and (number := thread_of_url(address)):
            return number
    return None


def _title(root: LexborNode) -> str | None:
    """Return the title of the thread without its prefix, which is a label beside it."""
    for selector in (".p-title-value", ".MessageCard__thread-title", ".titleBar h1", "h1"):
        shown = root.css_first(selector)
        if shown is None:
            continue
        labels = {label.mem_id for label in shown.css(".label, .label-append, .prefix")}
        words = " ".join(_words_outside(shown, labels).split())
        if words:
            return words
    return attribute(root.css_first('meta[property="og:title"]'), "content")


def _words_outside(root: LexborNode, left_out: set[int]) -> str:
    parts: list[str] = []
    pending = [root.first_child]
    while pending:
        node = pending.pop()
        if node is None:
            continue
        pending.append(node.next)
        if node.is_text_node:
            parts.append(node.text_content or "")
        elif node.mem_id not in left_out:
            pending.append(node.first_child)
    return "".join(parts)


def _pages(root: LexborNode) -> tuple[int, int] | None:
    """Return which page this is, and of how many; None where the thread has one page, or the page does not tell."""
    old = root.css_first(".PageNav[data-page][data-last]")
    if old is not None:
        told = f"{attribute(old, 'data-page')} {attribute(old, 'data-last')}"
    else:
        told = words_of(root.css_first(".pageNavSimple-el--current")) or ""
    match = _PAGE_OF.search(told)
    if match:
        return int(match[1]), int(match[2])
    current = words_of(root.css_first(".pageNav-page--current")) or ""
    others = [words_of(link) or "" for link in root.css(".pageNav-main > .pageNav-page > a")]
    numbers = [int(number) for number in (current, *others) if number.isdecimal() and len(number) < 7]
    return (int(current), max(numbers)) if current.isdecimal() and numbers else None
