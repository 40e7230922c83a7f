"""What the elements of a Zulip message mean: its rendered HTML is the same in archives, answers and exports."""

from __future__ import annotations

import re
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from generator.markup import SKIP, Meaning, QuoteOf, SpoilerOf

_NEAR = re.compile(
    r"#narrow/(?:stream|channel)/([^/\s]{1,400})/(?:topic|subject)/([^/\s]{0,400})/(?:near|with)/(\d{1,18})"
)
_SAID = re.compile(r"[^\n]{0,40}:\s*\Z")  # "said:" in the language of who quoted
_CHROME = frozenset(("message_inline_image", "message_inline_ref", "message_embed", "message-thumbnail-gallery"))


def meaning(node: LexborNode) -> Meaning | None:
    """Return what an element of a message means beyond HTML, None where it is plain HTML.

    The thread of a quote is its address: "9-valley/Shall.20the.20mill.20go.3F"; `key_of_address` makes a key of it.
    """
    tag = node.tag
    if tag == "blockquote":
        return _quote(node)
    if tag == "p":
        following = _beside(node, forward=True)
        is_lead = following is not None and following.tag == "blockquote" and _is_lead(node)
        return SKIP if is_lead else None
    if tag == "div":
        classes = frozenset((node.attributes.get("class") or "").split())
        if not classes.isdisjoint(_CHROME):
            return SKIP
        if "spoiler-block" in classes:
            header = node.css_first("div.spoiler-header")
            return SpoilerOf(node.css_first("div.spoiler-content"), header.text(strip=True) if header else None)
    return None


def topic_key(channel: str, topic: str) -> str:
    """Return the key of a topic's thread. `channel` may be "" where it is not known."""
    return f"zulip-{channel}-{topic}" if channel else f"zulip-{topic}"


def key_of_address(address: str, *, with_channel: bool) -> str:
    """Return the key of the topic that a quote names.

    >>> key_of_address("9-valley/Shall.20it.3F", with_channel=True)
    'zulip-valley-Shall it?'
    """
    channel, _, topic = address.partition("/")
    called = channel.partition("-")[2] or channel
    return topic_key(decoded(called) if with_channel else "", decoded(topic))


def decoded(name: str) -> str:
    """Return a name as Zulip's addresses and archives hide its signs in them.

    >>> decoded("Addressing.20notes.3F")
    'Addressing notes?'
    """
    return unquote(name.replace(".", "%"), errors="replace")


def _quote(node: LexborNode) -> QuoteOf:
    """Return a block quote; the line before it may say who said it, in which message of which topic."""
    lead = _beside(node, forward=False)
    if lead is None or lead.tag != "p":
        return QuoteOf(None)
    found = _near(lead)
    mention = lead.css_first("span.user-mention")
    author = mention.text(strip=True).lstrip("@") if mention is not None and _is_lead(lead) else None
    if found is None:
        return QuoteOf(None, author)
    return QuoteOf(None, author, found[3], f"{found[1]}/{found[2]}")


def _is_lead(paragraph: LexborNode) -> bool:
    """True for "NAME said:", which stands before a quote and is no part of the message."""
    mention = paragraph.css_first("span.user-mention")
    if mention is None:
        return False
    text, name = paragraph.text().strip(), mention.text().strip()
    return text.startswith(name) and _SAID.match(text, len(name)) is not None


def _near(paragraph: LexborNode) -> re.Match[str] | None:
    """Return the address of the message that the last link of a paragraph leads to."""
    links = [found for link in paragraph.css("a") if (found := _NEAR.search(link.attributes.get("href") or ""))]
    return links[-1] if links else None


def _beside(node: LexborNode, *, forward: bool) -> LexborNode | None:
    """Return the element beside another, None where words stand between them."""
    other = node.next if forward else node.prev
    while other is not None and other.is_text_node and not (other.text_content or "").strip():
        other = other.next if forward else other.prev
    return other if other is not None and other.is_element_node else None
