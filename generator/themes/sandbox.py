"""What templates run in: text is escaped, what is undefined is an error, and nothing but the page can be reached."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.themes.templates import Template, resolve

# `safe` would switch escaping off, `random` gives other bytes in every build.
_REFUSED_FILTERS = ("safe", "random")
_GLOBALS = ("range", "namespace")
_REPEAT_LIMIT = 1_000_000  # characters or items that `*` may make in a sandbox
_POWER_LIMIT = 100


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
    """An environment in which names mean what `resolve` says."""

    def join_path(self, template: str, parent: str) -> str:
        loader = self.loader
        assert isinstance(loader, _Loader)
        return resolve(loader.templates, loader.levels, template, parent) or template


class _Sandboxed(_Chained, ImmutableSandboxedEnvironment):
    """The same for themes from outside: no attributes beyond data, no changes, no giants."""

    intercepted_binops = frozenset(("*", "**"))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" and not (abs(left) <= _POWER_LIMIT and abs(right) <= _POWER_LIMIT):
            raise SecurityError(f"powers go to {_POWER_LIMIT} only")
        for size, times in ((left, right), (right, left)):
            if hasattr(size, "__len__") and isinstance(times, int) and len(size) * times > _REPEAT_LIMIT:
                raise SecurityError(f"repeating goes to {_REPEAT_LIMIT} characters only")
        return super().call_binop(context, operator, left, right)


def environment(templates: Mapping[str, Template], levels: int, *, is_sandboxed: bool) -> Environment:
    """Return the environment for the templates of a chain of `levels` themes."""
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
    made.globals = {name: made.globals[name] for name in _GLOBALS}
    return made
