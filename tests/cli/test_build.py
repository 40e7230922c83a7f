"""`disputatio build`: what it says, the exit code it leaves, and that a failure leaves the old site alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import PASTE


@pytest.fixture
def bread(site: Path) -> Path:
    """A site with one thread."""
    (site / "content" / "threads" / "bread.txt").write_text(PASTE, encoding="utf-8")
    return site


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_build_says_what_it_made(run, bread: Path):
    done = run("build", "--site", bread)

    assert (done.code, done.err) == (0, "")
    assert "3 posts, 1 thread, 1 quote" in done.out
    assert (bread / "public" / "index.html").is_file()


def test_a_build_with_nothing_changed_writes_nothing(run, bread: Path):
    run("build", "--site", bread)
    before = {path: path.stat().st_mtime_ns for path in (bread / "public").rglob("*")}

    done = run("build", "--site", bread)

    assert "0 written, 0 removed" in done.out
    assert {path: path.stat().st_mtime_ns for path in (bread / "public").rglob("*")} == before


def test_a_site_beside_this_folder_is_built(run, bread: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    assert run("build", "--site", f"../{bread.name}").code == 0

    assert (bread / "public" / "index.html").is_file()


def test_the_output_goes_where_the_option_says(run, bread: Path, tmp_path: Path):
    assert run("build", "--site", bread, "--output", tmp_path / "elsewhere").code == 0

    assert (tmp_path / "elsewhere" / "index.html").is_file()
    assert not (bread / "public").exists()


@pytest.mark.parametrize("engine", ["local:2", "local:1"])
def test_engines_give_the_same_bytes(run, bread: Path, tmp_path: Path, engine: str):
    run("build", "--site", bread, "--output", tmp_path / "one")

    assert run("build", "--site", bread, "--output", tmp_path / "two", "--engine", engine, "--clean").code == 0

    assert files(tmp_path / "one") == files(tmp_path / "two")


@pytest.mark.parametrize("engine", ["cloud", "local:0", "local:x"])
def test_an_engine_that_is_not_there_is_refused(run, bread: Path, engine: str):
    done = run("build", "--site", bread, "--engine", engine)

    assert done.code == 2
    assert "--engine" in done.err
    assert not (bread / "public").exists()


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        ("title: [unclosed\n", "site.yaml:"),
        ("titel: Bread\n", "site.yaml:1:1"),
        ("title: Bread\ntheme: no-such-theme\n", "site.yaml"),
        ("title: Bread\nposts_per_page: many\n", "site.yaml:2:"),
    ],
)
def test_settings_that_cannot_be_used_are_named_by_line_and_nothing_is_written(run, bread: Path, settings, place):
    (bread / "site.yaml").write_text(settings)

    done = run("build", "--site", bread)

    assert done.code == 2
    assert place in done.err
    assert not (bread / "public").exists()


def test_a_failed_build_leaves_the_old_site_as_it_was(run, bread: Path):
    run("build", "--site", bread)
    before = files(bread / "public")
    (bread / "site.yaml").write_text("titel: Bread\n")

    assert run("build", "--site", bread).code == 2

    assert files(bread / "public") == before


@pytest.mark.parametrize("content", [b"", bytes(range(256)) * 40, "Über\n".encode("latin-1")])
def test_a_site_of_one_bad_dump_is_refused_and_nothing_is_written(run, site: Path, content: bytes):
    (site / "content" / "threads" / "bad.txt").write_bytes(content)

    done = run("build", "--site", site)

    assert done.code == 2
    assert "content/threads/bad.txt" in done.err
    assert not (site / "public").exists()


def test_a_bad_dump_beside_good_ones_stops_the_build_and_says_how_to_leave_it_out(run, bread: Path):
    (bread / "content" / "threads" / "bad.txt").write_bytes(bytes(range(256)) * 40)

    done = run("build", "--site", bread)

    assert done.code == 2
    assert "content/threads/bad.txt:1:1: error" in done.err
    assert "skip: ['bad.txt']" in done.err

    (bread / "site.yaml").write_text("title: Bread\nskip: ['bad.txt']\n")
    assert run("build", "--site", bread).code == 0


def test_strict_turns_problems_into_exit_1_and_builds_all_the_same(run, bread: Path):
    (bread / "content" / "threads" / "a-link.txt").symlink_to("bread.txt")

    done = run("build", "--site", bread, "--strict")

    assert done.code == 1
    assert "a-link.txt: warning" in done.err
    assert (bread / "public" / "index.html").is_file()
    assert run("build", "--site", bread).code == 0


@pytest.mark.parametrize("output", [".", "content", "themes", ".."])
def test_an_output_that_would_bury_the_site_is_refused(run, bread: Path, output: str):
    (bread / "themes" / "own").mkdir(parents=True)
    (bread / "themes" / "own" / "theme.yaml").write_text("extends: disputatio\n")
    before = files(bread)

    done = run("build", "--site", bread, "--output", bread / output)

    assert done.code == 2
    assert {name: data for name, data in files(bread).items() if not name.startswith(".cache")} == before


def test_without_a_terminal_there_are_no_bars_and_no_colours(bread: Path):
    done = subprocess.run(
        [sys.executable, "-m", "generator", "build", "--site", bread], capture_output=True, check=True, env=os.environ
    )

    assert b"\x1b" not in done.stdout + done.stderr
    assert b"\r" not in done.stdout + done.stderr
