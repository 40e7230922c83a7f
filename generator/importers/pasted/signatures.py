"""Signatures that nothing on the page sets apart: the lines with which one author ends post after post."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from generator.importers.pasted.drafts import Draft
from generator.importers.pasted.sheets import Sheet

_FEWEST_LETTERS = 12  # "Cheers, Jim" ends posts too, and was typed each time
_SHARE = 0.6  # of an author's posts: some are too old, or sent from a telephone
_MOST_LINES = 12


def with_signatures(sheet: Sheet, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts with repeated endings cut off their bodies. O(lines).

    An ending counts from two posts of an author on; a body keeps at least one line.
    """
    endings = [tuple(_last_lines(sheet, draft)) for draft in drafts]
    by_author: dict[str, list[int]] = defaultdict(list)
    for place, draft in enumerate(drafts):
        if draft.author.value and draft.signature is None:
            by_author[draft.author.value].append(place)
    found = list(drafts)
    for places in by_author.values():
        size = _shared_size(sheet, [endings[place] for place in places])
        if size == 0:
            continue
        wanted = _words(sheet, _commonest(sheet, [endings[place] for place in places]))[:size]
        for place in places:
            if _words(sheet, endings[place])[:size] == wanted and size < len(endings[place]):
                found[place] = _cut(drafts[place], endings[place][size - 1])
    return found


def _last_lines(sheet: Sheet, draft: Draft) -> list[int]:
    """Return the last filled lines of a body, the last one first."""
    lines: list[int] = []
    for line in range(draft.lines[1] - 1, draft.lines[0] - 1, -1):
        if sheet.lines.bare[line]:
            lines.append(line)
        if len(lines) > _MOST_LINES:
            break
    return lines


def _words(sheet: Sheet, lines: Sequence[int]) -> tuple[str, ...]:
    return tuple(sheet.lines.bare[line] for line in lines)


def _commonest(sheet: Sheet, endings: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """Return an ending whose last line is the commonest one."""
    last, _ = Counter(sheet.lines.bare[ending[0]] for ending in endings if ending).most_common(1)[0]
    return next(ending for ending in endings if ending and sheet.lines.bare[ending[0]] == last)


def _shared_size(sheet: Sheet, endings: Sequence[tuple[int, ...]]) -> int:
    """Return how many lines the commonest ending has in all posts that have it; 0 where it is none."""
    filled = [ending for ending in endings if ending]
    if len(filled) < 2:
        return 0
    last = sheet.lines.bare[_commonest(sheet, filled)[0]]
    alike = [_words(sheet, ending) for ending in filled if sheet.lines.bare[ending[0]] == last]
    size = 0
    while size < min(map(len, alike)) and len({words[size] for words in alike}) == 1:
        size += 1
    letters = sum(char.isalpha() for text in alike[0][:size] for char in text)
    is_signature = len(alike) >= max(2, _SHARE * len(endings)) and letters >= _FEWEST_LETTERS
    return size if is_signature else 0


def _cut(draft: Draft, first: int) -> Draft:
    return replace(draft, lines=(draft.lines[0], first), signature=(first, draft.lines[1]))
