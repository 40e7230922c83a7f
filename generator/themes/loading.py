"""A theme, ready to render with: loaded once, checked as a whole, every fault told at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from generator.codec import digest
from generator.problems import Problem, UnusableInput
from generator.themes.assets import FOLDER, OPTIONS_CSS, Asset, Shelf
from generator.themes.chain import Level, read_chain
from generator.themes.options import Option, fault_of, stylesheet
from generator.themes.sandbox import environment
from generator.themes.templates import Library, Template
from generator.views.contract import PageView, ThemeView
from generator.yamlfile import shown, suggest


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with all that it takes from those it extends. It can be sent to other processes.

    `closures` are digests by the name of a page's template: each changes with the template and all that it extends,
    includes and imports. `is_foreign`: a part of it does not come with the program, so it runs in a sandbox.
    """

    name: str
    title: str
    description: str
    levels: int
    is_foreign: bool
    options: tuple[Option, ...]
    view: ThemeView
    assets: tuple[Asset, ...]
    templates: Mapping[str, Template]
    closures: Mapping[str, str]


def load_theme(name: str, options: Iterable[tuple[str, str]], site_themes: Path) -> Theme:
    """Return the theme `name` with the `options` of site.yaml; `site_themes` is the site's own folder of themes.

    Raises:
        UnusableInput: the theme or one that it extends is missing or faulty, or an option does not fit.
    """
    levels = read_chain(name, site_themes)
    problems: list[Problem] = []
    values = _values(levels[0], options, problems)
    is_foreign = not all(level.is_builtin for level in levels)
    library = Library(levels, environment({}, len(levels), is_sandboxed=is_foreign))
    library.require(sorted({page.template for page in get_args(PageView)}), levels[0].shown)
    options_css = stylesheet(levels[0].options, values)
    shelf = Shelf(levels, options_css)
    files = shelf.assets()
    if OPTIONS_CSS in files:
        file = f"{levels[0].shown}/static/{OPTIONS_CSS}"
        problems.append(Problem("error", "D408", file, None, None, "this name is kept for the theme's options"))
    problems += (*library.problems, *shelf.problems)
    if problems:
        raise UnusableInput(tuple(problems))
    files[OPTIONS_CSS] = _options_asset(options_css)
    return Theme(
        name=levels[0].name,
        title=levels[0].title,
        description=levels[0].description,
        levels=len(levels),
        is_foreign=is_foreign,
        options=levels[0].options,
        view=ThemeView(name, values, {path: asset.url for path, asset in files.items()}),
        assets=(*files.values(), *shelf.hidden()),
        templates=library.templates,
        closures=library.closures(),
    )


def _values(level: Level, chosen: Iterable[tuple[str, str]], problems: list[Problem]) -> dict[str, str]:
    """Return the value of each option, those of site.yaml first; faults are added to `problems`."""
    known = {option.name: option for option in level.options}
    values = {option.name: option.default for option in level.options}
    for name, value in chosen:
        if name not in known:
            message = f"{shown(name)} is not an option of the theme {shown(level.name)}"
            fix = suggest(name, known)
        elif reason := fault_of(known[name], value):
            message, fix = f"the option {shown(name)} is {shown(value)}; {reason}", ""
        else:
            values[name] = value
            continue
        problems.append(Problem("error", "D407", "site.yaml", None, None, f"theme_options: {message}", fix=fix))
    return values


def _options_asset(css: str) -> Asset:
    data = css.encode()
    return Asset(f"{FOLDER}/options.{digest(data)[:8]}.css", data)
