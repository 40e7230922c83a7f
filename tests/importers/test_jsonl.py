"""Our own JSON lines: their schema, their quotes, their files, and how they are read however large they are."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.importers import Dump, ReadOptions, jsonl, read_dump
from generator.importers.dumps import Part
from generator.importers.structured.quotes import ToldQuote, plain_body, with_quotes
from generator.importers.structured.rules import FORMS, fault_of
from generator.problems import Problem
from generator.records import Post, Thread


def write(folder: Path, *lines: object) -> Dump:
    path = folder / "posts.jsonl"
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return Dump(path, "posts.jsonl")


def threads(dump: Dump, options: ReadOptions | None = None) -> list[Thread]:
    return [item for item in read_dump(dump, options) if isinstance(item, Thread)]


def problems(dump: Dump) -> list[Problem]:
    return [item for item in read_dump(dump) if isinstance(item, Problem)]


# --- the schema ----------------------------------------------------------------------------------------------------

PLACES = {
    "thread": ("t", 7),
    "text": ("words", "", None),
    "html": ("<p>words</p>", None),
    "markdown": (None, "*words*"),
    "id": ("p1", 7, None),
    "reply_to": ("p0", None),
    "date": ("2019-03-04", 1551691800, 1551691800.5, None),
    "quotes": ([], None, [{"text": "words", "post": 7}], [{}]),
    "attachments": ([{"name": "a", "data": ""}], [{"name": "a", "path": None}]),
    "deleted": (True, False, None),
    "private": (True, None),
}
FAULTS = {
    "thread": (None, "", " ", True, 1.5, [], {}),
    "text": (7, [], {}, True),
    "html": (7, ["<p>"]),
    "id": (True, [], {}, " "),
    "author": (7, ["Ada"], {}),
    "date": (True, [], {}),
    "url": (7,),
    "quotes": ("words", {}, ["words"], [{"text": 7}], [{"post": []}]),
    "attachments": ([{}], [{"name": 7}], ["a.png"], [{"name": "a", "data": 7}]),
    "deleted": ("yes", 1, []),
    "private": ("true", 0),
    "lang": (7,),
}


def is_valid(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> bool:
    """True where a value fits a JSON Schema, of which only the words are known that ours uses."""
    return all(CHECKS[word](value, told, schema, root) for word, told in schema.items() if word in CHECKS)


def is_of_type(value: Any, names: Any) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    types = {
        "null": value is None,
        "string": isinstance(value, str),
        "boolean": isinstance(value, bool),
        "number": is_number,
        "integer": is_number and float(value).is_integer(),
        "array": isinstance(value, list),
        "object": isinstance(value, dict),
    }
    return any(types[name] for name in ([names] if isinstance(names, str) else names))


def resolved(reference: str, root: dict[str, Any]) -> dict[str, Any]:
    found: Any = root
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return dict(found)


CHECKS: dict[str, Any] = {
    "type": lambda value, told, schema, root: is_of_type(value, told),
    "const": lambda value, told, schema, root: value == told and isinstance(value, bool) == isinstance(told, bool),
    "pattern": lambda value, told, schema, root: not isinstance(value, str) or re.search(told, value) is not None,
    "maxLength": lambda value, told, schema, root: not isinstance(value, str) or len(value) <= told,
    "required": lambda value, told, schema, root: not isinstance(value, dict) or all(key in value for key in told),
    "properties": lambda value, told, schema, root: (
        not isinstance(value, dict)
        or all(is_valid(value[key], part, root) for key, part in told.items() if key in value)
    ),
    "items": lambda value, told, schema, root: (
        not isinstance(value, list) or all(is_valid(each, told, root) for each in value)
    ),
    "anyOf": lambda value, told, schema, root: any(is_valid(value, part, root) for part in told),
    "oneOf": lambda value, told, schema, root: sum(is_valid(value, part, root) for part in told) == 1,
    "not": lambda value, told, schema, root: not is_valid(value, told, root),
    "if": lambda value, told, schema, root: not is_valid(value, told, root) or is_valid(value, schema["then"], root),
    "$ref": lambda value, told, schema, root: is_valid(value, resolved(told, root), root),
}


def lines_to_judge() -> Iterator[dict[str, Any]]:
    base = {"thread": "t", "text": "words"}
    yield from ({}, base, {"thread": "t"}, {"thread": "t", "private": True}, {"thread": "t", "deleted": False})
    for key, values in [*PLACES.items(), *FAULTS.items()]:
        yield from ({**base, key: value} for value in values)
    for one, two in product(FORMS, FORMS):
        yield {"thread": "t", one: "words", two: "words"}
    yield {**base, "meta": [1, {"any": None}], "unknown": 1}


def test_the_schema_and_the_importer_judge_alike(repository: Path) -> None:
    schema = json.loads((repository / "docs" / "schemas" / "post.schema.json").read_text("utf-8"))

    judged = [(line, is_valid(line, schema, schema), fault_of(line)) for line in lines_to_judge()]

    assert [line for line, fits, fault in judged if fits == (fault is not None)] == []
    assert {fits for _, fits, _ in judged} == {True, False}


def test_each_key_of_the_schema_is_told_in_the_documentation(repository: Path) -> None:
    schema = json.loads((repository / "docs" / "schemas" / "post.schema.json").read_text("utf-8"))

    assert jsonl.__doc__
    assert [key for key in schema["properties"] if f"`{key}`" not in jsonl.__doc__] == []


# --- lines ---------------------------------------------------------------------------------------------------------


def test_marks_of_windows_and_a_last_line_without_end_are_read(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    path.write_bytes(
        b'\xef\xbb\xbf{"thread": "t", "id": 1, "text": "one"}\r\n\r\n{"thread": "t", "id": 2, "text": "two"}'
    )

    (thread,) = read_dump(Dump(path, "posts.jsonl"))

    assert isinstance(thread, Thread)
    assert [post.text for post in thread.posts] == ["one", "two"]
    assert [post.source_lines and post.source_lines.start for post in thread.posts] == [1, 3]


def test_a_last_line_that_is_cut_off_is_told_as_such(tmp_path: Path) -> None:
    dump = write(tmp_path, {"thread": "t", "text": "one"}, '{"thread": "t", "text": "tw')

    (problem,) = problems(dump)

    assert (problem.line, problem.message) == (2, "the last line, 2, is cut off")


@pytest.mark.parametrize(
    "junk",
    [
        "[" * 100_000,
        '{"thread": "t", "text": ' + "[" * 100_000,
        '{"a":' * 100_000 + "1" + "}" * 100_000,
        '{"thread": "t", "text": "' + "\\" * 100_001,
        '{"thread": "t", "date": ' + "9" * 100_000 + ', "text": 1}',
        '{"thread": "\\ud800"}',
        "NaN",
        "null",
        '"text"',
        "\x00" * 100,
        "\ud800",
        '{"thread": {"a": 1}, "text": "x"}',
    ],
)
def test_whatever_a_line_holds_the_lines_around_it_are_read(junk: str, tmp_path: Path) -> None:
    dump = write(tmp_path, {"thread": "t", "id": "a", "text": "one"}, junk, {"thread": "t", "id": "b", "text": "two"})

    items = list(read_dump(dump, ReadOptions(format="jsonl")))

    assert [post.text for item in items if isinstance(item, Thread) for post in item.posts] == ["one", "two"]
    assert {item.line for item in items if isinstance(item, Problem)} == {2}


def test_numbers_of_any_size_are_no_dates_and_no_trouble(tmp_path: Path) -> None:
    text = '{"thread": "t", "text": "x", "id": %s, "date": %s}'
    numbers = ("1" * 30, "1e999", "NaN", "-5", "1e18", "0", "9" * 4500)
    dump = write(tmp_path, *(text % (number, each) for number, each in enumerate(numbers)))

    (thread,) = threads(dump)

    assert [post.when.value and post.when.value.iso for post in thread.posts] == [None] * len(numbers)


def test_more_than_a_hundred_broken_lines_are_counted(tmp_path: Path) -> None:
    dump = write(tmp_path, {"thread": "t", "text": "one"}, *["junk"] * 250)

    told = problems(dump)

    assert len(told) == 101
    assert told[-1].message == "there are 150 problems more of this dump"


def test_a_dump_without_any_post_gives_one_error(tmp_path: Path) -> None:
    dump = write(tmp_path, {"thread": "t", "text": 7}, {"thread": "t"})

    errors = [item for item in read_dump(dump) if isinstance(item, Problem) and item.severity == "error"]

    assert [error.code for error in errors] == ["D211"]


def test_a_post_of_more_than_sixteen_million_characters_is_left_out(tmp_path: Path) -> None:
    dump = write(tmp_path, {"thread": "t", "text": "one"}, {"thread": "t", "text": "x" * ((16 << 20) + 1)})

    (problem,) = problems(dump)

    assert problem.message == "line 2 has a post of more than 16 million characters"


# --- threads -------------------------------------------------------------------------------------------------------


def test_threads_come_in_the_order_in_which_they_begin_and_posts_in_that_of_the_dump(tmp_path: Path) -> None:
    dump = write(tmp_path, *({"thread": f"t{n % 3}", "id": n, "text": str(n)} for n in range(9)))

    found = threads(dump)

    assert [thread.id for thread in found] == ["t0", "t1", "t2"]
    assert [[post.text for post in thread.posts] for thread in found] == [list("036"), list("147"), list("258")]


def test_the_parts_of_a_dump_hold_each_thread_once(tmp_path: Path) -> None:
    dump = write(tmp_path, *({"thread": f"t{n % 20}", "id": n, "text": str(n)} for n in range(60)))

    parts = [threads(dump, ReadOptions(part=Part(number, 3), scratch=tmp_path / "scratch")) for number in range(3)]

    assert sorted(thread.id for part in parts for thread in part) == sorted(thread.id for thread in threads(dump))
    assert [thread for part in parts for thread in part if len(thread.posts) != 3] == []


def test_ids_that_differ_in_case_alone_are_two_posts(tmp_path: Path) -> None:
    lines = [{"thread": "t", "id": name, "text": name, "reply_to": "aB"} for name in ("ab", "aB", "c")]

    (thread,) = threads(write(tmp_path, *lines))

    assert len({post.id for post in thread.posts}) == 3
    assert {post.reply_to for post in thread.posts} == {thread.posts[1].id}


def test_ids_made_from_the_content_stay_when_other_posts_come(tmp_path: Path) -> None:
    lines = [{"thread": "t", "author": "Ada", "text": text} for text in ("one", "two", "one")]

    (before,) = threads(write(tmp_path, *lines))
    (after,) = threads(write(tmp_path, {"thread": "t", "text": "zero"}, *lines))

    assert [post.id for post in after.posts[1:]] == [post.id for post in before.posts]


# --- quotes --------------------------------------------------------------------------------------------------------


def quoted(post: Post) -> list[str]:
    return [quote.span.of(post.text) for quote in post.declared]


@pytest.mark.parametrize("form", FORMS)
def test_a_quote_told_as_data_is_found_in_every_form(form: str, tmp_path: Path) -> None:
    told = [{"text": "THE  mill - should stay", "post": "a"}]
    line = {"thread": "t", "id": "b", form: "He said: The mill should stay! I doubt it.", "quotes": told}

    (thread,) = threads(write(tmp_path, {"thread": "t", "id": "a", "text": "The mill should stay!"}, line))

    assert quoted(thread.posts[1]) == ["The mill should stay"]
    assert [quote.post for quote in thread.posts[1].declared] == ["a"]


def test_a_quote_of_markup_gains_what_the_data_tell(tmp_path: Path) -> None:
    html = "<blockquote><p>The mill should stay!</p></blockquote><p>No.</p>"
    told = [{"text": "The mill should stay", "post": 7, "author": "Ada"}]

    (thread,) = threads(write(tmp_path, {"thread": "t", "html": html, "quotes": told}))

    (quote,) = thread.posts[0].declared
    assert (quote.author, quote.post, quote.span.of(thread.posts[0].text)) == ("Ada", "7", "The mill should stay!")


@given(st.text("ab \n.", max_size=60), st.lists(st.text("ab .", min_size=1, max_size=12), max_size=4))
def test_every_told_quote_stands_in_the_body_and_no_word_is_lost(text: str, quotes: list[str]) -> None:
    body = with_quotes(plain_body(text), [ToldQuote(quote) for quote in quotes], is_plain=True)

    assert body.text.endswith(text if text.strip() else "")
    assert all(0 <= each.span.start < each.span.end <= len(body.text) for each in body.declared)
    for quote in quotes:
        assert "".join(filter(str.isalnum, quote)) in "".join(filter(str.isalnum, body.text))


# --- files ---------------------------------------------------------------------------------------------------------


def test_a_file_below_the_folder_of_the_dump_is_kept_and_none_outside(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "files").mkdir(parents=True)
    (site / "files" / "plan.txt").write_text("The plan of the mill.", "utf-8")
    (tmp_path / "secret.txt").write_text("A secret.", "utf-8")
    (site / "link.txt").symlink_to(tmp_path / "secret.txt")
    (site / ".hidden.txt").write_text("A secret.", "utf-8")
    paths = (
        *(
            "files/plan.txt",
            "./files/plan.txt",
            "../secret.txt",
            "files/../../secret.txt",
            str(tmp_path / "secret.txt"),
        ),
        *("link.txt", ".hidden.txt", "files", "missing.txt", "files\\plan.txt", "posts.jsonl", "files//plan.txt", "\0"),
    )
    told = [{"name": path, "path": path} for path in paths]
    kept: list[bytes] = []

    def keep(data: bytes) -> str:
        kept.append(data)
        return "digest"

    dump = write(site, {"thread": "t", "text": "x", "attachments": told})
    (thread,) = threads(dump, ReadOptions(keep=keep))

    assert kept == [b"The plan of the mill."] * 2
    assert [file.digest for file in thread.posts[0].attachments] == ["digest"] * 2 + [None] * (len(paths) - 2)


def test_files_of_withheld_posts_are_not_kept(tmp_path: Path) -> None:
    told = [{"name": "a.txt", "data": base64.b64encode(b"A secret.").decode()}]
    kept: list[bytes] = []

    dump = write(
        tmp_path,
        {"thread": "t", "private": True, "text": "x", "attachments": told},
        {"thread": "t", "text": "y", "attachments": [{"name": "b.txt", "data": "no base64"}]},
    )
    (thread,) = threads(dump, ReadOptions(keep=lambda data: kept.append(data) or "digest"))

    assert kept == []
    assert [len(post.attachments) for post in thread.posts] == [0, 1]


def test_a_folder_of_posts_and_their_files_is_one_dump(tmp_path: Path) -> None:
    folder = tmp_path / "valley"
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "plan.txt").write_text("The plan of the mill.", "utf-8")
    write(folder, {"thread": "t", "text": "x", "attachments": [{"name": "plan.txt", "path": "files/plan.txt"}]})
    kept: list[bytes] = []

    (thread,) = threads(Dump(folder, "valley"), ReadOptions(keep=lambda data: kept.append(data) or "digest"))

    assert kept == [b"The plan of the mill."]
    assert thread.sources[0].path == "valley/posts.jsonl"


@pytest.mark.parametrize("beside", ["page.html", "old/page.html", "more.jsonl"])
def test_a_folder_that_holds_more_is_a_collection_of_dumps(beside: str, tmp_path: Path) -> None:
    write(tmp_path, {"thread": "t", "text": "x"})
    (tmp_path / "files").mkdir()
    (tmp_path / beside).parent.mkdir(exist_ok=True)
    (tmp_path / beside).write_text("<html></html>", "utf-8")

    assert jsonl.sniff(b"", tmp_path) == 0.0


def test_a_first_post_that_is_longer_than_what_sniffing_looks_at_hides_no_format(tmp_path: Path):
    first = {"thread": "t", "thread_title": "T", "id": "1", "author": "A", "text": "The bakers struck. " * 10_000}
    file = tmp_path / "long.jsonl"
    file.write_text(f"{json.dumps(first)}\n{json.dumps({**first, 'id': '2', 'text': 'No.'})}\n", encoding="utf-8")

    (thread,) = [found for found in read_dump(Dump(file, "long.jsonl")) if isinstance(found, Thread)]

    assert [len(post.text) for post in thread.posts] == [len(first["text"].strip("\n")), 3]
