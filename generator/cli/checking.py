"""`disputatio check`: every problem, and every doubtful guess with the lines that would settle it."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

from generator.cli.endings import FINE, PROBLEMS
from generator.cli.progress import progress
from generator.cli.report import count, print_json, print_problems, say
from generator.config import read_config
from generator.hosts import host_problems
from generator.pipeline import CheckReport, check
from generator.problems import UnusableInput

MAX_SHOWN = 100  # doubts; they come most harmful first, and who has settled a hundred will check again


def check_site(site: Path, *, as_json: bool, strict: bool = False, quiet: bool = False) -> int:
    """Check a site, print what was found, and return the exit code.

    As JSON, each problem and each doubt is one line with "is" ("problem" or "doubt"), also where the site cannot be
    used.
    """
    try:
        with progress() as report:
            config = read_config(site)
            found = check(config, progress=report)
    except UnusableInput as error:
        if as_json:
            _print_all(CheckReport(error.problems, ()))
        raise
    told = host_problems(config.deploy, config.robots, config.base_url, config.output)
    found = replace(found, problems=(*found.problems, *told))
    if as_json:
        _print_all(found)
    else:
        print_problems(found.problems)
        if not quiet:
            _show_doubts(found, site)
    return PROBLEMS if strict and any(problem.severity != "note" for problem in found.problems) else FINE


def _print_all(found: CheckReport) -> None:
    for kind, items in (("problem", found.problems), ("doubt", found.doubts)):
        for item in items:
            print_json({"is": kind, **asdict(item)})


def _show_doubts(found: CheckReport, site: Path) -> None:
    for doubt in found.doubts[:MAX_SHOWN]:
        say(doubt.render())
    if len(found.doubts) > MAX_SHOWN:
        say(f"... and {len(found.doubts) - MAX_SHOWN:,} more, less harmful; `check --json` lists all of them.")
    if found.doubts:
        file = site / "content" / "corrections.yaml"
        say(f"\n{count(len(found.doubts), 'doubt')}. To settle one, paste its line at the end of {file}.")
    else:
        say("Nothing is in doubt.")
