"""What stands in and around the units of one post, and the HTML of its parts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from generator.markup.around import Holders, Label, unit_tags
from generator.markup.elements import (
    CLOSE,
    Element,
    Event,
    anchor_event,
    in_order,
    node_events,
    passage_element,
    quote_element,
    quoted_by_event,
)
from generator.markup.inline import write_words
from generator.markup.marks import Part, PassageMark, QuoteMark, merged
from generator.markup.nesting import Node, nest
from generator.markup.units import Unit
from generator.records import Block, Span

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdfc\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


class Section(NamedTuple):
    """The units [first, end) of one part, and the quote that it is (an index) or None."""

    first: int
    end: int
    quote: int | None


class Layout:
    """Collects what stands in and around the units of one post, then writes the parts."""

    def __init__(self, text: str, units: list[Unit], sections: list[Section], labels: dict[int, Label]) -> None:
        """`labels`: of the quote blocks around units, by identity."""
        self._text = text
        self._units = units
        self._sections = sections
        self._labels = labels
        self._starts = [unit.start for unit in units]
        self._ends = [unit.end for unit in units]
        self._section_of = [at for at, section in enumerate(sections) for _ in range(section.first, section.end)]
        self._groups = _groups(units, sections)
        self._within: defaultdict[int, list[tuple[int, int, Element]]] = defaultdict(list)  # text offsets, by unit
        self._around: list[tuple[int, int, Element]] = []  # numbers of units, inside one section
        self._across: list[tuple[int, int, Element]] = []  # numbers of sections
        self._events: defaultdict[int, list[Event]] = defaultdict(list)  # by unit
        self._words: list[Span] = []
        self._inline: defaultdict[int, list[int]] = defaultdict(list)  # by section
        self._strays: list[Event] = []  # ids of a post without any unit

    def add_quote(self, index: int, quote: QuoteMark, *, covers_lines: bool, block: Block | None) -> None:
        """Take in a quote that is no part of its own; `block`: that which the body has for it already."""
        first, last = self._touched(quote.span)
        if first > last:
            self._add_stray(first, quote.span.start, quote.anchor)
            return
        self._inline[self._section_of[first]].append(index)
        label = self._labels.get(id(block))
        if label is not None and label.quote is None:
            label.quote = quote
            return
        fills_unit = quote.span.start <= self._starts[first] and self._ends[first] <= quote.span.end
        if first == last and self._units[first].leaves and not (covers_lines and fills_unit):
            self._add_within(first, quote.span, quote_element(quote, "q"))
        else:
            self._add_around(first, last, quote_element(quote, "blockquote"))

    def add_passages(self, passages: Iterable[PassageMark]) -> None:
        """Take in the passages, and a mark for the quoters where one or several of them begin."""
        beginning: defaultdict[tuple[int, int], list[PassageMark]] = defaultdict(list)
        for passage in passages:
            first, last = self._touched(passage.span)
            if first > last:
                self._add_stray(first, passage.span.start, passage.anchor)
                continue
            beginning[first, max(passage.span.start, self._starts[first])].append(passage)
            if first == last and self._units[first].leaves:
                self._add_within(first, passage.span, passage_element(passage, "span"))
            else:
                self._add_around(first, last, passage_element(passage, "div"))
                self._words += passage.pieces or (passage.span,)
        for (unit, offset), quoted in beginning.items():
            if event := quoted_by_event(offset, quoted):
                self._events[unit].append(event)

    def write(self) -> tuple[Part, ...]:
        """Return the parts, in order."""
        if not self._units:
            return self._empty_parts()
        for unit, ranges in self._within.items():
            forest = nest(ranges)
            self._words += _inexact_words(forest)
            self._events[unit] += node_events(forest)
        words = self._words_by_unit()
        attribute = ' dir="auto"' if not self._text.isascii() and _RIGHT_TO_LEFT.search(self._text) else ""
        written = [self._written(at, words.get(at, ()), attribute) for at in range(len(self._units))]
        around = _by_offset(node_events(nest(self._around)))
        before, after = _outside(node_events(nest(self._across)))
        holders = Holders(self._labels)
        return tuple(
            Part(
                html=Markup("".join(self._stacked(section, written, around, holders))),
                quote=section.quote,
                inline=tuple(self._inline.get(at, ())),
                before=Markup(before.get(at, "")),
                after=Markup(after.get(at, "")),
            )
            for at, section in enumerate(self._sections)
        )

    def _empty_parts(self) -> tuple[Part, ...]:
        strays = Markup("".join(event.html for event in self._strays))
        parts = tuple(Part(Markup(), section.quote) for section in self._sections)
        return (*parts, Part(strays)) if strays else parts

    def _touched(self, span: Span) -> tuple[int, int]:
        """Return the first and the last unit that the span touches; where it touches none, the first is the higher."""
        return bisect_right(self._ends, span.start), bisect_left(self._starts, span.end) - 1

    def _add_stray(self, near: int, offset: int, anchor: str) -> None:
        if not self._units:
            self._strays.append(anchor_event(offset, anchor))
            return
        unit = min(near, len(self._units) - 1)
        self._events[unit].append(anchor_event(offset, anchor))

    def _add_within(self, unit: int, span: Span, element: Element) -> None:
        start, end = max(span.start, self._starts[unit]), min(span.end, self._ends[unit])
        self._within[unit].append((start, end, element))

    def _add_around(self, first: int, last: int, element: Element) -> None:
        """Put an element around units with all of their lists and tables, or, if it meets two parts, around these."""
        if self._section_of[first] != self._section_of[last]:
            self._across.append((self._section_of[first], self._section_of[last] + 1, element))
        else:
            self._around.append((self._groups[first][0], self._groups[last][1], element))

    def _words_by_unit(self) -> dict[int, list[Span]]:
        """Return the exact words of passages, each run given to the units that it touches."""
        words: defaultdict[int, list[Span]] = defaultdict(list)
        for run in merged(self._words):
            first, last = self._touched(run)
            for unit in range(first, last + 1):
                words[unit].append(run)
        return words

    def _written(self, at: int, words: Sequence[Span], attribute: str) -> str:
        """Return a unit in its own tags."""
        unit = self._units[at]
        opened, closed = unit_tags(unit, attribute)
        return opened + write_words(self._text, unit.leaves, self._events.get(at, ()), words) + closed

    def _stacked(
        self, section: Section, written: list[str], around: dict[int, list[Event]], holders: Holders
    ) -> Iterator[str]:
        """Yield the HTML of one part: its units, the lists and tables that hold them, the elements around them."""
        inside: tuple[Block, ...] = ()
        for at in range(section.first, section.end + 1):
            is_first, is_end = at == section.first, at == section.end
            events = [event.html for event in around.get(at, ()) if not (is_first if event.order == CLOSE else is_end)]
            unit = None if is_end else self._units[at]
            entered = () if unit is None else unit.inside
            if events or entered != inside:
                yield from holders.left(inside, () if events else entered)
                yield from events
                yield from holders.entered(() if events else inside, unit)
                inside = entered
            if not is_end:
                yield written[at] + "\n"


def _groups(units: list[Unit], sections: list[Section]) -> list[tuple[int, int]]:
    """Return, for each unit, the units [first, end) that share its outermost list, table or quote in its part."""
    groups: list[tuple[int, int]] = []
    for section in sections:
        at = section.first
        while at < section.end:
            outermost = units[at].inside[0] if units[at].inside else None
            end = at + 1
            while (
                outermost is not None and end < section.end and units[end].inside and units[end].inside[0] is outermost
            ):
                end += 1
            groups += [(at, end)] * (end - at)
            at = end
    return groups


def _inexact_words(forest: list[Node[Element]]) -> Iterator[Span]:
    """Yield the pieces of passages whose element holds more than their words: gaps, or the words of another passage."""
    pending = list(forest)
    while pending:
        node = pending.pop()
        pending += node.children
        passages = [element.passage for element in node.items if element.passage is not None]
        is_union = any(passage.span != passages[0].span for passage in passages)
        for passage in passages:
            if is_union or len(passage.pieces) > 1:
                yield from passage.pieces or (passage.span,)


def _by_offset(events: Iterable[Event]) -> dict[int, list[Event]]:
    found: defaultdict[int, list[Event]] = defaultdict(list)
    for event in in_order(events):
        found[event.offset].append(event)
    return found


def _outside(events: Iterable[Event]) -> tuple[dict[int, str], dict[int, str]]:
    """Return what stands before and after each part."""
    before: defaultdict[int, str] = defaultdict(str)
    after: defaultdict[int, str] = defaultdict(str)
    for event in in_order(events):
        if event.order == CLOSE:
            after[event.offset - 1] += event.html
        else:
            before[event.offset] += event.html
    return before, after
