"""The marks by which a writer says that words of a quote were left out."""

from __future__ import annotations

import re

# ". . .", "...", "…", "[...]", "(…)", "[snip]", "<snip>", "(snip)", "*snip*", "--snip--", "[cut]", "<deleted>"
_MARK = re.compile(
    r"\.[ \t]?\.[ \t]?\.[. \t]*|…+"
    r"|[\[(<{*-]+[ \t]*(?:\.\.\.?|…|snip(?:ped|s|page)?|cut|deleted|omitted|stuff deleted|etc)[ \t]*[\])>}*-]+",
    re.IGNORECASE,
)


def is_elision(gap: str) -> bool:
    """True where the text between two quoted runs holds a mark of elision and no word beside it."""
    return _MARK.search(gap) is not None and not any(map(str.isalnum, _MARK.sub("", gap)))


def elision_spans(text: str) -> list[tuple[int, int]]:
    """Return [start, end) of every mark of elision in the text, in order."""
    return [match.span() for match in _MARK.finditer(text)]
