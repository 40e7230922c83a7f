"""Web archives: the newest capture of each address, revisits, packed bodies, broken records."""

from __future__ import annotations

import gzip
import hashlib
import io
import sys
import zipfile
from base64 import b32encode
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from generator.importers import Dump, choose, read_dump
from generator.importers.captures.addresses import plain_address
from generator.importers.captures.http import joined_chunks
from generator.problems import Problem
from generator.records import Thread

HTML = [("Content-Type", "text/html; charset=utf-8")]
DAY = "2020-03-{:02}T10:00:00Z"


def page(*words: str, thread: int = 7) -> bytes:
    """A page of XenForo with one post for each of the words."""
    posts = "".join(
        f'<article class="message message--post" data-author="Ada" data-content="post-{number}" id="js-post-{number}">'
        f'<div class="message-attribution"><time datetime="2020-02-01T10:{number % 60:02}:00+0000">x</time></div>'
        f'<div class="message-body"><div class="bbWrapper">{text}</div></div></article>'
        for number, text in enumerate(words, 100)
    )
    html = (
        f'<!DOCTYPE html><html id="XF" data-app="public" data-lb-id="thread-{thread}"><head><title>Mills</title></head>'
    )
    return f'{html}<body><h1 class="p-title-value">Mills</h1>{posts}</body></html>'.encode()


class Archive:
    """A WARC file that is being written."""

    def __init__(self, path: Path, *, is_packed: bool = True) -> None:
        self.path = path
        self.ends: list[int] = []
        self._file = path.open("wb")
        self._writer = WARCWriter(self._file, gzip=is_packed)

    def add(
        self, url: str, body: bytes, day: int = 1, *, headers: list[tuple[str, str]] = HTML, status: str = "200 OK"
    ) -> None:
        told = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
        dated = {"WARC-Date": DAY.format(day)}
        self._writer.write_record(
            self._writer.create_warc_record(
                url, "response", payload=io.BytesIO(body), http_headers=told, warc_headers_dict=dated
            )
        )
        self.ends.append(self._file.tell())

    def revisit(self, url: str, body: bytes, day: int) -> None:
        digest = "sha1:" + b32encode(hashlib.sha1(body).digest()).decode()
        told = StatusAndHeaders("200 OK", HTML, protocol="HTTP/1.1")
        record = self._writer.create_revisit_record(
            url, digest, url, DAY.format(1), http_headers=told, warc_headers_dict={"WARC-Date": DAY.format(day)}
        )
        self._writer.write_record(record)

    def dump(self) -> Dump:
        self._file.close()
        return Dump(self.path, self.path.name)


def texts(items: list[Thread | Problem]) -> list[str]:
    return [post.text for item in items if isinstance(item, Thread) for post in item.posts]


def problems(items: list[Thread | Problem]) -> list[str]:
    return [f"{item.severity} {item.code}" for item in items if isinstance(item, Problem)]


@pytest.mark.parametrize("is_packed", [True, False])
def test_the_newest_capture_of_an_address_is_read(tmp_path: Path, is_packed: bool) -> None:
    archive = Archive(tmp_path / "a.warc", is_packed=is_packed)
    archive.add("https://f.example/threads/mills.7/", page("A newer word."), 9)
    archive.add("https://f.example/threads/mills.7/", page("An older word."), 2)
    archive.add("https://f.example/threads/mills.7/", b"Not found", 12, status="404 Not Found")
    archive.add("https://f.example/logo.png", b"\x89PNG", 2, headers=[("Content-Type", "image/png")])

    dump = archive.dump()
    chosen = choose(dump)
    items = list(read_dump(dump))

    assert not isinstance(chosen, Problem)
    assert chosen.name == "warc"
    assert texts(items) == ["A newer word."]
    assert [item.sources[0].retrieved for item in items if isinstance(item, Thread)] == ["2020-03-09"]


def test_sessions_and_fragments_make_no_other_page(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "a.warc.gz")
    archive.add(f"http://f.example/threads/mills.7/?sid={'0' * 32}#post-1", page("One."), 1)
    archive.add(f"https://F.example:443/threads/mills.7/?PHPSESSID={'1' * 26}", page("One."), 2)

    assert texts(list(read_dump(archive.dump()))) == ["One."]


def test_a_revisit_stands_for_the_capture_that_it_repeats(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "a.warc.gz")
    body = page("It did not change.")
    archive.add("https://f.example/threads/mills.7/", body, 1)
    archive.add("https://f.example/threads/other.8/", page("Another.", thread=8), 1)
    archive.revisit("https://f.example/threads/mills.7/", body, 20)

    items = list(read_dump(archive.dump()))

    assert texts(items) == ["It did not change.", "Another."]
    assert [item.sources[0].retrieved for item in items if isinstance(item, Thread)] == ["2020-03-20", "2020-03-01"]


def test_pages_of_one_thread_have_one_id(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "a.warc.gz")
    archive.add("https://f.example/threads/mills.7/", page("One."), 1)
    archive.add("https://f.example/threads/mills.7/page-2", page("Two."), 1)

    items = [item for item in read_dump(archive.dump()) if isinstance(item, Thread)]

    assert len(items) == 2
    assert len({item.id for item in items}) == 1


def test_packed_and_chunked_bodies_are_unpacked(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "a.warc.gz")
    packed = gzip.compress(page("Packed."))
    chunked = b"".join(
        b"%x\r\n%s\r\n" % (len(packed[at : at + 50]), packed[at : at + 50]) for at in range(0, len(packed), 50)
    )
    both = [*HTML, ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")]
    archive.add("https://f.example/threads/mills.7/", chunked + b"0\r\n\r\n", 1, headers=both)
    archive.add("https://f.example/threads/other.8/", page("Told to be.", thread=8), 1, headers=both)

    assert texts(list(read_dump(archive.dump()))) == ["Packed.", "Told to be."]


def test_a_body_that_is_a_bomb_or_packed_strangely_is_told(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "a.warc.gz")
    archive.add(
        "https://f.example/a", gzip.compress(b" " * (80 << 20), 1), headers=[*HTML, ("Content-Encoding", "gzip")]
    )
    archive.add("https://f.example/b", b"\x0b\x02\x80", headers=[*HTML, ("Content-Encoding", "br")])
    archive.add("https://f.example/threads/mills.7/", page("Sound."))

    items = list(read_dump(archive.dump()))

    assert problems(items) == ["warning D232", "warning D230"]
    assert texts(items) == ["Sound."]


def test_answers_in_json_are_read_too(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "a.warc.gz")
    comment = (
        b'{"id":"c1","author":"ada","body":"Stay.","created_utc":1388534500,"link_id":"t3_s1","parent_id":"t3_s1"}'
    )
    archive.add("https://reddit.example/x.json", comment, headers=[("Content-Type", "application/json")])

    assert texts(list(read_dump(archive.dump()))) == ["Stay."]


def test_a_broken_record_costs_only_itself(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "a.warc.gz")
    for number in range(6):
        archive.add(f"https://f.example/threads/t.{number}/", page(f"Word {number}.", thread=number))
    dump = archive.dump()
    data = bytearray(dump.path.read_bytes())
    data[archive.ends[1] + 60 : archive.ends[1] + 90] = b"\xff" * 30
    dump.path.write_bytes(data)

    items = list(read_dump(dump))

    assert texts(items) == [f"Word {number}." for number in (0, 1, 3, 4, 5)]
    assert set(problems(items)) == {"warning D230"}


@pytest.mark.parametrize("part", [0.05, 0.3, 0.5, 0.8, 0.99])
def test_an_archive_that_is_cut_off_gives_what_is_whole(tmp_path: Path, part: float) -> None:
    archive = Archive(tmp_path / "a.warc.gz")
    for number in range(6):
        archive.add(f"https://f.example/threads/t.{number}/", page(f"Word {number}.", thread=number))
    dump = archive.dump()
    whole = sum(end <= archive.ends[-1] * part for end in archive.ends)
    dump.path.write_bytes(dump.path.read_bytes()[: int(archive.ends[-1] * part)])

    items = list(read_dump(dump))

    assert texts(items)[:whole] == [f"Word {number}." for number in range(whole)]
    assert texts(items) or problems(items)[-1:] == ["error D211"]


@pytest.mark.parametrize(
    "data", [b"WARC/1.0\r\n", b"WARC/1.0\r\nContent-Length: 99999999999999999999\r\n\r\n", b"WARC/1." * 9000]
)
def test_what_only_begins_like_an_archive_is_one_error(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.warc").write_bytes(data)

    items = list(read_dump(Dump(tmp_path / "a.warc", "a.warc")))

    assert [each for each in problems(items) if each.startswith("error")] == ["error D211"]


def test_a_wacz_is_read_and_its_names_lead_nowhere(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "a.warc.gz")
    archive.add("https://f.example/threads/mills.7/", page("Within."))
    data = archive.dump().path.read_bytes()
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as wacz:
        wacz.writestr("datapackage.json", "{}")
        wacz.writestr("archive/../../evil.warc.gz", data)
        wacz.writestr("pages/pages.jsonl", "{}")

    items = list(read_dump(Dump(tmp_path / "a.wacz", "a.wacz")))

    assert texts(items) == ["Within."]
    assert not (tmp_path.parent / "evil.warc.gz").exists()


def test_a_bomb_in_a_wacz_is_unpacked_only_so_far(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.wacz", "w", zipfile.ZIP_DEFLATED) as wacz:
        wacz.writestr("datapackage.json", "{}")
        wacz.writestr("archive/a.warc", b"WARC/1.0\r\n" + b"\0" * (100 << 20))

    items = list(read_dump(Dump(tmp_path / "a.wacz", "a.wacz")))

    assert "warning D232" in problems(items)
    assert problems(items)[-1] == "error D211"


def test_without_its_library_the_message_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(tmp_path / "a.warc.gz")
    archive.add("https://f.example/threads/mills.7/", page("One."))
    monkeypatch.setitem(sys.modules, "fastwarc", None)
    monkeypatch.setitem(sys.modules, "fastwarc.warc", None)

    (item,) = read_dump(archive.dump())

    assert isinstance(item, Problem)
    assert "disputatio[warc]" in item.fix


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("http://F.example:80/a?sid=" + "a" * 32, "http://f.example/a"),
        ("http://f.example/showthread.php?s=" + "0" * 32 + "&t=3", "http://f.example/showthread.php?t=3"),
        ("http://f.example/a?s=1&t=3", "http://f.example/a?s=1&t=3"),
        ("http://f.example/a;jsessionid=12AB?x=1&utm_source=y#z", "http://f.example/a?x=1"),
        ("ftp://f.example/", None),
        ("http://[::1", None),
    ],
)
def test_addresses_lose_what_changes_from_visit_to_visit(url: str, plain: str | None) -> None:
    assert plain_address(url) == plain


def test_chunks_that_are_cut_off_give_what_is_there() -> None:
    assert joined_chunks(b"4\r\nWiki\r\nff\r\nped") == b"Wikiped"
    assert joined_chunks(b"abc is no chunk") == b"abc is no chunk"
