from dataclasses import replace
from pathlib import Path

import pytest

from generator import templating
from generator.languages import ENGLISH
from generator.problems import UnusableInput
from generator.records import ThreadLinks
from generator.templating import Renderer
from generator.themes import load_theme
from generator.themes.policy import META
from generator.views import not_found_page
from tests.themes.test_loading import make_theme
from tests.views.archive import SETTINGS, SITE, Archive, make_post, make_quote, make_thread

VIEW = not_found_page(SETTINGS)


def renderer(tmp_path: Path, template: str, **more: str) -> Renderer:
    files = {"theme.yaml": "title: x\n", "templates/404.html": template}
    make_theme(tmp_path, "mine", files | {f"templates/{name}.html": text for name, text in more.items()})
    return Renderer(load_theme("mine", (), tmp_path), SITE)


def written(page: bytes) -> bytes:
    """What the template wrote: without the policy that is put before every page of a theme from outside."""
    assert page.startswith(META.encode())
    return page.removeprefix(META.encode())


def test_a_template_sees_page_site_theme_and_t(tmp_path: Path):
    template = (
        '{{ page.frame.title }}|{{ site.title }}|{{ theme.options.hyphens }}|{{ t("{n} post", "{n} posts", n=3) }}'
    )

    assert written(renderer(tmp_path, template).render(VIEW)) == b"Page not found|The archive|auto|3 posts"


def test_text_is_escaped_once_and_markup_stays(tmp_path: Path):
    made = renderer(tmp_path, "{{ page.frame.title }}")
    view = replace(VIEW, frame=replace(VIEW.frame, title="<b> & {{ 7*7 }}"))

    assert written(made.render(view)) == b"&lt;b&gt; &amp; {{ 7*7 }}"


def test_a_child_changes_one_block_of_its_parent(tmp_path: Path):
    made = renderer(tmp_path, '{% extends "@parent/404.html" %}{% block main %}<p>Gone, alas.</p>{% endblock %}')

    page = made.render(VIEW).decode()

    assert "<p>Gone, alas.</p>" in page
    assert page.startswith("<!DOCTYPE html>")


def test_a_parent_s_template_uses_the_child_s_parts(tmp_path: Path):
    made = renderer(tmp_path, '{% extends "@parent/404.html" %}', base="MINE {% block main %}{% endblock %}")

    assert written(made.render(VIEW)).startswith(b"MINE")


@pytest.mark.parametrize(
    "template",
    [
        "a\n{{ page.nothing }}",
        "a\n{{ nothing }}",
        "a\n{{ 1 / 0 }}",
        "a\n{{ page.frame.title + 1 }}",
        "a\n{{ page.__class__ }}",
        "a\n{{ ''.__class__.__mro__ }}",
        "a\n{{ t.__globals__ }}",
        "a\n{{ 'x' * 999999999 }}",
        "a\n{{ 9 ** 999999999 }}",
        "a\n{% for x in range(999999999) %}{% endfor %}",
        "a\n{% include '404.html' %}",
        "a\n{{ theme.options.clear() }}",
        "a\n{{ '%c'|format }}",
        "a\n{{ '%999999999d' % 1 }}",
        "a\n{{ '{:999999999}'.format(1) }}",
        "a\n{{ '{:{w}}'.format(1, w=999999999) }}",
        "a\n{{ '%*d'|format(999999999, 1) }}",
        "a\n{{ 'x'.zfill(999999999) }}",
        "a\n{{ 'x'|center(999999999) }}",
        "a\n{{ ('x' * 1000000)|replace('x', 'yyyy') }}",
        "a\n{% set n = namespace(x='ab') %}{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
        "a\n{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
    ],
)
def test_a_template_that_fails_is_told_with_file_and_line(template: str, tmp_path: Path):
    with pytest.raises(UnusableInput) as caught:
        renderer(tmp_path, template).render(VIEW)

    (problem,) = caught.value.problems
    assert (problem.code, problem.file, problem.line) == ("D411", "themes/mine/templates/404.html", 2)


def test_a_template_that_never_ends_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(templating, "TIME_LIMIT_S", 0.2)
    made = renderer(tmp_path, "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}")

    with pytest.raises(UnusableInput) as caught:
        made.render(VIEW)

    assert "took longer than" in caught.value.problems[0].message


def test_ordinary_steps_are_allowed_in_the_sandbox(tmp_path: Path):
    template = "{{ '{:,}'.format(12345678) }} {{ '%s' % 'x' }} {{ ['a', 'b']|join(', ') }} {{ 'a' * 3 ~ 'b' }}"

    assert written(renderer(tmp_path, template).render(VIEW)) == b"12,345,678 x a, b aaab"


def test_what_is_not_the_page_s_cannot_be_reached(tmp_path: Path):
    for name in ("lipsum", "cycler", "dict", "self.environment", "config"):
        with pytest.raises(UnusableInput):
            renderer(tmp_path, f"{{{{ {name} }}}}").render(VIEW)


def test_interface_strings_fill_in_plain_names_only():
    assert ENGLISH.t("Skip") == "Skip"
    assert ENGLISH.t("{n} post", "{n} posts", n=1) == "1 post"
    assert ENGLISH.t("By {name} {other}", name="{name.__class__}") == "By {name.__class__} {other}"
    assert ENGLISH.t("{0} {name.x} {name}", name="A") == "{0} {name.x} A"


def test_a_key_changes_with_the_view_the_site_the_options_and_the_code(tmp_path: Path):
    theme = load_theme("disputatio", (), tmp_path)
    other = load_theme("disputatio", (("accent", "#000000"),), tmp_path)
    view = replace(VIEW, frame=replace(VIEW.frame, title="x"))
    keys = {
        Renderer(theme, SITE).key(VIEW),
        Renderer(theme, SITE).key(view),
        Renderer(theme, replace(SITE, licence="CC0")).key(VIEW),
        Renderer(other, SITE).key(VIEW),
        Renderer(theme, SITE, code="2").key(VIEW),
    }

    assert len(keys) == 5
    assert Renderer(theme, SITE).key(VIEW) == Renderer(theme, SITE).key(VIEW)


def test_the_built_in_theme_renders_every_kind_of_page_with_every_anchor(tmp_path: Path):
    first = make_post(1, "The council met at dawn. Nobody came.", author="Anna", iso="1921-03-01")
    second = make_post(2, "The council met at dawn.\nNo <script>{{ x }}</script>.\n\nNobody wrote.", author="B")
    third = make_post(3, 'The council met at dawn. Nobody came.\nSo "Nobody wrote." it is.')
    thread = make_thread("x", first, second, third)
    quotes = (
        make_quote(second, "The council met at dawn.", ("x", first)),
        make_quote(third, "The council met at dawn. Nobody came.", ("x", first)),
        make_quote(third, "Nobody wrote.", ("x", second)),
    )
    archive = Archive([thread], {"x": ThreadLinks(thread.id, quotes, ())}, {})
    made = Renderer(load_theme("disputatio", (), tmp_path), SITE)

    pages = {view.frame.url: made.render(view).decode() for view in archive.pages()}

    for _, post, anchor, quote in archive.quotes():
        passage = anchor.replace(f"q-{post.id}", f"w-{quote.origin.post}")
        assert pages[f"threads/x/p-{post.id}.html"].count(f'id="{anchor}"') == 1
        assert pages[f"threads/x/p-{quote.origin.post}.html"].count(f'id="{passage}"') == 1
        assert pages["threads/x/index.html"].count(f'id="{passage}"') == 1
    assert not any("<script>{{" in page for page in pages.values())


def test_a_file_of_macros_overrides_one_and_keeps_the_others(tmp_path: Path):
    own = '{% extends "@parent/macros.html" %}\n{% macro mark(person) %}<i>{{ person.initial }}</i>{% endmacro %}\n'
    someone = '{"initial": "A", "doubt": "", "href": "", "name": "Anna", "known": true}'
    page = f'{{% import "macros.html" as m %}}{{{{ m.person({someone}) }}}}'
    files = {"theme.yaml": "title: x", "templates/macros.html": own, "templates/404.html": page}
    make_theme(tmp_path, "mine", files)

    shown = written(Renderer(load_theme("mine", (), tmp_path), SITE).render(VIEW)).decode()

    assert shown == '<span class="signed"><i>A</i><bdi class="person">Anna</bdi></span>'


def test_a_page_keeps_pace_with_the_macros_above_its_own(tmp_path: Path):
    own = '{% extends "@parent/macros.html" %}{% macro b() %}b{{ a() }}{% endmacro %}'
    base = {"theme.yaml": "title: x", "templates/macros.html": "{% macro a() %}1{% endmacro %}"}
    child = {"theme.yaml": "extends: base", "templates/macros.html": own}
    page = {"templates/404.html": '{% import "macros.html" as m %}{{ m.b() }}'}
    make_theme(tmp_path, "base", {**base, **page})
    make_theme(tmp_path, "mine", child)
    before = load_theme("mine", (), tmp_path)
    make_theme(tmp_path, "base", {"templates/macros.html": "{% macro a() %}2{% endmacro %}"})
    after = load_theme("mine", (), tmp_path)

    assert [written(Renderer(theme, SITE).render(VIEW)) for theme in (before, after)] == [b"b1", b"b2"]
    assert before.closures["404.html"] != after.closures["404.html"]
