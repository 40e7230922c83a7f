"""What the readers of boards do beyond their cases: addresses, names, captures, several pages, hostile pages."""

from __future__ import annotations

import importlib
import time
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.importers import Dump, ReadOptions, join_pieces, read_dump
from generator.importers.pages.speakers import speaker
from generator.records import Block, Inline, Thread

ENGINES = ("phpbb", "fluxbb", "smf", "mybb", "discourse_page", "nodebb", "vanilla", "xmb", "woltlab", "bbpress")
CASES = Path(__file__).parent / "cases"


def engine(name: str) -> ModuleType:
    return importlib.import_module(f"generator.importers.{name}")


def read(html: str | bytes, folder: Path, name: str | None = None, file: str = "page.html") -> list[object]:
    path = folder / file
    path.write_bytes(html if isinstance(html, bytes) else html.encode("utf-8", "surrogatepass"))
    return list(read_dump(Dump(path, file), ReadOptions(format=name)))


def page_of(name: str, case: str) -> str:
    _, _, rest = (CASES / name / f"{case}.case").read_text("utf-8").partition("-- input --\n")
    return rest.partition("-- expected --\n")[0]


# --- addresses ----------------------------------------------------------------------------------------------------

ADDRESSES = {
    "phpbb": [
        ("./viewtopic.php?f=2&t=31&p=417#p417", "417"),
        ("http://hall.example/viewtopic.php?p=417&sid=0a1b2c3d", "417"),
        ("http://hall.example/viewtopic.php?p=417#417", "417"),  # phpBB 2
        ("https://web.archive.org/web/2016/http://hall.example/viewtopic.php?t=31#p417", "417"),
        ("http://hall.example/bells-at-night-t31-15.html#p417", "417"),
        ("http://hall.example/post417.html", "417"),
        ("http://hall.example/viewtopic.php?f=2&t=31&start=15", None),
        ("http://hall.example/memberlist.php?mode=viewprofile&u=417", None),
    ],
    "fluxbb": [
        ("viewtopic.php?pid=417#p417", "417"),
        ("http://hall.example/post/417/#p417", "417"),
        ("viewtopic.php?id=31&p=2", None),
        ("viewtopic.php?id=31", None),
    ],
    "smf": [
        ("http://hall.example/index.php?topic=31.msg417#msg417", "417"),
        ("http://hall.example/index.php?PHPSESSID=0a1b2c&topic=31.msg417#msg417", "417"),
        ("http://hall.example/index.php/topic,31.msg417.html#msg417", "417"),
        ("http://hall.example/index.php?msg=417", "417"),
        ("http://hall.example/index.php/topic,31.msg417/topicseen.html", "417"),
        ("http://hall.example/index.php?topic=31.15", None),
        ("http://hall.example/index.php?action=profile;u=417", None),
    ],
    "mybb": [
        ("showthread.php?tid=31&pid=417#pid417", "417"),
        ("http://hall.example/Thread-bells-at-night--31?pid=417#pid417", "417"),
        ("http://hall.example/thread-31-post-417.html#pid417", "417"),
        ("showthread.php?tid=31&page=2", None),
    ],
    "discourse_page": [
        ("https://hall.example/t/bells-at-night/812/21?u=bob", "21"),
        ("https://hall.example/t/812/21", "21"),
        ("/t/bells-at-night/812#post_21", "21"),
        ("https://hall.example/t/bells-at-night/812", None),
    ],
    "nodebb": [
        ("https://hall.example/post/417", "417"),
        ("https://hall.example/topic/31/bells-at-night/7", None),
    ],
    "vanilla": [
        ("https://hall.example/discussion/comment/417/#Comment_417", "417"),
        ("https://hall.example/discussion/comment/417#Comment_417", "417"),
        ("https://hall.example/discussion/31/bells-at-night#Comment_417", "417"),
        ("https://hall.example/discussion/31/bells-at-night/p2", None),
    ],
    "woltlab": [
        ("https://hall.example/thread/31-bells/?postID=417#post417", "417"),
        ("https://hall.example/index.php?page=Thread&postID=417", "417"),
        ("https://hall.example/index.php/Thread/31-Bells/?postID=417#post417", "417"),
        ("https://hall.example/thread/31-bells/?pageNo=2", None),
    ],
    "bbpress": [
        ("https://hall.example/forums/topic/bells/page/2/#post-417", "417"),
        ("https://hall.example/forums/topic/bells/", None),
    ],
    "xmb": [
        ("viewthread.php?tid=31&goto=search&pid=417", "417"),
        ("http://hall.example/viewthread.php?tid=31#pid417", "417"),
        ("viewthread.php?tid=31&page=2", None),
    ],
}


@pytest.mark.parametrize(("name", "address", "post"), [(name, *each) for name in ADDRESSES for each in ADDRESSES[name]])
def test_an_address_names_its_post(name: str, address: str, post: str | None) -> None:
    assert engine(name).post_of(address) == post


@given(st.text(max_size=200), st.sampled_from(ENGINES))
def test_no_address_breaks_a_reader(address: str, name: str) -> None:
    found = engine(name).post_of(address)

    assert found is None or found.removeprefix("d").isdecimal()


def test_the_day_of_a_capture_stands_in_the_page_or_in_its_name(tmp_path: Path) -> None:
    html = page_of("phpbb", "prosilver_3_0_german")

    named = read(html, tmp_path, file="capture_p61_20090307080000_0a1b.html")
    plain = read(html, tmp_path)

    days = [
        (item.sources[0].retrieved, item.posts[1].when.value) for item in (*named, *plain) if isinstance(item, Thread)
    ]
    assert [day for day, _ in days] == ["2009-03-07", None]
    assert [when.iso for _, when in days if when] == ["2009-03-06T07:15", None]  # "Gestern 07:15"


# --- names above quotes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("Ada L. wrote:", "Ada L."),
        ("Ada L. wrote: ↑Tue Jul 02, 2024 3:19 am", "Ada L."),
        ("Käthe hat geschrieben:", "Käthe"),
        ("Ada a écrit :", "Ada"),
        ("Ada escribió:", "Ada"),
        ("Ada ha scritto:", "Ada"),
        ("Ада писал(а):", "Ада"),
        ("Ada napisał(a):", "Ada"),
        ("Adaさんが書きました:", "Ada"),
        ("Quote from: Ada on May 05, 2010, 09:12:44 PM", "Ada"),
        ("Quote from: Ada on the road on May 05, 2010, 09:12:44 PM", "Ada on the road"),
        ("Zitat von: Ada am 05. Mai 2010, 09:12:44", "Ada"),
        ("Citation de: Ada le 05 Mai 2010 à 09:12:44", "Ada"),
        ("Цитата: Ада от 05 мая 2010, 09:12:44", "Ада"),
        ("Quote: Originally posted by Ada", "Ada"),
        ("Quote Master wrote:", "Quote Master"),
        ("Quote:", None),
        ("Zitat", None),
        ("Ada xyzzed:", "Ada"),  # a verb that is not known here
        ("Ada", "Ada"),
        ("", None),
    ],
)
def test_the_words_above_a_quote_name_who_is_quoted(head: str, name: str | None) -> None:
    assert speaker(head) == name


# --- several pages ------------------------------------------------------------------------------------------------


def phpbb_page(first: int, count: int, start: int, *, captured: str = "") -> str:
    posts = "".join(
        f'<div id="p{number}" class="post"><div class="postbody"><p class="author">by <strong>Ada</strong> &raquo; '
        f'Tue Jun 05, 2007 4:{number % 60:02} pm</p><div class="content">Stroke {number} of the bell.</div></div></div>'
        for number in range(first, first + count)
    )
    address = f"viewtopic.php?t=31&amp;start={start}"
    note = f"<!-- FILE ARCHIVED ON 18:43:35 {captured} AND RETRIEVED -->" if captured else ""
    return (
        f'<!DOCTYPE html>{note}<html><head><title>x</title><link rel="canonical" href="http://hall.example/{address}">'
        f'</head><body id="phpbb"><h2><a href="./{address}">Bells</a></h2>{posts}</body></html>'
    )


def test_pages_of_one_topic_become_one_thread_and_what_is_missing_is_told(tmp_path: Path) -> None:
    pages = [phpbb_page(131, 10, 30), phpbb_page(101, 10, 0), phpbb_page(111, 10, 10), phpbb_page(111, 10, 10)]

    pieces = [item for page in pages for item in read(page, tmp_path)]
    thread, _ = join_pieces([piece for piece in pieces if isinstance(piece, Thread)])

    assert [post.number for post in thread.posts] == [str(number) for number in (*range(1, 21), *range(31, 41))]
    assert thread.gaps == ("posts #21 to #30",)
    assert thread.id == "hall-example-31"


def test_a_thread_that_is_shown_from_its_end_is_turned_around(tmp_path: Path) -> None:
    page = page_of("phpbb", "prosilver_3_3")
    ids = ("p417", "p420", "p431", "p433")
    turned = page
    for number, other in zip(ids, reversed(ids), strict=True):
        turned = turned.replace(f'<div id="{number}"', f'<div id="new {other}"')
    turned = turned.replace('<div id="new p', '<div id="p')

    threads = [item for item in read(turned, tmp_path) if isinstance(item, Thread)]

    assert tuple(post.id for post in threads[0].posts) == ids
    assert [post.number for post in threads[0].posts] == [None] * 4


# --- hostile pages ------------------------------------------------------------------------------------------------

BODIES = {  # how each engine's page holds a post's words
    "phpbb": '<body id="phpbb"><a href="viewtopic.php?t=1">t</a><div id="p1" class="post"><p class="author">by '
    "<strong>A</strong></p><div class=content>{}</div></div>",
    "fluxbb": '<body id="pun"><a href="viewtopic.php?id=1">t</a><div id="p1" class="blockpost"><div class=postmsg>{}',
    "smf": "<body><script>smf_scripturl</script><a href='?topic=1.0'>t</a><div class=post_wrapper><div class=poster>"
    "<h4>A</h4></div><div class=inner id='msg_1'>{}",
    "mybb": "<body><!-- mybb --><a href='showthread.php?tid=1'>t</a><div id=post_1><div class=post_body id='pid_1'>{}",
    "discourse_page": '<meta name="generator" content="Discourse"><body><article data-post-id=1 id=post_1>'
    "<div class=cooked>{}",
    "nodebb": '<body><ul component="topic" data-tid=1><li component="post" data-pid="1" data-username=A>'
    '<div component="post/content">{}',
    "vanilla": "<body class=Vanilla><a href='/discussion/1/x'>t</a><div class='ItemComment' id=Comment_1>"
    "<div class='Message userContent'>{}",
    "woltlab": "<body><!-- woltlab --><li id=post1><article class=wbbPost><div class=messageText>{}",
    "bbpress": "<body><div class='post-1 reply'><div class=bbp-reply-content>{}",
    "xmb": "<body>Powered by XMB<a href='viewthread.php?tid=1'>t</a><table><tr><td rowspan=3><a name='pid1'></a></td>"
    "<td>x</td></tr><tr><td class=tablerow>{}",
}
DEEP = 20_000
HOSTILE = {
    "script": "<script>alert(1)</script><p onclick='alert(1)'>safe <a href='javascript:alert(1)'>link</a></p>",
    "quotes": "<blockquote>" * DEEP + "deep",
    "divisions": "<div>" * DEEP + "deep",
    "emphasis": "<b><p>" * 2_000 + "deep",
    "tables": "<table><tr><td>" * DEEP + "deep",
    "lists": "<ul><li>" * DEEP + "deep",
    "pairs": "<div class=quotetitle>a wrote:</div><div class=quotecontent>" * DEEP + "deep",
    "heads": "<div class=quoteheader>x</div>" * DEEP,
    "cites": "<blockquote><div><cite>" + "a " * DEEP + "wrote:</cite>x</div></blockquote>",
    "spoilers": "<div class=quotetitle><input value=x></div><div class=quotecontent>" * 500 + "deep",
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(5_000)) + ">x</p>",
    "comments": "<!-- x -->" * DEEP + "x",
    "underscores": "<br>" + "_" * 50_000 + "<br>" + "<br>_________________" * 2_000,
    "controls": "\u0000\u0001\u001b[31m\u202e\ufeff red",
    "signs": "&#x0;&#xD800;&#1114112;&nbsp;&lt;script&gt;",
}


def kinds(blocks: tuple[Block, ...] | tuple[Inline, ...]) -> set[str | None]:
    found: set[str | None] = set()
    pending: list[Block | Inline] = list(blocks)
    while pending:
        each = pending.pop()
        found.add(each.url if isinstance(each, Inline) else None)
        pending += each.children if isinstance(each, Inline) else (*each.blocks, *each.inlines)
    return found


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("attack", sorted(HOSTILE))
def test_a_hostile_page_is_read_or_refused_in_good_time(name: str, attack: str, tmp_path: Path) -> None:
    html = "<!DOCTYPE html><html><head><title>t</title></head>" + BODIES[name].format(HOSTILE[attack])

    started = time.process_time()
    items = read(html, tmp_path, name)
    took_s = time.process_time() - started

    assert len(items) == 1
    assert took_s < 5
    for item in items:
        if isinstance(item, Thread):
            assert "alert(1)" not in "".join(post.text for post in item.posts)


@pytest.mark.parametrize("name", ENGINES)
@given(data=st.binary(max_size=300))
def test_bytes_of_any_kind_give_a_thread_or_one_error(name: str, data: bytes) -> None:
    folder = Path(__file__).parent  # nothing is written: the dump is a stand-in
    frame = f"<!DOCTYPE html><html>{BODIES[name]}".encode()
    dump = _Bytes(folder / "page.html", "page.html", frame.replace(b"{}", data))

    items = list(read_dump(dump, ReadOptions(format=name)))

    assert len(items) == 1


class _Bytes(Dump):
    """A dump whose bytes are given: the edge of the disk, faked."""

    def __init__(self, path: Path, name: str, content: bytes) -> None:
        super().__init__(path, name)
        object.__setattr__(self, "_content", content)

    def head(self) -> bytes:
        content: bytes = object.__getattribute__(self, "_content")
        return content[:65_536]

    def data(self) -> bytes:
        content: bytes = object.__getattribute__(self, "_content")
        return content


def test_pages_that_are_no_pages_of_threads_say_what_they_are(tmp_path: Path) -> None:
    login = (
        '<!DOCTYPE html><html><body id="phpbb"><form action="./ucp.php?mode=login"><a href="viewtopic.php?t=3">t</a>'
    )

    items = read(f"{login}<input type='password' name='password'></form></body></html>", tmp_path)

    assert [getattr(item, "severity", None) for item in items] == ["error"]
    assert "password" in items[0].why  # type: ignore[attr-defined]


LISTS = {  # pages that show posts of many threads: results of a search, a member's latest posts
    "phpbb": '<body id="phpbb"><div class="search post"><dl class="postprofile"><dt class="author">by <a>Ada</a></dt>'
    '</dl><h3><a href="viewtopic.php?p=417#p417">x</a></h3><div class="content">Bells</div></div>',
    "nodebb": '<body><script>app.config nodebb</script><a href="/topic/3/x">x</a><ul component="posts">'
    '<li component="post" data-pid="417"><div component="post/content">Bells</div></li></ul>',
    "mybb": '<body>Powered by MyBB <a href="showthread.php?tid=3">x</a><div><hr /><strong>Bells</strong> - by '
    "Ada - in the tower<br />words<hr /></div>",
    "fluxbb": '<body><div id="punsearch" class="pun"><div class="blockpost"><h2><a href="viewtopic.php?pid=417#p417">'
    "x</a></h2><div class=postmsg>Bells</div></div>",
}


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_list_of_posts_of_many_threads_is_no_thread(name: str, tmp_path: Path) -> None:
    items = read(f"<!DOCTYPE html><html><head><title>Search</title></head>{LISTS[name]}</body></html>", tmp_path, name)

    assert [getattr(item, "severity", None) for item in items] == ["error"]


@pytest.mark.parametrize("name", ENGINES)
def test_what_is_no_page_is_not_claimed(name: str, shared: Path) -> None:
    sniff = engine(name).sniff
    others = ("mbox", "discourse", "zulip", "reddit-api", "iac", "forumscraper")

    for folder in others:
        for path in sorted((shared / "samples" / folder).iterdir()):
            assert sniff(path.read_bytes()[:65_536], path) == 0.0, path
    for head in (
        b"",
        b"\x89PNG\r\n",
        b"WARC/1.0\r\n<html><body id=phpbb>",
        b"From a@b Mon\n\n<html>viewtopic.php postbody",
    ):
        assert sniff(head, Path("x")) == 0.0
