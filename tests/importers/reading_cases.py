"""Cases of dumps (files in, threads, posts and problems out), and what is read in them, a line for each fact."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from generator.importers import Dump, choose, read_dump
from generator.problems import Problem
from generator.records import Declared, Post, Thread

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


def assert_read_as_expected(path: Path, folder: Path) -> None:
    """Write the files of a case into a folder; the importer that its own folder is named after reads what it says."""
    files, expected = read_case(path)
    dump = write_dump(files, folder)

    chosen = choose(dump)
    items = list(read_dump(dump))

    assert not isinstance(chosen, Problem), chosen.render()
    assert chosen.name == path.parent.name
    assert described(items) == expected
