"""The line of a file that a message is about, with a caret below the place."""

from __future__ import annotations

import unicodedata
from itertools import islice
from pathlib import Path

from generator.files import open_plain
from generator.problems import Problem

AROUND = 70  # code points of a long line that are shown before and after the place
LAST_LINE = 200_000  # of a file; to look further down would take longer than the message is worth


def with_caret(problem: Problem, site: Path) -> list[str]:
    """Return two lines, the one that a problem is about and the caret; none where the file cannot be looked at.

    `site` is the folder that the file's name counts from.
    """
    if problem.line is None or problem.column is None or not 0 < problem.line <= LAST_LINE:
        return []
    line = _line(site / problem.file, problem.line)
    at = problem.column - 1
    if line is None or not line.strip() or at > len(line):
        return []
    start = max(0, at - AROUND)
    before = ("…" if start else "") + line[start:at]
    shown = before + line[at : at + AROUND] + ("…" if at + AROUND < len(line) else "")
    number = f"{problem.line} | "
    return [f"{number}{shown}", " " * (len(number) + sum(map(_width, before))) + "^"]


def _line(path: Path, number: int) -> str | None:
    try:
        with open_plain(path) as file:
            found = next(islice(file, number - 1, number), None)
    except OSError:
        return None
    encoding = "utf-8-sig" if number == 1 else "utf-8"
    return found.decode(encoding, "replace").rstrip("\r\n").replace("\t", " ") if found else None


def _width(sign: str) -> int:
    """Return how many columns a terminal gives a sign."""
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
