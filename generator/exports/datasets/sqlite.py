"""SQLite: one database with all tables, indexed by their keys."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import islice
from pathlib import Path

from generator.exports.datasets.seam import Archive
from generator.exports.datasets.tables import KEYS, SQL_TYPES, TABLES, Row, columns, rows, table_of, values_of

name = "sqlite"
title = "SQLite: one database with all tables"
ending = ".sqlite"

_BATCH = 1000  # rows held at once


def write(archive: Archive, target: Path) -> None:
    with closing(sqlite3.connect(target, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = OFF")  # a file that is not finished is thrown away as a whole
        db.execute("PRAGMA synchronous = OFF")
        db.execute("BEGIN")
        for table, row in TABLES.items():
            described = (f'"{column}" {SQL_TYPES[kind]} NOT NULL' for column, (kind, _) in columns(row).items())
            db.execute(f'CREATE TABLE "{table}" ({", ".join(described)})')
        found = rows(archive)
        while batch := list(islice(found, _BATCH)):
            _insert(db, batch)
        for table, key in KEYS.items():
            db.execute(f'CREATE UNIQUE INDEX "{table}_key" ON "{table}" ({key})')
        db.execute('CREATE INDEX "quotes_origin" ON "quotes" (origin_thread, origin_post)')
        db.execute('CREATE INDEX "mentions_topic" ON "mentions" (topic)')
        db.execute("COMMIT")


def _insert(db: sqlite3.Connection, batch: list[Row]) -> None:
    for row in batch:
        values = [_storable(value) for value in values_of(row)]
        db.execute(f'INSERT INTO "{table_of(row)}" VALUES ({", ".join("?" * len(values))})', values)


def _storable(value: str | int | float) -> str | int | float:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
