"""Every template in every theme passes the gates. `make gates` looks at them in every way, `make test` at each pair."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from generator.languages.reading import shipped
from tests.browser.conftest import Builder, Site
from tests.browser.gates import GATES, main_words, print_faults
from tests.browser.matrix import (
    DIRECTIONS,
    IS_WHOLE,
    TEMPLATES,
    THEMES,
    Look,
    build,
    looks,
    pages_of,
    pairwise,
    pasted_thread,
    whole,
)
from tests.browser.reading import broken_links, gzipped_bytes
from tests.browser.results import Results, write_results

# Pages that stand in for what was taken out of an archive; pages of dates, where nothing is dated.
ABSENT = {("gone.html", "ltr"), ("gone.html", "rtl"), ("month.html", "rtl")}
# Gzipped bytes of a thread page with so many posts, styles and script included; 100 is the most that a page can have.
BUDGETS = {50: 40_000, 100: 70_000} if IS_WHOLE else {50: 40_000}
REQUESTS = 3


@pytest.fixture(scope="module")
def results() -> Iterator[Results]:
    """What the gates found; a whole run goes into docs/measurements.md."""
    found = Results()
    yield found
    if IS_WHOLE:
        write_results(found)


@pytest.fixture(scope="module")
def sites(builder: Builder) -> dict[tuple[str, str], Site]:
    return {(theme, direction): build(builder, theme, direction) for theme in THEMES for direction in DIRECTIONS}


@pytest.fixture(scope="module")
def contexts(browser: Browser) -> Iterator[dict[tuple[str, int], BrowserContext]]:
    made = {
        (scheme, width): browser.new_context(
            color_scheme=scheme, viewport={"width": width, "height": 800}, reduced_motion="reduce"
        )
        for scheme in ("light", "dark")
        for width in (320, 1280)
    }
    yield made
    for context in made.values():
        context.close()


def test_the_sample_of_looks_has_each_pair():
    every, some = list(whole()), list(pairwise())
    for one, other in combinations(("theme", "template", "scheme", "width", "direction"), 2):
        seen = {(getattr(look, one), getattr(look, other)) for look in some}
        assert seen == {(getattr(look, one), getattr(look, other)) for look in every}


@pytest.mark.parametrize("look", looks(), ids=str)
def test_a_page_passes_the_gates(
    look: Look, sites: dict[tuple[str, str], Site], contexts: dict[tuple[str, int], BrowserContext],
    axe: str, results: Results,
):  # fmt: skip
    site = sites[look.theme, look.direction]
    url = pages_of(site.folder).get(look.template)
    if url is None:
        assert (look.template, look.direction) in ABSENT
        pytest.skip("the sample archive has no such page")
    page = contexts[look.scheme, look.width].new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site.address + url)

    faults = {name: gate(page, axe) for name, gate in GATES.items()}

    page.close()
    faults["asks no other host"] = [one for one in asked if not one.startswith((site.address, "data:"))]
    results.add(look, faults)
    assert [f"{name}: {fault}" for name, found in faults.items() for fault in found] == []


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("theme", THEMES)
class TestSites:
    def test_its_links_lead_somewhere(
        self, theme: str, direction: str, sites: dict[tuple[str, str], Site], results: Results
    ):
        faults = broken_links(sites[theme, direction].folder)

        results.site(theme, "links and fragments", faults)
        assert faults == []

    def test_its_html_is_valid(
        self, theme: str, direction: str, sites: dict[tuple[str, str], Site], validate_html, results: Results
    ):
        folder = sites[theme, direction].folder

        faults = validate_html([folder / url for url in pages_of(folder).values()])

        results.site(theme, "html-validate", faults)
        assert faults == []

    def test_its_text_is_the_same_without_scripts(
        self, theme: str, direction: str, sites: dict[tuple[str, str], Site], browser: Browser, results: Results
    ):
        site = sites[theme, direction]
        with_scripts = browser.new_context().new_page()
        without = browser.new_context(java_script_enabled=False).new_page()
        faults = []

        for template, url in pages_of(site.folder).items():
            with_scripts.goto(site.address + url)
            without.goto(site.address + url)
            faults += [template] if main_words(with_scripts) != main_words(without) else []

        with_scripts.context.close()
        without.context.close()
        results.site(theme, "same text without scripts", faults)
        assert faults == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("posts", sorted(BUDGETS))
def test_a_thread_page_is_light_and_asks_for_little(
    theme: str, posts: int, builder: Builder, browser: Browser, results: Results
):
    settings = f"title: Weights\ntheme: {theme}\nposts_per_page: {posts}\n"
    files = {"site.yaml": settings, "content/threads/long.txt": pasted_thread(posts)}
    site = builder.build(builder.write(f"weights-{theme}-{posts}", files))
    asked: list[str] = []
    page = browser.new_context().new_page()
    page.on("request", lambda request: asked.append(request.url))

    page.goto(site.address + pages_of(site.folder)["thread.html"])

    articles = page.locator("article").count()
    page.context.close()
    # Fonts are kept for the whole visit, and the page is whole without them.
    needed = [Path(site.folder, one.removeprefix(site.address)) for one in asked if not one.endswith(".woff2")]
    weight = gzipped_bytes(*needed)
    results.weight(theme, posts, weight, len(needed))
    assert articles == posts
    assert len(needed) <= REQUESTS
    assert weight <= BUDGETS[posts]


@pytest.mark.parametrize("template", ["thread.html", "post.html"])
@pytest.mark.parametrize("theme", THEMES)
def test_a_page_prints(
    theme: str, template: str, sites: dict[tuple[str, str], Site], browser: Browser, results: Results
):
    site = sites[theme, "ltr"]
    page = browser.new_page()
    page.goto(site.address + pages_of(site.folder)[template])

    faults = print_faults(page)

    page.close()
    results.site(theme, "prints", faults)
    assert faults == []


def test_the_plain_theme_has_no_script_at_all(sites: dict[tuple[str, str], Site]):
    pages = {path.name: path.read_text(encoding="utf-8") for path in sites["plain", "ltr"].folder.rglob("*.html")}
    pages.pop("search.html")  # which can do nothing without one

    scripts = {found for page in pages.values() for found in re.findall(r"<script[^>]*>", page)}

    assert scripts == {'<script type="application/ld+json">'}  # data for machines, and no code


def test_matrix_knows_every_template_and_language():
    assert Counter(look.template for look in looks()).keys() == set(TEMPLATES)
    assert shipped()
