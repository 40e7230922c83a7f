"""What the elements of a Discourse post mean: its cooked HTML is the same in topic JSON, saved pages and archives.

Facts from Discourse's own sources (`pretty-text`, `CookedPostProcessor`, Onebox) and from real topics. A quote names
its origin by the number of the post in its topic, not by an id: so numbers are the ids of posts here.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from generator.markup import SKIP, AttachmentOf, Meaning, QuoteOf, SpoilerOf

_CHROME = frozenset(
    (
        "avatar",
        "badge-notification",  # clicks on a link, counted by the rendered page
        "clicks",
        "codeblock-button-wrapper",
        "cooked-selection-barrier",
        "expand-hidden",
        "fullscreen-table-wrapper__buttons",
        "onebox-metadata",
        "poll-buttons",
        "poll-info",
        "quote-controls",
        "site-icon",
    )
)
_DIGITS = re.compile(r"\d{1,12}\Z")
_POST = re.compile(r"/t/(?:[^/?#]*[^/?#\d][^/?#]*/)?(\d{1,12})/(\d{1,9})(?=[/?#.]|\Z)")
_TOPIC = re.compile(r"/t/(?:[^/?#]*[^/?#\d][^/?#]*/)?(\d{1,12})(?=[/?#.]|\Z)")
_FRAGMENT = re.compile(r"#post_(\d{1,9})\Z")


def meaning(node: LexborNode) -> Meaning | None:
    """Return what an element of a cooked post means beyond HTML, None where it is plain HTML."""
    classes = frozenset((node.attributes.get("class") or "").split())
    tag = node.tag
    if not classes.isdisjoint(_CHROME):
        return SKIP
    if tag == "aside" and "quote" in classes:
        return _quote(node)
    if tag == "div" and "meta" in classes and _has_class(node.parent, "lightbox"):
        return SKIP  # name and size of a picture that stands beside it
    if tag == "a" and "attachment" in classes:
        return AttachmentOf(node.text(strip=True), node.attributes.get("href"))
    if tag in ("div", "span") and not classes.isdisjoint(("spoiler", "spoiled")):
        return SpoilerOf(node)
    return None


def thread_key(topic: str | int) -> str:
    """Return the key of a topic's thread: what quotes from other topics name, too."""
    return f"discourse-{topic}"


def thread_of_url(url: str) -> str | None:
    """Return the topic's number that an address names, None where it names none.

    >>> thread_of_url("https://meta.example/t/why-we-argue/812/3?u=ada")
    '812'
    """
    match = _TOPIC.search(url)
    return match[1] if match else None


def post_of(url: str) -> str | None:
    """Return the number of the post that an address names, None where it names none.

    >>> post_of("https://meta.example/t/why-we-argue/812/3?u=ada"), post_of("/t/812/4"), post_of("/t/why/812#post_5")
    ('3', '4', '5')
    >>> post_of("https://meta.example/t/why-we-argue/812") is None
    True
    """
    match = _FRAGMENT.search(url) or _POST.search(url)
    return match[match.lastindex or 1] if match else None


def _quote(node: LexborNode) -> QuoteOf:
    """Return an `aside.quote`: who said it, in which post; a topic that is not told is this one."""
    told = node.attributes
    content = node.css_first("blockquote")
    topic = _number(told.get("data-topic"))
    return QuoteOf(
        content if content is not None else node,
        author=told.get("data-username") or _title_name(node),
        post=_number(told.get("data-post")),
        thread=thread_key(topic) if topic else None,
    )


def _title_name(node: LexborNode) -> str | None:
    """Return the name in a quote's title ("ada:"), which old posts have without attributes; a link there is a topic."""
    title = node.css_first("div.title")
    if title is None or title.css_first("a") is not None:
        return None
    return title.text(strip=True).removesuffix(":").strip() or None


def _number(told: str | None) -> str | None:
    return told if told and _DIGITS.match(told) else None


def _has_class(node: LexborNode | None, name: str) -> bool:
    return node is not None and name in (node.attributes.get("class") or "").split()
