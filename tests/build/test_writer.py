"""The output folder: which folders are refused, and how one site takes the place of another."""

import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.problems import UnusableInput
from generator.writer import MANIFEST, OutputFolder, PageWriter, check_output, make_manifest, read_manifest


@pytest.fixture
def site(tmp_path):
    for folder in ("content/threads", "themes", ".cache", ".git"):
        (tmp_path / "site" / folder).mkdir(parents=True)
    return tmp_path / "site"


def open_output(site, output=None):
    return OutputFolder(output or site / "public", site=site, cache=site / ".cache")


def publish(site, pages, output=None):
    """Publish a site that holds just these pages; return the output folder."""
    folder = open_output(site, output)
    former = read_manifest(folder.path)
    folder.prepare()
    writer = PageWriter(str(folder.spare))
    for url, content in pages.items():
        writer.write(url, content)
    folder.remove(set(former.urls() if former else ()) - pages.keys())
    folder.seal(make_manifest((url, repr(content)) for url, content in pages.items()))
    folder.publish()
    return folder


def files_of(folder: Path):
    """Return what a folder holds, by path, without our manifest."""
    found = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    found.pop(MANIFEST, None)
    return found


# --- refusing ------------------------------------------------------------------------------------------------------


def refusal(output, site):
    before = {path: path.lstat().st_mtime_ns for path in sorted(site.parent.rglob("*"))}
    with pytest.raises(UnusableInput) as caught:
        check_output(output, site)
    assert {path: path.lstat().st_mtime_ns for path in sorted(site.parent.rglob("*"))} == before
    return caught.value.problems[0].code


@pytest.mark.parametrize(
    "output, code",
    [
        (".", "D501"),
        ("..", "D501"),
        ("/", "D501"),
        ("content", "D502"),
        ("content/threads", "D502"),
        ("content/new", "D502"),
        ("themes", "D502"),
        (".cache", "D502"),
        (".cache/public", "D502"),
        (".git", "D502"),
    ],
)
def test_folders_that_the_site_needs_are_refused(site, output, code):
    assert refusal(site / output, site) == code


def test_the_home_folder_is_refused(site, tmp_path, monkeypatch):
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))

    assert refusal(tmp_path / "home", site) == "D501"


def test_a_link_a_file_and_a_foreign_folder_are_refused(site, tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "thesis.txt").write_text("mine")

    assert refusal(tmp_path / "link", site) == "D503"
    assert refusal(tmp_path / "file", site) == "D504"
    assert refusal(tmp_path / "foreign", site) == "D505"


@pytest.mark.parametrize("manifest", [b"{}", b"", b'{"made_by":"x"}', b"[]", b"\xff"])
def test_a_folder_with_a_manifest_that_is_not_ours_is_foreign(site, tmp_path, manifest):
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / MANIFEST).write_bytes(manifest)

    assert refusal(tmp_path / "foreign", site) == "D505"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_refused(site, tmp_path):
    (tmp_path / "locked").mkdir(mode=0o500)

    assert refusal(tmp_path / "locked" / "public", site) == "D506"


def test_a_new_an_empty_and_our_own_folder_are_fine(site, tmp_path):
    (tmp_path / "empty").mkdir()
    publish(site, {"index.html": b"1"})

    for output in (tmp_path / "new" / "deep", tmp_path / "empty", site / "public"):
        check_output(output, site)


# --- publishing ----------------------------------------------------------------------------------------------------

PAGES = st.dictionaries(
    st.sampled_from(["index.html", "a/index.html", "a/b.html", "a/c/d.html", "e/f.html", "e/g.html"]),
    st.sampled_from([b"one", b"two", b"three"]),
    min_size=1,
)


@given(sites=st.lists(PAGES, min_size=1, max_size=5))
def test_the_output_holds_the_last_site_and_nothing_else(tmp_path_factory, sites):
    site = tmp_path_factory.mktemp("site")

    for pages in sites:
        publish(site, pages)

    assert files_of(site / "public") == sites[-1]
    folders = {path for path in (site / "public").rglob("*") if path.is_dir()}
    assert all(any(path.is_file() for path in folder.rglob("*")) for folder in folders)


def test_a_page_that_stays_is_the_same_file_and_a_new_one_never_writes_into_the_old(site):
    publish(site, {"stays.html": b"stays", "changes.html": b"old"})
    stays, changes = (site / "public" / name for name in ("stays.html", "changes.html"))
    number, kept_open = stays.stat().st_ino, changes.open("rb")

    publish(site, {"stays.html": b"stays", "changes.html": b"new"})

    assert stays.stat().st_ino == number
    assert changes.read_bytes() == b"new"
    assert kept_open.read() == b"old"
    kept_open.close()


def test_what_is_not_ours_stays_where_it_was_put(site):
    publish(site, {"index.html": b"1", "old.html": b"1"})
    (site / "public" / "CNAME").write_text("debates.example")
    (site / "public" / "mine").mkdir()
    (site / "public" / "mine" / "notes.txt").write_text("notes")
    (site / "public" / "link").symlink_to("index.html")

    publish(site, {"index.html": b"2"})
    publish(site, {"index.html": b"3"})

    assert files_of(site / "public") == {
        "index.html": b"3",
        "link": b"3",
        "CNAME": b"debates.example",
        "mine/notes.txt": b"notes",
    }
    assert (site / "public" / "link").is_symlink()


def test_a_link_in_our_way_is_replaced_and_not_followed(site, tmp_path):
    publish(site, {"index.html": b"1"})
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "page.html").write_text("precious")
    (site / "public" / "threads").symlink_to(tmp_path / "precious")
    (site / "public" / "people.html").symlink_to(tmp_path / "precious" / "page.html")

    publish(site, {"index.html": b"1", "threads/page.html": b"ours", "people.html": b"ours"})

    assert (tmp_path / "precious" / "page.html").read_text() == "precious"
    assert (site / "public" / "threads" / "page.html").read_bytes() == b"ours"


def test_a_forged_manifest_removes_nothing_outside_the_output(site, tmp_path):
    publish(site, {"index.html": b"1", "mine/index.html": b"1"})
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "thesis.txt").write_text("precious")
    (site / "content" / "dump.txt").write_text("precious")
    (site / "public" / "link").symlink_to(tmp_path / "precious")
    forged = {"": ["index.html", "../content/dump.txt"], "../content": ["dump.txt"], "link": ["thesis.txt"], "mine": []}
    manifest = {"made_by": "Disputatio", "format": 1, "digest": "", "files": forged}
    (site / "public" / MANIFEST).write_text(json.dumps(manifest))

    publish(site, {"index.html": b"2"})

    assert (tmp_path / "precious" / "thesis.txt").exists()
    assert (site / "content" / "dump.txt").exists()


def test_an_output_elsewhere_leaves_nothing_beside_it(site, tmp_path, monkeypatch):
    monkeypatch.setattr("generator.writer.folder._device", lambda folder: hash(folder))  # another file system

    publish(site, {"index.html": b"1"}, tmp_path / "www")
    publish(site, {"index.html": b"2"}, tmp_path / "www")

    assert files_of(tmp_path / "www") == {"index.html": b"2"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site", "www"]


def test_without_an_exchange_of_names_the_trees_change_places_by_renaming(site, monkeypatch):
    monkeypatch.setattr("generator.writer.folder._exchange", lambda one, other: False)

    publish(site, {"index.html": b"1"})
    publish(site, {"index.html": b"2"})

    assert files_of(site / "public") == {"index.html": b"2"}


def test_a_site_that_was_put_aside_when_the_build_was_killed_comes_back(site, monkeypatch):
    monkeypatch.setattr("generator.writer.folder._exchange", lambda one, other: False)
    spare, rename = publish(site, {"index.html": b"1"}).spare, Path.rename

    def rename_until_killed(path, target):
        if path == spare:
            raise KeyboardInterrupt
        return rename(path, target)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Path, "rename", rename_until_killed)
        publish(site, {"index.html": b"2"})
    assert not (site / "public").exists()

    open_output(site)

    assert files_of(site / "public") == {"index.html": b"1"}


def test_something_foreign_that_came_during_the_build_is_not_replaced(site):
    folder = open_output(site)
    folder.prepare()
    PageWriter(str(folder.spare)).write("index.html", b"1")
    folder.seal(make_manifest([("index.html", "d")]))
    (site / "public").mkdir()
    (site / "public" / "thesis.txt").write_text("mine")

    with pytest.raises(UnusableInput):
        folder.publish()

    assert files_of(site / "public") == {"thesis.txt": b"mine"}


def test_the_umask_decides_who_may_read(site):
    before = os.umask(0o027)
    try:
        publish(site, {"a/index.html": b"1"})
    finally:
        os.umask(before)

    assert stat.S_IMODE((site / "public/a/index.html").stat().st_mode) == 0o640


@pytest.mark.parametrize(
    "url", ["", "/etc/passwd", "../x", "a/../../x", "a//b", "x" * 201, "a\0b", "e\u0301.html", "a\\b"]
)
def test_a_url_that_is_no_portable_file_name_is_a_fault(tmp_path, url):
    with pytest.raises(ValueError, match="not"):
        PageWriter(str(tmp_path)).write(url, b"")


def test_the_manifest_does_not_depend_on_the_order_of_pages():
    pages = [("b.html", "1"), ("a/b.html", "2"), ("a/a.html", "3")]

    assert make_manifest(pages) == make_manifest(reversed(pages))
    assert sorted(make_manifest(pages).urls()) == ["a/a.html", "a/b.html", "b.html"]
    assert make_manifest(pages).digest != make_manifest([*pages[:2], ("a/a.html", "4")]).digest
