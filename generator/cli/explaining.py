"""`disputatio explain CODE...`: what a code means, and what to do."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from generator.cli.endings import FINE, UNUSABLE
from generator.cli.report import say, warn
from generator.codes import CODES, Code, explain

WIDTH = 100  # signs a line: what a terminal shows and a reader likes


def explain_codes(codes: Sequence[str]) -> int:
    """Print each code with its meaning, and return the exit code: unusable where one is unknown."""
    ending = FINE
    for number, name in enumerate(codes):
        code = explain(name)
        if code is None:
            warn(f"There is no code {name}. There are {CODES[0].code} to {CODES[-1].code}: see docs/problems.md.")
            ending = UNUSABLE
        else:
            say(("\n" if number else "") + _told(code))
    return ending


def _told(code: Code) -> str:
    paragraphs = (code.means, f"What to do: {code.remedy}")
    indent = "    "
    filled = (textwrap.fill(each, WIDTH, initial_indent=indent, subsequent_indent=indent) for each in paragraphs)
    return "\n".join((f"{code.code}: {code.title}", *filled))
