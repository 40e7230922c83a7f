"""What the commands say: problems on stderr, results on stdout, faults of our own in a file.

Data never reaches a terminal as it is: control characters, escape sequences and bidi overrides are made visible first.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path

import click

from generator.cli.carets import with_caret
from generator.problems import Problem

# What JSON allows as it is and what still ends lines, steers a terminal or turns the direction of what follows.
_UNSHOWN = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")
# From which folder the files in messages are named; a message may be printed when its command has ended already.
SITE_OF_MESSAGES: ContextVar[Path] = ContextVar("site", default=Path())
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
    click.echo(_json(value))


class JsonLine:
    """One line of JSON that is printed while it grows: an object whose last list may be longer than the memory."""

    def __init__(self) -> None:
        self._is_open = False
        self._items = 0

    def begin(self, fields: Mapping[str, object], items: str) -> None:
        """Begin the object with these fields, and after them the list of that name."""
        click.echo(_json(fields)[:-1] + b"," + _json(items) + b":[", nl=False)
        self._is_open = True

    def item(self, value: object) -> None:
        """Add a value to the list."""
        click.echo((b"," if self._items else b"") + _json(value), nl=False)
        self._items += 1

    def close(self, fields: Mapping[str, object], items: str, rest: Mapping[str, object]) -> None:
        """End the line with the `rest` of the fields; begun with `fields` where nothing has begun it."""
        if not self._is_open:
            self.begin(fields, items)
        click.echo(b"]," + _json(rest)[1:])


def _json(value: object) -> bytes:
    from generator.codec import to_json

    try:
        line = to_json(value)
    except UnicodeEncodeError:  # the name of a file that is no UTF-8, as the system hands it out
        line = to_json(_sound(value))
    return line if line.isascii() else _UNSHOWN.sub(_escaped, line.decode()).encode()


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def show_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table: the first two columns are words, the others numbers. Without a terminal no line is wrapped."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for number, title in enumerate(head):
        table.add_column(Text(title), justify="left" if number < 2 else "right", overflow="fold")
    for row in rows:
        table.add_row(*(Text(clean(cell).replace("\n", " ")) for cell in row))
    Console(width=None if sys.stdout.isatty() else 1000, highlight=False).print(table)


def print_problems(problems: Sequence[Problem]) -> None:
    """Print problems in the order given, at most `MAX_SHOWN`, and then how many there are of each severity."""
    for problem in problems[:MAX_SHOWN]:
        file, message = (" ".join(text.split("\n")) for text in (problem.file, problem.message))
        first, *rest = replace(problem, file=file, message=message).render().split("\n")
        caret = [f"    {line}" for line in with_caret(problem, SITE_OF_MESSAGES.get())]
        warn("\n".join((first, *caret, *rest)))  # a line break in a name must not fake a message
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


def _sound(value: object) -> object:
    """Return the value with U+FFFD in place of lone surrogates."""
    if isinstance(value, dict):
        return {_sound(key): _sound(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_sound(item) for item in value]
    return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if isinstance(value, str) else value


def _printable(text: str, stream: object) -> str:
    """Return text that the stream's encoding can carry, the rest as backslash escapes."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)
