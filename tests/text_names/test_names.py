"""Names made from text are safe, readable, and distinct where the texts are."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.names import safe_name

WINDOWS_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789")}
ANY_TEXT = st.text(st.characters(), max_size=200)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Left SRs", "left-srs"),
        ("left-SRs", "left-srs"),
        ("  Left \t\n SRs ", "left-srs"),
        ("BigBlueBox", "bigbluebox"),
        ("Кронштадт 1921", "кронштадт-1921"),
        ("ΟΔΟΣ", "οδος"),
        ("क्रांति", "क्रांति"),
        ("革命", "革命"),
        ("Cafe\u0301", "café"),
        ("2017", "2017"),
        ("Some_User_2", "some_user_2"),
    ],
)
def test_a_text_of_words_keeps_its_words_and_nothing_is_added(text, name):
    assert safe_name(text) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("What's new?", "whats-new"),
        ("C++", "c"),
        ("_user", "user"),
        ("some _user", "some-user"),
        ("-bob-", "bob"),
        ("a--b", "a-b"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "con"),
        ("lpt1", "lpt1"),
        ("index", "index"),
        ("Page 2", "page-2"),
        ("Ad\u200bmin", "admin"),
        ("\u202enimda", "nimda"),
        ("Straße", "straße"),
        ("", "nameless"),
        ("!!!", "nameless"),
        ("\u3164", "nameless"),
    ],
)
def test_where_something_is_lost_a_digest_stands_for_it(text, stem):
    name = safe_name(text)

    assert name.rpartition("--")[0] == stem
    assert len(name.rpartition("--")[2]) == 8


def test_names_that_look_alike_stay_distinct():
    texts = [
        "Admin",
        "Ad\u200bmin",
        "Аdmin",
        "Admin.",
        "Admin!",
        "_Admin_",
        "Ad-min",
        "Ad_min",
        "Ａdmin",
        "\u202eAdmin",
    ]

    assert len({safe_name(text) for text in texts}) == len(texts)


def test_composed_and_decomposed_text_and_either_case_give_one_name():
    assert len({safe_name(text) for text in ("Zoë Ångström", "Zoe\u0308 A\u030angstro\u0308m", "ZOË ÅNGSTRÖM")}) == 1


def test_a_text_cannot_be_made_to_take_the_name_of_another():
    taken = safe_name("What's new?")

    assert safe_name(taken) != taken


def test_a_long_text_is_cut_at_a_word_and_stays_distinct_from_others_with_its_beginning():
    first, second = (safe_name("the question of the constituent assembly " * 20 + end) for end in ("a", "b"))

    assert first != second
    assert len(first.encode()) <= 80
    assert first.startswith("the-question-of-the-constituent-assembly-the-question-of-the--")


def test_a_limit_that_leaves_no_room_for_a_digest_is_refused():
    with pytest.raises(ValueError, match="24"):
        safe_name("x", limit_bytes=23)


@given(ANY_TEXT, st.integers(24, 200))
def test_every_name_is_a_portable_file_name(text, limit_bytes):
    name = safe_name(text, limit_bytes=limit_bytes)

    assert name
    assert len(name.encode("utf-8")) <= limit_bytes
    assert unicodedata.is_normalized("NFC", name)
    assert name == name.lower()
    assert not name.startswith(("-", "_"))
    assert not name.endswith("-")
    assert name.partition(".")[0] not in WINDOWS_DEVICES
    assert all(sign in "-_" or unicodedata.category(sign)[0] in "LMN" for sign in name)


@given(ANY_TEXT, ANY_TEXT)
def test_two_texts_share_a_name_only_where_case_composition_and_spacing_are_all_that_differs(one, other):
    def key(text):
        lowered = unicodedata.normalize("NFC", text.replace("ς", "Σ").replace("σ", "Σ").lower())
        return "-".join(lowered.split())

    assert (safe_name(one) == safe_name(other)) == (key(one) == key(other))


@given(st.lists(st.text("ßsſaA-_ é\u0301eςσ\u00ad", max_size=4), max_size=30))
def test_names_that_differ_also_differ_where_case_is_ignored(texts):
    names = {safe_name(text) for text in texts}

    assert len({unicodedata.normalize("NFC", name.casefold()) for name in names}) == len(names)
