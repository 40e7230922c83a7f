"""Corrections of threads: applied, applied to slightly different text, or orphaned; the text stays whole."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.codec import decode, encode
from generator.corrections import Correction, Corrections, correct_thread, joined_people
from generator.corrections.entries import PostKey
from generator.corrections.surgery import cut, split_post
from generator.records import Chrome, Guess, PersonId, Span, Thread
from tests.corrections.making import SEPARATOR, assert_sound, corrections_of, make_thread

LONG = "The garrison voted for the resolution in the square, and nobody of the Soviet dared to speak against it."


def test_an_author_is_named_by_id_or_by_first_words(tmp_path):
    thread, _ = make_thread("One says this.", "Two says that.")
    corrections = corrections_of(
        tmp_path,
        f"""
- {{author: Ada, post: t/{thread.posts[0].id}, why: a}}
- {{author: Bob, starts: "two, SAYS", why: the header}}
- {{date: 2017, post: threads/t/p-{thread.posts[0].id}.html, why: a}}
""",
    )

    corrected, outcomes = correct_thread(thread, corrections)

    assert [post.author.value for post in corrected.posts] == ["Ada", "Bob"]
    assert corrected.posts[1].author == Guess("Bob", 1.0, ("the archivist: the header",), "correction")
    assert corrected.posts[0].when.value.iso == "2017"
    assert [outcome.status for outcome in outcomes] == ["applied"] * 3
    assert_sound(corrected, None)


def test_an_empty_author_says_that_nobody_knows(tmp_path):
    thread, _ = make_thread("One says this.", authors=("Banned",))

    corrected, _ = correct_thread(thread, corrections_of(tmp_path, '- {author: "", starts: One says, why: a rank}'))

    assert (corrected.posts[0].author.value, corrected.posts[0].author.method) == (None, "correction")


def test_a_date_and_a_title_are_set(tmp_path):
    thread, _ = make_thread("One says this.")
    text = "- {date: 2017-12-04T05:12Z, starts: One says, why: x}\n- {title: 'Kronstadt: why', thread: t, why: x}\n"

    corrected, _ = correct_thread(thread, corrections_of(tmp_path, text))

    assert corrected.posts[0].when.value.iso == "2017-12-04T05:12Z"
    assert (corrected.title.value, corrected.title.confidence) == ("Kronstadt: why", 1.0)


def test_people_are_joined_whoever_named_them(tmp_path):
    thread, _ = make_thread("A b c.", "D e f.", "G h i.", authors=("Kombrig", "kombrig_2", "Other"))
    text = "- {person: Kombrig, names: [kombrig_2, KB], why: he says so}\n- {author: kb, starts: G h i, why: x}\n"
    corrections = corrections_of(tmp_path, text)

    corrected, _ = correct_thread(thread, corrections)

    assert [post.author.value for post in corrected.posts] == ["Kombrig"] * 3
    assert corrected.posts[1].author.confidence == 0.9
    assert "'kombrig_2'" in corrected.posts[1].author.evidence[1]
    assert [(person.id, person.also) for person in joined_people(corrections)] == [
        (PersonId("kombrig"), ("kombrig_2", "KB"))
    ]


def test_a_split_gives_two_posts_as_the_importer_would_have(tmp_path):
    thread, dump = make_thread("First part.\nIt goes on.\n\nSecond part.", "Third.", authors=("Ada",))
    corrections = corrections_of(tmp_path, '- {split: "Second part", starts: First part, why: x}')

    corrected, outcomes = correct_thread(thread, corrections)

    apart, _ = make_thread("First part.\nIt goes on.", "Second part.", "Third.")
    assert [post.text for post in corrected.posts] == [post.text for post in apart.posts]
    assert [post.id for post in corrected.posts] == [post.id for post in apart.posts]
    assert [post.body for post in corrected.posts] == [post.body for post in apart.posts]
    assert [post.author.value for post in corrected.posts] == ["Ada", None, None]
    assert corrected.posts[1].boundary == Guess("start of a post", 1.0, ("the archivist: x",), "correction")
    assert [outcome.status for outcome in outcomes] == ["applied"]
    assert_sound(corrected, dump)


def test_a_name_from_below_goes_with_the_second_part(tmp_path):
    thread, _ = make_thread("First part.\n\nSecond part.")
    signed = replace(thread.posts[0], author=Guess("Ada", 0.9, (), "signature"), signature="Ada")
    thread = replace(thread, posts=(signed,))

    corrected, _ = correct_thread(thread, corrections_of(tmp_path, "- {split: Second, starts: First part, why: x}"))

    assert [(post.author.value, post.signature) for post in corrected.posts] == [(None, None), ("Ada", "Ada")]


def test_a_split_that_the_importer_has_learnt_is_confirmed(tmp_path):
    thread, _ = make_thread("First part.", "Second part.")

    corrected, outcomes = correct_thread(
        thread, corrections_of(tmp_path, "- {split: Second part, starts: First part, why: x}")
    )

    assert [post.text for post in corrected.posts] == ["First part.", "Second part."]
    assert corrected.posts[1].boundary.confidence == 1.0
    assert outcomes[0].status == "applied"


def test_posts_are_joined_with_the_dumps_own_words_between_them(tmp_path):
    thread, dump = make_thread("One.", "Two.", "Three.")
    corrections = corrections_of(tmp_path, "- {join: previous, starts: Two, why: x}")

    corrected, _ = correct_thread(thread, corrections, dumps=(dump,))

    assert [post.text for post in corrected.posts] == [f"One.{SEPARATOR}Two.", "Three."]
    assert_sound(corrected, dump)


def test_without_the_dump_a_supposed_name_is_kept_as_words_of_the_joined_post(tmp_path):
    thread, dump = make_thread("One.", "Two.", authors=("Ada", "Anarchy"))
    second = replace(thread.posts[1], author_span=Span(0, 7), titles=("Banned",))
    thread = replace(thread, posts=(thread.posts[0], second))

    corrected, _ = correct_thread(thread, corrections_of(tmp_path, "- {join: next, starts: One, why: x}"))

    assert [post.text for post in corrected.posts] == ["One.\n\nAnarchy\n\nBanned\n\nTwo."]
    assert corrected.posts[0].source_span is None
    assert corrected.posts[0].source_lines == Span(3, 6)
    assert_sound(corrected, dump)


def test_chrome_between_joined_posts_becomes_furniture(tmp_path):
    thread, dump = make_thread("One.", "Two.")
    gap = dump.index("\u00a0")
    thread = replace(thread, chrome=(Chrome(Span(gap, gap + 1), "separator"),))

    corrected, _ = correct_thread(
        thread, corrections_of(tmp_path, "- {join: next, starts: One, why: x}"), dumps=(dump,)
    )

    assert [span.of(corrected.posts[0].text) for span in corrected.posts[0].furniture] == ["\u00a0"]
    assert corrected.chrome == ()


def test_later_entries_may_use_the_ids_from_before_or_after_a_split(tmp_path):
    thread, _ = make_thread("First part.\n\nSecond part.", "Third.")
    split, _ = make_thread("First part.", "Second part.")
    text = f"""
- {{split: Second part, post: t/{thread.posts[0].id}, why: x}}
- {{author: Ada, post: t/{thread.posts[0].id}, why: x}}
- {{author: Bob, post: t/{split.posts[1].id}, why: x}}
"""

    corrected, outcomes = correct_thread(thread, corrections_of(tmp_path, text))

    assert [post.author.value for post in corrected.posts] == ["Ada", "Bob", None]
    assert [outcome.status for outcome in outcomes] == ["applied"] * 3


def test_ids_that_the_dump_itself_gives_stay(tmp_path):
    thread, _ = make_thread("First part.\n\nSecond part.", "Third.")
    thread = replace(thread, posts=tuple(replace(post, id=f"m{post.ordinal}") for post in thread.posts))

    corrected, _ = correct_thread(thread, corrections_of(tmp_path, "- {split: Second part, post: t/m1, why: x}"))

    assert [post.id for post in corrected.posts][::2] == ["m1", "m2"]


def test_chrome_at_the_end_of_a_post_leaves_it(tmp_path):
    thread, dump = make_thread("Some words.\nUpvote 0", "Other.")
    corrections = corrections_of(tmp_path, "- {chrome: Upvote 0, starts: Some words, why: x}")

    corrected, _ = correct_thread(thread, corrections)

    assert corrected.posts[0].text == "Some words."
    assert [chrome.span.of(dump) for chrome in corrected.chrome] == ["Upvote 0"]
    assert_sound(corrected, dump)


def test_chrome_in_the_midst_is_hidden_and_everywhere_if_no_post_is_named(tmp_path):
    thread, dump = make_thread("Some words.\nUpvote 0\nMore.", "Upvote 0", "Nothing.", "Upvote 0 said he.\nx")

    corrected, outcomes = correct_thread(thread, corrections_of(tmp_path, "- {chrome: Upvote 0, why: x}"))

    assert [post.text for post in corrected.posts] == [
        "Some words.\nUpvote 0\nMore.",
        "Nothing.",
        "Upvote 0 said he.\nx",
    ]
    assert [span.of(corrected.posts[0].text) for span in corrected.posts[0].furniture] == ["Upvote 0"]
    assert [chrome.span.of(dump) for chrome in corrected.chrome] == ["Upvote 0"]
    assert outcomes[0].status == "applied"
    assert_sound(corrected, dump)


def test_first_words_that_changed_a_little_still_name_their_post(tmp_path):
    thread, _ = make_thread(LONG, "Another post with quite other words in it, about other things.")
    changed = LONG.replace("garrison voted", "garrisons had voted")

    corrected, outcomes = correct_thread(
        thread, corrections_of(tmp_path, f"- {{author: Ada, post: t/gone, starts: '{changed}', why: x}}")
    )

    assert corrected.posts[0].author.value == "Ada"
    assert [(outcome.status, outcome.note) for outcome in outcomes] == [("changed", "its first words are 95% the same")]


def test_words_in_the_midst_that_changed_a_little_still_split(tmp_path):
    thread, _ = make_thread(f"First part.\n\n{LONG}")
    entry = f"- {{split: '{LONG.replace('resolution', 'resolutions')[:60]}', starts: First part, why: x}}"

    corrected, outcomes = correct_thread(thread, corrections_of(tmp_path, entry))

    assert [post.text for post in corrected.posts] == ["First part.", LONG]
    assert outcomes[0].status == "changed"


@pytest.mark.parametrize(
    "entry",
    [
        "{author: Ada, post: t/gone, why: x}",
        "{author: Ada, post: t/gone, starts: Nothing like it is here at all, why: x}",
        "{author: Ada, post: t/gone, starts: The same, why: x}",
        "{split: no such words, post: t/gone, starts: Alone, why: x}",
        "{split: Alone, post: t/gone, starts: The same words, why: x}",
        "{join: previous, post: t/gone, starts: The same words one, why: x}",
        "{person: Ada, names: [Nobody], thread: t, why: x}",
        "{chrome: no such line, thread: t, why: x}",
    ],
)
def test_a_correction_without_its_post_is_orphaned_and_changes_nothing(tmp_path, entry):
    thread, _ = make_thread("The same words one.", "The same words two.", "Alone.")

    corrected, outcomes = correct_thread(thread, corrections_of(tmp_path, f"- {entry}"))

    assert corrected == thread
    assert [outcome.status for outcome in outcomes] == ["orphaned"]


def test_other_threads_are_left_alone(tmp_path):
    thread, _ = make_thread("One says this.")
    text = "- {author: Ada, post: other/x, starts: One says, why: x}\n- {author: Bob, starts: Two, why: x}\n"

    assert correct_thread(thread, corrections_of(tmp_path, text)) == (thread, ())


def test_corrections_and_outcomes_travel_as_bytes(tmp_path):
    thread, _ = make_thread("One says this.")
    corrections = corrections_of(tmp_path, "- {author: Ada, starts: One says, why: x}")

    assert decode(encode(corrections), Corrections) == corrections
    assert decode(encode(correct_thread(thread, corrections)[0]), Thread).posts[0].author.value == "Ada"


BODIES = st.lists(st.text("ab \n.", min_size=1, max_size=12).map(str.strip).filter(bool), min_size=1, max_size=4)
ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(["split", "join", "chrome", "author"]),
        st.integers(0, 3),
        st.text("ab ", min_size=1, max_size=3),
    ),
    max_size=5,
)


@given(BODIES, ENTRIES)
def test_whatever_is_corrected_the_thread_stays_sound_and_nothing_is_lost(bodies, entries):
    thread, dump = make_thread(*bodies)
    made = []
    for kind, index, words in entries:
        post = thread.posts[index % len(bodies)]
        value = ("previous" if words < "b" else "next") if kind == "join" else words
        made.append(Correction(kind, value, PostKey("t", post.id, ""), "x"))

    corrected, outcomes = correct_thread(thread, Corrections(tuple(made)), dumps=(dump,))

    assert_sound(corrected, dump)
    assert len(outcomes) == len(made)
    kept = [post.source_span for post in corrected.posts] + [chrome.span for chrome in corrected.chrome]
    for post in thread.posts:
        for offset in range(post.source_span.start, post.source_span.end):
            assert dump[offset].isspace() or any(span.start <= offset < span.end for span in kept)


@given(st.text("ab \n\u00a0.", min_size=1, max_size=40), st.integers(0, 40))
def test_a_split_loses_nothing_that_can_be_seen(text, at):
    body = text.strip()
    if not body:
        return
    thread, dump = make_thread(body)
    parts = split_post(thread.posts[0], min(at, len(body)), ("x",))

    if parts is None:
        assert not body[:at].strip() or not body[at:].strip()
        return

    assert "".join(parts[0].text.split() + parts[1].text.split()) == "".join(body.split())
    assert_sound(replace(thread, posts=tuple(replace(p, ordinal=n, id=str(n)) for n, p in enumerate(parts, 1))), dump)


def test_a_cut_keeps_the_markup_of_a_structured_post():
    thread, _ = make_thread("One two three.\n\nFour five.")
    post = replace(thread.posts[0], source_span=None, source_lines=None)

    part = cut(post, Span(4, 20))

    assert part.text == "two three.\n\nFour"
    assert [block.span.of(part.text) for block in part.body] == ["two three.", "Four"]
    assert [inline.span.of(part.text) for block in part.body for inline in block.inlines] == ["two three.", "Four"]
