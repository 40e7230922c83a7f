"""Clusters to try the engine on: Sail, which is Spark Connect in a wheel, and Spark itself where there is Java."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.store import DamagedVolume

REPOSITORY = Path(__file__).resolve().parent.parent.parent


def need_pyspark() -> None:
    """Skip the test where the extra is not installed: `make engines` installs it and runs these tests."""
    for module in ("pyspark", "pyarrow", "pandas"):
        pytest.importorskip(module, reason=f"needs {module}; `make engines` installs it", exc_type=ImportError)


@contextmanager
def sail() -> Iterator[str]:
    """Start a server of Spark Connect without Java, in a process of its own; give its URL."""
    need_pyspark()
    pytest.importorskip("pysail", reason="needs pysail; `make engines` installs it", exc_type=ImportError)
    command = [sys.executable, "-m", "pysail", "spark", "server", "--ip", "127.0.0.1", "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stderr is not None
            found = None
            for line in process.stderr:
                found = re.search(r"server on 127\.0\.0\.1:(\d+)", line)
                if found:
                    break
            assert found is not None, "Sail has not started"
            threading.Thread(target=process.stderr.read, daemon=True).start()  # a pipe that is full would stop it
            yield f"sc://127.0.0.1:{found[1]}"
        finally:
            process.kill()


# --- what the workers do: importable there by this module's name ----------------------------------------------------


@dataclass(frozen=True)
class Number:
    name: str
    value: int
    folder: str
    weight: int = 1


@dataclass(frozen=True)
class Doubled:
    """A receipt, as the maps of the stages give it."""

    item: str
    key: str
    value: int
    outputs: tuple[str, ...] = ()


def double(item: Number) -> Doubled:
    return Doubled(item.name, "key", 2 * item.value)


def fail_on_three(item: Number) -> int:
    if item.value == 3:
        raise ZeroDivisionError("three")
    return item.value


def find_damage(item: Number) -> int:
    raise DamagedVolume(item.name)


def meet_a_full_disk(item: Number) -> int:
    raise OSError(28, "No space left on device", "page.html")


def die_once(item: Number) -> int:
    """Kill the worker that is at one of the items, the first time."""
    mark = Path(item.folder, f"killed-{item.name}")
    if item.value in (2, 5) and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return item.value


def die_with_executor(item: Number) -> int:
    """Kill the executor, and with it all that its machine is at: the worker's parent forks workers for it."""
    mark = Path(item.folder, "killed-executor")
    if item.value == 3 and not mark.exists():
        mark.touch()
        fork_server = Path("/proc", str(os.getppid()), "stat").read_text()
        os.kill(int(fork_server.rpartition(")")[2].split()[1]), signal.SIGKILL)
    return item.value


def version() -> str:
    return "this one"


def numbers(count: int, folder: Path) -> list[Number]:
    return [Number(f"n{value}", value, str(folder)) for value in range(count)]
