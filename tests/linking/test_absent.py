"""Quotes without an origin, told by what stands around them, and where a thread begins."""

from generator.linking import find_quotes
from generator.records import Guess, Post, PostId, Quote, Thread, ThreadId

CLAIM = "The fleet mutinied because nobody had paid it since the autumn, and the rest is legend."
QUESTION = "What would the fleet have done if somebody had paid it in the autumn, and in bread?"


def make_thread(*texts: str, title: str = "The winter of the fleet") -> Thread:
    posts = tuple(
        Post(PostId(f"p{number}"), number, Guess(None, 0.0), Guess(None, 0.0), text, ())
        for number, text in enumerate(texts, 1)
    )
    return Thread(ThreadId("t"), Guess(title, 1.0), (), posts)


def absent(thread: Thread) -> list[Quote]:
    return [quote for quote in find_quotes(thread).quotes if quote.origin is None]


def page_two(*texts: str) -> Thread:
    """Return the second page of a thread in which most replies begin with a quote glued to them."""
    rest = (
        "Yes, the ledgers say so too.\n\nThere are nine of them.",
        "Yes, the ledgers say so too.\nWhich ledgers, though?",
        "That bread was counted twice.\n\nOnce in the depot.",
        "That bread was counted twice.\nNo, it was counted once.",
    )
    return make_thread(*texts, *rest)


def test_a_lead_that_is_answered_at_once_was_quoted_from_the_page_before() -> None:
    thread = page_two(f"{CLAIM}\nNo, you are wrong about the money.")

    (quote,) = absent(thread)

    assert quote.span.of(thread.posts[0].text) == CLAIM
    assert quote.confidence < 0.95


def test_an_opening_post_that_ends_with_thanks_quotes_nobody() -> None:
    thread = make_thread(
        f"Hello, I have a question about the winter of the fleet. {QUESTION}\n\nThanks in advance.",
        "Nobody knows.",
        "Ask the stokers.",
    )

    assert absent(thread) == []


def test_a_lead_that_a_later_post_quotes_along_with_what_follows_was_not_quoted() -> None:
    lead = f"{CLAIM}\nNo, you are wrong about the money."
    thread = page_two(lead, f"{lead}\nBoth of it is true.")

    assert [quote for quote in absent(thread) if quote.post == "p1"] == []


def test_the_items_of_a_list_are_no_quotes() -> None:
    thread = page_two("1. Count the bread in the depot by the harbour.\n2. Count it once more, by daylight.")

    assert [quote for quote in absent(thread) if quote.post == "p1"] == []
