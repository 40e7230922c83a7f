"""Threads kept as Markdown: `# TITLE`, then `## AUTHOR`, the body and a line of dashes for each post."""

from __future__ import annotations

import re

from generator.importers.pasted.drafts import Draft, Found
from generator.importers.pasted.sheets import Sheet
from generator.records import Guess, Span

SKIN = "markdown"
_RULE = re.compile(r"-{5,}|\*{5,}|_{5,}")
_SHARE = 0.8  # of rules that must stand right above a heading: a body may be ruled too


def find_transcript(sheet: Sheet) -> Found | None:
    """Return the posts of a Markdown transcript, or None where the dump is none.

    A heading counts only at the beginning and below a rule, for bodies have headings of their own.
    """
    lines = sheet.lines
    filled = list(lines.filled(0, len(lines)))
    if not filled:
        return None
    title = filled[0] if lines.bare[filled[0]].startswith("# ") else None
    start = 0 if title is None else 1
    heads = [at for at in range(start, len(filled)) if _is_head(sheet, filled, at, start)]
    rules = [at for at in range(start, len(filled)) if _RULE.fullmatch(lines.bare[filled[at]])]
    begun = {*heads, len(filled)}
    closing = sum(at + 1 in begun for at in rules)
    if not heads or heads[0] != start or not rules or closing < _SHARE * len(rules):
        return None
    stops = [*heads[1:], len(filled)]
    drafts = tuple(_draft(sheet, filled, head, stop) for head, stop in zip(heads, stops, strict=True))
    if title is None:
        return Found(drafts, is_page=True)
    span = Span(lines.at[title] + 2, lines.end(title))
    evidence = (f"line {title + 1} is the heading of the transcript",)
    return Found(drafts, Guess(span.of(lines.text).strip(), 1.0, evidence, "declared"), span, is_page=True)


def _is_head(sheet: Sheet, filled: list[int], at: int, start: int) -> bool:
    bare = sheet.lines.bare
    return bare[filled[at]].startswith("## ") and (at == start or bool(_RULE.fullmatch(bare[filled[at - 1]])))


def _draft(sheet: Sheet, filled: list[int], head: int, stop: int) -> Draft:
    lines = sheet.lines
    line = filled[head]
    name = Span(lines.at[line] + 3, lines.end(line))
    has_rule = stop - 1 > head and _RULE.fullmatch(lines.bare[filled[stop - 1]])
    body_stop = filled[stop - 1] if has_rule else (filled[stop - 1] + 1)
    evidence = (f"line {line + 1} is a heading of the transcript",)
    return Draft(
        lines=(line + 1, body_stop),
        boundary=Guess("start of a post", 1.0, evidence, "declared"),
        author=Guess(name.of(lines.text).strip(), 1.0, evidence, "declared"),
        author_span=name,
    )
