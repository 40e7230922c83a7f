"""A few words of a line nearby, set above a reply."""

import pytest

from generator.linking import find_quotes
from generator.records import Guess, Post, PostId, Thread, ThreadId


def make_thread(*texts: str) -> Thread:
    posts = tuple(
        Post(PostId(f"p{number}"), number, Guess("Ada Harbour", 1.0), Guess(None, 0.0), text, ())
        for number, text in enumerate(texts, 1)
    )
    return Thread(ThreadId("t"), Guess("t", 1.0), (), posts)


SAID = "I counted the coal barges twice, and then the Helsingfors garrison counted them a third time."


def test_words_out_of_a_line_above_a_reply_lead_to_that_line() -> None:
    thread = make_thread(SAID, "Helsingfors garrison\n\nWas there one?")

    (quote,) = find_quotes(thread).quotes

    assert quote.origin is not None
    assert quote.origin.span.of(SAID) == "Helsingfors garrison"
    assert quote.confidence < 0.7


@pytest.mark.parametrize(
    "lead",
    ["Helsingfors garrison:", "@Helsingfors garrison", "Ada Harbour", "coal", "Hi Helsingfors garrison"],
    ids=["heading", "address", "name", "word", "greeting"],
)
def test_headings_names_and_greetings_are_no_quotes(lead: str) -> None:
    thread = make_thread(f"{SAID} Hi Ada Harbour.", f"{lead}\n\nWas there one?")

    assert find_quotes(thread).quotes == ()


def test_words_that_two_posts_nearby_have_lead_to_neither() -> None:
    thread = make_thread(
        SAID, f"No. {SAID[:20]} not: the Helsingfors garrison had none.", "Helsingfors garrison\n\nEh?"
    )

    assert [quote for quote in find_quotes(thread).quotes if quote.post == "p3"] == []
