"""docs/datasets.md, as far as it is made from the code: `python -m generator.exports` writes it."""

from __future__ import annotations

import inspect
from pathlib import Path

from generator.exports.datasets.seam import exports
from generator.exports.datasets.tables import TABLES, columns

BEGIN = "<!-- Made by `python -m generator.exports`, down to the end mark. -->"
END = "<!-- End of what is made. -->"


def datasets_reference() -> str:
    """Return Markdown: the formats, and every column of every table."""
    lines = ["## Formats", "", "| name | is | written as |", "|---|---|---|"]
    for name, export in exports().items():
        written = f"one file, `{export.ending}`" if export.ending else "a folder"
        lines.append(f"| `{name}` | {export.title.partition(': ')[2]} | {written} |")
    lines += ["", "## Tables", "", "`jsonl`, `csv`, `sqlite` and `parquet` hold these tables with these columns.", ""]
    for table, row in TABLES.items():
        lines += [f"### {table}", "", inspect.cleandoc(row.__doc__ or ""), "", "| column | type | meaning |"]
        lines.append("|---|---|---|")
        kinds = {str: "text", int: "whole number", float: "number"}
        lines += [f"| `{column}` | {kinds[kind]} | {meaning} |" for column, (kind, meaning) in columns(row).items()]
        lines.append("")
    return "\n".join(lines).rstrip()


def with_reference(document: str) -> str:
    """Return a document with the reference between its two marks brought up to date."""
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the document lacks the marks between which the reference stands")
    return f"{before}{BEGIN}\n\n{datasets_reference()}\n\n{END}{after}"


def main() -> None:
    """Bring docs/datasets.md of this checkout up to date."""
    path = Path(__file__).resolve().parents[3] / "docs" / "datasets.md"
    path.write_text(with_reference(path.read_text(encoding="utf-8")), encoding="utf-8")
