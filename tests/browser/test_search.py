"""The search page in a browser: from a server and from a folder, by keyboard, filtered, without an answer."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.gates import AXE_TAGS

# What readers of the sample archive might ask for, and words of the post that they mean.
QUERIES = {
    "left srs walked out over the peace": "In March 1918 they walked out of it again",
    "petropavlovsk resolution translation notes": "There is a translation of mine",
    "nail in an envelope obituary": "It is a nail",
}


@pytest.fixture(params=["server", "folder"])
def search_page(browser, sample: Site, request):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{sample.address if request.param == 'server' else sample.folder.as_uri() + '/'}search.html")
    yield page
    context.close()


@pytest.mark.parametrize("query", QUERIES)
def test_the_post_that_is_meant_comes_first(search_page: Page, query: str):
    search_page.fill("#search-words", query)
    search_page.press("#search-words", "Enter")

    expect(search_page.locator("#search-state")).to_contain_text("found")
    search_page.locator("#search-results a").first.click()
    search_page.wait_for_url("**#p-*", wait_until="load")

    target = search_page.evaluate("document.querySelector(':target').textContent.replace(/\\s+/g, ' ')")
    assert QUERIES[query] in target


def test_results_can_be_narrowed_to_one_author_and_to_quotes(search_page: Page):
    search_page.locator("summary", has_text="Narrow it down").click()
    search_page.fill("#search-by", "palimp")
    search_page.fill("#search-words", "march peace")

    expect(search_page.locator("#search-results li").first).to_be_visible()
    names = search_page.locator("#search-results a").all_text_contents()
    search_page.select_option("#search-in", "quoted")
    expect(search_page.locator(".search__in-quote").first).to_be_visible()

    assert names and all(name.startswith("Palimpsest") for name in names)
    assert search_page.locator("#search-results mark").count() > 0


def test_a_slash_leads_to_the_field_and_nothing_found_is_said(search_page: Page):
    search_page.locator("h1").click()
    search_page.evaluate("document.activeElement.blur()")

    search_page.keyboard.press("/")
    search_page.keyboard.type("zyzzyva")

    expect(search_page.locator("#search-words")).to_have_value("zyzzyva")
    expect(search_page.locator("#search-state")).to_have_text("No post holds these words.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_results_are_accessible_and_fit_a_phone(browser, sample: Site, axe: str, scheme: str):
    context = browser.new_context(color_scheme=scheme, viewport={"width": 320, "height": 800})
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(f"{sample.address}search.html?q=soviets&in=own")
    expect(page.locator("#search-results li").first).to_be_visible()
    page.evaluate(axe)

    result = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", AXE_TAGS)
    width = page.evaluate("document.documentElement.scrollWidth")

    context.close()
    assert [f"{found['id']}: {node['html'][:120]}" for found in result["violations"] for node in found["nodes"]] == []
    assert width <= 320
    assert faults == []
