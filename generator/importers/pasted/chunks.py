"""Chunks: what stands between two end marks. Each is the rest of one post's footer, a header, a body, or all three."""

from __future__ import annotations

from dataclasses import dataclass

from generator.importers.pasted.sheets import Sheet
from generator.importers.pasted.skins import Role

_BELOW: frozenset[Role] = frozenset(("edited", "footer", "end", "stop"))


@dataclass(frozen=True, slots=True)
class Chunk:
    """The lines [first, stop) between two marks, blank ones at the ends left out; `footers` stand above `first`.

    `footers` belong to the post before: XenForo writes "Last edited:" and buttons below its mark.
    """

    mark: int | None  # the line of the mark above; None at the beginning of the dump
    footers: tuple[int, ...]
    first: int
    stop: int

    @property
    def is_empty(self) -> bool:
        return self.first >= self.stop


def cut_at(sheet: Sheet, *, start: int) -> list[Chunk]:
    """Return the chunks of the lines from `start` on, one more than there are marks behind `start`."""
    bounds = [mark for mark in sheet.lines.marks if mark >= start]
    chunks = []
    for above, below in zip([None, *bounds], [*bounds, len(sheet.lines)], strict=True):
        first = start if above is None else above + 1
        chunks.append(_chunk(sheet, above, (first, below)))
    return chunks


def _chunk(sheet: Sheet, mark: int | None, run: tuple[int, int]) -> Chunk:
    start, stop = run
    footers: list[int] = []
    line = sheet.lines.next_filled(start, stop)
    while line < stop and mark is not None and sheet.is_a(line, _BELOW):
        footers.append(line)
        line = sheet.lines.next_filled(line + 1, stop)
    return Chunk(mark, tuple(footers), line, sheet.lines.last_filled(line, stop) + 1)
