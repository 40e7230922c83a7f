"""The only writer of HTML for posts: a body and its marks → the parts of the post.

The text's offsets are the only coordinates. The body is flattened to units (paragraphs and the like), cut where a quote
that covers whole lines begins or ends. A passage within one unit becomes a `span`, one over several a `div` around
them, one over several parts the `before` and `after` of these. Ranges that overlap by halves become their union.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from generator.markup.around import labels_of
from generator.markup.layout import Layout, Section
from generator.markup.lines import LineEnds
from generator.markup.marks import Marks, Part, PassageMark, QuoteMark, merged
from generator.markup.plain import read_plain
from generator.markup.safe import visible_text
from generator.markup.units import Unit, cut_units, word_blocks
from generator.records import Block, Span

_SIGNS_LIMIT = 20  # characters by which a quote's record may be shorter or longer than its block


class _Place(NamedTuple):
    """Where a quote stands: `is_top` outside of every other quote, `is_block` covering whole lines."""

    span: Span
    quote: int  # which of the quotes
    is_top: bool
    is_block: bool
    block: Block | None = None  # the quote block of the body that holds the same words


def write_parts(text: str, body: Sequence[Block], marks: Marks) -> tuple[Part, ...]:
    """Return the parts of a post, in text order: own words and quotes that cover whole lines.

    Every id of `marks` is in exactly one part; that of a quote which is a part is left to the theme. Nothing but
    furniture and blanks is lost. O(n log n) in characters and marks.
    """
    shown = visible_text(text)
    hidden = merged(marks.furniture) if marks.furniture else []
    blocks = list(word_blocks(body or read_plain(text, furniture=hidden)))
    places = _places(shown, marks.quotes, hidden, [block.span for block, _ in blocks]) if marks.quotes else []
    cuts = sorted({offset for place in places if place.is_block for offset in (place.span.start, place.span.end)})
    units = cut_units(blocks, shown, cuts=cuts, hidden=hidden)
    places = _with_blocks(places, units, shown)
    labels = labels_of(units, marks.speakers)
    units, sections = _sections(units, places)
    if len(sections) > 1:
        sections = _split(units, sections, marks.passages)
    layout = Layout(shown, units, sections, labels)
    for place in places:
        if not (place.is_top and place.is_block):
            quote = marks.quotes[place.quote]
            layout.add_quote(place.quote, quote, covers_lines=place.is_block, block=place.block)
    layout.add_passages(marks.passages)
    return layout.write()


def write_text(text: str) -> Markup:
    """Return plain text as paragraphs; addresses become links."""
    return Markup("").join(part.html for part in write_parts(text, (), Marks()))


def _places(text: str, quotes: tuple[QuoteMark, ...], hidden: list[Span], blocks: list[Span]) -> list[_Place]:
    """Return the quotes in text order. One that overlaps the one before by halves begins where that one ends."""
    starts = [block.start for block in blocks]
    lines = LineEnds(text, hidden, starts=frozenset(starts), ends=frozenset(block.end for block in blocks))
    places: list[_Place] = []
    top_end = 0
    for index in sorted(range(len(quotes)), key=lambda at: (quotes[at].span.start, -quotes[at].span.end)):
        span = quotes[index].span
        is_top = span.end > top_end
        if is_top:
            span = Span(max(span.start, top_end), span.end)
            top_end = span.end
        runs_on = is_top and bisect_right(starts, span.start) != bisect_left(starts, span.end)
        places.append(_Place(span, index, is_top, runs_on or lines.are_met_by(span)))
    return places


def _with_blocks(places: list[_Place], units: list[Unit], text: str) -> list[_Place]:
    """Return the places with their quote blocks; one within a list, table or spoiler stays there, and is no part."""
    found: list[_Place] = []
    taken: set[int] = set()
    for place in places:
        at = bisect_right(units, place.span.start, key=_end)
        for depth, block in enumerate(units[at].inside if at < len(units) else ()):
            if block.kind == "quote" and id(block) not in taken and _same_words(block.span, place.span, text):
                taken.add(id(block))
                place = place._replace(block=block, is_top=place.is_top and not depth)
                break
        found.append(place)
    return found


def _same_words(one: Span, other: Span, text: str) -> bool:
    """True where two runs differ by nothing but blanks and signs at their ends."""
    starts, ends = sorted((one.start, other.start)), sorted((one.end, other.end))
    if starts[1] - starts[0] > _SIGNS_LIMIT or ends[1] - ends[0] > _SIGNS_LIMIT:
        return False
    return not any(map(str.isalnum, text[starts[0] : starts[1]] + text[ends[0] : ends[1]]))


def _sections(units: list[Unit], places: list[_Place]) -> tuple[list[Unit], list[Section]]:
    """Return the units without the markup of the quotes that are parts, and the parts that they make."""
    quotes = [place for place in places if place.is_top and place.is_block]
    if not quotes:
        return units, [Section(0, len(units), None)] if units else []
    others = {id(place.block) for place in places if place.block is not None and not (place.is_top and place.is_block)}
    sections: list[Section] = []
    kept: list[Unit] = []
    for place in quotes:
        sections += _own(kept, bisect_left(units, place.span.start, key=_start), units)
        first, end = len(kept), bisect_left(units, place.span.end, key=_start)
        for unit in units[first:end]:
            kept.append(unit._replace(inside=unit.inside[1:]) if _is_marked(unit, place, others) else unit)
        sections.append(Section(first, len(kept), place.quote))
    sections += _own(kept, len(units), units)
    return kept, sections


def _is_marked(unit: Unit, place: _Place, others: set[int]) -> bool:
    """True where the outermost block around a unit says that it is that quote, and not another one."""
    if not unit.inside or unit.inside[0].kind != "quote":
        return False
    return unit.inside[0] is place.block or (place.block is None and id(unit.inside[0]) not in others)


def _own(kept: list[Unit], end: int, units: list[Unit]) -> list[Section]:
    """Move the units before `end` to `kept`; return the part that they make, if they are any."""
    first = len(kept)
    kept += units[first:end]
    return [Section(first, end, None)] if end > first else []


def _split(units: list[Unit], sections: list[Section], passages: Sequence[PassageMark]) -> list[Section]:
    """Return the parts with own words parted where a passage that runs over several parts begins or ends.

    So the element of such a passage holds no paragraphs that have nothing to do with it.
    """
    starts, ends = [unit.start for unit in units], [unit.end for unit in units]
    part_ends = [section.end for section in sections]
    cuts: set[int] = set()
    for passage in passages:
        first, last = bisect_right(ends, passage.span.start), bisect_left(starts, passage.span.end) - 1
        if first < last and bisect_right(part_ends, first) != bisect_right(part_ends, last):
            cuts |= {first, last + 1}
    parted: list[Section] = []
    for section in sections:
        first = section.first
        for cut in range(section.first + 1, section.end if section.quote is None and cuts else 0):
            if cut in cuts and not _belong_together(units[cut - 1], units[cut]):
                parted.append(Section(first, cut, None))
                first = cut
        parted.append(Section(first, section.end, section.quote))
    return parted


def _belong_together(one: Unit, other: Unit) -> bool:
    """True where one list, table or quote holds both."""
    return bool(one.inside) and bool(other.inside) and one.inside[0] is other.inside[0]


def _start(unit: Unit) -> int:
    return unit.start


def _end(unit: Unit) -> int:
    return unit.end
