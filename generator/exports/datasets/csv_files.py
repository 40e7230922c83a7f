"""CSV (RFC 4180, UTF-8): a folder with a file for each table. No cell is a formula to a spreadsheet."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from pathlib import Path

from generator.exports.datasets.seam import Archive
from generator.exports.datasets.tables import TABLES, columns, rows, table_of, values_of

name = "csv"
title = "CSV: a folder with a file for each table, for spreadsheets"
ending = ""

_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # what spreadsheets may read as one


def write(archive: Archive, target: Path) -> None:
    target.mkdir()
    with ExitStack() as opened:
        writers = {}
        for table, row in TABLES.items():
            file = opened.enter_context((target / f"{table}.csv").open("w", encoding="utf-8", newline=""))
            writers[table] = csv.writer(file)
            writers[table].writerow(columns(row))
        for each in rows(archive):
            writers[table_of(each)].writerow(map(inert, values_of(each)))


def inert(value: str | int | float) -> str | int | float:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe goes before it, and before any apostrophe.

    NUL, which no reader of CSV takes, becomes U+FFFD.

    >>> inert("=SUM(A1)"), inert("-1"), inert("'tis"), inert(-1)
    ("'=SUM(A1)", "'-1", "''tis", -1)
    """
    if not isinstance(value, str):
        return value
    value = value.replace("\0", "\ufffd")
    return f"'{value}" if value.startswith((*_FORMULAS, "'")) else value
