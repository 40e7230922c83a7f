"""Catalogues and locale data → a Language. Babel is imported here alone, and not for English without catalogues."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator.languages.language import ENGLISH, Language, is_plural
from generator.problems import Problem

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

CATALOGUES = Path(__file__).parent / "catalogues"
SIZE_LIMIT = 2_000_000  # bytes a catalogue; ours have under a tenth of that
PLACE = re.compile(r"\{[a-z_]+\}")
_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class StringsFolder:
    """A folder of catalogues (`de.po`), and what it is called where something is wrong in it."""

    path: Path
    shown: str


def read_language(tag: str, folders: Sequence[StringsFolder]) -> tuple[Language, tuple[Problem, ...]]:
    """Return the language `tag` (BCP 47), and what is wrong with its catalogues.

    A string is looked up in each of `folders`, then in the program's own catalogues, and in each of these for the tag
    itself before what it is a variety of ("de-AT", then "de"). Where there is none, it stays English.
    """
    tags = _fallbacks(tag)
    files = [
        (folder.path / f"{name}.po", f"{folder.shown}/{name}.po")
        for folder in (*folders, StringsFolder(CATALOGUES, "<built-in>"))
        for name in tags
    ]
    known = [(path, shown) for path, shown in files if path.is_file() and not path.is_symlink()]
    if tag == ENGLISH.tag and not known:
        return ENGLISH, ()
    language = Language(tag)
    problems: list[Problem] = []
    for path, shown in reversed(known):
        language = _with_catalogue(language, path, shown, problems)
    if tags[-1] != ENGLISH.tag and not known:
        problems.append(_missing(tag))
    if tag != ENGLISH.tag:
        from generator.languages.cldr import with_locale

        language = with_locale(language, tags)
    return language, tuple(problems)


def _fallbacks(tag: str) -> tuple[str, ...]:
    """Return the tag and what it is a variety of, the nearest first.

    >>> _fallbacks("sr-Latn-RS")
    ('sr-Latn-RS', 'sr-Latn', 'sr')
    """
    if not _TAG.fullmatch(tag):
        return ()
    parts = tag.split("-")
    return tuple("-".join(parts[:length]) for length in range(len(parts), 0, -1))


def _with_catalogue(language: Language, path: Path, shown: str, problems: list[Problem]) -> Language:
    """Return the language with the strings of a catalogue over those that it has."""
    catalog = _read(path, shown, problems)
    if catalog is None:
        return language
    if not is_plural(catalog.plural_expr):
        message = f"the header's plural rule is none: {catalog.plural_expr}"
        problems.append(Problem("error", "D409", shown, 1, None, message))
        return language
    messages = dict(language.messages)
    for entry in catalog:
        singular = entry.id if isinstance(entry.id, str) else entry.id[0]
        forms = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())
        if not singular or entry.fuzzy or not forms or not all(forms):
            continue  # the header, and what nobody has translated yet
        wanted = set(PLACE.findall(" ".join((entry.id,) if isinstance(entry.id, str) else entry.id)))
        if extra := {place for form in forms for place in PLACE.findall(form)} - wanted:
            places = ", ".join(sorted(extra))
            message = f"the translation has places that the English has not: {places}"
            fix = f"Use {', '.join(sorted(wanted)) or 'none'}."
            problems.append(Problem("error", "D409", shown, entry.lineno, None, message, fix=fix))
            continue
        messages[singular] = forms
    return replace(language, messages=messages, plural=catalog.plural_expr)


def _read(path: Path, shown: str, problems: list[Problem]) -> Catalog | None:
    from babel.messages.pofile import PoFileError, read_po

    if path.stat().st_size > SIZE_LIMIT:
        message = f"the catalogue is larger than {SIZE_LIMIT // 1_000_000} MB"
        problems.append(Problem("error", "D409", shown, None, None, message))
        return None
    try:
        with path.open("rb") as file:
            return read_po(file, charset="utf-8", abort_invalid=True)
    except PoFileError as error:
        line = (error.lineno or 0) + 1  # Babel counts from 0
        problems.append(Problem("error", "D409", shown, line, None, f"the catalogue cannot be read: {error}"))
    except (ValueError, LookupError) as error:  # not UTF-8; a header that says what cannot be
        problems.append(Problem("error", "D409", shown, None, None, f"the catalogue cannot be read: {error}"))
    return None


def _missing(tag: str) -> Problem:
    message = f"there are no strings of the interface in {tag}; the English ones stand in"
    why = f"Dates and numbers follow the language. There are strings in: {', '.join(('en', *shipped()))}."
    fix = "To add a language, add one file: docs/languages.md shows how."
    return Problem("note", "D410", "site.yaml", None, None, message, why, fix)


def shipped() -> tuple[str, ...]:
    """Return the tags of the languages that come with the program, beside English."""
    return tuple(sorted(path.stem for path in CATALOGUES.glob("*.po")))
