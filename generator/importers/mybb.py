"""Importer `mybb`: saved thread pages of MyBB forums.

**Reads** pages of MyBB 1.0 to 1.8 in any theme that keeps the ids of posts and in any language, with authors above
their posts or beside them; the simple pages of the archive (`archive/index.php/thread-12.html`) and those for printing,
which tell no ids of posts, so ids are made of the words; and captures of all these by the Wayback Machine.

Several pages of one thread become one by the ids of their posts. The forum numbers its posts, so what is missing is
known.

**Quotes** name their author and mostly the very post. Signatures and "This post was last modified" are not part of a
post's words; attached files stand as their names.

**Never published**: posts that a moderator's page shows as deleted or not yet approved stand as empty places.

**Cannot**: date "Yesterday" where the page does not tell the day beside it and the day of the capture is not known; nor
tell the day from the month in "05-06-2018" where no other post of the page does.

*Facts*: MyBB's open sources (`functions_post.php`, `class_parser.php`, the default theme) and real pages.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

from selectolax.lexbor import LexborNode

from generator.importers.dumps import Dump, ReadOptions
from generator.importers.pages.boards import (
    board_head,
    element_of,
    id_of_words,
    oldest_first,
    signature_text,
    without_session,
)
from generator.importers.pages.engine import PageEngine, ShownPost, ShownThread, page_thread, read_saved_page
from generator.importers.pages.foreign_dates import is_date
from generator.importers.pages.moments import Stamp, clean
from generator.importers.pages.nodes import attribute, classes, elements, name_of, sibling_before, words_of
from generator.importers.pages.page import Page
from generator.importers.pages.speakers import speaker
from generator.markup import SKIP, AttachmentOf, CodeOf, Meaning, QuoteOf, SpoilerOf
from generator.problems import Problem
from generator.records import Thread

name = "mybb"

_DECLARES, _LOOKS_SO = 0.95, 0.9
_SIGNS = re.compile(r"powered by(?: <a [^>]{1,200}>)?mybb|mybb\.com|my_post_key|mybbengine|mybboard|\bmybb\b")
_POST = re.compile(r"""\bid\s?=\s?["'](?:pid_|post_)\d|class\s?=\s?["']post_body""")
_PRINTED = re.compile(r"""class\s?=\s?["']dateline["']|printable version|/printthread""")
_ADDRESS = re.compile(r"show-?thread|/?thread-|printthread")
_BODY_ID = re.compile(r"pid_(\d{1,12})\Z")
_PID = re.compile(r"[?&;]pid=(\d{1,12})(?=[&;#]|\Z)|#pid(\d{1,12})\Z|/post-(\d{1,12})\.html")
_TID = re.compile(
    r"[?&;]tid=(\d{1,12})(?=[&;#]|\Z)|\bthread-(\d{1,12})(?=[-.?#]|\Z)|/Thread-[^/?#]{0,300}?--(\d{1,12})\b"
)
_SHOWN_DATE = re.compile(r"\A\s{0,99}\([^()]{0,80}\d[^()]{0,20}\)\s{0,9}")  # in the archive no element holds it
_NUMBER = re.compile(r"#?\s?([\d,.]{1,9})\s{0,3}\Z")
_QUERY = re.compile(r"[?#].*\Z", re.DOTALL)
_REPLY = re.compile(r"\ARe:\s{1,9}", re.IGNORECASE)
_WITHHELD = frozenset(("unapproved_post", "deleted_post"))  # only moderators see them
_CHROME = frozenset(("post_edit", "edited_post", "quick_jump"))
_QUOTE_HEADS, _QUOTE_BODIES = frozenset(("quote_header",)), frozenset(("quote_body",))
_TID_LINKS = "a[href*='tid='], a[href*='hread-'], form[action*='tid='], link[rel=canonical]"


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is a thread page of MyBB."""
    page = board_head(head)
    if page is None:
        return 0.0
    is_mybb = _SIGNS.search(page) is not None
    if _POST.search(page) and "pid_" in page and _ADDRESS.search(page):
        return _DECLARES if is_mybb else _LOOKS_SO
    return _LOOKS_SO if is_mybb and _PRINTED.search(page) and _ADDRESS.search(page) else 0.0


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the thread of a saved page, or the one error that says why there is none."""
    return read_saved_page(dump, options, cast(PageEngine, sys.modules[__name__]))


def read_page(page: Page) -> Thread | None:
    """Return the thread of an opened page, None where it shows no thread."""
    posts, _ = oldest_first(_posts(page) or _archived(page) or _printed(page))
    if not posts:
        return None
    thread, url = _thread(page)
    return page_thread(page, ShownThread(name, thread, _title(page), posts, url=url, meaning=meaning))


def meaning(node: LexborNode) -> Meaning | None:
    """Return what an element of a post means beyond HTML, None where it is plain HTML."""
    named = classes(node)
    if not named.isdisjoint(_CHROME):
        return SKIP
    match node.tag:
        case "blockquote":
            return _quote(node)
        case "cite" if node.parent is not None and node.parent.tag == "blockquote":
            return SKIP
        case "div" if "codeblock" in named or "phpcodeblock" in named:
            return CodeOf(node.css_first("code") or node.css_first(".body") or node)
        case "div" if not named.isdisjoint(_QUOTE_HEADS):
            return SKIP
        case "div" if not named.isdisjoint(_QUOTE_BODIES):  # to 1.2
            head = sibling_before(node)
            return QuoteOf(node, speaker(head.text()) if head is not None else None)
        case "div" if "spoiler_header" in named:
            return SKIP
        case "div" if "spoiler_body" in named or "spoiler_content" in named:
            return SpoilerOf(node, words_of(sibling_before(node)) or "")
        case "a" if "attachment.php?aid=" in (attribute(node, "href") or "") and (words := words_of(node)):
            return AttachmentOf(words, attribute(node, "href"))
    return None


def post_of(url: str) -> str | None:
    """Return the id of the post that an address names, None where it names none.

    >>> post_of("showthread.php?tid=3&pid=17#pid17"), post_of("http://forum.example/Thread-why--3?pid=17#pid17")
    ('17', '17')
    >>> post_of("http://forum.example/thread-3-post-17.html#pid17"), post_of("showthread.php?tid=3")
    ('17', None)
    """
    match = _PID.search(url)
    return next(group for group in match.groups() if group) if match else None


def _quote(node: LexborNode) -> QuoteOf:
    """Return a quote: `cite` holds the date in a span, the name with its verb, and a link to the post."""
    cite = next((child for child in elements(node) if child.tag == "cite"), None)
    if cite is None:
        return QuoteOf(node)
    words: list[str] = []
    child = cite.first_child
    while child is not None:
        is_date = child.tag == "span" and "highlight" not in classes(child)
        if child.tag != "a" and not is_date:
            words.append(child.text() if child.is_element_node else child.text_content or "")
        child = child.next
    link = cite.css_first("a[href]")
    return QuoteOf(node, speaker(_SHOWN_DATE.sub("", "".join(words))), post_of(attribute(link, "href") or ""))


# --- threads as readers see them ----------------------------------------------------------------------------------


def _posts(page: Page) -> list[ShownPost]:
    found = []
    for body in page.root.css("[id^=pid_]"):
        match = _BODY_ID.match(attribute(body, "id") or "")
        if match:
            post = _wrapper(body, match[1])
            found.append(_post(post if post is not None else body, body, match[1], page))
    return found


def _wrapper(body: LexborNode, number: str) -> LexborNode | None:
    around = body.parent
    while around is not None:
        if attribute(around, "id") in (f"post_{number}", f"post{number}"):
            return around
        around = around.parent
    return None


def _post(post: LexborNode, body: LexborNode, number: str, page: Page) -> ShownPost:
    if not _WITHHELD.isdisjoint(classes(post)) or post.css_first(".trow_shaded, .unapproved_post") is not None:
        return ShownPost(number, body, withheld="deleted or not approved")
    link = next((each for each in post.css("a[href*='pid']") if post_of(attribute(each, "href") or "") == number), None)
    shown = _NUMBER.search(words_of(link) or "")
    return ShownPost(
        id=number,
        content=_with_files(body, post),
        author=_author(post),
        stamp=_stamp(post),
        number=re.sub(r"\D", "", shown[1]) if shown else None,
        url=without_session(page.absolute(attribute(link, "href"))),
        titles=_titles(post),
        signature=signature_text(post.css_first(".signature, [id^=sig]"), meaning, page),
        files=tuple((words, page.absolute(url) or url) for words, url in _files(post)),
    )


def _author(post: LexborNode) -> str | None:
    for selector in (
        ".author_information .largetext",
        ".post_user-profile",
        ".post_author .largetext",
        ".largetext a",
        ".largetext",
        ".post_author a[href*='action=profile'], .post_author a[href*='User-']",
        "a[href*='action=profile'], a[href*='/User-'], a[href*='user-']",
    ):
        for node in post.css(selector):
            if found := name_of(node):
                return found
    return None


def _titles(post: LexborNode) -> tuple[str, ...]:
    """Return the words below a name, up to the first line's end: the user's title."""
    small = post.css_first(".author_information .smalltext, td.post_author .smalltext")
    child = small.first_child if small is not None else None
    while child is not None:
        text = clean((child.text_content if child.is_text_node else child.text()) or "")
        if text:
            return (text,)
        child = child.next
    return ()


def _stamp(post: LexborNode) -> Stamp | None:
    """Return a post's date; "Yesterday" has the day in its `title`, and the time stands behind it."""
    place = post.css_first(".post_date") or post.css_first("td.tcat .smalltext, .tcat .smalltext, .smalltext")
    if place is None:
        return None
    words: list[str] = []
    child = place.first_child
    while child is not None:
        if child.is_text_node:
            words.append(child.text_content or "")
        elif (
            child.is_element_node and not classes(child) & _CHROME and "edited_by" not in (attribute(child, "id") or "")
        ):
            words.append(attribute(child, "title") or child.text())
        child = child.next
    text = clean("".join(words)).strip(" ,")
    if is_date(text):
        return Stamp(text)
    day = attribute(place.css_first("[title]"), "title") or ""
    return Stamp(day) if is_date(day) else Stamp(text) if any(sign.isdecimal() for sign in text) else None


def _files(post: LexborNode) -> Iterator[tuple[str, str]]:
    for link in post.css("a[href*='attachment.php?aid=']"):
        if words := words_of(link):
            yield words, attribute(link, "href") or ""


def _with_files(body: LexborNode, post: LexborNode) -> LexborNode:
    """Return the words of a post with the names of the files that stand below them."""
    here = {attribute(link, "href") for link in body.css("a[href*='attachment.php?aid=']")}
    links = [link for link in post.css("a[href*='attachment.php?aid=']") if words_of(link)]
    below = "".join(f"<p>{link.html}</p>" for link in links if attribute(link, "href") not in here)
    return element_of(f"{body.html}{below}") or body if below else body


def _thread(page: Page) -> tuple[str | None, str | None]:
    """Return the thread's number and its address, as far as the page's own addresses tell them."""
    for address in (page.url or "", *_addresses(page)):
        if match := _TID.search(address):
            number = next(group for group in match.groups() if group)
            before, script, rest = (page.absolute(address) or "").partition("showthread.php")
            return number, f"{before}{script}?tid={number}" if script else _QUERY.sub("", before + rest) or None
    return attribute(page.root.css_first("input[name=tid]"), "value"), None


def _title(page: Page) -> str | None:
    """Return the thread's title: of the archive's link to it, of the first head on a page for printing, of the page."""
    if page.root.css_first("[id^=pid_]") is not None:
        return name_of(page.root.css_first("title"))
    shown = page.root.css_first("#fullversion a") or page.root.css_first("hr ~ strong")
    return _REPLY.sub("", name_of(shown) or name_of(page.root.css_first("title")) or "") or None


def _addresses(page: Page) -> Iterator[str]:
    """Yield the addresses that name threads, those around the posts first: the others are links to other threads."""
    for node in (*page.root.css(".pagination a, #posts a[href*='pid']"), *page.root.css(_TID_LINKS)):
        yield attribute(node, "href") or attribute(node, "action") or ""


# --- the archive and print pages ----------------------------------------------------------------------------------


def _archived(page: Page) -> list[ShownPost]:
    """Return the posts of the archive: a head with author and date, then the message."""
    found = []
    for post in page.root.css("div.post"):
        body = post.css_first(".message")
        if body is not None:
            author = name_of(post.css_first(".author"))
            date = clean((post.css_first(".dateline") or body).text()) if post.css_first(".dateline") else ""
            found.append(ShownPost(id_of_words(author, body), body, author, Stamp(date) if date else None))
    before = _pages_before(page)
    return [replace(post, number=str(before + place)) for place, post in enumerate(found, 1)] if before == 0 else found


def _pages_before(page: Page) -> int | None:
    """Return 0 where the page is the first of its thread, None where it is another."""
    shown = words_of(page.root.css_first(".multipage strong, .multipage .current"))
    return 0 if shown in (None, "1") else None


_PRINT_HEAD = re.compile(r"\s-\s{0,9}([^-]{1,80}?)\s{1,9}-\s{1,9}([^<>]{4,60})\Z")


def _printed(page: Page) -> list[ShownPost]:
    """Return the posts of a page for printing: "Subject - Author - Date", the words, a rule."""
    root = next((rule.parent for rule in page.root.css("hr") if rule.parent is not None), None)
    if root is None:
        return []
    runs: list[list[LexborNode]] = [[]]
    child = root.first_child
    while child is not None:
        if child.tag == "hr":
            runs.append([])
        else:
            runs[-1].append(child)
        child = child.next
    return [post for run in runs if (post := _print_post(run))]


def _print_post(run: list[LexborNode]) -> ShownPost | None:
    """Return the post of a run of nodes between two rules; None where the run has no head of a post."""
    start = next((place for place, node in enumerate(run) if node.tag == "strong"), None)
    if start is None:
        return None
    end = next((place for place in range(start, len(run)) if run[place].tag == "br"), len(run))
    head = "".join((node.text() if node.is_element_node else node.text_content) or "" for node in run[start + 1 : end])
    match = _PRINT_HEAD.match(f" {clean(head)}")
    body = element_of("".join(node.html or "" for node in run[end:]))
    if match is None or body is None or not is_date(match[2].strip()):
        return None
    author = match[1].strip() or None
    return ShownPost(id_of_words(author, body), body, author, Stamp(match[2].strip()))
