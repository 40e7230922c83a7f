"""The preview from its start to Ctrl-C, as a user runs it: it follows changes, and faults leave the old site up."""

import http.client
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

NBSP = "\u00a0"
PATIENCE_S = 60  # a machine that is shared is slow at times


class Preview:
    """A running `disputatio serve`, with what it has said so far."""

    def __init__(self, site: Path, *arguments: str) -> None:
        command = [sys.executable, "-u", "-m", "generator", "serve", "--site", str(site), "--port", "0", *arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.said = ""
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self.wait_for(lambda: "http://" in self.said or self.process.poll() is not None)
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", self.said)
        assert found, self.said
        self.port = int(found[1])

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said += line

    def page(self, path: str) -> str:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)) as connection:
            connection.request("GET", path)
            return connection.getresponse().read().decode()

    def wait_for(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < deadline, self.said
            time.sleep(0.02)  # there is nothing to wait on: what changes is what another process shows

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(number)
        code = self.process.wait(PATIENCE_S)
        self._listener.join(PATIENCE_S)
        return code


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "content" / "threads").mkdir(parents=True)
    (folder / "site.yaml").write_text("title: Bread\n")
    (folder / "content" / "threads" / "bread.txt").write_text(f"Bread\n\nThe first loaf was dear.\n{NBSP}\n")
    return folder


@pytest.fixture
def preview(site: Path) -> Iterator[Preview]:
    running = Preview(site)
    yield running
    if running.process.poll() is None:
        running.end()


def test_changes_are_followed_and_faults_are_told_while_the_old_site_stays(site: Path, preview: Preview):
    dump = site / "content" / "threads" / "bread.txt"
    assert "The first loaf was dear." in preview.page("/threads/bread/")

    dump.write_text(f"Bread\n\nThe second loaf was dearer still.\n{NBSP}\n")
    preview.wait_for(lambda: "The second loaf was dearer still." in preview.page("/threads/bread/"))

    (site / "site.yaml").write_text("titel: Bread\n")
    preview.wait_for(lambda: "site.yaml:1:1: error" in preview.said)
    assert "The second loaf was dearer still." in preview.page("/threads/bread/")

    (site / "site.yaml").write_text("title: Loaves\n")
    preview.wait_for(lambda: "Loaves" in preview.page("/"))

    assert "livereload" not in "".join(path.read_text() for path in (site / "public").rglob("*.html"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_in_order(preview: Preview, number: signal.Signals):
    assert preview.end(number) == 0

    assert preview.said.endswith("The preview has ended.\n")
    assert "Traceback" not in preview.said


def test_a_taken_port_is_refused_before_anything_is_built(site: Path):
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = str(other.getsockname()[1])
        command = [sys.executable, "-m", "generator", "serve", "--site", str(site), "--port", port]

        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)

    assert done.returncode == 2
    assert f"port {port} is taken by another program" in done.stderr
    assert not (site / "public").exists()


def test_a_site_that_cannot_be_built_is_not_served(site: Path):
    (site / "content" / "topics.yaml").write_text("topics: [unclosed\n")
    command = [sys.executable, "-m", "generator", "serve", "--site", str(site), "--port", "0"]

    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)

    assert done.returncode == 2
    assert "content/topics.yaml" in done.stderr
