"""Importer `unknown-json`: says what to do with a JSON file of which no importer knows the form. It reads none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.importers.dumps import Dump, ReadOptions
from generator.importers.structured.outlines import outline
from generator.problems import Problem
from generator.records import Thread

name = "unknown-json"

_NOBODY_ELSE = 0.5  # above pasted text, below every importer that knows a form of JSON
_NAMED = 8  # keys that the message tells


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a file is JSON, of whatever form: its beginning is sound and has keys or rows."""
    shape = outline(head)
    is_json = shape.is_sound and bool(shape.root) and (len(shape.first) > 1 or head.strip() in (b"{}", b"[]"))
    return 0.0 if path.is_dir() or not is_json else _NOBODY_ELSE


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the one error that says what the file is, and how it can be read."""
    keys = [path for path, shown in outline(dump.head()).first.items() if path and shown[:1] not in "{["][:_NAMED]
    why = f"It is JSON with the keys {', '.join(keys)}." if keys else "It is JSON, but no post is in it."
    fix = (
        "Write its posts as JSON lines, one object a post, with `thread`, `id`, `author`, `date` and `text`: "
        "see `jsonl` in docs/importers.md. To leave it out, move it out of content/threads/."
    )
    yield dump.trouble("D208", (1, 1), "no importer knows this form of JSON", why=why, fix=fix)
