"""Quotes without an origin, in dumps whose layout gives them away."""

from generator.linking import find_quotes, rebuild_lost
from generator.records import Guess, Post, PostId, Thread, ThreadId

BREAD = "There was bread in the city until the second week of February, and then there was only a rumour of bread."
TRAINS = "The trains ran on time as long as nobody in the ministry gave an order to the people who ran them."
FLEET = "The fleet was loyal to nobody but the fleet, and every one of the parties found that out in its turn."
MISSING = "I should have thought that the ice decided it, and that no committee on either side had any say in it."


def make_thread(*texts: str) -> Thread:
    posts = tuple(
        Post(PostId(f"p{number}"), number, Guess(None, 0.0), Guess(None, 0.0), text, ())
        for number, text in enumerate(texts, 1)
    )
    return Thread(ThreadId("t"), Guess("t", 1.0), (), posts)


GLUED = (
    f"{BREAD}\n\nThat is how it began for us.",
    f"{BREAD}\nWho says so?\n\nI have read the ledgers.",
    f"{TRAINS}\n\nI can show you the timetable.",
    f"{TRAINS}\nThen show it.\n\nI am patient.",
    f"{FLEET}\n\nNothing else explains the spring.",
    f"{FLEET}\nNor does that.\n\nAsk the stokers.",
)


def absent(thread: Thread) -> list[tuple[str, str]]:
    posts = {post.id: post.text for post in thread.posts}
    return [(quote.post, quote.span.of(posts[quote.post])) for quote in find_quotes(thread).quotes if not quote.origin]


def test_lines_glued_to_a_reply_were_pasted_where_all_quotes_are_glued_so() -> None:
    thread = make_thread(*GLUED, f"{MISSING}\nNo, a committee decided that too.\n\nRead its minutes.")

    assert absent(thread) == [("p7", MISSING)]


def test_they_are_told_by_the_layout_alone_and_so_not_without_a_doubt() -> None:
    thread = make_thread(*GLUED, f"{MISSING}\nNo, a committee decided that too.")

    (quote,) = [quote for quote in find_quotes(thread).quotes if not quote.origin]
    (lost,) = rebuild_lost(thread, find_quotes(thread)).lost

    assert 0.5 < quote.confidence < 0.9
    assert lost.text == MISSING


def test_the_items_of_a_list_are_not_quotes_for_standing_close() -> None:
    items = (
        "1. It paid the railwaymen in full and in bread.\n2. It paid the fleet in promises.\n3. It paid nobody else."
    )
    thread = make_thread(*GLUED, f"Three things about that winter:\n\n{items}")

    assert absent(thread) == []


def test_a_paragraph_behind_which_a_question_takes_up_its_words_was_pasted() -> None:
    claim = "What settled it was the Helsingfors garrison, which had the only dry coal between Reval and the border."
    thread = make_thread(*GLUED, f"{claim}\n\nHelsingfors garrison, on what railway?\n\nThere was none.")

    assert absent(thread) == [("p7", claim)]


def test_a_short_line_that_a_long_reply_takes_up_is_doubted() -> None:
    reply = "Helsingfors had the coal, and the ice-breakers, and the only telegraph office that was awake. " * 4
    thread = make_thread(*GLUED, f"Helsingfors, then.\n\n{reply.strip()}")

    (quote,) = [quote for quote in find_quotes(thread).quotes if not quote.origin]

    assert quote.post == "p7"
    assert 0.5 < quote.confidence < 0.6
