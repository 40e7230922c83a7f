"""A dump that cannot be read ends a build with one message that says where, and leaves the old site as it was."""

import json

import pytest

from tests.hostile.making import BREAD, NBSP, everything, paste, put

# what: (bytes, code, line and column)
UNREADABLE = {
    "empty": (b"", "D202", "1:1"),
    "blanks only": (b"  \n\t\n \n", "D202", "1:1"),
    "lines of no-break spaces only": (f"{NBSP}\n".encode() * 10, "D202", "1:1"),
    "a byte order mark only": (b"\xef\xbb\xbf", "D202", "1:1"),
    "form feeds only": (b"\f\f\n", "D202", "1:1"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "D204", None),
    "a zip": (b"PK\x03\x04" + bytes(range(200)), "D204", None),
    "control bytes": (bytes(range(1, 9)) * 100, "D204", "1:1"),
    "Latin-1": ("Title\n\nOver a café they agreed.\n".encode("latin-1"), "D205", "3:11"),
    "overlong": (b"Title\n\nabc\xc0\xafdef\n", "D205", "3:4"),
    "a surrogate": (b"Title\n\nabc\xed\xa0\x80\n", "D205", "3:4"),
    "UTF-16 without its mark": (BREAD.encode("utf-16-le"), "D205", None),
    "UTF-16 the other way": (BREAD.encode("utf-16-be"), "D205", None),
    "UTF-32": (BREAD.encode("utf-32"), "D204", None),
    "cut in a character of three bytes": ((BREAD + "€").encode()[:-1], "D206", None),
    "cut in a character of four bytes": ((BREAD + "\U0001f600").encode()[:-2], "D206", None),
    "one NUL": (b"\0", None, None),
    "a NUL in a text": (b"A title\n\nThe bo\0dy of a post.\n", "D204", "3:7"),
    "nothing but words of the page": (b"A title\n\n" + b"Anna said:\n" * 20, "D211", None),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_a_dump_that_cannot_be_read_is_named_with_its_place(run, site, what: str):
    data, code, place = UNREADABLE[what]
    put(site / "content/threads/bad.txt", data)
    before = everything(site)

    done = run("build", "--site", site)

    assert (done.code, done.errors) == (2, 1)
    assert f"content/threads/bad.txt:{place or ''}" in done.err
    assert code is None or f" error {code}: " in done.err
    assert "skip: ['bad.txt']" in done.err
    assert everything(site) == before


@pytest.mark.parametrize("what", UNREADABLE)
def test_inspect_gives_a_line_for_a_dump_that_cannot_be_read(run, tmp_path, what: str):
    put(tmp_path / "bad.txt", UNREADABLE[what][0])

    done = run("inspect", "--json", tmp_path / "bad.txt")

    seen = json.loads(done.out)
    assert done.code == 2
    assert seen["threads"] == []
    assert [problem["severity"] for problem in seen["problems"]] == ["error"]


# Each is text, however odd, and its words must be found on the pages.
ODD = {
    "the ends of lines of Windows": BREAD.replace("\n", "\r\n"),
    "the ends of lines of old Macs": BREAD.replace("\n", "\r"),
    "line separators": BREAD.replace("\n", "\u2028"),
    "next-line controls": BREAD.replace("\n", "\x85"),
    "vertical tabs": BREAD.replace("\n", "\v"),
    "mixed ends of lines": BREAD.replace("\n", "\r\n", 4).replace("flour", "flour\r"),
    "a byte order mark": "\ufeff" + BREAD,
    "UTF-16 with its mark": BREAD.encode("utf-16"),
    "a title only": "bakers flour advertise",
    "one line": "bakers flour advertise\n",
    "escape sequences": "\x1b[31m\x1b]0;title\x07 \x9b31m \x7f" + BREAD,
    "bidi overrides": "\u202eevil\u2066 " + BREAD,
    "no posts but names": "bakers flour advertise\n\n" + "Anna\nMember\n" * 50,
    "blank lines": BREAD + "\n" * 100_000,
    "combining marks": BREAD + "a" + "\u0301" * 10_000,
    "astral signs": "\U0001f600 " + BREAD.replace("flour", "flour \U0001f35e"),
}


@pytest.mark.parametrize("what", ODD)
def test_an_odd_dump_is_read_and_none_of_it_is_lost(run, tmp_path, what: str):
    put(tmp_path / "odd.txt", ODD[what])

    done = run("inspect", "--json", tmp_path / "odd.txt")

    assert done.code == 0
    (thread,) = json.loads(done.out)["threads"]
    data = ODD[what]
    text = data.decode("utf-16") if isinstance(data, bytes) else data
    spans = [*thread["chrome"], thread["title_span"]]
    for post in thread["posts"]:
        spans += [post["span"], post["author_span"], post["signature_span"]]
    seen = {place for span in spans if span for place in range(*span)}
    assert "".join(text[place] for place in range(len(text)) if place not in seen).strip().strip("\ufeff") == ""


def test_dumps_are_answered_in_the_order_of_the_call_whatever_they_are(run, tmp_path):
    names = []
    for number in range(40):
        names.append(tmp_path / f"{97 * number % 40}.txt")
        put(names[-1], b"\0" * number if number % 7 == 3 else paste(("", f"Post {number} of the call.")))

    done = run("inspect", "--json", *names)

    lines = [json.loads(line) for line in done.out.splitlines()]
    assert [line["file"] for line in lines] == [str(name) for name in names]
    assert [bool(line["threads"]) for line in lines] == [number % 7 != 3 for number in range(40)]
    assert done.code == 2


SPACED = "One sentence about the bread, \U0001f35e and of no use.\r\n"


def test_offsets_count_code_points_of_the_file_as_it_is(run, tmp_path):
    first = "The bakers struck on Monday because flour had doubled in price within a month."
    text = paste(("", SPACED + first), ("Anna", f"{first}\nNo, it was the mill \U0001f9d0.")).replace("\n", "\r\n")
    put(tmp_path / "windows.txt", text)

    seen = json.loads(run("inspect", "--json", tmp_path / "windows.txt").out)

    (thread,) = seen["threads"]
    author = thread["posts"][1]["author_span"]
    (quote,) = thread["posts"][1]["quotes"]
    assert text[slice(*author)] == "Anna"
    assert [text[slice(*quote["span"])]] * 2 == [first, text[slice(*quote["pieces"][0]["origin"])]]
