"""The title of a thread on a page copied whole, and the titles that posts carry themselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass

from generator.importers.pasted.drafts import UNKNOWN
from generator.importers.pasted.sheets import LONGEST_TITLE, Sheet, strip_reply
from generator.importers.pasted.skins import fold
from generator.records import Guess, Span

_CRUMBS = re.compile(r"\s[›>»/]\s|^[›>»]")  # the way to a page is told like this
_FEW = 2
_ENOUGH = 2.0  # a line that has words of the skin below it, or comes again
_SEARCHED_LINES = 2000  # above the first post; the longest menu seen has 400


@dataclass(frozen=True, slots=True)
class Title:
    guess: Guess[str] = UNKNOWN
    span: Span | None = None
    folded: str = ""


def is_subject(text: str, title: str) -> bool:
    """True where a line is the thread's title again, with or without "Re:"; `title` is folded."""
    return bool(title) and len(text) <= LONGEST_TITLE and strip_reply(text) == title


def find_title(sheet: Sheet, first: int, names: Set[str]) -> Title:
    """Return the title of the thread among the lines above the first header, `first`; `names` of people are none.

    What speaks for a line: the words that skins put below the title ("Thread starter ..."), its return further down,
    with or without "Re:", and its closeness to the first post.
    """
    lines = sheet.lines
    low = max(0, first - _SEARCHED_LINES)
    if told := next((_told(sheet, line) for line in range(low, first) if _told(sheet, line)), None):
        return told
    candidates = [
        line for line in lines.filled(low, first) if sheet.is_word(line) and _may_be_title(lines.bare[line], names)
    ]
    if not candidates:
        return Title()
    echoes = Counter(strip_reply(text) for text in lines.bare if text and len(text) <= LONGEST_TITLE)
    best = max(candidates, key=lambda line: (_score(sheet, line, echoes), line))
    score = _score(sheet, best, echoes)
    if score < _ENOUGH:
        return _only_line(sheet, candidates)
    text = lines.bare[best]
    evidence = (
        f"line {best + 1} stands above the first post" + (" and comes again" if echoes[strip_reply(text)] > 1 else ""),
    )
    return Title(Guess(text, 0.95 if score > 2 else 0.6, evidence, "header"), lines.of(best), strip_reply(text))


def _only_line(sheet: Sheet, candidates: Sequence[int]) -> Title:
    """Return the first line above the posts as the title, where little else stands there."""
    if len(candidates) > _FEW:
        return Title()
    text = sheet.lines.bare[candidates[0]]
    evidence = (f"line {candidates[0] + 1} stands above the first post",)
    return Title(Guess(text, 0.5, evidence, "header"), sheet.lines.of(candidates[0]), strip_reply(text))


def _told(sheet: Sheet, line: int) -> Title | None:
    """Return the title that a phrase of the skin tells ("Thread: A Tower in the Fog")."""
    text = next((hit.title for hit in sheet.hits[line] if hit.title), None)
    if text is None:
        return None
    start = sheet.lines.text.index(text, sheet.lines.at[line])
    guess = Guess(text, 0.97, (f"line {line + 1} tells the title",), "header")
    return Title(guess, Span(start, start + len(text)), strip_reply(text))


def _may_be_title(text: str, names: Set[str]) -> bool:
    return 3 <= len(text) <= LONGEST_TITLE and text not in names


def _score(sheet: Sheet, line: int, echoes: Counter[str]) -> float:
    lines = sheet.lines
    below = lines.next_filled(line + 1, len(lines))
    text = lines.bare[line]
    above = lines.last_filled(max(0, line - 3), line)
    score = 3.0 if below < len(lines) and sheet.is_a(below, ("start",)) else 0.0
    score += 1.5 if above >= 0 and sheet.is_a(above, ("start",)) else 0.0
    score -= 2.0 if _CRUMBS.search(text) else 0.0
    score += min(2, echoes[strip_reply(text)] - 1)
    return score + (1.0 if " " in text else -1.0) - (1.0 if strip_reply(text) != fold(text) else 0.0)
