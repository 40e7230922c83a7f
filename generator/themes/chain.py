"""The chain of themes: the one that site.yaml names, the one that it extends, and so on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from generator.languages import StringsFolder
from generator.problems import Problem, UnusableInput
from generator.themes.options import KINDS, NAME, Option, fault_of
from generator.yamlfile import Form, Node, Place, Scalar, read_yaml, shown, suggest

BASE = "disputatio"  # what a theme extends that does not say anything else
NOTHING = ("", "null", "none", "~")  # `extends: null`: this theme brings all of its templates itself
CHAIN_LIMIT = 10
THEME_NAME = re.compile("[a-z0-9][a-z0-9_-]*")
_KEYS = ("name", "title", "description", "extends", "options")
_OPTION_KEYS = ("type", "default", "choices", "help")
_OPTIONS_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Level:
    """One theme of a chain. `shown` is its folder as the user knows it; `options` are its own and its parents'."""

    name: str
    folder: Path
    shown: str
    is_builtin: bool
    title: str = ""
    description: str = ""
    options: tuple[Option, ...] = ()


def builtin_themes() -> Path:
    """Return the folder of the themes that come with the program: in a wheel, or in a checkout."""
    package = Path(__file__).resolve().parent.parent
    in_wheel = package / "_builtin" / "themes"
    return in_wheel if in_wheel.is_dir() else package.parent / "themes"


def read_chain(name: str, site_themes: Path) -> tuple[Level, ...]:
    """Return the theme `name` and those that it extends, in this order, each with all options known at its place.

    A theme is looked for in `site_themes`, then among the built-in ones; a site's theme may extend the built-in theme
    of its own name.

    Raises:
        UnusableInput: a theme is missing, extends itself, or has a theme.yaml that cannot be used.
    """
    levels: list[Level] = []
    declared: list[dict[str, tuple[Scalar, Node]]] = []
    problems: list[Problem] = []
    wanted = name
    asked_by: tuple[str, Place | None] = ("site.yaml", None)
    while wanted not in NOTHING:
        level = _find(wanted, site_themes, [found.folder for found in levels])
        if level is None or len(levels) == CHAIN_LIMIT:
            raise UnusableInput((*problems, _missing(wanted, asked_by, site_themes, levels)))
        form = Form(f"{level.shown}/theme.yaml")
        level, wanted, options, place = _read(level, form)
        problems += form.problems
        asked_by = (form.file, place)
        levels.append(level)
        declared.append(options)
    known: tuple[Option, ...] = ()
    for at in reversed(range(len(levels))):
        form = Form(f"{levels[at].shown}/theme.yaml")
        known = _merged(known, declared[at], form)
        problems += form.problems
        levels[at] = replace(levels[at], options=known)
    if problems:
        raise UnusableInput(tuple(problems))
    return tuple(levels)


def string_folders(name: str, site_themes: Path) -> tuple[StringsFolder, ...]:
    """Return the folders of catalogues that a theme and those that it extends bring, the nearest first.

    Raises:
        UnusableInput: as `read_chain`.
    """
    levels = read_chain(name, site_themes)
    return tuple(StringsFolder(level.folder / "strings", f"{level.shown}/strings") for level in levels)


def _find(name: str, site_themes: Path, taken: list[Path]) -> Level | None:
    """Return the theme of that name that is not yet in the chain: the site's own, else the built-in one."""
    if not THEME_NAME.fullmatch(name):
        return None
    places = ((site_themes / name, f"themes/{name}", False), (builtin_themes() / name, f"<built-in>/{name}", True))
    for folder, where, is_builtin in places:
        if folder not in taken and folder.is_dir() and not folder.is_symlink():
            return Level(name, folder, where, is_builtin)
    return None


def _missing(name: str, asked_by: tuple[str, Place | None], site_themes: Path, levels: list[Level]) -> Problem:
    file, place = asked_by
    line, column = (place.line, place.column) if place else (None, None)
    if any(level.name == name for level in levels) or len(levels) == CHAIN_LIMIT:
        names = " → ".join([*(level.name for level in levels), name])
        return Problem("error", "D403", file, line, column, f"the theme extends itself: {shown(names, '')}")
    known = sorted({folder.name for root in (site_themes, builtin_themes()) for folder in _folders(root)})
    message = f"there is no theme {shown(name)}"
    why = f"Themes are folders in themes/, or come with the program. There are: {', '.join(known)}."
    return Problem("error", "D401", file, line, column, message, why, suggest(name, known))


def _folders(root: Path) -> Iterable[Path]:
    return (folder for folder in root.iterdir() if (folder / "theme.yaml").is_file()) if root.is_dir() else ()


def _read(level: Level, form: Form) -> tuple[Level, str, dict[str, tuple[Scalar, Node]], Place | None]:
    """Return the level with its title, the name of the theme that it extends, its options as written, and a place."""
    node, problems = read_yaml(level.folder / "theme.yaml", file=form.file)
    if node is None:
        raise UnusableInput(problems or (Problem("error", "D402", form.file, None, None, "the file is empty"),))
    entries = form.mapping(node, "theme.yaml", keys=_KEYS)
    name = _text(form, entries, "name")
    if name and name != level.name:
        message = f"the name is {shown(name)}, but the folder is {shown(level.name)}"
        form.fault(entries["name"][1].place, message, code="D402", fix="Use the same for both.")
    base = "null" if level.is_builtin and level.name == BASE else BASE
    options = form.mapping(entries["options"][1], "options") if "options" in entries else {}
    titled = replace(
        level, title=_text(form, entries, "title") or level.name, description=_text(form, entries, "description")
    )
    if problems:
        raise UnusableInput((*problems, *form.problems))
    extends = _text(form, entries, "extends") if "extends" in entries else base
    return titled, extends, options, entries["extends"][1].place if "extends" in entries else None


def _text(form: Form, entries: dict[str, tuple[Scalar, Node]], key: str) -> str:
    return (form.text(entries[key][1], key, limit=1000) or "") if key in entries else ""


def _merged(known: tuple[Option, ...], entries: dict[str, tuple[Scalar, Node]], form: Form) -> tuple[Option, ...]:
    """Return the options of the parents with those of one theme: new ones, and other defaults for known ones."""
    options = {option.name: option for option in known}
    for name, (key, value) in entries.items():
        if not NAME.fullmatch(name) or len(options) == _OPTIONS_LIMIT:
            fix = "Small letters, digits and single hyphens, such as accent-dark."
            form.fault(key.place, f"{shown(name)} is no name for an option", code="D402", fix=fix)
            continue
        option = _option(options.get(name), name, value, form)
        if option is None:
            continue
        if reason := fault_of(option, option.default):
            message = f"the default of {shown(name)} is {shown(option.default)}; {reason}"
            form.fault(value.place, message, code="D402")
        options[name] = option
    return tuple(options.values())


def _option(parent: Option | None, name: str, node: Node, form: Form) -> Option | None:
    """Return one option; `accent: red` alone is a new default for an option of a parent."""
    if isinstance(node, Scalar) and parent is not None:
        return replace(parent, default=form.text(node, name, limit=1000) or "")
    fields = form.mapping(node, f"the option {shown(name)}", keys=_OPTION_KEYS)
    kind = form.choice(fields["type"][1], "type", KINDS) if "type" in fields else (parent.kind if parent else None)
    if kind is None and "type" not in fields:
        form.fault(node.place, f"the option {shown(name)} has no type", code="D402", fix=f"One of: {', '.join(KINDS)}.")
    default = _text(form, fields, "default") if "default" in fields else (parent.default if parent else "")
    inherited = parent.choices if parent else ()
    choices = form.texts(fields["choices"][1], "choices", limit=100) if "choices" in fields else inherited
    if kind is None:
        return None
    return Option(name, kind, default, choices, _text(form, fields, "help") or (parent.help if parent else ""))
