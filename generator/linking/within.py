"""Quotes inside one thread: post by post, each against the own words of the posts before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generator.linking.candidates import Candidate, candidates_of
from generator.linking.confidence import link_probability
from generator.linking.features import Features, Setting, features_of
from generator.linking.layout import Joints, is_hard_wrapped
from generator.linking.matching import match_post
from generator.linking.nesting import with_nested_quotes
from generator.linking.ownwords import OwnWords
from generator.linking.reading import Reading
from generator.linking.records import quote_record
from generator.records import Thread, ThreadLinks

WEAKEST_LINK = 0.5  # below this, abstaining is right more often than linking


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate with the reading that holds it, what speaks for it, and how probable it is."""

    candidate: Candidate
    reading: Reading
    features: Features
    confidence: float


class Scan:
    """One pass over a thread's posts, in order. Each post is matched against the own words of those before it."""

    def __init__(self, thread: Thread, judge: Callable[[Features], float] = link_probability) -> None:
        self.own = OwnWords()
        self.readings: list[Reading] = []
        self.joints = Joints()
        self._is_wrapped = is_hard_wrapped(thread)
        self._judge = judge
        self._quoted: dict[int, list[tuple[int, int]]] = {}  # origin post -> positions of passages quoted so far
        self.found: list[list[Found]] = [self._read(Reading(post, index)) for index, post in enumerate(thread.posts)]

    def _read(self, reading: Reading) -> list[Found]:
        """Return all candidates of the next post, likely or not; those that are likely are taken for quotes from here on."""
        self.readings.append(reading)
        candidates = candidates_of(reading, match_post(reading, self.own))
        if candidates and not self._is_wrapped:
            candidates = with_nested_quotes(candidates, reading, self.readings, self.own.starts)
        found = [self._weigh(candidate, reading, candidates) for candidate in candidates]
        kept = [each.candidate for each in found if each.confidence >= WEAKEST_LINK]
        for candidate in kept:
            passage = candidate.runs[0].origin, candidate.runs[-1].origin + candidate.runs[-1].size
            self._quoted.setdefault(candidate.post, []).append(passage)
        if kept:
            self.joints.learn(reading.text, reading.lines, [(each.start, each.end) for each in kept])
        self.own.add(reading.ids, [(each.first, each.last) for each in kept])
        return found

    def _weigh(self, candidate: Candidate, reading: Reading, candidates: list[Candidate]) -> Found:
        first, last = candidate.runs[0].origin, candidate.runs[-1].origin + candidate.runs[-1].size
        setting = Setting(
            reading,
            self.readings[candidate.post],
            self.own.starts[candidate.post],
            self.joints,
            siblings=sum(other.post == candidate.post for other in candidates) - 1,
            quoted_before=any(
                start < last and first < end for start, end in self._quoted.get(candidate.post, ())[-20:]
            ),
        )
        features = features_of(candidate, setting)
        return Found(candidate, reading, features, self._judge(features))


def find_quotes(thread: Thread) -> ThreadLinks:
    """Return the quotes of a thread whose origins stand in it, in text order, post by post."""
    scan = Scan(thread)
    quotes = [
        quote_record(thread.id, each.candidate, scan.readings[: each.reading.index + 1], scan.own, each.confidence)
        for found in scan.found
        for each in found
        if each.confidence >= WEAKEST_LINK
    ]
    return ThreadLinks(thread.id, tuple(quotes), ())
