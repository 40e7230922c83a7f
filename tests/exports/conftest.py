"""A site with dates and without, published at an address."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.build.sites import BREAD, ECHO, HARBOUR, RAILWAY, Site

# A list archive, dated; two of its lines are dangerous to whoever prints them as they are.
MBOX = """From anna@example.org Mon Mar  4 10:00:00 2019
From: Anna <anna@example.org>
Date: Mon, 4 Mar 2019 10:00:00 +0100
Subject: The lamp at the quay </script><b>
Message-ID: <1@example.org>

=SUM(1+1) is what the clerk wrote beside the lamp at the quay, and nobody asked him why & wherefore.

From boris@example.org Tue Mar  5 11:30:00 2019
From: Boris <boris@example.org>
Date: Tue, 5 Mar 2019 11:30:00 +0000
Subject: Re: The lamp at the quay </script><b>
Message-ID: <2@example.org>
In-Reply-To: <1@example.org>

> =SUM(1+1) is what the clerk wrote beside the lamp at the quay, and nobody asked him why & wherefore.

Because the lamp was paid for twice, once by the harbour and once by the mill of Kronstadt.
"""


@pytest.fixture
def make_archive(tmp_path: Path) -> Callable[..., Site]:
    """Return what writes the site, with further lines of site.yaml."""
    return lambda settings="", name="site": write_archive(tmp_path / name, settings)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site at an address, built. Tests only look at it."""
    site = write_archive(tmp_path_factory.mktemp("published"), "base_url: https://archive.example/debates/\n")
    site.build()
    return site


def write_archive(root: Path, settings: str) -> Site:
    site = Site(root)
    site.write("site.yaml", f"title: Bread and water\n{settings}")
    site.write("content/topics.yaml", "kronstadt: {label: Kronstadt}\nmill: {label: The mill, aliases: [mill]}\n")
    site.thread("bread.txt", "On the price of bread", BREAD)
    site.thread("railway.txt", "The railway and the mill", RAILWAY)
    site.thread("harbour.txt", "Who paid for the harbour?", HARBOUR)
    site.thread("echo.txt", "Whose words are these?", ECHO)
    site.write("content/threads/lamp.mbox", MBOX)
    return site
