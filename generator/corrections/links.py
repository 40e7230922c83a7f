"""Corrections applied to a thread's links: what is no quote, and where a quote was taken from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from generator.corrections.entries import LINK_KINDS, NOWHERE, Correction, Corrections, Outcome, Status
from generator.corrections.finding import FoundPassage, FoundPost, PostFinder, find_passage
from generator.records import (
    Change,
    LostPost,
    Origin,
    Piece,
    Post,
    Quote,
    QuoteKind,
    Span,
    Thread,
    ThreadId,
    ThreadLinks,
)
from generator.text import word_ids, word_spans

MAX_WORDS = 5000  # of a quote or an origin that is aligned; the alignment is quadratic (divided by 64)
_ANCHOR_WORDS = 3  # a shorter run of equal words, far from the others, is equal by chance
_NEAR_WORDS = 10
_LEFT_OUT = re.compile(r"\.\s?\.\s?\.|…|\bsnip\b", re.IGNORECASE)

Posts = Mapping[tuple[str, str], Post]


def correct_links(
    thread: Thread, links: ThreadLinks, corrections: Corrections, *, elsewhere: Posts | None = None
) -> tuple[ThreadLinks, tuple[Outcome, ...]]:
    """Return the links of a (corrected) thread as the archivist has them, and what became of each correction.

    `elsewhere` holds posts of other threads by (thread id, post id), as far as a `quote-of` leads to them (see
    `origins_elsewhere`). Lost posts lose the witnesses that are no quotes, and vanish with the last one.
    """
    desk = _Desk(thread, links, elsewhere or {})
    for entry in corrections.of(thread.id, LINK_KINDS):
        desk.apply(entry)
    return desk.links, tuple(desk.outcomes)


def origins_elsewhere(thread: ThreadId, corrections: Corrections) -> tuple[tuple[str, str], ...]:
    """Return (thread id, post id) of each post of another thread that a `quote-of` of this thread leads to."""
    origins = (entry.origin for entry in corrections.of(thread, LINK_KINDS))
    return tuple(sorted({(origin.thread, origin.post) for origin in origins if origin.thread not in ("", thread)}))


class _Desk:
    """The links of one thread under correction."""

    def __init__(self, thread: Thread, links: ThreadLinks, elsewhere: Posts) -> None:
        self.thread = thread
        self.links = links
        self.elsewhere = elsewhere
        self.outcomes: list[Outcome] = []
        self._finder = PostFinder(thread.posts)

    def apply(self, entry: Correction) -> None:
        words = entry.value if entry.kind == "not-quote" else entry.passage
        found = self._finder.find(entry.key, words)
        if isinstance(found, str):
            self._miss(entry, found)
            return
        post = self.thread.posts[found.index]
        passage = find_passage(post, words)
        if passage is None:
            self._miss(entry, f"the words do not stand in post {post.ordinal}")
        elif entry.kind == "not-quote":
            self._remove(post, passage.span)
            self._note(entry, found, passage)
        else:
            self._lead(entry, found, passage)

    def _lead(self, entry: Correction, found: FoundPost, passage: FoundPassage) -> None:
        post = self.thread.posts[found.index]
        origin = self._origin(entry, post)
        if isinstance(origin, str):
            self._miss(entry, origin)
            return
        declared = next((quote.declared for quote in self._at(post, passage.span) if quote.declared), None)
        self._remove(post, passage.span)
        if origin is None:
            quote = Quote(post.id, passage.span, "absent", None, (), 1.0, entry.evidence, declared=declared)
        else:
            quote = replace(_linked(post, passage.span, *origin), declared=declared)
            quote = replace(quote, evidence=(*entry.evidence, *quote.evidence))
        order = {post.id: post.ordinal for post in self.thread.posts}
        quotes = sorted((*self.links.quotes, quote), key=lambda quote: (order[quote.post], quote.span))
        self.links = replace(self.links, quotes=tuple(quotes))
        self._note(entry, found, passage)

    def _origin(self, entry: Correction, post: Post) -> tuple[ThreadId, Post] | str | None:
        """Return the quoted post and its thread; None for "not in the archive"; a sentence where it is not found."""
        if entry.value == NOWHERE:
            return None
        thread = entry.origin.thread
        if thread != self.thread.id:
            other = self.elsewhere.get((thread, entry.origin.post))
            return (ThreadId(thread), other) if other else f"the quoted post {entry.value} is not in the archive"
        found = self._finder.find(entry.origin)
        if isinstance(found, str):
            return f"the quoted post {entry.value} was not found: {found}"
        other = self.thread.posts[found.index]
        return (self.thread.id, other) if other.id != post.id else "a post cannot be quoted from itself"

    def _at(self, post: Post, span: Span) -> list[Quote]:
        return [quote for quote in self.links.quotes if quote.post == post.id and _is_same_place(quote.span, span)]

    def _remove(self, post: Post, span: Span) -> None:
        gone = self._at(post, span)
        if not gone:
            return
        lost = [_without(lost, post, span) for lost in self.links.lost]
        kept = tuple(one for one in lost if one.witnesses)
        vanished: set[str] = {one.id for one in lost if not one.witnesses}
        quotes = tuple(_unlinked(quote, vanished) for quote in self.links.quotes if quote not in gone)
        self.links = replace(self.links, quotes=quotes, lost=kept)

    def _note(self, entry: Correction, found: FoundPost, passage: FoundPassage) -> None:
        notes = [part.note for part in (found, passage) if part.status == "changed"]
        status: Status = "changed" if notes else "applied"
        post = self.thread.posts[found.index].id
        self.outcomes.append(Outcome(entry.id, status, self.thread.id, post, "; ".join(notes)))

    def _miss(self, entry: Correction, reason: str) -> None:
        if entry.key.thread:
            self.outcomes.append(Outcome(entry.id, "orphaned", self.thread.id, None, reason))


def _is_same_place(one: Span, other: Span) -> bool:
    """True where the two share more than half of the shorter one."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return 2 * shared > min(len(one), len(other))


def _without(lost: LostPost, post: Post, span: Span) -> LostPost:
    kept = tuple(one for one in lost.witnesses if one.post != post.id or not _is_same_place(one.span, span))
    return replace(lost, witnesses=kept)


def _unlinked(quote: Quote, vanished: set[str]) -> Quote:
    if quote.origin is None or not quote.origin.lost or quote.origin.post not in vanished:
        return quote
    return replace(quote, kind="absent", origin=None, pieces=(), changes=())


# --- a quote laid beside the origin that the archivist names ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Run:
    """`size` equal words, from word `quote` of the quote and word `origin` of the origin."""

    quote: int
    origin: int
    size: int


def _linked(post: Post, span: Span, thread: ThreadId, origin: Post) -> Quote:
    """Return the quote at `span` with its pieces in the origin, and the differences between the two."""
    text = span.of(post.text)
    spans = [Span(start, end).shift(span.start) for start, end in word_spans(text)]
    targets = [Span(start, end) for start, end in word_spans(origin.text)]
    runs = _runs(word_ids(text)[:MAX_WORDS], word_ids(origin.text)[:MAX_WORDS])
    if not runs:
        place = Origin(thread, origin.id, Span(0, len(origin.text)))
        return Quote(post.id, span, "altered", place, (), 1.0, ("no run of its words stands in the origin",))
    pieces = tuple(
        Piece(
            Span(spans[run.quote].start, spans[run.quote + run.size - 1].end),
            Span(targets[run.origin].start, targets[run.origin + run.size - 1].end),
        )
        for run in runs
    )
    changes = tuple(change for one, two in pairwise(pieces) if (change := _change(post, one, two, origin)))
    is_elided = len(pieces) > len(changes) + 1
    kind: QuoteKind = "altered" if changes else "elided" if is_elided else "exact"
    matched = sum(run.size for run in runs)
    if kind == "exact" and matched < len(spans):
        kind = "altered"
    hull = Span(min(piece.origin.start for piece in pieces), max(piece.origin.end for piece in pieces))
    evidence = (f"{matched} of {len(spans)} words match, in order",)
    return Quote(post.id, span, kind, Origin(thread, origin.id, hull), pieces, 1.0, evidence, changes)


def _runs(quote: list[int], origin: list[int]) -> list[_Run]:
    """Return the runs of equal words, in order: one where the whole quote stands in the origin."""
    whole = _find(quote, origin)
    if whole >= 0:
        return [_Run(0, whole, len(quote))]
    codes = LCSseq.opcodes(quote, origin)
    runs = [_Run(c.src_start, c.dest_start, c.src_end - c.src_start) for c in codes if c.tag == "equal"]
    anchors = [run for run in runs if run.size >= _ANCHOR_WORDS]
    return [run for run in runs if _is_near(run, anchors)] if anchors else runs


def _is_near(run: _Run, anchors: list[_Run]) -> bool:
    return any(
        max(run.origin - anchor.origin - anchor.size, anchor.origin - run.origin - run.size) <= _NEAR_WORDS
        for anchor in anchors
    )


def _find(quote: list[int], origin: list[int]) -> int:
    """Return the word of the origin at which the whole quote begins, or -1."""
    if not quote:
        return -1
    text = " " + " ".join(map(str, origin)) + " "
    at = text.find(" " + " ".join(map(str, quote)) + " ")
    return text.count(" ", 0, at) if at >= 0 else -1


def _change(post: Post, one: Piece, two: Piece, origin: Post) -> Change | None:
    """Return the difference between two neighbouring pieces; None where words were left out and the quote says so."""
    mine, theirs = Span(one.quote.end, two.quote.start), Span(one.origin.end, two.origin.start)
    between = mine.of(post.text)
    if _LEFT_OUT.search(between) and not _LEFT_OUT.search(theirs.of(origin.text)):
        return None
    return Change(mine, theirs, theirs.of(origin.text))
