"""`disputatio build`: one build, and what it came to in two lines."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from pathlib import Path

from generator.cli.endings import FINE, PROBLEMS
from generator.cli.progress import progress
from generator.cli.report import count, print_json, print_problems, say
from generator.config import choose_engine, read_config
from generator.pipeline import BuildReport, build


@dataclass(frozen=True, slots=True)
class Told:
    """How much a build tells: as JSON, or of problems alone."""

    as_json: bool = False
    quiet: bool = False


def build_site(
    site: Path, output: Path | None, *, engine: str | None, strict: bool, clean: bool, told: Told = Told()
) -> int:
    """Build the site once, tell what was done, and return the exit code."""
    config = read_config(site)
    chosen = choose_engine(engine) if engine else None
    with progress() as report:
        done = build(config, output=output, engine=chosen, strict=strict, clean=clean, progress=report)
    if told.as_json:
        print_json(_numbers(done))
    else:
        print_problems(done.problems)
        if not told.quiet:
            say(describe(done))
    has_problems = any(problem.severity != "note" for problem in done.problems)
    return PROBLEMS if strict and has_problems else FINE


def _numbers(done: BuildReport) -> dict[str, object]:
    pages = {"written": done.written, "removed": done.removed, "kept": done.kept}
    problems = [asdict(problem) for problem in done.problems]
    return {"output": str(done.output), "pages": pages, "counts": dict(done.counts), "problems": problems}


def describe(done: BuildReport) -> str:
    """Return what was built, and what was written for it.

    A folder is named from here where that is shorter.
    """
    numbers = dict(done.counts)
    facts = [count(numbers.get("posts", 0), "post"), count(numbers.get("threads", 0), "thread")]
    facts += [count(numbers.get("quotes", 0), "quote"), count(numbers.get("lost", 0), "lost post")]
    pages = count(done.written + done.kept, "page")
    where = min(str(done.output), os.path.relpath(done.output), key=len)
    return f"{', '.join(facts)}.\n{pages} in {where}: {done.written:,} written, {done.removed:,} removed."
