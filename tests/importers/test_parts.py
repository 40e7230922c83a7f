"""A law of importers that read in parts: together the parts give what one reading gives, each thread once."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from generator.importers import Dump, Part, ReadOptions, choose, read_dump
from generator.problems import Problem
from generator.records import Thread

PARTS = 3
SECTION = re.compile(r"^-- (?:input (?P<name>\S+)|expected) --\n", re.MULTILINE)


def written(case: Path, folder: Path) -> Dump | None:
    """Return the dump of a case, where it names its files."""
    text = case.read_text("utf-8")
    marks = list(SECTION.finditer(text))
    names = []
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        if mark["name"]:
            path = folder / mark["name"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text[mark.end() : after.start() if after else len(text)], "utf-8", newline="")
            names.append(mark["name"])
    if not names:
        return None
    return Dump(folder / names[0], names[0]) if len(names) == 1 else Dump(folder, "dump")


def splitting_cases() -> list[Path]:
    return sorted((Path(__file__).parent / "cases").glob("*/*.case"))


@pytest.mark.parametrize("case", splitting_cases(), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_parts_of_a_dump_are_the_whole(case: Path, tmp_path: Path) -> None:
    dump = written(case, tmp_path / "dump")
    if dump is None or not getattr(choose(dump), "splits", False):
        return

    whole = list(read_dump(dump))
    parts = [
        list(read_dump(dump, ReadOptions(scratch=tmp_path / "scratch", part=Part(number, PARTS))))
        for number in range(PARTS)
    ]

    found = [item for part in parts for item in part]
    assert Counter(item for item in found if isinstance(item, Thread)) == Counter(
        item for item in whole if isinstance(item, Thread)
    )
    if any(isinstance(item, Thread) for item in whole):  # else a part cannot know that the others have none either
        assert Counter(item for item in found if isinstance(item, Problem)) == Counter(
            item for item in whole if isinstance(item, Problem)
        )
