"""`disputatio stats`: the archive in numbers."""

from __future__ import annotations

from pathlib import Path

from generator.cli.endings import FINE
from generator.cli.progress import progress
from generator.cli.report import print_json, say
from generator.config import read_config
from generator.pipeline import Statistics, count_archive


def show_statistics(site: Path, *, as_json: bool) -> int:
    """Print the numbers, one a line, or one JSON object; return the exit code."""
    with progress() as report:
        found = count_archive(read_config(site), progress=report)
    if as_json:
        rest = {"first": found.first or None, "last": found.last or None, "problems": found.problems}
        print_json({"counts": dict(found.counts), "dumps": found.dumps, "dump_bytes": found.dump_bytes, **rest})
    else:
        say("\n".join(_lines(found)))
    return FINE


def _lines(found: Statistics) -> list[str]:
    told = [(name, f"{number:,}") for name, number in found.counts]
    told += [("first post", found.first), ("last post", found.last)] if found.first else []
    told += [("dumps", f"{found.dumps:,}"), ("bytes of dumps", f"{found.dump_bytes:,}")]
    told.append(("problems", f"{found.problems:,}"))
    widths = [max(len(cell) for cell in column) for column in zip(*told, strict=True)]
    return [f"{name:<{widths[0]}}  {number:>{widths[1]}}" for name, number in told]
