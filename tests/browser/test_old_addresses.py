"""On a host that has but files, a script finds the post that an address of the old forum asked for."""

import json
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser

from tests.build.sites import Site

OLD = "https://forum.example/board/viewtopic.php"


class Host(SimpleHTTPRequestHandler):
    """Serves files as GitHub Pages does: with 404.html for what is not there."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def host(tmp_path: Path) -> Iterator[str]:
    site = Site(tmp_path)
    site.write("site.yaml", "title: Bread\nredirects: [pages]\n")
    posts = [
        {
            "thread": "5",
            "id": str(number),
            "author": "Anna",
            "text": f"Loaf {number} was dear.",
            "url": f"{OLD}?p={number}#p{number}",
        }
        for number in range(1001, 1005)
    ]
    site.write("content/threads/bread.jsonl", "".join(json.dumps(post) + "\n" for post in posts))
    site.build()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(site.public)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "asked",
    [
        "board/viewtopic.php?p=1003",
        "board/viewtopic.php?f=2&t=5&p=1003&hilit=bread#p1003",
        "board/post1003.html",
        "board/viewtopic.php?p=1003&sid=0123456789abcdef",
    ],
)
def test_an_old_address_leads_to_its_post(browser: Browser, host: str, asked: str):
    page = browser.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.goto(host + asked)
    page.wait_for_url("**/p-1003.html*", timeout=20_000)

    words = page.inner_text("main")
    page.close()
    assert "Loaf 1003 was dear." in words
    assert complaints == []


def test_an_address_that_nobody_had_stays_unknown(browser: Browser, host: str):
    page = browser.new_page()

    page.goto(f"{host}board/viewtopic.php?p=9")
    page.wait_for_load_state("networkidle")

    assert "viewtopic.php" in page.url
    page.close()
