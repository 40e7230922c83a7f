"""One page of each kind, in a real browser: accessible, valid, silent, readable without scripts and on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import Builder, Site
from tests.browser.reading import KINDS, gzipped_bytes, page_of

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (320, 1280)]

# What a reader on a slow line waits for, in gzipped bytes (the budget of the reading edition).
THREAD_PAGE_BYTES = 40_000
SCRIPT_BYTES = 15_000


@pytest.fixture(params=sorted(KINDS))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}", scope="module")
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    scheme, width = request.param
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 800}, reduced_motion="reduce"
    )
    yield context
    context.close()


def test_axe_finds_nothing(context: BrowserContext, sample: Site, kind: str, axe: str):
    page = context.new_page()
    page.goto(sample.address + page_of(sample.folder, kind))
    page.evaluate(axe)

    result = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", AXE_TAGS)

    page.close()
    faults = [f"{found['id']}: {node['html'][:120]}" for found in result["violations"] for node in found["nodes"]]
    assert faults == []


def test_no_page_scrolls_sideways(context: BrowserContext, sample: Site, kind: str):
    page = context.new_page()
    page.goto(sample.address + page_of(sample.folder, kind))

    width, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")

    page.close()
    assert width <= room


def test_html_validate_finds_nothing(sample: Site, validate_html):
    files = [sample.folder / page_of(sample.folder, kind) for kind in sorted(KINDS)]

    assert validate_html(files) == []


def test_no_page_asks_another_host(browser: Browser, sample: Site):
    context = browser.new_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()

    for kind in sorted(KINDS):
        page.goto(sample.address + page_of(sample.folder, kind), wait_until="load")
    page.wait_for_load_state("networkidle")

    context.close()
    assert asked
    assert [url for url in asked if not url.startswith((sample.address, "data:"))] == []


def main_words(page: Page) -> str:
    return " ".join(page.evaluate("document.querySelector('main').textContent").split())


def test_the_text_is_the_same_without_scripts(browser: Browser, sample: Site):
    with_scripts = browser.new_context().new_page()
    without = browser.new_context(java_script_enabled=False).new_page()

    for kind in sorted(KINDS):
        address = sample.address + page_of(sample.folder, kind)
        with_scripts.goto(address)
        without.goto(address)
        assert main_words(with_scripts) == main_words(without), kind

    with_scripts.context.close()
    without.context.close()


def test_the_first_stop_of_the_keyboard_is_a_visible_way_to_the_text(browser: Browser, sample: Site, kind: str):
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.goto(sample.address + page_of(sample.folder, kind))

    page.keyboard.press("Tab")
    href, box = page.evaluate(
        """() => {
            const {left, top, right, bottom} = document.activeElement.getBoundingClientRect();
            return [document.activeElement.getAttribute('href'), [left, top, right, bottom]];
        }"""
    )

    assert href == "#text"
    assert box[0] >= 0 and box[1] >= 0 and box[2] <= 320 and box[3] <= 800 and box[3] - box[1] >= 24
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "text"
    page.close()


def test_pages_say_what_they_are_and_forbid_the_rest(sample: Site):
    for path in sorted(sample.folder.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        head = text[: text.index("</head>")]
        assert "Content-Security-Policy" in head, path
        assert "default-src 'none'" in head.replace("&#39;", "'"), path
        assert "'unsafe" not in head.replace("&#39;", "'"), path


def test_nothing_moves_while_one_reads(browser: Browser, sample: Site):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(sample.address + page_of(sample.folder, "thread"))

    shift = page.evaluate(
        """async () => {
            await document.fonts.ready;
            await new Promise(requestAnimationFrame);
            let sum = 0;
            new PerformanceObserver(list => list.getEntries().forEach(entry => { sum += entry.value; }))
                .observe({type: 'layout-shift'});
            for (let y = 0; y < document.documentElement.scrollHeight; y += 400) {
                window.scrollTo(0, y);
                await new Promise(requestAnimationFrame);
            }
            await new Promise(requestAnimationFrame);
            return sum;
        }"""
    )

    page.close()
    assert shift == 0


def test_a_page_prints(browser: Browser, sample: Site):
    page = browser.new_page()
    page.goto(sample.address + page_of(sample.folder, "post"))

    assert page.pdf().startswith(b"%PDF")
    page.close()


# --- weights -------------------------------------------------------------------------------------------------------


WORDS = "the council met at noon and the bakers of the eastern quarter spoke of flour rents wages and winter"


def pasted_thread(posts: int) -> str:
    """Return a pasted thread in which every third post quotes the one before and answers it."""
    words = WORDS.split()
    bodies: list[str] = []
    for number in range(posts):
        own = " ".join(
            f"{words[(number * 7 + at * (at % 5 + 1)) % len(words)]}{'.' if at % 13 == 12 else ''}" for at in range(110)
        )
        own = f"Post {number} begins here, and says so: {own}."
        bodies.append(f"{bodies[-1].splitlines()[-1]}\n{own}" if number % 3 == 2 else own)
    return "A long thread\n\n" + "".join(
        f"{body}\n\u00a0\n\nWriter {n % 17}\nMember\n" for n, body in enumerate(bodies, 1)
    )


@pytest.fixture(scope="module")
def long_thread(builder: Builder) -> Site:
    settings = "title: Weights\nposts_per_page: 50\n"
    return builder.build(
        builder.write("weights", {"site.yaml": settings, "content/threads/long.txt": pasted_thread(60)})
    )


def test_a_thread_page_of_fifty_posts_is_light_and_asks_for_little(browser: Browser, long_thread: Site):
    asked: list[str] = []
    page = browser.new_context(java_script_enabled=False).new_page()
    page.on("request", lambda request: asked.append(request.url))
    url = page_of(long_thread.folder, "thread")
    page.goto(long_thread.address + url)
    posts = page.locator("article").count()
    page.context.close()

    needed = [Path(long_thread.folder, address.removeprefix(long_thread.address)) for address in asked]
    text = [path for path in needed if path.suffix != ".woff2"]  # fonts are kept for the whole visit, and may be absent
    assert posts == 50
    assert len(text) <= 3
    assert gzipped_bytes(*text) <= THREAD_PAGE_BYTES


def test_scripts_are_small_and_nothing_needs_them(long_thread: Site):
    assert gzipped_bytes(*long_thread.folder.rglob("*.js")) <= SCRIPT_BYTES
