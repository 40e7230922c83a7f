"""How an action ends: with its own exit code, or with an exception that becomes a message and an exit code.

0 fine · 1 built, with problems under `--strict` · 2 the input, the options or the configuration cannot be used ·
3 a fault of ours · 75 try again later · 128 + n ended by signal n.
"""

from __future__ import annotations

import errno
import signal
from collections.abc import Callable
from typing import TypeVar

import click

from generator.cli.report import print_problems, save_fault, warn
from generator.problems import Problem, TryAgainLater, UnusableInput

T = TypeVar("T")

FINE, PROBLEMS, UNUSABLE, FAULT, TRY_AGAIN = 0, 1, 2, 3, 75
INTERRUPTED = 128 + signal.SIGINT

# What the machine, not the program, is answerable for: no room, no right, no such place, too many open files.
_MACHINE_ERRORS = {
    getattr(errno, name)
    for name in (
        *("ENOSPC", "EDQUOT", "EFBIG", "EROFS", "EIO", "ENOMEM", "EMFILE", "ENFILE", "EAGAIN", "EBUSY"),
        *("EACCES", "EPERM", "ENOENT", "ENOTDIR", "EISDIR", "EEXIST", "ENOTEMPTY", "ELOOP", "ENAMETOOLONG", "ENXIO"),
    )
    if hasattr(errno, name)
}


def attempt(action: Callable[[], T]) -> T | int:
    """Return what an action returns; where it ends in an exception, tell the user and return the exit code for it."""
    try:
        return action()
    except (KeyboardInterrupt, click.Abort):
        warn("Interrupted.")
        return INTERRUPTED
    except BrokenPipeError:
        raise  # the reader has gone (`| head`): click ends the command without a word
    except Exception as error:
        return _explain(error)


def _explain(error: Exception) -> int:
    match error:
        case UnusableInput():
            print_problems(error.problems)
            return UNUSABLE
        case TryAgainLater():
            warn(error.message)
            return TRY_AGAIN
        case click.ClickException():
            if isinstance(error, click.UsageError) and error.ctx is not None:
                warn(error.ctx.get_usage())
            warn(f"Error: {error.format_message()}")
            return UNUSABLE
        case OSError() if error.errno in _MACHINE_ERRORS:
            print_problems([_machine_problem(error)])
            return UNUSABLE
        case MemoryError():
            warn("There is not enough memory for this archive here; nothing was changed.")
            return UNUSABLE
        case _:
            warn(save_fault(error))
            return FAULT


def _machine_problem(error: OSError) -> Problem:
    where = error.filename if isinstance(error.filename, str) else "."
    why = "The machine refused a file or a folder; what was published before has not been changed."
    return Problem("error", "D701", where, None, None, f"{error.strerror}", why)
