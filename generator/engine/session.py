"""A session on a Spark cluster, or a plain word about why there is none."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from generator.problems import Problem, UnusableInput

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

CONNECT_PORT = 15002  # of Spark Connect, where the URL names none
REACHED_WITHIN_S = 10  # a cluster that does not answer a greeting by then is not there


def open_session(url: str, log: Path) -> SparkSession:
    """Return a session on the cluster that `url` names: a classic master, or Spark Connect (sc://).

    What Spark has to say goes into the file `log`: it is for whoever runs the cluster.

    Raises:
        UnusableInput: PySpark (D901) or Java (D902) is missing, or the cluster cannot be reached (D903).
    """
    is_connect = url.startswith("sc://")
    _need_spark(whole=not is_connect)
    if not is_connect:
        _need_java()
    for host, port in _doors(url):
        _greet(host, port, url)
    from pyspark.sql import SparkSession

    try:
        if is_connect:
            return SparkSession.builder.remote(url).create()
        return _start_driver(url, log)
    except cluster_errors() as error:
        raise UnusableInput((_unreachable(url, first_line(error)),)) from error


def _start_driver(url: str, log: Path) -> SparkSession:
    """Start a JVM that speaks to a classic master; it ends with this process."""
    from pyspark import SparkConf, SparkContext
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    # For the workers of this machine, and for those that have the same environment at the same place
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    conf = SparkConf().setMaster(url).setAppName("disputatio")
    conf.setAll((("spark.ui.enabled", "false"), ("spark.ui.showConsoleProgress", "false")))
    with log.open("wb") as file:
        gateway = launch_gateway(conf, {"stdout": file, "stderr": file})
    return SparkSession(SparkContext(conf=conf, gateway=gateway))


def cancel_all(session: SparkSession) -> None:
    """End what the cluster is doing for this session."""
    from pyspark.sql import SparkSession

    if isinstance(session, SparkSession):
        session.sparkContext.cancelAllJobs()
    else:
        session.interruptAll()


def cluster_errors() -> tuple[type[Exception], ...]:
    """Return what PySpark raises when the cluster cannot do what it was asked."""
    from pyspark.errors import PySparkException

    try:
        from py4j.protocol import Py4JError
    except ImportError:  # the client of Spark Connect alone has no use for it
        return (PySparkException, ConnectionError)
    return (PySparkException, Py4JError, ConnectionError)


def first_line(error: BaseException) -> str:
    """Return the first line of what Spark says, at most 300 signs of it."""
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)[:300]


def _need_spark(*, whole: bool) -> None:
    try:
        import pandas  # noqa: F401 - PySpark asks for it late, in the midst of the work
        import pyarrow  # noqa: F401
        from pyspark.util import is_remote_only
    except ImportError as error:
        raise UnusableInput((_missing(f"{error.name or error} is not installed"),)) from error
    if whole and is_remote_only():
        raise UnusableInput((_missing("only the client of Spark Connect is installed"),))


def _need_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if not (Path(home, "bin", "java").is_file() if home else shutil.which("java")):
        message = "this engine needs Java 17 or later on this machine, and there is none"
        fix = (
            "Install it (`apt-get install openjdk-17-jre-headless`), or set JAVA_HOME if it is there.\n"
            "Spark Connect (spark:sc://host:15002) needs none here."
        )
        raise UnusableInput((Problem("error", "D902", "engine", None, None, message, "", fix),))


def _missing(why: str) -> Problem:
    message = "this engine needs PySpark, which is not installed with this program"
    fix = "Install the extra: pip install 'disputatio[spark]'"
    return Problem("error", "D901", "engine", None, None, message, f"The reason: {why}.", fix)


def _doors(url: str) -> Iterator[tuple[str, int]]:
    """Yield the host and the port to greet, of a URL that names them: the first one is enough."""
    scheme, _, rest = url.partition("://")
    if scheme in ("sc", "spark"):
        host, _, port = rest.partition("/")[0].partition(",")[0].rpartition(":")
        yield (host, int(port)) if host and port.isdigit() else (port, CONNECT_PORT if scheme == "sc" else 7077)


def _greet(host: str, port: int, url: str) -> None:
    try:
        socket.create_connection((host.strip("[]"), port), timeout=REACHED_WITHIN_S).close()
    except OSError as error:
        raise UnusableInput((_unreachable(url, error.strerror or str(error)),)) from error


def _unreachable(url: str, why: str) -> Problem:
    message = f"the cluster {url} cannot be reached"
    fix = "Start it, or name another one: engine: in site.yaml, or --engine. docs/cluster.md shows how to start one."
    return Problem("error", "D903", "engine", None, None, message, f"The reason: {why}", fix)
