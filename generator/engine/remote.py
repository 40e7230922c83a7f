"""What a worker of a cluster does: items of a map, rows into tables, and telling what it can see.

Each function here returns one for Spark to call, with batches of Arrow in and out; these carry places, names and sizes.
Items, rows and texts lie in the cache, which the workers share with the driver.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from generator.codec import decode, digest, encode, to_json
from generator.engine.outcomes import try_on
from generator.engine.verbs import collector_at_rest
from generator.store import DamagedVolume, Part, Volume, file_size, leave_receipt, read_file, write_file
from generator.tables import rows
from generator.tables.queries import Query, columns

if TYPE_CHECKING:
    from pyarrow import RecordBatch, Schema
    from pyarrow import Table as ArrowTable

Batches = Iterator["RecordBatch"]
Work = Callable[[Batches], Batches]

OUTCOMES = "place bigint, outcome binary"
PARTS = "part binary"
SIGHTS = "host string, sees string"
NO_FOLDER, NO_PROGRAM, OTHER_PROGRAM = "no folder", "no program", "another program"
_ROWS_AT_ONCE = 10_000  # that are handed over in one batch: Spark's own measure


@dataclass(frozen=True, slots=True)
class Site:
    """Where the work belongs: the cache, and the file in it that holds the name of the build that may write there."""

    cache: str
    fence: str
    build: str

    def is_ours(self) -> bool:
        """True while no later build has begun: what a dead driver has left running must not write any more."""
        try:
            return read_file(f"{self.cache}/{self.fence}") == self.build.encode()
        except OSError:
            return False


@dataclass(frozen=True, slots=True)
class Errand:
    """Some items of a map: `items` is the stem of the volume that holds them, by place."""

    site: Site
    stage: str
    function: Callable[[Any], Any]
    kind: type[Any]
    items: str


def run_errand(errand: Errand) -> Work:
    """Return what does the items whose places it is given."""

    def run(batches: Batches) -> Batches:
        with Volume(errand.site.cache, errand.items) as volume, collector_at_rest():
            for place in _numbers(batches):
                item = decode(volume.read("items", str(place)), errand.kind)
                yield _batch({"place": place, "outcome": _do(errand, item)})
                gc.collect()

    return run


def _do(errand: Errand, item: Any) -> bytes:
    """Do one item; the receipt is written last, and tells a later build of it if this driver cannot."""
    if not errand.site.is_ours():
        raise RuntimeError("another build of this site has begun")
    outcome, result = try_on(errand.function, item)
    if hasattr(result, "outputs"):
        leave_receipt(errand.site.cache, errand.stage, item.name, result)
    return encode(outcome)


# --- rows ----------------------------------------------------------------------------------------------------------


def read_parts(cache: str, parts: tuple[Part, ...], row: str) -> Work:
    """Return what gives the rows of the parts whose places it is given."""

    def read(batches: Batches) -> Batches:
        import pyarrow.json as arrow_json

        schema = arrow_schema(getattr(rows, row))
        parsing = arrow_json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="error")
        for place in _numbers(batches):
            part = parts[place]
            data = read_file(f"{cache}/{part.uri}")
            if len(data) != part.size:
                raise DamagedVolume(part.uri)
            reading = arrow_json.ReadOptions(use_threads=False, block_size=len(data) + 1)
            table = arrow_json.read_json(BytesIO(data), reading, parsing)
            yield from table.to_batches(_ROWS_AT_ONCE)

    return read


def write_part(site: Site, query: Query) -> Callable[[ArrowTable], ArrowTable]:
    """Return what writes the rows of one bucket, in their order, and gives the encoded `Part`."""

    def write(table: ArrowTable) -> ArrowTable:
        import pyarrow

        order = [(name, "descending" if is_downwards else "ascending") for name, is_downwards in query.order]
        ordered = table.select(list(columns(query.row))).sort_by(order)
        parts = write_rows(site, query, ordered) if site.is_ours() else []
        return pyarrow.table({"part": pyarrow.array([encode(part) for part in parts], pyarrow.binary())})

    return write


def write_rows(site: Site, query: Query, table: ArrowTable) -> list[Part]:
    """Write rows, of one bucket and in their order, as they are; return their file, none where there is no row."""
    if not table.num_rows:
        return []
    bucket = table[query.bucket][0].as_py() if query.bucket else 0
    found = (row for batch in table.to_batches(_ROWS_AT_ONCE) for row in batch.to_pylist())
    data = b"".join(to_json(query.row(**row)) + b"\n" for row in found)
    content = digest(data)
    uri = f"tables/{query.name}-{bucket}-{content}.jsonl"
    if file_size(f"{site.cache}/{uri}") != len(data):
        write_file(f"{site.cache}/{uri}", data)
    return [Part(bucket, uri, len(data), content)]


def arrow_schema(row: type[Any]) -> Schema:
    """Return the Arrow types of a row's columns."""
    import pyarrow

    kinds = {"VARCHAR": pyarrow.string(), "BIGINT": pyarrow.int64(), "DOUBLE": pyarrow.float64()}
    return pyarrow.schema([(name, kinds[kind]) for name, kind in columns(row).items()])


def spark_schema(row: type[Any]) -> str:
    """Return the columns of a row as Spark declares them."""
    kinds = {"VARCHAR": "string", "BIGINT": "bigint", "DOUBLE": "double"}
    return ", ".join(f"`{name}` {kinds[kind]}" for name, kind in columns(row).items())


# --- looking around ------------------------------------------------------------------------------------------------


def look_around(site: Site, code: Callable[[], str]) -> Work:
    """Return what tells whether a worker has this very program, and sees the site's cache.

    It reaches the worker by value, and imports nothing of ours before it knows that it can.
    """
    module, name, expected = code.__module__, code.__qualname__, code()
    fence, build = f"{site.cache}/{site.fence}", site.build
    no_folder, no_program, other_program = NO_FOLDER, NO_PROGRAM, OTHER_PROGRAM

    def sees() -> str:
        from importlib import import_module
        from pathlib import Path

        try:
            if Path(fence).read_text(encoding="utf-8") != build:
                return no_folder
        except OSError:
            return no_folder
        try:
            found = getattr(import_module(module), name)()
        except ImportError as error:
            return f"{no_program}: {error}"
        return "" if found == expected else other_program

    def look(batches: Batches) -> Batches:
        from socket import gethostname

        import pyarrow

        for batch in batches:
            for _ in range(batch.num_rows):
                yield pyarrow.RecordBatch.from_pydict({"host": [gethostname()], "sees": [sees()]})

    return look


def _numbers(batches: Batches) -> Iterator[int]:
    for batch in batches:
        yield from batch.column(0).to_pylist()


def _batch(record: dict[str, Any]) -> RecordBatch:
    import pyarrow

    return pyarrow.RecordBatch.from_pydict({name: [value] for name, value in record.items()})
