"""What the elements of a post of Simple Machines Forum mean, from 1.0 to 2.1, and which post an address names.

Facts from SMF's open sources (`Subs.php`, `Display.template.php`) and from real pages.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from generator.importers.pages.nodes import (
    attribute,
    classes,
    first_inside,
    is_within,
    sibling_after,
    sibling_before,
    words_of,
)
from generator.importers.pages.speakers import speaker
from generator.markup import SKIP, AttachmentOf, CodeOf, Meaning, QuoteOf, SpoilerOf, quoted_from

_POST = re.compile(
    r"[.;/]msg(\d{1,12})(?=[#;/?&]|\.html|\Z)"  # index.php?topic=3.msg17#msg17
    r"|[?;&/]msg=(\d{1,12})(?=[#;&]|\Z)"  # index.php?msg=17, since 2.1
    r"|#msg_?(\d{1,12})\Z"
)
_TOPIC = re.compile(r"\btopic[=,-](\d{1,12})(?:\.(?:(\d{1,9})|msg|new|prev|next|from)|[^\d]|\Z)")
_REWRITTEN = re.compile(r"-t(\d{1,12})\.(?:(\d{1,9})|msg\d{1,12})\.html")  # bells-at-night-t31.15.html
_HEADS = frozenset(("quoteheader", "quote_header", "topslice_quote"))
_QUOTES = frozenset(("quote", "bbc_standard_quote", "bbc_alternate_quote", "alternate_quote", "standard_quote"))
_CODES = frozenset(("bbc_code", "code", "bbc_pre"))
_CHROME = frozenset(
    ("codeheader", "code_header", "quotefooter", "botslice_quote", "codeoperation", "smalltext_modified")
)
_WROTE = re.compile(r"\s{1,9}wrote:\s{0,9}\Z")
_BRACKETS = re.compile(r"\s*(?:author|link)=")


def meaning(node: LexborNode) -> Meaning | None:
    """Return what an element of a post means beyond HTML, None where it is plain HTML."""
    named = classes(node)
    if not named.isdisjoint(_CHROME):
        return SKIP
    match node.tag:
        case "cite" if node.parent is not None and node.parent.tag == "blockquote":
            return SKIP
        case "a" if "dlattach" in (attribute(node, "href") or ""):
            return _attachment(node)
        case "blockquote" | "div" if node.tag == "blockquote" or not named.isdisjoint(_QUOTES):
            return _quote(node)
        case "div" if not named.isdisjoint(_HEADS):
            return SKIP
        case "code" | "div" | "pre" if not named.isdisjoint(_CODES):
            return CodeOf(node)
    return _lesser(node, named)


def _lesser(node: LexborNode, named: frozenset[str]) -> Meaning | None:
    """Return the meaning of spoilers, which mods made, and of lists of attached files in exports."""
    around = classes(node.parent) if node.parent is not None else frozenset()
    if "spoilerheader" in named or "sp-head" in named:
        return SKIP
    if "spoiler" in named or "spoilerbody" in named or "sp-body" in named:
        head = sibling_before(node)
        return SpoilerOf(node, words_of(head) or "" if head is not None and "spoilerheader" in classes(head) else "")
    if "attachments" in around and node.tag == "strong":
        return SKIP
    if node.tag == "a" and "attachments" in (attribute(node, "href") or ""):
        return _attachment(node) if is_within(node, "attachments", levels=3) else None
    if node.tag == "span" and "muted" in named and is_within(node, "attachments", levels=3):
        return SKIP  # the size of a file
    return None


def post_of(url: str) -> str | None:
    """Return the id of the post that an address names, None where it names none.

    >>> post_of("http://forum.example/index.php?topic=3.msg17#msg17"), post_of("index.php/topic,3.msg17.html")
    ('17', '17')
    >>> post_of("http://forum.example/index.php?msg=17"), post_of("http://forum.example/index.php?topic=3.15")
    ('17', None)
    """
    match = _POST.search(url)
    return next(group for group in match.groups() if group) if match else None


def topic_of(url: str) -> tuple[str, int] | None:
    """Return the topic that an address names, and how many posts stand before that page; None where it names none.

    >>> topic_of("http://forum.example/index.php?topic=3.15"), topic_of("http://forum.example/index.php/topic,3.0.html")
    (('3', 15), ('3', 0))
    """
    match = _TOPIC.search(url) or _REWRITTEN.search(url)
    return (match[1], int(match[2] or 0)) if match else None


def _quote(node: LexborNode) -> QuoteOf | None:
    """Return a quote: its head stands before it (to 2.0) or is its `cite` (2.1)."""
    before = sibling_before(node)
    head = before if before is not None and not classes(before).isdisjoint(_HEADS) else None
    if head is None:
        first = first_inside(node)
        head = first if first is not None and first.tag == "cite" else None
    if head is None:
        return QuoteOf(node)
    words = head.text()
    if _BRACKETS.match(words):  # an export that took the brackets of "[quote author=... link=...]" for the name
        told = quoted_from(_WROTE.sub("", words))
        return QuoteOf(node, told.author, told.post, told.thread)
    link = head.css_first("a[href]")
    target = (attribute(link, "href") if link is not None else None) or ""
    topic = topic_of(target)
    return QuoteOf(node, speaker(words), post_of(target), topic[0] if topic else None)


def _attachment(node: LexborNode) -> Meaning:
    """Return an attached file by its link; a link with only the picture is the same file again."""
    words = words_of(node)
    if words is None:
        after = sibling_after(node)
        after = sibling_after(after) if after is not None and after.tag == "br" else after
        is_twice = after is not None and after.tag == "a" and words_of(after) is not None
        picture = node.css_first("img")
        return SKIP if is_twice else AttachmentOf(attribute(picture, "alt") or "", attribute(node, "href"))
    return AttachmentOf(words, attribute(node, "href"))
