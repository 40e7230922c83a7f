"""What identifies people by accident is hidden in posts, visibly, unless the archivist wants it shown."""

from __future__ import annotations

import pytest

from generator.redactions.privacy import Privacy
from tests.build.sites import Site
from tests.redactions.sites import ANNA, CARL, lines

HIDDEN = {
    "a mail address": ("Write to anna.kowalska@mail.example.org, please.", "Write to [address], please."),
    "two of them": ("<a@b.example> or c@d.example", "<[address]> or [address]"),
    "in another script": ("пишите на анна@пример.рф сегодня", "пишите на [address] сегодня"),
    "with a password": ("ftp://user:word@host.example/x", "ftp://user:[address]/x"),
    "an IP address": ("Posted from 203.0.113.77 at night", "Posted from [IP] at night"),
    "with a port": ("203.0.113.77:8080", "[IP]:8080"),
    "at the end": ("It was 203.0.113.77.", "It was [IP]."),
    "the longer kind": ("IP: 2001:db8:85a3::8a2e:370:7334 logged", "IP: [IP] logged"),
    "in full": ("2001:0db8:85a3:0000:0000:8a2e:0370:7334", "[IP]"),
    "a session": (
        "http://f.example/viewtopic.php?t=3&sid=0123456789abcdef0123456789abcdef#p4",
        "http://f.example/viewtopic.php?t=3&sid=[hidden]#p4",
    ),
    "a token": ("https://f.example/?access_token=eyJhbGciOi.abc", "https://f.example/?access_token=[hidden]"),
    "a reset link": (
        "https://f.example/reset?key=0123456789abcdef0123456789abcdef",
        "https://f.example/reset?key=[hidden]",
    ),
    "a home folder": ("see /home/anna/notes.txt", "see /home/[user]/notes.txt"),
    "a user of Windows": ("C:\\Users\\Anna K\\notes.txt", "C:\\Users\\[user]\\notes.txt"),
    "a file of a machine": ("file:///home/anna/notes.html is it", "[hidden] is it"),
}
SHOWN = (
    "Version 1.2.3.4 is out, and v10.20.30.40 too.",
    "See section 12.4.1.3 and 1.2.3.4.",
    "At 12:34:56 on the 5th; ratio 1:2:3.",
    "std::vector<int>::iterator and a::b",
    "@anna is right, and so is x@y.",
    "https://example.org/home/anna/ and https://example.org/?key=short&page=2",
    "/home/ and /Users/ are folders",
    "127.0.0.1 and 0.0.0.0 are everybody's",
    "999.999.999.999",
)


@pytest.mark.parametrize("what", HIDDEN)
def test_it_is_replaced_by_a_sign(what: str):
    text, shown = HIDDEN[what]

    assert Privacy().text(text) == shown


@pytest.mark.parametrize("text", SHOWN)
def test_what_only_looks_like_it_stays(text: str):
    assert Privacy().text(text) == text


def test_addresses_lose_what_opens_accounts():
    privacy = Privacy()

    assert privacy.url("mailto:anna@example.org") is None
    assert privacy.url("file:///home/anna/x.html") is None
    assert privacy.url("http://f.example/?sid=0123456789abcdef&t=3#p4") == "http://f.example/?t=3#p4"
    assert privacy.url("http://f.example/?t=3&sid=0123456789abcdef") == "http://f.example/?t=3"
    assert privacy.url("http://f.example/?t=3") == "http://f.example/?t=3"


PRIVATE = (
    {"id": "4", "author": "dora@mail.example.org", "text": "Mine is dora@mail.example.org, from 203.0.113.77."},
    {
        "id": "5",
        "html": "<p>or<b>ite@</b>b.example <a href='mailto:emil@mail.example.org'>write</a></p>",
        "author": "E",
    },
    {"id": "6", "text": "x", "url": "https://f.example/p?sid=0123456789abcdef0123456789abcdef&p=6", "author": "F"},
    {"id": "7", "text": "Look.", "attachments": [{"name": "gina@mail.example.org.txt"}], "author": "G"},
)
TRACES = (b"mail.example.org", b"203.0.113.77", b"0123456789abcdef", b"ite@b.example")


def test_pages_hold_none_of_it_and_show_that_something_was_there(site: Site):
    site.write("content/threads/park.jsonl", lines(ANNA, *PRIVATE, CARL))

    site.build()

    assert [(path, trace) for path, data in site.files().items() for trace in TRACES if trace in data] == []
    assert "Mine is [address], from [IP]." in site.files()["threads/park/p-4.html"].decode()
    assert "people/dora.html" in site.files()


def test_the_archivist_can_have_it_shown(site: Site):
    site.write("content/threads/park.jsonl", lines(ANNA, *PRIVATE, CARL))
    site.build()
    site.write("site.yaml", "title: Parks\nprivate_data: show\n")

    site.build()

    assert "Mine is dora@mail.example.org, from 203.0.113.77." in site.files()["threads/park/p-4.html"].decode()


def test_it_takes_linear_time():
    for text in ("@" * 200_000, "a@" * 100_000, "1.2.3." * 60_000, "a:" * 100_000, "/home/" * 50_000, "?sid=" * 50_000):
        assert isinstance(Privacy().text(text), str)
