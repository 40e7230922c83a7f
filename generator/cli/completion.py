"""`disputatio completion SHELL`: the lines that let a shell complete commands, options and names of files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.shell_completion import ShellComplete, get_completion_class

from generator.cli.endings import FINE
from generator.cli.report import say

if TYPE_CHECKING:
    import click

SHELLS = ("bash", "zsh", "fish")
_VARIABLE = "_DISPUTATIO_COMPLETE"  # what Click looks for


def print_completion(command: click.Command, shell: str) -> int:
    """Print the lines for a shell, and return the exit code."""
    kind = get_completion_class(shell)
    if kind is None:
        raise ValueError(f"no such shell: {shell}")
    # not the method of the class itself: for bash, that would run bash to ask for its version
    say(ShellComplete.source(kind(command, {}, "disputatio", _VARIABLE)).rstrip("\n"))
    return FINE
