"""JSON dumps and what is read in them, one case each: files in, threads, posts and problems out."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from generator.importers import Dump, ReadOptions, choose, read_dump
from generator.importers.seam import built_in
from generator.problems import Problem
from generator.records import Declared, Post, Thread

FORMATS = (
    *("jsonl", "discourse", "forum_dl", "forumscraper", "iac", "convokit", "hackernews", "fourchan"),
    *("zulip", "slack", "discord", "unknown-json"),
)
CASES = sorted(path for name in FORMATS for path in (Path(__file__).parent / "cases" / name).glob("*.case"))
SECTION = re.compile(r"^-- (input (?P<name>\S+)|expected) --\n", re.MULTILINE)
LAST_RESORTS = {"paste": 0.2, "unknown-json": 0.5}


def read_case(path: Path) -> tuple[dict[str, str], str]:
    """Return the files of a case by their names, and what is expected of them."""
    text = path.read_text("utf-8")
    marks = list(SECTION.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    parts = [(mark["name"], text[mark.end() : end]) for mark, end in zip(marks, ends, strict=True)]
    return {name: part for name, part in parts[:-1] if name}, parts[-1][1].strip()


def write_dump(files: dict[str, str], folder: Path) -> Dump:
    """Write the files of a case, several of them as a folder that is one dump."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8", newline="")
    first = next(iter(files))
    return Dump(folder / first, first) if len(files) == 1 else Dump(folder, "dump")


def described(items: Sequence[Thread | Problem]) -> str:
    """Return what was read, a line for each fact."""
    lines: list[str] = []
    for item in items:
        if isinstance(item, Problem):
            place = f" in line {item.line}" if item.line else ""
            lines.append(f"{item.severity} {item.code}{place}: {item.message}")
            continue
        lines.append(f"thread {item.id}: {item.title.value or 'no title'}")
        lines += [f"url: {item.url}"] if item.url else []
        for post in item.posts:
            lines += described_post(post)
        lines += [f"gap: {gap}" for gap in item.gaps]
    return "\n".join(lines)


def described_post(post: Post) -> list[str]:
    titles = f" ({', '.join(post.titles)})" if post.titles else ""
    number = f" #{post.number}" if post.number else ""
    when = f", {post.when.value.iso or 'raw ' + post.when.value.raw}" if post.when.value else ""
    shown = flat(post.text) or (f"[withheld: {post.withheld}]" if post.withheld else "-")
    lines = [f"post {post.id} by {post.author.value or 'somebody'}{titles}{number}{when}: {shown}"]
    lines += [f"  {quote_line(post, quote)}" for quote in post.declared]
    kinds = sorted({block.kind for block in post.body} - {"paragraph", "quote"})
    lines += [f"  blocks: {' '.join(kinds)}"] if kinds else []
    lines += [f"  file: {file.name} ({file.size} bytes, {file.media or 'not kept'})" for file in post.attachments]
    lines += [f"  answers: {post.reply_to}"] if post.reply_to else []
    return lines


def quote_line(post: Post, quote: Declared) -> str:
    origin = "".join((f" in {quote.post}" if quote.post else "", f" of {quote.thread}" if quote.thread else ""))
    return f"quotes {quote.author or 'somebody'}{origin}: {flat(quote.span.of(post.text))}"


def flat(text: str) -> str:
    return text.replace("\n", "\\n")


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_dump_gives_its_posts(path: Path, tmp_path: Path) -> None:
    files, expected = read_case(path)
    dump = write_dump(files, tmp_path)

    chosen = choose(dump)
    items = list(read_dump(dump))

    assert not isinstance(chosen, Problem), chosen.render()
    assert chosen.name == path.parent.name
    assert described(items) == expected


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
