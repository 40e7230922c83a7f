"""The first look at a thread: post by post, each against the own words of the posts before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from generator.linking.absent import Scene
from generator.linking.candidates import Candidate, candidates_of
from generator.linking.confidence import cut_probability, link_probability, with_odds
from generator.linking.features import Features, Setting, features_of
from generator.linking.layout import Joints, is_hard_wrapped
from generator.linking.matching import match_post
from generator.linking.nesting import with_nested_quotes
from generator.linking.opening import OpeningFeatures, opening_features
from generator.linking.ownwords import OwnWords
from generator.linking.reading import Reading, span_of
from generator.records import Thread

RARE_SHARE = 0.1  # of the posts
FEW_WORDS = 64  # that are looked for post by post; where more are asked for, all words are counted
MANY_WORDS = 40
LEADING_COPY = 0.66  # 2 of 3 such copies in the gold that would be doubted otherwise are quotes
# How much likelier a copy in mail is a quote than the numbers say, which were fitted on boards too: there people also
# show the same code again. Both halves of the gold's mail gain in links found, quotes and Brier score.
MAIL_ODDS = 1.5
WEAKEST_LINK = 0.5  # below this, abstaining is right more often than linking


class Found(NamedTuple):
    """A candidate with the reading that holds it, what speaks for it, and how probable it is."""

    candidate: Candidate
    reading: Reading
    features: Features
    confidence: float


class Scan:
    """One pass over a thread's posts, in order. Each post is matched against the own words of those before it."""

    def __init__(self, thread: Thread, judge: Callable[[Features], float] = link_probability) -> None:
        self.thread = thread
        self.own = OwnWords()
        self.readings: list[Reading] = []
        self.joints = Joints()
        self.is_wrapped = is_hard_wrapped(thread)
        self._judge = judge
        self._quoted: dict[int, list[tuple[int, int]]] = {}  # origin post -> positions of passages quoted so far
        self._rare: dict[int, bool] = {}
        self._kept: list[list[Found]] = []
        self.found: list[list[Found]] = [self._read(Reading(post, index)) for index, post in enumerate(thread.posts)]

    def _read(self, reading: Reading) -> list[Found]:
        """Return all candidates of the next post, likely or not; the likely ones count as quotes from here on."""
        self.readings.append(reading)
        candidates = candidates_of(reading, match_post(reading, self.own))
        if candidates and not self.is_wrapped:
            candidates = with_nested_quotes(candidates, reading, self.readings, self.own.starts)
        origins = Counter(candidate.post for candidate in candidates)
        found = [self._weigh(candidate, reading, origins[candidate.post] - 1) for candidate in candidates]
        likely = [each for each in found if each.confidence >= WEAKEST_LINK]
        self._kept.append(likely)
        kept = [each.candidate for each in likely]
        for candidate in kept:
            passage = candidate.runs[0].origin, candidate.runs[-1].origin + candidate.runs[-1].size
            self._quoted.setdefault(candidate.post, []).append(passage)
        if kept:
            self.joints.learn(reading, [(each.start, each.end, 1.0) for each in kept])
        else:
            self.joints.learn_plain(reading)
        self.own.add(reading.ids, [(each.first, each.last) for each in kept])
        return found

    def scene(self, index: int) -> Scene:
        """Return what the unexplained lines of a post are seen against, once all posts are read."""
        reading = self.readings[index]
        taken = tuple((each.candidate.start, each.candidate.end) for each in self.kept(index))
        return Scene(
            reading=reading,
            joints=self.joints,
            taken=taken,
            passages=tuple(self._passages.get(index, ())),
            quoting=self._quoting,
            cut=self.cut,
            rare=self.is_rare,
        )

    def kept(self, index: int) -> list[Found]:
        """Return the candidates of a post that are likely quotes."""
        return self._kept[index]

    def is_rare(self, word: int) -> bool:
        """True for a word that few posts of the thread have."""
        known = self._rare.get(word)
        if known is None:
            many = len(self._rare) >= FEW_WORDS
            count = self._posts_with[word] if many else sum(word in words for words in self._word_sets)
            known = self._rare[word] = count <= max(2, RARE_SHARE * len(self.readings))
        return known

    @cached_property
    def _word_sets(self) -> list[frozenset[int]]:
        return [frozenset(reading.ids) for reading in self.readings]

    @cached_property
    def _posts_with(self) -> Counter[int]:
        return Counter(chain.from_iterable(self._word_sets))

    @cached_property
    def opening(self) -> OpeningFeatures:
        """What tells whether the thread begins with its opening post."""
        origins = [each.candidate.post for index in range(len(self.found)) for each in self.kept(index)]
        return opening_features(self.thread.title.value, self.readings, origins)

    @cached_property
    def cut(self) -> float:
        """The probability that the beginning of the thread was cut away."""
        return cut_probability(self.opening)

    @cached_property
    def _quoting(self) -> float:
        return sum(bool(self.kept(index)) for index in range(len(self.found))) / max(1, len(self.found))

    @cached_property
    def _passages(self) -> dict[int, list[tuple[int, int]]]:
        """For each post, the text offsets of its passages that later posts quote."""
        passages: dict[int, list[tuple[int, int]]] = {}
        for index in range(len(self.found)):
            for each in self.kept(index):
                candidate = each.candidate
                origin, base = self.readings[candidate.post], self.own.starts[candidate.post]
                first, last = candidate.runs[0].origin, candidate.runs[-1].origin + candidate.runs[-1].size
                span = span_of(origin, first - base, last - base)
                passages.setdefault(candidate.post, []).append((span.start, span.end))
        return passages

    def _weigh(self, candidate: Candidate, reading: Reading, siblings: int) -> Found:
        """Return the candidate with its probability; `siblings` are the post's other candidates of the same origin."""
        first, last = candidate.runs[0].origin, candidate.runs[-1].origin + candidate.runs[-1].size
        setting = Setting(
            reading,
            self.readings[candidate.post],
            self.own.starts[candidate.post],
            self.joints,
            siblings=siblings,
            is_mail=self.is_wrapped,
            quoted_before=any(
                start < last and first < end for start, end in self._quoted.get(candidate.post, ())[-20:]
            ),
        )
        features = features_of(candidate, setting)
        confidence = self._judge(features)
        if self.is_wrapped:
            confidence = with_odds(confidence, MAIL_ODDS)
        if _is_leading_copy(candidate, features):
            confidence = max(confidence, LEADING_COPY)
        return Found(candidate, reading, features, confidence)


def _is_leading_copy(candidate: Candidate, features: Features) -> bool:
    """True for many words of another author, letter for letter, that begin a post which then goes on: be it code."""
    is_exact = candidate.matched == candidate.last - candidate.first >= MANY_WORDS
    is_answered = features.post_start and features.whole_lines and not features.no_reply
    return bool(is_exact and is_answered and not features.same_author)
