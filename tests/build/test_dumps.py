"""Dumps of many threads: read in parts, threads in several dumps made one, attachments published by what they hold."""

from __future__ import annotations

import base64
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from generator.importers import seam
from generator.pipeline import scan
from generator.problems import UnusableInput
from tests.build import records
from tests.build.records import debate, lines

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


class Point:
    name = "records"

    @staticmethod
    def load() -> object:
        return records


@pytest.fixture(autouse=True)
def _importer_is_installed(monkeypatch):
    monkeypatch.setattr(seam, "_installed", lambda: (Point,))


@pytest.fixture
def in_parts(monkeypatch):
    """Make every dump a huge one."""
    monkeypatch.setattr(scan, "SPLIT_FROM_BYTES", 1_000)
    monkeypatch.setattr(scan, "PART_BYTES", 500)


def dump(site, name, *posts):
    site.write(f"content/threads/{name}", lines(*posts))


def threads_of(site):
    return sorted(path.parent.name for path in (site.public / "threads").glob("*/index.html"))


def posts_of(site, thread):
    return sorted(path.stem for path in (site.public / "threads" / thread).glob("p-*.html"))


def many(*names):
    """Return posts of several threads, whose records are scattered."""
    return [post for posts in zip(*(debate(name, 1, 5) for name in names), strict=True) for post in posts]


def test_the_scattered_posts_of_a_dump_become_its_threads(site):
    dump(site, "town.jsonl", *many("bridge", "school", "bath"))

    site.build()

    assert {"bath", "bridge", "school"} < set(threads_of(site))
    assert posts_of(site, "school") == ["p-p1", "p-p2", "p-p3", "p-p4", "p-p5"]


def test_a_dump_read_in_parts_gives_the_same_site(make_site, monkeypatch):
    whole, parted = make_site(), make_site("parted")
    for each in (whole, parted):
        dump(each, "town.jsonl", *many("bridge", "school", "bath", "mill", "fair"))
    before = whole.build()

    monkeypatch.setattr(scan, "SPLIT_FROM_BYTES", 1_000)
    monkeypatch.setattr(scan, "PART_BYTES", 500)
    report = parted.build()

    assert dict(report.tasks)["read"] > dict(before.tasks)["read"] + 4
    assert parted.files() == whole.files()


@pytest.mark.usefixtures("in_parts")
def test_another_post_in_a_huge_dump_gives_what_a_clean_build_gives(make_site):
    site, clean = make_site(), make_site("clean")
    dump(site, "town.jsonl", *many("bridge", "school", "bath"))
    site.build()

    for each in (site, clean):
        dump(each, "town.jsonl", *many("bridge", "school", "bath"), *debate("bridge", 6, 7), *debate("bell", 1, 2))
        each.build()

    assert site.files() == clean.files()
    assert not (site.root / ".cache" / "reading").exists()


def test_broken_lines_are_told_and_the_good_ones_read(site):
    text = (
        lines(*debate("bridge", 1, 3))
        + "{broken\n"
        + lines(*debate("bridge", 4, 4)).removeprefix(records.MARK.decode())
    )
    site.write("content/threads/town.jsonl", text)

    report = site.build()

    (problem,) = [each for each in report.problems if each.code == "D230"]
    assert (problem.file, problem.line) == ("content/threads/town.jsonl", 5)
    assert len(posts_of(site, "bridge")) == 4


def test_a_huge_dump_without_a_post_is_refused(site, in_parts):
    site.write("content/threads/town.jsonl", records.MARK.decode() + "{broken\n" * 200)

    with pytest.raises(UnusableInput) as refused:
        site.build()

    errors = [problem for problem in refused.value.problems if problem.severity == "error"]
    assert [(problem.code, problem.file) for problem in errors] == [("D211", "content/threads/town.jsonl")]


# --- one thread in several dumps -------------------------------------------------------------------------------------


def test_a_thread_that_lies_in_two_dumps_is_one(site):
    here = {"url": "https://forum.example/threads/17", "title": "The bridge"}
    dump(site, "a.jsonl", *debate("bridge", 1, 3, **here))
    dump(site, "b.jsonl", *debate("bridge", 3, 5, **here), *debate("school", 1, 2))

    report = site.build()

    assert posts_of(site, "bridge") == ["p-p1", "p-p2", "p-p3", "p-p4", "p-p5"]
    assert {"bridge", "school"} < set(threads_of(site))
    assert not [problem for problem in report.problems if problem.code == "D221"]


def test_threads_of_two_forums_with_one_number_stay_two(site):
    dump(site, "a.jsonl", *debate("bridge", 1, 2, url="https://one.example/17"))
    dump(site, "b.jsonl", *debate("bridge", 1, 4, url="https://two.example/17"))

    site.build()

    found = [thread for thread in threads_of(site) if thread.startswith("bridge")]
    assert [len(posts_of(site, thread)) for thread in found] == [2, 4]


def test_what_is_missing_between_two_dumps_is_told(site):
    numbered = [{**post, "number": str(post["id"])[1:]} for post in debate("bridge", 1, 9, title="The bridge")]
    dump(site, "a.jsonl", *numbered[:3])
    dump(site, "b.jsonl", *numbered[6:])

    site.build()

    assert "posts #4 to #6" in (site.public / "threads/bridge/index.html").read_text()


@pytest.mark.parametrize("parts", [1_000, 10**9])
def test_dumps_that_come_and_go_leave_what_a_clean_build_gives(make_site, monkeypatch, parts):
    monkeypatch.setattr(scan, "SPLIT_FROM_BYTES", parts)
    monkeypatch.setattr(scan, "PART_BYTES", 500)
    dumps = {
        "a.jsonl": [*debate("bridge", 1, 3, title="The bridge"), *debate("school", 1, 4)],
        "b.jsonl": [*debate("bridge", 3, 6, title="The bridge"), *debate("bath", 1, 3)],
        "c.jsonl": [*debate("bridge", 1, 2, title="Another bridge", by="Clara"), *debate("bath", 2, 5)],
        "old/d.jsonl": debate("bridge", 5, 8, title="The bridge"),
    }
    site, step = make_site(), 0
    corrections = "- {author: Dora, post: bridge/p3, why: a letter of hers}\n"

    def check():
        nonlocal step
        step += 1
        clean = make_site(f"clean-{step}")
        for path in (site.root / "content").rglob("*"):
            if path.is_file():
                clean.write(str(path.relative_to(site.root)), path.read_text(encoding="utf-8"))
        site.build()
        clean.build()
        assert site.files() == clean.files()

    for name, posts in dumps.items():
        dump(site, name, *posts)
        check()
    site.write("content/corrections.yaml", corrections)
    check()
    (site.root / "content/threads/a.jsonl").unlink()
    check()
    (site.root / "content/corrections.yaml").unlink()
    dump(site, "a.jsonl", *debate("bridge", 1, 4, title="The bridge"))
    check()


# --- killed and resumed ----------------------------------------------------------------------------------------------

BUILDER = """
import sys
from pathlib import Path
from generator.config import read_config
from generator.importers import seam
from generator.importers.structured import spill
from generator.pipeline import build, scan
from generator.stages import read
from tests.build import records
import os, signal

class Point:
    name, load = "records", staticmethod(lambda: records)

seam._installed = lambda: (Point,)
scan.SPLIT_FROM_BYTES, scan.PART_BYTES = 1_000, 4_000
spill._CHECKPOINT_BYTES = 2_000
root, scans, reads = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
done = {"scan": 0, "read": 0}

def count(what, limit, function):
    def counted(*arguments):
        done[what] += 1
        if done[what] == limit:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments)
    return counted

spill.Spill.add = count("scan", scans, spill.Spill.add)
read._Reader._free = count("read", reads, read._Reader._free)
build(read_config(root), engine="local:1")
print(done["scan"], done["read"])
"""


def build_until(site, *, scans: int = -1, reads: int = -1) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", BUILDER, str(site.root), str(scans), str(reads)]
    top = Path(__file__).parents[2]
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=top)


def test_the_reading_of_a_huge_dump_goes_on_where_it_was_killed(make_site):
    site, whole = make_site(), make_site("whole")
    posts = [post for number in range(30) for post in debate(f"bridge {number}", 1, 6)]
    for each in (site, whole):
        dump(each, "town.jsonl", *posts)
    build_until(whole)

    assert build_until(site, scans=100).returncode == -signal.SIGKILL
    assert build_until(site, reads=20).returncode == -signal.SIGKILL  # when some of the parts are done
    last = build_until(site)

    scanned, composed = map(int, last.stdout.split())
    assert scanned == 0  # all records were there
    assert 0 < composed <= 30 - 10
    assert site.files() == whole.files()
    assert not (site.root / ".cache" / "reading").exists()


# --- attachments -----------------------------------------------------------------------------------------------------


def with_files(**files: bytes) -> dict[str, object]:
    posts = debate("bridge", 1, 2)
    return {**posts[0], "files": {name: base64.b64encode(data).decode() for name, data in files.items()}}


def published(site):
    return sorted(path.name for path in (site.public / "attachments").glob("*"))


def test_a_picture_is_shown_and_named_by_what_it_holds(site):
    dump(site, "town.jsonl", with_files(**{"../../Evil <name>.png": PNG}))

    site.build()

    (name,) = published(site)
    assert (site.public / "attachments" / name).read_bytes() == PNG
    assert name.endswith(".png")
    page = (site.public / "threads/bridge/p-p1.html").read_text()
    assert f'src="../../attachments/{name}" alt="../../Evil &lt;name&gt;.png" loading="lazy"' in page


def test_only_files_that_no_browser_runs_are_published_whatever_they_are_called(site):
    evil = {
        "a.png": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "b.gif": b"<!DOCTYPE html><script>alert(1)</script>",
        "c.txt": b"plain words <script>alert(1)</script>",
        "d.js": b"alert(1) // javascript: ",
        "e.exe": b"MZ\x90\x00" + bytes(100),
    }
    good = {"f.html": b"%PDF-1.4 a page", "g.svg": b"Plain words, and no more.", "h.js": PNG}
    dump(site, "town.jsonl", with_files(**evil, **good))

    site.build()

    assert sorted(name.partition(".")[2] for name in published(site)) == ["pdf", "png", "txt"]
    page = (site.public / "threads/bridge/p-p1.html").read_text()
    assert "<bdi>d.js</bdi> (not published)" in page


@pytest.mark.parametrize(("setting", "endings"), [("all", ["pdf", "png"]), ("pictures", ["png"]), ("none", [])])
def test_the_site_decides_what_is_published(site, setting, endings):
    dump(site, "town.jsonl", with_files(**{"a.png": PNG, "b.pdf": b"%PDF-1.4 a page"}))
    site.build()
    site.write("site.yaml", f"title: Bread and water\nattachments: {setting}\n")

    site.build()

    assert sorted(name.partition(".")[2] for name in published(site)) == endings


def test_an_attachment_that_two_dumps_bring_is_published_once_and_goes_with_the_last(site):
    dump(site, "a.jsonl", with_files(**{"a.png": PNG}))
    dump(site, "b.jsonl", {**with_files(**{"b.png": PNG}), "thread": "school"})
    site.build()
    before = site.numbers()

    (site.root / "content/threads/a.jsonl").unlink()
    site.build()
    (name,) = published(site)
    assert site.numbers()[f"attachments/{name}"] == before[f"attachments/{name}"]

    (site.root / "content/threads/b.jsonl").unlink()
    site.build()
    assert published(site) == []
