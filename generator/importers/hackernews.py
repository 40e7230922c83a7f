"""Importer `hackernews`: stories and comments of Hacker News.

**Reads**

- items of the official interface (`{"id", "type", "by", "time", "text", "parent", "kids"}`): one item, a list of items,
  or one item a line, as people dump them; also the columns of the public BigQuery table;
- items of Algolia's interface (`{"id", "author", "created_at_i", "children"}`), which hold the whole tree of a story,
  and its search results (`hits`, or one hit a line).

A thread is a story with all comments below it, in the order in which they were written. Where the story itself is not
in the dump, the oldest known ancestor names the thread. A story that links to a page shows that address.

Quotes: paragraphs that begin with ">", and paragraphs in italics whose words stand in the comment that is answered or
in the story; other italics are emphasis. A quote leads to the comment that is answered, or to the story, where that one
has its words.

**Never published**: deleted and dead items stand as empty places.

**Cannot**: hold a dump of all items in little memory: it remembers the parent of every comment, 100 bytes each.

*Facts*: the documentation of both interfaces and what they answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any

from generator.codec import decode, encode
from generator.importers.dumps import Dump, ReadOptions
from generator.importers.structured.documents import dict_of, int_of, list_of, text_of
from generator.importers.structured.enclosed import digest_of
from generator.importers.structured.fragments import read_fragment, withheld
from generator.importers.structured.jsonlines import read_values
from generator.importers.structured.moments import unix_moment
from generator.importers.structured.outlines import Outline, outline
from generator.importers.structured.posts import PostFacts, thread_of
from generator.importers.structured.quarantine import broken_record
from generator.importers.structured.quotes import answering
from generator.importers.structured.spill import Checkpoint, Record, grouped
from generator.markup import Body
from generator.problems import Problem
from generator.records import Source, Thread
from generator.text import letters

name = "hackernews"
splits = True

_DECLARES = 0.95
_TYPES = frozenset(("story", "comment", "poll", "pollopt", "job"))
_PLACES = ("", "[].", "hits[].")  # where items stand
_RECORDS = ("", "hits")
_ITEM_URL = "https://news.ycombinator.com/item?id="
_MARKS = re.compile(r"\s*(?:(?:&gt;|>)\s*){1,20}")
_LEAST_LETTERS = 12  # of italics that are a quote: shorter ones repeat by chance


@dataclass(frozen=True, slots=True)
class _Item:
    """What is needed of an item, from either interface. `root` is its story, where the dump says so."""

    id: int
    parent: int | None
    root: int | None
    author: str
    time: str
    text: str
    title: str
    url: str
    gone: str  # why it may not be shown, "": it may


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is Hacker News: items with its types, or Algolia's form of them."""
    shape = outline(head)
    return _DECLARES if any(_is_item(shape, place) for place in _PLACES) else 0.0


def _is_item(shape: Outline, place: str) -> bool:
    is_native = (
        shape.text(f"{place}type") in _TYPES
        and shape.has(f"{place}id", f"{place}time")
        and shape.has_any(f"{place}by", f"{place}deleted", f"{place}dead")
    )
    is_algolia = shape.has(f"{place}created_at_i", f"{place}author") and shape.has_any(
        f"{place}objectID", f"{place}children", f"{place}story_id"
    )
    return is_native or is_algolia


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the stories of a dump in the order in which they begin."""
    source = Source(dump.name, digest_of(dump.path), name, retrieved=options.retrieved)
    is_empty = True
    for found in grouped(dump, options, lambda start: _records(dump, options)):
        is_empty = is_empty and (isinstance(found, Problem) and found.severity != "error")
        yield found if isinstance(found, Problem) else _thread(int(found[0]), found[1], source)
    if is_empty and options.part.of == 1:
        yield dump.trouble("D211", (1, 1), "the dump holds no post", fix="Export the items again, with their texts.")


def _records(dump: Dump, options: ReadOptions) -> Iterator[Record | Problem]:
    """Yield the items by their stories; the dump is read twice, for comments may stand before what they answer."""
    parents: dict[int, int] = {}
    for item in _items(dump, options):
        if isinstance(item, _Item) and item.parent:
            parents[item.id] = item.root or item.parent
    for item in _items(dump, options):
        if isinstance(item, Problem):
            yield item
        else:
            yield Record(str(_root(item.root or item.id, parents)), item.id, encode(item))


def _root(item: int, parents: dict[int, int]) -> int:
    """Return the oldest known ancestor; what lies on the way is shortened for those that come after."""
    way: list[int] = []
    seen: set[int] = set()
    while (parent := parents.get(item)) is not None and item not in seen:
        seen.add(item)
        way.append(item)
        item = parent
    root = min(seen) if item in seen else item
    for each in way:
        if each != root:
            parents[each] = root
    parents.pop(root, None)
    return root


def _items(dump: Dump, options: ReadOptions) -> Iterator[_Item | Problem]:
    shape = outline(dump.head())
    in_lines = shape.root == "{" and shape.documents > 1
    for read in read_values(dump, options, Checkpoint(), in_lines=in_lines, records=_RECORDS):
        if isinstance(read, Problem):
            yield read
            continue
        told = dict_of(read.value).get("hits", read.value)
        for value in told if isinstance(told, list) else [told]:
            if value is not None or in_lines:  # in a document, a broken record was told already
                yield from _item_of(value, read.line, dump)


def _item_of(value: object, line: int | None, dump: Dump) -> Iterator[_Item | Problem]:
    """Yield an item and all that are below it."""
    waiting = [dict_of(value)]
    while waiting:
        told = waiting.pop()
        number = int_of(told.get("id")) or int_of(told.get("objectID"))
        if number is None:
            yield broken_record(dump, line, "an item has no number", code="D231")
        else:
            yield _item(number, told)
        waiting += [dict_of(child) for child in reversed(list_of(told.get("children")))]


def _item(number: int, told: dict[str, Any]) -> _Item:
    text = told.get("text") or told.get("comment_text") or told.get("story_text")
    return _Item(
        id=number,
        parent=int_of(told.get("parent")) or int_of(told.get("parent_id")) or int_of(told.get("poll")),
        root=int_of(told.get("story_id")),
        author=text_of(told.get("by")) or text_of(told.get("author")),
        time=text_of(told.get("time")) or text_of(told.get("created_at_i")),
        text=text_of(text),
        title=text_of(told.get("title")) or text_of(told.get("story_title")),
        url=text_of(told.get("url")),
        gone="deleted" if told.get("deleted") is True else "removed" if told.get("dead") is True else "",
    )


def _thread(root: int, payloads: list[bytes], source: Source) -> Thread:
    items = [decode(payload, _Item) for payload in payloads]
    shown = [item for item in items if not item.gone]
    title = next((item.title for item in shown if item.title), None)
    bodies: dict[int, Body] = {}
    facts = []
    for item in items:
        answered = [bodies[each].text for each in (item.parent, root) if each in bodies and each != item.id]
        fact = _facts(item, answered)
        for each in (item.parent, root):
            if each in bodies and each != item.id:
                fact = replace(fact, body=answering(fact.body, str(each), bodies[each].text))
        bodies[item.id] = fact.body
        facts.append(fact)
    return thread_of(f"hackernews-{root}", title, source, facts, url=f"{_ITEM_URL}{root}")


def _facts(item: _Item, answered: list[str]) -> PostFacts:
    html = mark_quotes(item.text, answered)
    if item.url and item.parent is None:
        html = f'<p><a href="{escape(item.url)}">{escape(item.url)}</a></p>{html}'
    facts = PostFacts(
        id=str(item.id),
        body=Body(""),
        author=item.author or None,
        when=unix_moment(item.time) if item.time else None,
        url=f"{_ITEM_URL}{item.id}",
        reply_to=str(item.parent) if item.parent else None,
    )
    facts = replace(facts, body=read_fragment(html))
    return withheld(facts, item.gone) if item.gone else facts


def mark_quotes(text: str, answered: list[str]) -> str:
    """Return the HTML of an item with its quotes marked; `answered` are the texts that it may quote in italics.

    Both interfaces write `<p>` between paragraphs, without an end, and nothing but `i`, `a` and `pre` inside.
    """
    parts: list[str] = []
    known = [letters(each) for each in answered] if "<i>" in text else []
    for paragraph in text.split("<p>"):
        marks = _MARKS.match(paragraph)
        depth = 0
        if marks:
            depth = marks[0].count(">") + marks[0].count("&gt;")
            paragraph = paragraph[marks.end() :]
        elif known and _is_quoted(paragraph, known):
            depth = 1
        parts.append(f"{'<blockquote>' * depth}<p>{paragraph}</p>{'</blockquote>' * depth}")
    return "".join(parts)


def _is_quoted(paragraph: str, known: list[str]) -> bool:
    inner = paragraph.strip()
    if not (inner.startswith("<i>") and inner.endswith("</i>") and inner.count("<i>") == 1):
        return False
    sought = letters(read_fragment(inner).text)
    return len(sought) >= _LEAST_LETTERS and any(sought in each for each in known)
