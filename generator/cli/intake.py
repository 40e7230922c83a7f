"""`disputatio import`: copies dumps into content/threads/ and says what was understood of them.

All dumps of one call are read before the first is copied: where one cannot be used, none is. Nothing is overwritten.
Dumps that hold the same single thread are its pages, and go into a folder together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from shlex import quote
from typing import Any

from generator.cli.endings import FINE, UNUSABLE
from generator.cli.report import count, print_problems, say, show_table, warn
from generator.config import Config, read_config
from generator.inspection import inspect_dump
from generator.problems import Problem, UnusableInput
from generator.text import safe_name

# Names that mean the same on every machine may stay; others are made anew.
_PORTABLE = re.compile(r"\w[\w .-]{0,99}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A dump on its way in. `seen` is what `inspect` says of it, `target` its place below content/threads/."""

    dump: Path
    seen: dict[str, Any]
    target: Path

    @property
    def thread_title(self) -> str | None:
        """The title of its thread, None where it holds several threads or an untitled one."""
        threads = self.seen["threads"]
        return threads[0]["title"] if len(threads) == 1 else None


def take_in(dumps: Sequence[Path], site: Path, format_name: str | None) -> int:
    """Copy the dumps into the site and return the exit code."""
    config = read_config(site)
    arrivals = [Arrival(dump, inspect_dump(dump, format=format_name), Path(_file_name(dump))) for dump in dumps]
    problems = [Problem(file=a.seen["file"], why="", **problem) for a in arrivals for problem in a.seen["problems"]]
    print_problems(problems)
    if not all(arrival.seen["threads"] for arrival in arrivals):
        warn("Nothing was copied.")
        return UNUSABLE
    arrivals = _join_pages(arrivals)
    copied = _copy_all(arrivals, config)
    _tell(arrivals, copied, format_name)
    say(_next_steps(arrivals, site, format_name))
    return FINE


def _file_name(dump: Path) -> str:
    suffix = dump.suffix if re.fullmatch(r"\.[A-Za-z0-9]{1,8}", dump.suffix) else ""
    is_portable = _PORTABLE.fullmatch(dump.name) and not dump.name.endswith((" ", "."))
    return dump.name if is_portable else safe_name(dump.stem) + suffix


def _join_pages(arrivals: Sequence[Arrival]) -> list[Arrival]:
    """Return the arrivals, those of one thread with a folder of their own; their names keep the order of the call."""
    titles = [arrival.thread_title for arrival in arrivals]
    pages = {title: titles.count(title) for title in titles if title and titles.count(title) > 1}
    joined, numbers = [], dict.fromkeys(pages, 0)
    for arrival, title in zip(arrivals, titles, strict=True):
        target = arrival.target
        if title in numbers:
            numbers[title] += 1
            digits = len(str(pages[title]))
            target = Path(safe_name(title), f"{numbers[title]:0{digits}}-{target.name}")
        joined.append(replace(arrival, target=target))
    return joined


def _copy_all(arrivals: Sequence[Arrival], config: Config) -> list[bool]:
    """Copy the dumps; False for one that is there already, with the very same bytes. All are copied, or none.

    Raises:
        UnusableInput: another file has the name of a dump, there or in the same call; or content/threads leads away.
    """
    if not config.threads.resolve().is_relative_to(config.root.resolve()):
        message = "content/threads is a link that leads out of the site"
        raise UnusableInput((Problem("error", "D705", str(config.threads), None, None, message),))
    contents = [arrival.dump.read_bytes() for arrival in arrivals]
    targets = [config.threads / arrival.target for arrival in arrivals]
    is_there = [
        target.is_file() and target.read_bytes() == data for target, data in zip(targets, contents, strict=True)
    ]
    faults = [
        _name_taken(arrival)
        for place, (arrival, target) in enumerate(zip(arrivals, targets, strict=True))
        if target in targets[:place] or (target.exists() and not is_there[place])
    ]
    if faults:
        raise UnusableInput(tuple(faults))
    written: list[Path] = []
    try:
        for target, data, present in zip(targets, contents, is_there, strict=True):
            if not present:
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("xb") as file:
                    written.append(target)
                    file.write(data)
    except BaseException:
        for target in written:
            with suppress(OSError):
                target.unlink()
        raise
    return [not present for present in is_there]


def _name_taken(arrival: Arrival) -> Problem:
    name = f"content/threads/{arrival.target.as_posix()}"
    fix = "Rename the dump, or remove the other file if this one replaces it."
    return Problem("error", "D704", arrival.seen["file"], None, None, f"another dump is called {name}", "", fix)


def _tell(arrivals: Sequence[Arrival], copied: Sequence[bool], format_name: str | None) -> None:
    head = ("in content/threads/", "format", "threads", "posts", "authors", "quotes", "lost posts")
    rows = []
    for arrival, is_new in zip(arrivals, copied, strict=True):
        threads = arrival.seen["threads"]
        posts = [post for thread in threads for post in thread["posts"]]
        skin = arrival.seen["skin"]
        rows.append(
            (
                arrival.target.as_posix() + ("" if is_new else " (was there)"),
                arrival.seen["format"] + (f" ({skin})" if skin else ""),
                f"{len(threads):,}",
                f"{len(posts):,}",
                f"{sum(1 for post in posts if post['author']):,}",
                f"{sum(len(post['quotes']) for post in posts):,}",
                f"{sum(len(thread['lost_posts']) for thread in threads):,}",
            )
        )
    show_table(head, rows)


def _next_steps(arrivals: Sequence[Arrival], site: Path, format_name: str | None) -> str:
    lines = [""]
    if format_name:
        lines += ["You named the format; the build must know it too. Add to site.yaml:", "    importers:"]
        lines += [f"      {arrival.target.as_posix()}: {format_name}" for arrival in arrivals]
    anonymous = sum(
        1 for a in arrivals for thread in a.seen["threads"] for post in thread["posts"] if not post["author"]
    )
    if anonymous:
        lines.append(f"{count(anonymous, 'post')} without an author: `check` gives the lines that name them.")
    at = "" if site == Path() else f" --site {quote(str(site))}"
    lines += [f"Next: disputatio serve{at}    the site, while you work on it"]
    lines += [f"      disputatio check{at}    what is doubtful, most harmful first"]
    return "\n".join(lines)
