"""A cluster does what this machine does, with the same bytes. Sail stands in for Spark: it needs no Java."""

import pytest

from generator.engine import StageFault
from generator.problems import UnusableInput
from generator.store import DamagedVolume, Store
from tests.build.sites import ECHO
from tests.engine import clusters
from tests.engine.clusters import Doubled, numbers


@pytest.fixture(scope="module")
def url():
    with clusters.sail() as url:
        yield url


@pytest.fixture
def engine(url, tmp_path):
    from generator.engine.spark import Spark

    (tmp_path / "shards").mkdir()
    engine = Spark(str(tmp_path), url, clusters.version)
    yield engine
    engine.close()


def test_a_map_gives_its_results_in_order(engine, tmp_path):
    found = list(engine.map(clusters.double, numbers(150, tmp_path), "read"))

    assert [result.value for result in found] == [2 * value for value in range(150)]


def test_a_fault_of_ours_names_its_stage_and_its_item(engine, tmp_path):
    with pytest.raises(StageFault) as caught:
        list(engine.map(clusters.fail_on_three, numbers(6, tmp_path), "read"))

    assert (caught.value.stage, caught.value.item) == ("read", "n3")
    assert "ZeroDivisionError: three" in caught.value.details


def test_damage_and_full_disks_are_told_as_they_were_met(engine, tmp_path):
    with pytest.raises(DamagedVolume) as damage:
        list(engine.map(clusters.find_damage, numbers(2, tmp_path), "read"))
    with pytest.raises(OSError, match="No space left") as disk:
        list(engine.map(clusters.meet_a_full_disk, numbers(2, tmp_path), "read"))

    assert damage.value.uri == "n0"
    assert (disk.value.errno, disk.value.filename) == (28, "page.html")


def test_who_stops_listening_does_not_disturb_the_next_map(engine, tmp_path):
    first = next(engine.map(clusters.double, numbers(50, tmp_path), "read"))

    assert first.value == 0
    assert [found.value for found in engine.map(clusters.double, numbers(3, tmp_path), "read")] == [0, 2, 4]


def test_what_the_workers_did_is_known_to_the_next_build_if_the_driver_was_killed(engine, tmp_path):
    list(engine.map(clusters.double, numbers(4, tmp_path), "read"))
    store = Store(str(tmp_path))

    store.take_over("read", Doubled, {"n1": "key", "n2": "another key", "n3": "key"})

    assert store.receipts("read", Doubled) == {"n1": Doubled("n1", "key", 2), "n3": Doubled("n3", "key", 6)}
    assert not list((tmp_path / "receipts").iterdir())
    store.close()


def test_a_worker_left_over_from_an_earlier_build_writes_nothing_any_more(engine, tmp_path):
    list(engine.map(clusters.double, numbers(2, tmp_path), "read"))
    (tmp_path / "fence").write_text("a later build")

    with pytest.raises(UnusableInput) as caught:
        list(engine.map(clusters.double, numbers(2, tmp_path), "link"))

    assert caught.value.problems[0].code == "D906"
    assert not (tmp_path / "receipts/link").exists()


def test_a_cluster_gives_the_bytes_of_this_machine_pages_and_tables(make_site, url):
    here, there = make_site("here"), make_site("there")
    for site in (here, there):
        site.thread("echo.txt", "Who said it first?", ECHO)

    here.build(engine="local:1")
    there.build(engine=f"spark:{url}")

    assert there.files() == here.files()
    names = [{path.name for path in (site.root / ".cache/tables").iterdir()} for site in (here, there)]
    assert names[0] == names[1]


def test_a_build_on_a_cluster_continues_one_of_this_machine_and_the_other_way_round(make_site, url):
    site, clean = make_site(), make_site("clean")
    site.build(engine="local:1")
    for each in (site, clean):
        each.thread("echo.txt", "Who said it first?", ECHO)
    site.build(engine=f"spark:{url}")
    clean.build(engine="local:1")

    assert dict(site.build(engine="local:1").tasks).get("render", 0) == 0
    assert site.files() == clean.files()


def test_a_cut_off_file_of_rows_is_noticed_and_made_again(make_site, url):
    site = make_site()
    site.build(engine="local:1")
    before = site.files()
    for path in (site.root / ".cache/shards").glob("link-*.posts.jsonl"):
        path.write_bytes(path.read_bytes()[:-100])
    for path in (site.root / ".cache/tables").glob("people-*"):
        path.unlink()

    report = site.build(engine=f"spark:{url}")

    assert report.written == 0
    site.write("content/pages/home.md", "Another word.\n")
    assert dict(site.build(engine=f"spark:{url}").tasks)["link"] == 1
    assert site.files().keys() == before.keys()


def test_a_cluster_that_is_not_there_is_told_in_a_sentence(make_site):
    clusters.need_pyspark()
    site = make_site()

    with pytest.raises(UnusableInput) as caught:
        site.build(engine="spark:sc://127.0.0.1:9")

    problem = caught.value.problems[0]
    assert (problem.code, "cannot be reached" in problem.message) == ("D903", True)


def test_a_worker_with_another_version_is_refused(url, tmp_path):
    from generator.engine.spark import Spark

    versions = iter(("driver", *["worker"] * 100))
    (tmp_path / "shards").mkdir()
    engine = Spark(str(tmp_path), url, clusters.version)
    engine._code = _Pretending("tests.engine.clusters", "version", versions)

    with pytest.raises(UnusableInput) as caught:
        list(engine.map(clusters.double, numbers(2, tmp_path), "read"))

    engine.close()
    assert caught.value.problems[0].code == "D905"


class _Pretending:
    """The driver's answer to what its version is, while its name leads to the worker's."""

    def __init__(self, module, name, versions):
        self.__module__, self.__qualname__, self._versions = module, name, versions

    def __call__(self):
        return next(self._versions)


def test_without_java_a_classic_master_is_refused_with_the_way_out(make_site, monkeypatch, tmp_path):
    clusters.need_pyspark()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    site = make_site()

    with pytest.raises(UnusableInput) as caught:
        site.build(engine="spark:local[2]")

    assert (caught.value.problems[0].code, "openjdk" in caught.value.problems[0].fix) == ("D902", True)


def test_without_pyspark_the_extra_is_named(make_site, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    site = make_site()

    with pytest.raises(UnusableInput) as caught:
        site.build(engine="spark:local[2]")

    assert (caught.value.problems[0].code, "disputatio[spark]" in caught.value.problems[0].fix) == ("D901", True)
