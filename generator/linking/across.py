"""Quotes whose origin stands in another thread: `fingerprints` finds the posts to compare, `link_across` compares them.

Which of two posts is the original is not told by an archive of undated dumps: then the layout decides (a run glued to a
reply that answers it is the quote), and where it says the same of both, nothing is linked.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from generator.linking.candidates import Candidate, candidates_of
from generator.linking.confidence import link_probability
from generator.linking.features import Setting, features_of
from generator.linking.layout import Joints
from generator.linking.matching import match_post
from generator.linking.ownwords import OwnWords
from generator.linking.reading import Reading
from generator.linking.records import Source, quote_record
from generator.records import Fingerprint, Origin, Post, PostId, Quote, Span, Thread, ThreadId, ThreadLinks
from generator.text import minimizers

LEAST_WORDS = 8  # a shingle: across an archive shorter runs are shared by chance
WEAKEST_LINK = 0.5  # below this, abstaining is right more often than linking
CLEAR_LEAD = 0.15  # by so much the layout must speak for one direction where no dates do
ABSENT_WEIGHT = 0.9  # confidence of a link from what the thread by itself took for a quote without an origin
_QUOTED = -2  # stands for a word that is explained already: never equal to a word, nor to a gap in OwnWords (-1)

NOWHERE: Mapping[tuple[str, str], Sequence[Span]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    """Posts of other threads, indexed by their own words."""

    places: tuple[ThreadId, ...]
    readings: tuple[Reading, ...]
    own: OwnWords


def fingerprints(thread: Thread, links: ThreadLinks) -> list[Fingerprint]:
    """Return sampled shingles of all words that no origin inside the thread explains, post by post in text order.

    Any run of 13 words that two posts share verbatim shares at least one hash (`text.minimizers`). About 0.3 a word.
    """
    explained = _spans_by_post(quote for quote in links.quotes if quote.origin is not None)
    found: list[Fingerprint] = []
    for index, post in enumerate(thread.posts):
        reading = Reading(post, index)
        spans = explained.get(post.id, [])
        for first, last in _stretches(reading, spans):
            for number, at in minimizers(reading.ids[first:last]):
                found.append(Fingerprint(number, thread.id, post.id, reading.spans[first + at][0]))
    return found


def link_across(
    thread: Thread,
    links: ThreadLinks,
    candidates: Sequence[tuple[ThreadId, Post]],
    *,
    quoted: Mapping[tuple[str, str], Sequence[Span]] = NOWHERE,
) -> ThreadLinks:
    """Return the links with those added whose origin is one of `candidates`, posts of other threads.

    `quoted` tells which spans of a candidate (by thread and post id) are themselves quotes: they are nobody's origin.
    A quote that was absent and now has an origin is replaced. Pure; linear in the words of the thread and candidates.
    """
    others = [(name, post) for name, post in dict.fromkeys(candidates) if name != thread.id]
    if not others:
        return links
    elsewhere = _index(others, quoted)
    by_post: dict[PostId, list[Quote]] = {}
    for quote in links.quotes:
        by_post.setdefault(quote.post, []).append(quote)
    joints = _joints(thread, by_post)
    quotes: list[Quote] = []
    for post in thread.posts:
        mine = by_post.get(post.id, [])
        added = list(_find(post, mine, elsewhere, joints))
        kept = [quote for quote in mine if not any(quote.span.meets(new.span) for new in added)]
        quotes += sorted((*kept, *added), key=lambda quote: quote.span)
    return replace(links, quotes=tuple(quotes))


def _index(others: Sequence[tuple[ThreadId, Post]], quoted: Mapping[tuple[str, str], Sequence[Span]]) -> _Elsewhere:
    own = OwnWords()
    readings: list[Reading] = []
    for name, post in others:
        reading = Reading(post, 0)
        own.add(reading.ids, [_words_in(reading, span) for span in sorted(quoted.get((name, post.id), ()))])
        readings.append(reading)
    return _Elsewhere(tuple(name for name, _ in others), tuple(readings), own)


def _find(post: Post, quotes: Sequence[Quote], elsewhere: _Elsewhere, joints: Joints) -> Iterator[Quote]:
    """Yield the quotes of one post that come from elsewhere, without overlap with those linked already."""
    reading = Reading(post, 1)
    plain = list(reading.ids)
    for quote in quotes:
        if quote.origin is not None:
            first, last = _words_in(reading, quote.span)
            reading.ids[first:last] = [_QUOTED] * (last - first)
    found = candidates_of(reading, match_post(reading, elsewhere.own))
    taken = [quote.span for quote in quotes if quote.origin is not None]
    reading.ids[:] = plain
    for candidate in found:
        span = Span(candidate.start, candidate.end)
        if candidate.matched < LEAST_WORDS or any(span.meets(other) for other in taken):
            continue
        origin = elsewhere.readings[candidate.post]
        base = elsewhere.own.starts[candidate.post]
        was_absent = any(quote.origin is None and quote.span.meets(span) for quote in quotes)
        confidence = _confidence(candidate, reading, origin, base, joints)
        if was_absent:
            confidence = max(confidence, ABSENT_WEIGHT)
        elif not _is_original(candidate, reading, origin, base):
            continue
        if confidence >= WEAKEST_LINK:
            place = Origin(elsewhere.places[candidate.post], origin.post.id, Span(0, 0))
            yield quote_record(candidate, reading, Source(origin, place, base, " of another thread"), confidence)


def _is_original(candidate: Candidate, reading: Reading, origin: Reading, base: int) -> bool:
    """True where `origin` is clearly the one that was quoted: by its date, else because the layout says so."""
    mine, theirs = _day(reading.post), _day(origin.post)
    if mine and theirs and mine != theirs:
        return theirs < mine
    forward = _confidence(candidate, reading, origin, base, Joints())
    return forward >= _confidence_of_reverse(candidate, reading, origin, base) + CLEAR_LEAD


def _confidence_of_reverse(candidate: Candidate, reading: Reading, origin: Reading, base: int) -> float:
    """Return how probable the layout makes it that the origin quotes the post, and not the post the origin."""
    own = OwnWords()
    first, last = candidate.first, candidate.last
    own.add(reading.ids[first:last], ())
    start = candidate.runs[0].origin - base
    end = candidate.runs[-1].origin + candidate.runs[-1].size - base
    chains = [chain for chain in match_post(origin, own) if chain.first < end and start < chain.last]
    reverse = candidates_of(origin, chains)
    if not reverse:
        return 0.0
    best = max(reverse, key=lambda each: each.matched)
    moved = replace(best, runs=tuple(run._replace(origin=run.origin + first) for run in best.runs))
    return _confidence(moved, origin, reading, 0, Joints())


def _confidence(candidate: Candidate, reading: Reading, origin: Reading, base: int, joints: Joints) -> float:
    ordered = (Reading(reading.post, 1), Reading(origin.post, 0))  # the features count the posts between the two
    setting = Setting(ordered[0], ordered[1], base, joints, siblings=0, quoted_before=False)
    return link_probability(features_of(candidate, setting))


def _joints(thread: Thread, by_post: Mapping[PostId, Sequence[Quote]]) -> Joints:
    """Return what divides quotes from replies in this thread, learned from the quotes that have an origin in it."""
    joints = Joints()
    for index, post in enumerate(thread.posts):
        linked = [quote for quote in by_post.get(post.id, ()) if quote.origin is not None]
        spans = [(quote.span.start, quote.span.end, 1.0) for quote in linked]
        if spans:
            joints.learn(post.text, Reading(post, index).lines, spans)
        else:
            joints.learn_plain(post.text)
    return joints


def _spans_by_post(quotes: Iterator[Quote]) -> dict[PostId, list[Span]]:
    spans: dict[PostId, list[Span]] = {}
    for quote in quotes:
        spans.setdefault(quote.post, []).append(quote.span)
    return spans


def _stretches(reading: Reading, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Yield the word ranges [first, last) outside the spans, in order."""
    at = 0
    for span in sorted(spans):
        first, last = _words_in(reading, span)
        if at < first:
            yield at, first
        at = max(at, last)
    if at < len(reading.ids):
        yield at, len(reading.ids)


def _words_in(reading: Reading, span: Span) -> tuple[int, int]:
    """Return the range [first, last) of the words that begin inside the span."""
    return bisect_left(reading.spans, (span.start, 0)), bisect_left(reading.spans, (span.end, 0))


def _day(post: Post) -> str:
    iso = post.when.value.iso if post.when.value else None
    return iso[:10] if iso and len(iso) >= 10 else ""
