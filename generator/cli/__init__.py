"""The command line: `main` runs one command and turns whatever ends it into an exit code.

0 fine · 1 built, with problems under `--strict` · 2 the input, the options or the configuration cannot be used ·
3 a fault of ours · 75 try again later · 128 + n ended by signal n.
"""

from __future__ import annotations

import errno
import signal
import threading
from collections.abc import Sequence
from types import FrameType

import click

from generator.cli.commands import disputatio
from generator.cli.report import print_problems, save_fault, warn
from generator.problems import Problem, TryAgainLater, UnusableInput

FINE, UNUSABLE, FAULT, TRY_AGAIN = 0, 2, 3, 75

# What the machine, not the program, is answerable for: no room, no right, no such place, too many open files.
_MACHINE_ERRORS = {
    getattr(errno, name)
    for name in (
        *("ENOSPC", "EDQUOT", "EFBIG", "EROFS", "EIO", "ENOMEM", "EMFILE", "ENFILE", "EAGAIN", "EBUSY"),
        *("EACCES", "EPERM", "ENOENT", "ENOTDIR", "EISDIR", "EEXIST", "ENOTEMPTY", "ELOOP", "ENAMETOOLONG", "ENXIO"),
    )
    if hasattr(errno, name)
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command (by default the one in `sys.argv`) and return its exit code.

    No exception leaves this function but the SystemExit of a SIGTERM, and that of a reader who went (`| head`).
    """
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _end_in_order)
    try:
        code = disputatio.main(arguments, prog_name="disputatio", standalone_mode=False)
    except (KeyboardInterrupt, click.Abort):
        warn("Interrupted.")
        return 128 + signal.SIGINT
    except Exception as error:
        return _explain(error)
    return code if isinstance(code, int) else FINE


def _explain(error: Exception) -> int:
    """Tell the user what an exception means and return its exit code."""
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
    why = "The machine refused a file or a folder; what was there before has not been changed."
    return Problem("error", "D701", where, None, None, f"{error.strerror}", why)


def _end_in_order(number: int, frame: FrameType | None) -> None:
    """Leave by an exception, so that every `finally` on the way puts its things in order."""
    raise SystemExit(128 + number)
