"""The command line: `main` runs one command and returns its exit code."""

from __future__ import annotations

import signal
import threading
from collections.abc import Sequence
from types import FrameType

from generator.cli.commands import disputatio
from generator.cli.endings import FINE, attempt


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command (by default the one in `sys.argv`) and return its exit code, as `endings` lists them.

    No exception leaves this function but the SystemExit of a SIGTERM, and that of a reader who went (`| head`).
    """
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _end_in_order)
    return attempt(lambda: disputatio.main(arguments, prog_name="disputatio", standalone_mode=False) or FINE)


def _end_in_order(number: int, frame: FrameType | None) -> None:
    """Leave by an exception, so that every `finally` on the way puts its things in order."""
    raise SystemExit(128 + number)
