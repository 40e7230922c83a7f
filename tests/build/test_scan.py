"""Looking at the dumps: what has not changed is not read, and what may have changed is."""

import os
import time

import pytest

from generator.config import read_config
from generator.pipeline import scan
from generator.pipeline.plan import count_shards
from generator.pipeline.settling import settle_ids
from generator.stages import GroupFound, ReadFound, ThreadFound
from generator.store import Store

OLD_NS = 10**18  # long before any build


@pytest.fixture
def look(site):
    """A function that scans the site and returns the names of the dumps that were read for it."""
    store = Store(str(site.root / ".cache"))

    def look(monkeypatch):
        read, real = [], scan._digest_file
        monkeypatch.setattr(scan, "_digest_file", lambda path: read.append(path.rpartition("/")[2]) or real(path))
        found = scan.scan_dumps(read_config(site.root), store, "code")
        monkeypatch.undo()
        return found, read

    yield look
    store.close()


def age(site):
    for path in (site.root / "content/threads").iterdir():
        os.utime(path, ns=(OLD_NS, OLD_NS))


def test_a_dump_that_has_not_changed_is_not_read_again(site, look, monkeypatch):
    age(site)

    first, read = look(monkeypatch)
    second, read_again = look(monkeypatch)

    assert sorted(read) == ["bread.txt", "harbour.txt", "railway.txt"]
    assert read_again == []
    assert second == first


def test_a_dump_that_changed_just_before_it_was_looked_at_is_read_again(site, look, monkeypatch):
    age(site)
    now = time.time_ns()
    os.utime(site.root / "content/threads/bread.txt", ns=(now, now))

    look(monkeypatch)

    assert look(monkeypatch)[1] == ["bread.txt"]


def test_another_size_time_or_file_is_another_dump(site, look, monkeypatch):
    age(site)
    look(monkeypatch)
    threads = site.root / "content/threads"
    os.utime(threads / "bread.txt", ns=(OLD_NS, OLD_NS + 1))
    (threads / "new.txt").write_bytes((threads / "railway.txt").read_bytes())
    (threads / "new.txt").replace(threads / "railway.txt")
    os.utime(threads / "railway.txt", ns=(OLD_NS, OLD_NS))

    assert sorted(look(monkeypatch)[1]) == ["bread.txt", "railway.txt"]


def test_hidden_files_are_nobodys_dumps_and_names_without_text_are_told(site, look, monkeypatch):
    threads = site.root / "content/threads"
    (threads / ".DS_Store").write_bytes(b"\0")
    (threads / os.fsdecode(b"\xff.txt")).touch()

    found, _ = look(monkeypatch)

    assert len(found.groups) == 3
    assert [problem.severity for problem in found.problems] == ["warning"]


def found(**groups: tuple[ThreadFound, ...]):
    """Return what the shards of READ gave: one shard a group, as the driver sees it."""
    return {
        f"{number:05d}": ReadFound((GroupFound(name, name, threads),))
        for number, (name, threads) in enumerate(groups.items())
    }


def test_the_first_thread_keeps_its_id_and_the_others_keep_theirs_when_more_come():
    x, big_x, y = (ThreadFound(name, name) for name in ("x", "X", "y"))

    few = settle_ids(found(a=(x,), c=(big_x, y)))
    more = settle_ids(found(a=(x,), b=(x,), c=(big_x, y)))

    assert set(few.homes) < set(more.homes)
    assert {"x", "y"} < set(few.homes)
    assert [problem.file for problem in more.problems] == ["content/threads/b", "content/threads/c"]


def test_threads_that_share_a_sure_mark_are_one_thread():
    pieces = [ThreadFound("x-7", "x-7", sure=("host 1",)), ThreadFound("x-7", "x-7", sure=("host 1", "here"))]

    settled = settle_ids(found(b=(pieces[0],), a=(pieces[1],)))

    (whole,) = settled.wholes["00001"]
    assert whole.name == "x-7"
    assert whole.pieces == ((1, "x-7"), (0, "x-7"))  # in the order of the dumps' names
    assert settled.gone == {"00000": ["x-7"]}
    assert settled.homes == {"x-7": "00001"}
    assert settled.problems == []


def test_likely_marks_join_threads_unless_they_lie_on_different_hosts():
    here, there = (ThreadFound("x-7", "x-7", host, (host,), ("title",)) for host in ("a.example", "b.example"))
    unknown = ThreadFound("x-7", "x-7", "", ("dump",), ("title",))

    assert list(settle_ids(found(a=(here,), b=(unknown,))).homes) == ["x-7"]
    apart = settle_ids(found(a=(here,), b=(there,)))
    assert len(apart.homes) == 2
    assert apart.problems == []  # every forum has a thread 7
    assert len(settle_ids(found(a=(here,), b=(there,), c=(unknown,))).homes) == 3


def test_what_the_threads_are_called_does_not_depend_on_the_shards():
    groups = {"a": (ThreadFound("x", "x"), ThreadFound("x", "x~2")), "b": (ThreadFound("x", "x"),)}
    apart = settle_ids(found(**groups))
    together = settle_ids({"00000": ReadFound(tuple(GroupFound(name, name, each) for name, each in groups.items()))})

    assert set(apart.homes) == set(together.homes)
    assert len(apart.homes) == 3


def test_the_number_of_shards_stays_while_it_fits(tmp_path):
    store = Store(str(tmp_path))

    def count(size):
        return count_shards(store, scan.Scan((), (size,), ()))

    megabyte = 1 << 20
    assert [count(size * megabyte) for size in (0, 1, 2, 4, 5, 9, 2, 1)] == [1, 1, 4, 4, 16, 16, 4, 4]
    store.close()
