"""The two verbs on a Spark cluster, classic or Spark Connect: `map` and `sql` through the DataFrame API.

The cluster is given names and places; items, texts and rows lie in the site's cache, a folder that its machines share.
A job is a few items, each a task of its own, so a killed worker costs its items a retry. Several jobs are under way at
a time. Rows are read from files by their parts, joined by Spark, and written by bucket, each by the worker that has it.
"""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from generator.codec import decode, digest, encode
from generator.engine.outcomes import Outcome, result_kind, settle
from generator.engine.remote import (
    NO_FOLDER,
    OTHER_PROGRAM,
    OUTCOMES,
    PARTS,
    SIGHTS,
    Errand,
    Site,
    look_around,
    read_parts,
    run_errand,
    spark_schema,
    write_part,
    write_rows,
)
from generator.engine.session import cancel_all, cluster_errors, first_line, open_session
from generator.engine.verbs import I, R
from generator.problems import Problem, UnusableInput
from generator.store import DamagedVolume, Part, Table, VolumeWriter, file_size, read_rows, write_file
from generator.tables import rows
from generator.tables.queries import Query

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LOG = "spark.log"  # in the cache
FENCE = "fence"  # the file of the cache that names the build at work
_JOBS = 16  # under way at a time: together they keep some hundred processors busy
_ITEMS_OF_JOB = (4, 64)  # at least, and at most: a receipt is heard of when its job is done
_READERS = 1000  # tasks that read a table, at most
_SHUFFLED_BYTES = 8 << 20  # of inputs, to a task that joins them: small enough to be in memory many times over
_LOOKERS = 16  # tasks that look around before the first job
_FREE_WITHIN_S = 180  # a worker that starts needs half a minute on a slow machine
_HERE_BELOW = 2  # items: a single one is sooner done here than sent


class Spark:
    """A cluster. It is asked for when there is something to do: a build of which nothing has changed needs none."""

    def __init__(self, cache: str, url: str, code: Callable[[], str]) -> None:
        """`code` is a top-level function that tells the version of the program, there as here."""
        self._site = Site(cache, FENCE, secrets.token_hex(8))
        self._url = url
        self._code = code
        self._opened: SparkSession | None = None
        self._views: dict[str, str] = {}  # the digest of each table that the cluster knows

    def close(self) -> None:
        """End the session, whatever the workers are doing: what they leave behind has no receipt."""
        if self._opened is not None:
            self._opened.stop()
            self._opened = None

    # --- map -------------------------------------------------------------------------------------------------------

    def map(self, function: Callable[[I], R], items: Sequence[I], stage: str) -> Iterator[R]:
        """Return what `function` gives for each item, in order.

        Raises:
            StageFault: the function failed by a fault of ours.
            DamagedVolume, OSError, TryAgainLater: as the function raised them.
            UnusableInput: likewise; or there is no cluster that could do it (D901 to D906).
        """
        if len(items) < _HERE_BELOW:
            yield from map(function, items)
            return
        kind = result_kind(function)
        for item, outcome in zip(items, self._outcomes(function, items, stage), strict=True):
            yield settle(outcome, kind, stage, item)

    def _outcomes(self, function: Callable[[I], R], items: Sequence[I], stage: str) -> Iterator[Outcome]:
        session = self._session()
        least, most = _ITEMS_OF_JOB
        size = min(most, max(least, len(items) // 64))
        waiting = deque(items[at : at + size] for at in range(0, len(items), size))
        running: deque[Future[list[Outcome]]] = deque()
        with self._trouble_told(stage), ThreadPoolExecutor(_JOBS) as callers:
            try:
                while waiting or running:
                    while waiting and len(running) < _JOBS:
                        running.append(callers.submit(self._run, session, function, waiting.popleft(), stage))
                    yield from running.popleft().result()
            finally:
                if running:  # something is wrong, or somebody has lost interest
                    for each in running:
                        each.cancel()
                    cancel_all(session)

    def _run(self, session: SparkSession, function: Callable[[I], R], items: Sequence[I], stage: str) -> list[Outcome]:
        """Return what comes of some items: a job, with a task for each of them."""
        errand = Errand(self._site, stage, function, type(items[0]), self._pack(items, stage))
        places = session.range(0, len(items), 1, len(items))
        found = places.mapInArrow(run_errand(errand), OUTCOMES).collect()
        outcomes = {row[0]: decode(bytes(row[1]), Outcome) for row in found}
        return [outcomes[place] for place in range(len(items))]

    def _pack(self, items: Sequence[I], stage: str) -> str:
        """Write items for the workers; return the stem of their volume, which is swept with what no build uses."""
        packed = [encode(item) for item in items]
        stem = f"shards/items-{stage.replace(':', '-')}-{digest(*packed)}"
        writer = VolumeWriter(self._site.cache, stem)
        for place, data in enumerate(packed):
            writer.add("items", str(place), "", data)
        writer.close()
        return stem

    # --- sql -------------------------------------------------------------------------------------------------------

    def sql(self, query: Query, inputs: Mapping[str, Table]) -> Table:
        """Return the rows that a query gives, in files named by their content under `tables/`.

        Raises:
            DamagedVolume: a file of the inputs is not what it should be.
            UnusableInput: there is no cluster that could do it (D901 to D906).
        """
        session = self._session()
        with self._trouble_told(query.name, inputs):
            for name in query.inputs:
                self._declare(session, name, inputs[name])
            size = sum(part.size for name in query.inputs for part in inputs[name].parts)
            session.conf.set("spark.sql.shuffle.partitions", str(1 + size // _SHUFFLED_BYTES))
            if query.is_short:
                found = write_rows(self._site, query, session.sql(query.text).toArrow())
            else:
                result = session.sql(query.rows_alone)
                groups = result.groupBy(query.bucket) if query.bucket else result.groupBy()
                told = groups.applyInArrow(write_part(self._site, query), PARTS).collect()
                found = [decode(bytes(row[0]), Part) for row in told]
        return Table(query.row.__name__, tuple(sorted(found, key=lambda part: part.bucket)))

    def _declare(self, session: SparkSession, name: str, table: Table) -> None:
        """Let the cluster know a table by its name; its rows are read when a query asks for them."""
        if self._views.get(name) == table.digest:
            return
        for part in table.parts:
            if file_size(f"{self._site.cache}/{part.uri}") != part.size:
                raise DamagedVolume(part.uri)
        count = len(table.parts)
        places = session.range(0, count, 1, max(1, min(count, _READERS)))
        reading = read_parts(self._site.cache, table.parts, table.row)
        found = places.mapInArrow(reading, spark_schema(getattr(rows, table.row))).persist()  # most are asked for often
        found.createOrReplaceTempView(name)
        self._views[name] = table.digest

    # --- the cluster -----------------------------------------------------------------------------------------------

    def _session(self) -> SparkSession:
        if self._opened is None:
            write_file(f"{self._site.cache}/{FENCE}", self._site.build.encode())
            self._opened = open_session(self._url, Path(self._site.cache, LOG))
            self._look_around(self._opened)
        return self._opened

    def _look_around(self, session: SparkSession) -> None:
        """Make sure that the workers are there, have this very program, and see the site's cache.

        Raises:
            UnusableInput: they do not (D903 to D905).
        """
        looking = session.range(0, _LOOKERS, 1, _LOOKERS).mapInArrow(look_around(self._site, self._code), SIGHTS)
        with ThreadPoolExecutor(1) as caller, self._trouble_told("the first look at the workers"):
            answer = caller.submit(looking.collect)
            try:
                sights = {(row[0], row[1]) for row in answer.result(_FREE_WITHIN_S)}
            except TooLate:
                cancel_all(session)
                why = f"No worker has taken up a task in {_FREE_WITHIN_S} seconds."
                raise UnusableInput((_trouble("D903", f"the cluster {self._url} has no free worker", why),)) from None
        problems = tuple(_blind(host, sees, self._site.cache) for host, sees in sorted(sights) if sees)
        if problems:
            raise UnusableInput(problems)

    @contextmanager
    def _trouble_told(self, what: str, inputs: Mapping[str, Table] | None = None) -> Iterator[None]:
        """Say in a message what Spark says in a page; what a damaged file has caused is told as damage."""
        try:
            yield
        except cluster_errors() as error:
            for table in (inputs or {}).values():
                for part in table.parts:
                    read_rows(self._site.cache, part, getattr(rows, table.row))
            why = f"The reason: {first_line(error)}"
            raise UnusableInput((_trouble("D906", f"the cluster gave up ({what})", why),)) from error


def _blind(host: str, sees: str, cache: str) -> Problem:
    if sees == NO_FOLDER:
        why = f"There is no {cache} in which it finds what this machine has just written."
        return _trouble("D904", f"the worker {host} does not see this site's folder", why)
    what, _, reason = sees.partition(": ")
    if what == OTHER_PROGRAM:
        return _trouble("D905", f"the worker {host} has another version of this program")
    return _trouble("D905", f"the worker {host} does not have this program", f"The reason: {reason}.")


_FIXES = {
    "D903": "Start a worker, or wait for one. docs/cluster.md shows how.",
    "D904": "Put the site on a folder that all machines share, at the same path. docs/cluster.md tells what is needed.",
    "D905": "Install the same version of disputatio, with its extra [spark], on every machine.",
    "D906": "What was done is kept: when the cluster is well again, build again, and the rest is done.",
}


def _trouble(code: str, message: str, why: str = "") -> Problem:
    return Problem("error", code, "engine", None, None, message, why, _FIXES[code])
