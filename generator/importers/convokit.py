"""Importer `convokit`: corpora in the form of Cornell's Conversational Analysis Toolkit.

**Reads** the folder of a corpus (`utterances.jsonl` with `speakers.json`, `conversations.json`, `corpus.json` and
`index.json`), or `utterances.jsonl` alone, however large. Utterances are posts and conversations are threads; both
generations of keys are known: `conversation_id`, `speaker`, `reply_to` and, before version 2.3, `root`, `user`,
`reply-to`. Names come from the speakers' metadata where these have them (`name`, `username`), else from their ids;
titles from the conversations' metadata (`title`, `page_title`, `topic`). Texts are plain; lines that begin with ">" are
quotes, and lead to the utterance that is answered where that one has their words. Speakers called "[deleted]" are
nobody.

**Cannot**: show annotations and vectors.

*Facts*: ConvoKit's documentation of its data format and its open sources.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.codec import decode, encode
from generator.importers.dumps import Dump, ReadOptions
from generator.importers.structured.documents import belongs_to, dict_of, read_document, text_of
from generator.importers.structured.enclosed import digest_of
from generator.importers.structured.jsonlines import read_lines
from generator.importers.structured.marked import marked_body
from generator.importers.structured.moments import iso_moment, unix_moment
from generator.importers.structured.outlines import Outline, outline
from generator.importers.structured.posts import PostFacts, thread_of
from generator.importers.structured.quarantine import broken_record
from generator.importers.structured.quotes import answering
from generator.importers.structured.spill import Checkpoint, Record, grouped
from generator.problems import Problem
from generator.records import Moment, Source, Span, Thread

name = "convokit"
reads_folders = True
splits = True

_DECLARES = 0.95
_UTTERANCES = "utterances.jsonl"
_OTHERS = ("index.json", "speakers.json", "users.json", "conversations.json", "corpus.json")  # any may have been lost
_GONE = frozenset(("[deleted]", "[removed]"))
_NAMES = ("name", "username", "screen_name")
_TITLES = ("title", "page_title", "topic", "subject")


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is a corpus: its utterances name conversations, or files lie beside them."""
    if path.is_dir():
        has_others = any((path / other).is_file() for other in _OTHERS)
        return _DECLARES if (path / _UTTERANCES).is_file() and has_others else 0.0
    shape = outline(head)
    return _DECLARES if _are_utterances(shape) or _is_index(shape) else 0.0


def _are_utterances(shape: Outline) -> bool:
    return (
        shape.root == "{"
        and shape.has("id", "text", "meta")
        and shape.has_any("conversation_id", "root")
        and shape.has_any("speaker", "user")
        and shape.has_any("reply_to", "reply-to")
    )


def _is_index(shape: Outline) -> bool:
    return shape.root == "{" and shape.has("utterances-index", "version")


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the conversations of a corpus in the order in which they begin."""
    folder = dump.path if dump.is_folder else None
    file = Dump(folder / _UTTERANCES, f"{dump.name}/{_UTTERANCES}") if folder else dump
    if _is_index(outline(file.head())):
        yield belongs_to(dump, f"{_UTTERANCES}, from the folder that holds both")
        return
    names = yield from _beside(folder, "speakers.json")
    titles = yield from _beside(folder, "conversations.json")
    source = Source(file.name, digest_of(file.path), name, retrieved=options.retrieved)
    is_empty = True
    for item in grouped(file, options, lambda start: _records(file, options, start)):
        if isinstance(item, Problem):
            is_empty = is_empty and item.severity != "error"
            yield item
            continue
        is_empty = False
        key, payloads = item
        rows = [decode(payload, tuple[int, dict[str, str]]) for payload in payloads]
        title = _told(titles.get(key), _TITLES)
        facts = {told["id"]: _facts(line, told, names) for line, told in rows}
        yield thread_of(key, title, source, (_answering(each, facts) for each in facts.values()))
    if is_empty and options.part.of == 1:
        yield file.trouble("D211", (1, 1), "the dump holds no post", fix="Export the corpus again with Corpus.dump().")


def _beside(folder: Path | None, file: str) -> Generator[Problem, None, dict[str, Any]]:
    """Yield what is wrong with a file of the corpus, and return its entries."""
    path = folder / file if folder else None
    if path is None or not path.is_file() or path.is_symlink():
        return {}
    found = read_document(Dump(path, file))
    if isinstance(found, Problem):
        yield replace(found, severity="warning")
        return {}
    return dict_of(found.value)


def _told(about: object, keys: Sequence[str]) -> str | None:
    """Return the first text that an entry of the corpus has under one of the keys, in itself or in its metadata."""
    entry = dict_of(about)
    for told in (dict_of(entry.get("meta")), entry):
        for key in keys:
            if isinstance(value := told.get(key), str) and value.strip():
                return value
    return None


def _records(file: Dump, options: ReadOptions, start: Checkpoint) -> Iterator[Record | Problem]:
    for line in read_lines(file, options, start):
        if isinstance(line, Problem):
            yield line
            continue
        told = dict_of(line.value)
        key = text_of(told.get("conversation_id")) or text_of(told.get("root"))
        if not key or not text_of(told.get("id")) or not isinstance(told.get("text"), str | None):
            message = f"line {line.number} is no utterance: an id, a conversation and a text are needed"
            yield broken_record(file, line.number, message, code="D231")
            continue
        row = {
            "id": text_of(told["id"]),
            "speaker": _speaker(told.get("speaker", told.get("user"))),
            "reply_to": text_of(told.get("reply_to", told.get("reply-to"))),
            "date": text_of(told.get("timestamp")),
            "text": told.get("text") or "",
        }
        yield Record(key, line.number, encode((line.number, row)), line.end, line.number)


def _speaker(told: object) -> str:
    """Return a speaker's id; old corpora wrote the whole speaker."""
    about = dict_of(told)
    return text_of(about.get("id")) or text_of(about.get("name")) if about else text_of(told)


def _facts(line: int, told: dict[str, str], names: Mapping[str, Any]) -> PostFacts:
    speaker = told["speaker"]
    return PostFacts(
        id=told["id"],
        body=marked_body(told["text"]),
        author=None if speaker in _GONE else _told(names.get(speaker), _NAMES) or speaker,
        when=_moment(told["date"]),
        reply_to=told["reply_to"] or None,
        lines=Span(line, line + 1),
    )


def _answering(facts: PostFacts, others: Mapping[str, PostFacts]) -> PostFacts:
    """Return an utterance whose quotes lead to the one that it answers, where that one has their words."""
    origin = others.get(facts.reply_to or "")
    return replace(facts, body=answering(facts.body, origin.id, origin.body.text)) if origin else facts


def _moment(date: str) -> Moment | None:
    """Return when an utterance was said: Unix time, sometimes as text, sometimes 0 for "not known", or a date."""
    if not date or date in ("0", "0.0"):
        return None
    return unix_moment(date) or iso_moment(date)
