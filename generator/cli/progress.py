"""How far a long piece of work has got, for who sits at a terminal; nobody else is told anything."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, Task, TaskID

Report = Callable[[str, int, int], None]  # stage, done, of how many

PATIENCE_S = 0.5  # what is done by then needs no bar
REFRESH_S = 0.1  # drawing costs more than most steps of the work
_IN_BYTES = frozenset(("scan", "read", "copy"))  # stages that count the bytes of dumps; the others count tasks
_MEGABYTE = 1_000_000


@contextmanager
def progress() -> Iterator[Report]:
    """Give a function that is told how far each stage has got. Bars stand on stderr, and go when the work is done."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    bars = _Bars()
    try:
        yield bars.show
    finally:
        bars.close()


class _Bars:
    def __init__(self) -> None:
        self._next_draw_s = time.monotonic() + PATIENCE_S
        self._progress: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def show(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now < self._next_draw_s and done < total:
            return
        if self._progress is None:
            if now < self._next_draw_s:
                return
            self._progress = _draw_nothing_yet()
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(stage, total=total)
        self._progress.update(self._tasks[stage], completed=done, total=total)
        self._progress.refresh()
        self._next_draw_s = now + REFRESH_S

    def close(self) -> None:
        if self._progress is not None:
            self._progress.stop()


def amount(stage: str, done: int, total: int) -> str:
    """Return how much of a stage is done, in the stage's own measure.

    >>> amount("render", 3, 10), amount("scan", 1_250_000_000, 5_000_000_000), amount("read", 20_000, 90_000)
    ('3/10', '1,250/5,000 MB', '20/90 kB')
    """
    if stage not in _IN_BYTES:
        return f"{done}/{total}"
    if total < _MEGABYTE:
        return f"{done // 1000:,}/{total // 1000:,} kB"
    return f"{done // _MEGABYTE:,}/{total // _MEGABYTE:,} MB"


def _draw_nothing_yet() -> Progress:
    """Return a display that draws only when it is told to: a thread of its own would disturb processes that fork."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Amount(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(amount(task.description, int(task.completed), int(task.total or 0)))

    columns = (TextColumn("{task.description}"), BarColumn(), Amount(), TimeRemainingColumn())
    display = Progress(*columns, console=Console(stderr=True), auto_refresh=False, transient=True)
    display.start()
    return display
