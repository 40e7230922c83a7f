"""Where posts end in a dump that lost its end marks: lines of one space, or more blank lines than a paragraph has."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.importers.pasted.lines import Lines
from generator.importers.pasted.sheets import Sheet
from generator.importers.pasted.skins import Role, fold
from generator.importers.pasted.wordlists import break_weights, closing_words, opening_words

_INDENTED_SHARE = 0.2  # 4forums indents half of its lines by a space; a dump with marks turned to spaces, one in fifty
_BELOW: frozenset[Role] = frozenset(("edited", "footer", "end", "stop"))
_RANKS: frozenset[Role] = frozenset(("title", "label"))
_SHORT = 30
_OF_MARKS, _OF_SPACES = 0.99, 0.97  # shares of such lines that end a post, on dumps whose posts are known
_CODE = re.compile(
    r"""[{}]|;\s*$|<[/\w]|\w>|==|\w\s?=\s?["\w(-]{2}|\(\)|^\W+$|^--|\t|^end$|^\w+\s?\([^()]*\)$|\d\s+\d+\s+\d"""
)
_SMILEY = re.compile(r"(?:[:;=8xX][-o^']?[()DPpO3/\\|]+|\^[_.]?\^|:[\w*]{1,12}:|[xX]D+|\b(?:lol|haha\w*)[.!]*)$")
_OPEN = re.compile(r"(?:\w\s?[:,(]|\()\u200b*$")
_ITEM = re.compile(r"(?:[-*•·~–]|\(?\d{1,3}\s?[.):-]|\w[.)]|(?:step|part|q|a)\s?\d)\s?", re.IGNORECASE)  # of a list
_HEADS = ("footer below", "subject below", "ranks below")  # where they are usual, their lack says something too
_REPLY = re.compile(r"(?:re|aw|antw|sv|odp|fwd?|wg|tr|rv)\s?(?:\[\d+\])?\s?:", re.IGNORECASE)
_COPIED = 12  # signs; shorter lines come again by chance
_EDGE = 60  # signs
_LOOKED_AT = 500  # signs of a line that may be code
_AROUND_WORDS = ".,!?:;()[]\"'“”‘’„«»…*-"
_FEW_LINES, _LONG_BLOCK = 4, 40


@dataclass(frozen=True, slots=True)
class Break:
    """A run of blank lines [start, stop) between the filled lines `above` and `below`."""

    above: int
    below: int

    @property
    def blanks(self) -> int:
        return self.below - self.above - 1


class Echoes:
    """How often, and where first, each line of a dump stands in it, and how often each pair of filled lines."""

    def __init__(self, lines: Lines, breaks: Sequence[Break]) -> None:
        filled = [text for text in lines.bare if text]
        self.lines = Counter(filled)
        self.pairs = Counter(pairwise(filled))
        self.first: dict[str, int] = {}
        self.first_pair: dict[tuple[str, str], int] = {}
        self.beginnings = frozenset(place.below for place in breaks) | {_second_filled(lines)}
        for line, text in enumerate(lines.bare):
            self.first.setdefault(text, line)
        for one, two in pairwise(line for line in range(len(lines)) if lines.bare[line]):
            self.first_pair.setdefault((lines.bare[one], lines.bare[two]), one)

    def has_pair_above(self, lines: Lines, line: int) -> bool:
        """True where a line and the next filled one stand further up in the dump, too."""
        after = lines.next_filled(line + 1, len(lines))
        return after < len(lines) and self.first_pair[lines.bare[line], lines.bare[after]] < line


def _second_filled(lines: Lines) -> int:
    """Return the line below the title."""
    return lines.next_filled(lines.next_filled(0, len(lines)) + 1, len(lines))


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
    chances = [(place, _chance(signs)) for place, signs in weighed_breaks(sheet)]
    chosen = [(place.above + 1, round(chance, 2)) for place, chance in chances if chance >= 0.5]
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


def weighed_breaks(sheet: Sheet) -> list[tuple[Break, tuple[tuple[str, float], ...]]]:
    """Return the runs of blank lines that may end a post, each with its signs, for and against, and their strengths."""
    breaks = wide_breaks(sheet.lines)
    echoes = Echoes(sheet.lines, breaks)
    heads = [_heads_below(sheet, place.below) for place in breaks]
    usual = {head: sum(head in each for each in heads) / max(1, len(breaks)) for head in _HEADS}
    found = []
    for at, place in enumerate(breaks):
        before = breaks[at - 1].below if at else 0
        after = breaks[at + 1].above if at + 1 < len(breaks) else place.below
        scene = Scene(place, (before, place.above), (place.below, after))
        missed = [head for head in _HEADS if usual[head] and head not in heads[at]]
        lacks = [(f"lacks {head}", math.sqrt(usual[head])) for head in missed]
        found.append((place, (*_signs_of(sheet, scene, echoes), *lacks)))
    return found


def _heads_below(sheet: Sheet, line: int) -> frozenset[str]:
    """Return what of the things that stand between two posts stands on a line or right below it."""
    text = sheet.lines.bare[line]
    ranked = any(sheet.is_a(after, _RANKS) for after in range(line + 1, min(line + 5, len(sheet.lines))))
    claims = {
        "footer below": sheet.is_a(line, _BELOW),
        "subject below": _REPLY.match(text) is not None,
        "ranks below": ranked and len(text) <= _SHORT,
    }
    return frozenset(head for head, holds in claims.items() if holds)


@dataclass(frozen=True, slots=True)
class Scene:
    """A break with the lines, first and last, of the blocks above and below it, which reach to the next breaks."""

    place: Break
    above: tuple[int, int]
    below: tuple[int, int]


def _signs_of(sheet: Sheet, scene: Scene, echoes: Echoes) -> tuple[tuple[str, float], ...]:
    lines, place = sheet.lines, scene.place
    above, below = lines.bare[place.above], lines.bare[place.below]
    claims = {
        f"blanks {min(place.blanks, 5)}": True,
        "copy above": len(above) > _COPIED
        and not sheet.is_a(place.above, ("placeholder",))
        and echoes.first[above] < place.above,
        "copied later above": len(above) > _COPIED and echoes.lines[above] > 1 and echoes.first[above] == place.above,
        "copy below": len(below) > _SHORT
        and not sheet.is_a(place.below, ("placeholder",))
        and echoes.first[below] < place.below,
        "short copy below": _COPIED < len(below) <= _SHORT and echoes.first[below] < place.below,
        "copied pair below": echoes.has_pair_above(lines, place.below),
        "copied beginning below": len(below) > _COPIED and place.below > echoes.first[below] in echoes.beginnings,
        "copied later below": len(below) > _COPIED and echoes.lines[below] > 1 and echoes.first[below] == place.below,
        "repeated pair": echoes.pairs[above, below] > 1,
        "code around": _is_code(above) and _is_code(below),
        f"{_blocks(lines, scene.above)} above": True,
        f"{_blocks(lines, scene.below)} below": True,
        "glued below" if place.below + 1 < len(lines) and lines.bare[place.below + 1] else "apart below": True,
        **_above(sheet, place.above),
        **_below(sheet, place.below),
    }
    is_begun = bool(_REPLY.match(above)) or _is_below_rank(sheet, place.above)  # a post's words begin there in any case
    return (
        *((sign, 1.0) for sign, holds in claims.items() if holds),
        ("opening words", 0.0 if is_begun else opening_words().get(edge_word(below, at_end=False), 0.0)),
        ("closing words", closing_words().get(edge_word(above, at_end=True), 0.0)),
    )


def edge_word(text: str, *, at_end: bool) -> str:
    """Return the first or the last word of a text, folded; "" where signs or digits stand there."""
    words = text[-_EDGE:].split() if at_end else text[:_EDGE].split()
    word = fold(words[-1 if at_end else 0]).strip(_AROUND_WORDS).replace(".", "") if words else ""
    return word if word.replace("'", "").isalpha() else ""


def _blocks(lines: Lines, block: tuple[int, int]) -> str:
    """Return how long a block between two wide breaks is, in words."""
    filled = sum(1 for _ in lines.filled(block[0], min(block[1] + 1, block[0] + _LONG_BLOCK)))
    return "one line" if filled == 1 else "few lines" if filled <= _FEW_LINES else "many lines"


def _above(sheet: Sheet, line: int) -> dict[str, bool]:
    text = sheet.lines.bare[line]
    is_smiling = _SMILEY.search(text[-_EDGE:]) is not None
    return {
        "placeholder above": sheet.is_a(line, ("placeholder",)),
        "subject above": _REPLY.match(text) is not None,
        "rank above": _is_below_rank(sheet, line),
        "footer above": sheet.is_a(line, _BELOW),
        "open above": _OPEN.search(text[-_EDGE:]) is not None and not is_smiling,
        "code above": _is_code(text),
        "smiley above": is_smiling,
        "sentence above": text[-1] in ".!",
        "question above": text[-1] == "?",
        "item above": _ITEM.match(text) is not None,
        f"{_size(text)} above": True,
    }


def _is_below_rank(sheet: Sheet, line: int) -> bool:
    """True where a line is a rank or a label, or the value of a label above it: the header of a post ends there."""
    if sheet.is_a(line, _RANKS):
        return True
    return line > 0 and bool(sheet.lines.bare[line - 1]) and sheet.is_a(line - 1, ("label",))


def _below(sheet: Sheet, line: int) -> dict[str, bool]:
    text = sheet.lines.bare[line]
    return {
        **dict.fromkeys(_heads_below(sheet, line), True),
        "placeholder below": sheet.is_a(line, ("placeholder",)),
        "small below": text[0].islower(),
        "code below": _is_code(text),
        "mention below": text[0] == "@",
        "item below": _ITEM.match(text) is not None,
        "bullet below": text[0] in "-*•·",
        f"{_size(text)} below": True,
    }


def _is_code(text: str) -> bool:
    return _CODE.search(text[:_LOOKED_AT]) is not None


def _size(text: str) -> str:
    return "long" if len(text) > 2 * _SHORT else "short" if len(text) < _SHORT else "middle"


def _chance(signs: Sequence[tuple[str, float]]) -> float:
    weights = break_weights()
    score = weights["bias"] + sum(weights.get(sign, 0.0) * strength for sign, strength in signs)
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
