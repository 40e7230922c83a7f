"""A site of three threads whose addresses are held."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cli import main
from tests.build.sites import BREAD, HARBOUR, RAILWAY, Site

_WORDS = "one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905 - a sentence reads
LONG = tuple(
    (f"Voter {at % 7}", f"Vote {at} of the council went against the mill, and the reason given was number {word}.")
    for at, word in enumerate(_WORDS, 1)
)


@pytest.fixture
def town(tmp_path: Path) -> Site:
    site = Site(tmp_path / "town")
    site.write("site.yaml", "title: Bread and water\n")
    site.thread("bread.txt", "On the price of bread", BREAD)
    site.thread("railway.txt", "The railway and the mill", RAILWAY)
    site.thread("harbour.txt", "Who paid for the harbour?", HARBOUR)
    site.thread("votes.txt", "The votes of the council", LONG)
    return site


@pytest.fixture
def permalinks(capfd: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run `disputatio permalinks` on a site and return what it printed."""

    def run(site: Site, *arguments: str) -> str:
        assert main(["permalinks", "--site", str(site.root), *arguments]) == 0
        return capfd.readouterr().out

    return run


def held(site: Site) -> list[str]:
    """Return the addresses that permalinks.tsv holds."""
    lines = (site.root / "permalinks.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t")[0] for line in lines if not line.startswith("#")]
