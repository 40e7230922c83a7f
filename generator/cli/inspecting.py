"""`disputatio inspect`: what the program sees in dumps, one answer for each dump, in order."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from generator.cli.endings import FINE, UNUSABLE, attempt
from generator.cli.progress import Report, progress
from generator.cli.report import JsonLine, count, print_problems, say
from generator.importers import ReadOptions
from generator.inspection import inspect_threads
from generator.problems import Problem


def inspect_dumps(dumps: Sequence[Path], format_name: str | None, *, as_json: bool) -> int:
    """Print what is seen in each dump and return the worst exit code; a dump that fails does not stop the others."""
    with progress() as report:
        return max(_inspect_one(dump, format_name, report, as_json=as_json) for dump in dumps)


def _inspect_one(dump: Path, format_name: str | None, report: Report, *, as_json: bool) -> int:
    answer = _Json(str(dump)) if as_json else _Words(str(dump))
    with tempfile.TemporaryDirectory(prefix="disputatio-") as folder:
        options = ReadOptions(format=format_name, scratch=Path(folder), progress=report)
        code = attempt(lambda: _tell(dump, options, answer))
    answer.close()
    return code


def _tell(dump: Path, options: ReadOptions, answer: _Json | _Words) -> int:
    """Give an answer thread by thread, as they are read."""
    head, found = inspect_threads(dump, options)
    answer.open(head)
    for kind, seen in found:
        if kind == "thread":
            answer.thread(seen)
        else:
            answer.problems.append(seen)
    return FINE if answer.threads else UNUSABLE


class _Json:
    """The answer as one line of JSON. It ends as sound JSON whatever happens on the way: readers count on each line."""

    def __init__(self, file: str) -> None:
        self.problems: list[dict[str, Any]] = []
        self.threads = 0
        self._file = file
        self._line = JsonLine()

    def open(self, head: dict[str, Any]) -> None:
        self._line.begin(head, "threads")

    def thread(self, seen: dict[str, Any]) -> None:
        self.threads += 1
        self._line.item(seen)

    def close(self) -> None:
        self._line.close({"file": self._file, "format": None, "skin": None}, "threads", {"problems": self.problems})


class _Words:
    """The answer as lines for people: the format, then each thread with its posts."""

    def __init__(self, file: str) -> None:
        self.problems: list[dict[str, Any]] = []
        self.threads = 0
        self._file = file

    def open(self, head: dict[str, Any]) -> None:
        skin = f", skin {head['skin']}" if head["skin"] else ""
        say(f"{head['file']}: {head['format'] or 'unknown format'}{skin}")

    def thread(self, seen: dict[str, Any]) -> None:
        self.threads += 1
        say("\n".join(["", *_describe_thread(seen)]))

    def close(self) -> None:
        print_problems([Problem(file=self._file, why="", **problem) for problem in self.problems])


def _describe_thread(thread: dict[str, Any]) -> Iterator[str]:
    posts = thread["posts"]
    kinds = Counter(quote["kind"] for post in posts for quote in post["quotes"])
    named = sum(1 for post in posts if post["author"])
    facts = [count(len(posts), "post"), f"{named} with an author"]
    if kinds:
        by_kind = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
        facts.append(f"{count(kinds.total(), 'quote')} ({by_kind})")
    if thread["lost_posts"]:
        facts.append(count(len(thread["lost_posts"]), "lost post"))
    yield f"  {thread['title'] or thread['id']}"
    yield f"  {', '.join(facts)}"
    for number, post in enumerate(posts, start=1):
        marks = ", ".join(_describe_quote(quote) for quote in post["quotes"])
        yield f"  {number:>5}  {post['id']}  {post['author'] or 'unknown author'}{'  ' + marks if marks else ''}"


def _describe_quote(quote: dict[str, Any]) -> str:
    origin = quote["origin"]
    where = f" of {'lost ' if origin['lost'] else ''}{origin['post']}" if origin else ""
    return f"{quote['kind']}{where} {quote['confidence']:.0%}"
