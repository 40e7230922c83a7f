"""Running a command and telling what it cost: wall clock, processor time of all its processes, peak of their memory."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_TICK_S = 0.02  # between two looks at the processes
_CLOCK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds and megabytes. `memory` counts pages that processes share once for each: an upper bound."""

    wall: float
    cpu: float
    memory: float


class _Watch(threading.Thread):
    """Looks at the processes of a session until it is told to stop; those that end keep their last figure."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self._session = session
        self._spent: dict[int, float] = {}
        self._over = threading.Event()
        self.peak = 0.0

    @property
    def cpu(self) -> float:
        return sum(self._spent.values())

    def stop(self) -> None:
        self._over.set()
        self.join()

    def run(self) -> None:
        while not self._over.wait(_TICK_S):
            total = 0
            for entry in (path.name for path in Path("/proc").iterdir()):
                if entry.isdigit():
                    total += self._look(entry)
            self.peak = max(self.peak, total * os.sysconf("SC_PAGE_SIZE") / 1e6)

    def _look(self, process: str) -> int:
        """Note the time of a process if it is one of the session, and return its pages in memory."""
        try:
            fields = Path("/proc", process, "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            return 0
        if int(fields[3]) != self._session:
            return 0
        self._spent[int(process)] = (int(fields[11]) + int(fields[12])) / _CLOCK
        return int(fields[21])


def run(command: Sequence[str], cwd: Path | None = None) -> Cost | None:
    """Return what a command cost, None where it failed or is not installed."""
    began = time.perf_counter()
    before = os.times()
    try:
        process = subprocess.Popen(
            command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
    except FileNotFoundError:
        return None
    watch = _Watch(process.pid)
    watch.start()
    code = process.wait()
    wall = time.perf_counter() - began
    watch.stop()
    after = os.times()
    waited = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(wall, max(watch.cpu, waited), watch.peak) if code == 0 else None
