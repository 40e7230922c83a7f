"""Links lead where they say: every one in the files, and every quote's in Chromium, to the very words."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import unquote, urljoin

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Site
from tests.browser.reading import broken_links, read_site

ELLIPSIS = re.compile(r"\[?\s*(?:\.\s?){3,}\]?|\[?\s*…\s*\]?")
LINKED = {"exact", "elided", "altered"}

# The words of an element as the author wrote them: without what the edition set beside or into them.
WORDS = """element => {
    const copy = element.cloneNode(true);
    copy.querySelectorAll('.quoted-by, .quote__origin, .quote__source, summary').forEach(part => part.remove());
    return copy.textContent;
}"""
QUOTES = f"""() => [...document.querySelectorAll('.quote[id]')].map(quote => ({{
    id: quote.id,
    kind: [...quote.classList].filter(name => name.startsWith('quote--')).map(name => name.slice(7)),
    words: ({WORDS})(quote.querySelector(':scope .quote__words') || quote),
    href: (quote.querySelector(':scope > .quote__source a.post-link, :scope > .quote__origin') || {{href: ''}}).href,
}}))"""
LANDING = f"""id => {{
    location.hash = '#' + encodeURIComponent(id);
    const element = document.getElementById(id);
    return element && element.matches(':target') ? ({WORDS})(element) : null;
}}"""


@dataclass(frozen=True)
class Quote:
    place: str
    kinds: tuple[str, ...]
    words: str
    href: str


@pytest.fixture(params=["sample", "seed"])
def site(request: pytest.FixtureRequest) -> Site:
    site: Site = request.getfixturevalue(request.param)
    return site


def test_every_internal_link_and_fragment_leads_somewhere(site: Site):
    assert broken_links(site.folder) == []


def quotes_of(browser: Browser, site: Site) -> list[Quote]:
    page = browser.new_page()
    found = []
    for url in read_site(site.folder):
        if url.startswith("threads/"):
            page.goto(site.address + url, wait_until="domcontentloaded")
            found += [
                Quote(f"{url}#{quote['id']}", tuple(quote["kind"]), quote["words"], urljoin(page.url, quote["href"]))
                for quote in page.evaluate(QUOTES)
            ]
    page.close()
    return found


def test_every_quote_leads_to_an_element_with_the_quoted_words(browser: Browser, site: Site):
    by_page = defaultdict(list)
    for quote in quotes_of(browser, site):
        address, _, fragment = quote.href.partition("#")
        if LINKED & set(quote.kinds):
            assert fragment, f"{quote.place} leads to no passage: {quote.href}"
        if fragment:
            by_page[address].append((unquote(fragment), quote))

    page = browser.new_page()
    faults = []
    for address, quotes in by_page.items():
        page.goto(address, wait_until="domcontentloaded")
        for fragment, quote in quotes:
            landing = page.evaluate(LANDING, fragment)
            if landing is None or not holds(landing, quote):
                faults.append(
                    f"{quote.place} ({quote.kinds}) -> {quote.href}: {quote.words[:80]!r} not in {landing!r}"[:400]
                )
    page.close()
    assert by_page, "the site has no linked quotes"
    assert faults == []


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", text).casefold()))


def holds(landing: str, quote: Quote) -> bool:
    """True where the passage has the quote's words: every piece of an elided one, most words of an altered one."""
    if "altered" in quote.kinds:
        there = set(re.findall(r"\w+", landing.casefold()))
        words = re.findall(r"\w+", quote.words.casefold())
        return sum(word in there for word in words) >= 0.5 * len(words)
    pieces = ELLIPSIS.split(quote.words) if "elided" in quote.kinds else [quote.words]
    return all(letters(piece) in letters(landing) for piece in pieces)


def test_pages_work_from_a_folder_without_a_server(browser: Browser, sample: Site):
    page = browser.new_page()
    page.goto((sample.folder / "index.html").as_uri())

    page.locator("main a[href*='threads/']").first.click()

    assert page.url.startswith("file:")
    assert page.locator("article").count() > 0
    assert page.evaluate("document.styleSheets.length") >= 1
    page.close()
