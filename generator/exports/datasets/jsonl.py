"""JSON lines: one file, one object a line; `table` names the table that it belongs to."""

from __future__ import annotations

from pathlib import Path

from generator.codec import to_json
from generator.exports.datasets.seam import Archive
from generator.exports.datasets.tables import columns, rows, table_of, values_of

name = "jsonl"
title = "JSON lines: all tables in one file, an object a line"
ending = ".jsonl"


def write(archive: Archive, target: Path) -> None:
    site = archive.settings.site
    about = {"table": "archive", "title": site.title, "language": site.language, "licence": site.licence}
    with target.open("wb") as file:
        file.write(to_json(about) + b"\n")
        for row in rows(archive):
            record = {"table": table_of(row), **dict(zip(columns(type(row)), values_of(row), strict=True))}
            file.write(to_json(record) + b"\n")
