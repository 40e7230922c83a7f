"""What all importers of JSON share: telling formats apart, mending what is broken, chats, zip files."""

from __future__ import annotations

import gzip
import json
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.codec import short_id
from generator.importers import Dump, choose, discourse, read_dump
from generator.importers.structured.chat import Dialect, read_chat
from generator.importers.structured.documents import Document, int_of, read_document
from generator.importers.structured.marked import marked_body
from generator.importers.structured.outlines import outline
from generator.problems import Problem
from generator.records import Thread

DIALECT = Dialect((("**", "strong"), ("*", "emphasis"), ("_", "emphasis")), rest=">>> ", escapes=True)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("ab.[]", max_size=3), inner, max_size=4),
    max_leaves=20,
)


def document(folder: Path, data: bytes, *records: str) -> Document | Problem:
    path = folder / "dump.json"
    path.write_bytes(data)
    return read_document(Dump(path, "dump.json"), records)


# --- outlines ------------------------------------------------------------------------------------------------------


def test_an_outline_names_each_value_by_its_path() -> None:
    shape = outline(b'{"id": 7, "posts": [{"text": "a b", "tags": ["x"]}, {"more": null}]}')

    assert dict(shape.first) == {
        "": "{",
        "id": "7",
        "posts": "[",
        "posts[]": "{",
        "posts[].text": '"a b"',
        "posts[].tags": "[",
        "posts[].tags[]": '"x"',
        "posts[].more": "null",
    }
    assert (shape.root, shape.documents, shape.is_sound, shape.text("posts[].text")) == ("{", 1, True, "a b")


@given(JSON.filter(lambda value: isinstance(value, list | dict)), st.integers(0, 2000))
def test_an_outline_of_a_cut_document_is_the_beginning_of_the_whole(value: object, length: int) -> None:
    data = json.dumps(value).encode()

    whole, cut = outline(data), outline(data[:length])

    assert whole.is_sound
    assert [path for path in cut.first if path not in whole.first] == []


@pytest.mark.parametrize(
    "text", ["[link](https://a.example) and words", "[1] says the first note", "{{ braces }}", "x"]
)
def test_what_only_begins_like_json_is_pasted_text(text: str, tmp_path: Path) -> None:
    path = tmp_path / "pasted.txt"
    path.write_text(text, "utf-8")

    chosen = choose(Dump(path, "pasted.txt"))

    assert not isinstance(chosen, Problem)
    assert chosen.name == "paste"


@pytest.mark.parametrize(
    "junk", [b"[" * 65536, b'{"a":' * 13000, b'["' + b'\\"' * 32000, b'"' * 65536, b"[[]," * 16384]
)
def test_an_outline_takes_a_moment_whatever_it_is_given(junk: bytes) -> None:
    start = time.process_time()

    outline(junk)

    assert time.process_time() - start < 1


# --- documents -----------------------------------------------------------------------------------------------------


def test_a_document_that_is_cut_off_keeps_the_records_before(tmp_path: Path) -> None:
    found = document(tmp_path, b'{"id": 1, "posts": [{"a": 1},\n {"b": [2]},\n {"c": "x', "posts")

    assert isinstance(found, Document)
    assert found.value == {"id": 1, "posts": [{"a": 1}, {"b": [2]}]}
    assert [(problem.code, problem.line) for problem in found.problems] == [("D241", 2)]


def test_a_broken_record_is_none_and_the_others_are_read(tmp_path: Path) -> None:
    data = b'{"posts": [{"a": 1},\n{"b": tru},\n{"c": ' + b"[" * 5000 + b"]" * 5000 + b'},\n{"d": 4}], "title": "x"}'

    found = document(tmp_path, data, "posts")

    assert isinstance(found, Document)
    assert found.value == {"posts": [{"a": 1}, None, None, {"d": 4}], "title": "x"}
    assert [(problem.code, problem.line) for problem in found.problems] == [("D230", 2), ("D230", 3)]


def test_signs_that_are_none_become_visible_and_are_counted(tmp_path: Path) -> None:
    found = document(tmp_path, b'{"a": "\\ud800 \\ud83d\\ude00 \\\\ud800 \xff", "b": NaN, "c": 1e999, "d": -Infinity}')

    assert isinstance(found, Document)
    assert found.value == {"a": "\ufffd \U0001f600 \\ud800 \ufffd", "b": None, "c": None, "d": None}
    assert [problem.message for problem in found.problems] == ["2 characters cannot be read"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_are_understood(encoding: str, tmp_path: Path) -> None:
    found = document(tmp_path, '{"a": "ü"}'.encode(encoding))

    assert isinstance(found, Document)
    assert found.value == {"a": "ü"}


@pytest.mark.parametrize(
    "data", [b"", b" \n", b"{", b"[" * 100_000, b"nonsense", b"{} {}", b"\x89PNG\r\n\x1a\n\x00\x00"]
)
def test_what_is_no_document_is_one_error(data: bytes, tmp_path: Path) -> None:
    found = document(tmp_path, data, "posts", "")

    assert isinstance(found, Problem)
    assert found.severity == "error"


@given(JSON, st.integers(0, 300), st.binary(max_size=3))
def test_a_document_is_read_or_refused_whatever_stands_in_it(value: object, at: int, junk: bytes) -> None:
    data = json.dumps({"posts": [value, {"a": value}]}).encode()

    found = read_changed(data[:at] + junk + data[at:])

    assert isinstance(found, Document | Problem)


def read_changed(data: bytes) -> Document | Problem:
    from generator.importers.structured.documents import document_of

    return document_of(data, Dump(Path("dump.json"), "dump.json"), ("posts",))


def test_mending_takes_time_in_proportion(tmp_path: Path) -> None:
    records = b",".join(
        b'{"id": %d, "text": "%s", "broken": tru}' % (number, b"words " * 20) for number in range(20_000)
    )
    start = time.process_time()

    found = document(tmp_path, b'{"posts": [' + records, "posts")

    assert isinstance(found, Document)
    assert time.process_time() - start < 8


def test_whole_numbers_have_64_bits() -> None:
    told = (7, "7", 7.0, True, "x", 2**63, "9" * 30, -(2**70), 1.5, None, "-7", "٧")

    assert [int_of(each) for each in told] == [7, 7, 7, None, None, None, None, None, None, None, None, None]


# --- marked lines and chats ----------------------------------------------------------------------------------------


@given(st.text("> ab\n", max_size=60))
def test_the_marks_of_quoted_lines_go_and_no_word_with_them(text: str) -> None:
    body = marked_body(text)

    assert "".join(filter(str.isalpha, body.text)) == "".join(filter(str.isalpha, text))
    assert all(quote.span.of(body.text).strip() for quote in body.declared)


@given(st.text("*_`> a\\\nb[](", max_size=60))
def test_a_chat_loses_no_letter(text: str) -> None:
    body = read_chat(text, DIALECT)

    assert "".join(filter(str.isalpha, body.text)) == "".join(filter(str.isalpha, text))


@pytest.mark.parametrize("junk", ["*", "_a", "`", "[", "**a ", "> ", "```", "\\", "https://a", "*_", "> a\nb\n"])
def test_a_chat_is_read_in_proportion(junk: str) -> None:
    start = time.process_time()

    read_chat(junk * (200_000 // len(junk)), DIALECT)

    assert time.process_time() - start < 5


# --- threads in pieces, and packs -----------------------------------------------------------------------------------


def test_many_posts_of_one_topic_are_pieces_of_one_thread(tmp_path: Path) -> None:
    found = []
    for number in (2, 1):
        post = {"id": 900 + number, "post_number": number, "topic_id": 77, "username": "ada", "cooked": "<p>words</p>"}
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps(post), "utf-8")
        found += read_dump(Dump(path, path.name))

    assert [thread.id for thread in found if isinstance(thread, Thread)] == ["discourse-77"] * 2
    assert discourse.sniff(json.dumps(post).encode(), path) > 0.9


def slack_files() -> dict[str, str]:
    day = [{"type": "message", "ts": "1715940000.000100", "user": "U1", "text": "The mill should stay."}]
    users = [{"id": "U1", "team_id": "T1", "name": "ada", "profile": {}}]
    channels = [{"id": "C1", "name": "general", "created": 1, "members": []}]
    files = {"users.json": users, "channels.json": channels, "general/2024-05-17.json": day}
    return {name: json.dumps(value) for name, value in files.items()}


def test_a_zip_file_of_slack_gives_what_its_folder_gives(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in slack_files().items():
            archive.writestr(f"Valley export/{name}", text)
            (tmp_path / "export" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "export" / name).write_text(text, "utf-8")

    (packed,) = read_dump(Dump(tmp_path / "export.zip", "export.zip"))
    (unpacked,) = read_dump(Dump(tmp_path / "export", "export"))

    assert isinstance(packed, Thread)
    assert isinstance(unpacked, Thread)
    assert packed.posts == unpacked.posts
    assert packed.posts[0].author.value == "ada"


def test_a_zip_file_that_is_cut_off_or_leads_away_gives_one_error(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("users.json", "[]")
        archive.writestr("../general/2024-05-17.json", slack_files()["general/2024-05-17.json"])
        archive.writestr("/general/2024-05-17.json", slack_files()["general/2024-05-17.json"])
    leading_away = list(read_dump(Dump(path, "export.zip")))
    path.write_bytes(path.read_bytes()[:-40])

    cut = list(read_dump(Dump(path, "export.zip")))

    assert [item.severity for item in leading_away if isinstance(item, Problem)] == ["error"]
    assert [item.severity for item in cut if isinstance(item, Problem)] == ["error"]
    assert len(leading_away) == len(cut) == 1


def test_a_file_in_a_zip_file_that_unpacks_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.importers.structured.packs.LARGEST_FILE", 10_000)
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in slack_files().items():
            archive.writestr(name, text)
        archive.writestr("general/2024-05-18.json", "[" + " " * 10_000_000 + "]")

    items = list(read_dump(Dump(path, "export.zip")))

    assert [item.code for item in items if isinstance(item, Problem)] == ["D232"]
    assert sum(isinstance(item, Thread) for item in items) == 1


# --- packed dumps ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_name", ["jsonl", "discourse", "hackernews"])
def test_a_dump_packed_with_gzip_gives_what_it_gives_unpacked(format_name: str, tmp_path: Path) -> None:
    contents = {
        "jsonl": '{"thread": "t", "id": 1, "text": "one"}\n{"thread": "t", "id": 2, "text": "two"}\n',
        "discourse": '{"id": 9, "post_number": 1, "topic_id": 77, "username": "ada", "cooked": "<p>words</p>"}',
        "hackernews": '{"id": 1, "type": "story", "by": "ada", "time": 1551691800, "title": "x"}\n' * 2,
    }
    plain, packed = tmp_path / "dump", tmp_path / "dump.gz"
    plain.write_text(contents[format_name], "utf-8")
    packed.write_bytes(gzip.compress(plain.read_bytes()))

    (one,) = (item for item in read_dump(Dump(plain, "dump")) if isinstance(item, Thread))
    (two,) = (item for item in read_dump(Dump(packed, "dump.gz")) if isinstance(item, Thread))

    assert one.posts == two.posts
    assert two.sources[0].importer == format_name


def test_a_packed_dump_that_is_cut_off_keeps_the_lines_before(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl.gz"
    lines = (json.dumps({"thread": "t", "id": n, "text": f"{n} " * 50 + short_id(n)}) for n in range(5_000))
    data = gzip.compress("\n".join(lines).encode())
    path.write_bytes(data[: len(data) // 2])

    items = list(read_dump(Dump(path, path.name)))

    assert [item.severity for item in items if isinstance(item, Problem)] == ["warning"] * 2
    assert [len(item.posts) > 1_000 for item in items if isinstance(item, Thread)] == [True]
