"""What names mean while a template is compiled, and what is not understood."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from jinja2 import nodes


class Unsupported(Exception):  # noqa: N818 - the name says what a reader needs
    """A template does what this compiler does not know; Jinja does."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A value in a variable of the function that is being made."""

    python: str


@dataclass(frozen=True, slots=True)
class MacroRef:
    """A macro: the function that it has become, and what it may be called with. `defaults` belong to the last ones."""

    python: str
    parameters: tuple[str, ...]
    defaults: tuple[nodes.Expr, ...]


@dataclass(frozen=True, slots=True)
class ModuleRef:
    """A template that was imported: its macros by name."""

    macros: dict[str, MacroRef]


@dataclass(frozen=True, slots=True)
class LoopRef:
    """`loop`: the variables that hold the place, from 0, and the number of items."""

    at: str
    count: str


Binding = Variable | MacroRef | ModuleRef | LoopRef


@dataclass(slots=True)
class Scope:
    """The names of a block, a loop or a macro; what it does not know, its parent may."""

    parent: Scope | None = None
    names: dict[str, Binding] = field(default_factory=dict)

    def find(self, name: str) -> Binding | None:
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.parent
        return None


class Naming:
    """Names of Python variables that are used once."""

    def __init__(self) -> None:
        self._numbers: Iterator[int] = itertools.count(1)

    def new(self, stem: str) -> str:
        return f"{stem}_{next(self._numbers)}"


# --- short ways to write Python's trees ----------------------------------------------------------------------------


def load(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def store(name: str) -> ast.Name:
    return ast.Name(name, ast.Store())


def call(function: str | ast.expr, *arguments: ast.expr) -> ast.Call:
    return ast.Call(load(function) if isinstance(function, str) else function, list(arguments), [])


def assign(name: str, value: ast.expr) -> ast.Assign:
    return ast.Assign([store(name)], value)
