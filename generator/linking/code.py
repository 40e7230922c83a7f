"""Does a line look like code, or like the line of a log?"""

from __future__ import annotations

import re

_CODE_LINE = re.compile(
    r"[;{}]$|^[{}()<\[/#;*|]|\w\([^()\n]*\)|[=!<>+-]=|->|::|&&|\|\||</?\w"
    r"|^\s*(?:at|in) \S+\(|0x[0-9a-fA-F]{2}|[\w/]\.\w{1,4}:\d"
)
_SIGN = re.compile(r"[;{}()<\[/#*|=>:&x]")  # a cheap test before the costly one: one of these stands in every such line


def is_code(line: str) -> bool:
    """True where a line, without the white space around it, looks like code or a log."""
    return _SIGN.search(line) is not None and _CODE_LINE.search(line) is not None
