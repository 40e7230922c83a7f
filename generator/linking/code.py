"""Does a line look like code, or like the line of a log?"""

from __future__ import annotations

import re

_FIRST, _LAST = frozenset("{}()<[/#;*|"), frozenset(";{}")
# The costly patterns begin with signs that prose seldom has: one look ahead passes over all else.
_INSIDE = re.compile(
    r"(?=[(=:&|<>0.-])"
    r"(?:(?<=\w)\([^()\n]*\)|(?<=[=!<>+-])=|->|::|&&|\|\||</?\w|0x[0-9a-fA-F]{2}|(?<=[\w/])\.\w{1,4}:\d)"
)
_TRACE = re.compile(r"(?:at|in) \S+\(")
_SIGNS = re.compile(r"[(=:&|<>]|0x")  # one of these stands in all that the patterns match


def is_code(line: str) -> bool:
    """True where a line, without the white space around it, looks like code or a log."""
    if line[0] in _FIRST or line[-1] in _LAST:
        return True
    if _SIGNS.search(line) is None:
        return False
    return _INSIDE.search(line) is not None or _TRACE.match(line) is not None
