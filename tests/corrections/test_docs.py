"""The examples in the docs of the archivist's files can be used as they stand."""

from __future__ import annotations

import re
from pathlib import Path

from generator.corrections import read_corrections
from generator.corrections.entries import KINDS
from generator.topics import read_topics


def examples(page: Path) -> str:
    return "\n".join(re.findall(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL))


def test_the_examples_of_corrections_can_be_read(repository, tmp_path):
    path = tmp_path / "corrections.yaml"
    path.write_text(examples(repository / "docs" / "corrections.md"), encoding="utf-8")

    corrections, problems = read_corrections(path)

    assert problems == ()
    assert len(corrections.entries) == 5


def test_the_docs_tell_of_every_kind_of_correction(repository):
    page = (repository / "docs" / "corrections.md").read_text(encoding="utf-8")

    assert [kind for kind in KINDS if f"| `{kind}: " not in page] == []


def test_the_examples_of_topics_can_be_read(repository, tmp_path):
    path = tmp_path / "topics.yaml"
    path.write_text(examples(repository / "docs" / "topics.md"), encoding="utf-8")

    topics, problems = read_topics(path)

    assert problems == ()
    assert [topic.id for topic in topics] == ["kronstadt", "left-srs", "civil-war"]


def test_the_sample_archives_files_are_sound(repository):
    assert read_corrections(repository / "content" / "corrections.yaml")[1] == ()
    assert read_topics(repository / "content" / "topics.yaml")[1] == ()
