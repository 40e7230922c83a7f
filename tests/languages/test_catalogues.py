"""Every language that comes with the program has every message, with all its places and plural forms."""

import subprocess
import sys
from pathlib import Path

import pytest
from babel.core import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from generator.languages import read_language
from generator.languages.extraction import in_python, in_template, messages_of
from generator.languages.language import _chosen_by
from generator.languages.reading import CATALOGUES, PLACE, shipped

REPOSITORY = Path(__file__).resolve().parents[2]
MESSAGES = messages_of(REPOSITORY / "generator", REPOSITORY / "themes")
RENEW = "run `python -m generator.languages` and translate what it adds"


def read(tag: str) -> Catalog:
    with (CATALOGUES / f"{tag}.po").open("rb") as file:
        return read_po(file, locale=tag, abort_invalid=True)


def test_five_languages_come_with_the_program():
    assert shipped() == ("de", "es", "fr", "ru")  # and English, which the messages are written in


@pytest.mark.parametrize("tag", shipped())
def test_every_message_is_translated(tag: str):
    catalog = read(tag)

    missing = {
        message.singular
        for message in MESSAGES
        if (entry := catalog.get(message.singular)) is None
        or not all([entry.string] if isinstance(entry.string, str) else entry.string)
        or bool(message.plural) != entry.pluralizable
    }

    assert not missing, RENEW


@pytest.mark.parametrize("tag", shipped())
def test_translations_keep_the_places_of_the_english(tag: str):
    for entry in read(tag):
        if not entry.id:
            continue
        english = (entry.id,) if isinstance(entry.id, str) else entry.id
        forms = (entry.string,) if isinstance(entry.string, str) else entry.string
        for form in filter(None, forms):
            assert sorted(PLACE.findall(form)) == sorted(PLACE.findall(english[-1])), entry.id


@pytest.mark.parametrize("tag", shipped())
def test_catalogues_choose_plural_forms_as_the_cldr_does(tag: str):
    language, problems = read_language(tag, ())
    rule = Locale.parse(tag).plural_form
    forms: dict[int, set[str]] = {}
    for number in (*range(202), 1_000_000, 1_000_001):
        forms.setdefault(_chosen_by(language.plural)(number), set()).add(rule(number))

    assert not problems
    assert all(len(categories) == 1 for categories in forms.values())


def test_nothing_in_the_catalogues_is_said_by_nobody():
    said = {message.singular for message in MESSAGES}

    for tag in shipped():
        assert {entry.id if isinstance(entry.id, str) else entry.id[0] for entry in read(tag)} - {""} <= said, RENEW


def test_messages_are_found_in_templates_and_in_python():
    template = (
        '{# For translators: a greeting #}\n{{ t("Hello") }}{{ t("{n} dog", "{n} dogs", n=3) }}{{ t("{n}", n=3) }}'
    )
    module = 'A = "no"\nx = settings.language.t("Bye")\n# For translators: a pet\ny = t("{n} cat", "{n} cats", n=n)\n'

    assert [(one.singular, one.plural, one.hint) for one in in_template(template, "x.html")] == [
        ("Hello", "", "a greeting"),
        ("{n} dog", "{n} dogs", "a greeting"),
    ]
    assert [(one.singular, one.plural, one.hint) for one in in_python(module, "x.py")] == [
        ("Bye", "", ""),
        ("{n} cat", "{n} cats", "a pet"),
    ]
    assert [one.singular for one in in_python('A = "yes"\nB = {"x": ("no", "well")}\n', "wording.py")] == [
        *("yes", "no", "well"),
    ]


@pytest.mark.parametrize("command", [["--help"], ["explain", "D409"]])
def test_commands_start_without_babel(command: list[str]):
    program = f"import sys; sys.argv = ['disputatio', *{command!r}]\nfrom generator.__main__ import main\n"
    program += "try:\n    main()\nexcept SystemExit:\n    pass\nassert 'babel' not in sys.modules"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=REPOSITORY, check=False)

    assert done.returncode == 0, done.stderr
