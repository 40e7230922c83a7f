"""A theme from outside can spoil the look of a site, and nothing else: it reads the view, and within limits."""

from __future__ import annotations

import os

import pytest

from generator import templating
from generator.hosts.files import POLICY as HEADERS_POLICY
from generator.themes.policy import META, POLICY, under_policy
from tests.hostile.making import everything, put

HOSTILE = {
    "a loop without end": "{% for a in range(100000) %}{% for b in range(100000) %}{{ b }}{% endfor %}{% endfor %}",
    "a page without end": "{% for a in range(100000) %}{{ 'x' * 900000 }}{% endfor %}",
    "texts that are kept": "{% set ns = namespace(t=[]) %}{% for a in range(9999) %}"
    "{% set ns.t = ns.t + ['%s%s'|format('x' * 900000, loop.index)] %}{% endfor %}{{ ns.t|length }}",
    "a macro that calls itself": "{% macro m(x) %}{{ m(x + 'x') }}{% endmacro %}{{ m('x') }}",
    "a power": "{{ 9 ** 9 ** 9 }}",
    "a giant of one letter": "{{ 'x' * 10 ** 9 }}",
    "a wide format": "{{ '%999999999d'|format(1) }}",
    "a wide format of Python": "{{ '{:999999999}'.format(1) }}",
    "a centred giant": "{{ 'x'.center(999999999) }}",
    "a list of giants": "{{ range(10 ** 9)|list|length }}",
    "the classes of Python": "{{ ''.__class__.__mro__ }}",
    "classes by a filter": "{{ ''|attr('__class__') }}",
    "classes by format": "{{ '{0.__class__}'.format('') }}",
    "globals of a function": "{{ t.__globals__ }}",
    "globals of a macro": "{{ range.__init__.__globals__ }}",
    "the inside of the page": "{{ page.__class__.__init__.__globals__ }}",
    "builtins": "{{ self._TemplateReference__context.environment }}",
    "another file of the machine": "{% include '/etc/passwd' %}",
    "a file above the theme": "{% include '../../../site.yaml' %}",
    "a file of the site": "{% include 'content/threads/bread.txt' %}",
    "settings that nobody gave": "{{ config }}",
    "a change of the view": "{{ page.frame.update({}) }}",
    "what is not there": "{{ page.no_such_thing }}",
    "a fault of syntax": "{% if %}",
    "a block without end": "{% block main %}",
}


def dress(site, text: str, name: str = "404.html") -> None:
    put(site / "themes/evil/theme.yaml", "name: evil\nextends: disputatio\n")
    put(site / f"themes/evil/templates/{name}", text)
    put(site / "site.yaml", "title: Bread\nengine: local:1\ntheme: evil\n")


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait two seconds where a build waits ten."""
    monkeypatch.setattr(templating, "TIME_LIMIT_S", 2.0)


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_template_ends_the_build_with_its_place_or_does_nothing(run, site, what: str):
    dress(site, HOSTILE[what])
    before = everything(site)

    done = run("build", "--site", site)

    assert done.code == 2, done.err
    assert "themes/evil/templates/404.html" in done.err
    assert everything(site) == before


def test_themes_write_nothing_and_lead_nowhere(run, site, tmp_path):
    dress(site, '{% extends "@parent/404.html" %}')
    (tmp_path / "secret.txt").write_text("a canary", encoding="utf-8")
    (site / "themes/evil/static").mkdir()
    (site / "themes/evil/static/link.txt").symlink_to(tmp_path / "secret.txt")
    (site / "themes/evil/templates/thread.html").symlink_to(tmp_path / "secret.txt")
    os.mkfifo(site / "themes/evil/static/pipe.css")

    done = run("build", "--site", site)

    assert done.code in (0, 2)
    assert not [path for path in (site / "public").rglob("*") if path.is_file() and b"a canary" in path.read_bytes()]


BARE = "<script src='https://evil.example/x.js'></script><html onload='alert(1)'><head><title>x</title></head>404"


@pytest.mark.parametrize("text", [BARE, f"<!doctype html>{BARE}", "<!-- <!DOCTYPE html><html><head> --><b>x</b>", ""])
def test_a_theme_cannot_take_the_policy_off_a_page(run, site, text: str):
    dress(site, text)

    done = run("build", "--site", site)

    page = (site / "public/404.html").read_text(encoding="utf-8")
    assert done.code == 0
    assert page.removeprefix("<!doctype html>").startswith(META)


def test_the_pages_of_the_built_in_theme_begin_with_the_policy(site):
    pages = list((site / "public").rglob("*.html"))
    assert pages
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert under_policy(text) == text, path


def test_hosts_send_the_same_policy():
    sent = {part.strip() for part in HEADERS_POLICY.split(";")}
    assert {part.strip() for part in POLICY.split(";")} <= sent
