"""What the elements of a XenForo post mean, in XenForo 1 and 2 and their skins, and what its addresses name.

Facts from pages that XenForo emits (its sources are closed), and from the list of address shapes that FanFicFare keeps.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from generator.importers.pages.nodes import attribute, classes, elements, is_within, words_of
from generator.importers.pages.speakers import speaker
from generator.markup import SKIP, CodeOf, Meaning, QuoteOf, SpoilerOf

_POST = re.compile(
    r"(?:#(?:js-)?(?:post-)?"  # threads/mills.12/page-3#post-417, and vBulletin's #417 that redirects still carry
    r"|/post-"  # threads/mills.12/post-417
    r"|(?:\A|[/?])posts/"  # posts/417/ and index.php?posts/417/
    r"|goto/post[?&/]+(?:id=)?"
    r"|showpost\.php\?(?:[^#]{0,200}&)?p="
    r"|[?&]quote="  # threads/mills.12/reply?quote=417
    r")(\d{1,12})(?!\w)"
)
_THREAD = re.compile(r"(?:\A|[/?])(?:threads|t)/(?:[^/?#&]{0,300}\.)?(\d{1,12})(?=[/?#&]|\Z)")
_THREAD_ADDRESS = re.compile(r"(.{0,300}?[/?](?:threads|t)/(?:[^/?#&]{0,300}\.)?\d{1,12})(?=[/?#&]|\Z)")
_SOURCE = re.compile(r"\s{0,9}post:\s{0,9}(\d{1,12})")
_CHROME = frozenset(
    (
        "bbCodeBlock-expandLink",
        "bbCodeBlock-shrinkLink",
        "js-selectToQuoteEnd",
        "messageTextEndMarker",
        "quoteExpand",
        "message-lastEdit",
        "editDate",
        "samCodeUnit",
        "samItem",
        "JamSpannerUnit",
        "message-signature",
        "reactionsBar",
        "likesSummary",
        "bbImageAligner-caption--hidden",
        "lbTrigger",
    )
)
_CODES = frozenset(("bbCodeBlock--code", "bbCodeCode", "bbCodePHP", "bbCodeHTML"))


def meaning(node: LexborNode) -> Meaning | None:
    """Return what an element of a post means beyond HTML, None where it is plain HTML."""
    tag = node.tag
    if tag == "noscript":
        return SKIP  # the same picture again, for browsers without scripts
    named = classes(node)
    if not named:
        return None
    if not named.isdisjoint(_CHROME):
        return SKIP
    if "bbCodeBlock--quote" in named:
        return _quote(node)
    if "bbCodeQuote" in named and tag == "div":
        return _old_quote(node)
    if not named.isdisjoint(_CODES) and tag == "div":
        return CodeOf(node.css_first("pre"))
    if "bbCodeSpoiler" in named:
        content = node.css_first(".bbCodeBlock-content") or node.css_first(".bbCodeSpoiler-content")
        return SpoilerOf(content, words_of(node.css_first(".bbCodeSpoiler-button-title")))
    if "bbCodeSpoilerContainer" in named:
        return SpoilerOf(node.css_first(".bbCodeSpoilerText"), words_of(node.css_first(".SpoilerTitle")))
    if not named.isdisjoint(("contentRow-figure", "contentRow-snippet", "contentRow-minor")):
        # In the card that XenForo makes of a bare link; of that the author wrote no word but the address.
        return SKIP if is_within(node, "bbCodeBlock--unfurl", levels=6) else None
    return None


def _quote(node: LexborNode) -> QuoteOf:
    """Return a quote of XenForo 2. Its title stands before the content, a button to unfold it behind."""
    content = node.css_first(".bbCodeBlock-content")
    if content is not None:
        content = next((child for child in elements(content) if "bbCodeBlock-expandContent" in classes(child)), content)
    title = next((child for child in elements(node) if "bbCodeBlock-title" in classes(child)), None)
    return QuoteOf(content, *_origin(node, title, "data-quote"))


def _old_quote(node: LexborNode) -> QuoteOf:
    """Return a quote of XenForo 1: `aside > .attribution`, then `blockquote.quoteContainer > .quote`."""
    inside = next((child for child in elements(node) if child.tag == "aside"), node)
    title = next((child for child in elements(inside) if "attribution" in classes(child)), None)
    holder = next((child for child in elements(inside) if child.tag == "blockquote"), None)
    content = holder
    if holder is not None:
        content = next((child for child in elements(holder) if "quote" in classes(child)), holder)
    return QuoteOf(content, *_origin(node, title, "data-author"))


def _origin(node: LexborNode, title: LexborNode | None, field: str) -> tuple[str | None, str | None]:
    """Return the author and the post that a quote names, in its fields or in its title."""
    author = attribute(node, field) or (speaker(title.text()) if title is not None else None)
    source = attribute(node, "data-source")
    if source:  # "post: 417"; "conv: 3" and "profile-post: 5" are no posts of threads
        match = _SOURCE.match(source)
        return author, match[1] if match else None
    link = title.css_first("a[href]") if title is not None else None
    post = post_of(attribute(link, "href") or "") if link is not None else None
    if post is None and link is not None:
        post = post_of(attribute(link, "data-content-selector") or "")
    return author, post


def post_of(url: str) -> str | None:
    """Return the number of the post that an address names, None where it names none.

    >>> post_of("https://forum.example/threads/mills.12/page-3#post-417"), post_of("/goto/post?id=417")
    ('417', '417')
    >>> post_of("index.php?posts/417/"), post_of("/threads/mills.12/post-417"), post_of("/threads/mills.12/")
    ('417', '417', None)
    """
    match = _POST.search(url)
    return match[1] if match else None


def thread_of_url(url: str) -> str | None:
    """Return the number of the thread that an address names, None where it names none.

    >>> thread_of_url("https://forum.example/index.php?threads/mills.12/page-3"), thread_of_url("/threads/12/")
    ('12', '12')
    """
    match = _THREAD.search(url)
    return match[1] if match else None


def thread_address(url: str | None) -> str | None:
    """Return the address of a thread's first page for that of any of its pages or posts.

    >>> thread_address("https://forum.example/threads/mills.12/page-3?s=1#post-417")
    'https://forum.example/threads/mills.12/'
    """
    match = _THREAD_ADDRESS.match(url or "")
    return f"{match[1]}/" if match else url
