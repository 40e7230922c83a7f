"""Phrases that may be topics are found by their statistics, whatever the language."""

from generator.topics import Phrases

POSTS = (
    "When the ice broke, the Baltic Fleet was still in the harbour, and nobody in the city had any bread.",
    "I read that the Baltic Fleet had no coal. The city had none either, and so it went on in the winter.",
    "What did the sailors of the Baltic Fleet want of the city? They wanted bread, and they wanted it in the open.",
    "It was the Baltic Fleet again. See https://example.org/fleet-of-ships for the rest of the story.",
)


def phrases_of(*posts: str) -> Phrases:
    phrases = Phrases()
    for post in posts:
        phrases.add(post)
    return phrases


def test_a_name_of_two_words_comes_first_and_as_a_whole():
    found = phrases_of(*POSTS).suggestions((), 5)

    assert found[0].label == "Baltic Fleet"
    assert (found[0].count, found[0].posts) == (4, 4)
    assert "Baltic Fleet" in found[0].examples[0]
    assert not {"Baltic", "Fleet"} & {each.label for each in found}


def test_what_is_a_topic_already_is_not_suggested_nor_is_a_part_of_it():
    found = phrases_of(*POSTS).suggestions(("Baltic fleet",), 20)

    assert not [each.label for each in found if "baltic" in each.label.casefold() or "fleet" in each.label.casefold()]


def test_no_suggestion_begins_or_ends_with_a_small_word():
    found = phrases_of(*POSTS).suggestions((), 20)

    assert not [each for each in found for word in (each.label.split()[0], each.label.split()[-1]) if len(word) < 3]


def test_one_post_alone_makes_no_topic():
    assert phrases_of(POSTS[0] * 3).suggestions((), 5) == ()


def test_the_same_posts_give_the_same_suggestions():
    assert phrases_of(*POSTS).suggestions((), 9) == phrases_of(*POSTS).suggestions((), 9)
