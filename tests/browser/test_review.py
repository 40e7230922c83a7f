"""The review in a browser: ten doubts are answered with keys and clicks, and the site shows the answers."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import Error as PlaywrightError

NBSP = "\u00a0"
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
MINE = "# What I know.\n- title: The loaves\n  thread: bread # its true name\n  why: I was there\n"
PATIENCE_MS = 30_000
# The preview may reload the page at the moment in which the next answer is typed; what was typed is lost then.
may_meet_a_reload = pytest.mark.xfail(strict=False, reason="a reload of the preview can take what is being typed")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "content" / "threads").mkdir(parents=True)
    (tmp_path / "site.yaml").write_text("title: Bread\n")
    posts = "".join(f"The loaf number {word} was dearer than the loaf before it.\n{NBSP}\n" for word in NUMBERS)
    (tmp_path / "content" / "threads" / "bread.txt").write_text(f"Bread\n\n{posts}")
    (tmp_path / "content" / "corrections.yaml").write_text(MINE)
    return tmp_path


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    command = [sys.executable, "-u", "-m", "generator", "serve", "--site", str(site), "--port", "0", "--review"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout
        said = ""
        while not (found := re.search(r"(http://127\.0\.0\.1:\d+/)-review/", said)) and (
            line := process.stdout.readline()
        ):
            said += line
        assert found, said
        yield found[1]
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    opened = context.new_page()
    opened.complaints = []  # type: ignore[attr-defined]
    opened.on("console", lambda said: opened.complaints.append(said.text) if said.type == "error" else None)  # type: ignore[attr-defined]
    yield opened
    context.close()


@may_meet_a_reload
def test_ten_doubts_are_answered_and_the_site_shows_it(page: Page, site: Path, address: str, axe: str):
    page.goto(f"{address}-review/?about=author")
    expect(page.locator(".doubt")).to_have_count(12)
    page.evaluate(axe)
    faults = page.evaluate("() => axe.run().then(found => found.violations.map(each => each.id))")

    for number in range(10):
        name = f"Baker {NUMBERS[number]}"
        if number % 2:
            page.locator(".answers__value").first.fill(name)
            page.locator(".answers__choices button").first.click()
        else:
            page.locator("body").press("j")
            page.keyboard.press("e")
            page.keyboard.type(name)
            page.keyboard.press("Escape")
            page.keyboard.press("1")
        expect(page.locator(".said")).to_contain_text(name, timeout=PATIENCE_MS)
    page.wait_for_function("() => document.querySelectorAll('.doubt').length === 2", timeout=PATIENCE_MS)

    corrections = (site / "content" / "corrections.yaml").read_text()
    assert corrections.startswith(MINE)
    assert corrections.count("why: ") == 11
    shown = page.context.new_page()
    for number in range(10):
        wait_for(shown, f"{address}threads/bread/index.html", f"Baker {NUMBERS[number]}")
    shown.close()
    assert faults == []
    assert page.complaints == []  # type: ignore[attr-defined]
    assert not [path for path in (site / "public").rglob("*.html") if "-review" in path.read_text()]


def wait_for(page: Page, address: str, words: str) -> None:
    """Look at a page again until the site was rebuilt: livereload would do it, but it may have done so already."""
    with suppress(PlaywrightError):  # livereload may ask for the page at this very moment
        page.goto(address)
    page.goto(address)
    expect(page.locator("main")).to_contain_text(words, timeout=PATIENCE_MS)


@may_meet_a_reload
def test_the_last_answer_is_taken_back(page: Page, site: Path, address: str):
    page.goto(f"{address}-review/?about=author")
    page.locator(".answers__value").first.fill("Nobody in particular")
    page.locator(".answers__choices button").first.click()
    expect(page.locator(".said")).to_contain_text("Written")
    assert "Nobody in particular" in (site / "content" / "corrections.yaml").read_text()

    page.keyboard.press("u")

    expect(page.locator(".said")).to_contain_text("Taken back")
    assert (site / "content" / "corrections.yaml").read_text() == MINE


def test_a_form_on_another_site_is_refused(page: Page, site: Path, address: str):
    page.goto(f"{address}-review/?about=author")  # the browser has the cookie now
    doubt = page.locator("input[name=doubt]").first.get_attribute("value")
    form = f'<form method="post" action="{address}-review/answer"><input name="doubt" value="{doubt}">'
    form += '<input name="choice" value="0"><input name="value" value="Mallory"><button>Win a prize</button></form>'
    evil = ThreadingHTTPServer(("127.0.0.1", 0), serving(form))
    Thread(target=evil.serve_forever, daemon=True).start()
    page.goto(f"http://localhost:{evil.server_port}/")

    with page.expect_response("**/-review/answer") as refused:
        page.get_by_role("button").click()

    evil.shutdown()
    assert refused.value.status == 403
    assert (site / "content" / "corrections.yaml").read_text() == MINE


def serving(form: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f"<!doctype html><title>x</title>{form}".encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_reads_well(browser: Browser, address: str, axe: str, scheme: str, width: int):
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 800})  # type: ignore[arg-type]
    page.goto(f"{address}-review/")
    page.evaluate(axe)

    faults = page.evaluate("() => axe.run().then(found => found.violations.map(each => each.id))")
    wide = page.evaluate("() => document.documentElement.scrollWidth")

    page.close()
    assert (faults, wide) == ([], width)
