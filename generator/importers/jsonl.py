"""Importer `jsonl`: posts as JSON lines, the door for every format that nobody wrote an importer for.

**Reads** a file of UTF-8 text with one JSON object a line, packed (`.gz`, `.zst`) or not, each of them one post; the
posts of a thread may stand together or be scattered over the file, and their order in the file is their order in the
thread:

    {"thread": "t1", "thread_title": "The mill", "id": "p1", "author": "Ada", "date": "2019-03-04T09:30:00Z",
     "text": "The mill should stay."}
    {"thread": "t1", "id": "p2", "author": "Ben", "date": 1551693600, "reply_to": "p1",
     "html": "<blockquote>The mill should stay.</blockquote><p>Why?</p>", "quotes": [{"post": "p1"}]}

| key | what it holds |
|---|---|
| `thread` | the thread's id; the only key that every post must have |
| `text`, `html`, `markdown` or `bbcode` | the post, in exactly one of these forms |
| `id` | the post's id, one post's alone in its thread; without it one is made from the content |
| `thread_title` | the title; that of the thread's first post that has one counts |
| `author`, `date`, `url` | who, when (ISO 8601, or Unix time in seconds), and where on the web |
| `reply_to` | the id of the post that this one answers |
| `quotes` | what the post quotes: `text` (the quoted words), `post`, `author`, `thread` (each may be missing) |
| `attachments` | files: `name`, and `path` (below the folder of the dump) or `data` (base64) |
| `deleted`, `private` | `true`: an empty place stands for the post, from whatever dump; others' quotes of it stay |
| `lang`, `meta` | kept in the dump, not shown; `meta` may hold anything |

A folder that holds one such file beside `files/` or `attachments/`, and nothing else, is one dump: so attachments that
are named by their `path` come along.

The same as a JSON Schema: `docs/schemas/post.schema.json`.

A quote's words are sought in the post, whatever their case and signs; where the post does not hold them, they are put
before it. A quote without words makes the post an answer to the post that it names, if `reply_to` names none.

**A line that breaks these rules** is left out and told with its number; all others are read. Keys that are not in the
table are told once and passed over. Of two posts with one id in one thread, the later counts, unless the earlier is
`deleted` or `private`.

**Cannot**: show avatars, votes or reactions: put them into `meta`.

*Facts*: this is Disputatio's own format.
"""

from __future__ import annotations

import re
from binascii import a2b_base64
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.codec import decode, encode, short_id
from generator.importers.dumps import Dump, ReadOptions
from generator.importers.structured.attachments import attach
from generator.importers.structured.documents import not_published, text_of
from generator.importers.structured.enclosed import digest_of, enclosed
from generator.importers.structured.fragments import read_fragment, withheld
from generator.importers.structured.jsonlines import Line, read_lines
from generator.importers.structured.moments import iso_moment, unix_moment
from generator.importers.structured.outlines import outline
from generator.importers.structured.posts import PostFacts, thread_of
from generator.importers.structured.quarantine import broken_record
from generator.importers.structured.quotes import ToldQuote, with_quotes
from generator.importers.structured.rules import FORMS, fault_of, is_withheld, unknown_keys
from generator.importers.structured.spill import Checkpoint, Record, grouped
from generator.markup import Body, read_bbcode, read_markdown
from generator.problems import Problem
from generator.records import Attachment, Moment, Source, Span, Thread

name = "jsonl"
splits = True
reads_folders = True

_DECLARES = 0.95
_LONGEST_DATE = 100
_NAMED = 10  # unknown keys that the note tells
_READERS: dict[str, Callable[[str], Body]] = {
    "html": read_fragment,
    "markdown": read_markdown,
    "bbcode": read_bbcode,
}
_NUMBER = re.compile(r"-?\d{6,20}(?:\.\d{0,20})?(?:[eE]\+?\d{1,2})?")
_OF_WITHHELD = ("thread", *FORMS, "quotes", "deleted", "private")
_FOLDERS = frozenset(("files", "attachments"))
_KEPT = ("thread", "thread_title", "author", "url", *FORMS, "quotes", "attachments", "deleted", "private")


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the posts of a dump are read with."""

    dump: Dump
    options: ReadOptions
    source: Source


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is our JSON lines: its objects name their thread and bring a post."""
    if path.is_dir():
        file = _file_of(path)
        head = Dump(file, file.name).head() if file else b""
    shape = outline(head)
    is_post = shape.root == "{" and shape.first.get("thread", "{") not in ("{", "[")
    return _DECLARES if is_post and shape.has_any(*FORMS, "deleted", "private") else 0.0


def _file_of(folder: Path) -> Path | None:
    """Return the file of posts in a folder that holds nothing else but folders of attachments."""
    entries = [entry for entry in folder.iterdir() if not entry.name.startswith(".")]
    files = [entry for entry in entries if entry.is_file() and not entry.is_symlink()]
    others = {entry.name for entry in entries} - {file.name for file in files}
    return files[0] if len(files) == 1 and others and others <= _FOLDERS else None


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the threads of a dump in the order in which they begin, and what is wrong with its lines."""
    file = _file_of(dump.path) if dump.is_folder else None
    dump = Dump(file, f"{dump.name}/{file.name}") if file else dump
    desk = _Desk(dump, options, Source(dump.name, digest_of(dump.path), name, retrieved=options.retrieved))
    groups = threads = errors = 0
    for item in grouped(dump, options, lambda start: _records(desk, start)):
        if isinstance(item, Problem):
            errors += item.severity == "error"
            yield item
            continue
        groups += 1
        for found in _thread(item[0], [decode(payload, tuple[int, dict[str, Any]]) for payload in item[1]], desk):
            threads += isinstance(found, Thread)
            yield found
    if threads or errors or options.part.of > 1:
        return
    if groups:
        yield not_published(dump, "private or deleted posts alone")
    else:
        why = "No line of it is a post by the rules of JSON lines."
        fix = "Compare its lines with docs/schemas/post.schema.json."
        yield dump.trouble("D211", (1, 1), "the dump holds no post", why=why, fix=fix)


def _records(desk: _Desk, start: Checkpoint) -> Iterator[Record | Problem]:
    """Yield the lines that are posts, with what is needed of them, and a problem for each that is none."""
    strange: Counter[str] = Counter()
    for line in read_lines(desk.dump, desk.options, start):
        if isinstance(line, Problem):
            yield line
        elif fault := fault_of(line.value):
            yield broken_record(desk.dump, line.number, f"line {line.number} {fault}", code="D231")
        else:
            strange.update(unknown_keys(line.value))
            yield _record(line)
    if strange:
        yield _passed_over(desk.dump, strange)


def _record(line: Line) -> Record:
    """Return what is needed of a post; of one that is withheld that is what must not be told elsewhere either."""
    kept = _OF_WITHHELD if is_withheld(line.value) else _KEPT
    post = {key: value for key in kept if (value := line.value.get(key)) is not None}
    post |= {key: text_of(line.value.get(key)) for key in ("id", "reply_to")}
    post["date"] = text_of(line.value.get("date"))[:_LONGEST_DATE] if kept is _KEPT else ""
    post["quotes"] = [
        {key: text_of(quote.get(key)) for key in ("text", "author", "post", "thread")}
        for quote in post.get("quotes", ())
    ]
    post["attachments"] = [
        {key: each.get(key) for key in ("name", "path", "data")} for each in post.get("attachments", ())
    ]
    key = text_of(post.pop("thread"))
    return Record(key, line.number, encode((line.number, post)), line.end, line.number)


def _passed_over(dump: Dump, strange: Counter[str]) -> Problem:
    told = [f"{key[:60]!r} ({count:,})" for key, count in strange.most_common(_NAMED)]
    more = f" and {len(strange) - _NAMED:,} more" if len(strange) > _NAMED else ""
    why = f"In so many lines: {', '.join(told)}{more}."
    fix = "Check their spelling; what is to be kept without being shown belongs into `meta`."
    return Problem("note", "D245", dump.name, None, None, "keys that mean nothing are passed over", why, fix)


def _thread(key: str, rows: list[tuple[int, dict[str, Any]]], desk: _Desk) -> Iterator[Thread | Problem]:
    """Yield a thread, unless all of it is withheld, after what is wrong with its ids."""
    last: dict[str, int] = {}
    for line, post in rows:
        post["id"] = post["id"] or _made_id(post, last)
        if post["id"] in last:
            message = f"post {post['id']!r} of thread {key!r} stands in line {last[post['id']]} too"
            fix = "Give each post of a thread an id of its own."
            why = "The later of the two counts, unless the earlier is withheld."
            yield Problem("warning", "D233", desk.dump.name, line, None, message, why, fix)
        last[post["id"]] = line
    shown = [post for _, post in rows if not is_withheld(post)]
    title = next((told for post in shown if (told := post.get("thread_title"))), None)
    thread = thread_of(key, title, desk.source, (_facts(line, post, desk) for line, post in rows))
    if shown:
        yield thread
    elif desk.options.withhold:
        desk.options.withhold(thread.withheld_words)


def _made_id(post: dict[str, Any], taken: dict[str, int]) -> str:
    """Return an id made from the content, for a post that has none."""
    form = next((form for form in FORMS if form in post), "")
    made = short_id(post.get("author", ""), post["date"], form, post.get(form, ""))
    count = 1
    while (name := made if count == 1 else f"{made}-{count}") in taken:
        count += 1
    return name


def _facts(line: int, post: dict[str, Any], desk: _Desk) -> PostFacts:
    lines = Span(line, line + 1)
    quotes = [
        ToldQuote(each["text"], each["author"] or None, each["post"] or None, each["thread"] or None)
        for each in post["quotes"]
    ]
    if is_withheld(post):
        why = "private" if post.get("private") else "deleted"
        body = _body(post, quotes) if any(form in post for form in FORMS) else Body("")
        return withheld(PostFacts(post["id"], body, lines=lines), why)
    answered = next((quote.post for quote in quotes if not quote.text and quote.post and not quote.thread), None)
    return PostFacts(
        id=post["id"],
        body=_body(post, quotes),
        author=post.get("author"),
        when=_moment(post["date"]),
        url=post.get("url"),
        reply_to=post["reply_to"] or answered,
        lines=lines,
        attachments=tuple(_attachment(each, desk) for each in post["attachments"]),
    )


def _body(post: dict[str, Any], quotes: list[ToldQuote]) -> Body:
    if "text" in post:
        text = str(post["text"]).replace("\r\n", "\n").replace("\r", "\n").strip("\n")
        return with_quotes(Body(text), quotes, is_plain=True)
    form = next(form for form in _READERS if form in post)
    return with_quotes(_READERS[form](post[form]), quotes)


def _moment(date: str) -> Moment | None:
    if not date:
        return None
    return iso_moment(date) if not _NUMBER.fullmatch(date) else unix_moment(date) or Moment(date, None)


def _attachment(told: dict[str, str | None], desk: _Desk) -> Attachment:
    """Return the record of a file. What is not there, or not base64, is named without its bytes."""
    data: bytes | None = None
    if told["data"]:
        with suppress(ValueError):
            data = a2b_base64(told["data"].encode("ascii", "replace"), strict_mode=True)
    elif told["path"]:
        data = enclosed(desk.dump, told["path"])
    return attach(told["name"] or "", data, desk.options)
