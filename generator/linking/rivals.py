"""Several earlier posts have the same words: which of them is meant, or that nothing tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.linking.candidates import Candidate
from generator.linking.declared import folded_name, open_quotes
from generator.linking.reading import Reading, span_of
from generator.records import Origin, Post, Quote, ThreadId

MOST_PLACES = 8  # that a reader would look at
FIRST_SHARE = 0.8  # of ambiguous quotes lead to the earliest place; 4 of 5 in the gold, where they are rare


def settled(candidate: Candidate, reading: Reading, readings: Sequence[Reading]) -> Candidate:
    """Return the candidate with the origin that the dump points at, where it names one of the rivals or its author.

    Else as it is: the earliest place, with those rivals that have all of its words.
    """
    rivals = tuple(rival for rival in candidate.rivals if rival.matched >= candidate.matched)
    candidate = replace(candidate, rivals=rivals)
    if not rivals:
        return candidate
    places = [candidate, *(replace(candidate, post=rival.post, runs=tuple(rival.runs), rivals=()) for rival in rivals)]
    meant = [place for place in places if _is_meant(readings[place.post].post, reading.post, candidate.start)]
    return replace(meant[0], rivals=()) if len(meant) == 1 else candidate


def with_alternatives(
    quote: Quote, candidate: Candidate, readings: Sequence[Reading], starts: Sequence[int], thread: ThreadId
) -> Quote:
    """Return the quote of a settled candidate as `ambiguous`, with the other places, where it has rivals.

    `starts` are the positions of the first words of the posts read.
    """
    if not candidate.rivals:
        return quote
    others: list[Origin] = []
    for rival in sorted(candidate.rivals, key=lambda each: each.origin_first)[:MOST_PLACES]:
        base = starts[rival.post]
        span = span_of(readings[rival.post], rival.origin_first - base, rival.origin_last - base)
        others.append(Origin(thread, readings[rival.post].post.id, span))
    numbers = [f"No {readings[place].post.ordinal}" for place in sorted({rival.post for rival in candidate.rivals})]
    told = f"the same words stand in {_listed(numbers[:MOST_PLACES])}, and nothing tells which is meant"
    return replace(
        quote,
        kind="ambiguous",
        alternatives=tuple(others),
        confidence=round(quote.confidence * FIRST_SHARE, 4),
        evidence=(*quote.evidence, told),
    )


def _is_meant(origin: Post, post: Post, start: int) -> bool:
    """True where the post says that it answers the origin, or a lead-in before `start` names the origin's author."""
    if post.reply_to is not None and post.reply_to in (origin.id, origin.number):
        return True
    name = origin.author.value
    leads = {declared.span.start: declared.author for declared in open_quotes(post)}
    said = leads.get(start)
    return bool(name and said) and folded_name(name or "") == folded_name(said or "")


def _listed(names: list[str]) -> str:
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
