"""Dumps of Reddit: recorded answers counted, packed files, damage, trees that are none."""

from __future__ import annotations

import gzip
import importlib
import json
from pathlib import Path
from typing import Any

import pytest

from generator.importers import Dump, choose, read_dump
from generator.importers.structured import packed
from generator.problems import Problem
from generator.records import Post, Thread

# By reading: distinct full names (`t1_...`, `t3_...`) in the recorded answers, and the submissions that they belong to.
SAMPLES = [
    ("TestCommentForest.test_replace__all_large.json", 1, 1429),
    ("TestRedditor.test_stream__comments.json", 98, 101),
]


def zstd() -> Any:
    return pytest.importorskip("compression.zstd" if importlib.util.find_spec("compression") else "backports.zstd")


def comment(number: int, text: str = "It should stay.", **more: object) -> dict[str, object]:
    told = {"id": f"c{number}", "author": "ada", "body": text, "created_utc": 1388534400 + number}
    return {**told, "link_id": "t3_s1", "parent_id": "t3_s1", "subreddit": "mills", **more}


def lines(*comments: dict[str, object]) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in comments)


def read(data: bytes, folder: Path, name: str = "RC.ndjson") -> list[Thread | Problem]:
    (folder / name).write_bytes(data)
    dump = Dump(folder / name, name)
    chosen = choose(dump)
    assert not isinstance(chosen, Problem), chosen.render()
    assert chosen.name == "reddit"
    return list(read_dump(dump))


def posts_of(items: list[Thread | Problem]) -> list[Post]:
    return [post for item in items if isinstance(item, Thread) for post in item.posts]


@pytest.mark.parametrize(("name", "threads", "posts"), SAMPLES)
def test_recorded_answers_give_every_comment_once(name: str, threads: int, posts: int, shared: Path) -> None:
    items = list(read_dump(Dump(shared / "samples" / "reddit-api" / name, name)))

    assert [item for item in items if isinstance(item, Problem)] == []
    assert len(items) == threads
    assert len(posts_of(items)) == posts


@pytest.mark.parametrize(("name", "threads", "posts"), SAMPLES)
def test_quotes_of_recorded_answers_lead_to_posts_above(name: str, threads: int, posts: int, shared: Path) -> None:
    for thread in read_dump(Dump(shared / "samples" / "reddit-api" / name, name)):
        assert isinstance(thread, Thread)
        places = {post.id: place for place, post in enumerate(thread.posts)}
        for place, post in enumerate(thread.posts):
            assert all(places[quote.post] < place for quote in post.declared if quote.post)


def test_a_packed_dump_is_read_whatever_its_window(tmp_path: Path) -> None:
    module = zstd()
    wide = {module.CompressionParameter.window_log: 27, module.CompressionParameter.enable_long_distance_matching: 1}
    data = module.compress(lines(*(comment(number) for number in range(500))), options=wide)

    assert len(posts_of(read(data, tmp_path, "RC_2014-01.zst"))) == 500
    assert len(posts_of(read(gzip.compress(lines(comment(1))), tmp_path, "RC_2014-01.gz"))) == 1


@pytest.mark.parametrize("part", [0.4, 0.7, 0.99])
def test_a_packed_dump_that_is_cut_off_gives_what_came_before(tmp_path: Path, part: float) -> None:
    words = [" ".join(f"wheel{(number * place * 7919) % 99991}" for place in range(200)) for number in range(2000)]
    data = zstd().compress(lines(*(comment(number, text) for number, text in enumerate(words))))

    items = read(data[: int(len(data) * part)], tmp_path, "RC_2014-01.zst")

    assert len(posts_of(items)) > 2000 * part - 700
    assert [item.severity for item in items if isinstance(item, Problem)][-1:] == ["warning"]


def test_a_bomb_is_unpacked_only_so_far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "RATIO_FREE", 16 << 20)
    data = zstd().compress(lines(comment(1)) + b" " * (60 << 20))

    items = read(data, tmp_path, "RC_2014-01.zst")

    assert [item.code for item in items if isinstance(item, Problem)][-1] == "D232"
    assert len(posts_of(items)) == 1


def test_without_its_library_the_message_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = zstd().compress(lines(comment(1)))
    (tmp_path / "a.zst").write_bytes(data)
    dump = Dump(tmp_path / "a.zst", "a.zst")
    importer = choose(dump)
    assert not isinstance(importer, Problem)
    monkeypatch.setattr(packed, "_MODULES", ("no_such_module",))

    (item,) = importer.read(dump, packed.ReadOptions())

    assert isinstance(item, Problem)
    assert "disputatio[zstd]" in item.fix


def test_replies_nested_a_hundred_deep_are_one_thread(tmp_path: Path) -> None:
    reply: object = ""
    for number in range(100, 0, -1):
        data = comment(number, parent_id=f"t1_c{number - 1}", replies=reply)
        reply = {"kind": "Listing", "data": {"children": [{"kind": "t1", "data": data}]}}

    items = read(json.dumps([reply]).encode(), tmp_path, "page.json")

    assert [post.id for post in posts_of(items)] == [f"t1_c{number}" for number in range(1, 101)]


def test_comments_that_answer_each_other_in_a_ring_are_all_shown(tmp_path: Path) -> None:
    ring = [comment(number, parent_id=f"t1_c{(number + 1) % 3}") for number in range(3)]

    assert {post.id for post in posts_of(read(lines(*ring), tmp_path))} == {"t1_c0", "t1_c1", "t1_c2"}


def test_what_is_no_time_or_no_text_does_no_harm(tmp_path: Path) -> None:
    odd = [
        comment(1, created_utc="1388534400"),
        comment(2, created_utc=None),
        comment(3, created_utc=10**400),
        comment(4, body=None),
        comment(5, body=["a"]),
        comment(6, link_id=None),
        comment(7, author=7, id=7),
        comment(8, "<script>alert(1)</script> [x](javascript:alert(1))\u0000"),
    ]
    data = (
        lines(*odd) + b'{"id": "c9", "author": "\\ud800", "body": "half", "created_utc": 1, "link_id": "t3_s1"}\n[[[\n'
    )

    items = read(data, tmp_path)

    assert {"t1_c1", "t1_c2", "t1_c3", "t1_c8", "t1_c9"} <= {post.id for post in posts_of(items)}
    assert {item.severity for item in items if isinstance(item, Problem)} == {"warning"}


def test_signs_are_read_back_only_where_they_were_escaped(tmp_path: Path) -> None:
    items = read(lines(comment(1, "a &lt; b &amp;&amp; c"), comment(2, "> quoted\n\nx &amp;lt; y")), tmp_path)

    assert posts_of(items)[0].text == "a < b && c"
    assert posts_of(items)[1].text == "quoted\n\nx &lt; y"
