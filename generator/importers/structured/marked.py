"""Plain text whose quoted lines begin with ">": the marks go, and what they marked is a quote."""

from __future__ import annotations

import re

from generator.importers.structured.quotes import plain_body
from generator.markup import Body
from generator.records import Declared, Span

_MARKS = re.compile(r"(?:>[ \t]?){1,20}")  # quotes in quotes; beyond these, the rest is words


def marked_body(text: str) -> Body:
    """Return the body of a post in plain text; lines that begin with ">" are quotes, with ">>" quotes in quotes.

    >>> body = marked_body("> The mill should stay.\\nWhy?")
    >>> body.text, [quote.span.of(body.text) for quote in body.declared]
    ('The mill should stay.\\n\\nWhy?', ['The mill should stay.'])
    """
    parts: list[str] = []
    length = end = 0  # of the text so far, and of its words
    open_at: list[int] = []  # where the quotes begin that are open, outer before inner
    declared: list[Declared] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        marks = _MARKS.match(line)
        depth, words = (marks[0].count(">"), line[marks.end() :]) if marks else (0, line)
        if words.strip():
            if depth != len(open_at) and length == end + 1:
                parts.append("\n")
                length += 1
            while len(open_at) > depth:
                declared.append(Declared(Span(open_at.pop(), end), None, None))
            open_at += [length] * (depth - len(open_at))
            end = length + len(words)
        elif not end:
            continue
        parts.append(words + "\n")
        length += len(words) + 1
    declared += (Declared(Span(start, end), None, None) for start in open_at)
    declared.sort(key=lambda each: (each.span.start, -each.span.end))
    return plain_body("".join(parts)[:end], declared)
