"""`disputatio inspect`: what the program sees in dumps, one answer for each dump, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator.cli.endings import FINE, UNUSABLE, attempt
from generator.cli.report import count, print_json, print_problems, say
from generator.inspection import inspect_dump
from generator.problems import Problem


def inspect_dumps(dumps: Sequence[Path], format_name: str | None, *, as_json: bool) -> int:
    """Print what is seen in each dump and return the worst exit code; a dump that fails does not stop the others."""
    return max(_inspect_one(dump, format_name, as_json=as_json) for dump in dumps)


def _inspect_one(dump: Path, format_name: str | None, *, as_json: bool) -> int:
    seen = attempt(lambda: inspect_dump(dump, format=format_name))
    if isinstance(seen, int):
        code, seen = seen, _unseen(dump)
    else:
        code = FINE if seen["threads"] else UNUSABLE
    if as_json:
        print_json(seen)  # a line in every case: readers count on one for each dump
    else:
        print_problems([Problem(file=seen["file"], why="", **problem) for problem in seen["problems"]])
        say(describe(seen))
    return code


def _unseen(dump: Path) -> dict[str, Any]:
    return {"file": str(dump), "format": None, "skin": None, "threads": [], "problems": []}


def describe(seen: dict[str, Any]) -> str:
    """Return the answer to one dump as lines for people: the format, then each thread with its posts."""
    skin = f", skin {seen['skin']}" if seen["skin"] else ""
    lines = [f"{seen['file']}: {seen['format'] or 'unknown format'}{skin}"]
    for thread in seen["threads"]:
        lines += ["", *_describe_thread(thread)]
    return "\n".join(lines)


def _describe_thread(thread: dict[str, Any]) -> list[str]:
    posts = thread["posts"]
    kinds = Counter(quote["kind"] for post in posts for quote in post["quotes"])
    named = sum(1 for post in posts if post["author"])
    facts = [count(len(posts), "post"), f"{named} with an author"]
    facts += (
        [f"{count(kinds.total(), 'quote')} ({', '.join(f'{n} {kind}' for kind, n in sorted(kinds.items()))})"]
        if kinds
        else []
    )
    facts += [count(len(thread["lost_posts"]), "lost post")] if thread["lost_posts"] else []
    lines = [f"  {thread['title'] or thread['id']}", f"  {', '.join(facts)}"]
    for number, post in enumerate(posts, start=1):
        marks = ", ".join(_describe_quote(quote) for quote in post["quotes"])
        lines.append(
            f"  {number:>5}  {post['id']}  {post['author'] or 'unknown author'}{'  ' + marks if marks else ''}"
        )
    return lines


def _describe_quote(quote: dict[str, Any]) -> str:
    origin = quote["origin"]
    where = f" of {'lost ' if origin['lost'] else ''}{origin['post']}" if origin else ""
    return f"{quote['kind']}{where} {quote['confidence']:.0%}"
