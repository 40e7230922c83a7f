"""Importers from outside: how they are found, chosen and kept from harm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.importers import Dump, ReadOptions, choose, paste, read_dump, seam
from generator.problems import Problem
from generator.records import Thread

GOOD = "A tower in the fog\n\nThe tower stands.\n\u00a0\n"


@dataclass
class Foreign:
    """An importer as somebody else may write it."""

    name: str = "foreign"
    score: Any = 0.9
    trouble: Exception | None = None
    gives: tuple[object, ...] = ()

    def sniff(self, head: bytes, path: Path) -> float:
        if isinstance(self.score, Exception):
            raise self.score
        return self.score

    def read(self, dump: Dump, options: ReadOptions) -> Iterator[Any]:
        yield from self.gives
        if self.trouble:
            raise self.trouble


@dataclass
class Point:
    importer: object
    name: str = "foreign"

    def load(self) -> object:
        if isinstance(self.importer, Exception):
            raise self.importer
        return self.importer


@pytest.fixture
def dump(tmp_path: Path) -> Dump:
    path = tmp_path / "dump.txt"
    path.write_text(GOOD, encoding="utf-8")
    return Dump(path, "dump.txt")


def install(monkeypatch: pytest.MonkeyPatch, *importers: object) -> None:
    monkeypatch.setattr(seam, "_installed", lambda: tuple(Point(importer) for importer in importers))


def test_the_importer_with_the_best_score_reads(monkeypatch: pytest.MonkeyPatch, dump: Dump) -> None:
    foreign = Foreign()
    install(monkeypatch, foreign)

    assert choose(dump) is foreign


def test_a_class_is_as_good_as_an_object(monkeypatch: pytest.MonkeyPatch, dump: Dump) -> None:
    install(monkeypatch, Foreign)

    chosen = choose(dump)

    assert isinstance(chosen, Foreign)


def test_two_close_scores_ask_for_the_importer(monkeypatch: pytest.MonkeyPatch, dump: Dump) -> None:
    install(monkeypatch, Foreign("one", 0.9), Foreign("two", 0.85))

    chosen = choose(dump)

    assert isinstance(chosen, Problem)
    assert "'one'" in chosen.message
    assert "'two'" in chosen.message
    assert "importer:" in chosen.fix


def test_a_named_format_is_not_sniffed(monkeypatch: pytest.MonkeyPatch, dump: Dump) -> None:
    install(monkeypatch, Foreign("one", 0.9), Foreign("two", 0.9))

    assert choose(dump, ReadOptions(format="paste")).name == "paste"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "importer",
    [ValueError("no"), Foreign(score=KeyError("x")), Foreign(score="much"), Foreign(trouble=RuntimeError("half way")),
     Foreign(gives=("a thread",))],
    ids=["load", "sniff", "score", "read", "gives"],
)  # fmt: skip
def test_what_a_foreign_importer_breaks_becomes_a_problem(
    monkeypatch: pytest.MonkeyPatch, dump: Dump, importer: object
) -> None:
    install(monkeypatch, importer)

    *_, problem = read_dump(dump)

    assert isinstance(problem, Problem)
    assert (problem.severity, problem.code) == ("error", "D210")
    assert "foreign" in problem.message


def test_what_a_foreign_importer_gave_before_it_broke_is_kept(monkeypatch: pytest.MonkeyPatch, dump: Dump) -> None:
    (thread,) = read_dump(dump)
    install(monkeypatch, Foreign(gives=(thread,), trouble=RuntimeError("half way")))

    kept, problem = read_dump(dump)

    assert isinstance(kept, Thread)
    assert isinstance(problem, Problem)


def test_pasted_text_is_the_last_resort() -> None:
    assert 0 < paste.sniff(GOOD.encode(), Path("dump.html")) < 0.5
    assert paste.sniff(b"\x00\x01", Path("dump.txt")) == 0


@given(
    start=st.sampled_from(["A tower", "From here", "12 posts", "Re: the tower", "  MBOX", "x: y", "Received", "kind"]),
    rest=st.text(alphabet=st.sampled_from("ab1 .:-_\n\t{}[]\"'#=\u00a0é/"), max_size=300),
)
def test_text_that_is_taken_for_plain_is_claimed_by_nobody_but_paste(start: str, rest: str):
    head = (start + rest).encode()
    if not seam._is_plain(head):
        return

    claims = [importer.name for importer in seam.built_in() if importer.sniff(head, Path("tower.txt")) > 0]

    assert claims == ["paste"]
