"""The project's own seed dump: how often its two topics are mentioned, in own words and in quotes."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from generator.records import Guess, Post, PostId, Quote, Source, Span, Thread, ThreadId, ThreadLinks, Topic, TopicId
from generator.topics import TopicMatcher, find_mentions


def seed_from_gold(shared: Path) -> tuple[Thread, ThreadLinks]:
    gold_file = next(iter((shared / "gold" / "seed").glob("*.gold.json")))
    gold = json.loads(gold_file.read_text(encoding="utf-8"))
    with (shared / "seed" / gold["dump_file"]).open(encoding="utf-8", newline="") as stream:
        text = stream.read()
    posts = tuple(
        Post(
            PostId(str(post["i"])),
            post["i"] + 1,
            Guess(None, 0.0),
            Guess(None, 0.0),
            text[post["start"] : post["end"]],
            (),
        )
        for post in gold["posts"]
    )
    starts = [post["start"] for post in gold["posts"]]
    quotes = tuple(
        Quote(
            PostId(str(quote["post"])),
            Span(quote["start"], quote["end"]).shift(-starts[quote["post"]]),
            "absent",
            None,
            (),
            1.0,
            (),
        )
        for quote in gold["quotes"]
    )
    thread = Thread(ThreadId("seed"), Guess(gold["title"], 1.0), (Source("seed.txt", "0", "paste"),), posts)
    return thread, ThreadLinks(ThreadId("seed"), quotes, ())


def test_the_seed_mentions_kronstadt_nine_times_and_the_left_srs_six_times_in_own_words(shared):
    topics = [
        Topic(TopicId("kronstadt"), "Kronstadt", ("Kronstadters", "Кронштадт")),
        Topic(
            TopicId("left-srs"), "Left SRs", ("Left Socialist-Revolutionaries", "Left Socialist Revolutionary Party")
        ),
    ]
    thread, links = seed_from_gold(shared)

    mentions = find_mentions(thread, links, TopicMatcher(topics))

    counts = Counter((mention.topic, mention.in_quote) for mention in mentions)
    assert counts == {
        ("kronstadt", False): 9,
        ("kronstadt", True): 3,
        ("left-srs", False): 6,
        ("left-srs", True): 2,
    }
