"""skins.yaml and words.yaml: every phrase is found again, every flag is known."""

from __future__ import annotations

import re

import pytest

from generator.importers.pasted.names import HABIT
from generator.importers.pasted.skins import Phrase, all_phrases, skins, vocabulary
from generator.importers.pasted.wordlists import break_weights, common_openings, date_words, name_weights

EXAMPLES = {"name": "Anna Lind", "date": "Dec 4, 2017", "n": "12", "any": "so it is", "title": "A Tower in the Fog"}


def example_of(phrase: Phrase) -> str:
    return re.sub(r"\{(\w+)\}", lambda slot: EXAMPLES[slot[1]], phrase.text)


@pytest.mark.parametrize("phrase", all_phrases(), ids=lambda phrase: f"{phrase.skin}-{phrase.language}-{phrase.text}")
def test_every_phrase_is_found_in_a_line_that_it_is(phrase: Phrase) -> None:
    found = vocabulary(phrase.skin).hits(example_of(phrase))

    assert any(hit.phrase == phrase for hit in found)


def test_every_skin_of_the_documentation_is_there() -> None:
    assert {"xenforo2", "xenforo1", "phpbb", "vbulletin", "smf", "mybb", "invision", "discourse", "mail"} <= set(
        skins()
    )


def test_the_big_skins_speak_six_languages() -> None:
    for skin in ("xenforo2", "phpbb", "vbulletin", "smf", "mybb", "invision"):
        assert {phrase.language for phrase in all_phrases() if phrase.skin == skin} >= {
            "en",
            "de",
            "fr",
            "es",
            "pl",
            "ru",
        }


def test_the_word_lists_hold_what_their_readers_ask_for() -> None:
    assert set(date_words().months.values()) == set(range(1, 13))
    assert set(date_words().weekdays.values()) == set(range(7))
    assert "thanks" in common_openings()
    assert {"bias", HABIT} <= set(name_weights())
    assert "bias" in break_weights()


def test_words_of_prose_are_no_phrases() -> None:
    voices = vocabulary()

    for line in ("By all means.", "Posted by mistake", "Quite so", "He wrote it", "The top of the tower", "x" * 500):
        assert not voices.hits(line)
