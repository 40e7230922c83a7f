"""An importer for tests: a JSON object a line, one a post, grouped on disk and split as those of large formats are."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path

from generator.codec import digest
from generator.importers import Dump, ReadOptions
from generator.importers.structured.attachments import attach
from generator.importers.structured.posts import PostFacts, thread_of
from generator.importers.structured.quarantine import broken_record
from generator.importers.structured.spill import Checkpoint, Record, grouped
from generator.markup import Body
from generator.problems import Problem
from generator.records import Source, Thread

name = "records"
splits = True
MARK = b"-- records of posts, one a line --\n"


def sniff(head: bytes, path: Path) -> float:
    return 1.0 if head.startswith(MARK) else 0.0


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Return the threads of a dump. Lines: {"thread": "t1", "id": "p1", "by": "Anna", "text": "...", "file": [...]}."""

    def scan(start: Checkpoint) -> Iterator[Record | Problem]:
        end, line = start
        with dump.open(options) as file:
            file.seek(end)
            for data in file:
                end, line = end + len(data), line + 1
                if data == MARK:
                    continue
                try:
                    yield Record(json.loads(data)["thread"], 0, data, end, line)
                except ValueError:
                    yield broken_record(dump, line, "this line is no JSON")

    source = Source(dump.name, digest(dump.head()), name, retrieved=options.retrieved)
    for item in grouped(dump, options, scan):
        if isinstance(item, Problem):
            yield item
            continue
        key, payloads = item
        posts = [json.loads(payload) for payload in payloads]
        url = next((post["url"] for post in posts if "url" in post), None)
        yield thread_of(key, posts[0].get("title"), source, [_facts(post, options) for post in posts], url=url)


def _facts(post: dict[str, str], options: ReadOptions) -> PostFacts:
    files = [(file, base64.b64decode(data)) for file, data in post.get("files", {}).items()]
    attachments = tuple(attach(file, data, options) for file, data in files)
    number = post.get("number")
    return PostFacts(post["id"], Body(post["text"]), post.get("by"), number=number, attachments=attachments)


def lines(*posts: dict[str, object]) -> str:
    """Return a dump of these posts."""
    return MARK.decode() + "".join(json.dumps(post) + "\n" for post in posts)


def debate(thread: str, first: int, last: int, **more: object) -> list[dict[str, object]]:
    """Return posts of a thread, each of which quotes the one before."""
    posts = []
    for number in range(first, last + 1):
        words = f"The {thread} of the year {1800 + number} was never paid for, as everybody in the council knows."
        before = f"The {thread} of the year {1799 + number} was never paid for, as everybody in the council knows.\n"
        text = (before if number > first else "") + words
        posts.append({"thread": thread, "id": f"p{number}", "by": "Anna" if number % 2 else "Boris", "text": text})
    return [{**post, **more} for post in posts]
