"""What holds of all quotes, whatever the thread: checked on threads made at random, sensible ones and others."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.linking import find_quotes, rebuild_lost
from generator.records import Declared, Guess, Post, PostId, Span, Thread, ThreadId, ThreadLinks
from generator.text import letters

WORDS = (
    *("bread", "coal", "ice", "fleet", "delegate", "minutes", "spring", "strike", "ration", "committee", "ballot"),
    *("newspaper", "winter", "depot", "guns", "and", "the", "of"),
)
NAMES = st.sampled_from([None, "Ada", "Bob", "Cleo"])

sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=24).map(
    lambda words: " ".join(words).capitalize() + "."
)
own_texts = st.lists(sentences, min_size=1, max_size=4).map("\n".join)
# Anything at all: blanks, controls, scripts without spaces, marks, halves of pairs, elisions, line ends.
wild_texts = st.text(st.sampled_from("ab .…[]\n\t\u00a0\u200b\u0301\r水兵ن\ud800'’😀") | st.characters(), max_size=120)


@st.composite
def threads(draw: st.DrawFn, texts: st.SearchStrategy[str] = own_texts) -> Thread:
    """Return a thread whose posts quote earlier ones, whole or cut, in one line or over several, declared or not."""
    posts: list[Post] = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        text, declared = draw(texts), ()
        if posts and draw(st.booleans()):
            source = draw(st.sampled_from(posts)).text
            start = draw(st.integers(0, len(source)))
            quoted = source[start : draw(st.integers(start, len(source)))]
            if quoted.strip() and draw(st.booleans()):
                declared = (Declared(Span(0, len(quoted)), draw(NAMES), None),)
            text = f"{quoted}{draw(st.sampled_from(['', ' . . . ', chr(10), chr(10) * 2]))}{text}"
        name = draw(NAMES)
        author: Guess[str] = Guess(name, 1.0) if name else Guess(None, 0.0)
        posts.append(Post(PostId(f"p{number}"), number, author, Guess(None, 0.0), text, (), declared))
    return Thread(ThreadId("t"), Guess("t", 1.0), (), tuple(posts))


def quoting_nobody(quotes: Sequence[str]) -> Thread:
    """Return a thread whose second post marks all these as quotes of a post that is not there."""
    text = "\n\n".join(quotes)
    ends = list(accumulate((len(quote) + 2 for quote in quotes), initial=0))
    declared = tuple(Declared(Span(at, at + len(quote)), "Eve", None) for at, quote in zip(ends, quotes, strict=False))
    first = Post(PostId("p1"), 1, Guess("Ada", 1.0), Guess(None, 0.0), "Hm!", ())
    marked = Guess("the dump keeps each post apart", 1.0, (), "declared")
    second = Post(PostId("p2"), 2, Guess("Bob", 1.0), Guess(None, 0.0), text, (), declared, boundary=marked)
    return Thread(ThreadId("t"), Guess("t", 1.0), (), (first, second))


# Few wordings, often repeated; some begin with the same words, more than 80 letters of them.
repeated_quotes = st.lists(
    st.builds(
        "{}{}".format,
        st.sampled_from(["", "I agree with ", "Whoever counts rations " * 6]),
        st.lists(st.sampled_from(WORDS[:4]), min_size=1, max_size=6).map(" ".join),
    ),
    min_size=1,
    max_size=6,
).flatmap(lambda wordings: st.lists(st.sampled_from(wordings), min_size=1, max_size=40))


def assert_lawful(thread: Thread, links: ThreadLinks) -> None:
    posts = {post.id: post for post in thread.posts}
    texts: dict[str, str] = {
        **{post.id: post.text for post in thread.posts},
        **{lost.id: lost.text for lost in links.lost},
    }
    spans: dict[str, list[Span]] = {}
    for quote in links.quotes:
        text = posts[quote.post].text
        assert 0 <= quote.span.start < quote.span.end <= len(text)
        assert 0 <= quote.confidence <= 1
        assert quote.evidence
        spans.setdefault(quote.post, []).append(quote.span)
        if quote.origin is None:
            assert quote.kind == "absent"
            continue
        origin = texts[quote.origin.post]
        assert quote.origin.lost or posts[PostId(quote.origin.post)].ordinal < posts[quote.post].ordinal
        assert 0 <= quote.origin.span.start < quote.origin.span.end <= len(origin)
        for piece in quote.pieces:
            assert quote.span.covers(piece.quote)
            assert quote.origin.span.covers(piece.origin)
        assert_in_order([piece.quote for piece in quote.pieces])
        if quote.kind == "exact":
            told = "".join(piece.quote.of(text) for piece in quote.pieces)
            assert letters(told) == letters("".join(piece.origin.of(origin) for piece in quote.pieces))
    for found in spans.values():
        assert_in_order(found)
    assert len({lost.id for lost in links.lost}) == len(links.lost)


def assert_in_order(spans: Sequence[Span]) -> None:
    """In text order, without overlap."""
    assert all(before.end <= after.start for before, after in pairwise(spans))


@settings(max_examples=120, deadline=None)
@given(threads())
def test_quotes_keep_to_the_text_and_to_each_other(thread: Thread) -> None:
    assert_lawful(thread, rebuild_lost(thread, find_quotes(thread)))


@settings(max_examples=120, deadline=None)
@given(threads(wild_texts))
def test_no_text_is_too_strange(thread: Thread) -> None:
    assert_lawful(thread, rebuild_lost(thread, find_quotes(thread)))


@settings(max_examples=30, deadline=None)
@given(threads())
def test_the_same_thread_gives_the_same_quotes(thread: Thread) -> None:
    assert find_quotes(thread) == find_quotes(thread)


@settings(max_examples=120, deadline=None)
@given(repeated_quotes)
def test_equal_words_from_nowhere_are_one_lost_post_however_often_they_are_quoted(quotes: list[str]) -> None:
    thread = quoting_nobody(quotes)
    links = rebuild_lost(thread, find_quotes(thread))
    assert_lawful(thread, links)
    origins: dict[str, set[str | None]] = {}
    for quote in links.quotes:
        origins.setdefault(quote.span.of(thread.posts[1].text), set()).add(quote.origin and quote.origin.post)
    assert all(len(lost) == 1 for lost in origins.values())


def test_a_quote_that_stands_in_a_post_twenty_times_is_one_lost_post_with_twenty_witnesses() -> None:
    thread = quoting_nobody(["alpha beta gamma delta"] * 20)
    links = rebuild_lost(thread, find_quotes(thread))
    assert [len(lost.witnesses) for lost in links.lost] == [20]


def test_witnesses_that_go_on_otherwise_bear_witness_to_one_lost_post_however_many_they_are() -> None:
    thread = quoting_nobody([f"nobody has ever counted the rations of the depot {number}" for number in range(20)])
    links = rebuild_lost(thread, find_quotes(thread))
    assert [len(lost.witnesses) for lost in links.lost] == [20]


def test_quotes_that_overlap_one_after_the_other_bear_witness_to_one_lost_post() -> None:
    words = [f"word{number}" for number in range(60)]
    thread = quoting_nobody([" ".join(words[first : first + 8]) for first in range(50)])
    links = rebuild_lost(thread, find_quotes(thread))
    assert [len(lost.witnesses) for lost in links.lost] == [50]
    assert links.lost[0].text.split() == words[:57]


def test_quotes_of_nobody_take_linear_time_however_they_overlap() -> None:
    def seconds(number: int) -> float:
        words = [f"word{each}" for each in range(number + 8)]
        thread = quoting_nobody([" ".join(words[first : first + 8]) for first in range(number)])
        links = find_quotes(thread)
        start = process_time()
        rebuild_lost(thread, links)
        return process_time() - start

    assert seconds(4000) < 16 * max(seconds(500), 0.02)
