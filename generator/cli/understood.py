"""What `disputatio import` says of the dumps that it took in: a short table, and what to do about the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from shlex import quote

from generator.cli.report import count, show_table
from generator.survey import Survey

MOST_ROWS = 40  # of dumps that are told of each by itself; a forum has thousands of pages
_HEAD = (
    "in content/threads/",
    "format",
    "threads",
    "posts",
    "people",
    "from",
    "to",
    "quotes declared",
    "resolved",
    "problems",
)


def show_surveys(surveys: Sequence[tuple[str, Survey]], whole: Survey) -> None:
    """Print the table: a row for each dump, and one for the `whole` of them."""
    rows = [_row(name, survey) for name, survey in surveys[:MOST_ROWS]]
    if len(surveys) > MOST_ROWS:
        rows.append((f"... and {len(surveys) - MOST_ROWS:,} more", *[""] * (len(_HEAD) - 1)))
    if len(surveys) > 1:
        rows.append(_row("all", replace(whole, format="", skin="")))
    show_table(_HEAD, rows)


def _row(name: str, survey: Survey) -> tuple[str, ...]:
    skin = f" ({survey.skin})" if survey.skin else ""
    return (
        name,
        survey.format + skin,
        *_numbers(survey.threads, survey.posts),
        f"{survey.people:,}",
        survey.first,
        survey.last,
        *_numbers(survey.declared, survey.resolved, len(survey.problems)),
    )


def _numbers(*numbers: int) -> tuple[str, ...]:
    return tuple(f"{number:,}" for number in numbers)


def next_steps(whole: Survey, formats: Sequence[str], site: Path) -> str:
    """Return what to do about what is missing, and what comes next. `formats`: lines that site.yaml needs."""
    at = "" if site == Path() else f" --site {quote(str(site))}"
    lines = [""]
    if formats:
        lines += ["You named the format; the build must know it too. Add to site.yaml:", "    importers:"]
        lines += [f"      {line}" for line in formats]
    lines += _rest(whole)
    lines += [f"Next: disputatio serve{at}    the site, while you work on it"]
    lines += [f"      disputatio check{at}    what is doubtful, most harmful first"]
    return "\n".join(lines)


def _rest(whole: Survey) -> Iterator[str]:
    """Yield a line for each thing that is not as it might be."""
    if whole.anonymous:
        yield f"{count(whole.anonymous, 'post')} without an author: `check` gives the lines that name them."
    left_out = sum(1 for problem in whole.problems if problem.code in ("D230", "D231", "D232"))
    if left_out:
        yield f"{count(left_out, 'broken record')} left out, told above: mend the dump or export it again."
    astray = whole.named - whole.resolved
    if astray:
        what = "1 quote names a post that is" if astray == 1 else f"{astray:,} quotes name posts that are"
        yield f"{what} not among these dumps: others may hold it; else its words are sought in all posts."
    if whole.with_gaps:
        yield f"{count(whole.with_gaps, 'thread')} with posts missing:"
        yield from (f"    {gap}" for gap in whole.gaps)
    if whole.missing:
        yield f"{count(whole.missing, 'attachment')} that no dump brings: the site will show their names."
