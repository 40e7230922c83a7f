"""A real cluster of two workers: who is killed in a map costs a retry. `bench/engines.py` builds whole archives."""

import pytest

from tests.engine import clusters
from tests.engine.clusters import numbers
from tests.engine.standalone import standalone

pytestmark = [pytest.mark.spark, pytest.mark.slow, pytest.mark.xdist_group("spark")]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with standalone(tmp_path_factory.mktemp("spark")) as cluster:
        yield cluster


@pytest.fixture
def engine(cluster, tmp_path):
    from generator.engine.spark import Spark

    (tmp_path / "shards").mkdir()
    engine = Spark(str(tmp_path), cluster.url, clusters.version)
    yield engine
    engine.close()


@pytest.mark.parametrize("deadly", [clusters.die_once, clusters.die_with_executor], ids=["worker", "executor"])
def test_who_is_killed_in_a_map_costs_a_retry(engine, tmp_path, deadly):
    assert list(engine.map(deadly, numbers(12, tmp_path), "read")) == list(range(12))
    assert list(tmp_path.glob("killed-*"))
