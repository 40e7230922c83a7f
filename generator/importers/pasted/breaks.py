"""Where posts end in a dump that lost its end marks: lines of one space, or more blank lines than a paragraph has."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.importers.pasted.lines import Lines
from generator.importers.pasted.pagetitles import strip_reply
from generator.importers.pasted.sheets import Sheet
from generator.importers.pasted.skins import Role, fold
from generator.importers.pasted.wordlists import break_weights, greetings

_INDENTED_SHARE = 0.2  # 4forums indents half of its lines by a space; a dump with marks turned to spaces, one in fifty
_BELOW: frozenset[Role] = frozenset(("edited", "footer", "end", "stop"))
_RANKS: frozenset[Role] = frozenset(("title", "label"))
_SHORT = 30
_FAREWELL_SIGNS = 60  # at the end of a line
_OF_MARKS, _OF_SPACES = 0.99, 0.97  # shares of such lines that end a post, on dumps whose posts are known
_CODE = re.compile(r"[{};=<>]|\(\)|^\W+$|^--")
_FAREWELL = re.compile(r"\b(?:thanks|thank you|thx|ty|regards|cheers|please help|plz|help me)\b\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Break:
    """A run of blank lines [start, stop) between the filled lines `above` and `below`."""

    above: int
    below: int

    @property
    def blanks(self) -> int:
        return self.below - self.above - 1


class Echoes:
    """How often each line of a dump stands in it, and each pair of filled lines that follow each other."""

    def __init__(self, lines: Lines) -> None:
        filled = [text for text in lines.bare if text]
        self.lines = Counter(filled)
        self.pairs = Counter(pairwise(filled))


@dataclass(frozen=True, slots=True)
class Marks:
    """The lines that close posts: `chances` tell for each how sure that is, `meaning` ends "line 12 ..."."""

    lines: tuple[int, ...]
    chances: tuple[float, ...]
    meaning: str
    are_certain: bool  # they are what a skin writes, not what remains where it was lost


def find_marks(sheet: Sheet) -> Marks:
    """Return the lines that close posts.

    An NBSP line is XenForo's own mark. Editors and extractors turn it into a space, or into one blank line more.
    """
    lines = sheet.lines
    if lines.marks:
        return Marks(lines.marks, (_OF_MARKS,) * len(lines.marks), "is a lone NBSP", are_certain=True)
    if spaces := _space_lines(lines):
        meaning = "holds one space, as an NBSP does after many an editor"
        return Marks(spaces, (_OF_SPACES,) * len(spaces), meaning, are_certain=True)
    breaks = wide_breaks(lines)
    echoes = Echoes(lines)
    chances = [_chance(signs_of(sheet, place, echoes)) for place in breaks]
    chosen = [
        (place.above + 1, round(chance, 2)) for place, chance in zip(breaks, chances, strict=True) if chance >= 0.5
    ]
    places, sure = tuple(place for place, _ in chosen), tuple(chance for _, chance in chosen)
    return Marks(places, sure, "begins a run of blank lines", are_certain=False)


def _space_lines(lines: Lines) -> tuple[int, ...]:
    """Return the lines of exactly one space, unless the dump indents its text by a space."""
    text, starts = lines.text, lines.starts
    filled = [line for line in range(len(lines)) if lines.bare[line]]
    indented = sum(text[starts[line]] == " " and lines.at[line] == starts[line] + 1 for line in filled)
    if not filled or indented > _INDENTED_SHARE * len(filled):
        return ()
    return tuple(
        line
        for line in range(len(lines))
        if not lines.bare[line] and text[starts[line] : starts[line] + 2] in (" \n", " \r", " ")
    )


def wide_breaks(lines: Lines) -> list[Break]:
    """Return the runs of two or more blank lines between filled ones."""
    filled = [line for line in range(len(lines)) if lines.bare[line]]
    return [Break(one, two) for one, two in pairwise(filled) if two > one + 2]


def signs_of(sheet: Sheet, place: Break, echoes: Echoes) -> tuple[str, ...]:
    """Return the names of the signs, for and against, that a post ends at a break."""
    lines = sheet.lines
    above, below = lines.bare[place.above], lines.bare[place.below]
    claims = {
        f"blanks {min(place.blanks, 5)}": True,
        "repeated below": echoes.lines[below] > 1 and len(below) > _SHORT,
        "repeated pair": echoes.pairs[above, below] > 1,
        "lonely below": _is_wide(lines, place.below, 1),
        "lonely above": _is_wide(lines, place.above, -1),
        "glued below" if place.below + 1 < len(lines) and lines.bare[place.below + 1] else "apart below": True,
        **_above(sheet, place.above),
        **_below(sheet, place.below),
    }
    return tuple(sign for sign, holds in claims.items() if holds)


def _above(sheet: Sheet, line: int) -> dict[str, bool]:
    text = sheet.lines.bare[line]
    return {
        "placeholder above": sheet.is_a(line, ("placeholder",)),
        "subject above": strip_reply(text) != fold(text),
        "rank above": sheet.is_a(line, _RANKS),
        "open above": text.rstrip("\u200b")[-1:] in (":", ",", "("),
        "code above": _CODE.search(text) is not None,
        "farewell above": _FAREWELL.search(text[-_FAREWELL_SIGNS:]) is not None,
        "sentence above": text[-1] in ".?!",
        f"{_size(text)} above": True,
    }


def _below(sheet: Sheet, line: int) -> dict[str, bool]:
    text = sheet.lines.bare[line]
    ranked = any(sheet.is_a(after, _RANKS) for after in range(line + 1, min(line + 5, len(sheet.lines))))
    return {
        "footer below": sheet.is_a(line, _BELOW),
        "placeholder below": sheet.is_a(line, ("placeholder",)),
        "subject below": strip_reply(text) != fold(text),
        "ranks below": ranked and len(text) <= _SHORT,
        "small below": text[0].islower(),
        "code below": _CODE.search(text) is not None,
        "greeting below": fold(text).split(" ")[0].strip(".,!") in greetings(),
        "mention below": text[0] == "@",
        "sentence below": text[-1] in ".?!",
        f"{_size(text)} below": True,
    }


def _size(text: str) -> str:
    return "long" if len(text) > 2 * _SHORT else "short" if len(text) < _SHORT else "middle"


def _is_wide(lines: Lines, line: int, step: int) -> bool:
    """True where two or more blank lines follow a line in the direction of `step`."""
    one, two = line + step, line + 2 * step
    return 0 <= two < len(lines) and 0 <= one < len(lines) and not lines.bare[one] and not lines.bare[two]


def _chance(signs: Sequence[str]) -> float:
    weights = break_weights()
    score = weights["bias"] + sum(weights.get(sign, 0.0) for sign in signs)
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
