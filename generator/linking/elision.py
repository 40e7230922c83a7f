"""The marks by which a writer says that words of a quote were left out."""

from __future__ import annotations

import re

# ". . .", "...", "…", "[...]", "(…)", "[snip]", "<snip>", "(snip)", "*snip*", "--snip--", "[cut]", "<deleted>"
# At most 60 signs before the word: a rule of 20,000 hyphens would be tried from each of them to its end.
_MARK = re.compile(
    r"\.[ \t]?\.[ \t]?\.[. \t]*|…+"
    r"|[\[(<{*-]{1,60}[ \t]*(?:\.\.\.?|…|snip(?:ped|s|page)?|cut|deleted|omitted|stuff deleted|etc)[ \t]*[\])>}*-]+",
    re.IGNORECASE,
)


def is_elision(gap: str) -> bool:
    """True where the text between two quoted runs holds a mark of elision and no word beside it."""
    return _MARK.search(gap) is not None and not any(map(str.isalnum, _MARK.sub("", gap)))


def elision_spans(text: str) -> list[tuple[int, int]]:
    """Return [start, end) of every mark of elision in the text, in order."""
    return [match.span() for match in _MARK.finditer(text)]
