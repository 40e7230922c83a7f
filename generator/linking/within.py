"""Quotes inside one thread: `find_quotes`."""

from __future__ import annotations

from generator.linking.records import Source, absent_record, quote_record
from generator.linking.scan import Found, Scan
from generator.linking.second_look import Absent, divide, find_absent
from generator.records import Origin, Quote, Span, Thread, ThreadLinks


def find_quotes(thread: Thread) -> ThreadLinks:
    """Return the quotes of a thread, in text order, post by post: those whose origin stands in it, and absent ones.

    Pure, and linear in the thread's words. No two quotes of a post overlap; an origin always comes before its quote.
    """
    scan = Scan(thread)
    absents = find_absent(scan)
    quotes: list[Quote] = []
    for index, reading in enumerate(scan.readings):
        mine = [
            absent_record(reading, Span(each.start, each.end), each.confidence, each.evidence)
            for each in absents[index]
        ]
        for found in scan.kept(index):
            mine += _records(found, scan, absents[found.candidate.post])
        quotes += sorted(mine, key=lambda quote: quote.span)
    return ThreadLinks(thread.id, tuple(quotes), ())


def _records(found: Found, scan: Scan, absents: list[Absent]) -> list[Quote]:
    """Return a found candidate's records: linked; and what its origin quotes from a missing post, absent."""
    candidate, reading = found.candidate, found.reading
    origin, base = scan.readings[candidate.post], scan.own.starts[candidate.post]
    source = Source(origin, Origin(scan.thread.id, origin.post.id, Span(0, 0)), base)
    records: list[Quote] = []
    for part in divide(candidate, absents, reading, base):
        if part.absent is None:
            records.append(quote_record(part.candidate, reading, source, found.confidence))
        else:
            confidence = min(found.confidence, part.absent.confidence)
            evidence = (f"post {origin.post.ordinal} has the same words, and seems to quote them too",)
            records.append(absent_record(reading, Span(part.candidate.start, part.candidate.end), confidence, evidence))
    return records
