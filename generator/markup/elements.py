"""The elements that marks become, and where they open and close."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from markupsafe import escape

from generator.markup.marks import PassageMark, QuoteMark, QuoterMark
from generator.markup.nesting import Node

QUOTERS_SHOWN = 5  # links in one mark in the margin; the rest is counted
_OPEN_LIMIT = 100  # elements around a word; HTML parsers begin to cut at about 500

CLOSE, MARK, OPEN = range(3)  # what comes first at one place


class Element(NamedTuple):
    """What a range becomes: its tags, its id, and the passage that it is, if it is one."""

    open: str
    close: str
    anchor: str
    passage: PassageMark | None


class Event(NamedTuple):
    """HTML to put at an offset; of those at one place, the lower `order` first."""

    offset: int
    order: int
    html: str


def passage_element(passage: PassageMark, tag: str) -> Element:
    """Return a passage as a `span` or a `div`."""
    return Element(f'<{tag} class="passage" id="{escape(passage.anchor)}">', f"</{tag}>", passage.anchor, passage)


def quote_element(quote: QuoteMark, tag: str) -> Element:
    """Return a quote inside a part: a `q` in a line, or a `blockquote`."""
    place = "inline" if tag == "q" else "nested"
    classes = f"quote quote--{place} quote--{escape(quote.kind)}"
    title = f' title="{escape(quote.title)}"' if quote.title else ""
    label = f' aria-label="{escape(quote.title)}"' if quote.title else ""
    link = f'<a class="quote__origin" href="{escape(quote.href)}"{title}{label}>↗</a>' if quote.href else ""
    opened = f'<{tag} class="{classes}" id="{escape(quote.anchor)}"{"" if link else title}>'
    return Element(opened, f"{link}</{tag}>", quote.anchor, None)


def anchor_event(offset: int, anchor: str) -> Event:
    """Return a place to link to that has no words of its own."""
    return Event(offset, MARK, f'<span id="{escape(anchor)}"></span>')


def quoted_by_event(offset: int, passages: Sequence[PassageMark]) -> Event | None:
    """Return the mark that leads to those who quote the passages that begin here; None where nobody is known."""
    quoters = list(dict.fromkeys(quoter for passage in passages for quoter in passage.quoters))
    if not quoters:
        return None
    rest = max(sum(passage.total for passage in passages), len(quoters)) - min(len(quoters), QUOTERS_SHOWN)
    links = "".join(_quoter_link(quoter) for quoter in quoters[:QUOTERS_SHOWN])
    more = f'<span class="quoted-by__more" data-number="+{rest}"></span>' if rest else ""
    return Event(offset, MARK, f'<span class="quoted-by">{links}{more}</span>')


def node_events(nodes: Sequence[Node[Element]]) -> list[Event]:
    """Return what opens and closes the nodes: outer before inner where they open, inner before outer where they close.

    Elements beyond the limit of depth become mere anchors.
    """
    events: list[Event] = []
    pending: list[tuple[Node[Element], int, bool]] = [(node, 0, False) for node in reversed(nodes)]
    while pending:
        node, depth, is_done = pending.pop()
        elements = node.items[: max(0, _OPEN_LIMIT - depth)]
        if is_done:
            events += (Event(node.end, CLOSE, element.close) for element in reversed(elements))
            continue
        events += (anchor_event(node.start, element.anchor) for element in node.items[len(elements) :])
        events += (Event(node.start, OPEN, element.open) for element in elements)
        pending.append((node, depth, True))
        pending += ((child, depth + len(elements), False) for child in reversed(node.children))
    return events


def in_order(events: Iterable[Event]) -> list[Event]:
    """Return events by place, then by order; otherwise as they came, for that is how they nest."""
    return sorted(events, key=lambda event: event[:2])


def _quoter_link(quoter: QuoterMark) -> str:
    title = escape(quoter.title)
    elsewhere = ' class="quoted-by__elsewhere"' if quoter.is_elsewhere else ""
    return (
        f'<a{elsewhere} href="{escape(quoter.href)}" data-number="{escape(quoter.number)}"'
        f' title="{title}" aria-label="{title}"></a>'
    )
