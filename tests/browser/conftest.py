"""Built sites, a web server for them, and one Chromium for all tests of this folder."""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).resolve().parent
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))  # one process, so that the sites are built once


def lacking(what: str) -> None:
    """Skip the test for what this machine lacks; in CI that is a failure."""
    why = f"{what}; `make test` installs it"
    pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)


@dataclass(frozen=True)
class Site:
    """A built site: its files, and where a browser finds them."""

    folder: Path
    address: str


@pytest.fixture(scope="session")
def builder(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Builder"]:
    """Builds sites below one folder, which a plain file server shows."""
    root = tmp_path_factory.mktemp("sites")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_QuietHandler, directory=str(root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Builder(root, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    server.server_close()


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Builder:
    """Builds sites into folders of their own."""

    root: Path
    web: str

    def build(self, site: Path) -> Site:
        """Build the site in a folder and return it, ready to be visited."""
        command = [sys.executable, "-m", "generator", "build", "--site", str(site), "--output", str(site / "public")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        output = site / "public"
        return Site(output, f"{self.web}/{output.relative_to(self.root).as_posix()}/")

    def write(self, name: str, files: dict[str, str]) -> Path:
        """Write a site to be built: settings, dumps, whatever `files` hold by path."""
        for path, text in {"site.yaml": f"title: {name}\n", **files}.items():
            target = self.root / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return self.root / name


@pytest.fixture(scope="session")
def sample(builder: Builder, repository: Path) -> Site:
    """The sample archive of this repository."""
    folder = builder.root / "sample"
    folder.mkdir()
    shutil.copy(repository / "site.yaml", folder)
    for part in ("content", "themes"):
        shutil.copytree(repository / part, folder / part)
    return builder.build(folder)


@pytest.fixture(scope="session")
def seed(builder: Builder, shared: Path, repository: Path) -> Site:
    """The measured seed dump, with the topics of the sample archive."""
    dump = next((shared / "seed").glob("*.txt"))
    folder = builder.write("seed", {})
    (folder / "content" / "threads").mkdir(parents=True)
    shutil.copy(dump, folder / "content" / "threads" / "seed.txt")
    shutil.copy(repository / "content" / "topics.yaml", folder / "content")
    return builder.build(folder)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium; it is closed when this folder's tests end, since Playwright keeps an event loop running."""
    executable = next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        if executable is None and not Path(playwright.chromium.executable_path).exists():
            lacking("needs Chromium")
        chromium = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        yield chromium
        chromium.close()


def npm_package(name: str) -> Path:
    folder = HERE / "node_modules" / name
    if not folder.is_dir():
        lacking(f"needs the npm package {name}")
    return folder


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    return (npm_package("axe-core") / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def validate_html(tmp_path_factory: pytest.TempPathFactory) -> Callable[[list[Path]], list[str]]:
    """Return html-validate as a function: files in, messages out."""
    program = npm_package("html-validate") / "bin" / "html-validate.mjs"
    report = tmp_path_factory.mktemp("html-validate") / "report.json"
    if not shutil.which("node"):
        lacking("needs Node")

    def validate(files: list[Path]) -> list[str]:
        options = ["--formatter", f"json={report}", "--config", str(HERE / "html-validate.json")]
        subprocess.run(["node", str(program), *options, *map(str, files)], capture_output=True, check=False)
        return [
            f"{Path(result['filePath']).name}:{fault['line']}:{fault['column']}: {fault['ruleId']}: {fault['message']}"
            for result in json.loads(report.read_text(encoding="utf-8"))
            for fault in result["messages"]
        ]

    return validate
