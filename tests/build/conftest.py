"""Sites to build."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.build.sites import BREAD, HARBOUR, RAILWAY, Site


@pytest.fixture
def make_site(tmp_path: Path) -> Callable[..., Site]:
    def make(name: str = "site") -> Site:
        """Return a site of three threads, topics and a page of the archivist's."""
        site = Site(tmp_path / name)
        site.write("site.yaml", "title: Bread and water\n")
        site.write("content/topics.yaml", "kronstadt: {label: Kronstadt}\nmill: {label: The mill, aliases: [mill]}\n")
        site.write("content/pages/home.md", "Three debates about a town.\n")
        site.thread("bread.txt", "On the price of bread", BREAD)
        site.thread("railway.txt", "The railway and the mill", RAILWAY)
        site.thread("harbour.txt", "Who paid for the harbour?", HARBOUR)
        return site

    return make


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    return make_site()
