"""Threads and corrections for the tests of this folder."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from generator.corrections import Corrections, read_corrections
from generator.importers.pasted.posts import content_id
from generator.markup import read_plain
from generator.records import Guess, Post, Source, Span, Thread, ThreadId

SEPARATOR = "\n\u00a0\n"
UNKNOWN = Guess(None, 0.0)


def make_thread(*bodies: str, name: str = "t", authors: tuple[str, ...] = ()) -> tuple[Thread, str]:
    """Return a thread as the importer of pasted text makes it, and the dump that it comes from."""
    dump = "Title\n\n"
    posts: list[Post] = []
    seen: Counter[str] = Counter()
    for number, body in enumerate(bodies):
        span = Span(len(dump), len(dump) + len(body))
        first_line = dump.count("\n") + 1
        author = Guess(authors[number], 0.9, ("header",), "header") if number < len(authors) else UNKNOWN
        posts.append(
            Post(
                content_id(body, (), seen),
                number + 1,
                author,
                UNKNOWN,
                body,
                read_plain(body),
                boundary=Guess("start of a post", 0.9),
                source_span=span,
                source_lines=Span(first_line, first_line + body.count("\n") + 1),
            )
        )
        dump += body + SEPARATOR
    source = Source(f"content/threads/{name}.txt", "0", "paste")
    return Thread(ThreadId(name), Guess("Title", 0.9), (source,), tuple(posts)), dump


def corrections_of(folder: Path, text: str) -> Corrections:
    path = folder / "corrections.yaml"
    path.write_text(text, encoding="utf-8")
    corrections, problems = read_corrections(path)
    assert [problem.render() for problem in problems if problem.severity == "error"] == []
    return corrections


def assert_sound(thread: Thread, dump: str | None) -> None:
    """Check what every reader of a thread relies on: ordinals, ids, offsets, lines, bodies."""
    assert [post.ordinal for post in thread.posts] == list(range(1, len(thread.posts) + 1))
    assert len({post.id for post in thread.posts}) == len(thread.posts)
    for post in thread.posts:
        assert post.text.strip() == post.text != ""
        assert all(0 <= span.start < span.end <= len(post.text) for span in post.furniture)
        assert all(0 <= block.span.start <= block.span.end <= len(post.text) for block in post.body)
        if post.source_span is not None and dump is not None:
            assert post.source_span.of(dump) == post.text
            assert post.source_lines is not None
            assert post.source_lines.start == dump.count("\n", 0, post.source_span.start) + 1
            assert post.source_lines.end == dump.count("\n", 0, post.source_span.end) + 2
