"""site.yaml, topics.yaml and corrections.yaml of every bad kind: refused with their place, and nothing is written."""

import os
import shutil

import pytest

from tests.hostile.making import everything, put

BOMB = "a: &a [x, x]\n" + "".join(
    f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abcdef", "bcdefg", strict=True)
)

# what: (text, the code of the first error, line and column)
SETTINGS = {
    "a tag that runs code": ("title: !!python/object/apply:os.system [x]\n", "D106", "1:8"),
    "a tag": ("title: !!str x\n", "D106", "1:8"),
    "an anchor": ("title: &a x\n", "D106", "1:8"),
    "an alias": ("title: x\ndescription: *a\n", "D106", "2:14"),
    "a bomb": (BOMB, "D110", "1:1"),
    "merged keys": ("<<: {title: x}\n", "D110", "1:1"),
    "the same key twice": ("title: a\ntitle: b\n", "D105", "2:1"),
    "the same key twice, once in quotation marks": ('title: a\n"title": b\n', "D105", "2:1"),
    "an unknown key": ("titel: a\n", "D110", "1:1"),
    "a list for a text": ("title: [a]\n", "D111", "1:8"),
    "a text for a mapping": ("navigation: x\n", "D111", "1:13"),
    "a list for a mapping": ("theme_options: [x]\n", "D111", "1:16"),
    "a list for all": ("- a\n", "D111", "1:1"),
    "a text for all": ("hello\n", "D111", "1:1"),
    "an octal number": ("posts_per_page: 010\n", "D112", "1:17"),
    "a negative number": ("posts_per_page: -5\n", "D112", "1:17"),
    "a fraction": ("posts_per_page: 20.0\n", "D112", "1:17"),
    "a number of 6,000 digits": (f"posts_per_page: {'9' * 6000}\n", "D112", "1:17"),
    "digits of another script": ("posts_per_page: ٢٠\n", "D112", "1:17"),
    "deep brackets": ("title: " + "[" * 10_000, "D107", "1:1007"),
    "deep lists": ("- " * 5000 + "x", "D107", None),
    "a tab before a key": ("title: x\n\tdescription: y\n", "D104", "2:1"),
    "a tab at the beginning": ("\ttitle: x\n", "D104", "1:1"),
    "Latin-1": ("title: café\n".encode("latin-1"), "D102", "1:11"),
    "UTF-16": ("title: x\n".encode("utf-16"), "D102", "1:1"),
    "a NUL": (b"title: a\0b\n", "D102", "1:9"),
    "an escape sequence": (b"title: a\x1b[31mb\n", "D102", "1:9"),
    "an escaped escape sequence": ('title: "a\\e[31mb"\n', "D112", "1:8"),
    "a lone surrogate": ('title: "\\ud800"\n', "D104", None),
    "more than a megabyte": ("title: x\n" + "#" * 1_100_000, "D103", None),
    "an unclosed quotation mark": ('title: "abc\n', "D104", None),
    "a colon in a text": ("title: a: b\n", "D104", "1:9"),
    "two documents": ("title: a\n---\ntitle: b\n", "D106", "2:1"),
    "a key that is a list": ("? [a]\n: b\n", "D105", "1:3"),
    "no theme of that name": ("theme: nope\n", "D401", None),
    "a theme outside": ("theme: ../x\n", "D112", "1:8"),
    "an unknown option": ("theme_options: {acent: red}\n", "D407", None),
    "CSS in an option": ('theme_options: {accent: "red; } body { display: none"}\n', "D407", None),
    "a script in an option": ('theme_options: {accent: "</style><script>alert(1)</script>"}\n', "D407", None),
    "the output above": ("output: ..\n", "D113", "1:9"),
    "the output here": ("output: .\n", "D113", "1:9"),
    "the output elsewhere": ("output: /tmp/x\n", "D113", "1:9"),
    "the output in content": ("output: Content/x\n", "D113", "1:9"),
    "the output at home": ("output: '~'\n", "D113", "1:9"),
    "no processes": ("engine: local:0\n", "D112", "1:9"),
    "a script for a language": ('language: "en\\"><script>"\n', "D112", "1:11"),
    "a script for an address": ("base_url: javascript:alert(1)\n", "D112", "1:11"),
    "a script in the navigation": ('navigation: {A: "javascript:alert(1)"}\n', "D113", "1:17"),
    "another site in the navigation": ('navigation: {A: "//evil.example"}\n', "D113", "1:17"),
    "an unknown format": ('importers: {"*": nope}\n', "D207", None),
    "a day that is none": ('retrieved: {"*": 2017-13-45}\n', "D112", "1:18"),
}


@pytest.mark.parametrize("what", SETTINGS)
def test_bad_settings_are_refused_with_their_place(run, site, what: str):
    text, code, place = SETTINGS[what]
    put(site / "site.yaml", text)
    before = everything(site)

    done = run("build", "--site", site)

    first = done.err.split("\n", 1)[0]
    assert done.code == 2
    assert f" error {code}: " in first
    assert place is None or first.startswith(f"site.yaml:{place}: ")
    assert everything(site) == before


def test_thousands_of_faults_are_not_all_told(run, site):
    put(site / "site.yaml", "".join(f"key{number}: x\n" for number in range(5000)))

    done = run("build", "--site", site)

    assert (done.code, done.errors) == (2, 100)


TOPICS = {
    "a text for all": ("x", "D111", "1:1"),
    "a tag": ("a: !x {label: A}\n", "D106", "1:4"),
    "the same topic twice": ("a: {label: A}\na: {label: B}\n", "D105", "2:1"),
    "the same id in two cases": ("a: {label: A}\nA: {label: B}\n", "D121", "2:4"),
    "an unknown key": ("a: {lable: A}\n", "D110", "1:5"),
    "a circle": ("a: {label: A, broader: b}\nb: {label: B, broader: a}\n", "D122", "2:24"),
    "a circle of one": ("a: {label: A, broader: a}\n", "D122", "1:24"),
    "a broader topic that is none": ("a: {label: A, broader: nope}\n", "D122", "1:24"),
    "a label without words": ("a: {label: '...'}\n", "D123", "1:12"),
    "a pattern that fits everything": ("a: {label: A, patterns: ['*']}\n", "D123", "1:26"),
    "Latin-1": (b"a: {label: \xff}\n", "D102", "1:12"),
    "a label of 5,000 letters": (f"a: {{label: {'x' * 5000}}}\n", "D120", None),
}
CORRECTIONS = {
    "a mapping for all": ("posts: {}\n", "D111", "1:1"),
    "a text for an entry": ("- x\n", "D111", "1:3"),
    "an unknown key": ("- autor: X\n  starts: The bakers\n  why: x\n", "D110", "1:3"),
    "no place": ("- author: X\n  why: x\n", "D602", "1:3"),
    "two things": ("- author: X\n  date: 2017\n  starts: The bakers\n", "D601", "1:3"),
    "a day that is none": ("- date: 2017-13\n  starts: The bakers\n", "D602", "1:9"),
    "an anchor": ("- &a {author: X, starts: The bakers}\n", "D106", "1:3"),
}
FILES = [("topics.yaml", *case) for case in TOPICS.values()] + [
    ("corrections.yaml", *case) for case in CORRECTIONS.values()
]


@pytest.mark.parametrize(("name", "text", "code", "place"), FILES, ids=[*TOPICS, *CORRECTIONS])
def test_bad_files_in_content_are_refused_with_their_place(run, site, name: str, text, code: str, place: str | None):
    put(site / "content" / name, text)
    before = everything(site)

    done = run("build", "--site", site)

    assert done.code == 2
    assert any(
        line.startswith(f"content/{name}:{place or ''}") and f" error {code}: " in line for line in done.err.split("\n")
    )
    assert everything(site) == before


@pytest.mark.parametrize("name", ["site.yaml", "content/topics.yaml", "content/corrections.yaml"])
@pytest.mark.parametrize("kind", ["folder", "fifo", "device", "link out", "ring"])
def test_what_is_no_file_is_not_read(run, site, tmp_path, name: str, kind: str):
    path = site / name
    path.unlink(missing_ok=True)
    put(tmp_path / "outside.yaml", "title: secret\n")
    if kind == "folder":
        path.mkdir()
    elif kind == "fifo":
        os.mkfifo(path)
    else:
        path.symlink_to({"device": "/dev/zero", "link out": tmp_path / "outside.yaml", "ring": path.name}[kind])

    done = run("build", "--site", site)

    assert (done.code, done.errors) == (2, 1)
    assert done.err.startswith(f"{name}: error D101: ")
    assert "there is no" not in done.err


@pytest.mark.parametrize("name", ["content", "content/threads", "content/pages", "themes", "public", ".cache"])
def test_a_folder_that_leads_out_of_the_site_is_not_followed(run, site, tmp_path, name: str):
    outside = tmp_path / "outside"
    put(outside / "secret.txt", "A title\n\nA canary sings.\n")
    path = site / name
    if path.exists():
        shutil.move(path, tmp_path / "moved")
    path.symlink_to(outside)
    before = everything(tmp_path)

    done = run("build", "--site", site)

    assert (done.code, done.errors) == (2, 1)
    assert everything(tmp_path) == before


def test_a_page_of_the_archivist_that_is_not_utf8_is_refused_with_its_place(run, site):
    put(site / "content/pages/about.md", "# About\n\nThe café.\n".encode("latin-1"))
    before = everything(site)

    done = run("build", "--site", site)

    assert (done.code, done.errors) == (2, 1)
    assert done.err.startswith("content/pages/about.md:3:8: error ")
    assert everything(site) == before


@pytest.mark.parametrize("faults", ["broader: t{next}", "broader: nope{number}", "broader: t{last}"])
def test_a_long_file_of_topics_takes_seconds_whatever_is_wrong_in_it(run, site, faults: str):
    """Chains up, chains down and unknown names took 4 to 490 seconds when every pair of topics was looked at."""
    lines = [
        f"t{number}: {{label: L{number}, {faults.format(number=number, next=number + 1, last=max(0, number - 1))}}}\n"
        for number in range(4000)
    ]
    put(site / "content/topics.yaml", "".join(lines) + "x: [\n")  # the last line ends it in any case

    assert run("build", "--site", site).code == 2
