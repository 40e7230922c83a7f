"""Quotes inside one thread: post by post, each against the own words of the posts before it."""

from __future__ import annotations

from generator.linking.candidates import Candidate, candidates_of
from generator.linking.features import features_of, probability
from generator.linking.layout import is_hard_wrapped
from generator.linking.matching import match_post
from generator.linking.nesting import with_nested_quotes
from generator.linking.ownwords import OwnWords
from generator.linking.reading import Reading
from generator.linking.records import quote_record
from generator.records import Quote, Thread, ThreadLinks

WEAKEST_LINK = 0.5  # below this, abstaining is right more often than linking


def find_quotes(thread: Thread) -> ThreadLinks:
    """Return the quotes of a thread whose origins stand in it, in text order, post by post."""
    own = OwnWords()
    readings: list[Reading] = []
    quotes: list[Quote] = []
    wrapped = is_hard_wrapped(thread)
    for index, post in enumerate(thread.posts):
        reading = Reading(post, index)
        readings.append(reading)
        kept: list[Candidate] = []
        candidates = candidates_of(reading, match_post(reading, own))
        if candidates and not wrapped:
            candidates = with_nested_quotes(candidates, reading, readings, own.starts)
        for candidate in candidates:
            origin = readings[candidate.post]
            confidence = probability(features_of(candidate, reading, origin, own.starts[candidate.post]))
            if confidence >= WEAKEST_LINK:
                kept.append(candidate)
                quotes.append(quote_record(thread.id, candidate, readings, own, confidence))
        own.add(reading.ids, [(candidate.first, candidate.last) for candidate in kept])
    return ThreadLinks(thread.id, tuple(quotes), ())
