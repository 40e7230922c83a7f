"""A build: what it writes and what it leaves alone, and how it ends when something cannot be used."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.config import read_config
from generator.pipeline import check
from generator.problems import UnusableInput
from generator.store import Store
from generator.writer import MANIFEST, read_manifest
from tests.build.sites import BREAD, ECHO, HARBOUR, RAILWAY, changed, contents

# --- increments ----------------------------------------------------------------------------------------------------


def test_the_second_build_writes_nothing(site):
    site.build()
    before, folders = site.numbers(), {path: path.stat().st_mtime_ns for path in site.public.rglob("*")}

    report = site.build()

    assert (report.written, report.removed, report.has_changed) == (0, 0, False)
    assert report.kept == len(before) - 1  # the manifest is no page
    assert site.numbers() == before
    assert {path: path.stat().st_mtime_ns for path in site.public.rglob("*")} == folders


def test_one_changed_post_touches_only_the_pages_that_show_it(site):
    site.build()
    before = site.numbers()
    site.thread("harbour.txt", "Who paid for the harbour?", (HARBOUR[0], ("Dora", HARBOUR[1][1] + " Not one coin.")))

    site.build()

    touched = changed(before, site.numbers())
    assert touched
    assert not any(path.startswith(("threads/bread", "threads/railway", "pages/", "assets/")) for path in touched)


def test_a_change_that_no_page_shows_touches_no_page(site):
    site.build()
    before = site.numbers()
    site.write(
        "content/topics.yaml", "mill: {label: The mill, aliases: [mill]}\nkronstadt: {label: Kronstadt}\n# later\n"
    )

    report = site.build()

    assert not report.has_changed
    assert site.numbers() == before


def test_a_removed_dump_leaves_no_page_behind(site):
    site.build()
    (site.root / "content/threads/harbour.txt").unlink()

    report = site.build()

    assert report.removed > 0
    assert not [path for path in site.files() if "harbour" in path or "dora" in path]
    assert not (site.public / "threads/harbour").exists()


def test_a_new_title_of_the_site_stands_on_every_page(site):
    site.build()
    site.write("site.yaml", "title: Water and bread\n")

    site.build()

    pages = {path: data for path, data in site.files().items() if path.endswith(".html")}
    assert all(b"Water and bread" in data and b"Bread and water" not in data for data in pages.values())


def test_a_build_without_its_cache_finds_every_page_as_it_is(site):
    site.build()
    before = site.numbers()
    shutil.rmtree(site.root / ".cache")

    report = site.build()

    assert (report.written, report.removed) == (0, 0)
    assert site.numbers() == before


def test_a_clean_build_renders_everything_and_writes_nothing_new(site):
    site.build()
    before = site.numbers()

    report = site.build(clean=True)

    assert dict(report.tasks)["render"] > 0
    assert site.numbers() == before


def test_pages_that_were_harmed_by_hand_are_mended_and_foreign_files_kept(site):
    site.build()
    before = site.files()
    (site.public / "index.html").write_text("oops")
    (site.public / "404.html").unlink()
    (site.public / "CNAME").write_text("debates.example")

    site.build()

    assert site.files() == before | {"CNAME": b"debates.example"}


def test_foreign_files_in_the_output_make_no_work(site):
    site.build()
    site.write("public/.git/index", "1")
    site.write("public/threads/notes.txt", "1")

    report = site.build()

    assert "render" not in dict(report.tasks)
    assert (site.public / ".git/index").read_text() == "1"


def test_an_output_elsewhere_is_the_same_site(site, tmp_path):
    site.build()

    site.build(output=tmp_path / "www")

    assert contents(tmp_path / "www") == site.files()
    assert site.build().written == site.build(output=tmp_path / "www").written == 0


def test_an_output_that_was_thrown_away_leaves_nothing_in_the_cache(site):
    elsewhere, spares = site.root / "elsewhere", site.root / ".cache/spare"
    site.build(output=elsewhere)
    site.write("site.yaml", "title: Water and bread\n")
    site.build(output=elsewhere)
    assert len(list(spares.iterdir())) == 1
    shutil.rmtree(elsewhere)

    site.build()

    assert list(spares.iterdir()) == []


def damage(path, how):
    if how == "cut":
        path.write_bytes(path.read_bytes()[:-1])
    elif how == "changed":
        path.write_bytes(bytes(len(path.read_bytes())))
    else:
        path.unlink()


@pytest.mark.parametrize("how", ["cut", "changed", "removed"])
def test_whatever_is_damaged_in_the_cache_is_made_again(site, how):
    site.build()
    for path in sorted((site.root / ".cache/shards").iterdir()) + sorted((site.root / ".cache/tables").iterdir()):
        damage(path, how)
    site.thread("harbour.txt", "Who paid for the harbour?", (*HARBOUR, ("Anna", "Nobody did, and it was never built.")))

    site.build()

    built = site.files()
    site.build(clean=True)
    assert site.files() == built


# --- the same bytes ------------------------------------------------------------------------------------------------


def test_processes_give_the_bytes_of_one_process(make_site):
    one, several = make_site("one"), make_site("several")
    for site in (one, several):
        for number in range(6):  # so that several shards have something to do
            site.thread(f"more-{number}.txt", f"More of it {number}", BREAD + RAILWAY)
    (several.root / ".cache").mkdir()
    store = Store(str(several.root / ".cache"))
    store.keep_fact("shards", 2)
    store.close()

    one.build(engine="local:1")
    several.build(engine="local:2")

    assert several.files() == one.files()


BUILD = """
import sys
from pathlib import Path
from generator.config import read_config
from generator.pipeline import build
build(read_config(Path(sys.argv[1])), engine="local:1")
"""


def test_neither_place_nor_time_nor_seed_shows_in_a_page(make_site, tmp_path):
    here, there = make_site("here"), make_site("far/there [1]")
    here.build()
    for number, path in enumerate(sorted(there.root.rglob("*.txt"))):
        os.utime(path, (10**9 + number, 10**9 - number))
    env = {
        "TZ": "Asia/Kathmandu",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "HOME": str(tmp_path),
        "PATH": os.environ["PATH"],
    }

    subprocess.run([sys.executable, "-c", BUILD, str(there.root)], cwd="/", env=env, check=True)

    assert there.files() == here.files()


# --- dumps and threads ---------------------------------------------------------------------------------------------


def test_a_folder_of_dumps_is_one_thread_in_natural_order(site):
    for number, post in enumerate(RAILWAY, 9):
        site.thread(f"pages/page-{number}.txt", "The railway and the mill", (post,))
    for name in ("railway.txt", "bread.txt", "harbour.txt"):
        (site.root / "content/threads" / name).unlink()

    report = site.build()

    assert dict(report.counts)["threads"] == 1
    assert dict(report.counts)["posts"] == 3


def test_two_dumps_with_the_same_id_are_two_threads_and_a_warning(site):
    site.thread("elsewhere/bread.txt", "Another price of bread", HARBOUR)
    before = dict(site.build().counts)

    report = site.build(clean=True)

    assert before["threads"] == 4
    clashes = [problem for problem in report.problems if problem.code == "D221"]
    threads = {Path(path).parts[1] for path in site.files() if path.startswith("threads/") and path.count("/") == 2}
    if clashes:  # the folder's thread goes by the name of its file
        assert len(threads) == 4


def test_a_quote_from_another_thread_is_linked_both_ways(site):
    site.thread("echo.txt", "What was it that somebody wrote?", ECHO)

    site.build()

    pages = {path: data.decode() for path, data in site.files().items() if path.endswith(".html")}
    quoting = next(data for path, data in pages.items() if path.startswith("threads/echo/p-") and "Emil" in data)
    quoted = next(
        data for path, data in pages.items() if "../echo/p-" in data and path.startswith("threads/railway/p-")
    )
    origin = re.search(r'href="\.\./railway/(p-[^"#]+\.html)#([^"]+)"', quoting)
    assert origin and f'id="{origin[2]}"' in pages[f"threads/railway/{origin[1]}"]
    assert "Clara" in quoted


def test_an_archive_without_a_dump_is_a_site_as_well(site):
    shutil.rmtree(site.root / "content/threads")
    (site.root / "content/threads").mkdir()

    report = site.build()

    assert dict(report.counts)["threads"] == 0
    assert "index.html" in site.files()


def test_an_archive_whose_threads_are_gone_does_not_replace_the_site(site):
    site.build()
    before = site.files()
    (site.root / "content/threads").rename(site.root / "content/mistyped")

    with pytest.raises(UnusableInput) as caught:
        site.build()

    assert [problem.code for problem in caught.value.problems] == ["D212"]
    assert site.files() == before


def test_folders_nested_without_end_are_refused(site):
    deep = site.root / "content/threads/deep"
    for _ in range(30):
        deep = deep / "f"
    deep.mkdir(parents=True)

    with pytest.raises(UnusableInput) as caught:
        site.build()

    assert [problem.code for problem in caught.value.problems] == ["D201"]


def test_a_page_of_the_archivist_that_is_not_utf8_is_refused_with_its_place(site):
    (site.root / "content/pages").mkdir(exist_ok=True)
    (site.root / "content/pages/cafe.md").write_bytes(b"# One\n\nA caf\xe9.\n")

    with pytest.raises(UnusableInput) as caught:
        site.build()

    (problem,) = caught.value.problems
    assert (problem.code, problem.line, problem.column) == ("D512", 3, 6)


def test_the_manifest_names_every_page(site):
    site.build()

    assert site.files().keys() - {MANIFEST} == set(read_manifest(site.public).urls())


def test_check_tells_what_a_build_would_and_what_is_doubtful_and_builds_nothing(site):
    site.thread(
        "guess.txt", "Who wrote this?", (BREAD[0], ("", "Nobody has put a name to this one, but I have an idea."))
    )

    found = check(read_config(site.root), engine="local:1")

    assert not site.public.exists()
    assert found.doubts == check(read_config(site.root), engine="local:1").doubts
    assert [doubt.harm for doubt in found.doubts] == sorted((doubt.harm for doubt in found.doubts), reverse=True)
    assert found.problems == site.build().problems


@pytest.mark.parametrize(("which", "count"), [("all", 11), ("quoted", 3), ("none", 0)])
def test_pages_of_single_posts_can_be_left_out(make_site, which, count):
    site = make_site(which)
    site.thread("echo.txt", "Who said it first?", ECHO)
    site.write("site.yaml", f"title: Bread and water\npages:\n  posts: {which}\n")

    site.build()

    assert len(list(site.public.glob("threads/*/p-*.html"))) == count
    assert len(list(site.public.glob("threads/*/index.html"))) == 4
