"""Text for XML 1.0."""

from __future__ import annotations

import re

# What XML 1.0 cannot hold at all, not even as a reference: controls, surrogates, two non-characters.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})


def xml(text: str) -> str:
    """Return text for an element or an attribute in double quotes.

    >>> xml('a < "b"')
    'a &lt; &quot;b&quot;'
    """
    return _UNFIT.sub("\ufffd", text).translate(_ESCAPED)


def indented(lines: tuple[str, ...] | list[str], by: int) -> str:
    return "".join(f"{' ' * by}{line}\n" for line in lines)
