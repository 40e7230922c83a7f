"""A thread as a page tells it to search engines: JSON-LD with a posting and its comments."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from generator.importers.pages.moments import clean
from generator.importers.pages.page import Page
from generator.importers.structured.moments import iso_moment
from generator.importers.structured.posts import PostFacts, thread_of
from generator.markup import Body, Meaning, read_html, read_plain
from generator.records import Thread

_KINDS = frozenset(("discussionforumposting", "question", "comment", "answer", "socialmediaposting"))
_TEXTS = ("articleBody", "text")
_COMMENTS = ("comment", "acceptedAnswer", "suggestedAnswer", "mainEntity", "@graph", "itemListElement", "item")
_LONGEST = 4_000_000  # characters of one script
_MOST = 20_000  # objects of one page


def postings_thread(page: Page, engine: str, meaning: Callable[[LexborNode], Meaning | None]) -> Thread | None:
    """Return the thread that the JSON-LD of a page holds, None where it holds fewer than two posts."""
    found: list[PostFacts] = []
    title: str | None = None
    for posting in _postings(page.root):
        facts = _facts(posting, len(found) + 1, page, meaning)
        if facts is not None:
            found.append(facts)
        title = title or _text(posting.get("headline") or posting.get("name"))
    if len(found) < 2:
        return None
    return thread_of(f"{engine}-{page.key[:12]}", title, page.source(engine), found, url=page.url)


def _postings(root: LexborNode) -> Iterator[dict[str, Any]]:
    """Yield the postings of a page, outer before inner, in the order in which they stand."""
    for script in root.css('script[type="application/ld+json"]')[:20]:
        source = script.text()
        try:
            pending: list[Any] = [json.loads(source, strict=False)] if len(source) <= _LONGEST else []
        except (ValueError, RecursionError):
            continue
        seen = 0
        while pending and seen < _MOST:
            item = pending.pop()
            seen += 1
            if isinstance(item, list):
                pending += reversed(item[:_MOST])
            elif isinstance(item, dict):
                if _kind(item) in _KINDS:
                    yield item
                pending += reversed([item[key] for key in _COMMENTS if key in item])


def _kind(item: dict[str, Any]) -> str:
    told = item.get("@type")
    first = told[0] if isinstance(told, list) and told else told
    return first.lower() if isinstance(first, str) else ""


def _facts(
    posting: dict[str, Any], place: int, page: Page, meaning: Callable[[LexborNode], Meaning | None]
) -> PostFacts | None:
    source = next((text for key in _TEXTS if (text := _raw(posting.get(key)))), None)
    if source is None:
        return None
    author = posting.get("author")
    named = author[0] if isinstance(author, list) and author else author
    told = _text(named.get("name")) if isinstance(named, dict) else _text(named)
    date = _text(posting.get("datePublished") or posting.get("dateCreated"))
    return PostFacts(
        id=f"n{place}",
        body=_body(source, page, meaning),
        author=told,
        when=iso_moment(date) if date else None,
        url=page.absolute(_text(posting.get("url"))),
    )


def _body(source: str, page: Page, meaning: Callable[[LexborNode], Meaning | None]) -> Body:
    """Return the body of a text that is HTML on some sites and plain on others."""
    if "</" in source or "<br" in source:
        return read_html(source, meaning, base=page.url)
    return Body(source, read_plain(source))


def _raw(value: object) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return None
    return value.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").strip()


def _text(value: object) -> str | None:
    raw = _raw(value)
    return clean(raw) or None if raw else None
