"""Saved pages of forums before anybody reads their posts: letters, addresses, days, walls, and pages meant to harm."""

from __future__ import annotations

import base64
import gzip
import quopri
import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.importers import Dump, ReadOptions, read_dump
from generator.importers.pages.charsets import decode_page
from generator.importers.pages.moments import moment_in_words
from generator.importers.pages.page import Page, open_page
from generator.importers.xenforo import post_of as xenforo_post
from generator.problems import Problem
from generator.records import Thread

POST = (
    '<article class="message message--post" data-author="{author}" data-content="post-{number}">'
    '<header class="message-attribution-main"><time datetime="2024-05-0{number}T09:00:00Z">x</time></header>'
    '<div class="message-body"><div class="bbWrapper">{words}</div></div></article>'
)


def xenforo_page(*words: str, head: str = "") -> str:
    posts = (POST.format(author="Ada", number=number, words=each) for number, each in enumerate(words, 1))
    return (
        f'<!DOCTYPE html>{head}<html id="XF" data-content-key="thread-12"><head><title>Lamps</title></head>'
        f"<body>{''.join(posts)}</body></html>"
    )


def opened(page: str | bytes, **told: str) -> Page:
    data = page if isinstance(page, bytes) else page.encode()
    found = open_page(data, Dump(Path("/nowhere/page.html"), "page.html"), **told)  # type: ignore[arg-type]
    assert isinstance(found, Page)
    return found


def read(page: str | bytes, folder: Path, options: ReadOptions | None = None) -> list[Thread | Problem]:
    path = folder / "page.html"
    path.write_bytes(page if isinstance(page, bytes) else page.encode("utf-8", "surrogatepass"))
    return list(read_dump(Dump(path, "page.html"), options))


def test_a_packed_page_is_read_like_a_plain_one(tmp_path: Path) -> None:
    page = xenforo_page("The lamp is out.", "Light it.").encode()

    packed = read(gzip.compress(page), tmp_path)

    assert [post.text for post in packed[0].posts] == ["The lamp is out.", "Light it."]


def test_a_packed_page_that_is_cut_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    words = random.Random(3).choices("abcdefghij", k=30_000)
    page = xenforo_page("The lamp is out.", "".join(words)).encode()

    thread, problem = read(gzip.compress(page)[:-4_000], tmp_path)

    assert thread.posts[0].text == "The lamp is out."
    assert (problem.code, problem.severity) == ("D241", "warning")


# --- letters -------------------------------------------------------------------------------------------------------


def test_utf_8_is_seen_whatever_an_old_declaration_says() -> None:
    page = '<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">Grüße — лампа'

    assert decode_page(page.encode()).endswith("Grüße — лампа")


@pytest.mark.parametrize(
    ("charset", "words"),
    [
        ("windows-1251", "Лампа ночью"),
        ("koi8-r", "Лампа ночью"),
        ("ISO-8859-1", "l’été – où ?"),  # browsers read it as windows-1252, which has dashes and such quotes
        ("iso-8859-9", "ışık gecesi"),
        ("gb2312", "夜里的灯"),
        ("shift_jis", "夜のランプ"),
        ("euc-kr", "밤의 등불"),
        ("iso-2022-jp", "夜のランプ"),
        ("windows-1250", "světlo v noci – ještě"),
    ],
)
def test_a_declared_charset_is_read_as_browsers_read_it(charset: str, words: str) -> None:
    encoding = {"ISO-8859-1": "cp1252", "gb2312": "gb18030", "shift_jis": "cp932"}.get(charset, charset)
    page = f'<html><head><meta charset="{charset}"></head><body>'.encode() + words.encode(encoding)

    assert decode_page(page).endswith(words)


def test_a_page_that_tells_no_charset_is_read_as_its_language_was_written() -> None:
    russian = b'<html lang="ru-RU"><body>' + "Лампа ночью".encode("cp1251")
    german = b"<html><body>" + "Grüße".encode("cp1252")

    assert decode_page(russian).endswith("Лампа ночью")
    assert decode_page(german).endswith("Grüße")


def test_one_broken_letter_does_not_spoil_the_others() -> None:
    page = ("<body>" + "лампа " * 50).encode() + b"\xd0"

    assert decode_page(page) == "<body>" + "лампа " * 50 + "\ufffd"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_byte_order_mark_decides(encoding: str) -> None:
    assert decode_page('<meta charset="koi8-r">лампа'.encode(encoding)) == '<meta charset="koi8-r">лампа'


@pytest.mark.parametrize("charset", ["utf-7", "rot13", "idna", "hex", "x-unknown", ""])
def test_a_charset_that_no_page_has_is_not_believed(charset: str) -> None:
    page = f'<meta charset="{charset}">+ADw-b+AD4- é'.encode("cp1252")

    assert decode_page(page).endswith("+ADw-b+AD4- é")


@given(st.binary(max_size=400), st.sampled_from(["utf-8", "utf-16", "gbk", "iso-2022-jp", "big5", None]))
def test_no_bytes_whatsoever_stop_a_page_from_being_opened(data: bytes, charset: str | None) -> None:
    dump = Dump(Path("/nowhere/page.html"), "page.html")

    assert isinstance(open_page(b"<p>" + data, dump, charset=charset), Page | Problem)


# --- addresses and days --------------------------------------------------------------------------------------------


def test_the_page_tells_its_address_itself_before_those_who_saved_it() -> None:
    noted = "<!-- saved from url=(0040)https://mirror.example/threads/lamps.12/ -->"
    canonical = '<link rel="canonical" href="https://harbour.example/threads/lamps.12/">'

    assert opened(f"{noted}<html>{canonical}").url == "https://harbour.example/threads/lamps.12/"
    assert opened(f"{noted}<html>").url == "https://mirror.example/threads/lamps.12/"
    assert opened('<html><meta property="og:url" content="https://a.example/t/1">').url == "https://a.example/t/1"
    assert opened('<html><link rel="canonical" href="javascript:alert(1)">').url is None


def test_programs_that_save_pages_note_address_and_day() -> None:
    single = (
        "<html><!--\n Page saved with SingleFile \n url: https://a.example/t/1 \n saved date: Tue Mar 03 2020 10:1 -->"
    )
    httrack = (
        "<!-- Mirrored from a.example/t/1 by HTTrack Website Copier/3.x [XR&CO'2014], Fri, 05 Jun 2015 12:34:00 GMT -->"
    )
    archived = "<!-- saved from url=(0061)https://web.archive.org/web/20120705051234/http://a.example/t/1 -->"

    pages = [opened(page) for page in (single, httrack, archived)]

    assert [page.url for page in pages] == ["https://a.example/t/1", "http://a.example/t/1", "http://a.example/t/1"]
    assert [page.retrieved for page in pages] == ["2020-03-03", "2015-06-05", "2012-07-05"]


def test_the_day_that_the_user_tells_dates_yesterday(tmp_path: Path) -> None:
    page = xenforo_page("Words.").replace(
        '<time datetime="2024-05-01T09:00:00Z">x</time>', "<time>Yesterday at 5:12 PM</time>"
    )

    (undated,) = read(page, tmp_path)
    (dated,) = read(page, tmp_path, ReadOptions(retrieved="2012-07-05"))

    assert isinstance(undated, Thread) and isinstance(dated, Thread)
    assert [thread.posts[0].when.value and thread.posts[0].when.value.iso for thread in (undated, dated)] == [
        None,
        "2012-07-04T17:12",
    ]


def test_relative_links_start_from_the_address_of_the_page(tmp_path: Path) -> None:
    head = "<!-- saved from url=(0036)https://harbour.example/threads/lamps.12/ -->"

    (thread,) = read(xenforo_page('See <a href="../mills.3/">the mills</a>.', head=head), tmp_path)

    assert isinstance(thread, Thread)
    assert thread.posts[0].body[0].inlines[1].url == "https://harbour.example/threads/mills.3/"


def test_two_forums_with_the_same_numbers_stay_two(tmp_path: Path) -> None:
    pages = [
        f'<link rel="canonical" href="https://{host}/threads/lamps.12/">' for host in ("a.example", "www.b.example")
    ]

    threads = [read(xenforo_page("Words.").replace("<title>", page + "<title>"), tmp_path)[0] for page in pages]

    assert [thread.id for thread in threads if isinstance(thread, Thread)] == ["a-example-12", "b-example-12"]


@pytest.mark.parametrize(
    ("raw", "order", "iso"),
    [
        ("07.09.2018, 12:19", None, "2018-09-07T12:19"),
        ("09-04-2005, 10:54 PM", "mdy", "2005-09-04T22:54"),
        ("09-04-2005, 10:54 PM", None, None),
        ("25-04-2005, 10:54 PM", None, "2005-04-25T22:54"),
        ("nonsense", None, None),
    ],
)
def test_a_date_in_words_is_dated_only_as_far_as_it_is_sure(raw: str, order: str | None, iso: str | None) -> None:
    assert moment_in_words(raw, order, None).iso == iso  # type: ignore[arg-type]


# --- one file for a page and its pictures ---------------------------------------------------------------------------


@pytest.mark.parametrize("coding", ["quoted-printable", "base64", "8bit"])
def test_a_page_saved_as_mhtml_is_unwrapped(coding: str, tmp_path: Path) -> None:
    page = xenforo_page("Grüße aus dem Hafen.").encode()
    body = {"quoted-printable": quopri.encodestring(page), "base64": base64.encodebytes(page)}.get(coding, page)
    head = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://harbour.example/threads/lamps.12/\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="--=_frontier"\r\n\r\n'
        "----=_frontier\r\nContent-Type: text/html; charset=utf-8\r\n"
        f"Content-Transfer-Encoding: {coding}\r\nContent-Location: https://harbour.example/threads/lamps.12/\r\n\r\n"
    )

    (thread,) = read(head.encode() + body + b"\r\n----=_frontier--\r\n", tmp_path, ReadOptions(format="xenforo"))

    assert isinstance(thread, Thread)
    assert thread.posts[0].text == "Grüße aus dem Hafen."
    assert thread.url == "https://harbour.example/threads/lamps.12/"


def test_pictures_that_the_browser_saved_beside_the_page_are_attached_and_others_keep_their_address(
    tmp_path: Path,
) -> None:
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "lamp.gif").write_bytes(b"GIF89a" + bytes(20))
    kept: list[bytes] = []
    words = (
        'A lamp: <img src="page_files/lamp.gif"> <img src="page_files/lost.gif"> <img src="https://p.example/x.gif">'
    )

    (thread,) = read(xenforo_page(words), tmp_path, ReadOptions(keep=lambda data: kept.append(data) or "digest"))

    assert isinstance(thread, Thread)
    (file,) = thread.posts[0].attachments
    assert (file.name, file.media, file.digest, kept) == ("lamp.gif", "image/gif", "digest", [b"GIF89a" + bytes(20)])
    assert thread.posts[0].text == "A lamp: [image: lamp.gif] [image: lost.gif] [image: x.gif]"
    assert [each.url for each in thread.posts[0].body[0].inlines if each.kind == "image"] == [
        None,
        None,
        "https://p.example/x.gif",
    ]


# --- pages without posts -------------------------------------------------------------------------------------------

WALLS = {
    "a page that asks for a password": '<form><input type="password" name="password"></form>',
    "a list of threads": '<div class="structItem structItem--thread"><a href="/threads/lamps.12/">Lamps</a></div>',
    "a member's profile": '<div class="memberHeader"><h1>Ada</h1></div>',
    "an error page or a notice": '<div class="blockMessage blockMessage--error">The thread could not be found.</div>',
    "a check whether the visitor is human": '<form id="challenge-form"></form>',
}


@pytest.mark.parametrize("kind", WALLS)
def test_a_page_without_posts_is_told_for_what_it_is(kind: str, tmp_path: Path) -> None:
    page = f'<!DOCTYPE html><html id="XF"><head><title>Harbour</title></head><body>{WALLS[kind]}</body></html>'

    (problem,) = read(page, tmp_path)

    assert isinstance(problem, Problem)
    assert (problem.severity, problem.code) == ("error", "D211")
    assert f"It is {kind}." in problem.why


def test_a_page_of_another_engine_read_as_xenforo_is_one_error(tmp_path: Path) -> None:
    (problem,) = read("<!DOCTYPE html><html><body>Words.</body></html>", tmp_path, ReadOptions(format="xenforo"))

    assert isinstance(problem, Problem)
    assert problem.code == "D211"


@pytest.mark.parametrize("data", [b"", b"   \n", b"\x89PNG\r\n\x1a\n" + bytes(200)])
def test_what_is_no_page_at_all_is_one_error(data: bytes, tmp_path: Path) -> None:
    (problem,) = read(data, tmp_path, ReadOptions(format="xenforo"))

    assert isinstance(problem, Problem)
    assert problem.severity == "error"


# --- pages meant to harm -------------------------------------------------------------------------------------------

HOSTILE = {
    "nested divisions": "<div>" * 100_000 + "deep" + "</div>" * 100_000,
    "nested quotes": "<blockquote>" * 100_000 + "deep",
    "open emphasis": "<b>" * 3_000 + "<p>x" * 3_000,
    "many attributes": "<div " + " ".join(f"a{number}=1" for number in range(100_000)) + ">deep</div>",
    "comments": "<!--" * 100_000,
    "unclosed quotes": '<a b="' * 50_000,
    "brackets": "<" * 500_000,
    "lists": "<ul><li>" * 50_000 + "deep",
    "citations": '<blockquote class="bbCodeBlock--quote" data-quote="x" data-source="post: 1">' * 20_000 + "deep",
    "a long title": f'<blockquote data-quote="{"x" * 500_000}" class="bbCodeBlock--quote">deep</blockquote>',
    "a huge number": f'<blockquote data-source="post: {"9" * 10_000}" class="bbCodeBlock--quote">deep</blockquote>',
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_page_meant_to_harm_is_read_in_seconds_and_keeps_its_other_posts(kind: str, tmp_path: Path) -> None:
    page = xenforo_page("First.", HOSTILE[kind], "Last.")
    start = time.process_time()

    items = read(page, tmp_path)

    assert time.process_time() - start < 9
    assert len(items) == 1
    assert isinstance(items[0], Thread)
    assert items[0].posts[0].text == "First."


def test_scripts_and_what_runs_them_leave_no_trace(tmp_path: Path) -> None:
    words = (
        '<script>steal()</script><img src=x onerror=steal()><a href="javascript:steal()">here</a><svg onload=steal()>'
        "</svg><iframe srcdoc='<script>steal()</script>'></iframe><style>*{}</style>\0\ud800 end"
    )

    (thread,) = read(xenforo_page(words), tmp_path)

    assert isinstance(thread, Thread)
    assert "steal" not in thread.posts[0].text
    assert thread.posts[0].text.endswith("end")


@pytest.mark.parametrize(
    ("url", "post"),
    [
        ("https://a.example/threads/lamps.12/page-3#post-417", "417"),
        ("https://a.example/threads/lamps.12/post-417", "417"),
        ("/posts/417/", "417"),
        ("posts/417/", "417"),
        ("https://a.example/index.php?posts/417/", "417"),
        ("/goto/post?id=417", "417"),
        ("index.php?goto/post&id=417#post-417", "417"),
        ("showpost.php?s=0a1b&p=417", "417"),
        ("/threads/lamps.12/reply?quote=417", "417"),
        ("#js-post-417", "417"),
        ("/threads/lamps.12/", None),
        ("/members/ada.417/", None),
    ],
)
def test_every_address_of_a_post_of_xenforo_names_it(url: str, post: str | None) -> None:
    assert xenforo_post(url) == post


def test_posts_that_stand_in_one_table_are_told_apart_in_time_that_grows_with_their_number(tmp_path: Path) -> None:
    posts = "".join(f'<div id="post_message_{number}">Words {number}.</div>' for number in range(1, 4_001))
    page = (
        f'<!DOCTYPE html><html><head><meta name="generator" content="vBulletin 3.8"></head><table><td>{posts}</table>'
    )
    start = time.process_time()

    (thread,) = read(page, tmp_path)

    assert time.process_time() - start < 9
    assert isinstance(thread, Thread)
    assert len({post.text for post in thread.posts}) == 4_000
