"""`disputatio init`: a whole site, or nothing."""

from pathlib import Path

import pytest

from generator.config import read_config


def test_a_new_site_has_settings_that_hold_and_the_sample(run, tmp_path: Path, repository: Path):
    done = run("init", tmp_path / "my archive")

    assert done.code == 0
    assert "disputatio serve --site" in done.out
    assert read_config(tmp_path / "my archive").title == "my archive"
    sample = {path.relative_to(repository) for path in (repository / "content").rglob("[!.]*") if path.is_file()}
    assert {path for path in sample if not (tmp_path / "my archive" / path).is_file()} == set()


def test_folders_above_are_made_and_an_empty_one_is_used(run, tmp_path: Path):
    (tmp_path / "empty").mkdir()

    assert run("init", tmp_path / "a" / "b").code == 0
    assert run("init", tmp_path / "empty").code == 0


def test_the_folder_that_one_stands_in_stays_that_folder(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)

    assert run("init", ".").code == 0
    assert sorted(entry.name for entry in Path().iterdir()) == ["content", "site.yaml"]
    assert run("check").code == 0


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_what_is_there_is_left_alone(run, tmp_path: Path, kind: str):
    target = tmp_path / "taken"
    if kind == "folder":
        target.mkdir()
        (target / "notes.txt").write_text("mine")
    else:
        target.write_text("mine")

    done = run("init", target)

    assert done.code == 2
    assert "no site is made here" in done.err
    assert sorted(path.name for path in tmp_path.rglob("*")) == (
        ["notes.txt", "taken"] if kind == "folder" else ["taken"]
    )


def test_a_failure_half_way_leaves_nothing(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", fail)

    done = run("init", tmp_path / "site")

    assert done.code == 2
    assert list(tmp_path.iterdir()) == []
