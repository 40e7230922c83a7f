"""A build that is killed leaves the old site or the new one, and the next build leaves no trace of it."""

import signal
import subprocess
import sys

import pytest

from tests.build.sites import HARBOUR

# Sends itself a signal at a moment of the build: "before" or "after" the n-th call of a function.
KILLER = """
import importlib, os, sys
from pathlib import Path

root, place, moment, count, number, engine = sys.argv[1:]
module, _, path = place.partition(":")
owner = importlib.import_module(module)
*outer, name = path.split(".")
for each in outer:
    owner = getattr(owner, each)
function, calls = getattr(owner, name), []

def deadly(*args, **kwargs):
    calls.append(1)
    if moment == "before" and len(calls) == int(count):
        os.kill(os.getpid(), int(number))
    result = function(*args, **kwargs)
    if moment == "after" and len(calls) == int(count):
        os.kill(os.getpid(), int(number))
    return result

setattr(owner, name, deadly)
from generator.config import read_config
from generator.pipeline import build
build(read_config(Path(root)), engine=engine)
"""

MOMENTS = [
    ("generator.store.state:Store.keep", "after", 2),
    ("generator.engine:Local.sql", "before", 5),
    ("generator.writer.folder:mirror", "after", 1),
    ("generator.writer.pages:PageWriter.write", "before", 3),
    ("generator.writer.folder:OutputFolder.remove", "after", 1),
    ("generator.writer.folder:OutputFolder.seal", "after", 1),
    ("generator.writer.folder:_exchange", "before", 1),
    ("generator.writer.folder:_exchange", "after", 1),
    ("generator.store.state:Store.move_stage", "after", 1),
    ("generator.pipeline.edition:Edition.publish", "after", 1),
]


def build_until(site, place, moment, count, *, number=signal.SIGKILL, engine="local:1"):
    """Build in a process of its own, which sends itself a signal; return its exit code. Waits for all its processes."""
    command = [sys.executable, "-c", KILLER, str(site.root), place, moment, str(count), str(int(number)), engine]
    return subprocess.run(command, check=False, capture_output=True).returncode


@pytest.mark.parametrize(("place", "moment", "count"), MOMENTS, ids=lambda value: str(value).rpartition(".")[2])
def test_a_killed_build_leaves_the_old_site_or_the_new_one(make_site, place, moment, count):
    site, clean = make_site(), make_site("clean")
    site.build()
    old = site.files()
    for each in (site, clean):
        each.thread("harbour.txt", "Who paid for the harbour?", (*HARBOUR, ("Anna", "Nobody did: it was never built.")))
        (each.root / "content/threads/railway.txt").unlink()
    clean.build()

    assert build_until(site, place, moment, count) == -signal.SIGKILL

    assert site.files() in (old, clean.files())
    site.build()
    assert site.files() == clean.files()
    assert sorted(path.name for path in site.root.iterdir()) == [".cache", "content", "public", "site.yaml"]
    assert not list((site.root / ".cache").rglob("*.part"))


def test_a_first_build_that_was_killed_leaves_no_output(site):
    assert build_until(site, "generator.writer.folder:OutputFolder.seal", "before", 1) == -signal.SIGKILL

    assert not site.public.exists()


def test_what_a_killed_build_has_done_is_not_done_again(site):
    assert build_until(site, "generator.pipeline.edition:Edition.stage", "after", 5) == -signal.SIGKILL

    report = site.build()

    tasks = dict(report.tasks)
    assert (tasks["read"], tasks["find"], tasks["link"], tasks["tag"], tasks["view"]) == (0, 0, 0, 0, 0)
    resumed = tasks["render"]
    files = site.files()
    assert dict(site.build(clean=True).tasks)["render"] == resumed + 5
    assert site.files() == files


def test_staged_pages_that_were_harmed_meanwhile_are_rendered_again(site, make_site):
    assert build_until(site, "generator.pipeline.edition:Edition.stage", "after", 5) == -signal.SIGKILL
    for page in (site.root / ".cache/spare").rglob("*.html"):
        page.write_bytes(page.read_bytes()[:-7])

    site.build()

    clean = make_site("clean")
    clean.build()
    assert site.files() == clean.files()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM], ids=lambda number: number.name)
def test_workers_end_with_their_driver_and_leave_the_old_site(make_site, number):
    site, clean = make_site(), make_site("clean")
    site.build()
    old = site.files()
    for each in (site, clean):
        each.write("site.yaml", "title: Water and bread\n")
    place = "generator.pipeline.edition:Edition.stage"

    assert build_until(site, place, "after", 2, number=number, engine="local:2") in (-number, 1)

    assert site.files() == old
    site.build(engine="local:2")
    clean.build()
    assert site.files() == clean.files()
