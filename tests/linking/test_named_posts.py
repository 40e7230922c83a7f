"""Quotes that markup declares, in dumps that have markup: their ends are known, and often the very post they are of."""

from dataclasses import replace

from generator.linking import find_quotes, link_named, named_elsewhere, rebuild_lost
from generator.markup import Composer
from generator.records import Guess, Post, PostId, Quote, Thread, ThreadId

FIRST = "The mill was never closed, it was only sold twice in one year."


def make_post(name: str, author: str, *said: str | tuple[str, str | None, str | None, str | None]) -> Post:
    """Return a post; a tuple among its paragraphs is a quote: its words, its author, post and thread."""
    composer = Composer()
    for words in said:
        if isinstance(words, str):
            composer.open("paragraph")
            composer.words(words)
        else:
            composer.open_quote(*words[1:])
            composer.words(words[0])
        composer.close()
    body = composer.done()
    number = int(name[1:])
    return Post(
        id=PostId(name),
        ordinal=number,
        author=Guess(author, 1.0),
        when=Guess(None, 0.0),
        text=body.text,
        body=body.blocks,
        declared=body.declared,
        boundary=Guess("start of a post", 1.0, method="declared"),
    )


def make_thread(name: str, *posts: Post) -> Thread:
    return Thread(ThreadId(name), Guess(name, 1.0), (), posts)


def origins(quotes: tuple[Quote, ...]) -> list[tuple[str, str] | None]:
    return [(quote.origin.thread, quote.origin.post) if quote.origin else None for quote in quotes]


def test_a_quote_of_two_words_is_linked_where_markup_tells_its_end_and_its_post():
    thread = make_thread(
        "mills",
        make_post("p1", "Anna", FIRST),
        make_post("p2", "Boris", ("sold twice", "Anna", "p1", None), "To whom?"),
    )

    (quote,) = find_quotes(thread).quotes

    assert (quote.kind, quote.origin.post, quote.span.of(thread.posts[1].text)) == ("exact", "p1", "sold twice")
    assert quote.confidence >= 0.95


def test_a_short_quote_without_a_name_that_nobody_wrote_stays_as_absent():
    thread = make_thread(
        "mills",
        make_post("p1", "Anna", FIRST),
        make_post("p2", "Boris", ("Ask the carters.", None, None, None), "Why?"),
    )

    (quote,) = find_quotes(thread).quotes

    assert (quote.kind, quote.declared is not None) == ("absent", True)


def test_what_follows_a_quote_on_the_next_line_is_no_part_of_it():
    thread = make_thread(
        "mills",
        make_post("p1", "Anna", FIRST, "Nobody in the town was asked about it."),
        make_post("p2", "Boris", ("it was only sold", "Anna", "p1", None), "Nobody in the town was asked about it."),
    )

    quote = find_quotes(thread).quotes[0]

    assert quote.span.of(thread.posts[1].text) == "it was only sold"


def test_a_quote_leads_to_the_post_of_another_thread_that_the_dump_names():
    mills = make_thread("mills", make_post("p1", "Anna", FIRST))
    bakers = make_thread("bakers", make_post("p1", "Cem", ("sold twice", "Anna", "p1", "mills"), "Like our ovens."))
    links = find_quotes(bakers)

    assert origins(links.quotes) == [None]
    assert named_elsewhere(bakers, links) == (("mills", "p1"),)

    linked = link_named(bakers, links, {("mills", "p1"): mills.posts[0]})

    assert origins(linked.quotes) == [("mills", "p1")]
    (quote,) = linked.quotes
    assert quote.origin.span.of(FIRST) == "sold twice"
    assert any("another thread" in line for line in quote.evidence)


def test_the_post_that_the_dump_names_in_another_thread_goes_before_the_same_words_here():
    mills = make_thread("mills", make_post("p1", "Anna", FIRST))
    bakers = make_thread(
        "bakers",
        make_post("p1", "Cem", FIRST),
        make_post("p2", "Dora", (FIRST, "Anna", "p1", "mills"), "She said so at the mill, not here."),
    )

    linked = link_named(bakers, find_quotes(bakers), {("mills", "p1"): mills.posts[0]})

    assert origins(linked.quotes) == [("mills", "p1")]


def test_a_named_post_that_does_not_hold_the_words_is_no_origin():
    mills = make_thread("mills", make_post("p1", "Anna", "Grain is another matter altogether."))
    bakers = make_thread("bakers", make_post("p1", "Cem", (FIRST, "Anna", "p1", "mills"), "Like our ovens."))

    linked = link_named(bakers, find_quotes(bakers), {("mills", "p1"): mills.posts[0]})

    assert origins(linked.quotes) == [None]


def test_nothing_is_put_together_of_a_post_that_is_withheld():
    there = make_post("p1", "Anna", FIRST)
    quoting = make_post("p2", "Boris", (FIRST, "Anna", "p1", None), "So she said, before she thought better of it.")
    withheld = make_thread("mills", replace(there, text="", body=(), withheld="deleted"), quoting)
    missing = make_thread("mills", quoting)

    assert rebuild_lost(withheld, find_quotes(withheld)).lost == ()
    assert len(rebuild_lost(missing, find_quotes(missing)).lost) == 1
