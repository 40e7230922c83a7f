"""Corpora of ConvoKit as folders."""

import json
from pathlib import Path

import pytest

from generator.importers import Dump, read_dump
from generator.records import Thread


@pytest.mark.parametrize("other", ["index.json", "speakers.json", "conversations.json", "corpus.json"])
def test_a_corpus_that_has_lost_all_but_one_of_its_tables_is_still_one_dump(tmp_path: Path, other: str):
    utterance = {"id": "u1", "conversation_id": "u1", "speaker": "ada", "reply_to": None, "text": "Stay.", "meta": {}}
    (tmp_path / "utterances.jsonl").write_text(json.dumps(utterance) + "\n", encoding="utf-8")
    (tmp_path / other).write_text("{}", encoding="utf-8")

    threads = [item for item in read_dump(Dump(tmp_path, "corpus")) if isinstance(item, Thread)]

    assert [post.text for thread in threads for post in thread.posts] == ["Stay."]
