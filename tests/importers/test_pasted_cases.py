"""Pasted dumps and what is read in them, one case file each: text in, posts out."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.importers.paste import read_pasted
from generator.records import Post, Source, Thread

CASES = sorted((Path(__file__).parents[1] / "cases" / "segment").glob("*.case"))
NBSP = "\u00a0"


def read_case(path: Path) -> tuple[str, str]:
    _, _, rest = path.read_text("utf-8").partition("-- input --\n")
    given, _, expected = rest.partition("-- expected --\n")
    return given.replace("<NBSP>", NBSP).replace("<SPACE>", " ").replace("<CR>", "\r"), expected.strip()


def described(thread: Thread) -> str:
    lines = [f"skin: {thread.sources[0].skin or 'unknown'}", f'title: "{thread.title.value}"']
    for post in thread.posts:
        lines.append(head_line(post))
        lines += [
            f'  quotes {quote.author or "somebody"}: "{flat(quote.span.of(post.text))}"' for quote in post.declared
        ]
        lines += [f'  furniture: "{flat(span.of(post.text))}"' for span in post.furniture]
        lines += [f'  signature: "{flat(post.signature)}"'] if post.signature else []
    lines += [f"gap: {gap}" for gap in thread.gaps]
    return "\n".join(lines)


def head_line(post: Post) -> str:
    author = post.author.value or "somebody"
    titles = f" ({', '.join(post.titles)})" if post.titles else ""
    number = f" #{post.number}" if post.number else ""
    when = f", {post.when.value.iso or post.when.value.raw}" if post.when.value else ""
    return f'post {post.ordinal} by {author}{titles}{number}{when}: "{flat(post.text)}"'


def flat(text: str) -> str:
    return text.replace("\r", "").replace("\n", "\\n")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_pasted_dump_gives_its_posts(path: Path) -> None:
    given, expected = read_case(path)

    thread = read_pasted(given, Source(path.stem, "", "paste"))

    assert described(thread) == expected
    assert thread.posts, "a case must show at least one post"
