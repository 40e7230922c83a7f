"""Doubts: ordered by harm, and each line that they offer does what it says when it is pasted."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from generator.corrections import Choice, Doubt, correct_links, correct_thread, find_doubts
from generator.importers import Dump, read_dump
from generator.linking import find_quotes
from generator.records import Guess, Origin, Quote, Span, Thread, ThreadId, ThreadLinks
from tests.corrections.making import corrections_of, make_thread

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "content" / "threads").glob("*.txt"))


def doubtful_thread() -> tuple[Thread, ThreadLinks]:
    """A thread with a doubt of every kind."""
    thread, _ = make_thread(
        "The garrison voted for the resolution in the square.",
        'The garrison voted for the resolution in the square.\nI do not believe a word of it, "none": C:\\ at all.',
        "Nobody asked the garrison, or so it says in every book about it that I have read in these twenty years."
        "\nWell.",
        authors=("Ada", "Bob"),
    )
    posts = thread.posts

    def quote(index: int, length: int, kind: str, origin: Origin | None, **more) -> Quote:
        return Quote(posts[index].id, Span(0, length), kind, origin, (), 0.6, ("some words match",), **more)

    first, lost = Origin(thread.id, posts[0].id, Span(0, 52)), Origin(thread.id, "lost1", Span(0, 9), lost=True)
    quotes = (
        quote(1, 52, "ambiguous", first, alternatives=(Origin(ThreadId("other"), "abc", Span(0, 9)),)),
        quote(2, 103, "exact", lost),
    )
    return thread, ThreadLinks(thread.id, quotes, ())


def paste(folder: Path, thread: Thread, links: ThreadLinks, line: str) -> tuple[Thread, ThreadLinks, list[str]]:
    corrections = corrections_of(folder, f"# pasted\n{line}\n")
    corrected, outcomes = correct_thread(thread, corrections)
    other = {("other", "abc"): thread.posts[0]}
    relinked, more = correct_links(corrected, links, corrections, elsewhere=other)
    return corrected, relinked, [outcome.status for outcome in (*outcomes, *more)]


def names(doubts: tuple[Doubt, ...]) -> list[tuple[str, str]]:
    return [(doubt.about, doubt.post) for doubt in doubts]


def test_every_kind_of_doubt_is_told_most_harmful_first():
    thread, links = doubtful_thread()

    doubts = find_doubts(thread, links)

    ordinals = {str(post.id): post.ordinal for post in thread.posts}
    assert [(doubt.about, ordinals.get(doubt.post), doubt.harm) for doubt in doubts] == [
        ("author", 3, 1.0),
        ("quote", 3, 0.8),
        ("quote", 2, 0.7),
        ("title", None, 0.3),
        ("boundary", 2, 0.3),
        ("boundary", 3, 0.3),
        ("author", 1, 0.2),
        ("author", 2, 0.1),
    ]
    assert all(one.harm >= two.harm for one, two in pairwise(doubts))
    assert doubts[0].render().startswith("content/threads/t.txt:8: doubt: post 3 has no author name\n")


@pytest.mark.parametrize("number", range(8))
def test_each_line_is_applied_when_pasted_and_settles_its_doubt(tmp_path, number):
    thread, links = doubtful_thread()
    doubt = find_doubts(thread, links)[number]

    for choice in doubt.choices:
        corrected, relinked, statuses = paste(tmp_path, thread, links, choice.line)

        assert statuses == ["applied"], choice
        assert (doubt.about, doubt.post) not in names(find_doubts(corrected, relinked))


def test_a_guess_that_is_certain_or_the_archivists_own_is_no_doubt():
    thread, _ = doubtful_thread()
    sure = tuple(
        replace(post, author=Guess("Ada", 0.96), boundary=Guess("start of a post", 1.0)) for post in thread.posts
    )
    nobody = replace(sure[0], author=Guess(None, 0.0, ("x",), "correction"))
    thread = replace(thread, posts=(nobody, *sure[1:]), title=Guess("T", 1.0))

    assert find_doubts(thread, ThreadLinks(thread.id, (), ())) == ()


def test_a_key_that_would_not_tell_posts_apart_is_left_out():
    thread, links = make_thread("Yes.", "Yes.", "Yes, I agree.")[0], ThreadLinks(ThreadId("t"), (), ())

    doubts = [doubt for doubt in find_doubts(thread, links) if doubt.about == "author"]

    assert ["starts:" in doubt.choices[0].line for doubt in doubts] == [False, False, True]
    assert [thread.posts[number].id in doubt.choices[0].line for number, doubt in enumerate(doubts)] == [True] * 3


@pytest.mark.parametrize(
    "body", ['"Quoted" \\ back: #no - {x}', "\u202eabc \u200bdef", "emoji 🌹 and \ud800 half", "…", "? !"]
)
def test_any_text_can_be_pasted(tmp_path, body):
    thread, _ = make_thread("First of all.", body)
    links = ThreadLinks(thread.id, (), ())

    for doubt in find_doubts(thread, links):
        for choice in doubt.choices:
            assert paste(tmp_path, thread, links, choice.line)[2] == ["applied"], choice


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_all_doubts_about_a_real_thread_can_be_settled_by_pasting(tmp_path, path):
    thread = next(item for item in read_dump(Dump(path, path.name)) if isinstance(item, Thread))
    links = find_quotes(thread)
    doubts = find_doubts(thread, links)
    lines = "\n".join(doubt.choices[0].line for doubt in doubts)

    corrected, relinked, statuses = paste(tmp_path, thread, links, lines)

    assert set(statuses) <= {"applied"}
    assert len(statuses) == len(doubts)
    assert find_doubts(corrected, relinked) == ()
    assert [post.text for post in corrected.posts] == [post.text for post in thread.posts]
    for doubt in doubts:
        for choice in doubt.choices[1:]:
            assert isinstance(choice, Choice)
            assert paste(tmp_path, thread, links, choice.line)[2] == ["applied"], choice
