"""The lists, tables, spoilers and quotes that stand around the units of a post, as tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import escape

from generator.markup.elements import quote_element
from generator.markup.marks import QuoteMark, SpeakerMark
from generator.markup.units import Unit
from generator.records import Block, Span

_TAGS = {
    "item": ("<li>", "</li>"),
    "table": ('<div class="table"><table>', "</table></div>"),
    "row": ("<tr>", "</tr>"),
    "cell": ("<td>", "</td>"),
    "spoiler": ('<details class="spoiler"><summary>Spoiler</summary>', "</details>"),
    "quote": ('<blockquote class="quote quote--nested">', "</blockquote>"),
}
_UNIT_TAGS = {"code": ("<pre{}><code>", "</code></pre>"), "cell": ("<td{}>", "</td>"), "item": ("<li{}>", "</li>")}


@dataclass(slots=True)
class Label:
    """What is said of a quote block: by whom it is, and which of the post's quotes it is."""

    speaker: SpeakerMark | None = None
    quote: QuoteMark | None = None


class Holders:
    """Opens and closes what stands around units, and tells of each quote block once whose words it holds."""

    def __init__(self, labels: Mapping[int, Label]) -> None:
        """`labels`: of quote blocks, by their identity."""
        self._labels = labels
        self._told: set[int] = set()

    def left(self, old: tuple[Block, ...], new: tuple[Block, ...]) -> Iterator[str]:
        """Yield what closes the blocks around one unit that are not around the next."""
        return (self._tags(block)[1] for block in reversed(old[shared(old, new) :]))

    def entered(self, old: tuple[Block, ...], unit: Unit | None) -> Iterator[str]:
        """Yield what opens the blocks around a unit that were not around the one before."""
        if unit is None:
            return
        for block in unit.inside[shared(old, unit.inside) :]:
            if block.kind == "quote":
                yield self._quote(block)
            elif block.kind == "spoiler" and is_title(unit) and unit.inside[-1] is block:
                yield '<details class="spoiler">'
            else:
                yield self._tags(block)[0]

    def _quote(self, block: Block) -> str:
        label = self._labels.get(id(block))
        if label is None or id(block) in self._told:
            return _TAGS["quote"][0]
        self._told.add(id(block))
        opened = quote_element(label.quote, "blockquote").open if label.quote else _TAGS["quote"][0]
        return opened + _speaker(label)

    def _tags(self, block: Block) -> tuple[str, str]:
        if block.kind == "list":
            return ("<ol>", "</ol>") if block.level else ("<ul>", "</ul>")
        if block.kind == "cell" and block.level:
            return "<th>", "</th>"
        return _TAGS.get(block.kind, ("<div>", "</div>"))


def unit_tags(unit: Unit, attribute: str) -> tuple[str, str]:
    """Return the tags of the unit's own element, with an attribute of its start tag (" dir=…" or "")."""
    kind, level = unit.block.kind, unit.block.level
    if kind == "rule":
        return "", "<hr>"
    if is_title(unit):
        return f"<summary{attribute}>", "</summary>"
    if kind == "heading":
        return f'<p class="heading heading--{level}"{attribute}>', "</p>"
    if kind == "cell" and level:
        return f"<th{attribute}>", "</th>"
    opened, closed = _UNIT_TAGS.get(kind, ("<p{}>", "</p>"))
    return opened.format(attribute), closed


def is_title(unit: Unit) -> bool:
    """True for the title of a spoiler: a heading of level 0 that begins it."""
    block = unit.block
    if block.kind != "heading" or block.level or not unit.inside or unit.start > block.span.start:
        return False
    spoiler = unit.inside[-1]
    return spoiler.kind == "spoiler" and spoiler.blocks[0] is block


def shared(old: tuple[Block, ...], new: tuple[Block, ...]) -> int:
    """Return how many of the blocks around two units are the same."""
    if old is new:
        return len(old)
    count = 0
    while count < min(len(old), len(new)) and old[count] is new[count]:
        count += 1
    return count


def labels_of(units: Iterable[Unit], speakers: Sequence[SpeakerMark]) -> dict[int, Label]:
    """Return who speaks in each quote block, by its identity; of several with one span, the outer one first."""
    waiting: dict[Span, list[SpeakerMark]] = {}
    for speaker in reversed(speakers):
        waiting.setdefault(speaker.span, []).append(speaker)
    labels: dict[int, Label] = {}
    before: tuple[Block, ...] = ()
    for unit in units:
        for block in unit.inside[shared(before, unit.inside) :]:
            if block.kind == "quote" and id(block) not in labels:
                named = waiting.get(block.span)
                labels[id(block)] = Label(named.pop() if named else None)
        before = unit.inside
    return labels


def _speaker(label: Label) -> str:
    name = label.speaker.name if label.speaker else ""
    href = (label.quote.href if label.quote else "") or (label.speaker.href if label.speaker else "")
    title = label.quote.title if label.quote else label.speaker.title if label.speaker else ""
    told = f' title="{escape(title)}"' if title else ""
    words = f"<bdi>{escape(name)}</bdi>" if name else "↗"
    if href:
        words = f'<a href="{escape(href)}"{told}{"" if name else told.replace(" title=", " aria-label=")}>{words}</a>'
    elif not name:
        return ""
    return f'<p class="quote__by">{words}</p>'
