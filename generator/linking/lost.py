"""Posts that are not in the archive but survive in quotes: `rebuild_lost` puts them together from their witnesses.

Nothing is invented: the text of a lost post is words of its witnesses, in their order, and a mark where words are
missing.
"""

from __future__ import annotations

import itertools
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace

from generator.codec import short_id
from generator.linking.candidates import Candidate
from generator.linking.elision import elision_spans
from generator.linking.matching import Chain, Run, match_post
from generator.linking.ownwords import OwnWords
from generator.linking.reading import Reading
from generator.linking.records import Source, quote_record
from generator.records import Guess, LostId, LostPost, Origin, Post, PostId, Quote, Span, Thread, ThreadLinks, Witness
from generator.text import letters

SHARED_WORDS = 6  # so many words in common make two absent quotes witnesses of one post
SHARED_SHARE = 0.6  # ... or so much of the shorter one
LEAST_CONFIDENCE = 0.5  # a lone witness must be so sure to be a quote at all
MOST_WIDENINGS = 100  # so often the text of a lost post grows by what one more witness has before or after it


@dataclass(frozen=True, slots=True)
class _Testimony:
    """An absent quote and its words, read as a post of its own."""

    quote: Quote
    reading: Reading


def rebuild_lost(thread: Thread, links: ThreadLinks) -> ThreadLinks:
    """Return the links with the lost posts that the absent quotes bear witness to, and those quotes linked to them.

    Quotes that share words are witnesses of one post: its text begins with the fullest of them, and the others add what
    stands before and after it. Each witness quote gets an origin with `lost` set; its kind then says how it differs
    from the rebuilt text. No two lost posts of a thread have one id. A post that is withheld is not lost, and what the
    dump says was taken from one is not put together. Pure; linear in the words of the absent quotes.
    """
    posts = {post.id: post for post in thread.posts}
    testimonies = [
        _Testimony(quote, Reading(_as_post(posts[quote.post], quote.span), number))
        for number, quote in enumerate(quote for quote in links.quotes if _is_testimony(quote, posts))
    ]
    lost: dict[LostId, LostPost] = {each.id: each for each in links.lost}
    relinked: dict[tuple[str, Span], Quote] = {}
    for group in _groups(testimonies):
        id = _free_id(thread, group[0].quote.span.of(posts[group[0].quote.post].text), group[0].quote.post, lost)
        built = _rebuild(thread, id, group)
        if built is not None:
            lost[id] = built[0]
            relinked.update({(quote.post, quote.span): quote for quote in built[1]})
    quotes = tuple(relinked.get((quote.post, quote.span), quote) for quote in links.quotes)
    return ThreadLinks(links.thread, quotes, tuple(lost.values()))


def _is_testimony(quote: Quote, posts: Mapping[PostId, Post]) -> bool:
    named = posts.get(PostId(quote.declared.post)) if quote.declared and quote.declared.post else None
    return quote.kind == "absent" and (named is None or named.withheld is None)


def _as_post(post: Post, span: Span) -> Post:
    return replace(post, text=span.of(post.text), body=(), furniture=(), reuse=(), declared=())


def _groups(testimonies: list[_Testimony]) -> list[list[_Testimony]]:
    """Return the testimonies in groups that share words, in the order of their first members.

    What a witness only repeats is not indexed again: words that many bear witness to are no common phrase.
    """
    own = OwnWords()
    leader: list[int] = []
    same: dict[tuple[int, ...], int] = {}  # the first testimony, by its words
    for number, testimony in enumerate(testimonies):
        ids = testimony.reading.ids
        leader.append(same.setdefault(tuple(ids), number))
        if leader[number] != number:
            own.add([], ())
            continue
        shared: list[Run] = []
        for chain in match_post(testimony.reading, own):
            shorter = min(len(ids), len(testimonies[chain.post].reading.ids))
            if chain.matched >= SHARED_WORDS or chain.matched >= SHARED_SHARE * shorter:
                first, second = sorted((_find(leader, chain.post), _find(leader, number)))
                leader[second] = first
                shared += chain.runs
        own.add(ids, _repeated(shared, len(ids)))
    groups: dict[int, list[_Testimony]] = {}
    for number, testimony in enumerate(testimonies):
        groups.setdefault(_find(leader, number), []).append(testimony)
    return list(groups.values())


def _repeated(runs: list[Run], count: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a testimony's `count` words that its runs cover, in order, without overlap.

    Some words beside a new one are left out: together they make witnesses of those who go on from there.
    """
    beside, at = SHARED_WORDS - 1, 0
    for run in sorted(runs):
        first = run.quote + beside if run.quote else 0
        last = run.quote + run.size
        last -= beside if last < count else 0
        if last > max(at, first):
            yield max(at, first), last
            at = last


def _find(leader: list[int], number: int) -> int:
    while leader[number] != number:
        leader[number] = leader[leader[number]]
        number = leader[number]
    return number


def _free_id(thread: Thread, words: str, post: PostId, taken: Container[LostId]) -> LostId:
    """Return the id of the lost post whose first witness is `words` in `post`, another one than all that are taken.

    The beginning of the words makes it; where another lost post begins alike, all of them; then it is counted.
    """
    begun = (thread.id, post, letters(words)[:80])
    counted = ((words, again) for again in itertools.count(2))
    names = ("lost-" + short_id(*begun, *more) for more in itertools.chain(((), (words,)), counted))
    return next(id for id in map(LostId, names) if id not in taken)


def _rebuild(thread: Thread, id: LostId, group: list[_Testimony]) -> tuple[LostPost, list[Quote]] | None:
    confidence = 1.0
    for testimony in group:
        confidence *= 1 - testimony.quote.confidence
    if 1 - confidence < LEAST_CONFIDENCE:
        return None
    text = _merged(group)
    reading, own = _indexed(replace(group[0].reading.post, text=text))
    quotes: list[Quote] = []
    witnesses: list[Witness] = []
    for testimony in group:
        quote = _linked(testimony, Source(reading, Origin(thread.id, id, Span(0, 0), lost=True), 0), own)
        if quote is not None:
            quotes.append(quote)
            witnesses.append(Witness(quote.post, quote.span, quote.pieces))
    if not quotes:
        return None
    authors = {quote.declared.author for quote in quotes if quote.declared and quote.declared.author}
    name = next(iter(authors)) if len(authors) == 1 else None
    author = Guess(name, 0.9, ("named where the post is quoted",), "declared") if name else Guess(None, 0.0)
    evidence = _evidence(quotes)
    return LostPost(id, text, tuple(witnesses), author, round(min(0.99, 1 - confidence), 4), evidence), quotes


def _evidence(quotes: list[Quote]) -> tuple[str, ...]:
    count = len({quote.post for quote in quotes})
    if count == 1:
        return ("one post quotes it", *quotes[0].evidence)
    return (f"{count} posts quote it, and their words agree",)


def _merged(group: list[_Testimony]) -> str:
    """Return the text of the fullest witness, with what others have before and after it."""
    ranked = sorted(group, key=lambda each: (len(elision_spans(each.reading.text)) > 0, -len(each.reading.ids)))
    reading, own = _indexed(ranked[0].reading.post)
    widenings = 0
    for other in ranked[1:]:
        chains = match_post(other.reading, own)
        text = _widened(reading, other.reading, chains) if chains else reading.text
        if text != reading.text:
            reading, own = _indexed(replace(reading.post, text=text))
            widenings += 1
        if widenings == MOST_WIDENINGS:
            break
    return reading.text


def _indexed(post: Post) -> tuple[Reading, OwnWords]:
    reading, own = Reading(post, 0), OwnWords()
    own.add(reading.ids, ())
    return reading, own


def _widened(reading: Reading, other: Reading, chains: list[Chain]) -> str:
    """Return the text of `reading` with the words of `other` that stand before its beginning and after its end."""
    text = reading.text
    first = min(chains, key=lambda chain: chain.origin_first)
    last = max(chains, key=lambda chain: chain.origin_last)
    if last.origin_last >= len(reading.ids) - 1 and last.last < len(other.ids):
        text = text.rstrip() + other.text[other.span_of_word(last.last - 1)[1] :].rstrip()
    if first.origin_first <= 1 and first.first > 0:
        text = other.text[: other.span_of_word(first.first)[0]] + text[reading.span_of_word(first.origin_first)[0] :]
    return text


def _linked(testimony: _Testimony, source: Source, own: OwnWords) -> Quote | None:
    """Return the witness quote linked to the lost post, in offsets of the quoting post; None where nothing matches."""
    reading, quote = testimony.reading, testimony.quote
    chains = [chain for chain in match_post(reading, own) if chain.matched]
    runs = tuple(run for chain in chains for run in chain.runs)
    is_ordered = all(left.origin + left.size <= right.origin for left, right in itertools.pairwise(runs))
    if not runs or not is_ordered:
        return None
    whole = Candidate(0, len(reading.ids), 0, len(reading.text), 0, runs, ())
    linked = quote_record(whole, reading, source, quote.confidence)
    by = quote.span.start
    return replace(
        linked,
        span=quote.span,
        pieces=tuple(replace(piece, quote=piece.quote.shift(by)) for piece in linked.pieces),
        changes=tuple(replace(change, quote=change.quote.shift(by)) for change in linked.changes),
        evidence=(*quote.evidence, "the post it was taken from is not in the archive"),
        declared=quote.declared,
    )
