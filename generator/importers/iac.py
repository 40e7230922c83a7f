"""Importer `iac`: discussions of the Internet Argument Corpus, version 1 (Walker and others, 2012).

**Reads** `discussions/ID.json`, one debate a file: a list of posts as `[id, side, author, text, annotations, parent id,
category, Unix time]`, then the discussion's own annotations and its metadata (title, address, number). Where the whole
folder of a forum is given (`discussions/` beside `ranges/`), `ranges/quotes/ID.json` tells which words of a post were
quoted: they become declared quotes with the names that they carry. A folder of debates without ranges is read file by
file.

Post ids are the corpus's own, so `reply_to` leads to the parent.

**Cannot**: tell which post a quote was taken from, for the corpus does not say; show the annotators' judgements; read
version 2, which is a database.

*Facts*: the corpus's own README and its discussions of 4forums.com.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.codec import digest, short_id
from generator.importers.dumps import Dump, ReadOptions
from generator.importers.structured.documents import belongs_to, dict_of, int_of, list_of, read_document, text_of
from generator.importers.structured.moments import unix_moment
from generator.importers.structured.outlines import decode_loosely
from generator.importers.structured.posts import PostFacts, thread_of
from generator.importers.structured.quarantine import broken_record
from generator.importers.structured.quotes import plain_body
from generator.problems import Problem
from generator.records import Declared, Source, Span, Thread

name = "iac"
reads_folders = True

_DECLARES = 0.95
_POSTS = "[]"  # the path of the list of posts
_ID, _AUTHOR, _TEXT, _PARENT, _TIME = 0, 2, 3, 5, 7  # places in a post's row
_TEXT_OR_NULL = r'(?:null|"(?:[^"\\]++|\\.)*+")'
_DISCUSSION = re.compile(rf'\s*\[\s*\[\s*\[\s*"?\d+"?\s*,\s*{_TEXT_OR_NULL}\s*,\s*{_TEXT_OR_NULL}\s*,\s*"', re.DOTALL)
_RANGES = re.compile(r'\s*\[\s*\[\s*"?\d+"?\s*,\s*\[\s*\d+\s*,\s*\d+\s*,\s*\{')
_SITE = re.compile(r"[^-]{1,80} -  (?=\S)")  # the pages' titles begin with the name of the forum

_Quotes = dict[str, list[tuple[Span, str | None]]]  # post id -> quoted stretches, with the names they carry


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is a discussion of the corpus, or quotes in one, by the form of its rows."""
    if path.is_dir() and not (path / "discussions").is_dir():
        return 0.0
    text = decode_loosely(head)
    return _DECLARES if _DISCUSSION.match(text) or _RANGES.match(text) else 0.0


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the discussions of a dump, and what is wrong with their rows."""
    if not dump.is_folder:
        if _RANGES.match(decode_loosely(dump.head())):
            yield belongs_to(dump, "the discussion of the same name, from the folder that holds both")
        else:
            yield from _read_discussion(dump, None, options)
        return
    is_empty = True
    for path in dump.files():
        if path.parent.name != "discussions" or path.suffix != ".json":
            continue
        file = Dump(path, f"{dump.name}/{path.relative_to(dump.path).as_posix()}")
        ranges = path.parent.parent / "ranges" / "quotes" / path.name
        has_ranges = ranges.is_file() and not ranges.is_symlink()
        for item in _read_discussion(file, ranges if has_ranges else None, options):
            is_empty = is_empty and isinstance(item, Problem)
            yield replace(item, severity="warning") if isinstance(item, Problem) else item
    if is_empty:
        yield dump.trouble("D211", None, "the dump holds no post", fix="Compare it with the corpus as it is published.")


def _read_discussion(dump: Dump, ranges: Path | None, options: ReadOptions) -> Iterator[Thread | Problem]:
    found = read_document(dump, (_POSTS,))
    if isinstance(found, Problem):
        yield found
        return
    yield from found.problems
    parts = list_of(found.value)
    meta = dict_of(parts[2]) if len(parts) > 2 else {}
    quotes: _Quotes = {}
    if ranges:
        told = read_document(Dump(ranges, f"ranges/quotes/{ranges.name}"), ("",))
        if isinstance(told, Problem):
            yield replace(told, severity="warning")
        else:
            quotes = _quotes(told.value)
    facts: list[PostFacts] = []
    for number, row in enumerate(list_of(parts[0]) if parts else (), 1):
        fact = _facts(row, quotes)
        if fact:
            facts.append(fact)
        elif row is not None:
            message = f"post {number} is no row of the corpus: an id, a side, an author, a text ..."
            yield broken_record(dump, None, message, code="D231")
    if not facts:
        yield dump.trouble(
            "D211", (1, 1), "the dump holds no post", fix="Compare it with the corpus as it is published."
        )
        return
    title = _SITE.sub("", text_of(meta.get("title")), count=1)
    source = Source(dump.name, digest(dump.data()), name, retrieved=options.retrieved)
    key = text_of(meta.get("id_number")) or short_id(*(fact.id for fact in facts))
    yield thread_of(f"iac-{key}", title, source, facts, url=text_of(meta.get("url")) or None)


def _facts(row: object, quotes: _Quotes) -> PostFacts | None:
    values = list_of(row)
    if len(values) <= _TEXT or not text_of(values[_ID]) or not isinstance(values[_TEXT], str):
        return None
    values = [*values, *[None] * (_TIME + 1 - len(values))]
    post = text_of(values[_ID])
    text = str(values[_TEXT])
    declared = tuple(
        Declared(span, author, None)
        for span, author in sorted(quotes.get(post, ()), key=_place)
        if span.end <= len(text)
    )
    return PostFacts(
        id=post,
        body=plain_body(text, declared),
        author=text_of(values[_AUTHOR]) or None,
        when=unix_moment(values[_TIME]) if isinstance(values[_TIME], int | float) else None,
        reply_to=text_of(values[_PARENT]) or None,
    )


def _place(quote: tuple[Span, str | None]) -> tuple[int, int]:
    return quote[0].start, -quote[0].end


def _quotes(value: object) -> _Quotes:
    """Return the quoted stretches of each post; a post may have several rows."""
    quotes: _Quotes = {}
    for row in list_of(value):
        post, *ranges = list_of(row) or [None]
        for told in ranges:
            start, end, about = (*list_of(told), None, None, None)[:3]
            first, last = int_of(start), int_of(end)
            if first is not None and last is not None and 0 <= first < last:
                author: Any = dict_of(about).get("author")
                quotes.setdefault(text_of(post), []).append((Span(first, last), text_of(author) or None))
    return quotes
