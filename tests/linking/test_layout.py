"""What divides quotes from own words is learned in one pass over a post."""

import time

from generator.linking.layout import Joints, is_hard_wrapped
from generator.linking.reading import Reading
from generator.records import Guess, Post, PostId, Thread, ThreadId


def test_blank_lines_at_the_end_of_a_post_cost_no_more_than_words():
    joints = Joints()
    text = "One line.\n\nAnother one." + "\n" * 60_000
    post = Post(PostId("a"), 1, Guess(None, 0.0), Guess(None, 0.0), text, ())

    started = time.process_time()
    joints.learn_plain(Reading(post, 0))

    assert time.process_time() - started < 1  # a pass for each of them would take a minute


def test_a_separator_is_told_by_its_line_ends_and_by_where_blanks_stand_between_them():
    post = Post(PostId("a"), 1, Guess(None, 0.0), Guess(None, 0.0), "\n One.  \nTwo.\n\nThree.\n \t \n  Four.\n", ())

    assert Reading(post, 0).separators == ["\n", "\n\n", "\n \n "]


def thread_of(*texts: str) -> Thread:
    none: Guess[str] = Guess(None, 0.0)
    posts = tuple(
        Post(PostId(str(number)), number, none, Guess(None, 0.0), text, ()) for number, text in enumerate(texts)
    )
    return Thread(ThreadId("t"), none, (), posts)


FULL = "The ledger of the mill says that it ran on Sundays as well, and"  # a line as mail wraps it
LONG = " ".join([FULL, FULL])


def test_many_full_lines_a_post_are_the_sign_of_mail_though_some_code_is_wider():
    assert is_hard_wrapped(thread_of(*["\n".join([FULL] * 6 + [LONG])] * 3))


def test_a_short_thread_with_a_few_lines_of_middling_length_is_no_mail():
    assert not is_hard_wrapped(thread_of(FULL, "Yes.", FULL, "No."))
