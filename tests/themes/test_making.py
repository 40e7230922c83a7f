"""`disputatio theme`: a theme to start from can be built with as it is, whatever it extends."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli.commands import disputatio
from generator.languages import ENGLISH, read_language
from generator.problems import UnusableInput
from generator.templating import Renderer
from generator.themes import builtin_themes, create_theme, list_themes, load_theme, string_folders
from generator.views import not_found_page
from tests.views.archive import SETTINGS, SITE

BUILTIN = sorted(path.parent.name for path in builtin_themes().glob("*/theme.yaml"))


@pytest.mark.parametrize("parent", BUILTIN)
def test_a_new_theme_shows_every_page_and_its_own_block(tmp_path: Path, parent: str):
    create_theme("plainsong", tmp_path, extends=parent)

    theme = load_theme("plainsong", (), tmp_path)
    renderer = Renderer(theme, SITE, language=ENGLISH)

    assert theme.options == load_theme(parent, (), tmp_path).options
    assert b"<h1>Nothing here</h1>" in renderer.render(not_found_page(SETTINGS))
    assert (tmp_path / "plainsong/templates/404.html").read_text(encoding="utf-8").count("\n") == 3


def test_a_name_that_is_taken_or_is_none_is_refused(tmp_path: Path):
    create_theme("mine", tmp_path)

    for name in ("mine", "My Theme", "../up", ""):
        with pytest.raises(UnusableInput) as caught:
            create_theme(name, tmp_path)
        assert caught.value.problems[0].code == "D412"
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_what_extends_nothing_that_is_there_leaves_nothing_behind(tmp_path: Path):
    with pytest.raises(UnusableInput):
        create_theme("mine", tmp_path, extends="nobody")

    assert not list(tmp_path.iterdir())


def test_the_list_has_the_site_s_own_themes_first_and_tells_faulty_ones(tmp_path: Path):
    create_theme("mine", tmp_path, extends="agora")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "theme.yaml").write_text("extends: nobody\n", encoding="utf-8")

    themes, problems = list_themes(tmp_path)

    assert [theme.name for theme in themes] == ["mine", *BUILTIN]
    assert themes[0].extends == ("agora", "disputatio")
    assert [problem.code for problem in problems] == ["D401"]


def test_the_commands_make_a_theme_and_list_it(tmp_path: Path):
    (tmp_path / "site.yaml").write_text("title: x\ntheme: mine\n", encoding="utf-8")
    run = CliRunner()

    made = run.invoke(disputatio, ["theme", "new", "mine", "--site", str(tmp_path), "--extends", "variorum"])
    listed = run.invoke(disputatio, ["theme", "list", "--site", str(tmp_path)])

    assert "theme: mine" in made.output
    assert "* mine (in themes/, extends variorum → disputatio)" in listed.output


def test_the_words_of_an_edition_are_written_into_the_theme_and_renewed(tmp_path: Path):
    (tmp_path / "site.yaml").write_text("title: x\nlanguage: nl\ntheme: mine\n", encoding="utf-8")
    create_theme("mine", tmp_path / "themes")
    command = ["theme", "strings", "nl", "--site", str(tmp_path)]
    catalogue = tmp_path / "themes" / "mine" / "strings" / "nl.po"
    run = CliRunner()

    first = run.invoke(disputatio, command)
    text = catalogue.read_text(encoding="utf-8")
    catalogue.write_text(
        text.replace('msgid "Debates"\nmsgstr ""', 'msgid "Debates"\nmsgstr "Debatten"'), encoding="utf-8"
    )
    again = run.invoke(disputatio, command)
    language, problems = read_language("nl", string_folders("mine", tmp_path / "themes"))

    assert "messages" in first.output and 'msgid "Nothing here"' in text and "generator/views/wording.py" in text
    assert again.exit_code == first.exit_code == 0
    assert (language.t("Debates"), language.t("Topics")) == ("Debatten", "Topics")
    assert not problems


@pytest.mark.parametrize("arguments", [["xx-nobody"], ["nl", "--theme", "disputatio"], ["nl", "--theme", "nobody"]])
def test_words_that_cannot_be_written_are_told(tmp_path: Path, arguments: list[str]):
    (tmp_path / "site.yaml").write_text("title: x\ntheme: mine\n", encoding="utf-8")
    create_theme("mine", tmp_path / "themes")

    done = CliRunner().invoke(
        disputatio, ["theme", "strings", *arguments, "--site", str(tmp_path)], standalone_mode=False
    )

    assert done.return_value == 2
