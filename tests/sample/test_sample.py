"""The program reads the sample archive as its authors wrote it (truth.yaml)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache

import pytest

from generator.corrections import correct_links, read_corrections
from generator.importers import Dump, read_dump
from generator.linking import find_quotes, link_across, rebuild_lost
from generator.records import Quote, Span, Thread, ThreadLinks
from generator.topics import TopicMatcher, find_mentions, read_topics
from tests.sample.reading_truth import DUMPS, REPOSITORY, TrueQuote, bodies_of, dump_of, read_truth, true_quotes

TRUTH = read_truth()
THREADS = [name for name in TRUTH if name != "topics"]


@dataclass(frozen=True)
class Debate:
    """A thread of the sample archive as the program sees it."""

    thread: Thread
    links: ThreadLinks

    def quote_at(self, true: TrueQuote) -> Quote | None:
        """Return the quote that the program sees where a true one stands: nearly all words of the two are the same."""
        post = self.thread.posts[true.post - 1]
        start = post.text.index(true.words)
        end = start + len(true.words)
        for quote in self.links.quotes:
            if quote.post == post.id and quote.span.meets(Span(start, end)):
                shared = min(end, quote.span.end) - max(start, quote.span.start)
                hull = max(end, quote.span.end) - min(start, quote.span.start)
                if shared >= 0.9 * hull:
                    return quote
        return None

    def words(self, quote: Quote) -> str:
        return next(quote.span.of(post.text) for post in self.thread.posts if post.id == quote.post)

    def place(self, post: str) -> tuple[str, int]:
        """Return the thread and the ordinal of a post, as truth.yaml names it."""
        return self.thread.id, next(each.ordinal for each in self.thread.posts if each.id == post)


@cache
def read(name: str) -> Thread:
    (thread,) = read_dump(Dump(REPOSITORY / "content" / "threads" / f"{name}.txt", f"content/threads/{name}.txt"))
    assert isinstance(thread, Thread), thread
    return thread


@cache
def debate(name: str) -> Debate:
    """Return a thread of the sample as the edition has it: linked, and corrected by the archivist's own entries."""
    corrections, faults = read_corrections(REPOSITORY / "content" / "corrections.yaml")
    assert faults == ()
    others = [other for other in THREADS if other != name]
    posts = [(read(other).id, post) for other in others for post in read(other).posts]
    quoted: dict[tuple[str, str], list[Span]] = {}
    for other in others:
        for quote in find_quotes(read(other)).quotes:
            quoted.setdefault((read(other).id, quote.post), []).append(quote.span)
    links = link_across(read(name), find_quotes(read(name)), posts, quoted=quoted)
    links, outcomes = correct_links(read(name), links, corrections)
    assert {outcome.status for outcome in outcomes} <= {"applied"}
    return Debate(read(name), rebuild_lost(read(name), links))


def quotes_of(name: str, kinds: str) -> list[TrueQuote]:
    return [true for true in true_quotes(name) if true.row["kind"] in kinds.split()]


def test_the_truth_tells_of_every_dump_and_of_every_post():
    posts = {path.stem: len(bodies_of(dump_of(path.stem))) for path in DUMPS}

    assert posts == {name: len(TRUTH[name]["writers"]) for name in THREADS}
    assert 46 <= sum(posts.values()) <= 56


@pytest.mark.parametrize("name", THREADS)
def test_each_post_of_the_sample_is_found(name: str):
    thread = read(name)

    assert thread.title.value == TRUTH[name]["title"]
    assert len(thread.posts) == len(TRUTH[name]["writers"])
    for post, body in zip(thread.posts, bodies_of(dump_of(name)), strict=True):
        assert post.text.strip() in body


@pytest.mark.parametrize("name", THREADS)
def test_names_are_read_where_the_dump_shows_them_and_nowhere_else(name: str):
    shown = [writer.removesuffix(" *") if writer.endswith(" *") else None for writer in TRUTH[name]["writers"]]
    for ordinal in TRUTH[name].get("signed", ()):
        shown[ordinal - 1] = TRUTH[name]["writers"][ordinal - 1]

    authors = [post.author.value for post in read(name).posts]

    assert authors == shown


def test_a_copied_page_keeps_the_dates_and_numbers_of_its_posts():
    posts = read("left-srs-in-the-room").posts

    assert [post.when.value.iso for post in posts if post.when.value][::7] == ["2019-11-04", "2019-11-06", "2019-11-10"]
    assert [post.number for post in posts] == [str(number) for number in range(1, 16)]


@pytest.mark.parametrize("true", [true for name in THREADS for true in true_quotes(name) if true.origins], ids=str)
def test_each_quote_leads_to_the_post_that_it_was_taken_from(true: TrueQuote):
    seen = debate(true.thread).quote_at(true)

    assert seen is not None and seen.origin is not None and not seen.origin.lost
    place = debate(seen.origin.thread).place(seen.origin.post)
    others = {debate(other.thread).place(other.post) for other in seen.alternatives}
    assert {place, *others} == true.origins
    assert seen.kind == true.row["kind"]


@pytest.mark.parametrize("name", THREADS)
def test_nothing_else_is_taken_for_a_quote(name: str):
    seen = debate(name)

    true = [seen.quote_at(each) for each in true_quotes(name)]

    assert [seen.words(quote) for quote in seen.links.quotes if quote not in true] == []


@pytest.mark.parametrize("true", [true for name in THREADS for true in quotes_of(name, "altered")], ids=str)
def test_an_altered_quote_shows_where_it_differs(true: TrueQuote):
    seen = debate(true.thread).quote_at(true)

    assert seen is not None
    assert 2 <= len(seen.changes) <= 4


@pytest.mark.parametrize("name", THREADS)
def test_lost_posts_are_rebuilt_from_their_witnesses(name: str):
    seen = debate(name)
    outside = {true.words for true in true_quotes(name) if true.is_absent}

    rebuilt = {lost.text: [seen.place(each.post)[1] for each in lost.witnesses] for lost in seen.links.lost}

    lost_posts = TRUTH[name].get("lost", {})
    true = {words_of_lost(name, lost): row["witnesses"] for lost, row in lost_posts.items()}
    assert {text: witnesses for text, witnesses in rebuilt.items() if text not in outside} == true


def words_of_lost(name: str, lost: str) -> str:
    """Return the text of a lost post: the quote in that witness which has all of it."""
    whole = TRUTH[name]["lost"][lost]["whole"]
    return next(true.words for true in true_quotes(name) if (true.post, true.row.get("lost")) == (whole, lost))


@pytest.mark.parametrize("true", [true for name in THREADS for true in true_quotes(name) if true.is_absent], ids=str)
def test_words_from_outside_the_archive_lead_to_no_post_of_it(true: TrueQuote):
    seen = debate(true.thread).quote_at(true)

    assert seen is not None
    assert seen.origin is None or seen.origin.lost


def test_a_page_that_names_the_wrong_person_is_contradicted():
    (true,) = [each for each in true_quotes("left-srs-in-the-room") if each.row["from"] == "they left the"]

    seen = debate(true.thread).quote_at(true)

    assert seen is not None and seen.declared is not None and seen.disputed is not None
    assert seen.declared.author == "Kombrig"
    assert "Palimpsest" in seen.disputed


def test_mentions_of_topics_in_own_words_are_told_from_those_in_quotes():
    topics, faults = read_topics(REPOSITORY / "content" / "topics.yaml")
    assert faults == ()
    matcher = TopicMatcher(topics)

    mentions = [mention for name in THREADS for mention in find_mentions(read(name), debate(name).links, matcher)]

    counted = Counter((mention.topic, mention.in_quote) for mention in mentions)
    for topic, truth in TRUTH["topics"].items():
        assert {"own": counted[topic, False], "quoted": counted[topic, True]} == truth, topic
    assert {mention.topic for mention in mentions} == {topic.id for topic in topics}
