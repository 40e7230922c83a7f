"""Trouble as data: what was found in the input, where, why, and what to do about it.

`Problem.render` gives the form that a person reads. The wording of a message stands where the fault is found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault found in the input. `file` is as the user knows it; `line` and `column` are 1-based, None if unknown."""

    severity: Severity
    code: str  # "D205": 1.. config, 2.. reading, 3.. linking, 4.. themes, 5.. output, 6.. corrections
    file: str
    line: int | None
    column: int | None
    message: str  # what, in one sentence, with the user's own words
    why: str = ""
    fix: str = ""

    def render(self) -> str:
        """Return the message as lines: `file:line:column: severity code: message`, then why and fix, indented."""
        where = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        lines = [f"{where}: {self.severity} {self.code}: {self.message}"]
        lines += [f"    {line}" for text in (self.why, self.fix) for line in text.splitlines()]
        return "\n".join(lines)


class UnusableInput(Exception):  # noqa: N818 - the name says what a reader needs
    """The user's input, options or configuration cannot be used. `problems` holds every fault found, in order."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)  # exactly the arguments of __init__: pickle calls cls(*self.args)
        self.problems = problems


class TryAgainLater(Exception):  # noqa: N818
    """Another build holds the output."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
