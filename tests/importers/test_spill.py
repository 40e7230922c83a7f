"""Records are grouped by thread on disk, a killed reading goes on, and broken records are told and counted."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.importers import Dump, ReadOptions
from generator.importers.dumps import Part
from generator.importers.structured.quarantine import MOST_TOLD, bounded, broken_record
from generator.importers.structured.spill import Checkpoint, Record, Spill, grouped
from generator.problems import Problem

DUMP = Dump(Path("posts.jsonl"), "posts.jsonl")
KEYS = st.text(st.characters(), max_size=3)  # lone surrogates too: JSON can carry them


@given(st.lists(st.tuples(KEYS, st.integers(), st.binary(max_size=5)), max_size=30))
def test_every_record_comes_back_once_in_the_order_of_its_thread(records: list[tuple[str, int, bytes]]) -> None:
    with Spill() as spill:
        for key, order, payload in records:
            spill.add(key, order, payload)
        groups = list(spill.groups())

    assert [key for key, _ in groups] == list(dict.fromkeys(key for key, _, _ in records))
    for key, payloads in groups:
        mine = [(order, payload) for each, order, payload in records if each == key]
        assert payloads == [payload for _, payload in sorted(mine, key=lambda pair: _clamped(pair[0]))]


def _clamped(order: int) -> int:
    return min(max(order, -(2**63)), 2**63)


def test_dates_sort_as_texts_and_numbers_of_any_size_as_numbers() -> None:
    with Spill() as spill:
        for order in ("2017-12-04", "2009-01-02", "2017-01-31"):
            spill.add("dated", order, order.encode())
        for number in (10**400, 5, -(10**400), 2.5):
            spill.add("numbered", number, str(number)[:3].encode())

        assert dict(spill.groups()) == {
            "dated": [b"2009-01-02", b"2017-01-31", b"2017-12-04"],
            "numbered": [b"-10", b"2.5", b"5", b"100"],
        }


def test_the_parts_of_a_dump_hold_each_thread_once(tmp_path: Path) -> None:
    scans: list[int] = []

    def scan(start: Checkpoint) -> Iterator[Record | Problem]:
        scans.append(start.offset)
        for number in range(100):
            yield Record(f"thread {number % 40}", number, b"%d" % number)

    parts = [
        dict(item for item in grouped(DUMP, ReadOptions(scratch=tmp_path, part=Part(number, 4)), scan))  # type: ignore[misc]
        for number in range(4)
    ]

    assert scans == [0]
    assert sum(map(len, parts)) == 40
    assert {key for part in parts for key in part} == {f"thread {number}" for number in range(40)}
    assert all(parts)


def test_broken_records_are_told_up_to_a_hundred_and_counted_beyond(tmp_path: Path) -> None:
    def scan(start: Checkpoint) -> Iterator[Record | Problem]:
        for line in range(1, 251):
            yield broken_record(DUMP, line, "this is no JSON")
        yield Record("thread", 1, b"a good one")

    for _ in range(2):  # the second time the records lie there already
        *told, rest, good = grouped(DUMP, ReadOptions(scratch=tmp_path), scan)

        assert good == ("thread", [b"a good one"])
        assert [problem.line for problem in told if isinstance(problem, Problem)] == list(range(1, MOST_TOLD + 1))
        assert isinstance(rest, Problem)
        assert rest.message == "there are 150 problems more of this dump"


def test_an_error_is_told_however_many_warnings_came_before() -> None:
    warnings = [broken_record(DUMP, line, "broken") for line in range(500)]
    error = DUMP.trouble("D206", None, "the dump was cut off")

    assert error in list(bounded([*warnings, error], DUMP.name))


READER = """
import os, signal, sys
from pathlib import Path
from generator.importers import Dump, ReadOptions
from generator.importers.structured import spill
from generator.importers.structured.spill import Record, grouped

spill._CHECKPOINT_BYTES = 1_000
folder, death = Path(sys.argv[1]), int(sys.argv[2])

def scan(start):
    print("from", start.offset, start.lines)
    for number in range(start.offset, 1_000):
        if number == death:
            sys.stdout.flush()
            os.kill(os.getpid(), signal.SIGKILL)
        if number % 100 == 7:
            yield spill.Problem("warning", "D230", "dump", number + 1, None, "broken")
        else:
            yield Record(f"thread {number % 9}", number, b"%06d" % number, number + 1, number + 1)

for item in grouped(Dump(Path("dump"), "dump"), ReadOptions(scratch=folder), scan):
    print(item)
"""


@pytest.mark.parametrize("deaths", [(1,), (500,), (999,), (300, 600, 900)], ids=str)
def test_a_reading_that_was_killed_goes_on_and_comes_to_the_same(tmp_path: Path, deaths: tuple[int, ...]) -> None:
    whole = _read(tmp_path / "whole", -1)
    for death in deaths:
        killed = _read(tmp_path / "killed", death)
        assert killed.returncode == -signal.SIGKILL

    again = _read(tmp_path / "killed", -1)

    begun, *found = again.stdout.splitlines()
    assert found == whole.stdout.splitlines()[1:]
    assert int(begun.split()[1]) >= deaths[-1] - 250  # it began at a checkpoint, not anew


def _read(folder: Path, death: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", READER, str(folder), str(death)]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "records-1.db").write_bytes(b"this is no database at all" * 100)

    with Spill(tmp_path) as spill:
        spill.add("thread", 1, b"a record")

        assert list(spill.groups()) == [("thread", [b"a record"])]
