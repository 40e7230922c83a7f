"""Words, letters, shingles and alignments: strings in, numbers and spans out."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text import align, canonical, letters, minimizers, shingles, surfaces, word_id, word_ids, word_spans

numbers = st.lists(st.integers(0, 2**53 - 1), max_size=60)
texts = st.text(st.sampled_from("ab' \n_水兵ไท\u0301\u0651نك’") | st.characters(), max_size=80)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Colour", "color"),
        ("DON’T", "don't"),
        ("organisation", "organization"),
        ("centre", "center"),
        ("travelled", "traveled"),
        ("ﬁne", "fine"),
        ("café", unicodedata.normalize("NFD", "café")),
    ],
)
def test_spellings_of_one_word_are_one(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)
    assert word_id(one) == word_id(other)


@pytest.mark.parametrize(("one", "other"), [("four", "for"), ("wise", "wize"), ("hour", "hor"), ("then", "than")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert word_id(one) != word_id(other)


def test_signs_of_scripts_without_spaces_are_words_of_their_own() -> None:
    assert surfaces("水兵 ok") == ["水", "兵", "ok"]


def test_marks_belong_to_the_letter_before_them() -> None:
    assert surfaces("cafe\u0301 fort") == ["cafe\u0301", "fort"]


@given(texts)
def test_spans_hold_the_words(text: str) -> None:
    assert [text[start:end] for start, end in word_spans(text)] == surfaces(text)


@given(texts)
def test_words_can_be_counted_line_by_line(text: str) -> None:
    assert sum(len(surfaces(line)) for line in text.split("\n")) == len(surfaces(text))


def test_letters_are_the_same_after_spaces_and_signs_are_lost() -> None:
    assert letters("The fleet, they said -\n“No.”") == letters("the FLEET they said: no") == "thefleettheysaidno"


def test_a_shingle_depends_on_the_order_of_its_words() -> None:
    ids = word_ids("the fleet and the fortress asked for new ballots")

    assert shingles(ids[:8]) != shingles([ids[1], ids[0], *ids[2:8]])


@given(numbers, numbers, numbers)
def test_equal_runs_have_equal_shingles_wherever_they_stand(
    before: list[int], run: list[int], after: list[int]
) -> None:
    values = shingles([*before, *run, *after])

    own = shingles(run)
    assert values[len(before) : len(before) + len(own)] == own
    assert all(0 <= value < 2**53 for value in values)


@given(numbers, st.lists(st.integers(0, 2**53 - 1), min_size=13, max_size=30), numbers)
def test_texts_that_share_thirteen_words_share_a_minimizer(before: list[int], run: list[int], after: list[int]) -> None:
    here = {value for value, _ in minimizers([*before, *run])}
    there = {value for value, _ in minimizers([*run, *after])}

    assert here & there


@given(numbers)
def test_minimizers_come_in_text_order_each_place_once(ids: list[int]) -> None:
    places = [place for _, place in minimizers(ids)]

    assert places == sorted(set(places))


def test_shingles_of_one_word_are_refused() -> None:
    with pytest.raises(ValueError, match="2 or more"):
        shingles([1, 2, 3], size=1)


@given(st.lists(st.integers(0, 5), max_size=30), st.lists(st.integers(0, 5), max_size=30))
def test_aligned_blocks_are_equal_and_in_order(left: list[int], right: list[int]) -> None:
    at = other_at = 0
    for block in align(left, right):
        assert block.left >= at
        assert block.right >= other_at
        at, other_at = block.left + block.size, block.right + block.size
        assert left[block.left : at] == right[block.right : other_at]


def test_runs_too_long_to_compare_are_left_unaligned() -> None:
    assert align([1] * 500, [1] * 500) == []
