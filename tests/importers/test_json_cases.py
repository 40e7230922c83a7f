"""JSON dumps and what is read in them, one case each: files in, threads, posts and problems out."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from generator.importers import ReadOptions, read_dump
from generator.importers.seam import built_in
from generator.problems import Problem
from generator.records import Thread
from tests.importers.reading_cases import LAST_RESORTS, assert_read_as_expected, read_case, write_dump

FORMATS = (
    *("jsonl", "discourse", "forum_dl", "forumscraper", "iac", "convokit", "hackernews", "fourchan"),
    *("zulip", "slack", "discord", "unknown-json"),
)
CASES = sorted(path for name in FORMATS for path in (Path(__file__).parent / "cases" / name).glob("*.case"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_dump_gives_its_posts(path: Path, tmp_path: Path) -> None:
    assert_read_as_expected(path, tmp_path)


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_exactly_one_importer_claims_each_file(path: Path, tmp_path: Path) -> None:
    files, _ = read_case(path)
    write_dump(files, tmp_path)

    for name in files:
        head = (tmp_path / name).read_bytes()
        claims = {each.name: score for each in built_in() if (score := each.sniff(head, tmp_path / name))}
        last_resorts = {name: claims.pop(name) for name in LAST_RESORTS if name in claims}

        assert all(last_resorts[name] == LAST_RESORTS[name] for name in last_resorts)
        assert len(claims) <= 1, f"{name}: {claims}"


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_dump_that_is_cut_off_anywhere_gives_what_is_whole_or_one_error(path: Path, tmp_path: Path) -> None:
    files, _ = read_case(path)
    dump = write_dump(files, tmp_path)
    name = max(files, key=lambda each: len(files[each]))
    data = files[name].encode("utf-8")

    for part in range(1, 8):
        (tmp_path / name).write_bytes(data[: len(data) * part // 8])
        items = list(read_dump(dump))
        errors = [item for item in items if isinstance(item, Problem) and item.severity == "error"]
        threads = [item for item in items if isinstance(item, Thread)]

        assert items
        assert len(errors) <= 1
        assert not (errors and threads)
        assert all(thread.posts for thread in threads)


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_bytes_that_were_changed_never_end_in_a_traceback(path: Path, tmp_path: Path) -> None:
    files, _ = read_case(path)
    dump = write_dump(files, tmp_path)
    name = max(files, key=lambda each: len(files[each]))
    data = files[name].encode("utf-8")

    for number, junk in enumerate((b"\x00\xff", b'"', b"[" * 5000, b"\\ud800", b"{}")):
        at = len(data) * (number + 1) // 6
        (tmp_path / name).write_bytes(data[:at] + junk + data[at:])

        items = list(read_dump(dump))

        assert items


STRANGE = (None, True, -1, 2**70, 1e308, "", "x", "\ud800", "999999999999.999999999", [], {}, [[]], [{}], {"id": []})


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_values_of_any_type_in_any_place_never_end_in_a_traceback(path: Path, tmp_path: Path) -> None:
    files, _ = read_case(path)
    dump = write_dump(files, tmp_path)
    chance = random.Random(path.name)
    options = ReadOptions(format=path.parent.name, scratch=tmp_path / "scratch")

    for _ in range(12):
        name = chance.choice(sorted(files))
        (tmp_path / name).write_text(with_a_strange_value(files[name], chance), "utf-8")
        shutil.rmtree(tmp_path / "scratch", ignore_errors=True)
        items = list(read_dump(dump, options))
        (tmp_path / name).write_text(files[name], "utf-8")

        assert items
        for thread in (item for item in items if isinstance(item, Thread)):
            assert len({post.id for post in thread.posts}) == len(thread.posts) > 0
            assert all(quote.span.of(post.text) for post in thread.posts for quote in post.declared)


def with_a_strange_value(text: str, chance: random.Random) -> str:
    """Return JSON, or JSON lines, with a value of another type in one place; what is no JSON stays as it is."""
    lines = text.splitlines() if text.count("\n{") else [text]
    place = chance.randrange(len(lines))
    try:
        value = json.loads(lines[place])
    except ValueError:
        return text
    holder: Any = [value]
    key: Any = 0
    while isinstance(holder[key], dict | list) and holder[key] and chance.random() < 0.8:
        holder = holder[key]
        key = chance.choice(sorted(holder) if isinstance(holder, dict) else range(len(holder)))
    if holder == [value]:
        return text
    holder[key] = chance.choice(STRANGE)
    lines[place] = json.dumps(value)
    return "\n".join(lines)
