"""The edition of the measured seed dump has what a careful reader counted by hand."""

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Site

POSTS = 19
MENTIONS = {"Kronstadt": (9, 3), "Left SRs": (6, 2)}  # in own words, inside quotes


def test_every_post_has_a_page(seed: Site):
    assert len(list(seed.folder.glob("threads/*/p-*.html"))) == POSTS


@pytest.mark.parametrize("label", sorted(MENTIONS))
def test_a_topic_s_page_tells_own_words_from_quotes(browser: Browser, seed: Site, label: str):
    page = browser.new_page()
    visit_topic(page, seed, label)

    quoted = page.locator(".in-quotes .mention").count()
    own = page.locator(".mention").count() - quoted

    page.close()
    assert (own, quoted) == MENTIONS[label]


def visit_topic(page: Page, site: Site, label: str) -> None:
    page.goto(f"{site.address}topics/index.html")
    page.locator("main a", has_text=re.compile(f"^{re.escape(label)}$")).first.click()


def test_lost_posts_with_two_witnesses_have_pages(seed: Site):
    witnesses = [
        len(re.findall(r'class="[^"]*\bwitness\b', path.read_text(encoding="utf-8")))
        for path in seed.folder.glob("lost/*.html")
    ]

    assert witnesses.count(2) >= 1
    assert all(count >= 1 for count in witnesses)
