"""Parquet: a folder with a file for each table, for pandas, DuckDB, R and their like."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from generator.codec import to_json
from generator.exports.datasets.seam import Archive
from generator.exports.datasets.tables import SQL_TYPES, TABLES, columns, rows, table_of, values_of

name = "parquet"
title = "Parquet: a folder with a file for each table, for pandas, DuckDB and R"
ending = ""

_MEMORY = "512MB"
_USUAL_ROW = 1 << 20  # bytes: what DuckDB makes room for, where no row is longer


def write(archive: Archive, target: Path) -> None:
    """Write the rows as JSON lines first, for DuckDB reads those as a stream."""
    import duckdb

    target.mkdir()
    with ExitStack() as opened:
        files = {table: opened.enter_context((target / f"{table}.jsonl").open("wb")) for table in TABLES}
        longest = _USUAL_ROW
        for each in rows(archive):
            line = to_json(dict(zip(columns(type(each)), values_of(each), strict=True))) + b"\n"
            longest = max(longest, len(line))
            files[table_of(each)].write(line)
    with duckdb.connect() as db:
        db.execute(f"SET memory_limit = '{_MEMORY}'; SET threads = 1; SET preserve_insertion_order = true")
        for table, row in TABLES.items():
            source = target / f"{table}.jsonl"
            db.execute(
                f"COPY ({_select(source, row, longest)}) TO {_text(target / f'{table}.parquet')} (FORMAT parquet)"
            )
            source.unlink()


def _select(source: Path, row: type, longest: int) -> str:
    kinds = ", ".join(f"{_text(column)}: '{SQL_TYPES[kind]}'" for column, (kind, _) in columns(row).items())
    options = f"format = 'newline_delimited', maximum_object_size = {longest}, columns = {{{kinds}}}"
    return f"SELECT * FROM read_json({_text(source)}, {options})"


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
