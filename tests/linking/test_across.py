"""Quotes whose origin stands in another thread."""

from generator.linking import find_quotes, fingerprints, link_across
from generator.records import Guess, Moment, Post, PostId, Span, Thread, ThreadId, ThreadLinks

CLAIM = (
    "The railwaymen stopped every troop train between the capital and the front, and for eight days "
    "no minister of any party could say which regiment was where."
)


def make_thread(name: str, *texts: str, day: str | None = None) -> Thread:
    when: Guess[Moment] = Guess(Moment(day, day), 1.0) if day else Guess(None, 0.0)
    posts = tuple(
        Post(PostId(f"p{number}"), number, Guess(None, 0.0), when, text, ()) for number, text in enumerate(texts, 1)
    )
    return Thread(ThreadId(name), Guess(name, 1.0), (), posts)


def linked(thread: Thread, other: Thread) -> ThreadLinks:
    return link_across(thread, find_quotes(thread), [(other.id, post) for post in other.posts])


OLD = make_thread("old", "Something to begin with, about bread and coal.", f"{CLAIM} That is all I know about it.")
NEW = make_thread(
    "new",
    "A new thread, and a new question about the railways.",
    f"{CLAIM}\nYou say so, but the telegraph worked on every one of those days, and the ministers read it.",
)


def test_a_quote_glued_to_a_reply_leads_to_the_thread_that_has_it_as_own_words() -> None:
    (quote,) = linked(NEW, OLD).quotes

    assert quote.origin is not None
    assert (quote.origin.thread, quote.origin.post) == ("old", "p2")
    assert quote.span == Span(0, len(CLAIM))
    assert quote.origin.span.of(OLD.posts[1].text) == CLAIM


def test_the_original_is_not_taken_for_a_quote_of_its_quoter() -> None:
    assert not linked(OLD, NEW).quotes


def test_a_later_date_is_never_an_origin() -> None:
    early = make_thread("early", *(post.text for post in NEW.posts), day="2017-01-01")
    late = make_thread("late", *(post.text for post in OLD.posts), day="2018-01-01")

    quotes = linked(early, late).quotes

    assert all(quote.origin is None for quote in quotes)


def test_what_the_other_thread_itself_quotes_is_no_origin() -> None:
    links = link_across(
        NEW,
        find_quotes(NEW),
        [(OLD.id, OLD.posts[1])],
        quoted={("old", "p2"): (Span(0, len(CLAIM)),)},
    )

    assert all(quote.origin is None for quote in links.quotes)


def test_every_shared_run_of_thirteen_words_shares_a_fingerprint() -> None:
    here = {each.hash for each in fingerprints(NEW, find_quotes(NEW))}
    there = {each.hash for each in fingerprints(OLD, find_quotes(OLD))}

    assert here & there
    assert all(0 <= number < 2**53 for number in here | there)


def test_fingerprints_leave_out_what_an_origin_in_the_thread_explains() -> None:
    thread = make_thread("one", CLAIM, f"{CLAIM}\nNo.")

    assert {each.post for each in fingerprints(thread, find_quotes(thread))} == {"p1"}
