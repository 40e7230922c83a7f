"""The templates of a chain of themes: read, parsed, and checked without running them.

A template is known as "<level>/<name>": level 0 is the theme that site.yaml names, 1 the one that it extends, and so
on. A plain name ("post.html") means the first theme of the chain that has it, whoever asks; "@parent/post.html" the
first one above the asking theme. So a child's macros serve its parents' pages as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment, TemplateSyntaxError, nodes

from generator.codec import digest
from generator.problems import Problem
from generator.themes.chain import Level
from generator.yamlfile import shown, suggest

PARENT = "@parent/"
SIZE_LIMIT = 1_000_000  # bytes a template
COUNT_LIMIT = 500  # templates a theme
_SAFE_PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)*")
_REFERENCES = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


@dataclass(frozen=True, slots=True)
class Template:
    """A template: its key ("0/post.html"), its text, and its file as the user knows it."""

    key: str
    source: str
    file: str


def resolve(keys: Mapping[str, object], levels: int, name: str, asking: str | None = None) -> str | None:
    """Return the key that `name` means in the template with the key `asking`, None where there is no such template."""
    first = 0
    if name.startswith(PARENT) and asking is not None:
        name, first = name.removeprefix(PARENT), int(asking.partition("/")[0]) + 1
    return next((f"{level}/{name}" for level in range(first, levels) if f"{level}/{name}" in keys), None)


class Library:
    """The templates of a chain. Faults are collected in `problems`, in the order of files."""

    def __init__(self, levels: Sequence[Level], environment: Environment) -> None:
        self.problems: list[Problem] = []
        self.templates: dict[str, Template] = {}
        self._levels = len(levels)
        self._environment = environment
        for at, level in enumerate(levels):
            self.templates |= {template.key: template for template in self._read(at, level)}
        self._extends: dict[str, tuple[str, int]] = {}  # the template that each extends, and in which line
        self._references = {key: tuple(self._find_references(found)) for key, found in self.templates.items()}
        self._refuse_circles()

    def require(self, names: Sequence[str], theme: str) -> None:
        """Note each template that the theme must have and does not."""
        for name in names:
            if resolve(self.templates, self._levels, name) is None:
                fix = "Add it, or let the theme extend another one (`extends: disputatio` in theme.yaml)."
                self._refuse(f"{theme}/templates", None, f"the theme has no template {shown(name)}", fix=fix)

    def closures(self) -> dict[str, str]:
        """Return, for each template that a plain name means, a digest of it with all that it extends and includes."""
        digests = {key: digest(key, template.source) for key, template in self.templates.items()}
        found: dict[str, str] = {}
        for key in self.templates:
            name = key.partition("/")[2]
            if resolve(self.templates, self._levels, name) == key:
                found[name] = digest(*(digests[part] for part in sorted(self._reached(key))))
        return found

    def _read(self, at: int, level: Level) -> Iterator[Template]:
        folder = level.folder / "templates"
        is_there = folder.is_dir() and not folder.is_symlink()
        paths = sorted(path for path in folder.rglob("*.html")) if is_there else []
        if len(paths) > COUNT_LIMIT:
            self._refuse(
                f"{level.shown}/templates", None, f"there are {len(paths)} templates; {COUNT_LIMIT} is the limit"
            )
            return
        for path in paths:
            name = path.relative_to(folder).as_posix()
            file = f"{level.shown}/templates/{name}"
            is_own = path.is_file() and path.resolve().is_relative_to(folder.resolve())
            if not is_own or not _SAFE_PATH.fullmatch(name) or path.stat().st_size > SIZE_LIMIT:
                fault = "a template is a file of at most 1 MB with a plain name; links are not followed"
                self._refuse(file, None, fault)
                continue
            try:
                yield Template(f"{at}/{name}", path.read_bytes().decode("utf-8-sig"), file)
            except UnicodeDecodeError:
                self._refuse(file, None, "the template is not UTF-8")

    def _find_references(self, template: Template) -> Iterator[str]:
        """Yield the keys of the templates that one extends, includes or imports."""
        try:
            tree = self._environment.parse(template.source, template.key, template.file)
            self._environment.compile(tree, template.key, template.file, raw=True)  # finds unknown filters and tests
        except TemplateSyntaxError as error:
            self._refuse(template.file, error.lineno, f"the template cannot be read: {error.message}", code="D405")
            return
        except RecursionError:
            self._refuse(template.file, None, "the template is nested too deeply", code="D405")
            return
        for node in tree.find_all((*_REFERENCES, nodes.EvalContextModifier)):
            names = _literal_names(node)
            if isinstance(node, nodes.EvalContextModifier):
                self._refuse(template.file, node.lineno, "the escaping of text cannot be switched off", code="D406")
            elif names is None:
                why = "Only so is it known which pages a change of a template touches."
                self._refuse(
                    template.file, node.lineno, "the other template must be named literally", code="D406", why=why
                )
            else:
                yield from self._resolved(template, node, names)

    def _resolved(self, template: Template, node: nodes.Node, names: Sequence[str]) -> Iterator[str]:
        found = [key for name in names if (key := resolve(self.templates, self._levels, name, template.key))]
        if isinstance(node, nodes.Extends) and found:
            self._extends[template.key] = (found[0], node.lineno)
        if not found and not getattr(node, "ignore_missing", False):
            known = sorted({key.partition("/")[2] for key in self.templates})
            message = f"there is no template {shown(names[0] if names else '')} for this one to ask for"
            fix = suggest(names[0].removeprefix(PARENT), known) if names else ""
            self._refuse(template.file, node.lineno, message, fix=fix)
        yield from found

    def _refuse_circles(self) -> None:
        """Note templates that extend themselves, as a post.html does that extends "post.html" and not its parent's."""
        for key, (above, line) in self._extends.items():
            seen = {key}
            while above not in seen and above in self._extends:
                seen.add(above)
                above = self._extends[above][0]
            if above == key:
                fix = f'To change blocks of the parent\'s template, extend "{PARENT}{key.partition("/")[2]}".'
                self._refuse(self.templates[key].file, line, "the template extends itself", code="D406", fix=fix)

    def _reached(self, key: str) -> set[str]:
        """Return the keys of a template and of all that it leads to."""
        reached = {key}
        pending = [key]
        while pending:
            for further in self._references[pending.pop()]:
                if further not in reached:
                    reached.add(further)
                    pending.append(further)
        return reached

    def _refuse(
        self, file: str, line: int | None, message: str, *, code: str = "D404", why: str = "", fix: str = ""
    ) -> None:
        self.problems.append(Problem("error", code, file, line, None, message, why, fix))


def _literal_names(node: nodes.Node) -> tuple[str, ...] | None:
    """Return the names of the templates that a node asks for, None where one is worked out while it runs."""
    named = getattr(node, "template", None)
    if isinstance(named, nodes.Const) and isinstance(named.value, str):
        return (named.value,)
    if isinstance(named, (nodes.List, nodes.Tuple)):
        values = [item.value for item in named.items if isinstance(item, nodes.Const) and isinstance(item.value, str)]
        return tuple(values) if len(values) == len(named.items) else None
    return None
