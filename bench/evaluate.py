"""Measure recognition on the gold beside this repository and write the figures into docs/measurements.md.

    python bench/evaluate.py [--limit N] [--baselines] [--sets NAME ...] [--print]

Gold (`../shared/gold`), scorer and baselines (`../shared/eval`) are read only; what the figures mean stands in the
scorer's own description. With --baselines the same scorer also runs the simple tools (equal paragraphs, difflib, and
edlib where it is installed) on the same dumps. A run with --limit or --sets prints its tables and writes nothing.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared"
REPORT = REPOSITORY / "docs" / "measurements.md"
COMMAND = f"{sys.executable} -m generator inspect {{dumps}} --json"

# The end mark of a XenForo post is a NBSP, which editors and extractors often turn into something else.
WITHOUT_NBSP = {"seed": ("space", "newline"), "xenforo.seed": ("space", "newline")}

COLUMNS = (
    *("posts_f1", "authors", "authors_wrong", "quotes_p", "quotes_r", "quotes_f1", "links_r", "links_p", "links_loose"),
    *("passages", "absent", "absent_linked", "brier", "lost", "failed"),
)
COMPARED = ("posts_f1", "quotes_f1", "links_r", "links_p")
METHODS = {"hash": "equal paragraphs", "difflib": "difflib", "edlib": "edlib"}

Figures = dict[str, float]


@dataclass(frozen=True)
class Run:
    """One set of gold as it is given to a tool: as it is, or with its NBSPs replaced."""

    name: str
    nbsp: str | None = None

    @property
    def label(self) -> str:
        return f"{self.name}, NBSP as {self.nbsp}" if self.nbsp else self.name


def score(run: Run, command: str, limit: int | None) -> Figures:
    """Return the scorer's figures for one set."""
    gold = SHARED / "gold" / run.name
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "figures.json"
        arguments = [sys.executable, str(SHARED / "eval" / "score.py"), str(gold), "--command", command]
        arguments += ["--json", str(result)]
        arguments += ["--limit", str(limit)] if limit else []
        arguments += ["--nbsp", run.nbsp] if run.nbsp else []
        subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL, cwd=REPOSITORY)
        figures: dict[str, Figures] = json.loads(result.read_text(encoding="utf-8"))
    return figures[str(gold)]


def table(head: list[str], rows: list[list[str]], *, words: int = 1) -> str:
    """Return a Markdown table; the first `words` columns are words, the others numbers."""
    lines = [head, [*("---" for _ in head[:words]), *("---:" for _ in head[words:])], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def cell(name: str, value: float) -> str:
    if math.isnan(value):
        return "–"  # nothing of the kind in this set
    return (
        f"{value:.0f}"
        if name in {"dumps", "lost", "failed"}
        else f"{value:.1f}"
        if name == "links_loose"
        else f"{value:.3f}"
    )


def own_table(results: dict[Run, Figures]) -> str:
    head = ["set", "dumps", *COLUMNS]
    return table(
        head, [[run.label, *(cell(name, figures[name]) for name in head[1:])] for run, figures in results.items()]
    )


def comparison(results: dict[Run, Figures], others: dict[str, dict[Run, Figures]]) -> str:
    """Return a table with ours and each other tool's value in one cell, the best of the row in bold."""
    tools = {"Disputatio": results, **others}
    rows = []
    for run in results:
        row = [run.label]
        for name in COMPARED:
            values = [figures[run][name] for figures in tools.values()]
            best = max((value for value in values if not math.isnan(value)), default=math.nan)
            row.append(" / ".join(f"**{cell(name, v)}**" if v == best else cell(name, v) for v in values))
        rows.append(row)
    legend = " / ".join(["Disputatio", *(METHODS[method] for method in others)])
    return f"Each cell: {legend}.\n\n{table(['set', *COMPARED], rows)}"


def machine() -> str:
    return f"{os.cpu_count()} cores, Python {platform.python_version()}"


def write_between_marks(mark: str, text: str, path: Path = REPORT) -> None:
    """Put `text` between the marks of that name in a report; a report without them gets them at its end."""
    begin, end = f"<!-- {mark}: begin -->", f"<!-- {mark}: end -->"
    report = path.read_text(encoding="utf-8") if path.exists() else "# Measurements\n"
    if begin not in report:
        report = f"{report.rstrip()}\n\n{begin}\n{end}\n"
    before, rest = report.split(begin, 1)
    after = rest.split(end, 1)[1]
    path.write_text(f"{before}{begin}\n{text.strip()}\n{end}{after}", encoding="utf-8")


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=int, help="only the first N dumps of each set")
    parser.add_argument("--sets", nargs="+", metavar="NAME", help="only these sets")
    parser.add_argument("--baselines", action="store_true", help="run the simple tools as well")
    parser.add_argument("--print", action="store_true", help="print the tables, write nothing")
    return parser.parse_args()


def main() -> int:
    options = parse_arguments()
    if not (SHARED / "gold").is_dir():
        sys.stderr.write("There is no gold beside this repository (../shared/gold): nothing to measure.\n")
        return 2
    names = options.sets or sorted(folder.name for folder in (SHARED / "gold").iterdir() if folder.is_dir())
    runs = [Run(name, nbsp) for name in names for nbsp in (None, *WITHOUT_NBSP.get(name, ()))]
    results = {run: _told(run, "Disputatio", COMMAND, options.limit) for run in runs}
    texts = {"evaluation": f"`make eval` on {machine()}.\n\n{own_table(results)}"}
    if options.baselines:
        methods = [method for method in METHODS if method != "edlib" or importlib.util.find_spec("edlib")]
        command = f"{sys.executable} {SHARED / 'eval' / 'baselines.py'}"
        others = {m: {run: _told(run, m, f"{command} {m} {{dumps}}", options.limit) for run in runs} for m in methods}
        intro = f"`make eval EVAL_ARGS=--baselines` on {machine()}, same dumps, same scorer, same run."
        texts["baselines"] = f"{intro} {comparison(results, others)}"
    is_partial = options.limit or options.sets
    for mark, text in texts.items():
        sys.stdout.write(f"\n{text}\n")
        if not (options.print or is_partial):
            write_between_marks(mark, text)
    return 1 if any(figures["failed"] for figures in results.values()) else 0


def _told(run: Run, tool: str, command: str, limit: int | None) -> Figures:
    figures = score(run, command, limit)
    sys.stderr.write(f"{tool:12} {run.label:40} {figures['seconds']:8.1f} s\n")
    return figures


if __name__ == "__main__":
    sys.exit(main())
