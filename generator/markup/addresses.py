"""Addresses that stand in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.markup.safe import safe_url
from generator.records import Span

_URL = re.compile(r"https?://[^\s<>\"\u201c\u201d\xab\xbb\x00-\x1f]+", re.IGNORECASE)
_AFTER_URL = ".,;:!?'*_\u2019\u2026"  # signs that end a sentence, not an address


def addresses(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Yield the addresses with http or https in [start, end) that a reader may be led to, in text order. Linear."""
    for match in _URL.finditer(text, start, len(text) if end is None else end):
        url = _trimmed(match.group())
        if safe_url(url) is not None:
            yield Span(match.start(), match.start() + len(url))


def _trimmed(url: str) -> str:
    """Return an address without the signs of the sentence that it stands in: "(see http://a.example/b)." """
    surplus = url.count(")") - url.count("(")
    end = len(url)
    while end:
        if url[end - 1] in _AFTER_URL:
            end -= 1
        elif url[end - 1] == ")" and surplus > 0:
            end, surplus = end - 1, surplus - 1
        else:
            break
    return url[:end]
