"""The two verbs that every stage is made of, on this machine: `map` over processes, `sql` in DuckDB.

What a function is given and what it gives back is small: texts travel through files that are named by their item, so
any worker's result is as good as any other's, and a task that was cut off is simply done again.
"""

from __future__ import annotations

import gc
import itertools
import multiprocessing
import os
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.process import parent_process
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from generator.codec import digest
from generator.problems import TryAgainLater, UnusableInput
from generator.store import DamagedVolume, Part, Table, file_size, write_file
from generator.tables.queries import Query, columns

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Below this many bytes of dumps to work on, starting processes (0.4 s of a core) costs more than it saves.
PROCESSES_FROM_BYTES = 1_500_000
MEMORY_LIMIT = "512MB"  # of DuckDB, which spills what is more
_TRIES = 3  # of a task whose process was killed: twice may be the system's doing, a third time is the task's
_PRELOADED = ("generator.stages.read", "generator.stages.link", "generator.stages.tag", "generator.render.batch")


class Item(Protocol):
    """What a map works on: small, and picklable."""

    @property
    def name(self) -> str: ...
    @property
    def weight(self) -> int:
        """About how many bytes of dumps it stands for."""


I = TypeVar("I", bound=Item)  # noqa: E741 - what Item is for the type checker
R = TypeVar("R")


class Engine(Protocol):
    """Where the work is done. Results do not depend on it."""

    def map(self, function: Callable[[I], R], items: Sequence[I], stage: str) -> Iterator[R]:
        """Return what the pure top-level `function` gives for each item, in order, with few items in flight."""

    def sql(self, query: Query, inputs: Mapping[str, Table]) -> Table:
        """Return the rows that a query gives, in files, one for each bucket that has any."""

    def close(self) -> None: ...


class StageFault(Exception):  # noqa: N818
    """A map failed on an item by a fault of our own; `details` is the traceback in the worker."""

    def __init__(self, stage: str, item: str, details: str) -> None:
        super().__init__(stage, item, details)
        self.stage, self.item, self.details = stage, item, details

    def __str__(self) -> str:
        return f"{self.stage} failed on {self.item}\n{self.details}"


def open_engine(name: str, cache: str) -> Engine:
    """Return the engine that `Config.engine` names: "local" takes every processor, "local:N" N processes."""
    count = name.partition(":")[2]
    return Local(cache, workers=int(count) if count else os.cpu_count() or 1, is_fixed=bool(count))


class Local:
    """This machine. Few items are done in this very process, more in `workers` processes, with the same results."""

    def __init__(self, cache: str, *, workers: int, is_fixed: bool = False, start: str = "forkserver") -> None:
        """`is_fixed`: use the processes however little there is to do. `start`: a start method of multiprocessing."""
        self._cache = cache
        self._workers = workers
        self._threshold = 0 if is_fixed else PROCESSES_FROM_BYTES
        self._start = start
        self._pool: ProcessPoolExecutor | None = None
        self._db: DuckDBPyConnection | None = None
        self._loaded: dict[str, str] = {}

    def close(self) -> None:
        """End the processes, whatever they are doing: what they leave behind has no receipt."""
        if self._pool is not None:
            processes = list((getattr(self._pool, "_processes", None) or {}).values())
            self._pool.shutdown(wait=False, cancel_futures=True)
            for process in processes:  # `terminate_workers` from Python 3.14
                process.terminate()
            for process in processes:
                process.join()
            self._pool = None
        if self._db is not None:
            self._db.close()
            self._db = None
            self._loaded.clear()

    # --- map -------------------------------------------------------------------------------------------------------

    def map(self, function: Callable[[I], R], items: Sequence[I], stage: str) -> Iterator[R]:
        """Return what `function` gives for each item, in order.

        Raises:
            StageFault: the function failed by a fault of ours, or its process was killed three times.
            DamagedVolume, OSError, UnusableInput: as the function raised them.
        """
        is_small = len(items) < 2 or (self._pool is None and sum(item.weight for item in items) < self._threshold)
        if self._workers < 2 or is_small:
            return self._map_here(function, items)
        return self._map_in_processes(function, items, stage)

    def _map_here(self, function: Callable[[I], R], items: Sequence[I]) -> Iterator[R]:
        with _collector_at_rest():
            yield from map(function, items)

    def _map_in_processes(self, function: Callable[[I], R], items: Sequence[I], stage: str) -> Iterator[R]:
        waiting = deque(items)
        running: deque[tuple[I, Future[R | _Fault]]] = deque()
        alone = 0  # items to be tried one at a time, because one of them has cost a process
        tries: dict[str, int] = {}
        while waiting or running:
            try:
                while waiting and len(running) < (1 if alone else 2 * self._workers):
                    running.append((waiting[0], self._processes().submit(_run, function, waiting[0])))
                    waiting.popleft()
                result = running[0][1].result()
            except BrokenProcessPool:
                self._forget_pool()
                if len(running) == 1:
                    _count_try(tries, stage, running[0][0].name)
                alone = max(alone, len(running))
                waiting.extendleft(reversed([item for item, _ in running]))
                running.clear()
                continue
            item, _ = running.popleft()
            alone = max(0, alone - 1)
            if isinstance(result, _Fault):
                raise StageFault(stage, item.name, result.details)
            yield result

    def _processes(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context(self._start)
            if self._start == "forkserver":
                context.set_forkserver_preload(list(_PRELOADED))
            self._pool = ProcessPoolExecutor(self._workers, context, initializer=_begin_worker)
        return self._pool

    def _forget_pool(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    # --- sql -------------------------------------------------------------------------------------------------------

    def sql(self, query: Query, inputs: Mapping[str, Table]) -> Table:
        """Return the rows that a query gives, in files named by their content under `tables/`.

        Raises:
            OSError: the disk is full, or the rows do not fit into memory and may not be spilled.
        """
        import duckdb

        result = Path(self._cache, "tables", f"{query.name}.{os.getpid()}.part")
        result.parent.mkdir(parents=True, exist_ok=True)
        try:
            db = self._connect()
            for name in query.inputs:
                self._load(db, name, inputs[name])
            db.execute("SET preserve_insertion_order = true")  # of the rows, as ORDER BY has put them
            db.execute(f"COPY ({query.text}) TO {_literal(str(result))} (FORMAT json)")
        except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
            raise OSError(str(error).splitlines()[0]) from error
        try:
            return Table(query.row.__name__, tuple(self._split(result, query)))
        finally:
            result.unlink()

    def _connect(self) -> DuckDBPyConnection:
        import duckdb

        if self._db is None:
            settings: dict[str, Any] = {
                "threads": min(2, os.cpu_count() or 1),
                "memory_limit": MEMORY_LIMIT,
                "temp_directory": f"{self._cache}/spill",
                "autoinstall_known_extensions": False,  # nothing here may reach for the network
            }
            self._db = duckdb.connect(":memory:", config=settings)
        return self._db

    def _load(self, db: DuckDBPyConnection, name: str, table: Table) -> None:
        if self._loaded.get(name) == table.digest:
            return
        from generator.tables import rows

        types = columns(getattr(rows, table.row))
        if table.parts:
            files = ", ".join(_literal(f"{self._cache}/{part.uri}") for part in table.parts)
            kinds = ", ".join(f'"{column}": {_literal(kind)}' for column, kind in types.items())
            source = f"SELECT * FROM read_json([{files}], format = 'newline_delimited', columns = {{{kinds}}})"
            db.execute("SET preserve_insertion_order = false")  # which takes less memory; queries order what they give
            db.execute(f'CREATE OR REPLACE TABLE "{name}" AS {source}')
        else:
            kinds = ", ".join(f'"{column}" {kind}' for column, kind in types.items())
            db.execute(f'CREATE OR REPLACE TABLE "{name}" ({kinds})')
        self._loaded[name] = table.digest

    def _split(self, result: Path, query: Query) -> Iterator[Part]:
        """Cut rows that are ordered by their bucket into files; a file that stands there already is left alone."""
        mark = f'"{query.bucket}":'.encode()  # a quote inside a text is escaped, so this is the column

        def bucket_of(line: bytes) -> int:
            start = line.index(mark) + len(mark)
            stop = start + 1
            while line[stop : stop + 1].isdigit():
                stop += 1
            return int(line[start:stop])

        with result.open("rb") as file:
            for bucket, lines in itertools.groupby(file, bucket_of if query.bucket else lambda _: 0):
                data = b"".join(lines)
                content = digest(data)
                uri = f"tables/{query.name}-{bucket}-{content}.jsonl"
                if file_size(f"{self._cache}/{uri}") != len(data):
                    write_file(f"{self._cache}/{uri}", data)
                yield Part(bucket, uri, len(data), content)


def _count_try(tries: dict[str, int], stage: str, item: str) -> None:
    tries[item] = tries.get(item, 0) + 1
    if tries[item] >= _TRIES:
        raise StageFault(stage, item, f"its process was killed {_TRIES} times")


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


# --- inside a worker -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Fault:
    """A fault of ours on its way to the driver: an exception that cannot be pickled would end the whole pool."""

    details: str


def _run(function: Callable[[I], R], item: I) -> R | _Fault:
    try:
        return function(item)
    except (DamagedVolume, OSError, UnusableInput, TryAgainLater):
        raise
    except Exception:
        return _Fault(traceback.format_exc())
    finally:
        gc.collect()


def _begin_worker() -> None:
    """Leave Ctrl-C to the driver, end when it ends, and spare the collector what lives as long as the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    driver = parent_process()
    if driver is not None:
        threading.Thread(target=_end_with, args=(driver.sentinel,), daemon=True).start()
    gc.collect()
    gc.freeze()
    gc.disable()  # records make no cycles; what templates make is collected after each item


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
