"""Importer `fourchan`: threads of 4chan and of boards that answer like it.

**Reads** `/BOARD/thread/NUMBER.json` (`{"posts": [{"no", "resto", "time", "com"}]}`), and posts as a list or one a
line, as archives dump them; these are put into threads by the post that they answer (`resto`).

Post ids are the board's numbers. A post answers the first post that it links to (`>>123`); the links stay in the text,
those to posts that are gone too. "Greentext" (lines that begin with ">") is mostly not a quote: it is one only where
its words stand in a post that the same comment links to.

"Anonymous" is nobody; a name with a tripcode, or the board's id of a poster, is somebody. Files are named, not loaded.

**Cannot**: tell the board, which these files do not name: threads of two boards may have the same number. Catalogues
are not read; they repeat what the threads have.

*Facts*: 4chan's documentation of its interface.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborNode

from generator.codec import decode, encode
from generator.importers.dumps import Dump, ReadOptions
from generator.importers.structured.attachments import attach
from generator.importers.structured.documents import dict_of, int_of, text_of
from generator.importers.structured.enclosed import digest_of
from generator.importers.structured.fragments import read_fragment
from generator.importers.structured.jsonlines import read_values
from generator.importers.structured.moments import unix_moment
from generator.importers.structured.outlines import outline
from generator.importers.structured.posts import PostFacts, thread_of
from generator.importers.structured.quarantine import broken_record
from generator.importers.structured.spill import Checkpoint, Record, grouped
from generator.markup import Body, Meaning, QuoteOf
from generator.problems import Problem
from generator.records import Source, Thread
from generator.text import letters

name = "fourchan"
splits = True

_DECLARES = 0.95
_RECORDS = ("posts", "")
_KEPT = (
    "no",
    "resto",
    "time",
    "name",
    "trip",
    "id",
    "capcode",
    "sub",
    "com",
    "filename",
    "ext",
    "fsize",
    "filedeleted",
)
_NOBODY = "Anonymous"
_GREEN, _GREEN_END = '<span class="quote">', "</span>"
_LINK = re.compile(
    r'<a\s+href="[^"#]{0,200}#p?(\d{1,18})"\s+class="quotelink"|<a\s+class="quotelink"\s+href="[^"#]{0,200}#p?(\d{1,18})"'
)
_OPEN_QUOTE, _END_QUOTE = '<blockquote data-post="{}">', "</blockquote>"
_LEAST_LETTERS = 4  # of a line that repeats words of a post that the comment links to


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is 4chan's JSON: posts have `no`, `resto` and `time`."""
    shape = outline(head)
    places = ("posts[].", "[].", "")
    return _DECLARES if any(shape.has(f"{at}no", f"{at}resto", f"{at}time") for at in places) else 0.0


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the threads of a dump in the order in which they begin."""
    source = Source(dump.name, digest_of(dump.path), name, retrieved=options.retrieved)
    is_empty = True
    for found in grouped(dump, options, lambda start: _records(dump, options, start)):
        is_empty = is_empty and isinstance(found, Problem) and found.severity != "error"
        if isinstance(found, Problem):
            yield found
        else:
            posts = [decode(payload, dict[str, Any]) for payload in found[1]]
            yield _thread(found[0], posts, source, options)
    if is_empty and options.part.of == 1:
        yield dump.trouble("D211", (1, 1), "the dump holds no post", fix="Save the thread's JSON again.")


def _records(dump: Dump, options: ReadOptions, start: Checkpoint) -> Iterator[Record | Problem]:
    shape = outline(dump.head())
    in_lines = shape.root == "{" and shape.documents > 1
    for read in read_values(dump, options, start, in_lines=in_lines, records=_RECORDS):
        if isinstance(read, Problem):
            yield read
            continue
        told = dict_of(read.value).get("posts", read.value)
        for value in told if isinstance(told, list) else [told]:
            if value is not None or in_lines:  # in a document, a broken record was told already
                yield _record(dict_of(value), dump, (read.line, read.end))


def _record(post: dict[str, Any], dump: Dump, place: tuple[int | None, int]) -> Record | Problem:
    line, end = place
    number = int_of(post.get("no"))
    if number is None:
        return broken_record(dump, line, "a post has no number (`no`)", code="D231")
    kept = {key: text_of(post.get(key)) for key in _KEPT}
    return Record(str(int_of(post.get("resto")) or number), number, encode(kept), end, line or 0)


def _thread(key: str, posts: list[dict[str, str]], source: Source, options: ReadOptions) -> Thread:
    bodies = {post["no"]: read_fragment(post["com"]) for post in posts}
    title = unescape(posts[0]["sub"]) if posts[0]["no"] == key else None
    return thread_of(f"4chan-{key}", title, source, (_facts(post, bodies, options) for post in posts))


def _facts(post: dict[str, str], bodies: dict[str, Body], options: ReadOptions) -> PostFacts:
    linked = [
        each for pair in _LINK.findall(post["com"]) if (each := pair[0] or pair[1]) in bodies and each != post["no"]
    ]
    file = post["filename"] + post["ext"] if post["filename"] and not post["filedeleted"] else ""
    facts = PostFacts(
        id=post["no"],
        body=bodies[post["no"]],
        author=_author(post),
        when=unix_moment(post["time"]) if post["time"] else None,
        number=None,
        reply_to=linked[0] if linked else None,
        titles=(post["capcode"],) if post["capcode"] else (),
    )
    if file:
        record = replace(attach(unescape(file), None, options), size=int_of(post["fsize"]) or 0)
        facts = replace(facts, attachments=(record,))
    if linked and _GREEN in post["com"]:
        return replace(facts, body=read_fragment(_with_quotes(post["com"], linked, bodies), _meaning))
    return facts


def _author(post: dict[str, str]) -> str | None:
    """Return who wrote a post, None for nobody in particular."""
    author = unescape(post["name"])
    if post["trip"]:
        return f"{author} {post['trip']}".strip()
    if post["id"]:
        return f"{author or _NOBODY} (ID: {post['id']})"
    return author if author != _NOBODY else None


def _with_quotes(com: str, linked: list[str], bodies: dict[str, Body]) -> str:
    """Return a comment in which the green lines that repeat words of a linked post are quotes of it."""
    known = [(each, letters(bodies[each].text)) for each in dict.fromkeys(linked)]
    first, *rest = com.split(_GREEN)
    parts = [first]
    for part in rest:
        inner, end, after = part.partition(_GREEN_END)
        words = inner.removeprefix("&gt;").removeprefix(">")
        sought = letters(read_fragment(words).text)
        origin = next((each for each, text in known if len(sought) >= _LEAST_LETTERS and sought in text), None)
        if origin is None:
            parts.append(f"{_GREEN}{inner}{end}{after}")
            continue
        opening = _OPEN_QUOTE.format(origin)
        before = parts[-1]
        if before.endswith(f"{_END_QUOTE}<br>") and len(parts) > 1 and before.startswith(opening):
            parts[-1] = before.removesuffix(f"{_END_QUOTE}<br>") + f"<br>{words}{_END_QUOTE}{after}"
        else:
            parts.append(f"{opening}{words}{_END_QUOTE}{after}")
    return "".join(parts)


def _meaning(node: LexborNode) -> Meaning | None:
    if node.tag == "blockquote" and (post := node.attributes.get("data-post")):
        return QuoteOf(None, post=post)
    return None
