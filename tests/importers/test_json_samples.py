"""Real dumps in JSON: every count of ../shared/samples/COUNTS.tsv, and every declared link whose post is there.

Posts and quotes are counted as COUNTS.tsv says. Quotes that HTML marks without a word on their origin (`blockquote`
alone) are quotes too; in Discourse's topics COUNTS.tsv counts only those with an origin (`aside.quote`), so the others
are taken off by counting them in the file.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.importers import Dump, read_dump
from generator.importers.structured.joining import join_pieces
from generator.linking import find_quotes
from generator.problems import Problem
from generator.records import Declared, Thread

FORMATS = ("discourse", "zulip", "forumscraper", "iac")
# The page of this thread repeats its first post, so that 30 records are 29 posts (the ids told: 645108 twice).
REPEATED = {"xenforo_67736.json": 1}
# Declared origins that are not in the file: a post that was moved or deleted before the dump was made.
MISSING = {
    "to-rbfx-and-not-to-rbfx.5864.json": {"283"},
    "lake.20exe.20cache.20get.json": {"321980059"},
    "xenforo_126609.json": {"p3734444"},
    "discourse-1607": {"16"},
}


def rows(shared: Path, *formats: str) -> Iterator[tuple[Path, int, int | None]]:
    """Yield each sample's file, its posts, and its quotes where they were counted."""
    with (shared / "samples" / "COUNTS.tsv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            if row["format"].partition("/")[0] in formats:
                path = shared / "samples" / row["format"] / row["file"]
                yield path, int(row["posts"]), int(row["quotes"]) if row["quotes"] else None


def threads_of(path: Path) -> list[Thread]:
    items = list(read_dump(Dump(path, path.name)))
    assert [item.render() for item in items if isinstance(item, Problem) and item.severity != "note"] == []
    return [item for item in items if isinstance(item, Thread)]


def quotes_of(thread: Thread) -> list[Declared]:
    return [quote for post in thread.posts for quote in post.declared]


@pytest.mark.parametrize("name", FORMATS)
def test_every_sample_has_the_posts_and_quotes_that_were_counted(name: str, shared: Path) -> None:
    found = [(path, posts, quotes, threads_of(path)) for path, posts, quotes in rows(shared, name)]

    assert found
    for path, posts, quotes, threads in found:
        text = path.read_text("utf-8")
        unnamed = text.count("<blockquote") - text.count('<aside class=\\"quote') if name == "discourse" else 0
        unnamed += text.count("[/quote]") if name == "discourse" else 0  # marks that Discourse left as they were
        assert sum(len(thread.posts) for thread in threads) == posts - REPEATED.get(path.name, 0), path.name
        assert all(post.author.value and post.when.value for thread in threads for post in thread.posts), path.name
        if quotes is not None:
            assert sum(len(quotes_of(thread)) for thread in threads) == quotes + unnamed, path.name


@pytest.mark.parametrize("name", FORMATS)
def test_every_declared_link_leads_to_a_post_of_the_sample(name: str, shared: Path) -> None:
    for path, _, _ in rows(shared, name):
        for thread in threads_of(path):
            ids = {str(post.id) for post in thread.posts}
            named = {quote.post for quote in quotes_of(thread) if quote.post and not quote.thread}

            assert named - ids == MISSING.get(path.name, set()), path.name


def test_posts_of_discourse_in_files_of_their_own_become_their_three_topics(shared: Path) -> None:
    counted = list(rows(shared, "discourse-posts"))

    read = [(quotes, threads_of(path)) for path, _, quotes in counted]

    assert len(counted) == 111
    assert all(len(threads) == 1 and len(threads[0].posts) == 1 for _, threads in read)
    assert [len(quotes_of(threads[0])) for quotes, threads in read if quotes] == [
        quotes for quotes, _ in read if quotes
    ]
    topics = [join_pieces([threads[0] for _, threads in read if threads[0].id == key])[0] for key in topics_of(read)]
    for topic in topics:
        ids = {str(post.id) for post in topic.posts}
        named = {quote.post for quote in quotes_of(topic) if quote.post and not quote.thread}
        assert named - ids == MISSING.get(topic.id, set()), topic.id
    assert sorted(topic.id for topic in topics) == ["discourse-1607", "discourse-1707", "discourse-1723"]
    assert sum(len(topic.posts) for topic in topics) == 111


def topics_of(read: list[tuple[int | None, list[Thread]]]) -> list[str]:
    return sorted({str(threads[0].id) for _, threads in read})


def test_declared_quotes_of_a_sample_are_linked_to_the_posts_that_they_name(shared: Path) -> None:
    (thread,) = threads_of(shared / "samples" / "discourse" / "how-to-properly-render-dark-caves.6886.json")

    links = find_quotes(thread)

    linked = [quote for quote in links.quotes if quote.declared and quote.declared.post and quote.origin]
    assert len(linked) >= 16  # of 18: one quotes a picture, one words that were edited away
    assert [quote for quote in linked if quote.origin and quote.origin.post != quote.declared.post] == []
