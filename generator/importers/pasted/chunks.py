"""Chunks: what stands between two end marks. Each is the rest of one post's footer, a header, a body, or all three."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.importers.pasted.lines import Lines
from generator.importers.pasted.skins import Hit


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


def cut_at(lines: Lines, marks: Sequence[int], hits: Sequence[Sequence[Hit]], *, start: int) -> list[Chunk]:
    """Return the chunks of the lines from `start` on, one more than there are marks behind `start`."""
    bounds = [mark for mark in marks if mark >= start]
    chunks = []
    for above, below in zip([None, *bounds], [*bounds, len(lines)], strict=True):
        first = start if above is None else above + 1
        chunks.append(_chunk(lines, hits, above, (first, below)))
    return chunks


def _chunk(lines: Lines, hits: Sequence[Sequence[Hit]], mark: int | None, run: tuple[int, int]) -> Chunk:
    start, stop = run
    footers: list[int] = []
    line = lines.next_filled(start, stop)
    while (
        line < stop and mark is not None and any(hit.role in ("edited", "footer", "end", "stop") for hit in hits[line])
    ):
        footers.append(line)
        line = lines.next_filled(line + 1, stop)
    return Chunk(mark, tuple(footers), line, lines.last_filled(line, stop) + 1)
