"""A dump that cannot be read gives one error with place, reason and remedy, and no thread."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.importers import Dump, ReadOptions, choose, read_dump
from generator.problems import Problem
from generator.records import Thread

GOOD = "A tower in the fog\n\nThe tower stands where the two rivers meet: à côté.\n\u00a0\n"


def read_bytes(folder: Path, data: bytes) -> list[Thread | Problem]:
    path = folder / "dump.txt"
    path.write_bytes(data)
    return list(read_dump(Dump(path, "threads/dump.txt")))


@pytest.mark.parametrize(
    ("data", "code", "line", "word"),
    [
        (b"", "D202", 1, "empty"),
        (b" \n\t\n\xc2\xa0\n", "D202", 1, "blanks"),
        (b"\xef\xbb\xbf\n \n", "D202", 1, "blanks"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "D204", 1, "binary"),
        (b"Towers\n" + bytes(range(32)) * 40, "D204", 2, "binary"),
        (b"\x00", "D204", 1, "binary"),
        (GOOD.encode("latin-1", "replace"), "D205", 3, "UTF-8"),
        (GOOD.encode("utf-16-le"), "D205", 1, "UTF-8"),
        (GOOD.encode("utf-16-be"), "D205", 1, "UTF-8"),
        ('{"thread": "fog", "id": 1, "text": "Thick."}\n'.encode("utf-16"), "D205", 1, "UTF-8"),
        (GOOD.encode()[: GOOD.encode().index("à".encode()) + 1], "D206", 3, "middle of a character"),
    ],
    ids=[
        "empty",
        "blanks",
        "mark and blanks",
        "picture",
        "control bytes",
        "one zero byte",
        "latin-1",
        "utf-16-le",
        "utf-16-be",
        "records in utf-16",
        "cut off",
    ],
)
def test_an_unusable_dump_gives_one_error(tmp_path: Path, data: bytes, code: str, line: int, word: str) -> None:
    (problem,) = read_bytes(tmp_path, data)

    assert isinstance(problem, Problem)
    assert (problem.severity, problem.code, problem.line) == ("error", code, line)
    assert problem.file == "threads/dump.txt"
    assert word in problem.message
    assert problem.why
    assert problem.fix


def test_a_missing_dump_is_told_without_a_line(tmp_path: Path) -> None:
    (problem,) = read_dump(Dump(tmp_path / "gone.txt", "gone.txt"))

    assert isinstance(problem, Problem)
    assert (problem.code, problem.line) == ("D201", None)


def test_a_byte_order_mark_is_chrome(tmp_path: Path) -> None:
    (thread,) = read_bytes(tmp_path, b"\xef\xbb\xbf" + GOOD.encode())

    assert isinstance(thread, Thread)
    assert thread.title.value == "A tower in the fog"
    assert [chrome.span.start for chrome in thread.chrome] == [0]
    assert thread.posts[0].source_lines is not None
    assert thread.posts[0].source_lines.start == 3


def test_utf_16_with_its_mark_is_read(tmp_path: Path) -> None:
    (thread,) = read_bytes(tmp_path, GOOD.encode("utf-16"))

    assert isinstance(thread, Thread)
    assert thread.posts[0].text.endswith("à côté.")


def test_a_dump_with_a_few_control_characters_is_text(tmp_path: Path) -> None:
    note, thread = read_bytes(tmp_path, GOOD.encode() * 20 + b"\x07\x00")

    assert isinstance(thread, Thread)
    assert isinstance(note, Problem)
    assert (note.severity, note.code, note.line, note.column) == ("note", "D213", 81, 1)
    assert "2 characters" in note.message


def test_one_line_of_blanks_is_counted_as_one(tmp_path: Path) -> None:
    (problem,) = read_bytes(tmp_path, b" ")

    assert isinstance(problem, Problem)
    assert "1 character in 1 line," in problem.why


def test_what_is_no_plain_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")

    (problem,) = read_dump(Dump(tmp_path / "pipe.txt", "pipe.txt"))

    assert isinstance(problem, Problem)
    assert problem.code == "D201"


def test_an_unknown_format_names_those_that_are_known(tmp_path: Path) -> None:
    path = tmp_path / "dump.txt"
    path.write_text(GOOD, encoding="utf-8")

    chosen = choose(Dump(path, "dump.txt"), ReadOptions(format="telegram"))

    assert isinstance(chosen, Problem)
    assert chosen.code == "D207"
    assert "paste" in chosen.fix


def test_a_page_without_posts_is_told(tmp_path: Path) -> None:
    (problem,) = read_bytes(tmp_path, b"Click to expand...\n")

    assert isinstance(problem, Problem)
    assert problem.code == "D211"
