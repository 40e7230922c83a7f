"""What templates run in: text is escaped, what is undefined is an error, and nothing but the page can be reached."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.themes.folding import Folder
from generator.themes.templates import Template, resolve

# `safe` would switch escaping off, `random` gives other bytes in every build.
_REFUSED_FILTERS = ("safe", "random")
_GLOBALS = ("range", "namespace")
NOTHING: Mapping[str, object] = MappingProxyType({})
_SIZE_LIMIT = 1_000_000  # characters or items that one step of a template may make in a sandbox
_POWER_LIMIT = 100
_WIDE_FORMAT = re.compile(r"[0-9]{5}|:[^{}]*\{|%[^a-z%]*\*")
_MEASURED_FILTERS = ("center", "format", "indent", "join", "list", "replace", "wordwrap")


class _Loader(BaseLoader):
    """Finds templates by key; see `templates.py`."""

    def __init__(self, templates: Mapping[str, Template], levels: int) -> None:
        self.templates = templates
        self.levels = levels

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, None]:
        if template not in self.templates:
            raise TemplateNotFound(template)
        found = self.templates[template]
        return found.source, found.file, None


class _Chained(Environment):
    """An environment in which names mean what `resolve` says, and in which what is the same on every page is folded."""

    folder: Folder | None = None

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Return the tree of a template; a file of macros that extends another one has that one's macros as well."""
        tree = super()._parse(source, name, filename)
        above = next(tree.find_all(nodes.Extends), None)
        loader = self.loader
        if name is None or above is None or next(tree.find_all(nodes.Block), None) or not isinstance(loader, _Loader):
            return tree
        key = resolve(loader.templates, loader.levels, getattr(above.template, "value", ""), name)
        if key is None or not is_file_of_macros(parent := self._parse(loader.templates[key].source, key, filename)):
            return tree
        own = {node.name for node in tree.body if isinstance(node, nodes.Macro)}
        inherited = [node for node in parent.body if not (isinstance(node, nodes.Macro) and node.name in own)]
        tree.body = [*inherited, *(node for node in tree.body if node is not above)]
        return tree

    def _generate(self, source: nodes.Template, *arguments: Any, **named: Any) -> str:
        return super()._generate(self.folder.fold(source) if self.folder else source, *arguments, **named)

    def join_path(self, template: str, parent: str) -> str:
        loader = self.loader
        assert isinstance(loader, _Loader)
        return resolve(loader.templates, loader.levels, template, parent) or template


def is_file_of_macros(tree: nodes.Template) -> bool:
    """Return whether a template only defines: it has macros, and no blocks that a child could fill."""
    return any(isinstance(node, nodes.Macro) for node in tree.body) and next(tree.find_all(nodes.Block), None) is None


class _MeasuringGenerator(CodeGenerator):
    """Lets what `~` makes go through the sandbox."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - the library's name
        self.write("environment.measured(")
        super().visit_Concat(node, frame)
        self.write(")")


class _Sandboxed(_Chained, ImmutableSandboxedEnvironment):
    """The same for themes from outside: no attributes beyond data, no changes, no giants."""

    code_generator_class = _MeasuringGenerator
    intercepted_binops = frozenset(("*", "**", "%"))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" and not (abs(left) <= _POWER_LIMIT and abs(right) <= _POWER_LIMIT):
            raise SecurityError(f"powers go to {_POWER_LIMIT} only")
        for size, times in ((left, right), (right, left)):
            if operator == "*" and hasattr(size, "__len__") and isinstance(times, int):
                self.refuse_above(len(size) * times)
        if operator == "%" and isinstance(left, str):
            refuse_wide_formats(left)
        return super().call_binop(context, operator, left, right)

    def call(self, context: Any, callee: Any, *arguments: Any, **named: Any) -> Any:
        """Call for a template: methods of text are not asked for giants ("x".center(999999999))."""
        method = getattr(callee, "__wrapped__", callee)  # the sandbox wraps `format`
        subject = getattr(method, "__self__", None)
        if isinstance(subject, str) and getattr(method, "__name__", "") in ("format", "format_map"):
            refuse_wide_formats(subject)
        elif isinstance(subject, str):
            self.refuse_giants(subject, arguments, named)
        return super().call(context, callee, *arguments, **named)

    def refuse_giants(self, subject: Any, arguments: tuple[Any, ...], named: Mapping[str, Any]) -> None:
        """Refuse a call that may make a giant of `subject`: a large number, or one text put into another many times."""
        length = len(subject) if hasattr(subject, "__len__") else 1
        for value in (*arguments, *named.values()):
            if isinstance(value, int):
                self.refuse_above(abs(value))
            elif isinstance(value, str) and len(value) > 1:
                self.refuse_above(length * len(value))

    def refuse_above(self, size: int) -> None:
        if size > _SIZE_LIMIT:
            raise SecurityError(f"a template may make {_SIZE_LIMIT:,} characters at a time")

    def measured(self, text: Any) -> Any:
        """Return what a template made, if it is no giant."""
        self.refuse_above(len(text))
        return text


def folder_of(made: Environment) -> Folder | None:
    """Return what folds the templates of an environment, None where nothing does."""
    return made.folder if isinstance(made, _Chained) else None


def refuse_wide_formats(text: str) -> None:
    """Refuse to fill in words where one could become as wide as it likes: "{:999999999}", "{:{width}}", "%*d"."""
    if _WIDE_FORMAT.search(text):
        raise SecurityError("a place to fill in may be 9,999 characters wide, and must say so itself")


def _measuring(made: _Sandboxed, name: str) -> None:
    """Put a guard before a filter that can make much of little."""
    filter_ = made.filters[name]

    def guarded(*arguments: Any, **named: Any) -> Any:
        # Some filters get the environment or the context first; what is filtered is the first piece of data.
        data = [argument for argument in arguments if isinstance(argument, (str, int, list, tuple))]
        if name == "format":
            refuse_wide_formats(str(data[0]) if data else "")
        else:
            made.refuse_giants(data[0] if data else "", tuple(data[1:]), named)
        return filter_(*arguments, **named)

    for attribute in ("jinja_pass_arg", "__name__"):
        if hasattr(filter_, attribute):
            setattr(guarded, attribute, getattr(filter_, attribute))
    made.filters[name] = guarded


def environment(
    templates: Mapping[str, Template], levels: int, *, is_sandboxed: bool, known: Mapping[str, object] = NOTHING
) -> Environment:
    """Return the environment for the templates of a chain of `levels` themes.

    `known` is what all templates know by name, the same on every page; `t` among it is what translates.
    """
    kind = _Sandboxed if is_sandboxed else _Chained
    made = kind(
        loader=_Loader(templates, levels),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    for name in _REFUSED_FILTERS:
        del made.filters[name]
    # Global, so that a file of macros is run once, and not for every page that imports it.
    made.globals = {**{name: made.globals[name] for name in _GLOBALS}, **known}
    if callable(translate := known.get("t")):
        made.folder = Folder(known, translate)
    if isinstance(made, _Sandboxed):
        for name in _MEASURED_FILTERS:
            _measuring(made, name)
    return made
