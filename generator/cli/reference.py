"""The reference of the commands, made from the commands themselves: `python -m generator.cli` writes it."""

from __future__ import annotations

from collections.abc import Iterator

import click

_HEAD = """\
# Commands

Every command and every option. This page is made from the program (`python -m generator.cli`), so it is complete.

`disputatio` and `python -m generator` are the same. Results go to the standard output, messages to the standard error
output. A message says where the trouble is (`file:line:column`), shows the line with a caret below the place, says why
it matters and what to do; `disputatio explain CODE` says more. Work that takes more than half a second shows its
progress where a terminal looks on, and nowhere else; `NO_COLOR` is heeded.

| exit code | means |
|---|---|
| 0 | done |
| 1 | done, with problems, under `--strict` |
| 2 | the input, the options or the settings cannot be used; the message says why |
| 3 | a fault of the program, with a file to report |
| 75 | another build of this site is running: try again later |
| 128 + n | ended by signal n |

With `--json` a command prints objects for programs, one a line, in UTF-8, and nothing else on the standard output.
"""


def commands_reference(group: click.Group) -> str:
    """Return Markdown that lists every command with its arguments and options."""
    return "\n".join([_HEAD, *_of_group(group, "disputatio")]).rstrip("\n") + "\n"


def _of_group(group: click.Group, path: str) -> Iterator[str]:
    for name, command in group.commands.items():
        if command.hidden:
            continue
        yield from _of_command(command, f"{path} {name}")
        if isinstance(command, click.Group):
            yield from _of_group(command, f"{path} {name}")


def _of_command(command: click.Command, path: str) -> Iterator[str]:
    arguments = [_argument(each) for each in command.params if isinstance(each, click.Argument)]
    yield f"## {' '.join((path, *arguments))}\n"
    yield " ".join((command.help or "").replace("\b", "").split()) + "\n"
    options = [each for each in command.params if isinstance(each, click.Option)]
    if options:
        yield "| option | does |\n|---|---|"
        yield from (f"| {_named(option)} | {_told(option)} |" for option in options)
        yield ""


def _argument(argument: click.Argument) -> str:
    return argument.metavar or (argument.name or "").upper()


def _named(option: click.Option) -> str:
    takes = "" if option.is_flag else f" {option.metavar or option.type.name.upper()}"
    return ", ".join(f"`{name}{takes}`" for name in option.opts)


def _told(option: click.Option) -> str:
    text = " ".join((option.help or "").split()).replace("|", "\\|")
    return f"{text} [default: {option.default}]" if option.show_default else text
