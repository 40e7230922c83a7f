"""A theme to start from: a folder in the site's themes/ that changes one thing of each kind and tells what else may."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from generator.problems import Problem, UnusableInput
from generator.themes.chain import BASE, THEME_NAME, Level, builtin_themes, read_chain
from generator.themes.options import Option
from generator.yamlfile import shown

_TEMPLATE = """{# One block of one page: the parent's file names them all; what you leave out stays as it is. #}
{% extends "@parent/404.html" %}
{% block main %}<h1>{{ t("Nothing here") }}</h1>{% endblock %}
"""
_STYLE = """/* The parent's styles, in a layer below: every rule in this file goes before them. */
@import "options.css";
@import "@parent/style.css" layer(parent);

"""


@dataclass(frozen=True, slots=True)
class Listed:
    """A theme that a site can name: whether it comes with the program, and what it extends."""

    name: str
    title: str
    description: str
    is_builtin: bool
    extends: tuple[str, ...]
    options: tuple[Option, ...]


def list_themes(site_themes: Path) -> tuple[tuple[Listed, ...], tuple[Problem, ...]]:
    """Return the themes that a site can name, its own first, and what is wrong with those that cannot be read."""
    found: dict[str, Listed] = {}
    problems: list[Problem] = []
    for root in (site_themes, builtin_themes()):
        for name in sorted(path.parent.name for path in root.glob("*/theme.yaml")):
            if name in found:
                continue
            try:
                found[name] = _listed(read_chain(name, site_themes))
            except UnusableInput as error:
                problems += error.problems
    return tuple(found.values()), tuple(problems)


def _listed(levels: tuple[Level, ...]) -> Listed:
    first, *others = levels
    names = tuple(level.name for level in others)
    return Listed(first.name, first.title, first.description, first.is_builtin, names, first.options)


def create_theme(name: str, site_themes: Path, *, extends: str = BASE) -> Path:
    """Write a theme into the site's themes/ and return its folder. All of it appears, or nothing does.

    Raises:
        UnusableInput: the name is none, is taken, or what it extends is not there.
        OSError: the folder cannot be written.
    """
    target = site_themes / name
    if not THEME_NAME.fullmatch(name):
        fix = "Small letters, digits, - and _: plainsong."
        what = f"{shown(name)} is no name for a theme"
        raise UnusableInput((Problem("error", "D412", name, None, None, what, "", fix),))
    if target.exists():
        what = f"there is a theme {shown(name)} already"
        raise UnusableInput((Problem("error", "D412", f"themes/{name}", None, None, what, "", "Choose another name."),))
    parent = read_chain(extends, site_themes)[0]
    staging = site_themes / f".{name}.new"
    try:
        for file, text in _files(name, parent).items():
            (staging / file).parent.mkdir(parents=True, exist_ok=True)
            (staging / file).write_text(text, encoding="utf-8", newline="\n")
        staging.replace(target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return target


def _files(name: str, parent: Level) -> dict[str, str]:
    return {
        "theme.yaml": _settings(name, parent),
        "templates/404.html": _TEMPLATE,
        "static/style.css": _STYLE,
        "strings/README": "A language of your own, or other words: put de.po here. docs/languages.md says how.\n",
    }


def _settings(name: str, parent: Level) -> str:
    """Return a theme.yaml with every option of the parent, each as a comment that says what it is for."""
    lines = [f"title: {name.replace('-', ' ').replace('_', ' ').title()}", f"extends: {parent.name}"]
    if parent.options:
        first = parent.options[0]
        lines += [
            "",
            "# Other defaults for the parent's options; theme_options in site.yaml goes before them.",
            "options:",
        ]
        lines += [f"  {first.name}: {_quoted(first.default)}"]
    for option in parent.options[1:]:
        lines += [f"  # {option.help}"] if option.help else []
        lines += [f"  # {option.name}: {_quoted(option.default)}"]
    return "\n".join([*lines, ""])


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
