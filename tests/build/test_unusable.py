"""How a build ends when something of the user's cannot be used: everything is told at once, and nothing has changed."""

import pytest

from generator.problems import TryAgainLater, UnusableInput
from generator.store import Store
from generator.writer import PageWriter
from tests.build.sites import BREAD, paste


def test_a_dump_that_cannot_be_used_stops_the_build_and_changes_nothing(site):
    site.build()
    before = site.numbers()
    (site.root / "content/threads/broken.txt").write_bytes(b"\xff\xfe\x00")
    (site.root / "content/threads/empty.txt").write_bytes(b"")

    with pytest.raises(UnusableInput) as caught:
        site.build()

    assert [problem.file for problem in caught.value.problems] == [
        "content/threads/broken.txt",
        "content/threads/empty.txt",
    ]
    assert all("skip: [" in problem.fix for problem in caught.value.problems)
    assert site.numbers() == before


def test_a_dump_under_skip_is_as_good_as_not_there(site):
    site.build()
    before = site.files()
    (site.root / "content/threads/empty.txt").write_bytes(b"")
    site.write("site.yaml", "title: Bread and water\nskip: [empty.txt]\n")

    site.build()

    assert site.files() == before


def test_all_faults_are_told_at_once(site):
    site.write("content/topics.yaml", "mill: {lable: The mill}\n")
    site.write("content/corrections.yaml", "- nonsense: 1\n")
    site.write("site.yaml", "title: Bread\ntheme: missing\n")

    with pytest.raises(UnusableInput) as caught:
        site.build()

    files = {problem.file for problem in caught.value.problems}
    assert {"content/topics.yaml", "content/corrections.yaml", "site.yaml"} <= files
    assert not site.public.exists()


def test_a_link_among_the_dumps_is_not_followed(site, tmp_path):
    (tmp_path / "secret.txt").write_text(paste("Secret", BREAD))
    (site.root / "content/threads/secret.txt").symlink_to(tmp_path / "secret.txt")
    (site.root / "content/threads/folder").symlink_to(tmp_path)

    report = site.build()

    assert [problem.file for problem in report.problems if problem.code == "D201"] == [
        "content/threads/folder",
        "content/threads/secret.txt",
    ]
    assert not [path for path in site.files() if "secret" in path]


def test_a_full_disk_leaves_the_old_site(site, monkeypatch):
    site.build()
    before = site.numbers()
    site.write("site.yaml", "title: Water and bread\n")
    monkeypatch.setattr(
        PageWriter, "write", lambda self, url, data: (_ for _ in ()).throw(OSError(28, "No space left"))
    )

    with pytest.raises(UnusableInput) as caught:
        site.build()

    assert caught.value.problems[0].code == "D507"
    assert site.numbers() == before
    monkeypatch.undo()
    assert site.build().has_changed


def test_a_second_build_at_the_same_time_is_told_to_come_later(site):
    store = Store(str(site.root / ".cache"))

    with pytest.raises(TryAgainLater):
        site.build()

    store.close()
    assert site.build().has_changed
