"""Quotes that a structured dump declares: both ends are marked, whatever follows them."""

from dataclasses import replace

from generator.linking import find_quotes
from generator.records import Declared, Guess, Post, PostId, Span, Thread, ThreadId

SAID = "The mill ran on Sundays: see page 40 of the ledger"
ROADS = ("north", "south", "east", "west", "river", "hill", "moor", "coast", "abbey", "castle", "market", "harbour")
CHANGED = "The mill ran on Sundays, too: see page 41 of the ledger"


def make_thread(quoted: str, answer: str) -> Thread:
    """Return a thread of a structured dump whose second post quotes one line of the first."""
    quote = Declared(Span(0, len(quoted)), "Ada", "p7")
    first = Post(PostId("p7"), 1, Guess("Ada", 1.0), Guess(None, 0.0), f"{CHANGED}\n\nNothing else is known.", ())
    second = Post(PostId("p9"), 2, Guess("Bo", 1.0), Guess(None, 0.0), f"{quoted}\n\n{answer}", (), declared=(quote,))
    return Thread(ThreadId("t"), Guess("Mills", 1.0), (), (first, second))


def test_a_declared_quote_of_one_line_ends_where_the_dump_says_so_though_words_follow() -> None:
    thread = make_thread(SAID, "That page is missing from our copy.")

    (quote,) = find_quotes(thread).quotes

    assert quote.span == Span(0, len(SAID))
    assert quote.origin is not None and quote.origin.post == "p7"
    assert quote.declared is not None and quote.declared.post == "p7"


def test_one_lead_in_typed_by_hand_casts_no_doubt_on_all_quotes_of_a_thread() -> None:
    lines = [f"The mill on the {name} road grinds nothing but rye since the flood took its wheel" for name in ROADS]
    none: Guess[str] = Guess(None, 0.0)
    posts = [Post(PostId("o"), 1, none, Guess(None, 0.0), "\n\n".join(lines), ())]
    for number, line in enumerate(lines, start=2):
        text = f"{line}\nThat is {ROADS[number - 2]} news to nobody who ever lived there."
        posts.append(Post(PostId(f"p{number}"), number, none, Guess(None, 0.0), text, ()))
    thread = Thread(ThreadId("t"), none, (), tuple(posts))
    last = posts[-1]
    marked = replace(last, declared=(Declared(Span(0, len(lines[-1])), "Bo", None),))

    plain = find_quotes(thread).quotes
    typed = find_quotes(replace(thread, posts=(*posts[:-1], marked))).quotes

    assert len(plain) == len(typed) == len(ROADS)
    assert [quote.confidence for quote in typed[:-1]] == [quote.confidence for quote in plain[:-1]]
