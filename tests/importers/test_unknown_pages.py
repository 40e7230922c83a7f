"""Pages of forums that nobody wrote an importer for: posts where a page shows some, else its words, never raw tags."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.importers import Dump, choose, read_dump
from generator.problems import Problem
from generator.records import Thread

WORDS = (
    "The lamp costs more than the whole harbour does in a year, and nobody has ever shown me why.",
    "It does not: the ledgers of the last three winters say four pounds, oil and wicks together.",
    "Then where are the ledgers? I asked for them in spring, and I was sent away with a smile.",
)
NAMES = ("Bo", "Ada", "Bo")


def page(body: str, head: str = "") -> str:
    top = f"<!DOCTYPE html><html><head><title>The lamp</title>{head}</head>"
    return f"{top}<body><nav>Home Search</nav>{body}</body></html>"


def microdata() -> str:
    return "".join(
        f'<div itemscope itemtype="https://schema.org/{"Comment" if number > 1 else "Question"}" id="c{number}">'
        f'<span itemprop="author" itemscope><span itemprop="name">{name}</span></span> '
        f'<meta itemprop="datePublished" content="2024-05-0{number}T09:00:00Z">'
        f'<div itemprop="text">{words}</div><button>Reply</button></div>'
        for number, (name, words) in enumerate(zip(NAMES, WORDS, strict=True), 1)
    )


def repeated() -> str:
    return "".join(
        f'<div class="thread-post odd" id="entry-{number}"><div class="side"><a href="/user/{number}">{name}</a></div>'
        f'<p class="stamp">{number} May 2024, 9:00 am</p><div class="thread-post-body">{words}</div>'
        f'<div class="post-buttons"><a>Quote</a> <a>Report</a></div></div>'
        for number, (name, words) in enumerate(zip(NAMES, WORDS, strict=True), 1)
    )


def wordpress() -> str:
    return (
        "<ol>"
        + "".join(
            f'<li class="comment even depth-1" id="li-comment-{number}"><div id="comment-{number}">'
            f'<div class="comment-author vcard"><b class="fn">{name}</b> <span class="says">says:</span></div>'
            f'<div class="comment-metadata"><time datetime="2024-05-0{number}T09:00:00+00:00">May</time></div>'
            f'<div class="comment-content"><p>{words}</p></div><div class="reply"><a>Reply</a></div></div></li>'
            for number, (name, words) in enumerate(zip(NAMES, WORDS, strict=True), 1)
        )
        + "</ol>"
    )


def listing() -> str:
    comments = [
        {"@type": "Comment", "text": words, "author": {"name": name}, "datePublished": f"2024-05-0{number}T09:00:00Z"}
        for number, (name, words) in enumerate(zip(NAMES, WORDS, strict=True), 1)
    ]
    posting = {"headline": "The lamp", **comments[0], "comment": comments[1:]}
    posting["@type"] = "DiscussionForumPosting"  # not that of its first words
    return f'<script type="application/ld+json">{json.dumps({"@graph": [posting]})}</script><p>Wait...</p>'


def read(text: str, folder: Path, name: str = "page.html") -> list[Thread | Problem]:
    path = folder / name
    path.write_text(text, "utf-8")
    return list(read_dump(Dump(path, name)))


def chosen(text: str, folder: Path, name: str) -> str:
    path = folder / name
    path.write_text(text, "utf-8")
    importer = choose(Dump(path, name))
    assert not isinstance(importer, Problem)
    return importer.name


@pytest.mark.parametrize("made", [microdata, repeated, wordpress, listing])
def test_posts_are_found_with_their_authors_and_days(made: object, tmp_path: Path) -> None:
    assert callable(made)

    thread, warning = read(page(made()), tmp_path)

    assert isinstance(thread, Thread) and isinstance(warning, Problem)
    assert [post.text for post in thread.posts] == list(WORDS)
    assert [post.author.value for post in thread.posts] == list(NAMES)
    days = [post.when.value.iso or "" for post in thread.posts if post.when.value]
    assert [day[:10] for day in days] == ["2024-05-01", "2024-05-02", "2024-05-03"]
    assert (warning.severity, warning.code) == ("warning", "D248")


def test_quotes_on_such_a_page_name_whom_they_quote(tmp_path: Path) -> None:
    quote = f"<blockquote><cite>Bo wrote:</cite>{WORDS[0]}</blockquote>"
    text = page(microdata().replace(WORDS[1], quote + WORDS[1]))

    thread, _ = read(text, tmp_path)

    assert isinstance(thread, Thread)
    (declared,) = thread.posts[1].declared
    assert (declared.author, declared.span.of(thread.posts[1].text)) == ("Bo", WORDS[0])


def test_a_page_that_shows_no_posts_is_read_as_if_its_words_had_been_copied(tmp_path: Path) -> None:
    paragraphs = "".join(
        f"<p>{name} wrote on 5 May 2024:</p><p>{words}</p><hr>" for name, words in zip(NAMES, WORDS, strict=True)
    )

    thread, warning = read(page(paragraphs), tmp_path)

    assert isinstance(thread, Thread) and isinstance(warning, Problem)
    shown = "\n".join(post.text for post in thread.posts)
    assert all(words in shown for words in WORDS)
    assert "<p>" not in shown and "Search" not in shown
    assert all(post.source_span is None for post in thread.posts)


def test_an_engine_whose_marks_stand_deep_in_a_page_is_known_all_the_same(tmp_path: Path) -> None:
    post = (
        '<article class="message message--post" data-author="Ada" data-content="post-7">'
        '<div class="message-body"><div class="bbWrapper">Deep words.</div></div></article>'
    )

    (thread,) = read(page(f"<!--{'x' * 70_000}-->{post}"), tmp_path)

    assert isinstance(thread, Thread)
    assert (thread.sources[0].importer, thread.posts[0].id, thread.posts[0].text) == ("xenforo", "p7", "Deep words.")


def test_a_piece_of_a_page_is_no_text_with_tags_and_a_text_about_tags_is_no_page(tmp_path: Path) -> None:
    piece = "<div class='post'><p>One.</p><p>Two.</p><p>Three.</p></div>"

    assert chosen(piece, tmp_path, "piece.html") == "html"
    assert chosen(piece, tmp_path, "piece.txt") == "paste"
    assert (
        chosen("<title> is what I would use.\n\n<b>Bold</b> and <i>so</i> <p>on</p>.", tmp_path, "talk.txt") == "paste"
    )
    assert chosen(f"\n<!-- note -->\n{page('<p>Words.</p>')}", tmp_path, "page.txt") == "html"


def test_a_page_without_words_is_one_error(tmp_path: Path) -> None:
    (problem,) = read("<!DOCTYPE html><html><body><div id='app'></div><script>start()</script></body></html>", tmp_path)

    assert isinstance(problem, Problem)
    assert (problem.severity, problem.code) == ("error", "D211")


@pytest.mark.parametrize(
    "body",
    [
        "<div class='post'>" * 50_000 + "deep",
        "".join(f"<div class='post p{number}'><a class='author'>A</a> x</div>" for number in range(5_000)),
        "<p>" * 100_000,
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
        '<script type="application/ld+json">{"@type":"Comment","text":"\\ud800","author":NaN}</script>' * 30,
    ],
)
def test_a_page_meant_to_harm_is_read_in_seconds(body: str, tmp_path: Path) -> None:
    items = read(page(body), tmp_path)

    assert 1 <= len(items) <= 2
