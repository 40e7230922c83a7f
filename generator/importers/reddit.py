"""Importer `reddit`: submissions and comments of Reddit.

**Reads**

- dumps of Pushshift and of its successors (Arctic Shift, Academic Torrents): one JSON object a line, submissions
  (`RS_`), comments (`RC_`) or both, plain or packed with Zstandard (`.zst`, any window up to 2^31) or gzip;
- what Reddit's own interface answers: listings, the two listings of a submission's page (`.json` behind its address),
  trees of replies of any depth, `morechildren`, lists of these, and recordings of such answers (`interactions`).

A thread is a submission with all comments below it, by date, each behind what it answers. Submissions and comments that
lie in different files meet by the submission's id. Where the submission is missing, the thread says so, and takes its
title from what a comment tells of it.

Text is Markdown. Old dumps write `&gt;`, `&lt;` and `&amp;` for signs; those are read back. Quotes (`>`) name nobody:
where the words stand in the comment that is answered, or in one above it, that one is named; else the matcher decides.

**Never published**: comments and submissions that were deleted or removed stand as empty places, also where the dump
says that they were deleted after it had seen them. A deleted author is unknown.

**Cannot**: load pictures and videos of submissions (their address is shown), tell who voted. A file packed with a
window of 2 GB needs up to that much memory; a packed file that unpacks to more than 500 times its size, and to more
than 256 MB, is read up to there.

*Facts*: the dumps' own descriptions, Reddit's documentation of its interface, recorded answers of it.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.codec import decode, encode
from generator.importers.dumps import Dump, ReadOptions
from generator.importers.structured.documents import dict_of, list_of, read_value, text_of
from generator.importers.structured.enclosed import digest_of
from generator.importers.structured.fragments import withheld
from generator.importers.structured.jsonlines import read_values
from generator.importers.structured.moments import unix_moment
from generator.importers.structured.outlines import Outline, outline
from generator.importers.structured.packed import open_packed, packing_problems, unpacked_head
from generator.importers.structured.posts import PostFacts, thread_of
from generator.importers.structured.quarantine import broken_record
from generator.importers.structured.spill import Checkpoint, Record, grouped
from generator.markup import Body, read_markdown
from generator.problems import Problem
from generator.records import Source, Thread
from generator.text import letters

name = "reddit"
splits = True

_DECLARES = 0.95
_HOST = "https://www.reddit.com"
_COMMENT, _SUBMISSION = "t1_", "t3_"
_DELETED, _REMOVED = frozenset(("[deleted]", "[deleted by user]")), frozenset(("[removed]", "[ removed by reddit ]"))
_PLACES = ("", "[].")
_LARGEST_DOCUMENT = 512 << 20  # bytes of one JSON document; what is larger are lines
_ABOVE = 10  # comments above one that it may quote
_LEAST = 10  # letters of a quote that prove where it is from


@dataclass(frozen=True, slots=True)
class _Item:
    """A submission or a comment. `id`, `parent` and `root` are full names ("t1_abc"); a submission has no parent."""

    id: str
    parent: str
    root: str
    author: str
    time: float
    text: str
    title: str
    flair: str
    path: str
    url: str
    gone: str  # why it may not be shown, "": it may


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is Reddit's: the keys of its comments or submissions, or a listing."""
    shape = outline(unpacked_head(head))
    is_listing = any(shape.text(f"{place}kind") == "Listing" for place in _PLACES)
    is_answer = shape.has("json.data.things[].kind") or (
        shape.has("interactions[].request.uri") and b"reddit.com" in head
    )
    return _DECLARES if is_listing or is_answer or any(_is_item(shape, place) for place in _PLACES) else 0.0


def _is_item(shape: Outline, place: str) -> bool:
    if not shape.has(f"{place}id", f"{place}created_utc", f"{place}author"):
        return False
    is_comment = shape.has(f"{place}body", f"{place}link_id")
    is_submission = shape.has(f"{place}title") and shape.has_any(f"{place}selftext", f"{place}is_self")
    return is_comment or is_submission


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the submissions with their comments, in the order in which they begin in the dump."""
    opened = open_packed(dump)
    if isinstance(opened, Problem):
        yield opened
        return
    source = Source(dump.name, digest_of(dump.path), name, retrieved=options.retrieved)
    is_empty = True
    for found in grouped(dump, options, lambda start: _records(opened, options)):
        is_empty = is_empty and isinstance(found, Problem) and found.severity != "error"
        yield found if isinstance(found, Problem) else _thread(found[0], found[1], source)
    if is_empty and options.part.of == 1:
        yield dump.trouble("D211", (1, 1), "the dump holds no post", fix="Export the comments again, with their texts.")


def _records(dump: Dump, options: ReadOptions) -> Iterator[Record | Problem]:
    for item in _items(dump, options):
        yield item if isinstance(item, Problem) else Record(item.root, item.time, encode(item))
    yield from packing_problems(dump)


def _items(dump: Dump, options: ReadOptions) -> Iterator[_Item | Problem]:
    shape = outline(dump.head())
    in_lines = _is_item(shape, "") or shape.documents > 1 or dump.size() > _LARGEST_DOCUMENT
    for read in read_values(dump, options, Checkpoint(), in_lines=in_lines):
        if isinstance(read, Problem):
            yield read
        else:
            yield from _items_of(read.value, read.line, dump)


def _items_of(value: object, line: int | None, dump: Dump) -> Iterator[_Item | Problem]:
    """Yield what a value holds, however it is wrapped: in listings, in replies, in lists, in recorded answers."""
    waiting: list[Any] = [value]
    while waiting:
        told = waiting.pop()
        if isinstance(told, list):
            waiting += reversed(told)
            continue
        if not isinstance(told, dict):
            continue
        if "interactions" in told:
            waiting += [_answer(each) for each in reversed(list_of(told["interactions"]))]
            continue
        inner = told.get("json") or told.get("data")
        if isinstance(inner, dict) and "created_utc" not in told:
            waiting.append({**inner, "kind": told.get("kind")} if "kind" in told else inner)
            continue
        for key in ("children", "things"):
            waiting += reversed(list_of(told.get(key)))
        if "created_utc" in told and ("body" in told or "title" in told):
            yield _item(told) or broken_record(dump, line, "a record has no id, or belongs to no thread", code="D231")
            waiting.append(told.get("replies"))
        elif not told.keys() & {"children", "things", "kind", "access_token", "errors"}:
            yield broken_record(dump, line, "a record is neither a submission nor a comment", code="D231")


def _answer(interaction: object) -> object:
    """Return the value that a recorded answer holds, nothing where it is no JSON."""
    body = dict_of(dict_of(interaction).get("response")).get("body")
    text = text_of(dict_of(body).get("string")) if isinstance(body, dict) else text_of(body)
    try:
        return read_value(text.encode("utf-8", "surrogatepass"))[0]
    except ValueError:
        return None


def _item(told: dict[str, Any]) -> _Item | None:
    is_comment = "body" in told
    kind = _COMMENT if is_comment else _SUBMISSION
    own = _full_name(told.get("id") or told.get("name"), kind)
    root = _full_name(told.get("link_id"), _SUBMISSION) if is_comment else own
    if not own or not root:
        return None
    text = text_of(told.get("body") if is_comment else told.get("selftext"))
    meta = dict_of(told.get("_meta"))
    moment = unix_moment(told["created_utc"]) if isinstance(told["created_utc"], int | float | str) else None
    return _Item(
        id=own,
        parent=(_full_name(told.get("parent_id"), _COMMENT) or root) if is_comment else "",
        root=root,
        author=text_of(told.get("author")),
        time=float(told["created_utc"]) if moment else 0.0,
        text=text,
        title=text_of(told.get("link_title") if is_comment else told.get("title")),
        flair=text_of(told.get("author_flair_text")),
        path=text_of(told.get("permalink")),
        url="" if is_comment or told.get("is_self") else text_of(told.get("url")),
        gone=_why_gone(text, told, meta),
    )


def _why_gone(text: str, told: dict[str, Any], meta: dict[str, Any]) -> str:
    by = text_of(meta.get("removal_type") or told.get("removed_by_category"))
    shown = text.strip().lower()
    if by == "deleted" or meta.get("was_deleted_later") or shown in _DELETED:
        return "deleted"
    return "removed" if by or shown in _REMOVED else ""


def _full_name(value: object, kind: str) -> str:
    """Return an id with its kind before it; old dumps leave the kind out, or write the number itself."""
    text = _base36(value) if isinstance(value, int) and not isinstance(value, bool) else text_of(value).strip().lower()
    if not text:
        return ""
    return text if text[:1] == "t" and text[2:3] == "_" else kind + text


def _base36(number: int) -> str:
    digits = ""
    while number > 0:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits


def _thread(root: str, payloads: list[bytes], source: Source) -> Thread:
    told = (decode(payload, _Item) for payload in payloads)
    items = {
        item.id: item for item in sorted(told, key=lambda item: bool(item.gone))
    }  # of two with one id the gone one
    known = {item.id: item for item in items.values() if not item.gone}
    signs: dict[str, str] = {}
    facts = []
    for item in _in_order(list(items.values())):
        fact = _facts(item, root)
        if not item.gone:
            fact = replace(fact, body=_with_origins(fact.body, item, known, signs))
            signs[item.id] = letters(fact.body.text)
        facts.append(fact)
    first = items.get(root)
    title = _signs(first.title) if first else next((item.title for item in known.values() if item.title), None)
    gaps = () if first else ("the submission itself",)
    is_shown = first is None or not first.gone
    url = _url(first.path, "") if first and first.path else f"{_HOST}/comments/{root.removeprefix(_SUBMISSION)}/"
    return thread_of(
        f"reddit-{root.removeprefix(_SUBMISSION)}", title if is_shown else None, source, facts, url=url, gaps=gaps
    )


def _in_order(items: list[_Item]) -> Iterator[_Item]:
    """Yield the items by date, each behind what it answers; what nobody can reach (a ring) comes last."""
    known = {item.id: item for item in items}
    below: dict[str, list[_Item]] = {}
    for item in items:
        is_start = item.parent not in known or item.parent == item.id
        below.setdefault("" if is_start else item.parent, []).append(item)
    waiting = [(item.time, item.id) for item in below.pop("", [])]
    heapq.heapify(waiting)
    while waiting or below:
        if not waiting:  # a ring of comments that answer each other
            name_of_ring = min(below)
            waiting = [(item.time, item.id) for item in below.pop(name_of_ring) if item.id in known]
            heapq.heapify(waiting)
            continue
        _, own = heapq.heappop(waiting)
        found = known.pop(own, None)
        if found is not None:
            yield found
            for item in below.pop(own, []):
                heapq.heappush(waiting, (item.time, item.id))


def _facts(item: _Item, root: str) -> PostFacts:
    short = item.id.partition("_")[2]
    facts = PostFacts(
        id=item.id,
        body=Body(""),
        author=None if item.author.lower() in _DELETED | _REMOVED else item.author or None,
        when=unix_moment(item.time) if item.time else None,
        url=_url(item.path, f"/comments/{root.partition('_')[2]}/_/{short}/"),
        reply_to=item.parent or None,
        titles=(_signs(item.flair),) if item.flair.strip() else (),
    )
    text = _signs(item.text)
    if item.url.startswith(("http://", "https://")) and not set(item.url) & set(" <>\n"):
        text = f"<{_signs(item.url)}>\n\n{text}"
    facts = replace(facts, body=read_markdown(text))
    return withheld(facts, item.gone) if item.gone else facts


def _url(path: str, instead: str) -> str:
    path = path.removeprefix(_HOST)
    return _HOST + (path if path.startswith("/") and not path.startswith("//") else instead)


def _signs(text: str) -> str:
    """Return a text of a dump with its signs: old dumps escape three of them, and then none stands for itself."""
    if "&" not in text or "<" in text or ">" in text:
        return text
    return text.replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&")


def _with_origins(body: Body, item: _Item, known: dict[str, _Item], signs: dict[str, str]) -> Body:
    """Return the body with the posts named that its quotes are from: the nearest above it that holds their words."""
    if not body.declared:
        return body
    above: list[str] = []
    parent = item.parent
    while parent in known and parent not in above and len(above) < _ABOVE:
        above.append(parent)
        parent = known[parent].parent
    told = []
    for quote in body.declared:
        words = letters(quote.span.of(body.text))
        origin = next((each for each in above if words in signs.get(each, "")), None) if len(words) >= _LEAST else None
        told.append(replace(quote, post=origin) if origin and quote.post is None else quote)
    return replace(body, declared=tuple(told))
