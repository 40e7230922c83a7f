"""Footers that a mailing list puts under each letter are nobody's words."""

from itertools import pairwise

from generator.linking import find_quotes
from generator.records import Guess, Post, PostId, Thread, ThreadId

FOOTER = (
    "The harbour list, kept by the stokers of the second depot in Reval.\nSubscribe at harbour dot example, or ask."
)
BODIES = (
    "In spring there were nine ledgers in the depot by the harbour, and every one\n"
    "of them was kept by another hand, as the stokers had always wanted it to be.",
    "Nobody who counted bread that summer was asked to count it a second time, for\n"
    "the committee trusted the first number that anybody shouted across the yard.",
    "What the fleet ate in autumn came from the islands, on three boats, by night,\n"
    "while the railwaymen looked at the timetable and found that it had no trains.",
    "When the ice closed, coal was worth more than either, and a garrison that had\n"
    "some could name its price to a ministry that had nothing left except paper.",
)


def make_thread(*texts: str) -> Thread:
    posts = tuple(
        Post(PostId(f"p{number}"), number, Guess(None, 0.0), Guess(None, 0.0), text, ())
        for number, text in enumerate(texts, 1)
    )
    return Thread(ThreadId("t"), Guess("t", 1.0), (), posts)


def test_the_footer_of_a_list_is_no_quote_of_the_letter_before() -> None:
    letters = [f"{BODIES[0]}\n\n{FOOTER}"]
    letters += [f"{before}\n\nWho says so?\n\n{body}\n\n{FOOTER}" for before, body in pairwise(BODIES)]
    thread = make_thread(*letters)

    quotes = find_quotes(thread).quotes

    texts = {post.id: post.text for post in thread.posts}
    assert not [quote for quote in quotes if "Subscribe" in quote.span.of(texts[quote.post])]
    assert {quote.post for quote in quotes} == {"p2", "p3", "p4"}
