"""A page that is open in a browser loads itself anew when its dump changes, within its own strict policy."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, expect

NBSP = "\u00a0"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "content" / "threads").mkdir(parents=True)
    (tmp_path / "site.yaml").write_text("title: Bread\n")
    (tmp_path / "content" / "threads" / "bread.txt").write_text(f"Bread\n\nThe first loaf was dear.\n{NBSP}\n")
    return tmp_path


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    command = [sys.executable, "-u", "-m", "generator", "serve", "--site", str(site), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout
        said = ""
        while not (found := re.search(r"http://127\.0\.0\.1:\d+/", said)) and (line := process.stdout.readline()):
            said += line
        assert found, said
        yield found[0]
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)


def is_complaint(message: ConsoleMessage) -> bool:
    return message.type == "error" and not message.location["url"].endswith("/favicon.ico")  # asked for unasked


def test_an_open_page_follows_its_dump(browser: Browser, site: Path, address: str):
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if is_complaint(message) else None)
    page.goto(f"{address}threads/bread/")
    expect(page.locator("main")).to_contain_text("The first loaf was dear.")
    page.wait_for_function("() => window.LiveReload && window.LiveReload.connector.protocol >= 7")

    (site / "content" / "threads" / "bread.txt").write_text(f"Bread\n\nThe second loaf was dearer.\n{NBSP}\n")

    expect(page.locator("main")).to_contain_text("The second loaf was dearer.")
    page.close()
    assert complaints == []
