"""The same site has the same bytes, whatever the machine is called, set to, or busy with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.making import BREAD, put

SURROUNDINGS = {
    "another time zone": {"TZ": "Pacific/Kiritimati"},
    "no locale": {"LC_ALL": "C"},
    "Turkish": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    "another seed": {"PYTHONHASHSEED": "4711"},
    "no home": {"HOME": "/nonexistent"},
    "an old clock": {"SOURCE_DATE_EPOCH": "1"},
}
TURKISH = "Istanbul'da IŞIK vardı; the bakers of İzmir struck on Monday because flour had doubled in price.\n"


def lay(root: Path) -> Path:
    put(root / "site.yaml", "title: Bread\n")
    put(root / "content/threads/bread.txt", BREAD)
    put(root / "content/threads/Işık.txt", f"IŞIK\n\n{TURKISH}\u00a0\n")
    put(root / "content/topics.yaml", "i: {label: İstanbul, aliases: [istanbul]}\n")
    return root


def build(
    root: Path, *, cwd: Path | None = None, engine: str = "local:1", umask: int = 0o022, **more: str
) -> dict[str, bytes]:
    command = [sys.executable, "-m", "generator", "build", "--site", str(root), "--engine", engine]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **more}
    done = subprocess.run(command, cwd=cwd or root, env=environment, umask=umask, check=False, capture_output=True)
    assert done.returncode == 0, done.stderr
    found = (path for path in sorted((root / "public").rglob("*")) if path.is_file())
    return {str(path.relative_to(root / "public")): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return build(lay(tmp_path_factory.mktemp("plain")))


@pytest.mark.parametrize("what", SURROUNDINGS)
def test_surroundings_do_not_show(plain, tmp_path, what: str):
    assert build(lay(tmp_path / "site"), **SURROUNDINGS[what]) == plain


def test_place_workers_umask_and_times_of_files_do_not_show(plain, tmp_path):
    root = lay(tmp_path / "a site with blanks, ü and more")
    for number, path in enumerate(sorted(root.rglob("*.txt"), reverse=True)):
        os.utime(path, (1000 * number, 1000 * number))

    assert build(root, cwd=Path("/"), engine="local:2", umask=0o077) == plain
