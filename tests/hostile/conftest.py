"""A site to spoil, and the command line in this process."""

import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.cli import main
from tests.hostile.making import BREAD

_NEVER_IN_A_TERMINAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def errors(self) -> int:
        """How many errors were told."""
        return len(re.findall(r"^\S.*: error D\d{3}: ", self.err, re.MULTILINE))


Run = Callable[..., Done]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory, monkeypatch) -> Run:
    """Run one command, and hold it to what holds for all: no fault of ours, nothing that drives a terminal."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("faults")))

    def run_command(*arguments: object) -> Done:
        code = main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        assert code in (0, 1, 2, 75), err
        assert "Traceback" not in out + err
        assert not _NEVER_IN_A_TERMINAL.search(err + ("" if "--json" in arguments else out))
        return Done(code, out, err)

    return run_command


@pytest.fixture(scope="session")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("built") / "site"
    (site / "content" / "threads").mkdir(parents=True)
    (site / "site.yaml").write_text("title: Bread\nengine: local:1\n", encoding="utf-8")
    (site / "content" / "threads" / "bread.txt").write_text(BREAD, encoding="utf-8")
    assert main(["build", "--site", str(site)]) == 0
    return site


@pytest.fixture
def site(_built: Path, tmp_path: Path) -> Path:
    """A site of one thread, built. Its copy of the cache is good: keys do not depend on the place."""
    return Path(shutil.copytree(_built, tmp_path / "site", symlinks=True))
