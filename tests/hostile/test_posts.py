"""Whatever a post, a name or a title holds, the pages show it as text: all of it, once, and nothing runs."""

import json
import re
import shutil
import time
from pathlib import Path

import pytest

from generator.cli import main
from tests.hostile.making import everything, paste, put
from tests.hostile.pages import broken_links, read_pages

# `@` is where the marker word of the post stands.
BODIES = (
    "<script>alert(1)</script> @",
    "</script></style></title></textarea></noscript> @",
    "<a href='x' onclick=alert(1)>@</a> <img src=x onerror=alert(1)> <svg onload=alert(1)>",
    "{{ 7 * 7 }} {% raw %} {# comment #} ${7*7} <%= 7 %> @",
    "]]> --> <!-- @ <![CDATA[ x ]]>",
    "\u202eevil\u202c \u2066isolated @\u2069",
    "zero\u200bwidth\u200c\u200d\u2060\ufeff @ \u00ad\u034f\u3164\u115f",
    "bells \x01\x1b[31m\x7f\x9b and @",
    "javascript:alert(1) data:text/html,<script>1</script> [x](javascript:alert(1)) @",
    "http://user:word@evil.example/ http://evil.example/\u202egnp.exe http://[::1 https://fine.example/?a=b&c=d#e @",
    "[quote=x]" * 300 + "@" + "[/quote]" * 300,
    "x" * 20_000 + " @",
    ">" * 300 + " @",
    "\n".join(">" * depth + f" level {depth}" for depth in range(1, 150)) + "\n@",
    "مرحبا بالعالم שלום @ עולם",
    "\U0001f600\U0001f469\u200d\U0001f469\u200d\U0001f467\U0001f3f3\ufe0f\u200d\U0001f308 @",
    "e\u0301" * 300 + "Z" + "\u0335\u0336" * 300 + " @",
    "Joined: Jan 2005\nPosts: 12\nReply\nReport\n@\nLast edited: Jan 1, 2010\nLike\nTop",
    "* @\n* item\n 1. x\n```\ncode\n```\n| a | b |",
    "&amp; &lt;b&gt; &#0; &#x202e; &nbsp; @",
    "@ \u2028 line \u2029 paragraph \x85 next \x0b tab \x0c feed",
    "=cmd|' /C calc'!A0 +1 -1 @",
    "__proto__ constructor id=main #content @",
    "\ufffe\uffff\U0001fffe\ufdd0 \U000e0001\U000e0041 @",
    "http://evil.example/" + "a" * 5000 + " @",
    "%s %n %00 ../../../etc/passwd @",
)
NAMES = (
    *("../../x", "<b>bold</b>", "index", "CON", "con", "Anna", "anna", "\u0410nna", "A\u200bnna", "\u202eevil"),
    *("page-2", "{{7*7}}", "a/b", "a\\b", "'\"><script>", "NUL.txt", "x\u0301", "Ä", "A\u0308", "ß", "SS", "ss"),
    *("\ufb01", "fi", "null", "None", "0", "#", "?", "%2e%2e", "&amp;", ".", "..", "-", "\U0001f600", "B" * 10_000),
)
POSTS = [
    (name, body.replace("@", f"marker{number:03}mark"))
    for number, (name, body) in enumerate(
        [*zip(["", *NAMES], BODIES, strict=False), *((name, "Somebody wrote @ with enough words.") for name in NAMES)]
    )
]
MARKERS = [re.search("marker[0-9]{3}mark", body)[0] for _, body in POSTS]


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("posts") / "site"
    settings = (
        "title: '<script>x</script> {{ 1 }} ]]>'\nengine: local:1\ndescription: '\"><img src=x onerror=alert(1)>'\n"
    )
    topics = 'evil: {label: "<script>t</script>", aliases: [script, alert], description: "</p><script>"}\n'
    put(site / "site.yaml", settings + "archivist: '</footer><script>'\nlicence: '<b>&'\n")
    put(site / "content/topics.yaml", topics)
    put(site / "content/threads/h.txt", paste(*POSTS, title="<script>alert('t')</script> {{7*7}} ]]> \u202etitle"))
    assert main(["build", "--site", str(site)]) == 0
    return site / "public"


def test_every_word_stands_on_the_page_of_a_post_and_on_that_of_the_thread(public: Path):
    pages = read_pages(public)
    posts = "".join(page.words for name, page in pages.items() if "/p-" in name)
    whole = re.compile(r"threads/h/(index|page-\d+)\.html")
    thread = "".join(page.words for name, page in pages.items() if whole.fullmatch(name))

    assert [marker for marker in MARKERS if marker not in posts] == []
    assert [marker for marker in MARKERS if marker not in thread] == []


def test_nothing_on_a_page_comes_from_a_post_but_text(public: Path):
    assert [(name, fault) for name, page in read_pages(public).items() for fault in page.faults] == []


def test_every_link_inside_the_site_leads_somewhere(public: Path):
    assert broken_links(public, read_pages(public)) == []


def test_names_give_portable_files(public: Path):
    names = list(everything(public))
    folded = [name.casefold() for name in names]
    assert len(set(folded)) == len(folded)
    assert all(part.isprintable() and len(part.encode()) <= 200 for name in names for part in Path(name).parts)


def test_every_line_that_check_offers_can_be_pasted_as_it_is(run, public: Path, tmp_path: Path):
    site = Path(shutil.copytree(public.parent, tmp_path / "site"))
    doubts = [json.loads(line) for line in run("check", "--site", site, "--json").out.splitlines()]
    lines = [doubt["choices"][0]["line"] for doubt in doubts if doubt["is"] == "doubt" and doubt["choices"]]
    put(site / "content/corrections.yaml", "\n".join(lines) + "\n")

    done = run("build", "--site", site)

    assert len(lines) >= 10
    assert done.code == 0
    assert " D610: " not in done.err
    assert " D611: " not in done.err


def test_topics_that_all_meet_in_one_post_take_linear_time(run, site: Path):
    seconds = []
    for number in (1, 100, 400):
        topics = "".join(f"t{each}: {{label: L{each}, aliases: [flour]}}\n" for each in range(number))
        put(site / "content/topics.yaml", topics)
        start = time.process_time()
        assert run("build", "--site", site).code == 0
        seconds.append(time.process_time() - start)

    assert seconds[2] < 8 * seconds[1]


def test_a_post_that_quotes_nobody_hundreds_of_times_is_built_in_linear_time(run, site: Path):
    seconds = []
    for number in (100, 800):
        quotes = (f"[quote=A;p{each % 3}]alpha beta gamma delta[/quote]" for each in range(number))
        posts = ({"id": "p0", "text": "A short first post."}, {"id": "p1", "bbcode": "\n".join(quotes)})
        lines = [json.dumps({"thread": "many", "author": "A", **post}) for post in posts]
        put(site / "content/threads/many.jsonl", "\n".join(lines) + "\n")
        start = time.process_time()
        assert run("build", "--site", site).code == 0
        seconds.append(time.process_time() - start)

    assert len(list((site / "public/lost").glob("many-*"))) == 1
    assert seconds[1] < 8 * seconds[0]


def test_an_archive_that_was_edited_step_by_step_equals_one_built_at_once(run, site: Path, tmp_path: Path):
    threads = site / "content/threads"
    bread = (threads / "bread.txt").read_bytes()
    correction = "- author: Dora\n  starts: The bakers struck\n  why: so it was\n"
    steps = (
        lambda: put(threads / "second.txt", paste(("", "Butter was dearer than flour, and nobody struck."))),
        lambda: put(site / "content/topics.yaml", "flour: {label: Flour}\n"),
        lambda: (threads / "bread.txt").rename(threads / "bread and water.txt"),
        lambda: put(site / "content/corrections.yaml", correction),
        lambda: put(site / "site.yaml", "title: Bread\nengine: local:1\ntheme_options: {accent: '#123456'}\n"),
        lambda: put(threads / "bread and water.txt", bread.replace(b"\n", b"\r\n")),
    )
    for step in steps:
        step()
        assert run("build", "--site", site).code == 0
    fresh = tmp_path / "fresh" / "elsewhere"
    shutil.copytree(site, fresh, ignore=shutil.ignore_patterns("public", ".cache"))

    assert run("build", "--site", fresh).code == 0

    assert everything(site / "public") == everything(fresh / "public")


SENTENCE = "The bakers struck on Monday because flour had doubled in price within a month of frost."
SHAPES = {
    "one line": (lambda size: "Title\n\n" + "flour " * size, 40_000),
    "one word": (lambda size: "Title\n\n" + "x" * size, 300_000),
    "blank lines": (lambda size: "Title\n" + "\n" * size + "text\n", 25_000),
    "equal posts": (lambda size: paste(*[("Anna", SENTENCE)] * size), 300),
    "posts": (lambda size: paste(*[(f"A{i % 50}", f"{i} flour {i * 7} butter {i * 13}") for i in range(size)]), 400),
    "one post quoted over and over": (lambda size: paste(("A", SENTENCE), ("B", f"{SENTENCE}\nYes.\n" * size)), 300),
    "names without posts": (lambda size: "Title\n\n" + "Anna\nMember\n" * size, 1000),
    "quote marks": (lambda size: "Title\n\n" + "".join(">" * (i % 300) + " x\n" for i in range(size)), 800),
    "long words": (lambda size: "Title\n\n" + ("w" * size + "\n") * 50, 1000),
    "brackets": (lambda size: "Title\n\n" + "[" * size + "(" * size + '"' * size, 20_000),
    "addresses": (lambda size: "Title\n\n" + "http://a.example/" * size, 5000),
    "dots": (lambda size: "Title\n\n" + ". . . " * size, 10_000),
    "combining marks": (lambda size: "Title\n\na" + "\u0301" * size, 50_000),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_size_and_not_faster(run, tmp_path: Path, shape: str):
    make, size = SHAPES[shape]
    seconds = []
    for name, length in (("warm", 1), ("small", size), ("large", 4 * size)):
        put(tmp_path / name, make(length))
        start = time.process_time()
        run("inspect", "--json", tmp_path / name)
        seconds.append(time.process_time() - start)

    # Four times the size may take four times the time; eight, as a shared machine counts. Quadratic would be sixteen.
    assert seconds[2] < 8 * seconds[1] + 0.3
