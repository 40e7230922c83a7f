"""The two verbs that every stage is made of, on this machine: `map` over processes, `sql` in DuckDB.

What a function is given and what it gives back is small: texts travel through files that are named by their item, so
any worker's result is as good as any other's, and a task that was cut off is simply done again.

What starts processes and DuckDB takes 0.1 s to import, and is imported where it is first needed.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.codec import digest
from generator.engine.rows import Rows
from generator.engine.verbs import I, R, StageFault, collector_at_rest
from generator.store import Part, Table, file_size, write_file
from generator.tables.queries import Query

if TYPE_CHECKING:
    from generator.engine.pool import Pool

# Below this many bytes of dumps to work on (1.5 s of a core), starting processes (0.6 s) costs more than it saves.
PROCESSES_FROM_BYTES = 500_000
_PRELOADED = ("generator.stages.read", "generator.stages.link", "generator.stages.tag", "generator.render.batch")


class Local:
    """This machine. Few items are done in this very process, more in `workers` processes, with the same results."""

    def __init__(self, cache: str, *, workers: int, is_fixed: bool = False, start: str = "forkserver") -> None:
        """`is_fixed`: use the processes however little there is to do. `start`: a start method of multiprocessing."""
        self._cache = cache
        self._workers = workers
        self._threshold = 0 if is_fixed else PROCESSES_FROM_BYTES
        self._start = start
        self._pool: Pool | None = None
        self._rows: Rows | None = None

    def close(self) -> None:
        """End the processes, whatever they are doing: what they leave behind has no receipt."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None
        if self._rows is not None:
            self._rows.close()
            self._rows = None

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
        with collector_at_rest():
            yield from map(function, items)

    def _map_in_processes(self, function: Callable[[I], R], items: Sequence[I], stage: str) -> Iterator[R]:
        from generator.engine.pool import Fault, Pool

        if self._pool is None:
            self._pool = Pool(self._workers, self._start, _PRELOADED)
        for result in self._pool.map(function, items):
            if isinstance(result, Fault):
                raise StageFault(stage, items[result.at].name, result.details)
            yield result

    # --- sql -------------------------------------------------------------------------------------------------------

    def sql(self, query: Query, inputs: Mapping[str, Table]) -> Table:
        """Return the rows that a query gives, in files named by their content under `tables/`.

        Raises:
            OSError: the disk is full, or the rows do not fit into memory and may not be spilled.
        """
        result = Path(self._cache, "tables", f"{query.name}.{os.getpid()}.part")
        result.parent.mkdir(parents=True, exist_ok=True)
        if self._rows is None:
            self._rows = Rows(self._cache)
        self._rows.ask(query, inputs, result)
        try:
            return Table(query.row.__name__, tuple(self._split(result, query)))
        finally:
            result.unlink()

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
