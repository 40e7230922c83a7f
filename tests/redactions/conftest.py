"""A site to redact."""

from pathlib import Path

import pytest

from tests.build.sites import Site
from tests.redactions.sites import ANNA, BORIS, CARL, lines


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site of one thread of three posts; the second one is the secret."""
    site = Site(tmp_path / "site")
    site.write("site.yaml", "title: Parks\n")
    site.write("content/threads/park.jsonl", lines(ANNA, BORIS, CARL))
    return site
