"""What holds for every pasted text, however odd: nothing is lost, nothing counted twice, ids stay, time is linear."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.importers.paste import read_pasted
from generator.records import Source, Span, Thread

NBSP = "\u00a0"
PIECES = [
    "A tower in the fog", "Anna Lind", "Boris", "The tower stands where the two rivers meet.", "Hi!", "", " ", NBSP,
    "Dec 4, 2017", "#1", "#2", "Joined", "Mar 3, 2009", "Messages", "412", "Posts: 4", "Well-known member", "A", "Top",
    "Anna Lind said:", "Click to expand...", "Last edited:", "Like Reply", "Post by Boris » Tue Jul 02, 2024 5:49 am",
    "Quote from: Anna on May 5, 2010, 05:00:00 PM", "__________________", "## Boris", "----------", "# Towers", "> so",
    "From: Anna Lind <anna@example.org>", "Date: Mon, 4 May 1998 10:12:00 +0200", "Similar threads", "\u2028", "\x0b",
    "\ufeff", "\u202eabc", "x" * 300, "{% raw %}", "No. #12", "Reply With Quote", "\u200b",
    "You must log in or register to reply here.",
]  # fmt: skip


def read(text: str) -> Thread:
    return read_pasted(text, Source("dump.txt", "", "paste"))


def places(thread: Thread) -> list[Span]:
    """All that the thread says about the dump's characters: title, bodies, names, signatures, chrome."""
    spans = [chrome.span for chrome in thread.chrome]
    spans += [
        span for post in thread.posts for span in (post.source_span, post.author_span, post.signature_span) if span
    ]
    return sorted([*spans, thread.title_span] if thread.title_span else spans)


def assert_each_character_once(text: str) -> None:
    thread = read(text)
    spans = places(thread)

    for one, two in pairwise(spans):
        assert one.end <= two.start, f"{one.of(text)!r} and {two.of(text)!r} overlap"
    covered = "".join(re.sub(r"\s", "", span.of(text)) for span in spans)
    assert covered == re.sub(r"\s", "", text)
    for post in thread.posts:
        assert post.source_span is not None
        assert post.source_span.of(text) == post.text
        assert post.text == post.text.strip()


@given(st.lists(st.sampled_from(PIECES), max_size=60), st.sampled_from(["\n", "\r\n"]))
def test_each_visible_character_has_exactly_one_place(pieces: list[str], newline: str) -> None:
    assert_each_character_once(newline.join(pieces))


@given(st.text(max_size=300))
def test_any_text_keeps_its_characters(text: str) -> None:
    assert_each_character_once(text)


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_ids_are_unique_and_follow_the_words_alone(pieces: list[str]) -> None:
    thread = read("\n".join(pieces))
    again = read("\r\n".join(pieces))

    assert len({post.id for post in thread.posts}) == len(thread.posts)
    assert [post.id for post in again.posts] == [post.id for post in thread.posts]


def test_equal_posts_are_told_apart_in_order() -> None:
    thread = read(f"Towers\n\nThanks!\n{NBSP}\nThe tower stands.\n{NBSP}\nThanks!\n{NBSP}\nthanks\n{NBSP}\n")

    first = thread.posts[0].id
    assert [post.id for post in thread.posts if post.text.lower().startswith("thanks")] == [
        first,
        f"{first}-2",
        f"{first}-3",
    ]


def test_white_space_and_chrome_do_not_move_an_id() -> None:
    one = read(f"Towers\n\nAnna said:\nIt stands.\nClick to expand...\nDoes it?\n{NBSP}\n")
    two = read(f"Towers\n\n\nIt stands.\n\n\nDoes  it?\n{NBSP}\n\n")

    assert one.posts[0].id == two.posts[0].id


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    thread = read(f"Towers\n\nOne\u2028still one\x0band one\n{NBSP}\nAnother line, below.\n{NBSP}\n")

    assert [post.source_lines for post in thread.posts] == [Span(3, 4), Span(5, 6)]


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000_000,
        "a " * 500_000,
        "\n" * 200_000,
        f"Re: a\n{NBSP}\n" * 10_000,
        "Posts: 4\n" * 20_000,
        "#1\n" * 20_000,
        "Dec 4, 2017\n#1\nAnna\nHello there, all of you.\n" * 4_000,
        "Anna said:\n" * 20_000,
        "Body of a post.\n\n\n" * 10_000,
        "@anna: " * 500_000,
        "1 Jan 2001 " * 300_000,
    ],
    ids=[
        "one long line", "many words", "blank lines", "equal posts", "labels", "numbers", "headers", "lead-ins",
        "breaks", "mentions", "dates",
    ],
)  # fmt: skip
def test_worst_cases_take_time_in_proportion(text: str) -> None:
    small, large = text[: len(text) // 4], text
    begun = time.process_time()
    read(small)
    middle = time.process_time()
    read(large)
    ended = time.process_time()

    # four times the text in at most ten times the time: a quadratic reader needs sixteen; the constant covers start-up
    assert ended - middle <= 10 * (middle - begun) + 0.5
