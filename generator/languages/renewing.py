"""Catalogues brought up to date with what templates and views say: translations stay, what is new comes in empty."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from babel.core import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po, write_po

from generator.languages.extraction import Message, messages_of

PACKAGE = Path(__file__).resolve().parent.parent
HEADER = "# The words of Disputatio's editions in {language}. docs/languages.md says how to translate."
_PASSING = tuple(  # what would change from one day or machine to the next
    f'"{field}:'
    for field in (
        *("Project-Id-Version", "Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date"),
        *("Last-Translator", "Language-Team", "Generated-By"),
    )
)


def messages_with(*themes: Path) -> tuple[Message, ...]:
    """Return the messages of the program, and of the themes in these folders."""
    found = [message for folder in themes for message in messages_of(PACKAGE, folder)]
    return tuple(dict.fromkeys(found))


def renew(path: Path, tag: str, messages: Iterable[Message]) -> tuple[int, int]:
    """Write a catalogue with exactly these messages; return how many there are, and how many wait to be translated.

    Raises:
        LookupError: the CLDR knows no language of that tag.
        PoFileError: the catalogue that is there cannot be read.
    """
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError) as error:
        raise LookupError(tag) from error
    if path.exists():
        with path.open("rb") as file:
            catalog = read_po(file, locale=locale, abort_invalid=True)
    else:
        catalog = Catalog(locale=locale, header_comment=HEADER.format(language=locale.english_name))
    new = _updated(catalog, messages)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_written(new), encoding="utf-8", newline="\n")
    return len(new), sum(1 for entry in new if entry.id and not _is_translated(entry))


def _updated(catalog: Catalog, messages: Iterable[Message]) -> Catalog:
    new = Catalog(locale=catalog.locale, header_comment=catalog.header_comment, charset="utf-8", fuzzy=False)
    for message in messages:
        plain = catalog.get(message.singular)
        key = (message.singular, message.plural) if message.plural else message.singular
        known = plain if plain is not None and plain.pluralizable == bool(message.plural) else None
        new.add(
            key,
            known.string if known else "",
            locations=[(message.file, message.line)],
            auto_comments=[message.hint] if message.hint else [],
            user_comments=known.user_comments if known else (),
        )
    return new


def _is_translated(entry: Entry) -> bool:
    forms = (entry.string,) if isinstance(entry.string, str) else entry.string or ()
    return bool(forms) and all(forms)


def _written(catalog: Catalog) -> str:
    file = BytesIO()
    write_po(file, catalog, width=120, ignore_obsolete=True, include_lineno=False)
    lines = file.getvalue().decode("utf-8").splitlines(keepends=True)
    end = lines.index("\n")
    return "".join([*(line for line in lines[:end] if not line.startswith(_PASSING)), *lines[end:]])
