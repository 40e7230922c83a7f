"""The store: receipts and facts survive, another build is kept away, and a broken cache is only a slow start."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.problems import Problem, TryAgainLater, UnusableInput
from generator.store import Output, Receipt, Store


@pytest.fixture
def folder(tmp_path):
    return str(tmp_path / ".cache")


def test_a_receipt_comes_back_as_it_was_kept(folder):
    receipt = Receipt(
        "00001", "key", (Output("links", "shards/x.links", 3, "d"),), (Problem("note", "D1", "f", 1, 2, "m"),)
    )
    store = Store(folder)
    store.keep("read", receipt)
    store.close()

    store = Store(folder)

    assert store.receipts("read", Receipt) == {"00001": receipt}
    assert store.receipt("read", "00001", Receipt) == receipt
    assert store.receipt("link", "00001", Receipt) is None
    store.close()


def test_a_receipt_of_another_shape_is_as_good_as_none(folder):
    @dataclass(frozen=True)
    class OlderReceipt:
        item: str
        key: int
        outputs: tuple[Output, ...] = ()

    store = Store(folder)
    store.keep("read", OlderReceipt("00001", 3))  # type: ignore[arg-type]

    assert store.receipts("read", Receipt) == {}
    store.close()


def test_a_receipt_is_sound_while_its_files_have_their_size(folder):
    store = Store(folder)
    Path(folder, "shards/x").write_bytes(b"123")
    receipt = Receipt("x", "key", (Output("x", "shards/x", 3, ""),))

    assert store.is_sound(receipt)
    os.truncate(f"{folder}/shards/x", 2)
    assert not store.is_sound(receipt)
    store.discard("shards/x")
    assert not store.is_sound(receipt)
    store.close()


def test_a_second_build_is_told_to_come_later(folder):
    store = Store(folder)

    with pytest.raises(TryAgainLater):
        Store(folder)

    store.close()
    Store(folder).close()


def test_a_build_that_was_killed_holds_no_lock(folder):
    code = f"from generator.store import Store; import os; Store({folder!r}); os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", code], check=False)

    Store(folder).close()


@pytest.mark.parametrize("content", [b"no database", b"", b"SQLite format 3\0" + b"\0" * 500])
def test_a_broken_state_is_made_anew(folder, content):
    Path(folder).mkdir()
    Path(folder, "state.db").write_bytes(content)

    store = Store(folder)

    store.keep_fact("answer", 42)
    assert store.fact("answer", int) == 42
    store.close()


def test_a_cache_that_leads_elsewhere_is_refused(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".cache").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(UnusableInput) as caught:
        Store(str(tmp_path / ".cache"))

    assert caught.value.problems[0].code == "D508"
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_sweeping_leaves_what_is_wanted(folder):
    store = Store(folder)
    for name in ("old", "new", "new.123.part"):
        Path(folder, "shards", name).touch()

    store.sweep("shards", ["shards/new"])

    assert [path.name for path in Path(folder, "shards").iterdir()] == ["new"]
    store.close()
