"""Inside a body: lead-ins, declared quotes, furniture, and runs that repeat without being quotes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.importers.pasted.lines import Lines
from generator.importers.pasted.reuse import find_reuse
from generator.importers.pasted.sheets import Sheet
from generator.importers.pasted.skins import Hit
from generator.records import Declared, Span


@dataclass(frozen=True, slots=True)
class Body:
    """A body's place in the dump and what stands in it; all spans are dump offsets."""

    span: Span
    declared: tuple[Declared, ...] = ()
    furniture: tuple[Span, ...] = ()
    reuse: tuple[Span, ...] = ()


def read_body(sheet: Sheet, run: tuple[int, int], *, has_typed_leads: bool) -> Body | None:
    """Return the body that stands in the lines [first, stop), or None where only chrome stands there.

    Lead-ins above the first word and "Click to expand..." below the last one are not part of it; between, they are
    furniture. With `has_typed_leads` (the page's own are gone, so that those left were typed by somebody) the body
    begins with its first lead-in.

    A declared quote runs from its lead-in to the line that closes it; where nothing closes it, to the end of its first
    line, for the reply follows on the next line as often as not.
    """
    lines, hits = sheet.lines, sheet.hits
    filled = list(lines.filled(*run))
    frame = [line for line in filled if _role(hits[line]) in ("lead", "expand")]
    framed = set(frame)
    words = [line for line in filled if line not in framed or (has_typed_leads and _role(hits[line]) == "lead")]
    if all(line in framed for line in words):
        return None
    span = lines.span(words[0], words[-1])
    furniture = tuple(lines.of(line) for line in frame if words[0] <= line < words[-1])
    declared = tuple(
        _declared(lines, hits, frame, place, words) for place in range(len(frame)) if _leads(hits, frame, place)
    )
    return Body(span, tuple(found for found in declared if found), furniture, find_reuse(sheet, words))


def _role(found: Sequence[Hit]) -> str | None:
    return next((hit.role for hit in found if hit.role in ("lead", "expand")), None)


def _leads(hits: Sequence[Sequence[Hit]], frame: Sequence[int], place: int) -> bool:
    return _role(hits[frame[place]]) == "lead"


def _declared(
    lines: Lines, hits: Sequence[Sequence[Hit]], frame: Sequence[int], place: int, words: Sequence[int]
) -> Declared | None:
    lead = frame[place]
    after = frame[place + 1] if place + 1 < len(frame) else None
    first = lines.next_filled(lead + 1, words[-1] + 1)
    if first > words[-1] or (after is not None and first >= after):
        return None
    closed = after is not None and _role(hits[after]) == "expand"
    last = lines.last_filled(first, after) if closed and after is not None else _last_marked(lines, first, words[-1])
    author = min((hit.name for hit in hits[lead] if hit.name), key=len, default=None)
    lead_in = lines.of(lead) if lead >= words[0] else None
    return Declared(lines.span(first, last), author, None, lead_in=lead_in)


def _last_marked(lines: Lines, first: int, stop: int) -> int:
    """Return the last line of a run that is marked with ">" throughout; `first` itself where it is not marked."""
    last = first
    if lines.bare[first].startswith(">"):
        while last < stop and lines.bare[last + 1].startswith(">"):
            last += 1
    return last
