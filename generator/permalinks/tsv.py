"""permalinks.tsv read and written: one address a line, sorted, so that two branches of a repository merge."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.codec import digest
from generator.permalinks.records import GONE, Permalink
from generator.problems import Problem

FILE = "permalinks.tsv"
MOST_TOLD = 20  # faults of the file: it is written by a program, and what spoils one line spoils many
_HEAD = (
    "# The addresses that this archive has published: address, signs of its words, and where it is now if it moved.\n"
    "# `disputatio permalinks keep` adds lines to it. Keep it with the site (docs/permanence.md).\n"
)
_SIGN = r"[^\s\\\x22'<>$`{}|^]"  # none that means anything to a server or a page
_ADDRESS = re.compile(rf"(?:threads|lost|topics|pages)/(?!/){_SIGN}+\.html")
_MARKS = re.compile(r"[a-z2-9.]*")


def digest_of(path: Path) -> str:
    """Return what stands for the content of the file, "" where there is none."""
    return digest(path.read_bytes()) if _is_there(path) else ""


def read_permalinks(path: Path) -> tuple[dict[str, Permalink], tuple[Problem, ...]]:
    """Return the held addresses, and what is wrong with the file. No file: nothing is held."""
    if not _is_there(path):
        return {}, ()
    held: dict[str, Permalink] = {}
    problems: list[Problem] = []
    text = path.read_text(encoding="utf-8", errors="replace")
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        link = _link(line)
        if link is None:
            problems.append(_unreadable(number, line))
            continue
        other = held.setdefault(link.address, link)
        if other.now != link.now:
            problems.append(_contrary(number, link.address))
    if len(problems) > MOST_TOLD:
        more = Problem("error", "D830", FILE, None, None, f"{len(problems) - MOST_TOLD:,} more lines cannot be read")
        problems = [*problems[:MOST_TOLD], more]
    return held, tuple(problems)


def format_permalinks(links: Iterable[Permalink]) -> str:
    """Return the text of the file; equal links give equal text."""
    return _HEAD + "".join(_lines(links))


def is_address(text: str) -> bool:
    """True for an address that can be held: of a thread, a post, a lost post, a topic or a page of the archivist's."""
    return bool(_ADDRESS.fullmatch(text)) and ".." not in text.split("/")


def _lines(links: Iterable[Permalink]) -> Iterator[str]:
    for link in sorted(links, key=lambda link: link.address):
        yield f"{link.address}\t{link.marks}\t{link.now}".rstrip("\t") + "\n"


def _link(line: str) -> Permalink | None:
    address, marks, now, *rest = (*line.split("\t"), "", "")
    is_fit = is_address(address) and _MARKS.fullmatch(marks) and (now in ("", GONE) or is_address(now))
    return Permalink(address, marks, now) if is_fit and not any(rest) else None


def _is_there(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _unreadable(number: int, line: str) -> Problem:
    shown = line if len(line) <= 60 else line[:59] + "…"
    if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
        fix = "Two branches met here. Keep the lines of both, and remove the lines that git put between them."
    else:
        fix = "A line is an address, a tab, signs of its words, and perhaps a tab and where it is now."
    return Problem("error", "D830", FILE, number, 1, f"the line cannot be read: {shown!r}", "", fix)


def _contrary(number: int, address: str) -> Problem:
    fix = "Remove one of the two lines."
    return Problem("error", "D830", FILE, number, 1, f"another line says something else of {address}", "", fix)
