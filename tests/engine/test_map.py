"""`map`: the same results in the same order, in one process or several, whatever befalls a worker."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.engine import Local, StageFault, open_engine
from generator.store import DamagedVolume


@dataclass(frozen=True)
class Number:
    name: str
    value: int
    folder: str = ""
    weight: int = 1_000_000


class UnpicklableError(Exception):
    def __init__(self, one: str, two: str) -> None:
        super().__init__("not what __init__ takes")


def double(item: Number) -> tuple[int, int]:
    """Return the value doubled, and the process that did it."""
    return item.value * 2, os.getpid()


def fail_on_three(item: Number) -> int:
    if item.value == 3:
        raise UnpicklableError("one", "two")
    return item.value


def find_damage(item: Number) -> int:
    raise DamagedVolume(item.name)


def die_once(item: Number) -> int:
    mark = Path(item.folder, item.name)
    if item.value in (2, 5) and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return item.value


def die_always(item: Number) -> int:
    if item.value == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return item.value


def meet_a_full_disk(item: Number) -> int:
    raise OSError(28, "No space left on device", "page.html")


def give_what_no_pipe_takes(item: Number) -> object:
    return lambda: item


@pytest.fixture(scope="module", params=["forkserver", "spawn"])
def processes(request, tmp_path_factory):
    engine = Local(str(tmp_path_factory.mktemp("cache")), workers=2, is_fixed=True, start=request.param)
    yield engine
    engine.close()


def numbers(count, folder=""):
    return [Number(f"n{value}", value, str(folder)) for value in range(count)]


def test_processes_give_the_results_of_one_process_in_order(processes, tmp_path):
    serial = Local(str(tmp_path), workers=1)

    here, there = list(serial.map(double, numbers(30), "s")), list(processes.map(double, numbers(30), "s"))

    assert [value for value, _ in here] == [value for value, _ in there] == [2 * value for value in range(30)]
    assert {process for _, process in here} == {os.getpid()}


def test_an_exception_that_cannot_be_pickled_names_its_item(processes):
    with pytest.raises(StageFault) as caught:
        list(processes.map(fail_on_three, numbers(6), "read"))

    assert (caught.value.stage, caught.value.item) == ("read", "n3")
    assert "UnpicklableError" in caught.value.details


def test_damage_found_by_a_worker_reaches_the_driver(processes):
    with pytest.raises(DamagedVolume) as caught:
        list(processes.map(find_damage, numbers(2), "read"))

    assert caught.value.uri == "n0"


def test_a_full_disk_is_told_as_it_was_met(processes):
    with pytest.raises(OSError, match="No space left") as caught:
        list(processes.map(meet_a_full_disk, numbers(3), "render"))

    assert (caught.value.errno, caught.value.filename) == (28, "page.html")


def test_a_result_that_cannot_be_sent_is_a_fault_and_not_a_wait(processes):
    with pytest.raises(StageFault):
        list(processes.map(give_what_no_pipe_takes, numbers(3), "render"))


def test_who_stops_listening_does_not_disturb_the_next_map(processes):
    first = next(iter(processes.map(double, numbers(20), "s")))

    assert first[0] == 0
    assert [value for value, _ in processes.map(double, numbers(5), "s")] == [0, 2, 4, 6, 8]


def test_a_killed_worker_costs_a_retry(tmp_path):
    engine = Local(str(tmp_path), workers=2, is_fixed=True)

    assert list(engine.map(die_once, numbers(8, tmp_path), "s")) == list(range(8))
    engine.close()


def test_an_item_that_always_costs_its_process_is_named(tmp_path):
    engine = Local(str(tmp_path), workers=2, is_fixed=True)

    with pytest.raises(StageFault) as caught:
        list(engine.map(die_always, numbers(5), "link"))

    assert caught.value.item == "n2"
    engine.close()


def test_little_work_starts_no_process(tmp_path):
    engine = open_engine("local", str(tmp_path), str)
    small = [Number(f"n{value}", value, weight=1000) for value in range(5)]

    assert {process for _, process in engine.map(double, small, "s")} == {os.getpid()}
    engine.close()


def test_no_process_outlives_its_engine(tmp_path):
    engine = Local(str(tmp_path), workers=2, is_fixed=True)
    list(engine.map(double, numbers(4), "s"))
    processes = engine._pool.processes

    engine.close()

    assert not any(process.is_alive() for process in processes)
