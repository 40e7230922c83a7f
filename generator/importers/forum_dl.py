"""Importer `forum_dl`: JSON lines of the program forum-dl, which takes forums, mailing lists and Hacker News.

**Reads** its JSONL output: a line holds a board, a thread, a post or a file, with the name of the extractor that found
it. The HTML of posts is read as a saved page of the same engine is, with the same ids (XenForo, phpBB, vBulletin, SMF,
Invision); of Discourse the whole record is there, and is read as Discourse's JSON. Mails quote by lines that begin with
">". The lines of a thread may be scattered; the file may be larger than memory.

**Cannot**: tell posts' ids where forum-dl did not find them (old versions on phpBB and XenForo): then they are made
from the content. Boards and files hold no posts.

*Facts*: forum-dl's open sources.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.codec import decode, encode
from generator.importers.discourse import topic_thread
from generator.importers.dumps import Dump, ReadOptions
from generator.importers.hackernews import mark_quotes
from generator.importers.structured.documents import dict_of, int_of, list_of, read_value, text_of
from generator.importers.structured.enclosed import digest_of
from generator.importers.structured.fragments import read_fragment
from generator.importers.structured.jsonlines import Line, read_lines
from generator.importers.structured.marked import marked_body
from generator.importers.structured.moments import iso_moment, unix_moment
from generator.importers.structured.outlines import outline
from generator.importers.structured.posts import PostFacts, thread_of
from generator.importers.structured.quarantine import broken_record
from generator.importers.structured.scraped import ScrapedPost, ScrapedThread, scraped_thread
from generator.importers.structured.spill import Checkpoint, Record, grouped
from generator.problems import Problem
from generator.records import Moment, Source, Span, Thread

name = "forum_dl"
splits = True

_DECLARES = 0.95
_ENGINES = {"simplemachines": "smf", "hn": "hackernews"}  # names that old versions gave, or that we give
_MAIL = frozenset(("hyperkitty", "hypermail", "pipermail"))


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is forum-dl's: its lines name their generator, extractor and type."""
    shape = outline(head)
    return _DECLARES if shape.root == "{" and shape.has("extractor", "type", "item") else 0.0


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the threads of a dump in the order in which they begin."""
    source = Source(dump.name, digest_of(dump.path), name, retrieved=options.retrieved)
    is_empty = True
    for found in grouped(dump, options, lambda start: _records(dump, options, start)):
        if isinstance(found, Problem):
            is_empty = is_empty and found.severity != "error"
            yield found
            continue
        rows = [decode(payload, tuple[int, dict[str, Any]]) for payload in found[1]]
        posts = [row for row in rows if row[1]["type"] == "post"]
        if posts:
            is_empty = False
            about = next((row for _, row in rows if row["type"] == "thread"), {})
            captured = replace(source, retrieved=options.retrieved or posts[0][1]["retrieved"] or None)
            yield _thread(posts, about, captured, options)
    if is_empty and options.part.of == 1:
        why = "Its lines hold boards or threads without their posts."
        yield dump.trouble("D211", (1, 1), "the dump holds no post", why=why, fix="Run forum-dl again, with posts.")


def _records(dump: Dump, options: ReadOptions, start: Checkpoint) -> Iterator[Record | Problem]:
    for line in read_lines(dump, options, start):
        if isinstance(line, Problem):
            yield line
            continue
        entry = dict_of(line.value)
        if entry.get("type") in ("post", "thread"):
            yield _record(line, entry, dump)
        elif entry.get("type") not in ("board", "file"):
            message = f"line {line.number} is none of forum-dl: its type is no board, thread, post or file"
            yield broken_record(dump, line.number, message, code="D231")


def _record(line: Line, entry: dict[str, Any], dump: Dump) -> Record | Problem:
    item = _item(entry.get("item"))
    path = [text_of(each) for each in list_of(item.get("path"))]
    is_post = entry["type"] == "post"
    if not path or (is_post and not isinstance(item.get("content"), str)):
        what = "post without path or content" if is_post else "thread without path"
        return broken_record(dump, line.number, f"line {line.number} holds a {what}", code="D231")
    extractor = text_of(entry.get("extractor"))
    row = {
        "type": entry["type"],
        "engine": _ENGINES.get(extractor, extractor),
        "number": path[-1],
        "id": [text_of(each) for each in list_of(item.get("subpath"))][-2:],
        "url": _absolute(text_of(item.get("url"))),
        "origin": _absolute(text_of(item.get("origin"))),
        "retrieved": (iso_moment(text_of(entry.get("download_time"))).iso or "")[:10],
        **{key: text_of(item.get(key)) for key in ("title", "author", "creation_time", "content")},
        "data": _of_discourse(item.get("data")) if is_post and extractor == "discourse" else {},
    }
    key = "\t".join((extractor, *path))
    return Record(key, line.number if is_post else 0, encode((line.number, row)), line.end, line.number)


def _item(told: object) -> dict[str, Any]:
    """Return an entry's item; some versions wrote it as JSON in a text."""
    if isinstance(told, str):
        try:
            return dict_of(read_value(told.encode("utf-8", "replace"))[0])
        except ValueError:
            return {}
    return dict_of(told)


def _of_discourse(told: object) -> dict[str, Any]:
    """Return what a post's record at Discourse tells, without lists and without numbers of any size."""
    post = dict_of(told)
    kept = {key: value for key, value in post.items() if isinstance(value, str | bool) or value is None}
    return {**kept, **{key: number for key in post if (number := int_of(post[key])) is not None}}


def _absolute(url: str) -> str:
    return url if url.startswith(("http://", "https://")) else ""


def _thread(
    posts: list[tuple[int, dict[str, Any]]], about: dict[str, Any], source: Source, options: ReadOptions
) -> Thread:
    """Return the record of a thread from its posts and, where it is there, the line on itself."""
    first = posts[0][1]
    engine, number = first["engine"], first["number"]
    title, url = about.get("title") or None, about.get("url") or first["origin"] or None
    told = [dict_of(row["data"]) for _, row in posts]
    if engine == "discourse" and all(int_of(each.get("post_number")) for each in told):
        return topic_thread(number, told, {"title": title}, source)
    if engine in _MAIL or engine == "hackernews":
        return thread_of(f"{engine}-{number}", title, source, (_facts(line, row) for line, row in posts), url=url)
    scraped = [_scraped(line, row) for line, row in posts]
    return scraped_thread(ScrapedThread(engine, number, title, url, scraped), source, options)


def _facts(line: int, row: dict[str, Any]) -> PostFacts:
    """Return what a mail tells, or a comment of Hacker News."""
    is_mail = row["engine"] in _MAIL
    ids = row["id"] or [f"line-{line}"]
    content = read_fragment(row["content"] if is_mail else mark_quotes(row["content"], []))
    return PostFacts(
        id=ids[-1],
        body=marked_body(content.text) if is_mail else content,
        author=row["author"] or None,
        when=_moment(row["creation_time"]),
        url=row["url"] or None,
        reply_to=ids[0] if len(ids) > 1 else None,
        lines=Span(line, line + 1),
    )


def _scraped(line: int, row: dict[str, Any]) -> ScrapedPost:
    exact = _moment(row["creation_time"])
    return ScrapedPost(
        id=row["id"][-1] if row["id"] else None,
        html=row["content"],
        author=row["author"],
        words=row["creation_time"],
        exact=exact if exact and exact.iso else None,
        url=row["url"] or None,
        lines=Span(line, line + 1),
    )


def _moment(told: str) -> Moment | None:
    """Return when a post was written: Unix time, ISO 8601, or the words of the page."""
    return (unix_moment(told) or iso_moment(told)) if told else None
