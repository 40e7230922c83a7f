from pathlib import Path

import pytest
from hypothesis import given, settings

from generator.languages import ENGLISH
from generator.problems import UnusableInput
from generator.templating import Renderer
from generator.themes import load_theme
from generator.themes.folding import Folder
from generator.themes.sandbox import environment
from generator.views import not_found_page
from tests.themes.test_loading import make_theme
from tests.views.archive import SETTINGS, SITE, Archive
from tests.views.test_archive import archives

KNOWN = {"site": SITE, "t": ENGLISH.t}


def shown(template: str, *, is_folded: bool = True) -> str:
    made = environment({}, 1, is_sandboxed=False, known=KNOWN)
    if not is_folded:
        made.folder = None
    return made.from_string(template).render(page=SITE)


def code(template: str) -> str:
    made = environment({}, 1, is_sandboxed=False, known=KNOWN)
    return made.compile(template, raw=True)


THEME = load_theme("disputatio", (), Path("nowhere"))
FOLDING, PLAIN = Renderer(THEME, SITE), Renderer(THEME, SITE)
PLAIN._environment.folder = None


@given(archive=archives())
@settings(max_examples=10)
def test_every_page_of_the_built_in_theme_is_the_same_with_and_without_folding(archive: Archive):
    for view in archive.pages():
        assert FOLDING.render(view) == PLAIN.render(view)


@pytest.mark.parametrize(
    "template",
    [
        "{{ site.title }} {{ site.description }}",
        '{{ t("a & b") }} {{ t("{n} post", "{n} posts", n=3) }} {{ t("by {name}", name="<x>") }}',
        '{% set site = page %}{{ site.language }}{% set t = "x" %}{{ t }}',
        '{% macro m(site) %}{{ site }}{% endmacro %}{{ m("mine") }}',
        '{% for label, url in site.navigation %}{{ label }}{% endfor %}{{ t("{n}", n=site.title|length) }}',
        '{{ t(*["a"]) }}{{ t("{x}", **{"x": "b"}) }}',
    ],
)
def test_what_is_folded_reads_as_what_is_not(template: str):
    assert shown(template) == shown(template, is_folded=False)


def test_constants_leave_no_trace_of_the_question():
    assert "translate" not in code('{{ t("Skip") }}{{ site.title }}')
    assert "'t'" not in code('{{ t("Skip") }}')


def test_folding_reaches_no_more_than_a_template_may(tmp_path: Path):
    make_theme(tmp_path, "mine", {"theme.yaml": "title: x\n", "templates/404.html": "{{ site.__module__ }}"})
    renderer = Renderer(load_theme("mine", (), tmp_path), SITE)

    with pytest.raises(UnusableInput):
        renderer.render(not_found_page(SETTINGS))


def test_a_folder_knows_only_what_it_was_given():
    made = environment({}, 1, is_sandboxed=False)

    tree = Folder({}, ENGLISH.t).fold(made.parse("{{ site.title }}{{ t(page) }}"))

    assert "site" in made.compile(tree, raw=True)
