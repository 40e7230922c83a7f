"""Quotes inside one thread: `find_quotes`."""

from __future__ import annotations

from dataclasses import replace

from generator.linking.confidence import with_odds
from generator.linking.declared import declared_quotes, link_declared, with_lead_ins, without_declared
from generator.linking.footers import Footers, footers_of
from generator.linking.fragments import with_fragments
from generator.linking.overlap import apart
from generator.linking.placeholders import over_placeholders
from generator.linking.records import Source, absent_record, quote_record
from generator.linking.rivals import settled, with_alternatives
from generator.linking.scan import WEAKEST_LINK, Found, Scan
from generator.linking.second_look import Absent, divide, find_absent
from generator.linking.via import with_ways
from generator.linking.wholes import with_whole_posts
from generator.records import Origin, Quote, Span, Thread, ThreadLinks

# What is left of the odds of an unmarked quote in a dump that marks quotes: pasted by hand, it needs a better proof.
# Mail is left out: there a few lead-ins survive by chance where all other marks were lost.
UNMARKED_ODDS = 1 / 4
MARKED_SHARE = 0.1  # of the quotes found, from which on a dump counts as one that marks them


def find_quotes(thread: Thread) -> ThreadLinks:
    """Return the quotes of a thread, in text order, post by post: those whose origin stands in it, and absent ones.

    Pure, and linear in the thread's words. No two quotes of a post overlap; an origin always comes before its quote.
    """
    unmarked = without_declared(thread)
    scan = Scan(unmarked)
    found = _unmarked_quotes(scan)
    if _marks_quotes(thread, found) and not scan.is_wrapped:
        found = [_less_likely(quotes) for quotes in found]
    else:
        found = with_whole_posts(unmarked, scan.readings, found)
        found = with_fragments(unmarked, scan.readings, [sorted(each, key=lambda quote: quote.span) for each in found])
    if unmarked is not thread:
        found = _with_declared(thread, found)
    found = [sorted(quotes, key=lambda quote: quote.span) for quotes in found]
    found = with_ways(thread, over_placeholders(thread, found))
    return ThreadLinks(thread.id, tuple(quote for quotes in found for quote in quotes), ())


def _marks_quotes(thread: Thread, found: list[list[Quote]]) -> bool:
    """True where the dump marks its quotes; a few lead-ins typed by hand among many quotes do not say so."""
    declared = sum(len(declared_quotes(post)) for post in thread.posts)
    unmarked = sum(quote.origin is not None for quotes in found for quote in quotes)
    return declared > 0 and declared >= MARKED_SHARE * unmarked


def _with_declared(thread: Thread, found: list[list[Quote]]) -> list[list[Quote]]:
    """Return the found quotes of each post together with the declared ones, which have the right of way."""
    posts = {post.id: post for post in thread.posts}
    declared = link_declared(thread, [[quote.span for quote in quotes] for quotes in found])
    return [
        [*marked, *with_lead_ins(post, apart(quotes, marked), posts)]
        for post, quotes, marked in zip(thread.posts, found, declared, strict=True)
    ]


def _less_likely(quotes: list[Quote]) -> list[Quote]:
    """Return the quotes that are still likely in a dump that marks its quotes and left these without a mark."""
    weighed = (replace(each, confidence=round(with_odds(each.confidence, UNMARKED_ODDS), 4)) for each in quotes)
    return [quote for quote in weighed if quote.confidence >= WEAKEST_LINK]


def _unmarked_quotes(scan: Scan) -> list[list[Quote]]:
    """Return, for each post, the quotes that nothing marks, in text order."""
    absents = find_absent(scan)
    footers = footers_of(scan.readings) if scan.is_wrapped else Footers(frozenset())
    quotes: list[list[Quote]] = []
    for index, reading in enumerate(scan.readings):
        mine = [
            absent_record(reading, Span(each.start, each.end), each.confidence, each.evidence)
            for each in absents[index]
        ]
        for found in scan.kept(index):
            if not _is_signature(found) and not footers.hold(found.candidate, reading):
                mine += _records(found, scan, absents)
        quotes.append(sorted(mine, key=lambda quote: quote.span))
    return quotes


def _is_signature(found: Found) -> bool:
    """True for the last lines of two posts of one author: nobody ends a post with a quote of the end of another."""
    return bool(found.features.both_ends and found.features.same_author)


def _records(found: Found, scan: Scan, absents: list[list[Absent]]) -> list[Quote]:
    """Return a found candidate's records: linked; and what its origin quotes from a missing post, absent."""
    reading = found.reading
    candidate = settled(found.candidate, reading, scan.readings)
    origin, base = scan.readings[candidate.post], scan.own.starts[candidate.post]
    source = Source(origin, Origin(scan.thread.id, origin.post.id, Span(0, 0)), base)
    records: list[Quote] = []
    likelier = [each for each in absents[candidate.post] if each.confidence >= min(WEAKEST_LINK, found.confidence)]
    for part in divide(candidate, likelier, reading, base):
        if part.absent is None:
            quote = quote_record(part.candidate, reading, source, found.confidence)
            records.append(with_alternatives(quote, part.candidate, scan.readings, scan.own.starts, scan.thread.id))
        else:
            confidence = min(found.confidence, part.absent.confidence)
            evidence = (f"No {origin.post.ordinal} has the same words, and seems to quote them too",)
            records.append(absent_record(reading, Span(part.candidate.start, part.candidate.end), confidence, evidence))
    return records
