"""`disputatio check`: every problem and every doubt, with lines that settle the doubt when they are pasted."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import PASTE


@pytest.fixture
def bread(site: Path) -> Path:
    (site / "content" / "threads" / "bread.txt").write_text(PASTE, encoding="utf-8")
    return site


def test_a_doubt_is_told_with_its_place_and_its_line(run, bread: Path):
    done = run("check", "--site", bread)

    assert (done.code, done.err) == (0, "")
    assert "content/threads/bread.txt:3: doubt: post 1 has no author name" in done.out
    assert f"paste its line at the end of {bread / 'content' / 'corrections.yaml'}" in done.out


def test_the_line_settles_the_doubt(run, bread: Path):
    doubts = [json.loads(line) for line in run("check", "--site", bread, "--json").out.splitlines()]
    line = next(doubt for doubt in doubts if doubt["about"] == "author")["choices"][0]["line"]
    (bread / "content" / "corrections.yaml").write_text(line.replace('author: ""', 'author: "Clara"') + "\n")

    done = run("check", "--site", bread)

    assert done.code == 0
    assert "no author name" not in done.out


def test_json_is_a_line_for_each_problem_and_each_doubt(run, bread: Path):
    (bread / "content" / "corrections.yaml").write_text(
        '- {author: "X", starts: "words that no post has", why: "a test"}\n'
    )

    found = [json.loads(line) for line in run("check", "--site", bread, "--json").out.splitlines()]

    assert {item["is"] for item in found} == {"problem", "doubt"}
    assert all(item["file"] and item["message"] for item in found)
    harms = [item["harm"] for item in found if item["is"] == "doubt"]
    assert harms == sorted(harms, reverse=True)


def test_no_page_is_made(run, bread: Path):
    run("check", "--site", bread)

    assert not (bread / "public").exists()


def test_a_site_that_cannot_be_used_is_said_to_be_one_in_both_forms(run, bread: Path):
    (bread / "content" / "topics.yaml").write_text("topics: [unclosed\n")

    done = run("check", "--site", bread, "--json")

    assert done.code == 2
    assert "content/topics.yaml" in done.err
    assert [json.loads(line)["is"] for line in done.out.splitlines()] == ["problem"]
