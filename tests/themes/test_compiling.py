from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings

from generator.languages import ENGLISH
from generator.templating import Renderer
from generator.themes import builtin_themes, load_theme
from generator.themes.compiling import Compiler
from generator.themes.sandbox import environment
from generator.views.contract import PageView
from tests.views.archive import SITE, Archive
from tests.views.test_archive import archives

THEMES = {path.name: load_theme(path.name, (), Path("nowhere")) for path in sorted(builtin_themes().iterdir())}
KINDS = sorted({page.template for page in get_args(PageView)})


def plain(name: str) -> Renderer:
    made = Renderer(THEMES[name], SITE)
    made._compiler = None
    return made


@pytest.mark.parametrize("theme", THEMES)
@given(archive=archives())
@settings(max_examples=10)
def test_every_page_is_the_same_compiled_and_by_jinja(theme: str, archive: Archive):
    compiled, by_jinja = Renderer(THEMES[theme], SITE), plain(theme)
    for view in archive.pages():
        assert compiled.render(view) == by_jinja.render(view)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_a_built_in_theme_is_left_to_jinja(theme: str, kind: str):
    """A page that Jinja must render takes five times as long. Where this fails, `Unsupported` says what is new."""
    made = Renderer(THEMES[theme], SITE)
    left: list[tuple[str, str]] = []
    assert made._compiler is not None
    made._compiler._globals["macro_of_"] = lambda *macro: left.append(macro)

    made._compiler.page(made._environment.join_path(kind, "0/any"))

    assert left == []


SNIPPETS = [
    "{{ page.a }} {{ page.n }} {{ page.none }} {{ page.safe }} {{ page.yes }} {{ page.half }}",
    "{% if page.yes %}a{{ page.a }}{% elif page.n %}b{% else %}c{% endif %}{% if not page.yes %}x{% endif %}",
    "{% for x in page.list %}{{ loop.index }}{{ x }}{% if not loop.last %}, {% endif %}{% else %}none{% endfor %}",
    "{% for x in page.empty %}{{ x }}{% else %}nothing <{% endfor %}"
    "{% for x in page.list if x != 'b' %}{{ x }}{% endfor %}",
    "{% for a, b in page.pairs %}{{ a }}={{ b }};{% endfor %}{{ page.list|join(', ') }}{{ page.list|length }}",
    "{% macro m(x, y='<') %}[{{ x }}{{ y }}]{% endmacro %}{{ m(page.a) }}{{ m(1, y=page.a) }}{{ m(m(2)) }}",
    "{% set x = page.a ~ '<' ~ page.safe %}{{ x }}{{ page.a ~ '<' }}{% set y %}<i>{{ page.a }}</i>{% endset %}{{ y }}",
    "{{ 'a' if page.yes else page.a }}{{ page.n + 1 }}{{ -page.n }}{{ page.n // 2 }}{{ page.list[0] }}{{ page.a[1:] }}",
    "{{ page.a is defined }}{{ page.zzz is not defined }}{{ zzz is defined }}"
    "{{ page.none is none }}{{ page.n is odd }}",
    "{{ page.a|upper }}{{ page.a|truncate(3, true, '…', 0) }}{{ page.records|map(attribute='label')|join }}",
    "{{ page.records|selectattr('on')|list|length }}{{ page.records|rejectattr('on')|map(attribute='label')|first }}",
    "{% with z = page.a %}{{ z }}{% endwith %}{% set ns = namespace(c=0) %}{% for x in page.list %}"
    "{% set ns.c = ns.c + 1 %}{% endfor %}{{ ns.c }}",
    '{{ t("a & b") }}{{ t("of {count}", count=page.a) }}{{ "{:,}".format(page.n).replace("1", "<") }}',
    "{% set x = 1 %}{% for y in page.list %}{% set x = y %}{{ x }}{% endfor %}{{ x }}"
    "{{ x in page.list }}{{ 1 < 2 <= 2 }}",
    "{% block one %}{{ page.a }}{% block two %}{{ page.n }}{% endblock %}{% endblock %}{{ page.a and 0 or page.none }}",
]


class _Record:
    def __init__(self, label: str, on: bool) -> None:
        self.label, self.on = label, on


class _Page:
    """What the snippets look at."""

    def __init__(self) -> None:
        from markupsafe import Markup

        self.a, self.n, self.none, self.yes, self.half = "<&'\"é>", 12345, None, True, 0.5
        self.safe = Markup("<b>&amp;</b>")
        self.list, self.empty, self.pairs = ("a", "b", "<c>"), (), (("x", 1), ("<", 2))
        self.records = (_Record("<1>", True), _Record("2", False))


@pytest.mark.parametrize("source", SNIPPETS)
def test_a_compiled_snippet_gives_what_jinja_gives(source: str):
    made = environment({}, 1, is_sandboxed=False, known={"site": SITE, "t": ENGLISH.t})
    compiler = Compiler(made, lambda _: made.parse(source), made.globals)

    assert compiler.page("x")(_Page()) == made.from_string(source).render(page=_Page())


def test_a_page_that_goes_wrong_is_told_as_jinja_tells_it():
    made = environment({}, 1, is_sandboxed=False)
    page = Compiler(made, lambda _: made.parse("{{ page.nothing }}"), made.globals).page("x")

    with pytest.raises(AttributeError):
        page(_Page())
