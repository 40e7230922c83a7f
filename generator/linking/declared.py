"""Quotes that the dump itself marks ("BigBlueBox said:"): span and often author are known, the origin is sought.

They are taken out of a thread before it is scanned (`without_declared`), so that no word of them counts as anybody's
own, and are linked afterwards (`link_declared`), when it is known what else in the origins is quoted.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace

from rapidfuzz.fuzz import partial_ratio_alignment

from generator.linking.candidates import Candidate
from generator.linking.matching import Run, match_post
from generator.linking.ownwords import OwnWords
from generator.linking.reading import Reading, words_in
from generator.linking.records import Source, absent_record, quote_record
from generator.linking.reuse import blanked
from generator.records import Declared, Origin, Post, PostId, Quote, Span, Thread, ThreadId, ThreadLinks
from generator.text import align, letters

_AROUND_NAMES = "()<>[]{}\"'“”‘’,;:"
_SIGN = re.compile(r"\S")

LATEST_POSTS = 60  # of the declared author: people quote what was said last, and the search stays linear
FUZZY_POSTS = 20  # the same for the costlier search
FUZZY_SCORE = 75.0  # of 100: below this, two short texts are alike by chance
FUZZY_AREA = 4_000_000  # characters times characters that one fuzzy alignment may compare
LEAST_SHARE = 0.5  # of the quote's words must stand in an origin
FEW_WORDS = 6  # so few words prove an origin only where the author agrees
_MASKED = -2  # stands for a word outside a declared quote: never equal to a word, nor to a gap in OwnWords (-1)

# How sure a link is; by hand over the gold's page copies, where 1 of 54 declared quotes has another origin.
SURE = 0.99  # all words, in a post of the declared author
LIKELY = 0.95  # few words, or words that differ, in a post of the declared author
UNNAMED = 0.93  # many words, and no author to agree or disagree
DISPUTED = 0.8  # many words, in a post of another author
ABSENT = 0.97  # that a declared quote is a quote


def declared_quotes(post: Post) -> tuple[Declared, ...]:
    """Return the declared quotes whose end is known too, in text order; of nested ones the outer.

    In pasted text a lead-in without a closing mark gives only the first line: its end is not known if own words follow.
    Structured dumps mark both ends.
    """
    if not post.declared:
        return ()
    marks = sorted(span.start for span in post.furniture)
    chosen: list[Declared] = []
    for declared in sorted(post.declared, key=lambda each: (each.span.start, -each.span.end)):
        is_inner = chosen and declared.span.start < chosen[-1].span.end
        if not is_inner and _is_bounded(post, declared.span, marks) and declared.span.of(post.text).strip():
            chosen.append(declared)
    return tuple(chosen)


def open_quotes(post: Post) -> tuple[Declared, ...]:
    """Return the declared quotes of which only the first line is known."""
    marks = sorted(span.start for span in post.furniture)
    return tuple(each for each in post.declared if not _is_bounded(post, each.span, marks))


def _is_bounded(post: Post, span: Span, marks: list[int]) -> bool:
    """True where the end of the quote is known: several lines, or one that a mark or the post's end follows."""
    is_structured = post.boundary.method == "declared"
    if is_structured or "\n" in span.of(post.text).strip():
        return True
    following = _SIGN.search(post.text, span.end)
    mark = bisect_left(marks, span.end)
    return following is None or (mark < len(marks) and marks[mark] <= following.start())


def without_declared(thread: Thread) -> Thread:
    """Return the thread with its declared quotes counted among what is not to be read; itself where there are none."""
    if not any(post.declared for post in thread.posts):
        return thread
    posts = tuple(
        replace(post, reuse=(*post.reuse, *(each.span for each in declared_quotes(post)))) if post.declared else post
        for post in thread.posts
    )
    return replace(thread, posts=posts)


def link_declared(thread: Thread, quoted: Sequence[Sequence[Span]]) -> list[list[Quote]]:
    """Return, for each post, its declared quotes with their origins, in text order; `absent` where none was found.

    `quoted` are the other quotes of each post. Pure; linear in the words, but for the words of one author's last posts.
    """
    desk = _Desk(thread)
    return [desk.link_post(post, index, quoted[index]) for index, post in enumerate(thread.posts)]


def named_elsewhere(thread: Thread, links: ThreadLinks) -> tuple[tuple[str, str], ...]:
    """Return the posts of other threads, as (thread, post), from which quotes are taken as the dump tells."""
    told = ((quote.declared.thread, quote.declared.post) for quote in links.quotes if quote.declared is not None)
    return tuple(sorted({(home, post) for home, post in told if home and post and home != thread.id}))


def link_named(thread: Thread, links: ThreadLinks, named: Mapping[tuple[str, str], Post]) -> ThreadLinks:
    """Return the links with those quotes led to posts of other threads, `named` by (thread, post), as the dump tells.

    Where such a post does not hold the words, the quote stays as it was.
    """
    desks: dict[str, _Desk] = {}
    for (home, _), post in named.items():
        desk = desks.setdefault(home, _Desk(replace(thread, id=ThreadId(home)), " of another thread"))
        desk.add(Reading(post, len(desk.sheets)), [])
    posts = {post.id: post for post in thread.posts}
    return replace(links, quotes=tuple(_relinked(links.quotes, posts, desks)))


def _relinked(quotes: Sequence[Quote], posts: Mapping[PostId, Post], desks: Mapping[str, _Desk]) -> Iterator[Quote]:
    for quote in quotes:
        desk = desks.get(quote.declared.thread or "") if quote.declared is not None else None
        if desk is not None and quote.declared is not None:
            found = desk.linked(posts[quote.post], len(desk.sheets), [quote.declared])
            quote = found[0] if found[0].origin is not None else quote
        yield quote


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A post before the one in hand. Its letters are those of all that it shows, placeholders too."""

    reading: Reading
    quoted: list[Span]
    own_text: str  # with blanks for what is quoted
    own_letters: str
    letters: str


@dataclass(frozen=True, slots=True)
class _Match:
    post: int
    runs: tuple[Run, ...]  # `origin` counts words of the origin post
    confidence: float


class _Desk:
    """The posts read so far, by author, with their own words."""

    def __init__(self, thread: Thread, place: str = "") -> None:
        """`place` tells a reader which thread that is."""
        self.thread = thread
        self._place = place
        self.sheets: list[_Sheet] = []
        self.own = OwnWords()
        self.by_author: dict[str, list[int]] = {}
        self.by_name: dict[str, int] = {}  # id or number of a post, as the dump gives it
        self._origins: dict[tuple[int, str], Reading] = {}  # a post may be quoted thousands of times
        self.whole: dict[str, int] = {}  # own letters of a post -> its index; the last one

    def link_post(self, post: Post, index: int, quoted: Sequence[Span]) -> list[Quote]:
        """Return the declared quotes of the next post."""
        declared = declared_quotes(post)
        quotes = self.linked(post, index, declared)
        self.add(Reading(post, index), sorted((*quoted, *(each.span for each in declared))))
        return quotes

    def linked(self, post: Post, index: int, declared: Sequence[Declared]) -> list[Quote]:
        """Return these declared quotes of a post, linked to the posts added so far."""
        if not declared:
            return []
        reading, raw = Reading(post, index), Reading(post, index, text=post.text)
        ranges = [words_in(reading, each.span) for each in declared]
        found = self._matches(reading, ranges)
        return [
            self._link(each, words, (reading, raw), runs)
            for each, words, runs in zip(declared, ranges, found, strict=True)
        ]

    def add(self, reading: Reading, quoted: list[Span]) -> None:
        ranges = [words_in(reading, span) for span in quoted]
        self.own.add(reading.ids, ranges)
        shown = letters(reading.post.text)
        own_text = blanked(reading.post.text, quoted)
        own_letters = letters(own_text) if quoted else shown
        self.sheets.append(_Sheet(reading, quoted, own_text, own_letters, shown))
        self.whole[own_letters] = reading.index
        name, number = reading.post.author.value, reading.post.number
        self.by_name[reading.post.id] = reading.index
        if number:
            self.by_name[number] = reading.index
        if name:
            self.by_author.setdefault(folded_name(name), []).append(reading.index)

    def _quote(
        self, declared: Declared, words: tuple[int, int], match: _Match, readings: tuple[Reading, Reading]
    ) -> Quote:
        """Return the record of words [first, last), linked to the match; `readings` of the post and of the origin."""
        reading, origin = readings
        candidate = Candidate(*words, declared.span.start, declared.span.end, match.post, match.runs, ())
        source = Source(origin, Origin(self.thread.id, origin.post.id, Span(0, 0)), 0, self._place)
        quote = quote_record(candidate, reading, source, match.confidence)
        return dispute(replace(quote, declared=declared, evidence=(*quote.evidence, _said(declared))), origin.post)

    def _link(
        self, declared: Declared, words: tuple[int, int], readings: tuple[Reading, Reading], runs: list[list[Run]]
    ) -> Quote:
        """Return the record of a declared quote. `readings`: the post without and with its placeholders.

        What the declared author only quotes is the words of whoever wrote them, if that post is there.
        """
        reading, raw = readings
        own, quoted = self._verbatim(declared, raw)
        if own is not None:
            return own
        first, last = words
        ids = reading.ids[first:last]
        match = self._by_words(declared, len(ids), runs) if ids else None
        if match is None and quoted is not None:
            return quoted
        if match is None and ids:
            match = self._fuzzy(declared.span.of(reading.text), ids, first, self._posts_of(declared)[:FUZZY_POSTS])
            match = match or self._whole_post(declared, ids, first, reading)
        if match is not None:
            return self._quote(declared, words, match, (reading, self.sheets[match.post].reading))
        evidence = (_said(declared), "no post of the archive holds these words")
        return replace(absent_record(reading, declared.span, ABSENT, evidence), declared=declared)

    def _verbatim(self, declared: Declared, raw: Reading) -> tuple[Quote | None, Quote | None]:
        """Return the records that lead to the latest post of the declared author that has all words in one run.

        The first leads to a run that holds own words, the second to one inside a quote. Placeholders count as words.
        """
        signs = letters(declared.span.of(raw.text))
        words = words_in(raw, declared.span)
        inside: Quote | None = None
        for place in self._posts_of(declared) if signs else ():
            sheet = self.sheets[place]
            for text, shown in ((sheet.own_text, sheet.own_letters), (sheet.reading.post.text, sheet.letters)):
                if signs not in shown:
                    continue
                quote = self._in_one_run(declared, words, raw, self._origin(place, text))
                if quote is None or quote.origin is None:
                    continue
                if not any(span.covers(quote.origin.span) for span in sheet.quoted):
                    return quote, None
                inside = inside or quote
        return None, inside

    def _origin(self, place: int, text: str) -> Reading:
        """Return the reading of a post with just this text of it."""
        if (place, text) not in self._origins:
            self._origins[place, text] = Reading(self.sheets[place].reading.post, place, text=text)
        return self._origins[place, text]

    def _in_one_run(self, declared: Declared, words: tuple[int, int], raw: Reading, origin: Reading) -> Quote | None:
        first, last = words
        at = _find(raw.ids[first:last], origin.ids)
        if at < 0:
            return None
        sure = SURE if last - first >= FEW_WORDS else LIKELY
        match = _Match(origin.index, (Run(first, at, last - first),), sure)
        return self._quote(declared, words, match, (raw, origin))

    def _posts_of(self, declared: Declared) -> list[int]:
        """Return the posts that may be meant, likeliest first: the very one that the dump names, else the author's."""
        if declared.thread not in (None, self.thread.id):
            return []
        if declared.post is not None:
            named = self.by_name.get(declared.post)
            if named is not None:
                return [named]
        return self.by_author.get(folded_name(declared.author or ""), [])[: -LATEST_POSTS - 1 : -1]

    def _by_words(self, declared: Declared, words: int, found: list[list[Run]]) -> _Match | None:
        """Return the post that has most of the words by the matcher, if enough; one of the declared author if any."""
        ranked = sorted(
            found,
            key=lambda runs: (-self._agreement(declared, self._post_of(runs)), -sum(run.size for run in runs)),
        )
        for runs in ranked:
            post = self._post_of(runs)
            matched, agreement = sum(run.size for run in runs), self._agreement(declared, post)
            if matched < LEAST_SHARE * words or (agreement <= 0 and matched < FEW_WORDS):
                continue
            confidence = LIKELY if agreement > 0 else DISPUTED if agreement < 0 else UNNAMED
            base = self.own.starts[post]
            return _Match(post, tuple(run._replace(origin=run.origin - base) for run in runs), confidence)
        return None

    def _post_of(self, runs: list[Run]) -> int:
        return self.own.post_at(runs[0].origin)

    def _agreement(self, declared: Declared, index: int) -> int:
        """Return 1 where the post is by the declared author, -1 where it is not, 0 where that is not known."""
        name = self.sheets[index].reading.post.author.value
        if not name or not declared.author:
            return 0
        return 1 if folded_name(name) == folded_name(declared.author) else -1

    def _fuzzy(self, text: str, ids: list[int], first: int, posts: Sequence[int]) -> _Match | None:
        """Return the post of the declared author that has a passage most like the text."""
        best, best_score = None, FUZZY_SCORE
        for index in posts:
            origin = self.sheets[index].reading
            if len(text) * len(origin.text) > FUZZY_AREA:
                continue
            found = partial_ratio_alignment(text.casefold(), origin.text.casefold(), score_cutoff=best_score)
            if found is None or found.score <= best_score:
                continue
            start, end = words_in(origin, Span(found.dest_start, found.dest_end))
            runs = tuple(
                Run(first + block.left, start + block.right, block.size) for block in align(ids, origin.ids[start:end])
            )
            if sum(run.size for run in runs) >= LEAST_SHARE * len(ids):
                best, best_score = _Match(index, runs, LIKELY), found.score
        return best

    def _whole_post(self, declared: Declared, ids: list[int], first: int, reading: Reading) -> _Match | None:
        """Return the last post that has just these words and no others, if its author may be the declared one."""
        index = self.whole.get(letters(declared.span.of(reading.post.text)))
        if index is None or self._agreement(declared, index) < 0:
            return None
        at = _find(ids, self.sheets[index].reading.ids)
        return _Match(index, (Run(first, at, len(ids)),), UNNAMED) if at >= 0 else None

    def _matches(self, reading: Reading, ranges: list[tuple[int, int]]) -> list[list[list[Run]]]:
        """Return for each range of words what the matcher finds in it: for each origin post its equal runs."""
        masked = copy(reading)
        masked.ids = [_MASKED] * len(reading.ids)
        for first, last in ranges:
            masked.ids[first:last] = reading.ids[first:last]
        chains = match_post(masked, self.own)
        found: list[dict[int, list[Run]]] = [{} for _ in ranges]
        starts = [first for first, _ in ranges]
        for chain in (*chains, *(rival for best in chains for rival in best.rivals)):
            for run in chain.runs:
                at = bisect_left(starts, run.quote + 1) - 1
                runs = found[at].setdefault(chain.post, [])
                if not runs or _follows(runs[-1], run):
                    runs.append(run)
        return [list(each.values()) for each in found]


def with_lead_ins(post: Post, quotes: Sequence[Quote], posts: Mapping[PostId, Post]) -> list[Quote]:
    """Return the found quotes of a post, with the lead-in ("Bob wrote:") that stands before one, and its author."""
    told: list[Quote] = []
    leads = {declared.span.start: declared for declared in open_quotes(post)}
    for quote in quotes:
        declared = leads.get(quote.span.start)
        if declared is not None and quote.declared is None:
            quote = replace(quote, declared=declared, evidence=(*quote.evidence, _said(declared)))
            if quote.origin is not None and quote.origin.post in posts:
                quote = dispute(quote, posts[PostId(quote.origin.post)])
        told.append(quote)
    return told


def dispute(quote: Quote, origin: Post) -> Quote:
    """Return the quote with the sentence that tells where the dump and the archive name different authors."""
    declared, name = quote.declared, origin.author.value
    if declared is None or not declared.author or not name or folded_name(name) == folded_name(declared.author):
        return quote
    place = f"No {origin.ordinal}, by {name}"
    told = f"The dump ascribes these words to {declared.author}; in the archive they stand in {place}."
    return replace(quote, disputed=told, confidence=min(quote.confidence, DISPUTED))


def _said(declared: Declared) -> str:
    return f"the dump says so: “{declared.author} said”" if declared.author else "the dump marks it as a quote"


def folded_name(name: str) -> str:
    """Return the name without what dumps write in two ways: case, blanks, a mail address beside it and brackets.

    >>> folded_name("bob@example.org (Bob  Miller)") == folded_name("bob miller")
    True
    """
    bare = " ".join(part for part in name.split() if "@" not in part).strip(_AROUND_NAMES)
    return " ".join((bare or name).split()).casefold()


def _follows(before: Run, run: Run) -> bool:
    return before.quote + before.size <= run.quote and before.origin + before.size <= run.origin


def _find(ids: Sequence[int], others: Sequence[int]) -> int:
    """Return where the words `ids` first stand side by side in `others`; -1 where they do not."""
    text = _as_text(others)
    at = text.find(_as_text(ids))
    return text.count(" ", 0, at) if at >= 0 else -1


def _as_text(ids: Sequence[int]) -> str:
    return " " + " ".join(map(str, ids)) + " "
