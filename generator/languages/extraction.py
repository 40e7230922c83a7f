"""Every message of the program: what templates and views say in English, found without running them.

A message is the text in a call of `t` (`t("Reply tree")`, `language.t("{n} post", "{n} posts", n=3)`), and each text in
capitals of `views/wording.py` and `views/evidence.py`. A comment in the line above that begins with "For translators:"
goes with it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, nodes

SPEAKING_ROOMS = ("views", "charts", "exports")  # those whose Python makes sentences for readers
_WORDING = ("wording.py", "evidence.py")
_WITH_LETTERS = re.compile(r"[^\W\d_]")
_PLACE = re.compile(r"\{[a-z_]+\}")
_HINT = re.compile(r"(?:#|\{#-?)\s*For translators:\s*(.+?)\s*(?:-?#\})?\s*$")


@dataclass(frozen=True, slots=True)
class Message:
    """A text of the interface, its plural ("" where it has none), and where it is said."""

    singular: str
    plural: str
    file: str
    line: int
    hint: str = ""


def messages_of(package: Path, themes: Path) -> tuple[Message, ...]:
    """Return the messages of the program's rooms and of all themes in a folder, in the order of files and lines."""
    found: list[Message] = []
    for path in sorted(path for room in SPEAKING_ROOMS for path in (package / room).rglob("*.py")):
        found += in_python(path.read_text(encoding="utf-8"), f"generator/{path.relative_to(package).as_posix()}")
    for path in sorted(themes.glob("*/templates/**/*.html")):
        found += in_template(path.read_text(encoding="utf-8"), f"themes/{path.relative_to(themes).as_posix()}")
    return tuple(found)


def in_python(source: str, file: str) -> Iterator[Message]:
    """Yield the messages of a module."""
    hints = _hints(source)
    tree = ast.parse(source)
    calls = [
        (node.lineno, _literals(node.args[:2]))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _name(node.func) == "t"
    ]
    named = [
        (text.lineno, (text.value,))
        for node in (tree.body if file.endswith(_WORDING) else ())
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None and _is_constant(node)
        for text in _texts(node.value)
        if isinstance(text.value, str)
    ]
    for line, texts in sorted([*calls, *named], key=lambda found: found[0]):
        yield from _message(texts, file, line, hints)


def in_template(source: str, file: str) -> Iterator[Message]:
    """Yield the messages of a template."""
    hints = _hints(source)
    for call in Environment().parse(source).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "t":
            texts = tuple(arg.value if isinstance(arg, nodes.Const) else None for arg in call.args[:2])
            yield from _message(texts, file, call.lineno, hints)


def _message(texts: tuple[object, ...], file: str, line: int, hints: dict[int, str]) -> Iterator[Message]:
    singular, plural = (*texts, "", "")[:2]
    if isinstance(singular, str) and _WITH_LETTERS.search(_PLACE.sub("", singular)):
        yield Message(singular, plural if isinstance(plural, str) else "", file, line, hints.get(line - 1, ""))


def _hints(source: str) -> dict[int, str]:
    lines = enumerate(source.splitlines(), 1)
    return {number: found[1] for number, line in lines if (found := _HINT.search(line))}


def _literals(arguments: Iterable[ast.expr]) -> tuple[object, ...]:
    return tuple(each.value if isinstance(each, ast.Constant) else None for each in arguments)


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _is_constant(node: ast.Assign | ast.AnnAssign) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return all(isinstance(target, ast.Name) and target.id.isupper() and target.id[0] != "_" for target in targets)


def _texts(node: ast.expr) -> Iterator[ast.Constant]:
    """Yield the texts of a constant: of a mapping its values."""
    if isinstance(node, ast.Constant):
        yield node
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from _texts(value)
    elif isinstance(node, (ast.Tuple, ast.List)):
        for element in node.elts:
            yield from _texts(element)
