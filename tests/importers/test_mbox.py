"""Archives of mails: real ones counted, packed ones, and mails that nobody sent in good faith."""

from __future__ import annotations

import gzip
import random
import time
from pathlib import Path

import pytest

from generator.codec import encode
from generator.importers import Dump, ReadOptions, read_dump
from generator.importers.dumps import Part
from generator.importers.mail.attributions import find_attribution
from generator.importers.mbox import sniff
from generator.linking import find_quotes
from generator.problems import Problem
from generator.records import Post, Thread

FROM = "From x@y.example Thu May  1 10:00:00 2003\n"
SLOW_S = 8.0  # what a hostile mail of megabytes may take on a busy machine; each takes less than 2 s on an idle one

# Messages by reading: each month stands in its file three times over, so a third are different messages. `declared`:
# quotes that are marked or introduced as such, of which `named` are led to the very message.
SAMPLES = [
    ("1997-May.txt", 336, 112),
    ("1997-June.txt", 219, 73),
    ("1997-August.txt", 582, 194),
    ("1997-December.txt", 231, 77),
]


def mail(number: int, text: str, *headers: str, subject: str = "Mills", answers: int | None = None) -> str:
    """A mail by one of three people, `number` minutes after noon."""
    reply = [f"In-Reply-To: <{answers}@mill.example>"] if answers is not None else []
    lines = [
        f"From: {('Ada', 'Ben', 'Cy')[number % 3]} <{number % 3}@mill.example>",
        f"Date: Thu, 1 May 2003 12:{number % 60:02}:00 +0000",
        f"Subject: {subject}",
        f"Message-ID: <{number}@mill.example>",
        *reply,
        *headers,
    ]
    return FROM + "\n".join(lines) + f"\n\n{text}\n\n"


def read(data: str | bytes, folder: Path, name: str = "all.mbox") -> list[Thread | Problem]:
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode("utf-8", "surrogateescape"))
    return list(read_dump(Dump(folder / name, name), ReadOptions(format="mbox")))


def posts_of(items: list[Thread | Problem]) -> list[Post]:
    return [post for item in items if isinstance(item, Thread) for post in item.posts]


@pytest.mark.parametrize(("name", "messages", "different"), SAMPLES)
def test_real_archives_give_every_message_once(name: str, messages: int, different: int, shared: Path) -> None:
    items = list(read_dump(Dump(shared / "samples" / "mbox" / name, name)))

    told = [item.message for item in items if isinstance(item, Problem)]

    assert len(posts_of(items)) == different
    assert told == [f"{messages - different:,} of {messages:,} messages repeat another one; each is shown once"]


@pytest.mark.parametrize(("name", "messages", "different"), SAMPLES)
def test_quotes_of_real_archives_lead_where_the_mail_says(
    name: str, messages: int, different: int, shared: Path
) -> None:
    threads = [each for each in read_dump(Dump(shared / "samples" / "mbox" / name, name)) if isinstance(each, Thread)]

    named = same = 0
    for thread in threads:
        ids = {post.id for post in thread.posts}
        for post in thread.posts:
            assert all(quote.post in ids for quote in post.declared if quote.post)
        for quote in find_quotes(thread).quotes:
            if quote.declared and quote.declared.post and quote.origin and not quote.origin.lost:
                named += 1
                same += quote.origin.post == quote.declared.post

    assert named > different / 4
    assert same >= 0.9 * named


def test_a_packed_archive_is_read_like_a_plain_one(tmp_path: Path) -> None:
    plain = mail(0, "Who owns the upper mill?") + mail(1, "> Who owns the upper mill?\n\nI do.", answers=0)

    packed = read(gzip.compress(plain.encode()), tmp_path, "2003-May.txt.gz")

    assert encode([post.text for post in posts_of(packed)]) == encode([p.text for p in posts_of(read(plain, tmp_path))])


@pytest.mark.parametrize("is_packed", [True, False])
def test_the_parts_of_an_archive_are_the_whole(tmp_path: Path, is_packed: bool) -> None:
    plain = "".join(mail(number, f"Word {number}.", subject=f"No {number % 9}") for number in range(30)).encode()
    (tmp_path / "a").write_bytes(gzip.compress(plain) if is_packed else plain)
    dump = Dump(tmp_path / "a", "a")

    whole = list(read_dump(dump))
    parts = [
        list(read_dump(dump, ReadOptions(scratch=tmp_path / "scratch", part=Part(number, 4)))) for number in range(4)
    ]

    assert all(len(part) < len(whole) for part in parts)
    assert sorted(map(encode, whole)) == sorted(encode(item) for part in parts for item in part)


def test_a_packed_archive_that_is_cut_off_gives_what_came_before(tmp_path: Path) -> None:
    words = random.Random(7)
    texts = ["".join(words.choice("abcdefgh ") for _ in range(3000)) for _ in range(100)]
    plain = "".join(mail(number, text, subject=f"No {number}") for number, text in enumerate(texts))

    items = read(gzip.compress(plain.encode())[:100_000], tmp_path, "2003-May.txt.gz")

    assert any(isinstance(item, Problem) and "cut off" in item.message for item in items)
    assert len(posts_of(items)) > 40


def test_a_bomb_is_unpacked_only_so_far(tmp_path: Path) -> None:
    bomb = gzip.compress(mail(0, "Bread.").encode() + b"\n" * (100 << 20), 1)

    items = read(bomb, tmp_path, "2003-May.txt.gz")

    assert any(isinstance(item, Problem) and item.code == "D232" for item in items)


@pytest.mark.parametrize("cut", [0, len(FROM)])
def test_a_byte_order_mark_hides_no_message(cut: int, tmp_path: Path) -> None:
    archive = mail(1, "The mill stays.") + mail(2, "Why?")

    posts = posts_of(read(b"\xef\xbb\xbf" + archive[cut:].encode(), tmp_path))

    assert [post.text for post in posts] == ["The mill stays.", "Why?"]


def test_the_body_ends_where_its_length_says(tmp_path: Path) -> None:
    inner = "A letter that I keep:\n\n" + mail(7, "Kept.").rstrip("\n") + "\n"
    outer = mail(0, "@", f"Content-Length: {len(inner)}").replace("@\n\n", inner)

    items = read(outer + "\n" + mail(1, "Another one."), tmp_path)

    assert len(posts_of(items)) == 2


def test_broken_messages_are_told_and_the_others_are_read(tmp_path: Path) -> None:
    broken = FROM + "X-Nothing: 1\n\nWords without a sender.\n\n"

    items = read(mail(0, "One.") + broken + mail(1, "Two."), tmp_path)

    assert [item.line for item in items if isinstance(item, Problem)] == [9]
    assert len(posts_of(items)) == 2


def test_messages_that_answer_each_other_in_a_ring_are_all_shown(tmp_path: Path) -> None:
    ring = mail(0, "First words.", answers=2) + mail(1, "Second words.", answers=0) + mail(2, "Third.", answers=1)

    items = read(ring, tmp_path)

    assert [post.text for post in posts_of(items)] == ["First words.", "Second words.", "Third."]
    assert len({item.id for item in items if isinstance(item, Thread)}) == 1


def test_ids_do_not_depend_on_where_a_message_stands(tmp_path: Path) -> None:
    mails = [mail(0, "Who grinds?"), mail(1, "I do, on Mondays.", answers=0), mail(2, "Flour?", subject="Sacks")]

    forwards, backwards = read("".join(mails), tmp_path), read("".join(reversed(mails)), tmp_path)

    assert {(post.id, post.text) for post in posts_of(forwards)} == {(p.id, p.text) for p in posts_of(backwards)}


@pytest.mark.parametrize(
    "charset",
    ["hex", "rot13", "idna", "undefined", "unicode_escape", "raw_unicode_escape", "zlib", "utf-7", "x" * 5000, "\\0"],
)
def test_a_charset_that_is_none_harms_nobody(charset: str, tmp_path: Path) -> None:
    items = read(mail(0, "+ADw-b+AD4- wheels", f"Content-Type: text/plain; charset={charset}"), tmp_path)

    assert [post.text for post in posts_of(items)] == ["+ADw-b+AD4- wheels"]


def nested(depth: int) -> str:
    start = "".join(f'--b{at}\nContent-Type: multipart/mixed; boundary="b{at + 1}"\n\n' for at in range(depth))
    return start + f"--b{depth}\nContent-Type: text/plain\n\nDeep.\n--b{depth}--\n"


HOSTILE = {
    "3,000 parts in parts": mail(0, nested(3000), 'Content-Type: multipart/mixed; boundary="b0"'),
    "200,000 parts": mail(0, "--b\n\nx\n" * 200_000, 'Content-Type: multipart/mixed; boundary="b"'),
    "20,000 comments in comments": mail(0, "Hm.").replace("From: Ada", "From: " + "(" * 20_000),
    "a tower of quotes": mail(0, "\n".join(">" * depth + " wheel" for depth in range(3000))),
    "one line of marks": mail(0, ">" * 2_000_000 + " wheel"),
    "marks and blanks": mail(0, "> " * 500_000 + "\n" + "| > " * 500_000),
    "endless lead-in": mail(0, "On Thu, 1 May 2003, " * 50_000 + "wrote:\n> wheel"),
    "many lead-ins": mail(0, "Ada wrote:\n> wheel\n" * 10_000),
    "many dividers": mail(0, "-----Original Message-----\nFrom: Ada\nSent: today\nSubject: x\n\nx\n" * 5_000),
    "many addresses": mail(0, "a@" * 500_000 + "\n" + "a." * 500_000 + "@x"),
    "many rules": mail(0, ("_" * 40 + "\n") * 50_000),
    "many signatures": mail(0, "-- \n" * 50_000),
    "armour without end": mail(0, "-----BEGIN PGP SIGNATURE-----\n" * 50_000),
    "encoded words": mail(0, "x", subject="=?utf-8?q?a" * 5_000 + "=?utf-8?b?" * 5_000),
    "references": mail(0, "x", "References: " + "<a@b> <" * 9_000),
    "parameters": mail(0, "x", "Content-Type: text/plain; " + 'a*1="x";' * 7_000),
    "From_ lines": mail(0, "x") + FROM * 50_000,
    "From_ lines with headers": (FROM + "From: a\n") * 5_000,
    "HTML in HTML": mail(0, "<div>" * 100_000 + "x" + "<blockquote>" * 20_000, "Content-Type: text/html"),
    "uuencoded": mail(0, "begin 644 a\n" * 50_000 + "\nend"),
    "base64": mail(0, "=A" * 500_000, "Content-Transfer-Encoding: base64"),
    "empty": FROM + "\n",
    "signs": mail(0, "\x00\x1b[31m\u202e\ufeff" * 1000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_costs_little(name: str, tmp_path: Path) -> None:
    start = time.process_time()

    items = read(HOSTILE[name] + mail(1, "The next one.", subject="Next"), tmp_path)

    assert time.process_time() - start < SLOW_S
    assert "The next one." in [post.text for post in posts_of(items)]


def test_a_web_page_in_mhtml_is_no_mail() -> None:
    head = b"From: <Saved by Blink>\nSnapshot-Content-Location: https://f.example/\nDate: x\nMIME-Version: 1.0\n\n"

    assert sniff(head, Path("page.mhtml")) == 0.0


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("On Thu, Feb 5, 2009 at 10:34 AM, Ada Stone <ada@mill.example> wrote:", "Ada Stone"),
        ("In article <1993Apr5.0001@mill.example>, ada@mill.example (Ada Stone) writes:", "Ada Stone"),
        ("Am 5. Februar 2009 um 10:34 schrieb Ada Stone:", "Ada Stone"),
        ("Op 5 feb 2009 om 10:34 heeft Ada het volgende geschreven:", "Ada"),
        ("Den 5 feb 2009 10:34 skrev Ada Stone:", "Ada Stone"),
        ("El 5 de febrero de 2009, Ada escribió:", "Ada"),
        ("W dniu 2009-02-05 o 10:34, Ada Stone pisze:", "Ada Stone"),
        ("2009/2/5 Ada Stone <ada@mill.example>:", "Ada Stone"),
        ("Quoting Ada Stone <ada@mill.example>:", "Ada Stone"),
        ("ada42 wrote:", "ada42"),
        ("On Thu, 01 Jan 1998 00:10:00 +0000, Ada 42 wrote:", "Ada 42"),
        ("On 5 May 2009 10:00, Stone, Ada wrote:", "Stone, Ada"),
        ("Ada Stone, on 5 May 2009, wrote:", "Ada Stone"),
        ("On Thursday, Ada wrote:", "Ada"),
        ("I think that what she wrote is wrong, see below:", None),
        ("He says that the wheel is old and that nobody wants it any more:", None),
    ],
)
def test_lead_ins_name_who_is_quoted(line: str, name: str | None) -> None:
    found = find_attribution([line])

    assert (found.name if found else None) == name
