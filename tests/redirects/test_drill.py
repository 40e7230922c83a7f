"""The redirect drill: addresses of former forums, as the web links to them, lead to the right post."""

import re
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.build.sites import Site
from tests.redirects.addresses import SAMPLES, old_addresses, threads_of
from tests.redirects.servers import Asked, apache, nginx

Serving = Callable[[Path, Path], AbstractContextManager[Asked]]
SETTINGS = "title: Old forums\nredirects: [nginx, apache, netlify, pages]\nold_forums:\n"


@pytest.fixture(scope="module")
def drill(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> tuple[Site, dict[str, str]]:
    """A built site with a sample of each engine, and where each old address must lead."""
    site = Site(tmp_path_factory.mktemp("drill") / "site")
    expected: dict[str, str] = {}
    homes = []
    for sample in SAMPLES:
        path = shared / "samples" / sample.file
        (site.root / "content/threads").mkdir(parents=True, exist_ok=True)
        shutil.copy(path, site.root / "content/threads" / path.name)
        if not sample.told:
            homes.append(f"  '{path.name}': {sample.base}\n")
        for thread in threads_of(sample, shared):
            expected |= dict(old_addresses(sample, thread))
    site.write("site.yaml", SETTINGS + "".join(homes))
    site.build()
    return site, expected


@pytest.mark.slow  # builds a site of real forums
@pytest.mark.parametrize("serving", [nginx, apache])
def test_200_old_addresses_lead_to_the_right_post(drill: tuple[Site, dict[str, str]], tmp_path: Path, serving: Serving):
    site, expected = drill

    with serving(site.public, tmp_path / "server") as asked:
        answers = {old: asked.get(old) for old in expected}
        unknown = asked.get("https://kh-vids.net/posts/1/")
        page = asked.get("https://forums.virtualbox.org/index.html")

    assert len(expected) >= 200
    wrong = {old: (found, expected[old]) for old, found in answers.items() if not leads(found, expected[old])}
    assert wrong == {}
    assert all((site.public / wanted).exists() for wanted in expected.values())
    assert (unknown[0], page[0]) == (404, 200)


def leads(answer: tuple[int, str], wanted: str) -> bool:
    """True for a permanent redirect; Apache names the host, nginx was told not to."""
    status, location = answer
    return status == 301 and urlsplit(location).path == f"/{wanted}"


@pytest.mark.slow
def test_old_paths_have_pages_that_lead_on_where_a_host_has_but_files(drill: tuple[Site, dict[str, str]]):
    site, expected = drill
    paths = {old: urlsplit(old).path for old in expected if not urlsplit(old).query}
    found = {old: page_at(site.public, path) for old, path in paths.items()}

    led = {old: target_of(page) for old, page in found.items() if page}

    assert len(led) >= 25
    assert {old: to for old, to in led.items() if to != target_in(site.public, expected[old])} == {}


def page_at(root: Path, path: str) -> Path | None:
    """Return the file that a simple host serves for a path; of a folder, its index.html."""
    file = root / unquote(path).strip("/")
    file = file / "index.html" if file.is_dir() else file
    return file if file.is_file() and b"http-equiv" in file.read_bytes() else None


def target_of(page: Path) -> Path:
    href = re.search(r'content="0; url=([^"#]+)', page.read_text(encoding="utf-8"))
    assert href is not None
    return (page.parent / href[1]).resolve()


def target_in(root: Path, wanted: str) -> Path:
    return (root / wanted / "index.html" if wanted.endswith("/") else root / wanted).resolve()
