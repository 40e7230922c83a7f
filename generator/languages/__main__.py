"""python -m generator.languages: bring the catalogues up to date with what templates and views say.

Translations are kept, new messages come in empty, what nobody says any longer goes out. `--new TAG` begins a language.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from babel.core import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as BabelMessage
from babel.messages.pofile import read_po, write_po

from generator.languages.extraction import Message, messages_of
from generator.languages.reading import CATALOGUES, shipped

PACKAGE = Path(__file__).resolve().parent.parent
PASSING = tuple(
    f'"{field}:'
    for field in (
        *("Project-Id-Version", "Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date"),
        *("Last-Translator", "Language-Team", "Generated-By"),
    )
)
HEADER = "# The words of Disputatio's editions in {language}. docs/languages.md says how to translate."


def updated(catalog: Catalog, messages: tuple[Message, ...]) -> Catalog:
    """Return a catalogue with exactly these messages, each with the translation that it has."""
    new = Catalog(locale=catalog.locale, header_comment=catalog.header_comment, charset="utf-8", fuzzy=False)
    for message in messages:
        plain = catalog.get(message.singular)
        key = (message.singular, message.plural) if message.plural else message.singular
        known = plain if plain is not None and plain.pluralizable == bool(message.plural) else None
        place = [(message.file, message.line)]
        string = known.string if known else ""
        hints = [message.hint] if message.hint else []
        new.add(key, string, locations=place, auto_comments=hints, user_comments=known.user_comments if known else ())
    return new


def is_translated(entry: BabelMessage) -> bool:
    forms = (entry.string,) if isinstance(entry.string, str) else entry.string or ()
    return bool(forms) and all(forms)


def written(catalog: Catalog) -> str:
    """Return a catalogue as text, without what would change from one day or machine to the next."""
    file = BytesIO()
    write_po(file, catalog, width=120, ignore_obsolete=True, include_lineno=False)
    lines = file.getvalue().decode("utf-8").splitlines(keepends=True)
    end = lines.index("\n")
    return "".join([*(line for line in lines[:end] if not line.startswith(PASSING)), *lines[end:]])


def main(arguments: list[str]) -> None:
    """Renew all catalogues; `arguments` may begin another one."""
    tags = list(shipped())
    if arguments[:1] == ["--new"]:
        tags.append(arguments[1])
    messages = messages_of(PACKAGE, PACKAGE.parent / "themes")
    for tag in tags:
        path = CATALOGUES / f"{tag}.po"
        try:
            locale = Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            sys.exit(f"{tag} is no language that the CLDR knows")
        if path.exists():
            with path.open("rb") as file:
                catalog = read_po(file, locale=locale)
        else:
            catalog = Catalog(locale=locale, header_comment=HEADER.format(language=locale.english_name))
        new = updated(catalog, messages)
        path.write_text(written(new), encoding="utf-8")
        empty = sum(1 for entry in new if entry.id and not is_translated(entry))
        sys.stdout.write(f"{path.name}: {len(new)} messages, {empty} of them to translate\n")


if __name__ == "__main__":
    main(sys.argv[1:])
