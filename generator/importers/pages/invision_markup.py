"""What the elements of an Invision post mean, in IP.Board 2 and 3 and Invision Community 4 and 5, and its addresses.

Facts from pages that the engine emits; its sources are closed.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from generator.importers.pages.nodes import attribute, classes, elements, sibling_after, sibling_before, words_of
from generator.importers.pages.speakers import speaker
from generator.importers.pasted.dates import looks_like_date
from generator.markup import SKIP, AttachmentOf, CodeOf, Meaning, QuoteOf, SpoilerOf

_POST = re.compile(
    r"#(?:find)?[cC]omment-(\d{1,12})(?!\w)"  # topic/12-mills/#findComment-417
    r"|[?&;]comment=(\d{1,12})(?!\w)"  # ?do=findComment&comment=417
    r"|[?&;/](?:pid|p)[=/](\d{1,12})(?!\w)"  # section=findpost&pid=417
    r"|#(?:entry|elComment_|post-?)(\d{1,12})(?!\w)"  # IP.Board: #entry417
)
_THREAD = re.compile(
    r"/topic/(\d{1,12})(?=[-/?#&]|\Z)|[?&;](?:showtopic|t)=(\d{1,12})(?!\w)|/index\.php\?/topic/(\d{1,12})"
)
_SPOKEN_BEFORE = re.compile(r"(?:schrieb|zei|skrev|escribió|escreveu|ha scritto|a écrit)\s+([^:]{1,100})\s?:\s*\Z")
_OLD_HEAD = re.compile(r"\S{0,20}\s?\((.{1,80}?)\s?@\s?[^)]{4,60}\)")  # IP.Board 2: QUOTE(ada @ May 5 2006, 10:12 PM)
_AGO = re.compile(r"\d")
_MOST_PARTS = 6  # of a citation, between commas
_CHROME = frozenset(
    (
        "ipsQuote_citation",
        "ipsEdited",
        "citation",
        "bbc_spoiler_show",
        "ipsSpoiler_header",
        "ipsCode_citation",
        "ipsPhotoPanel_mini",
        "ipsEmbeddedOther_limited",
        "edit",
    )
)


def meaning(node: LexborNode) -> Meaning | None:
    """Return what an element of a post means beyond HTML, None where it is plain HTML."""
    named = classes(node)
    tag = node.tag
    if tag == "blockquote" or "ipsQuote" in named:
        return _quote(node)
    if tag == "p" and _is_spacer(node):
        return SKIP
    if "data-excludequote" in node.attributes or not named.isdisjoint(_CHROME):
        return SKIP  # "Edited May 22 by ada": what the engine itself never quotes
    if "ipsSpoiler" in named:
        head = node.css_first(".ipsSpoiler_header, summary")
        return SpoilerOf(_child(node, "ipsSpoiler_contents"), words_of(head))
    if "bbc_spoiler" in named:
        return SpoilerOf(_child(node, "bbc_spoiler_content"), None)
    if "ipsAttachLink" in named and "ipsAttachLink_image" not in named and node.css_first("img") is None:
        return AttachmentOf(words_of(node) or "", attribute(node, "href"))
    if tag == "pre" or "codemain" in named:
        return CodeOf(node)
    return _old_quote(node, named)


def _is_spacer(node: LexborNode) -> bool:
    """True for a paragraph with nothing but NBSP: the editor makes a blank line so."""
    child = node.first_child
    return child is not None and child.next is None and child.is_text_node and not (child.text_content or "").strip()


def _child(node: LexborNode, name: str) -> LexborNode | None:
    return next((child for child in elements(node) if name in classes(child)), None)


def _quote(node: LexborNode) -> QuoteOf:
    """Return a quote: its fields name the post and the topic, its citation at least the author."""
    content = _child(node, "ipsQuote_contents")
    citation = _child(node, "ipsQuote_citation") or _child(node, "citation")
    if citation is None and (before := sibling_before(node)) is not None and "citation" in classes(before):
        citation = before
    author = (
        attribute(node, "data-ipsquote-username")
        or attribute(node, "data-cite")
        or attribute(node, "data-author")
        or _cited(citation)
    )
    return QuoteOf(content, author, *_origin(node, citation))


def _origin(node: LexborNode, citation: LexborNode | None) -> tuple[str | None, str | None]:
    """Return the numbers of the post and of its topic that a quote names."""
    kind = attribute(node, "data-ipsquote-contentclass")
    if kind is not None and kind != "forums_Topic":  # a comment of a blog, a picture ...: other numbers
        return None, None
    post = attribute(node, "data-ipsquote-contentcommentid") or attribute(node, "data-cid")
    thread = attribute(node, "data-ipsquote-contentid")
    if post is None and citation is not None:
        links = (attribute(link, "href") or "" for link in citation.css("a[href]")[:3])
        post = next((found for address in links if (found := post_of(address))), None)
    is_told = post is not None and post.isdecimal()
    return (post if is_told else None), (thread if is_told and thread and thread.isdecimal() else None)


def _cited(citation: LexborNode | None) -> str | None:
    """Return the author in a citation: "16 minutes ago, ada said:", "ada, on 03 May 2012 - 10:12 PM, said:"."""
    words = words_of(citation)
    if not words:
        return None
    if match := _SPOKEN_BEFORE.search(words):
        return match[1]
    first, *others = words.split(", ", _MOST_PARTS)
    parts = [part for part in others if not looks_like_date(part)]
    if not parts or not (looks_like_date(first) or _AGO.search(first)):
        parts.insert(0, first)
    return (speaker(", ".join(parts)) or "").rstrip(", ") or None


def _old_quote(node: LexborNode, named: frozenset[str]) -> Meaning | None:
    """Return the meaning of a division of IP.Board 2: `.quotetop` and `.quotemain`, `.codetop` and `.codemain`."""
    if not named.isdisjoint(("quotetop", "codetop")):
        after = sibling_after(node)
        return SKIP if after is not None and not classes(after).isdisjoint(("quotemain", "codemain")) else None
    if "quotemain" in named:
        head = sibling_before(node)
        if head is None or "quotetop" not in classes(head):
            return QuoteOf(node)
        match = _OLD_HEAD.match(words_of(head) or "")
        links = (attribute(link, "href") or "" for link in head.css("a[href]")[:3])
        return QuoteOf(node, match[1] if match else None, next((post for url in links if (post := post_of(url))), None))
    if "blockquote" in named and node.tag == "div":
        before = sibling_before(node)
        citation = before if before is not None and "citation" in classes(before) else None
        return QuoteOf(_child(node, "quote"), _cited(citation), *_origin(node, citation))
    return None


def post_of(url: str) -> str | None:
    """Return the number of the post that an address names, None where it names none.

    >>> post_of("https://forum.example/topic/12-mills/?do=findComment&comment=417"), post_of("/topic/12/#comment-417")
    ('417', '417')
    >>> post_of("index.php?app=forums&section=findpost&pid=417"), post_of("index.php?showtopic=12&st=20#entry417")
    ('417', '417')
    """
    match = _POST.search(url)
    return next((group for group in match.groups() if group), None) if match else None


def thread_of_url(url: str) -> str | None:
    """Return the number of the topic that an address names, None where it names none.

    >>> thread_of_url("//forum.example/index.php?/topic/12-mills/page/2/"), thread_of_url("index.php?showtopic=12")
    ('12', '12')
    """
    match = _THREAD.search(url)
    return next((group for group in match.groups() if group), None) if match else None
