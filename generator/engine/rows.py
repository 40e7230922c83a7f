"""DuckDB with the rows of the archive: loaded file by file, kept from build to build, within a limit of memory."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.store import Part, Table, read_rows
from generator.tables import rows
from generator.tables.queries import Query, columns

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DATABASE = "rows.duckdb"  # in the cache; it holds nothing that is not in the files that it was loaded from
MEMORY_LIMIT = "512MB"  # DuckDB spills what is more


class Rows:
    """A database with one table for each name that was asked for. A table has the column `part_` beside its rows'."""

    def __init__(self, cache: str) -> None:
        self._cache = cache
        self._path = Path(cache, DATABASE)
        self._db = self._open()
        self._loaded: dict[str, str] = {}  # the digest of each table that is as it should be

    def close(self) -> None:
        self._db.close()

    def ask(self, query: Query, inputs: Mapping[str, Table], result: Path) -> None:
        """Write the rows that a query gives into the file `result`, as JSON lines.

        Raises:
            OSError: the disk is full, or the rows do not fit into memory and may not be spilled.
        """
        import duckdb

        try:
            for name in query.inputs:
                self._load(name, inputs[name])
            self._db.execute("SET preserve_insertion_order = true")  # of the rows, as ORDER BY has put them
            self._db.execute(f"COPY ({query.text}) TO {_literal(str(result))} (FORMAT json)")
        except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
            raise OSError(str(error).splitlines()[0]) from error

    def _open(self) -> DuckDBPyConnection:
        """Open the database; one that a power cut or another version has left unreadable is made anew."""
        import duckdb

        settings: dict[str, Any] = {
            "threads": min(2, os.cpu_count() or 1),
            "memory_limit": MEMORY_LIMIT,
            "temp_directory": f"{self._cache}/spill",
            "autoinstall_known_extensions": False,  # nothing here may reach for the network
        }
        try:
            db = duckdb.connect(str(self._path), config=settings)
        except duckdb.Error:
            for path in (self._path, self._path.with_name(f"{DATABASE}.wal")):
                path.unlink(missing_ok=True)
            db = duckdb.connect(str(self._path), config=settings)
        db.execute("CREATE TABLE IF NOT EXISTS loaded_ (name VARCHAR, uri VARCHAR, part BIGINT)")
        db.execute("SET preserve_insertion_order = false")  # which takes less memory; queries order what they give
        return db

    def _load(self, name: str, table: Table) -> None:
        """Let the database's table hold the rows of `table`: files that it has stay, others go, new ones come."""
        if self._loaded.get(name) == table.digest:
            return
        known = dict(self._db.execute("SELECT uri, part FROM loaded_ WHERE name = ?", [name]).fetchall())
        wanted = {part.uri: part for part in table.parts}
        gone, new = known.keys() - wanted.keys(), [part for uri, part in wanted.items() if uri not in known]
        kinds = columns(getattr(rows, table.row))
        self._db.execute("BEGIN")
        if len(gone) == len(known):  # all of it, or there was nothing
            self._db.execute("DELETE FROM loaded_ WHERE name = ?", [name])
            declared = ", ".join(f'"{column}" {kind}' for column, kind in {"part_": "BIGINT", **kinds}.items())
            self._db.execute(f'CREATE OR REPLACE TABLE "{name}" ({declared})')
            known = {}
        elif gone:
            numbers = ", ".join(str(known[uri]) for uri in gone)
            self._db.execute(f'DELETE FROM "{name}" WHERE part_ IN ({numbers})')
            self._db.execute(f"DELETE FROM loaded_ WHERE name = ? AND part IN ({numbers})", [name])
        if new:
            self._insert(name, new, getattr(rows, table.row), 1 + max(known.values(), default=0))
        self._db.execute("COMMIT")
        self._loaded[name] = table.digest

    def _insert(self, name: str, parts: Sequence[Part], row: type[Any], first: int) -> None:
        import duckdb

        places = [(name, part.uri, first + at) for at, part in enumerate(parts)]
        self._db.executemany("INSERT INTO loaded_ VALUES (?, ?, ?)", places)
        files = ", ".join(_literal(f"{self._cache}/{part.uri}") for part in parts)
        declared = ", ".join(f'"{column}": {_literal(kind)}' for column, kind in columns(row).items())
        source = f"read_json([{files}], format = 'newline_delimited', columns = {{{declared}}}, filename = true)"
        selected = ", ".join(f'f."{column}"' for column in columns(row))
        uri = f"f.filename[{len(self._cache) + 2}:]"
        join = f"JOIN loaded_ l ON l.name = {_literal(name)} AND l.uri = {uri}"
        try:
            self._db.execute(f'INSERT INTO "{name}" SELECT l.part, {selected} FROM {source} f {join}')
        except duckdb.Error:
            for part in parts:
                read_rows(self._cache, part, row)  # raises DamagedVolume where the fault lies in the file
            raise


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
