"""What `disputatio import` says of the dumps that it took in: a short table, and what to do about the rest."""

from __future__ import annotations

from collections.abc import Sequence
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


def show_surveys(surveys: Sequence[tuple[str, Survey]]) -> None:
    """Print the table: a row for each dump, and one for all of them."""
    rows = [_row(name, survey) for name, survey in surveys[:MOST_ROWS]]
    if len(surveys) > MOST_ROWS:
        rows.append((f"... and {len(surveys) - MOST_ROWS:,} more", *[""] * (len(_HEAD) - 1)))
    if len(surveys) > 1:
        rows.append(_sum([survey for _, survey in surveys]))
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


def _sum(surveys: Sequence[Survey]) -> tuple[str, ...]:
    days = sorted(day for survey in surveys for day in (survey.first, survey.last) if day)
    return (
        "all",
        "",
        *_numbers(sum(survey.threads for survey in surveys), sum(survey.posts for survey in surveys)),
        "",  # one person may write in several dumps
        days[0] if days else "",
        days[-1] if days else "",
        *_numbers(
            sum(survey.declared for survey in surveys),
            sum(survey.resolved for survey in surveys),
            sum(len(survey.problems) for survey in surveys),
        ),
    )


def _numbers(*numbers: int) -> tuple[str, ...]:
    return tuple(f"{number:,}" for number in numbers)


def next_steps(surveys: Sequence[Survey], names: Sequence[str], site: Path, format_name: str | None) -> str:
    """Return what to do about what is missing, and what comes next. `names` are the dumps' below content/threads/."""
    at = "" if site == Path() else f" --site {quote(str(site))}"
    lines = [""]
    if format_name:
        lines += ["You named the format; the build must know it too. Add to site.yaml:", "    importers:"]
        lines += [f"      {name}: {format_name}" for name in names]
    lines += _rest(surveys)
    lines += [f"Next: disputatio serve{at}    the site, while you work on it"]
    lines += [f"      disputatio check{at}    what is doubtful, most harmful first"]
    return "\n".join(lines)


def _rest(surveys: Sequence[Survey]) -> list[str]:
    """Return a line for each thing that is not as it might be."""
    lines = []
    anonymous = sum(survey.anonymous for survey in surveys)
    if anonymous:
        lines.append(f"{count(anonymous, 'post')} without an author: `check` gives the lines that name them.")
    left_out = sum(1 for survey in surveys for problem in survey.problems if problem.code in ("D230", "D231", "D232"))
    if left_out:
        lines.append(f"{count(left_out, 'broken record')} left out, told above: mend the dump or export it again.")
    astray = sum(survey.named - survey.resolved for survey in surveys)
    if astray:
        what = "1 quote names a post that is" if astray == 1 else f"{astray:,} quotes name posts that are"
        lines.append(f"{what} not in its dump: other dumps may hold it; else the matcher looks for the words.")
    with_gaps = sum(survey.with_gaps for survey in surveys)
    if with_gaps:
        told = [gap for survey in surveys for gap in survey.gaps][:5]
        lines.append(f"{count(with_gaps, 'thread')} with posts missing, unless another dump has them:")
        lines += [f"    {gap}" for gap in told]
    missing = sum(survey.missing for survey in surveys)
    if missing:
        lines.append(f"{count(missing, 'attachment')} that no dump brings: the site will show their names.")
    return lines
