"""What readers of boards share: the head of a page below PHP's notices, order and numbers of posts, ids from words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from selectolax.lexbor import LexborNode

from generator.codec import short_id
from generator.importers.pages.engine import ShownPost, html_head
from generator.importers.pages.page import Page
from generator.markup import Meaning, parse_html, read_html

_NOTICE = re.compile(
    rb"\s*(?:<br ?/?>\s*)?<b>(?:\[phpbb debug\]|(?:php )?(?:notice|warning|deprecated|strict standards))", re.IGNORECASE
)
_PAGE = re.compile(rb"<!doctype\s+html|<html\b", re.IGNORECASE)
_SESSION = re.compile(
    r"(?<=[?&;])(?:amp;)?(?:sid|s|phpsessid)=[0-9a-z:]{8,64}(?:[&;](?:amp;)?|(?=#)|\Z)", re.IGNORECASE
)
_TAIL = re.compile(r"[?&;](?=#|\Z)")


def board_head(head: bytes) -> str | None:
    """Return the beginning of a page in lower case as `html_head` does, also where PHP wrote its notices above it."""
    text = html_head(head)
    if text is None and _NOTICE.match(head) and (start := _PAGE.search(head)):
        return html_head(head[start.start() :])
    return text


def element_of(html: str) -> LexborNode | None:
    """Return an element that holds a piece of HTML; the node keeps its tree."""
    return parse_html(html).body


def oldest_first(posts: Iterable[ShownPost]) -> tuple[list[ShownPost], bool]:
    """Return the posts in the order in which they were written, and whether the page shows them so.

    Ids that fall from post to post tell that a reader had turned the thread around.
    """
    found = list(posts)
    ids = [int(post.id) for post in found if post.id.isdecimal()]
    if len(ids) == len(found) > 1 and all(one > two for one, two in pairwise(ids)):
        return found[::-1], False
    return found, True


def numbered(posts: Sequence[ShownPost], before: int | None) -> list[ShownPost]:
    """Return the posts with their places in the thread, of which `before` stand on earlier pages (None: unknown)."""
    if before is None:
        return list(posts)
    return [replace(post, number=post.number or str(place)) for place, post in enumerate(posts, before + 1)]


def id_of_words(author: str | None, content: LexborNode) -> str:
    """Return an id for a post whose page tells none: made of its author and its words, whatever the blanks in them."""
    return short_id(author or "", "".join(content.text().split()))


def signature_text(node: LexborNode | None, meaning: Callable[[LexborNode], Meaning | None], page: Page) -> str | None:
    """Return the words of a signature; None where there are none."""
    return (read_html(node, meaning, base=page.url).text or None) if node is not None else None


def without_session(url: str | None) -> str | None:
    """Return an address without the id of somebody's session.

    >>> without_session("http://forum.example/viewtopic.php?t=3&sid=0123456789abcdef0123456789abcdef#p4")
    'http://forum.example/viewtopic.php?t=3#p4'
    >>> without_session("http://forum.example/index.php?PHPSESSID=0123456789abcdef&topic=3.0")
    'http://forum.example/index.php?topic=3.0'
    """
    if url is None:
        return None
    return _TAIL.sub("", _SESSION.sub("", url))
