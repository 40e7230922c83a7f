"""What the elements of a post mean on a page of no engine known here: what most forums agree on."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from generator.importers.pages.nodes import attribute, classes, elements, name_of
from generator.importers.pages.speakers import speaker
from generator.markup import SKIP, CodeOf, Meaning, QuoteOf, SpoilerOf

_FRAGMENT = re.compile(r"#[A-Za-z_-]{0,40}(\d{1,12})\Z")
_PARAMETER = re.compile(
    r"[?&;/](?:p|pid|post|postid|post_id|comment|msg|message|reply)[=/-](\d{1,12})(?!\w)", re.IGNORECASE
)
_QUOTE = re.compile(r"(?:^|[\s_-])(?:quote|quoted|bbquote|bb-quote|quotemain|blockquote)(?:$|[\s_-])", re.IGNORECASE)
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:signature|sig|avatar|controls|buttons|actions|toolbar|likes|reactions|share|edited|lastedit|"
    r"advert|ad|ads|sr-only|screen-reader-text|visually-hidden)(?:$|[\s_-])",
    re.IGNORECASE,
)
_FIELDS = ("data-author", "data-username", "data-quote", "data-user", "data-name")
_LONGEST_LEAD = 200
_SKIPPED = frozenset(("nav", "form", "button", "noscript"))


def meaning(node: LexborNode) -> Meaning | None:
    """Return what an element most likely means beyond HTML, None where it is plain HTML."""
    tag = node.tag or ""
    if tag in _SKIPPED:
        return SKIP
    if tag == "cite" and node.parent is not None and node.parent.tag == "blockquote":
        return SKIP
    named = attribute(node, "class") or ""
    if tag == "blockquote" or (tag in ("div", "aside") and _QUOTE.search(named)):
        return _quote(node)
    if not named:
        return None
    if tag in ("div", "p", "span", "footer", "ul", "aside") and _CHROME.search(named):
        return SKIP
    if "spoiler" in named.lower() and tag in ("div", "details"):
        return SpoilerOf(node, None)
    if tag == "div" and "code" in named.lower() and (code := node.css_first("pre, code")) is not None:
        return CodeOf(code)
    return None


def _quote(node: LexborNode) -> QuoteOf:
    """Return a quote; who is quoted stands in a field, in a <cite>, or in a line of its own above the words."""
    inner = list(elements(node))
    told = next((value for field in _FIELDS if (value := attribute(node, field))), None)
    head = next((child for child in inner[:3] if child.tag == "cite" or _is_lead(child)), None)
    body = next((child for child in inner if child.tag == "blockquote" or _is_body(child)), None)
    content = body if head is not None and body is not None and body.mem_id != head.mem_id else node
    link = head.css_first("a[href]") if head is not None else None
    post = post_of(attribute(link, "href") or "") if link is not None else None
    if post is None and (source := attribute(node, "cite")):
        post = post_of(source)
    return QuoteOf(content, told or (speaker(head.text()) if head is not None else None), post)


def _is_lead(node: LexborNode) -> bool:
    words = name_of(node) or ""
    named = classes(node)
    is_head = any(part in name.lower() for name in named for part in ("author", "cite", "citation", "header", "title"))
    return len(words) < _LONGEST_LEAD and (is_head or (node.tag in ("div", "strong") and words.endswith(":")))


def _is_body(node: LexborNode) -> bool:
    return any(part in name.lower() for name in classes(node) for part in ("content", "body", "text", "message"))


def post_of(url: str) -> str | None:
    """Return the number of the post that an address most likely names, None where it names none.

    >>> post_of("viewthread.php?tid=3&pid=417#pid417"), post_of("/debates/mills/#reply-417"), post_of("/debates/12")
    ('417', '417', None)
    """
    match = _FRAGMENT.search(url) or _PARAMETER.search(url)
    return match[1] if match else None
