"""How deep in quotes each line of a mail stands: towers of ">" and "|" in any spacing, nicknames, colons."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from generator.importers.mail.attributions import find_attribution

DEPTH_LIMIT = 100  # of a tower; signs beyond are words
_TOWER = re.compile(r"[ \t]?(?:[>|\u203a\u00bb][ \t]?)*[>\u203a\u00bb] ?")
_BARRED = re.compile(r"[ \t]?(?:[>|][ \t]?)*[>|](?: |$)")
_SIGNS = re.compile(r"[>|\u203a\u00bb]")
_NICKNAME = re.compile(r"[ \t]{0,8}([A-Za-z][\w.'&-]{0,14})[>|](?: |\t|$)")
_COLON = re.compile(r" ?: ?(?!\))")
_CITED = re.compile(r"((?:[>|] ){0,50})>{4,8} (?=\S)")
_CITED_NAME = re.compile(r"\"([^\"\n]{1,30})\"\s*==")
_LEAST_MARKED = 2  # lines: one line that begins like this is a slip, a smiley, a prompt
_LONG, _SHORT = 62, 28  # characters: a quoted line wrapped by the sender leaves a short rest in a line of its own


class Line(NamedTuple):
    """A line of a mail: its quote depth, its words without the marks, and the whole line."""

    depth: int
    words: str
    whole: str = ""


def read_lines(text: str, names: Collection[str]) -> list[Line]:
    """Return the lines of a text with their depths. `names`: those who may be quoted by a nickname ("Tom>", "TL>").

    O(len(text)).
    """
    raw = text.split("\n")
    nicknames = _nicknames(raw, names)
    are_barred, are_colons = _other_marks(raw)
    lines: list[Line] = []
    for line in raw:
        line = line.rstrip()
        if cited := _cited(line):
            lines.append(cited)
            continue
        match = _TOWER.match(line) or (_BARRED.match(line) if are_barred else None)
        depth, at = 0, 0
        if match:
            depth, at = len(_SIGNS.findall(match[0][: 4 * DEPTH_LIMIT])), match.end()
        elif are_colons and (colon := _COLON.match(line)):
            depth, at = 1, colon.end()
        nick = _NICKNAME.match(line, at) if nicknames else None
        if nick and nick[1].lower() in nicknames:
            depth, at = depth + 1, nick.end()
        lines.append(Line(min(depth, DEPTH_LIMIT), line[at:], line))
    return _rejoined(lines)


def _cited(line: str) -> Line | None:
    """Return the line that Supercite puts above a quote: its row of ">" is an ornament, not a depth."""
    match = _CITED.match(line)
    if match is None or find_attribution([line[match.end() :]]) is None:
        return None
    return Line(len(_SIGNS.findall(match[1])), line[match.end() :], line)


def _nicknames(lines: Sequence[str], names: Collection[str]) -> frozenset[str]:
    """Return the words before ">" that stand for somebody: part of a name, or its initials, in two lines or more."""
    counts = Counter(match[1].lower() for line in lines if (match := _NICKNAME.match(line.lstrip("> \t"))))
    found = [nick for nick, count in counts.items() if count >= _LEAST_MARKED]
    if not found:
        return frozenset()
    known: set[str] = set()
    for name in (*names, *(match[1] for line in lines if (match := _CITED_NAME.search(line)))):
        parts = re.findall(r"\w+", name.lower())
        known.update(part for part in parts if len(part) > 1)
        initials = "".join(part[0] for part in parts)
        known.update(initials[:length] for length in range(2, len(initials) + 1))
        if len(parts) > 1:
            known.add(parts[0][0] + parts[-1][0])
        known.add(name.lower())
    return frozenset(nick for nick in found if nick in known or any(_abbreviates(nick, word) for word in known))


def _abbreviates(nick: str, word: str) -> bool:
    return len(nick) >= 3 and (word.startswith(nick) or (nick.startswith(word) and len(word) >= 3))


def _other_marks(lines: Sequence[str]) -> tuple[bool, bool]:
    """Return whether "|" and whether ":" marks quotes in this text: below a line that ends in a colon, two or more."""
    barred = colons = 0
    above = ""
    for line in lines:
        if line.startswith(("|", " |")) and not line.rstrip().endswith("|") and (barred or above.endswith(":")):
            barred += 1
        elif line.startswith((": ", " : ")) and (colons or above.endswith(":")):
            colons += 1
        above = line.rstrip() or above
    return barred >= _LEAST_MARKED, colons >= _LEAST_MARKED + 1


def _rejoined(lines: list[Line]) -> list[Line]:
    """Return the lines with the rests of wrapped quoted lines put back to their quotes."""
    for place in range(1, len(lines) - 1):
        before, line, after = lines[place - 1], lines[place], lines[place + 1]
        is_rest = (
            line.depth < before.depth == after.depth and 0 < len(line.words) <= _SHORT and line.words[:1].islower()
        )
        if is_rest and len(before.words) >= _LONG and after.words and not line.words.endswith(":"):
            lines[place] = line._replace(depth=before.depth)
    return lines


def own_words(text: str) -> str:
    """Return the lines of a text that are not marked as quotes, whatever the marks; for comparing, not for showing."""
    return "\n".join(line for line in text.split("\n") if not (_TOWER.match(line) or _NICKNAME.match(line)))


def runs(lines: Sequence[Line]) -> Iterator[tuple[int, int, int]]:
    """Yield (depth, first, stop) for each run of lines of one depth; blank lines belong to the run before them."""
    start = 0
    for place in range(1, len(lines) + 1):
        is_end = place == len(lines)
        if is_end or (lines[place].depth != lines[start].depth and lines[place].words):
            yield lines[start].depth, start, place
            start = place
