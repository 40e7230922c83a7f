"""The reference of the theme contract, made from the contract itself: `python -m generator.views` writes it."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from generator.views.contract import frame, machines, pages, parts

BEGIN = "<!-- Made by `python -m generator.views` from generator/views/contract, down to the end mark. -->"
END = "<!-- End of the contract. -->"


def contract_reference() -> str:
    """Return Markdown that lists every record of the contract: what it is, its fields, their types and meaning."""
    written = ["### Pages", *_records(pages)]
    written += ["### What pages are made of", *_records(parts), *_records(frame), *_records(machines)]
    return "\n\n".join(written)


def with_reference(document: str) -> str:
    """Return a document with the reference between its two marks brought up to date."""
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the document lacks the marks between which the contract stands")
    return f"{before}{BEGIN}\n\n{contract_reference()}\n\n{END}{after}"


def main() -> None:
    """Bring docs/themes.md of this checkout up to date."""
    path = Path(__file__).resolve().parents[2] / "docs" / "themes.md"
    path.write_text(with_reference(path.read_text(encoding="utf-8")), encoding="utf-8")


def _records(module: ModuleType) -> Iterator[str]:
    source = inspect.getsource(module)
    lines = source.splitlines()
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef):
            yield _record(node, lines)


def _record(node: ast.ClassDef, lines: list[str]) -> str:
    template = _template(node)
    head = f"#### {node.name}" + (f" (`{template}`)" if template else "")
    text = inspect.cleandoc(ast.get_docstring(node) or "")
    rows = [f"| `{name}` | `{kind}` | {note} |" for name, kind, note in _fields(node, lines)]
    table = "\n".join(["| field | type | |", "|---|---|---|", *rows])
    return "\n\n".join(part for part in (head, text, table) if part)


def _fields(node: ast.ClassDef, lines: list[str]) -> Iterator[tuple[str, str, str]]:
    """Yield name, type and meaning of each field; the meaning is the comment behind it."""
    for field in node.body:
        if not isinstance(field, ast.AnnAssign) or not isinstance(field.target, ast.Name):
            continue
        kind = ast.unparse(field.annotation)
        if kind.startswith("ClassVar"):
            continue
        default = "" if field.value is None else ast.unparse(field.value).replace("NO_MARKUP", "''")
        note = lines[(field.end_lineno or field.lineno) - 1][field.end_col_offset or 0 :].partition("#")[2].strip()
        meaning = "; ".join(part for part in (note, f"default `{default}`" if default else "") if part)
        yield field.target.id, kind.replace("|", "\\|"), meaning.replace("|", "\\|")


def _template(node: ast.ClassDef) -> str:
    """Return the template of a page, "" for other records."""
    for field in node.body:
        if isinstance(field, ast.AnnAssign) and re.match("ClassVar", ast.unparse(field.annotation)):
            value = field.value
            return str(value.value) if isinstance(value, ast.Constant) else ""
    return ""
