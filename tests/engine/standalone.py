"""A Spark cluster of its own on this machine: a master and workers, each with one core, whose workers can be killed."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.engine.clusters import REPOSITORY, need_pyspark

UP_WITHIN_S = 120  # a JVM starts in two seconds, on a machine that is loaded in twenty


@dataclass
class Standalone:
    url: str
    folder: Path
    environment: dict[str, str]
    workers: list[subprocess.Popen] = field(default_factory=list)

    def add_worker(self) -> subprocess.Popen:
        """Start a worker in a process group of its own: its executors die with it."""
        number = len(self.workers)
        local = self.folder / f"local-{number}"
        command = [*spark_class("worker.Worker"), "--host", "127.0.0.1", "--webui-port", "0", "--cores", "1"]
        command += ["--memory", "1g", "--work-dir", str(self.folder / f"work-{number}"), self.url]
        environment = {**self.environment, "SPARK_LOCAL_DIRS": str(local)}
        log = (self.folder / f"worker-{number}.log").open("wb")
        worker = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
        self.workers.append(worker)
        wait_until(lambda: b"Successfully registered" in Path(log.name).read_bytes(), UP_WITHIN_S)
        return worker

    def kill_worker(self, number: int) -> None:
        """Kill a worker and its executors, as a power cut would."""
        os.killpg(self.workers[number].pid, signal.SIGKILL)
        self.workers[number].wait()

    def has_shuffled(self) -> bool:
        """True as soon as a worker has written what it hands on to others: a query is being answered."""
        return any(self.folder.glob("local-*/**/shuffle_*.data"))


def spark_class(name: str) -> list[str]:
    return [str(Path(sys.executable).with_name("spark-class")), f"org.apache.spark.deploy.{name}"]


def wait_until(is_so: Callable[[], bool], seconds: float) -> None:
    """Return as soon as something is so, which other processes see to."""
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            raise TimeoutError("it did not happen")
        time.sleep(0.02)


def need_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if not (Path(home, "bin/java").is_file() if home else shutil.which("java")):
        pytest.skip("needs Java 17: a real Spark cluster is started")


@contextmanager
def standalone(folder: Path, *, workers: int = 2) -> Iterator[Standalone]:
    """Start a master and its workers; end them, whatever has become of them."""
    need_pyspark()
    need_java()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "SPARK_LOCAL_IP": "127.0.0.1"}
    environment |= {"PYSPARK_PYTHON": sys.executable}
    command = [*spark_class("master.Master"), "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"]
    with (folder / "master.log").open("wb") as log:
        master = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    cluster = Standalone(f"spark://127.0.0.1:{port}", folder, environment)
    try:
        wait_until(lambda: b"Starting Spark master at" in (folder / "master.log").read_bytes(), UP_WITHIN_S)
        for _ in range(workers):
            cluster.add_worker()
        yield cluster
    finally:
        for process in (*cluster.workers, master):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
