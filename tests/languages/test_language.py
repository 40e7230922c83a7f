"""What a language makes of messages, dates and numbers."""

from pathlib import Path

import pytest

from generator.languages import ENGLISH, StringsFolder, read_language

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'


def with_strings(folder: Path, tag: str, text: str) -> StringsFolder:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{tag}.po").write_text(text, encoding="utf-8")
    return StringsFolder(folder, folder.name)


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ("en", ["2017", "December 2017", "4 December 2017", "4 December 2017, 05:12 UTC"]),
        ("en-US", ["2017", "December 2017", "December 4, 2017", "December 4, 2017, 5:12\u202fAM UTC"]),
        ("de", ["2017", "Dezember 2017", "4. Dezember 2017", "4. Dezember 2017, 05:12 UTC"]),
        ("fr", ["2017", "décembre 2017", "4 décembre 2017", "4 décembre 2017, 05:12 UTC"]),
        ("es", ["2017", "diciembre de 2017", "4 de diciembre de 2017", "4 de diciembre de 2017, 5:12 UTC"]),
        ("ru", ["2017", "декабрь 2017\u202fг.", "4 декабря 2017\u202fг.", "4 декабря 2017\u202fг., 05:12 UTC"]),
        ("he", ["2017", "דצמבר 2017", "4 בדצמבר 2017", "4 בדצמבר 2017, 5:12 UTC"]),
        ("ja", ["2017年", "2017年12月", "2017年12月4日", "2017年12月4日 5:12 UTC"]),
    ],
)
def test_dates_are_written_as_the_language_writes_them(tag: str, shown: list[str]):
    language, _ = read_language(tag, ())

    given = ["2017", "2017-12", "2017-12-04", "2017-12-04T05:12:00Z"]

    assert [language.day_and_time(iso) for iso in given] == shown


@pytest.mark.parametrize("iso", ["", "2017-13", "2017-02-30", "yesterday", "2017-12-04T25:00"])
def test_what_is_no_date_stays_unwritten(iso: str):
    assert ENGLISH.day_and_time(iso) == ""


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ("en", ["999", "1\u202f234", "12\u202f345\u202f678"]),
        ("de", ["999", "1.234", "12.345.678"]),
        ("es", ["999", "1234", "12.345.678"]),
        ("hi", ["999", "1,234", "1,23,45,678"]),
    ],
)
def test_numbers_are_grouped_as_the_language_groups_them(tag: str, shown: list[str]):
    language, _ = read_language(tag, ())

    assert [language.number(number) for number in (999, 1234, 12_345_678)] == shown


def test_russian_has_three_forms_of_a_plural():
    russian, _ = read_language("ru", ())

    shown = [russian.t("{n} post", "{n} posts", n=number) for number in (1, 2, 5, 11, 21, 112, 1000)]

    assert shown == [
        *("1 сообщение", "2 сообщения", "5 сообщений", "11 сообщений", "21 сообщение", "112 сообщений"),
        "1\u00a0000 сообщений",
    ]


def test_a_variety_falls_back_on_its_language():
    austrian, problems = read_language("de-AT", ())

    assert austrian.t("Debates") == "Debatten"
    assert austrian.day_and_time("2017-01") == "Jänner 2017"
    assert not problems


def test_a_theme_overrules_the_words_of_the_program(tmp_path: Path):
    own = with_strings(tmp_path / "own", "de", HEADER + '\nmsgid "Debates"\nmsgstr "Disputationen"\n')

    language, problems = read_language("de", (own,))

    assert (language.t("Debates"), language.t("Topics")) == ("Disputationen", "Themen")
    assert not problems


def test_a_language_that_nobody_translated_has_its_own_dates_and_says_so():
    language, problems = read_language("it", ())

    assert language.day_and_time("2017-12-04") == "4 dicembre 2017"
    assert language.t("Debates") == "Debates"
    assert [(problem.code, problem.severity) for problem in problems] == [("D410", "note")]


def test_a_language_that_the_cldr_does_not_know_keeps_the_house_style():
    language, _ = read_language("tlh", ())

    assert language.day_and_time("2017-12-04") == "4 December 2017"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (HEADER + '\nmsgid "In: {title}"\nmsgstr "In: {titel}"\n', 5, "{titel}"),
        (HEADER + "\nhello\n", 5, "cannot be read"),
        ("\xff\xfe", None, "cannot be read"),
        (HEADER + '"Plural-Forms: nplurals=2; plural=(n;\\n"\n', 1, "plural"),
    ],
)
def test_a_catalogue_that_cannot_be_used_is_told_with_its_place(tmp_path: Path, text: str, line: int, words: str):
    folder = with_strings(tmp_path / "strings", "de", "")
    (tmp_path / "strings" / "de.po").write_bytes(text.encode("latin-1" if text.startswith("\xff") else "utf-8"))

    language, problems = read_language("de", (folder,))

    assert [(problem.code, problem.file, problem.line) for problem in problems] == [("D409", "strings/de.po", line)]
    assert words in problems[0].message
    assert language.t("Debates") == "Debatten"


def test_what_is_not_translated_yet_stays_english(tmp_path: Path):
    own = with_strings(
        tmp_path / "own", "it", HEADER + '\n#, fuzzy\nmsgid "Topics"\nmsgstr "?"\n\nmsgid "Home"\nmsgstr ""\n'
    )

    language, _ = read_language("it", (own,))

    assert (language.t("Topics"), language.t("Home")) == ("Topics", "Home")


def test_values_are_filled_in_as_they_are():
    assert ENGLISH.t("By {name} {other}", name="{name.__class__}") == "By {name.__class__} {other}"
    assert ENGLISH.t("{n} post", "{n} posts", n=1000) == "1\u202f000 posts"
