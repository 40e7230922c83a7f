"""Saved pages of boards and what is read in them, one case file each: a page in, posts out."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.importers import Dump, ReadOptions, choose, read_dump
from generator.problems import Problem
from generator.records import Declared, Post, Thread

FORMATS = (
    *("phpbb", "fluxbb", "smf", "mybb", "discourse_page", "nodebb", "vanilla", "xmb", "woltlab", "bbpress"),
    *("xenforo", "vbulletin", "invision"),
)
CASES = sorted(path for name in FORMATS for path in (Path(__file__).parent / "cases" / name).glob("*.case"))


def read_case(path: Path) -> tuple[str, str]:
    _, _, rest = path.read_text("utf-8").partition("-- input --\n")
    given, _, expected = rest.partition("-- expected --\n")
    return given, expected.strip()


def described(thread: Thread) -> str:
    """Return what was read, a line for each fact; a day of capture is told where the page tells one."""
    lines = [f"thread {thread.id}: {thread.title.value or 'no title'}"]
    lines += [f"url: {thread.url}"] if thread.url else []
    lines += [f"captured: {thread.sources[0].retrieved}"] if thread.sources[0].retrieved else []
    for post in thread.posts:
        lines.append(head_line(post))
        lines += [f"  {quote_line(post, quote)}" for quote in post.declared]
        lines += [f"  blocks: {' '.join(kinds)}"] if (kinds := unusual(post)) else []
        lines += [f"  file: {file.name} <{file.url or ''}>" for file in post.attachments]
        lines += [f"  answers: {post.reply_to}"] if post.reply_to else []
        lines += [f"  signature: {flat(post.signature)}"] if post.signature else []
        lines += [f"  at: {post.url}"] if post.url else []
    lines += [f"gap: {gap}" for gap in thread.gaps]
    return "\n".join(lines)


def head_line(post: Post) -> str:
    titles = f" ({', '.join(post.titles)})" if post.titles else ""
    number = f" #{post.number}" if post.number else ""
    when = f", {post.when.value.iso or 'raw ' + post.when.value.raw}" if post.when.value else ""
    return (
        f"post {post.id} by {post.author.value or 'somebody'}{titles}{number}{when}: {flat(post.text) or '(no word)'}"
    )


def quote_line(post: Post, quote: Declared) -> str:
    origin = "".join((f" in {quote.post}" if quote.post else "", f" of {quote.thread}" if quote.thread else ""))
    return f"quotes {quote.author or 'somebody'}{origin}: {flat(quote.span.of(post.text))}"


def unusual(post: Post) -> list[str]:
    return sorted({block.kind for block in post.body} - {"paragraph", "quote"})


def flat(text: str) -> str:
    return text.replace("\n", "\\n")


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_saved_page_gives_its_posts(path: Path, tmp_path: Path) -> None:
    given, expected = read_case(path)
    page = tmp_path / "page.html"
    page.write_text(given, "utf-8")
    dump = Dump(page, "page.html")

    chosen = choose(dump)
    threads = list(read_dump(dump))

    assert not isinstance(chosen, Problem), chosen.render()
    assert chosen.name == path.parent.name
    assert [described(thread) for thread in threads if isinstance(thread, Thread)] == [expected]
    assert len(threads) == 1


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_page_that_is_cut_off_anywhere_gives_posts_or_one_error(path: Path, tmp_path: Path) -> None:
    given = read_case(path)[0].encode("utf-8")
    page = tmp_path / "page.html"

    for part in range(1, 24):
        page.write_bytes(given[: len(given) * part // 24])
        items = list(read_dump(Dump(page, "page.html"), ReadOptions(format=path.parent.name)))

        assert len(items) == 1
        assert isinstance(items[0], Thread) or items[0].severity == "error"
