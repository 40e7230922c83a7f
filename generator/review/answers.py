"""An answer as an entry of corrections.yaml, and the text of the file with that entry at its end."""

from __future__ import annotations

import re

from generator.corrections import WHY, as_scalar

MOST_SIGNS = 2000  # of a value or a reason: what the reader of the file takes

_SCALAR = r'"(?:[^"\\]|\\.)*"'
_VALUE = re.compile(rf"(- \{{[a-z-]+: ){_SCALAR}")
_ESCAPE = re.compile(r"\\(?:U([0-9a-f]{8})|(.))")
_WHY = re.compile(rf"why: {re.escape(as_scalar(WHY))}\}}\Z")
_ENTRY = re.compile(r"^( *)- ", re.MULTILINE)
_NOTHING = re.compile(r"\ufeff?(?:\s|#[^\n]*(?:\n|\Z))*(?:\[\s*\]\s*)?")


def entry_of(line: str, value: str | None = None, why: str = "") -> str:
    """Return the line of a choice with another value, and with a reason of the archivist's own; None: as it is.

    >>> entry_of('- {author: "", post: "a/b", why: "checked by hand"}', "Anna", "she says so")
    '- {author: "Anna", post: "a/b", why: "she says so"}'
    """
    if value is not None:
        line = _VALUE.sub(lambda found: found[1] + as_scalar(_one_line(value)), line, count=1)
    if why.strip():
        line = _WHY.sub(lambda found: f"why: {as_scalar(_one_line(why))}}}", line, count=1)
    return line


def value_of(line: str) -> str:
    """Return what the line of a choice says behind its kind.

    >>> value_of('- {author: "A \\\\"B\\\\"", why: "checked by hand"}')
    'A "B"'
    """
    found = _VALUE.match(line)
    scalar = found[0][len(found[1]) + 1 : -1] if found else ""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else match[2], scalar)


def with_entry(text: str, line: str) -> str:
    """Return the text of corrections.yaml with an entry at its end; all that stands there stays, sign by sign.

    An empty list that is written as `[]` gives way to the entry.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    if _NOTHING.fullmatch(text):
        text = re.sub(r"\[\s*\]\s*\Z", "", text)
    indent = _ENTRY.search(text)
    gap = "" if not text or text.endswith("\n") else end
    return f"{text}{gap}{indent[1] if indent else ''}{line}{end}"


def _one_line(text: str) -> str:
    return " ".join(text.split())[:MOST_SIGNS]
