"""Progress is drawn for who sits at a terminal, after half a second, and is wiped away when the work is done."""

import os
import pty
import subprocess
import sys

import pytest

SHOW = """
from generator.cli import progress
progress.PATIENCE_S = {patience}
with progress.progress() as report:
    for done in range(1, 11):
        report("render", done, 10)
"""


def drawn(*, patience: float, **environment: str) -> str:
    """Return what a terminal gets."""
    reader, terminal = pty.openpty()
    with os.fdopen(reader, "rb") as screen:
        command = [sys.executable, "-c", SHOW.format(patience=patience)]
        subprocess.run(command, stderr=terminal, check=True, env={**os.environ, "TERM": "xterm", **environment})
        os.close(terminal)
        parts = []
        try:
            while part := screen.read1(4096):
                parts.append(part)
        except OSError:  # how Linux says that nobody holds the other end any more
            pass
    return b"".join(parts).decode()


def test_work_that_takes_long_is_drawn_and_wiped_away():
    seen = drawn(patience=-1)

    assert "render" in seen
    assert "10/10" in seen
    assert seen.endswith("\x1b[2K")  # the last thing done is to clear a line


def test_work_that_is_soon_done_draws_nothing():
    assert drawn(patience=60) == ""


def test_no_colour_is_used_where_none_is_wanted():
    assert "\x1b[3" not in drawn(patience=-1, NO_COLOR="1")


@pytest.mark.parametrize("patience", [-1, 60])
def test_nothing_is_drawn_into_a_file(patience: float):
    done = subprocess.run([sys.executable, "-c", SHOW.format(patience=patience)], capture_output=True, check=True)

    assert done.stdout + done.stderr == b""
