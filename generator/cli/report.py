"""What the commands say: problems on stderr, results on stdout, faults of our own in a file.

Data never reaches a terminal as it is: control characters, escape sequences and bidi overrides are made visible first.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import click

from generator.problems import Problem

MAX_SHOWN = 200  # a broken archive has thousands of problems; nobody reads more, and `check --json` has them all


def clean(text: str) -> str:
    """Return text that is safe to show in a terminal, line breaks kept."""
    from generator.markup import visible_text

    return visible_text(text).replace("\r", "␍")


def say(text: str) -> None:
    """Print a result or a notice on stdout."""
    click.echo(_printable(clean(text), sys.stdout))


def warn(text: str) -> None:
    """Print a message about trouble on stderr."""
    click.echo(_printable(clean(text), sys.stderr), err=True)


def print_json(value: object) -> None:
    """Print one value as one line of JSON, in UTF-8 whatever the locale."""
    from generator.codec import to_json

    click.echo(to_json(value))


def print_problems(problems: Sequence[Problem]) -> None:
    """Print problems in the order given, at most `MAX_SHOWN`, and then how many there are of each severity."""
    for problem in problems[:MAX_SHOWN]:
        file, message = (" ".join(text.split("\n")) for text in (problem.file, problem.message))
        warn(replace(problem, file=file, message=message).render())  # a line break in a name must not fake a message
    if len(problems) > MAX_SHOWN:
        warn(f"... and {len(problems) - MAX_SHOWN} more. `disputatio check --json` lists all of them.")
    if len(problems) > 1:
        warn(count_problems(problems))


def count_problems(problems: Iterable[Problem]) -> str:
    """Return "2 errors, 1 warning"; severities that do not occur are left out.

    >>> count_problems([Problem("error", "D101", "site.yaml", 1, 1, "no title")])
    '1 error'
    """
    severities = [problem.severity for problem in problems]
    return ", ".join(
        count(severities.count(severity), severity)
        for severity in ("error", "warning", "note")
        if severity in severities
    )


def count(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> count(1, "post"), count(1200, "post")
    ('1 post', '1,200 posts')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def save_fault(fault: BaseException) -> str:
    """Write the traceback of a fault of our own to a file and return the words that tell the user about it."""
    import tempfile
    import traceback

    text = "".join(traceback.format_exception(fault))
    name = type(fault).__name__
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="disputatio-fault-", suffix=".txt", delete=False, encoding="utf-8", errors="backslashreplace"
        ) as file:
            file.write(text)
    except OSError as error:
        where = f"The traceback could not be saved ({error.strerror})."
    else:
        where = f"The traceback is in {Path(file.name)}."
    return f"Disputatio met a fault of its own ({name}). {where}\nPlease report it: what you did, and that file."


def _printable(text: str, stream: object) -> str:
    """Return text that the stream's encoding can carry, the rest as backslash escapes."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)
