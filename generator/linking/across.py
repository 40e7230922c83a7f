"""Quotes whose origin stands in another thread: `fingerprints` finds the posts to compare, `link_across` compares them.

Which of two posts is the original is not told by an archive of undated dumps: then the layout decides (a run glued to a
reply that answers it is the quote), and where it says the same of both, nothing is linked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from types import MappingProxyType

from generator.linking.candidates import Candidate, candidates_of
from generator.linking.confidence import link_probability
from generator.linking.declared import dispute
from generator.linking.features import Setting, features_of
from generator.linking.layout import Joints
from generator.linking.matching import Chain, Run, match_post
from generator.linking.overlap import apart, is_apart, meeting
from generator.linking.ownwords import OwnWords
from generator.linking.reading import Reading, words_in
from generator.linking.records import Source, quote_record
from generator.records import Fingerprint, Origin, Post, PostId, Quote, Span, Thread, ThreadId, ThreadLinks
from generator.text import minimizers, word_starts

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
        starts = word_starts(reading.text)
        for first, last in _stretches(reading, spans):
            for number, at in minimizers(reading.ids[first:last]):
                found.append(Fingerprint(number, thread.id, post.id, starts[first + at]))
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
    others = {(name, post.id): post for name, post in candidates if name != thread.id}
    if not others:
        return links
    elsewhere = _index(others, quoted)
    by_post: dict[PostId, list[Quote]] = {}
    for quote in links.quotes:
        by_post.setdefault(quote.post, []).append(quote)
    readings = [Reading(post, 1) for post in thread.posts]
    joints: Joints | None = None  # learned when it is known that there is anything to weigh
    quotes: list[Quote] = []
    for reading in readings:
        mine = by_post.get(reading.post.id, [])
        found = _shared_runs(reading, mine, elsewhere)
        if found:
            joints = joints or _joints(readings, by_post)
            added = list(_quotes(found, reading, mine, elsewhere, joints))
            mine = sorted((*apart(mine, added), *added), key=lambda quote: quote.span)
        quotes += mine
    return replace(links, quotes=tuple(quotes))


def _index(
    others: Mapping[tuple[ThreadId, PostId], Post], quoted: Mapping[tuple[str, str], Sequence[Span]]
) -> _Elsewhere:
    own = OwnWords()
    readings: list[Reading] = []
    for place, post in others.items():
        reading = Reading(post, 0)
        own.add(reading.ids, [words_in(reading, span) for span in sorted(quoted.get(place, ()))])
        readings.append(reading)
    return _Elsewhere(tuple(name for name, _ in others), tuple(readings), own)


def _shared_runs(reading: Reading, quotes: Sequence[Quote], elsewhere: _Elsewhere) -> list[Candidate]:
    """Return the candidates outside the quotes that have an origin already."""
    linked = [quote for quote in quotes if quote.origin is not None]
    unexplained = copy(reading)
    if linked:
        unexplained.ids = list(reading.ids)
        for quote in linked:
            first, last = words_in(reading, quote.span)
            unexplained.ids[first:last] = [_QUOTED] * (last - first)
    chains = match_post(unexplained, elsewhere.own)
    if not chains:
        return []
    marked = [quote for quote in quotes if quote.origin is None and quote.declared is not None]
    found = _framed(candidates_of(reading, chains), reading, marked)
    return [each for each in found if each.matched >= LEAST_WORDS and is_apart(Span(each.start, each.end), linked)]


def _framed(found: list[Candidate], reading: Reading, marked: Sequence[Quote]) -> list[Candidate]:
    """Return the candidates; one that meets a declared quote without an origin takes its very span."""
    if not marked:
        return found
    framed: dict[int, Candidate] = {}  # by where they start
    for candidate in found:
        quote = next(meeting(Span(candidate.start, candidate.end), marked), None)
        if quote is not None:
            first, last = words_in(reading, quote.span)
            runs = tuple(run for run in candidate.runs if first <= run.quote and run.quote + run.size <= last)
            candidate = replace(
                candidate, first=first, last=last, start=quote.span.start, end=quote.span.end, runs=runs, rivals=()
            )
        former = framed.get(candidate.start)
        if former is None or former.matched < candidate.matched:
            framed[candidate.start] = candidate
    return [framed[start] for start in sorted(framed)]


def _quotes(
    found: list[Candidate], reading: Reading, quotes: Sequence[Quote], elsewhere: _Elsewhere, joints: Joints
) -> Iterator[Quote]:
    """Yield the candidates that are likely quotes of posts elsewhere."""
    absent = [quote for quote in quotes if quote.origin is None]
    for candidate in found:
        origin = elsewhere.readings[candidate.post]
        base = elsewhere.own.starts[candidate.post]
        former = next(meeting(Span(candidate.start, candidate.end), absent), None)
        confidence = _confidence(candidate, reading, origin, base, joints)
        if not _may_be_original(candidate, reading, origin, base, is_quote=former is not None):
            continue
        if former is not None:
            confidence = max(confidence, ABSENT_WEIGHT)
        if confidence >= WEAKEST_LINK:
            place = Origin(elsewhere.places[candidate.post], origin.post.id, Span(0, 0))
            source = Source(origin, place, base, " of another thread")
            quote = quote_record(candidate, reading, source, confidence)
            declared = former.declared if former is not None else None
            yield dispute(replace(quote, declared=declared), origin.post)


def _may_be_original(candidate: Candidate, reading: Reading, origin: Reading, base: int, *, is_quote: bool) -> bool:
    """True where `origin` is the one that was quoted: by its date, else because the layout clearly says so.

    Without dates that differ, what its own thread takes for a quote (`is_quote`) needs no other proof.
    """
    mine, theirs = _day(reading.post), _day(origin.post)
    if mine and theirs and mine != theirs:
        return theirs < mine
    if is_quote:
        return True
    forward = _confidence(candidate, reading, origin, base, Joints())
    return forward >= _confidence_of_reverse(candidate, reading, origin, base) + CLEAR_LEAD


def _confidence_of_reverse(candidate: Candidate, reading: Reading, origin: Reading, base: int) -> float:
    """Return how probable the layout makes it that the origin quotes the post, and not the post the origin."""
    runs = [Run(run.origin - base, run.quote, run.size) for run in candidate.runs]
    reverse = candidates_of(origin, [Chain(0, runs, candidate.matched)])
    if not reverse:
        return 0.0
    quoter, quoted = copy(origin), copy(reading)
    quoter.index, quoted.index = reading.index, origin.index  # the features count the posts between the two
    return _confidence(max(reverse, key=lambda each: each.matched), quoter, quoted, 0, Joints())


def _confidence(candidate: Candidate, reading: Reading, origin: Reading, base: int, joints: Joints) -> float:
    setting = Setting(reading, origin, base, joints, siblings=0, quoted_before=False)
    return link_probability(features_of(candidate, setting))


def _joints(readings: Sequence[Reading], by_post: Mapping[PostId, Sequence[Quote]]) -> Joints:
    """Return what divides quotes from replies in this thread, learned from the quotes that have an origin in it."""
    joints = Joints()
    for reading in readings:
        linked = [quote for quote in by_post.get(reading.post.id, ()) if quote.origin is not None]
        spans = [(quote.span.start, quote.span.end, 1.0) for quote in linked]
        if spans:
            joints.learn(reading, spans)
        else:
            joints.learn_plain(reading)
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
        first, last = words_in(reading, span)
        if at < first:
            yield at, first
        at = max(at, last)
    if at < len(reading.ids):
        yield at, len(reading.ids)


def _day(post: Post) -> str:
    iso = post.when.value.iso if post.when.value else None
    return iso[:10] if iso and len(iso) >= 10 else ""
