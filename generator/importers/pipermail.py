"""Importer `pipermail`: single messages of a mailing list, as saved web pages of Mailman 2's archive (Pipermail).

**Reads** the page of a message (`2003-May/000123.html`): author, date, subject, text, and the message's own id, which
the page's link for replies tells. Quotes are read as in any mail (see `mbox`).

A page does not tell what it answers, so a thread is made of the messages of one list with one subject. Where the
list offers its months as text (`2003-May.txt.gz`), take those: they know who answers whom.

**Never published**: mail addresses.

**Cannot**: read the pages that only list messages (`thread.html`, `date.html`), or archives made by other programs.

*Facts*: the templates of Mailman 2.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborNode

from generator.codec import short_id
from generator.importers.dumps import Dump, ReadOptions
from generator.importers.mail.company import Mail, Place
from generator.importers.mail.company import Thread as Company
from generator.importers.mail.debates import moment_of, post_id
from generator.importers.mail.headers import Sender, message_ids, seconds_of
from generator.importers.mail.index import base_subject
from generator.importers.mail.quoting import read_mail
from generator.importers.pages.engine import html_head, read_saved_page
from generator.importers.pages.page import Page
from generator.importers.structured.posts import PostFacts, thread_of
from generator.markup import Meaning
from generator.problems import Problem
from generator.records import Thread
from generator.text import letters

name = "pipermail"

_DECLARES = 0.95
_MARK = "<!--beginarticle-->"
_ANSWERED = re.compile(r"[?&]in-reply-to=([^&]{1,1000})", re.IGNORECASE)
_ADDRESS = re.compile(r"(\S{1,64})(?: at |@)(\S{1,255})")
_PAGE = re.compile(r"/[0-9]{4}-\w{1,12}/([0-9]{4,8})\.html\Z|/([0-9]{6,8})\.html\Z")


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is a page of a message: Pipermail marks where its text begins."""
    page = html_head(head)
    return _DECLARES if page is not None and _MARK in page else 0.0


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the message of a page as a piece of its thread, or the one error that says why there is none."""
    import sys

    yield from read_saved_page(dump, options, sys.modules[__name__])


def read_page(page: Page) -> Thread | Problem | None:
    """Return the message of a page as a piece of its thread; None where the page is none of a message."""
    title, author, date, text = (_shown(page.root, tag) for tag in ("h1", "b", "i", "pre"))
    if title is None or text is None:
        return None
    base = base_subject(title)[0]
    told = _ids(page.root)
    who = Sender(author, _address(page.root))
    when = moment_of(date or "", seconds_of(date or ""))
    own = post_id(told[0]) if told else f"m{short_id(author or '', date or '', letters(text), length=12)}"
    place = Place(Company([Mail(own, None, who, "", "")]), 0, is_reply=base != title)
    body, signature = read_mail(text, place)
    facts = PostFacts(own, body, place.hide(who.shown or "") or None, when, url=page.url, signature=signature)
    key = short_id(_list_of(page.url), base.casefold(), length=12)
    return thread_of(f"mail-{key}", place.hide(base), page.source(name), [facts])


def meaning(node: LexborNode) -> Meaning | None:
    """Return nothing: the text of a message is plain."""
    return None


def post_of(url: str) -> str | None:
    """Return the number of the message that an address names."""
    match = _PAGE.search(url.partition("#")[0].partition("?")[0])
    return (match[1] or match[2]) if match else None


def _shown(root: LexborNode, tag: str) -> str | None:
    if tag == "pre":
        parts = [node.text().strip("\n") for node in root.css("pre")]
        return "\n\n".join(parts) if parts else None
    node = root.css_first(f"body {tag}")
    return (" ".join(node.text().split()) or None) if node is not None else None


def _ids(root: LexborNode) -> tuple[str, ...]:
    """Return the message's own id: its page offers to answer it."""
    for node in root.css("a[href], link[href]")[:20]:
        match = _ANSWERED.search((node.attributes.get("href") or "").replace("&amp;", "&"))
        if match:
            return message_ids(unquote(match[1]))
    return ()


def _address(root: LexborNode) -> str | None:
    node = root.css_first("body b ~ a")
    match = _ADDRESS.search(" ".join(node.text()[:400].split())) if node is not None else None
    return f"{match[1]}@{match[2]}".lower() if match else None


def _list_of(url: str | None) -> str:
    """Return the address of a list, as far as the address of one of its messages tells it."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    return f"{parts.hostname or ''}{_PAGE.sub('', parts.path)}"
