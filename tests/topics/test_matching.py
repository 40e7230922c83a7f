"""Topics are found as words: whatever their case, hyphens and number, and never inside other words."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.records import Guess, Post, PostId, Quote, Source, Span, Thread, ThreadId, ThreadLinks, Topic, TopicId
from generator.topics import TopicMatcher, find_mentions


def topic(label: str, *aliases: str, patterns: tuple[str, ...] = ()) -> Topic:
    return Topic(TopicId(label.casefold()), label, aliases, patterns)


def found(text: str, *topics: Topic) -> list[str]:
    return [span.of(text) for span, _, _ in TopicMatcher(topics).matches(text)]


@pytest.mark.parametrize(
    "words",
    [
        "left-SRs",
        "left SRs",
        "left SR",
        "LEFT SRS",
        "left\nSRs",
        "Left SR's",
        "Left\u00a0SRs",
        "left‑SR",
        "Left Socialist-Revolutionaries",
        "Left Socialist Revolutionary",
        "left socialistrevolutionaries",
    ],
)
def test_case_hyphens_and_number_do_not_count(words):
    left_srs = topic("Left SRs", "Left Socialist-Revolutionaries")

    assert found(f"So the {words} left.", left_srs) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "USSR",
        "the left. SRs then",
        "right SRs",
        "the left and SRs",
        "left\n\nSRs",
        "leftist SRs",
        "left, SRs",
        "leftSRs",
    ],
)
def test_other_words_are_no_mention(text):
    assert found(text, topic("Left SRs"), topic("SR council")) == []


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("War-Communism", "war communism"),
        ("War-Communism", "warcommunism"),
        ("Kronstadter", "Kronstadters"),
        ("Kronstadt", "Kronstadt’s"),
        ("Čapek", "Čapek’s"),
        ("Soviet", "SOVIETS'"[:-1]),
        ("Soviets", "soviet"),
        ("Soviet congress", "soviet congresses"),
        ("labour army", "Labor Armies"),
        ("Кронштадт", "КРОНШТАДТ"),
        ("Straße", "STRASSE"),
        ("Ångström", "A\u030angstro\u0308m"),
        ("U.S.", "U.S"),
        ("革命", "革命"),
        ("ปฏิวัติ", "ปฏิวัติ"),
    ],
)
def test_a_rule_fits_the_forms_of_its_words(rule, text):
    assert found(f"a {text} b", topic(rule)) == [text]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("Whites", "a white horse"),
        ("News", "the new world"),
        ("Red Guard", "red guardian"),
        ("us", "the bus"),
        ("Lenin", "Leninism"),
    ],
)
def test_a_rule_does_not_fit_words_that_only_look_like_it(rule, text):
    assert found(text, topic(rule)) == []


def test_in_scripts_without_spaces_a_topic_is_found_inside_a_sentence():
    assert found("一九一七年の十月革命について", topic("十月革命")) == ["十月革命"]
    assert found("การปฏิวัติรัสเซีย", topic("ปฏิวัติ")) == ["ปฏิวัติ"]


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("left (socialist|soviet) revolutionar*", "Left Soviet Revolutionaries", True),
        ("left (socialist|soviet) revolutionar*", "left revolutionaries", False),
        ("left [socialist] revolutionar*", "left revolutionaries", True),
        ("left [socialist] revolutionar*", "left-socialist revolutionary", True),
        ("Kronstadt [sailors'] (rebellion|uprising|revolt of sailors)", "Kronstadt sailors' uprisings", True),
        ("Kronstadt [sailors'] (rebellion|uprising|revolt of sailors)", "the Kronstadt revolt of sailors", True),
        ("Kronstadt (rebellion|uprising)", "Kronstadt rebellious", False),
        ("((a|b) c|d) e", "b c e", True),
        ("((a|b) c|d) e", "d e", True),
        ("=US", "the US", True),
        ("=US", "gave us", False),
        ("=Whit*", "Whites", True),
        ("=Whit*", "whites", False),
        ("=Reds", "a Red", False),
    ],
)
def test_a_pattern_stands_for_its_sequences_of_words(pattern, text, matches):
    rule = topic("zzz", patterns=(pattern,))

    assert bool(found(text, rule)) is matches


def test_the_longest_match_wins_and_none_overlaps():
    text = "The Petrograd Soviet and the Soviet of Petrograd, and soviets."

    assert found(text, topic("Soviets"), topic("Petrograd Soviet"), topic("Petrograd")) == [
        "Petrograd Soviet",
        "Soviet",
        "Petrograd",
        "soviets",
    ]


def test_topics_that_match_the_very_same_words_are_all_told():
    matches = TopicMatcher([topic("A", "Red Terror"), topic("B", "red terror")]).matches("red terror")

    assert [(name, rule) for _, name, rule in matches] == [("a", "Red Terror"), ("b", "red terror")]


def thread_of(text: str, *quotes: Span, furniture: tuple[Span, ...] = ()) -> tuple[Thread, ThreadLinks]:
    post = Post(PostId("p"), 1, Guess(None, 0.0), Guess(None, 0.0), text, (), furniture=furniture)
    links = tuple(Quote(PostId("p"), span, "absent", None, (), 0.9, ()) for span in quotes)
    thread = Thread(ThreadId("t"), Guess("T", 1.0), (Source("t.txt", "0", "paste"),), (post,))
    return thread, ThreadLinks(ThreadId("t"), links, ())


def test_a_mention_knows_whether_it_stands_in_a_quote():
    text = "Kronstadt fell.\nYes, Kronstadt fell."
    thread, links = thread_of(text, Span(0, 15))

    mentions = find_mentions(thread, links, TopicMatcher([topic("Kronstadt")]))

    assert [(mention.span.of(text), mention.in_quote, mention.rule) for mention in mentions] == [
        ("Kronstadt", True, "Kronstadt"),
        ("Kronstadt", False, "Kronstadt"),
    ]


def test_no_mention_runs_across_the_edge_of_a_quote():
    thread, links = thread_of("it was the left\nSRs did that", Span(0, 15))

    assert find_mentions(thread, links, TopicMatcher([topic("Left SRs")])) == ()


def test_words_of_the_page_are_no_mention():
    thread, links = thread_of("Kronstadt said:\nhello", furniture=(Span(0, 15),))

    assert find_mentions(thread, links, TopicMatcher([topic("Kronstadt")])) == ()


@given(st.text("left SRs-\n.革命'’é", max_size=80), st.lists(st.integers(0, 80), max_size=4))
def test_matches_are_in_order_apart_and_inside_the_text(text, breaks):
    matcher = TopicMatcher([topic("Left SRs"), topic("SR"), topic("革命"), topic("left", patterns=("left [s*] [r*]",))])

    spans = [span for span, _, _ in matcher.matches(text, breaks)]

    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one == other or one.end <= other.start for one, other in pairwise(spans))
    assert not any(span.start < edge < span.end for span in spans for edge in breaks)


@pytest.mark.parametrize(
    "text", ["left " * 200_000, "left-" * 200_000, "a" * 1_000_000, "革" * 300_000, "left\n" * 200_000]
)
def test_a_hostile_text_costs_linear_time(text):
    matcher = TopicMatcher([topic("left left left left SR", "革革革命"), topic("x", patterns=("l* le* lef* SR",))])
    begun = time.process_time()

    assert list(matcher.matches(text)) == []

    assert time.process_time() - begun < 20  # two or three on a machine at rest; quadratic, it would be an hour
