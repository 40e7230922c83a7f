"""Runs of a body that repeat without being quotes, as far as the page tells: subject lines and placeholders.

Code and logs are known by their look wherever they come from: `linking` finds those.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.importers.pasted.sheets import Sheet, strip_reply
from generator.importers.pasted.skins import fold
from generator.records import Span


def find_reuse(sheet: Sheet, words: Sequence[int]) -> tuple[Span, ...]:
    """Return the spans, in order, of the filled lines `words` of a body that repeat without being quotes."""
    return tuple(
        sheet.lines.of(line)
        for place, line in enumerate(words)
        if sheet.is_a(line, ("placeholder",)) or (not place and _is_reply(sheet, line))
    )


def _is_reply(sheet: Sheet, line: int) -> bool:
    """True for a subject such as "Re: A Tower in the Fog", which some importers left as the first line of a body."""
    text = sheet.lines.bare[line]
    return strip_reply(text) != fold(text)
