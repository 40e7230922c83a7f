"""`disputatio theme`: which themes there are, and a new one to start from."""

from __future__ import annotations

from pathlib import Path

from generator.cli.endings import FINE, UNUSABLE
from generator.cli.report import say, warn
from generator.config import read_config
from generator.themes import builtin_themes, create_theme, list_themes


def show_themes(site: Path) -> int:
    """Print the themes that the site can name, each with its options."""
    config = read_config(site)
    themes, problems = list_themes(config.themes)
    for theme in themes:
        origin = "comes with Disputatio" if theme.is_builtin else "in themes/"
        chain = f", extends {' → '.join(theme.extends)}" if theme.extends else ""
        used = "* " if theme.name == config.theme else "  "
        say(f"{used}{theme.name} ({origin}{chain})\n    {theme.description or theme.title}")
        say(f"    Options: {', '.join(option.name for option in theme.options)}\n" if theme.options else "")
    for problem in problems:
        warn(problem.render())
    return UNUSABLE if problems else FINE


def new_theme(name: str, site: Path, extends: str) -> int:
    """Write a new theme and say how to use it."""
    create_theme(name, read_config(site).themes, extends=extends)
    say(f"A theme is in themes/{name}. To use it, write into site.yaml:\n    theme: {name}")
    say("Change its theme.yaml, templates/ and static/ while `disputatio serve` shows what becomes of them.")
    return FINE


def write_strings(tag: str, site: Path, name: str | None) -> int:
    """Write or renew a theme's catalogue, and say how far it is."""
    from babel.messages.pofile import PoFileError

    from generator.languages.renewing import messages_with, renew

    config = read_config(site)
    theme = name or config.theme
    folder = config.themes / theme
    if not (folder / "theme.yaml").is_file():
        warn(f"{theme} is none of the site's own themes. To begin one: disputatio theme new my-theme --extends {theme}")
        return UNUSABLE
    path = folder / "strings" / f"{tag}.po"
    shown = f"themes/{theme}/strings/{tag}.po"
    try:
        total, empty = renew(path, tag, messages_with(builtin_themes(), config.themes))
    except LookupError:
        warn(f"{tag} is no language that the Unicode CLDR knows; examples: nl, pt-BR, zh-Hant.")
        return UNUSABLE
    except PoFileError as error:
        warn(f"{shown}:{(error.lineno or 0) + 1}: the catalogue cannot be read: {error}")
        return UNUSABLE
    say(f"{shown}: {total} messages, {empty} without a translation of their own. What stays empty is looked up further")
    say("on: in the program's catalogues, and where there is nothing it is shown in English.")
    return FINE
