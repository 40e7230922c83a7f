"""The wheel is complete: installed elsewhere, it makes a site and builds it without this checkout."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=repository, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_themes_the_sample_and_the_data_beside_the_code(wheel: Path, repository: Path):
    names = set(zipfile.ZipFile(wheel).namelist())

    for folder, place in (("generator", "generator"), ("themes", "generator/_builtin/themes")):
        files = {path for path in (repository / folder).rglob("*") if path.is_file()}
        kept = {path for path in files if "__pycache__" not in path.parts and not path.name.startswith(".")}
        assert {f"{place}/{path.relative_to(repository / folder).as_posix()}" for path in kept} <= names
    assert any(name.startswith("generator/_builtin/sample/threads/") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "bench/"))]


def test_a_site_is_made_and_built_by_an_installed_disputatio(wheel: Path, tmp_path: Path):
    environment = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    packages = next((environment / "lib").glob("python*/site-packages"))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))  # the dependencies of this very run
    pip = [sys.executable, "-m", "pip", "--python", str(environment / "bin" / "python"), "install", "--quiet"]
    subprocess.run([*pip, "--no-index", "--no-deps", str(wheel)], check=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

    for arguments in (["init", "my-archive"], ["build", "--site", "my-archive"]):
        done = subprocess.run(
            [environment / "bin" / "disputatio", *arguments],
            cwd=elsewhere,
            env=clean,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")

    where = [environment / "bin" / "python", "-c", "import generator; print(generator.__file__)"]
    assert str(environment) in subprocess.run(where, cwd=elsewhere, env=clean, capture_output=True, text=True).stdout
    assert (elsewhere / "my-archive" / "public" / "index.html").is_file()
