"""Corrections of links: what is no quote, and where a quote was taken from."""

from __future__ import annotations

import pytest

from generator.corrections import correct_links, origins_elsewhere
from generator.linking import find_quotes
from generator.records import Guess, LostPost, Origin, Quote, Span, ThreadLinks, Witness
from tests.corrections.making import corrections_of, make_thread

FIRST = "The garrison voted for the resolution in the square, and nobody of the Soviet dared to speak against it."
SECOND = "I do not believe a word of that story about the square."


def quote_at(thread, index: int, words: str, origin: Origin | None = None) -> Quote:
    start = thread.posts[index].text.index(words)
    kind = "exact" if origin else "absent"
    return Quote(thread.posts[index].id, Span(start, start + len(words)), kind, origin, (), 0.8, ())


def test_what_is_no_quote_is_taken_out_and_its_lost_post_with_it(tmp_path):
    thread, _ = make_thread(f"{FIRST}\n{SECOND}", "x")
    quote = quote_at(thread, 0, FIRST, Origin(thread.id, "lost1", Span(0, 5), lost=True))
    lost = LostPost("lost1", FIRST, (Witness(thread.posts[0].id, quote.span, ()),), Guess(None, 0.0), 0.6)
    links = ThreadLinks(thread.id, (quote,), (lost,))
    entry = '- {not-quote: "The garrison voted ... speak against it", starts: The garrison voted, why: his own words}'

    corrected, outcomes = correct_links(thread, links, corrections_of(tmp_path, entry))

    assert corrected == ThreadLinks(thread.id, (), ())
    assert [outcome.status for outcome in outcomes] == ["applied"]


def test_a_witness_that_is_no_quote_leaves_the_others(tmp_path):
    thread, _ = make_thread(f"{FIRST}\n{SECOND}", f"{FIRST}\nIndeed not.")
    origin = Origin(thread.id, "lost1", Span(0, 5), lost=True)
    quotes = tuple(quote_at(thread, index, FIRST, origin) for index in (0, 1))
    witnesses = tuple(Witness(quote.post, quote.span, ()) for quote in quotes)
    links = ThreadLinks(thread.id, quotes, (LostPost("lost1", FIRST, witnesses, Guess(None, 0.0), 0.6),))
    entry = f"- {{not-quote: '{FIRST}', post: t/{thread.posts[0].id}, why: x}}"

    corrected, _ = correct_links(thread, links, corrections_of(tmp_path, entry))

    assert corrected.quotes == quotes[1:]
    assert corrected.lost[0].witnesses == witnesses[1:]


@pytest.mark.parametrize(
    ("quoted", "kind", "pieces", "changes"),
    [
        ("The garrison voted for the resolution in the square", "exact", 1, 0),
        ("The garrison voted for ... nobody of the Soviet dared to speak", "elided", 2, 0),
        ("The garrison voted for the motion in the square, and nobody of the Soviet", "altered", 2, 1),
    ],
)
def test_a_quote_is_led_to_the_origin_that_the_archivist_names(tmp_path, quoted, kind, pieces, changes):
    thread, _ = make_thread(f"Well then. {FIRST}", f"{quoted}\n{SECOND}")
    entry = f"- {{quote-of: t/{thread.posts[0].id}, quote: '{quoted}', post: t/{thread.posts[1].id}, why: same words}}"

    corrected, outcomes = correct_links(thread, ThreadLinks(thread.id, (), ()), corrections_of(tmp_path, entry))

    quote = corrected.quotes[0]
    assert (quote.kind, len(quote.pieces), len(quote.changes)) == (kind, pieces, changes)
    assert (quote.confidence, quote.evidence[0]) == (1.0, "the archivist: same words")
    assert quote.span.of(thread.posts[1].text) == quoted
    for piece in quote.pieces:
        assert piece.quote.of(thread.posts[1].text) == piece.origin.of(thread.posts[0].text)
    assert outcomes[0].status == "applied"


def test_a_found_quote_gets_the_right_origin_instead_of_the_wrong_one(tmp_path):
    thread, _ = make_thread(FIRST, f"{FIRST}\nAgreed, of course.", f"{FIRST}\nNo, not at all.")
    links = find_quotes(thread)
    entry = f"- {{quote-of: none, quote: '{FIRST}', starts: '{FIRST} No', why: he says it was a letter}}"

    corrected, _ = correct_links(thread, links, corrections_of(tmp_path, entry))

    assert [(quote.kind, quote.confidence) for quote in corrected.quotes if quote.post == thread.posts[2].id] == [
        ("absent", 1.0)
    ]
    assert [quote for quote in corrected.quotes if quote.post != thread.posts[2].id] == [
        quote for quote in links.quotes if quote.post != thread.posts[2].id
    ]


def test_an_origin_in_another_thread_must_be_handed_in(tmp_path):
    other, _ = make_thread(FIRST, name="other")
    thread, _ = make_thread(f"{FIRST}\n{SECOND}")
    address = f"other/{other.posts[0].id}"
    corrections = corrections_of(
        tmp_path, f"- {{quote-of: {address}, quote: '{FIRST}', post: t/{thread.posts[0].id}, why: x}}"
    )
    nothing = ThreadLinks(thread.id, (), ())

    without, missed = correct_links(thread, nothing, corrections)
    posts = {("other", str(other.posts[0].id)): other.posts[0]}
    with_it, _ = correct_links(thread, nothing, corrections, elsewhere=posts)

    assert origins_elsewhere(thread.id, corrections) == (("other", other.posts[0].id),)
    assert (without, missed[0].status) == (nothing, "orphaned")
    assert with_it.quotes[0].origin == Origin("other", other.posts[0].id, Span(0, len(FIRST) - 1))


@pytest.mark.parametrize(
    "entry",
    [
        "{not-quote: words that are not there, post: t/ID, why: x}",
        "{quote-of: t/ID, quote: The garrison voted, post: t/ID, why: x}",
        "{quote-of: t/gone, quote: The garrison voted, post: t/ID, why: x}",
        "{not-quote: The garrison, post: t/gone, why: x}",
    ],
)
def test_a_correction_without_its_place_is_orphaned_and_changes_nothing(tmp_path, entry):
    thread, _ = make_thread(f"{FIRST}\n{SECOND}", "Something else.")
    links = ThreadLinks(thread.id, (quote_at(thread, 0, FIRST),), ())

    corrected, outcomes = correct_links(
        thread, links, corrections_of(tmp_path, f"- {entry}".replace("ID", thread.posts[0].id))
    )

    assert corrected == links
    assert [outcome.status for outcome in outcomes] == ["orphaned"]


def test_a_post_that_changed_is_found_by_the_quotes_own_words(tmp_path):
    thread, _ = make_thread(f"{FIRST}\n{SECOND}", "Something else.")
    links = ThreadLinks(thread.id, (quote_at(thread, 0, FIRST),), ())

    corrected, outcomes = correct_links(
        thread, links, corrections_of(tmp_path, f"- {{not-quote: '{FIRST}', post: t/gone, why: x}}")
    )

    assert corrected.quotes == ()
    assert outcomes[0].status == "changed"
