"""ConvoKit: a corpus of Cornell's Conversational Analysis Toolkit, a folder that `Corpus(filename=...)` opens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from generator.codec import to_json
from generator.exports.datasets.mbox import answered_in
from generator.exports.datasets.seam import Archive
from generator.exports.datasets.tables import PersonRecord, PostRecord, ThreadRecord, rows

name = "convokit"
title = "ConvoKit: a corpus for the Conversational Analysis Toolkit"
ending = ""

_UNKNOWN = "[unknown]"
_UTTERANCE = ("number", "author", "date", "date_as_given", "own_text", "address")


def write(archive: Archive, target: Path) -> None:
    target.mkdir()
    replies = _replies(archive)
    with ExitStack() as opened:
        utterances = opened.enter_context((target / "utterances.jsonl").open("wb"))
        conversations = _Members(opened.enter_context((target / "conversations.json").open("wb")))
        speakers = _Members(opened.enter_context((target / "speakers.json").open("wb")))
        current: dict[str, str] = {}
        thread = ""
        for row in rows(archive):
            if isinstance(row, ThreadRecord):
                meta = {"title": row.title, "url": row.url, "address": row.address}
                conversations.add(row.thread, {"meta": meta, "vectors": []})
                thread, current = next(replies)
                assert thread == row.thread  # both go through the threads in the same order
            elif isinstance(row, PostRecord):
                utterances.write(to_json(_utterance(row, current)) + b"\n")
            elif isinstance(row, PersonRecord):
                speakers.add(row.person, {"meta": {"name": row.name, "posts": row.posts}, "vectors": []})
        speakers.add(_UNKNOWN, {"meta": {"name": "", "posts": 0}, "vectors": []})
        conversations.close()
        speakers.close()
    site = archive.settings.site
    about = {"title": site.title, "description": site.description, "licence": site.licence}
    (target / "corpus.json").write_bytes(to_json(about))
    (target / "index.json").write_bytes(to_json(_index()))


def _replies(archive: Archive) -> Iterator[tuple[str, dict[str, str]]]:
    for debate in archive.debates():
        yield debate.thread.id, answered_in(debate)


def _utterance(row: PostRecord, replies: dict[str, str]) -> dict[str, object]:
    parent = replies.get(row.post)
    return {
        "id": f"{row.thread}/{row.post}",
        "conversation_id": row.thread,
        "text": row.text,
        "speaker": row.person or _UNKNOWN,
        "reply-to": f"{row.thread}/{parent}" if parent else None,
        "timestamp": row.date or None,
        "meta": {each: getattr(row, each) for each in _UTTERANCE},
        "vectors": [],
    }


def _index() -> dict[str, object]:
    text = "<class 'str'>"
    return {
        "utterances-index": {each: "<class 'int'>" if each == "number" else text for each in _UTTERANCE},
        "speakers-index": {"name": text, "posts": "<class 'int'>"},
        "conversations-index": {"title": text, "url": text, "address": text},
        "overall-index": {"title": text, "description": text, "licence": text},
        "version": 1,
        "vectors": [],
    }


class _Members:
    """A JSON object that is written member by member, so that it is never held whole."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._before = b"{"

    def add(self, key: str, value: object) -> None:
        self._file.write(self._before + to_json(key) + b":" + to_json(value))
        self._before = b",\n"

    def close(self) -> None:
        self._file.write(b"}" if self._before != b"{" else b"{}")
