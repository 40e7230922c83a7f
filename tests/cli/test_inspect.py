"""`disputatio inspect`: one answer for each dump, in order, whatever the dumps are."""

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest

from generator import inspection
from generator.importers import read_dump

BAD = {
    "empty.txt": b"",
    "blank.txt": b"\n \n",
    "binary.txt": bytes(range(256)) * 40,
    "latin-1.txt": "Über die Kühe\n".encode("latin-1"),
    "truncated.txt": "Kronstadt ✓".encode()[:-1],
}


def test_json_is_one_line_for_each_dump_in_the_order_given(run, dump: Path, tmp_path: Path):
    other = tmp_path / "other.txt"
    other.write_bytes(dump.read_bytes())

    done = run("inspect", other, dump, other, "--json")

    assert done.code == 0
    assert [json.loads(line)["file"] for line in done.out.splitlines()] == [str(other), str(dump), str(other)]


def test_json_tells_posts_authors_and_quotes_with_offsets(run, dump: Path):
    done = run("inspect", dump, "--json")

    text = dump.read_bytes().decode()
    seen = json.loads(done.out)
    posts = seen["threads"][0]["posts"]
    assert [post["author"] for post in posts] == [None, "Anna", "Boris"]
    assert text[slice(*posts[1]["author_span"])] == "Anna"
    assert text[slice(*posts[2]["span"])] == "They blame whoever did not advertise with them."
    assert [quote["origin"]["post"] for quote in posts[1]["quotes"]] == [posts[0]["id"]]


def test_people_get_a_summary(run, dump: Path):
    done = run("inspect", dump)

    assert done.code == 0
    assert "On the price of bread" in done.out
    assert "3 posts, 2 with an author, 1 quote (1 exact)" in done.out


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_bad_dump_gets_one_clear_message_and_exit_2(run, tmp_path: Path, name: str):
    path = tmp_path / name
    path.write_bytes(BAD[name])

    done = run("inspect", path)

    assert done.code == 2
    assert len([line for line in done.err.splitlines() if not line.startswith(" ")]) == 1
    assert f"{name}" in done.err
    assert ": error D2" in done.err


def test_a_bad_dump_among_good_ones_keeps_its_line(run, dump: Path, tmp_path: Path):
    (tmp_path / "bad.txt").write_bytes(BAD["binary.txt"])

    done = run("inspect", dump, tmp_path / "bad.txt", tmp_path / "not-there.txt", tmp_path, dump, "--json")

    answers = [json.loads(line) for line in done.out.splitlines()]
    assert done.code == 2
    assert [len(answer["threads"]) for answer in answers] == [1, 0, 0, 0, 1]
    assert [bool(answer["problems"]) for answer in answers] == [False, True, True, True, False]


def test_an_unknown_format_is_refused_with_those_there_are(run, dump: Path):
    done = run("inspect", dump, "--format", "carrier-pigeon")

    assert done.code == 2
    assert "carrier-pigeon" in done.err
    assert "paste" in done.err


def test_a_name_that_is_no_utf_8_is_answered_in_sound_json(run, tmp_path: Path):
    done = run("inspect", str(tmp_path / "caf\udce9.txt"), "--json")

    assert done.code == 2
    assert "caf\ufffd" in json.loads(done.out)["file"]


def test_json_is_utf_8_in_any_locale(dump: Path, tmp_path: Path):
    path = tmp_path / "кронштадт.txt"
    path.write_bytes(dump.read_bytes())
    environment = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "latin-1"}

    done = subprocess.run(
        [sys.executable, "-m", "generator", "inspect", path, "--json"], env=environment, capture_output=True, check=True
    )

    assert len(json.loads(done.stdout.decode("utf-8"))["threads"]) == 1


def test_an_answer_that_is_broken_off_is_sound_json_all_the_same(run, dump: Path, monkeypatch: pytest.MonkeyPatch):
    def read_and_fail(dump, options):
        yield from read_dump(dump, options)
        raise OSError(errno.EIO, "the disk is gone", str(dump.path))

    monkeypatch.setattr(inspection, "read_dump", read_and_fail)

    done = run("inspect", dump, dump, "--json")

    assert done.code == 2
    assert [len(json.loads(line)["threads"]) for line in done.out.splitlines()] == [1, 1]


def test_json_is_one_line_for_every_reader_of_lines_and_steers_no_terminal(run, tmp_path: Path):
    words = "One\u2028two\x85three \x9b31m \u202eright\u2066 left"
    (tmp_path / "a.txt").write_text(f"A title of its own\n\n{words}\n", encoding="utf-8")

    done = run("inspect", tmp_path / "a.txt", "--json")

    (line,) = done.out.splitlines()
    assert line.isprintable()
    assert json.loads(line)["threads"]
