"""Running commands in this process, and small dumps to run them on."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.cli import main

NBSP = "\u00a0"

# The shape of a thread pasted from XenForo 2: a title, and a lone NBSP line after each post.
PASTE = f"""On the price of bread

The bakers struck on Monday because flour had doubled in price within a month.
Nobody in the council had seen it coming, and nobody wanted to.
{NBSP}

Anna
Member
The bakers struck on Monday because flour had doubled in price within a month.
That is not what the papers of the day say: they blame the mill.
{NBSP}

Boris
Member
They blame whoever did not advertise with them.
{NBSP}
"""


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture(autouse=True)
def _faults_are_saved_among_the_tests_own_files(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("faults")))


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Run one command in this process: `run("inspect", path)`."""

    def run_command(*arguments: object) -> Done:
        code = main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return Done(code, out, err)

    return run_command


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "bread.txt"
    path.write_text(PASTE, encoding="utf-8")
    return path


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with settings and no dumps."""
    folder = tmp_path / "site"
    (folder / "content" / "threads").mkdir(parents=True)
    (folder / "site.yaml").write_text("title: Bread\n", encoding="utf-8")
    return folder
