"""Pages, captures and overlapping exports of one thread become one thread, and nothing is lost or closed silently."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.codec import encode
from generator.importers import Dump, read_dump
from generator.importers.structured.identity import marks_of
from generator.importers.structured.joining import join_pieces
from generator.importers.structured.posts import PostFacts, thread_of
from generator.markup import Body
from generator.records import Attachment, Guess, Moment, Source, Thread


def page(
    name: str,
    *posts: str,
    retrieved: str | None = None,
    numbered: bool = False,
    dated: bool = False,
    url: str | None = None,
    title: str | None = "Who paid for the harbour?",
) -> Thread:
    """Return a piece of a thread; a post is "id", "id: words" or "id by author: words"."""
    facts = []
    for each in posts:
        head, _, words = each.partition(": ")
        own_id, _, author = head.partition(" by ")
        number = own_id.removeprefix("p")
        facts.append(
            PostFacts(
                id=own_id,
                body=Body(words or f"Words of {own_id}."),
                author=author or "Dora",
                number=number if numbered else None,
                when=Moment(number, f"2017-12-{int(number):02d}T10:00:00Z") if dated else None,
            )
        )
    return thread_of("xenforo-17", title, Source(name, "digest", "xenforo2", retrieved=retrieved), facts, url=url)


def ids(thread: Thread) -> list[str]:
    return [str(post.id) for post in thread.posts]


def test_pages_given_in_any_order_follow_each_other_by_number():
    merged, notes = join_pieces([page("2.html", "p3", "p4", numbered=True), page("1.html", "p1", "p2", numbered=True)])

    assert ids(merged) == ["p1", "p2", "p3", "p4"]
    assert [post.ordinal for post in merged.posts] == [1, 2, 3, 4]
    assert [merged.sources[post.source].path for post in merged.posts] == ["1.html", "1.html", "2.html", "2.html"]
    assert (merged.gaps, notes) == ((), ())


def test_what_is_missing_between_two_pages_is_told():
    first = page("1.html", *(f"p{number}" for number in range(1, 21)), numbered=True)
    third = page("3.html", *(f"p{number}" for number in range(41, 44)), numbered=True)

    assert third.gaps == ("posts #1 to #40",)
    merged, _ = join_pieces([third, first])

    assert merged.gaps == ("posts #21 to #40",)


def test_posts_of_two_exports_stand_in_the_order_of_their_times():
    mine = page("mine.mbox", "p1", "p3", "p5", dated=True)
    yours = page("yours.mbox", "p2", "p3", "p4", dated=True)

    assert ids(join_pieces([yours, mine])[0]) == ["p1", "p2", "p3", "p4", "p5"]


def test_without_numbers_and_times_new_posts_stand_where_their_neighbours_do():
    merged, _ = join_pieces(
        [page("1", "p1", "p2", "p5"), page("2", "p2", "p3"), page("3", "p0", "p1"), page("4", "p9")]
    )

    assert ids(merged) == ["p0", "p1", "p2", "p3", "p5", "p9"]


def test_the_newest_capture_of_a_post_is_kept_and_the_change_is_told():
    old = page("old.html", "p1: The loan was never repaid.", "p2", retrieved="2015-03-01")
    new = page("new.html", "p1: The loan was repaid in 1911.", "p2", retrieved="2021-08-30")

    for pieces in ([old, new], [new, old]):
        merged, (note,) = join_pieces(pieces)

        assert [post.text for post in merged.posts] == ["The loan was repaid in 1911.", "Words of p2."]
        assert note.severity == "note"
        assert "1 post differs between the captures of thread 'xenforo-17': p1" in note.message


def test_a_post_that_a_page_merely_shows_as_gone_keeps_its_words():
    old = page("old.html", "p1: The loan was never repaid.", retrieved="2015-03-01")
    new = page("new.html", "p1: [deleted]", retrieved="2021-08-30")

    merged, notes = join_pieces([old, new])

    assert merged.posts[0].text == "The loan was never repaid."
    assert notes == ()


def without(piece: Thread, why: str, *names: str) -> Thread:
    """Return a piece whose dump withholds these posts."""
    posts = (
        replace(post, author=Guess(None, 0.0), text="", body=(), withheld=why) if post.id in names else post
        for post in piece.posts
    )
    return replace(piece, posts=tuple(posts))


@pytest.mark.parametrize("newer", ["withheld", "with its words"])
@pytest.mark.parametrize("is_reversed", [False, True])
def test_no_word_of_a_withheld_post_is_in_the_whole_whichever_capture_is_newer(newer: str, is_reversed: bool):
    told = page("told", "p1", "p2 by Eve: Burn it at night.", "p3", retrieved="2018-05-01")
    secret = replace(told.posts[1], signature="Eve of the mill", titles=("Arsonist",), url="https://valley.example/eve")
    secret = replace(secret, attachments=(Attachment("eve.png", "image/png", 9, "digest"),))
    told = replace(told, posts=(told.posts[0], secret, told.posts[2]))
    kept_back = page("kept back", "p1", "p2", retrieved="2021-08-30" if newer == "withheld" else "2015-01-01")
    pieces = [told, without(kept_back, "private", "p2")]

    merged, notes = join_pieces(pieces[::-1] if is_reversed else pieces)

    assert ids(merged) == ["p1", "p2", "p3"]
    assert (merged.posts[1].text, merged.posts[1].withheld) == ("", "private")
    assert notes == ()
    assert merged.withheld_words == ("Burn it at night.",)  # to be looked for where others quote them
    everything = encode(replace(merged, withheld_words=()))
    for word in (b"Burn", b"Eve", b"Arsonist", b"eve.png", b"valley"):
        assert word not in everything


def test_no_word_of_a_withheld_post_is_in_the_whole_where_its_id_is_another_s_too():
    pieces = [
        without(page("3", "p1", retrieved="2021-01-01"), "deleted", "p1"),
        page("1", "p1 by Anna: The mill closed.", retrieved="2019-01-01"),
        page("2", "p1 by Boris: Flour is dear.", retrieved="2017-01-01"),
    ]

    for order in permutations(pieces):
        (post,) = join_pieces(order)[0].posts
        assert (post.text, post.author.value, post.withheld) == ("", None, "deleted")


def test_the_newest_capture_says_why_a_post_is_withheld():
    old = without(page("old", "p1", "p2", retrieved="2015-03-01"), "private", "p2")
    new = without(page("new", "p1", "p2", retrieved="2021-08-30"), "deleted", "p2")

    assert [join_pieces(pieces)[0].posts[1].withheld for pieces in ([old, new], [new, old])] == ["deleted", "deleted"]


def test_a_title_that_is_kept_back_with_the_first_post_is_not_taken_from_an_older_capture():
    old = page("old", "p1", "p2", title="What Eve asked")
    untitled = without(page("new", "p1", "p2", title=None), "deleted", "p1")
    later_part = without(page("part", "p2", title=None), "deleted", "p2")

    assert join_pieces([old, untitled])[0].title.value is None
    assert join_pieces([old, later_part])[0].title.value == "What Eve asked"


def test_a_post_that_its_author_deleted_stays_deleted_beside_an_older_export(tmp_path: Path):
    words = {"thread": "mill", "thread_title": "Shall the mill go?", "id": "p1", "author": "Eve", "text": "Burn it."}
    answer = {"thread": "mill", "thread_title": "Shall the mill go?", "id": "p2", "author": "Ada", "text": "Never."}
    gone = {"thread": "mill", "id": "p1", "deleted": True}
    files = {"2018.jsonl": [words, answer], "2021.jsonl": [gone, answer]}
    pieces = []
    for name, posts in files.items():
        file = tmp_path / name
        file.write_text("".join(f"{json.dumps(post)}\n" for post in posts), encoding="utf-8")
        pieces += [found for found in read_dump(Dump(file, name)) if isinstance(found, Thread)]

    merged, _ = join_pieces(pieces)

    assert [(post.text, post.withheld) for post in merged.posts] == [("", "deleted"), ("Never.", None)]
    assert b"Burn" not in encode(replace(merged, withheld_words=()))


@given(st.lists(st.tuples(st.integers(1, 6), st.booleans()), min_size=1, max_size=20))
def test_what_one_piece_withholds_no_order_of_pieces_brings_back(told: list[tuple[int, bool]]):
    pieces = []
    for count, (number, is_withheld) in enumerate(told):
        piece = page(str(count), f"p{number} by Author {count}: Words {count}.")
        pieces.append(without(piece, "private", f"p{number}") if is_withheld else piece)
    withheld = {f"p{number}" for number, is_withheld in told if is_withheld}

    merged, _ = join_pieces(pieces)

    assert {post.id for post in merged.posts if post.withheld} == withheld
    assert not any(post.text for post in merged.posts if post.id.partition("-")[0] in withheld)


def test_an_id_that_two_authors_use_is_two_posts():
    one = page("1.jsonl", "p1 by Anna: The mill closed.", "p2")
    two = page("2.jsonl", "p1 by Boris: Flour is dear.")

    merged, _ = join_pieces([one, two])

    assert [(str(post.id), post.author.value) for post in merged.posts] == [
        ("p1", "Boris"),
        ("p1-2", "Anna"),
        ("p2", "Dora"),
    ]


def test_what_only_an_older_capture_knows_is_added():
    old = page("old.html", "p1", retrieved="2015-03-01")
    picture = Attachment("harbour.png", "image/png", 120, "digest")
    post = replace(old.posts[0], attachments=(picture,), number="1", url="https://forum.example/p1")
    old = replace(old, posts=(post,))
    new = page("new.html", "p1", retrieved="2021-08-30")
    new = replace(new, posts=(replace(new.posts[0], attachments=(Attachment("harbour.png"),)),))

    (merged,) = join_pieces([old, new])[0].posts

    assert merged.attachments == (picture,)
    assert (merged.number, merged.url) == ("1", "https://forum.example/p1")


def test_a_capture_that_was_made_twice_adds_nothing():
    first = page("1.html", "p1", "p2", numbered=True)

    merged, notes = join_pieces([first, page("again.html", "p1", "p2", numbered=True)])

    assert ids(merged) == ["p1", "p2"]
    assert notes == ()


ORDERS = st.lists(st.lists(st.integers(1, 12), unique=True, min_size=1), min_size=1, max_size=5)


@given(ORDERS)
def test_each_post_of_every_piece_is_there_once(orders: list[list[int]]):
    pieces = [page(str(number), *(f"p{each}" for each in order)) for number, order in enumerate(orders)]

    merged, _ = join_pieces(pieces)

    assert sorted(ids(merged)) == sorted({f"p{each}" for order in orders for each in order})
    assert [post.ordinal for post in merged.posts] == list(range(1, len(merged.posts) + 1))


@given(st.lists(st.integers(1, 30), unique=True, min_size=2), st.data())
def test_pieces_of_one_order_give_that_order_back(order: list[int], data: st.DataObject):
    cut = data.draw(st.integers(1, len(order)))
    start = data.draw(st.integers(0, cut - 1))
    pieces = [page("1", *(f"p{each}" for each in order[:cut])), page("2", *(f"p{each}" for each in order[start:]))]

    assert ids(join_pieces(pieces)[0]) == [f"p{each}" for each in order]


def test_the_same_number_on_two_hosts_is_two_threads():
    here = marks_of(page("1.html", "p1", url="https://www.forum.example/threads/harbour.17/"), "1.html")
    again = marks_of(page("2.html", "p2", url="https://forum.example/threads/harbour.17/"), "2.html")
    elsewhere = marks_of(page("3.html", "p3", url="https://board.example/threads/mill.17/"), "3.html")

    assert set(here.sure) & set(again.sure)
    assert not set(here.sure) & set(elsewhere.sure)


def test_the_same_number_in_two_formats_is_two_threads():
    one = page("1.html", "p1")
    other = replace(one, sources=(replace(one.sources[0], importer="phpbb"),))

    assert not {*marks_of(one, "1").sure, *marks_of(one, "1").likely} & {
        *marks_of(other, "2").sure,
        *marks_of(other, "2").likely,
    }


def paged(name: str, number: int, of: int, *posts: str, numbered: bool = False) -> Thread:
    """Return a page that tells of the others as readers of saved pages do."""
    piece = page(name, *posts, numbered=numbered)
    before = [f"pages 1 to {number - 1} of {of}" if number > 2 else f"page 1 of {of}"] if number > 1 else []
    after = [f"pages {number + 1} to {of} of {of}" if number + 1 < of else f"page {of} of {of}"] if number < of else []
    return replace(piece, gaps=(*piece.gaps, *([] if numbered else before), *after))


def test_pages_that_another_piece_brings_are_not_missing():
    pieces = [paged("1", 1, 5, "pa"), paged("2", 2, 5, "pb"), paged("4", 4, 5, "pd")]

    assert join_pieces(pieces)[0].gaps == ("page 3 of 5", "page 5 of 5")
    assert join_pieces([*pieces, paged("3", 3, 5, "pc"), paged("5", 5, 5, "pe")])[0].gaps == ()


def test_pages_behind_the_last_post_are_missing_and_those_between_show_in_the_numbers():
    first, third = paged("1", 1, 5, "p1", "p2", numbered=True), paged("3", 3, 5, "p5", "p6", numbered=True)

    assert join_pieces([third, first])[0].gaps == ("posts #3 to #4", "pages 4 to 5 of 5")
    assert join_pieces([third, first, paged("5", 5, 5, "p9", numbered=True)])[0].gaps == (
        "posts #3 to #4",
        "posts #7 to #8",
    )


def test_numbers_that_other_pieces_bring_are_not_missing():
    first = page("topic.json", *(f"p{number}" for number in range(1, 21)), numbered=True)
    first = replace(first, gaps=("posts #21 to #340",))
    middle = page("a.json", *(f"p{number}" for number in range(21, 180)), numbered=True)
    end = page("b.json", *(f"p{number}" for number in range(180, 341)), numbered=True)
    without_numbers = page("c.json", *(f"p{number}" for number in range(21, 341)))

    assert join_pieces([first, middle, end])[0].gaps == ()
    assert join_pieces([end, first])[0].gaps == ("posts #21 to #179",)
    assert join_pieces([middle, first])[0].gaps == ("posts #180 to #340",)
    assert join_pieces([without_numbers, first])[0].gaps == ()


def test_what_one_piece_brings_is_not_missing_in_the_whole():
    comments = replace(page("RC", "p2", "p3"), gaps=("the submission itself",))
    submission = page("RS", "p1")

    assert join_pieces([comments, submission])[0].gaps == ()
    assert join_pieces([comments, replace(comments, sources=submission.sources)])[0].gaps == ("the submission itself",)
