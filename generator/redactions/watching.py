"""Finding words that must not be published, however they are written: letters and digits are compared, nothing else."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.codec import short_id
from generator.corrections import Letters, bare_letters, letters_of
from generator.records import Span
from generator.redactions.desk import Cut, Desk, coded_signs, decoded, to_token_end, with_marked
from generator.redactions.entries import Secret, Secrets

_STEP = 256  # letters compared at once
GRAM = 8  # letters: runs of 15 and more are found by those of a secret's letters that stand at multiples of it
_MOST_PLACES = 8  # of one gram: a secret of one letter, written a million times
LONG_RUN = 30  # letters that stand one after the other in a secret: six words; nobody writes them by chance
SHORT_RUN = 15  # ... that are a sentence, a line or a quotation of their own, or stand inside a marked quote
_ALONE = 24  # ... of posts that nobody asked us to redact: "Thank you for your reply" is in many
_WHOLE = 12  # letters of a piece that is found as a whole, where it is too short for a run
_BOUNDED = 12  # letters; what is shorter must stand between blanks or signs, or "rose" would be found in "prose"
_LEAST_ELIDED, _LEAST_SIDE = 16, 4  # letters around "...", on both sides together and on either
_LEAST_ELIDED_IN_QUOTE = 8
_MOST_ELISIONS = 2000  # of one text
_SHARE = 0.3  # of a quote's letters: then the quote goes as a whole, with the words that were altered in it
_SHARE_OF_PASSAGE = 0.7  # what stands around a passage is often nobody's secret
_GAP = 12  # letters between two runs of one secret: altered words
_ELISION = re.compile(
    r"\[[^\[\]\n]{0,20}(?:\.\.|…|snip|cut)[^\[\]\n]{0,20}\]|\.(?:\s?\.)+|…|<snip>|\[\s*\]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Shared:
    """A run [start, end) of a text's letters, and where it stands in a piece of a secret."""

    start: int
    end: int
    piece: int
    place: int


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of letters of a text that stands in a secret: [start, end) of the letters."""

    start: int
    end: int
    secret: int


class Watch:
    """Knows all secrets, and finds them in texts. Making one is O(letters of the secrets)."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets.words
        self._wholes: list[tuple[str, int]] = []  # letters that are found as they are
        self._pieces: list[tuple[str, int]] = []
        self._grams: dict[str, list[tuple[int, int]]] = {}  # letters -> (piece, place)
        for number, secret in enumerate(secrets.words):
            for piece in dict.fromkeys(secret.pieces):
                self._add(piece, number)
        self._all = "\n".join(piece for piece, _ in self._pieces)

    def _add(self, piece: str, number: int) -> None:
        kind = self._secrets[number].kind
        if kind in ("person", "passage") or (len(piece) < SHORT_RUN and len(piece) >= _WHOLE):
            self._wholes.append((piece, number))
        if kind == "person" or len(piece) < SHORT_RUN:
            return
        for place in (*range(0, len(piece) - GRAM, GRAM), len(piece) - GRAM):
            places = self._grams.setdefault(piece[place : place + GRAM], [])
            if len(places) < _MOST_PLACES:
                places.append((len(self._pieces), place))
        self._pieces.append((piece, number))

    def __bool__(self) -> bool:
        return bool(self._wholes or self._pieces)

    # --- texts

    def cuts(self, text: str, quotes: Sequence[Span] = (), *, is_quote: bool = False) -> tuple[Cut, ...]:
        """Return what is to be cut out of a text, in its order; no two touch.

        `quotes` are the text offsets of what the text marks as quotes; lines with ">" are added. `is_quote`: the whole
        text counts as one (a title, a name).
        """
        if not self:
            return ()
        found = list(self._cuts_in(text, None, quotes, is_quote=is_quote))
        if tokens := coded_signs(text):  # read as it is written, and as what its codes spell
            spelt = self._cuts_in(text, decoded(text, tokens), quotes, is_quote=is_quote)
            found = list(_apart([*found, *(to_token_end(cut, tokens) for cut in spelt)]))
        return tuple(found)

    def _cuts_in(
        self, text: str, letters: Letters | None, quotes: Sequence[Span], *, is_quote: bool
    ) -> tuple[Cut, ...]:
        bare = letters.text if letters else bare_letters(text)
        rough = self._runs(bare)
        has_elision = bool(self._pieces) and _ELISION.search(text) is not None
        if not rough and not has_elision and not any(whole in bare for whole, _ in self._wholes):
            return ()
        letters = letters or letters_of(text)
        marked = [Span(0, len(text))] if is_quote else with_marked(text, quotes)
        desk = Desk(text, letters, marked)
        runs = [*self._whole_runs(desk), *self._sure(desk, rough)]
        if has_elision:
            runs += self._elided(desk)
        return self._as_cuts(desk, runs, is_quote=is_quote)

    def text(self, text: str) -> str:
        """Return a line of text (a title, a name, an evidence) with what must not be published replaced."""
        parts, at = [], 0
        for cut in self.cuts(text, is_quote=True):
            parts += [text[at : cut.span.start], cut.instead]
            at = cut.span.end
        return "".join((*parts, text[at:])) if parts else text

    def holds(self, text: str) -> bool:
        """True where a text (an address, an id, a file's name) holds anything of a secret."""
        return bool(self.cuts(text, is_quote=True))

    def name(self, name: str) -> str:
        """Return a name with what must not be published replaced."""
        return self.text(name)

    def url(self, url: str) -> str | None:
        """Return an address as it is, None where it tells a secret."""
        return None if self.holds(url) else url

    def id(self, name: str) -> str:
        """Return an id or a file's name as it is, or another one in its place where it tells a secret."""
        return f"redacted-{short_id(name, *(secret.instead for secret in self._secrets))}" if self.holds(name) else name

    def shared_with(self, bare: str) -> Iterator[tuple[str, Span]]:
        """Yield the pieces of which a run of letters shares a long run, and the letters of them that are shared."""
        for run in self._runs(bare):
            if run.end - run.start >= LONG_RUN:
                yield self._pieces[run.piece][0], Span(run.place, run.place + run.end - run.start)

    def long_in(self, bare: str) -> Secret | None:
        """Return a secret of which a run of letters holds a long run; None where it holds none."""
        for run in self._runs(bare):
            if run.end - run.start >= LONG_RUN:
                return self._secrets[self._pieces[run.piece][1]]
        return None

    # --- the inside

    def _runs(self, bare: str) -> list[_Shared]:
        """Return the longest runs that a text's letters share with secrets. Linear."""
        found: list[_Shared] = []
        grams, at, last = self._grams, 0, len(bare) - GRAM
        if not grams:
            return found
        while at <= last:
            places = grams.get(bare[at : at + GRAM])
            if places is None:
                at += 1
                continue
            run = max((self._grown(bare, at, *each) for each in places), key=lambda run: run.end)
            if run.end - run.start >= SHORT_RUN:
                found.append(run)
            at = max(at + 1, run.end - GRAM + 1)
        return found

    def _grown(self, bare: str, at: int, piece: int, place: int) -> _Shared:
        """Return the run around one gram as far as it goes on in either direction."""
        letters = self._pieces[piece][0]
        back = _shared_end(bare, at, letters, place)
        forth = _shared_start(bare, at + GRAM, letters, place + GRAM)
        return _Shared(at - back, at + GRAM + forth, piece, place - back)

    def _sure(self, desk: Desk, rough: list[_Shared]) -> Iterator[_Run]:
        """Yield the runs that must go, and those of the same secret that a word or two part from them."""
        judged = [self._judged(desk, each) for each in rough]
        for places in (range(1, len(rough)), range(len(rough) - 2, -1, -1)):
            step = 1 if places.step < 0 else -1
            for place in places:
                run, near = judged[place], judged[place + step]
                one, other = sorted((rough[place], rough[place + step]), key=lambda each: each.start)
                is_near = other.start - one.end <= _GAP and rough[place].piece == rough[place + step].piece
                if run is None and near is not None and is_near:
                    judged[place] = _Run(rough[place].start, rough[place].end, near.secret)
        return (run for run in judged if run)

    def _judged(self, desk: Desk, found: _Shared) -> _Run | None:
        """Return a run of letters as one that must go, None where it can be chance."""
        letters, number = self._pieces[found.piece]
        start, end = desk.trimmed(found.start, found.end)
        if found.end - found.start >= LONG_RUN:
            return _Run(start, end, number) if start < end else _Run(found.start, found.end, number)
        size = end - start
        alone = _ALONE if self._secrets[number].kind == "withheld" else SHORT_RUN
        is_meant = (
            (size >= SHORT_RUN and desk.is_in_quote(start, end))
            or (size >= alone and size == len(letters))
            or (size >= alone and desk.stands_alone(start, end))
        )
        return _Run(start, end, number) if is_meant else None

    def _whole_runs(self, desk: Desk) -> Iterator[_Run]:
        bare = desk.letters.text
        for whole, number in self._wholes:
            at = bare.find(whole)
            while at >= 0:
                end = at + len(whole)
                if self._is_meant(self._secrets[number], desk, at, end):
                    yield _Run(at, end, number)
                    at = bare.find(whole, end)
                else:
                    at = bare.find(whole, at + 1)

    @staticmethod
    def _is_meant(secret: Secret, desk: Desk, start: int, end: int) -> bool:
        """True where letters that are the same as a whole piece are no chance."""
        if secret.kind == "passage" and end - start >= _BOUNDED:
            return True
        if not desk.is_bounded(start, end):
            return False
        if secret.kind in ("person", "passage") or desk.is_in_quote(start, end):
            return True
        return secret.kind == "post" and len(secret.pieces) == 1 and desk.stands_alone(start, end)

    def _elided(self, desk: Desk) -> Iterator[_Run]:
        """Yield what stands before and behind "..." where both stand in one secret, in this order."""
        for count, match in enumerate(_ELISION.finditer(desk.text)):
            if count == _MOST_ELISIONS:
                return
            place = bisect_left(desk.letters.offsets, match.start())
            before, after = desk.edges_before(place), desk.edges_after(place)
            if len(before) < 2 or len(after) < 2:
                continue
            first, second = desk.letters.text[before[1] : place], desk.letters.text[place : after[1]]
            if first not in self._all or second not in self._all:
                continue
            for piece, number in self._pieces:
                if run := self._around(desk, place, (before, after), piece):
                    yield _Run(*run, number)

    def _around(self, desk: Desk, place: int, edges: tuple[list[int], list[int]], piece: str) -> tuple[int, int] | None:
        bare = desk.letters.text
        start = end = place
        for edge in edges[0][1:]:
            if bare[edge:place] not in piece:
                break
            start = edge
        at = piece.find(bare[start:place]) + place - start
        for edge in edges[1][1:]:
            if piece.find(bare[place:edge], at) < 0:
                break
            end = edge
        sides = place - start, end - place
        least = _LEAST_ELIDED_IN_QUOTE if desk.is_in_quote(start, end) else _LEAST_ELIDED
        return (start, end) if min(sides) >= _LEAST_SIDE and sum(sides) >= least else None

    def _as_cuts(self, desk: Desk, runs: list[_Run], *, is_quote: bool) -> tuple[Cut, ...]:
        sure = sorted(runs, key=lambda run: (run.start, -run.end))
        cuts = [] if is_quote else list(self._whole_quotes(desk, sure))
        covered = [desk.letters_in(cut.span) for cut in cuts]
        for run in _joined(sure):
            for part in _outside(run, covered):
                cuts.append(Cut(desk.letters.span(part.start, part.end), self._instead(part)))
        return _apart(cuts)

    def _whole_quotes(self, desk: Desk, runs: list[_Run]) -> Iterator[Cut]:
        """Yield the marked quotes of which so much must go that all of it goes."""
        hidden = _joined([run for run in runs if self._secrets[run.secret].kind != "person"])
        for quote, own in desk.quotes():
            total = sum(end - start for start, end in own)
            shared = sum(_shared(run, own) for run in hidden)
            run = next((run for run in hidden if _shared(run, own)), None) if shared else None
            share = _SHARE_OF_PASSAGE if run and self._secrets[run.secret].kind == "passage" else _SHARE
            if run and shared >= share * total:
                yield Cut(quote, self._instead(run))

    def _instead(self, run: _Run) -> str:
        secret = self._secrets[run.secret]
        return secret.instead if secret.kind == "person" else f"[{secret.instead}]"


def _shared_start(one: str, at: int, two: str, place: int) -> int:
    """Return how many letters are the same in both from these places on. O(result)."""
    size, step, most = 0, _STEP, min(len(one) - at, len(two) - place)
    while step:
        stop = size + step
        if stop <= most and one[at + size : at + stop] == two[place + size : place + stop]:
            size = stop
        else:
            step //= 2
    return size


def _shared_end(one: str, at: int, two: str, place: int) -> int:
    """Return how many letters are the same in both right before these places, of those before the first gram."""
    size, most = 0, min(at, place, 4 * GRAM)
    while size < most and one[at - size - 1] == two[place - size - 1]:
        size += 1
    return size


def _joined(runs: Sequence[_Run]) -> list[_Run]:
    """Return runs in order, those of one secret with a word or two between them as one."""
    joined: list[_Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and (run.start < last.end or (run.start == last.end and run.secret == last.secret)):
            joined[-1] = _Run(last.start, max(last.end, run.end), last.secret)
        elif last and run.secret == last.secret and run.start - last.end <= _GAP and _are_long(last, run):
            joined[-1] = _Run(last.start, run.end, last.secret)
        else:
            joined.append(run)
    return joined


def _outside(run: _Run, covered: Sequence[tuple[int, int]]) -> Iterator[_Run]:
    """Yield what of a run lies outside the letters that go anyhow; of one that does for the most part, nothing."""
    at, parts = run.start, []
    for start, end in sorted(covered):
        if start < run.end and end > at:
            parts.append((at, start))
            at = max(at, end)
    is_whole = not parts
    for start, end in (*parts, (at, run.end)):
        if end > start and (is_whole or end - start >= SHORT_RUN):
            yield _Run(start, end, run.secret)


def _are_long(one: _Run, other: _Run) -> bool:
    return min(one.end - one.start, other.end - other.start) >= SHORT_RUN


def _shared(run: _Run, own: list[tuple[int, int]]) -> int:
    return sum(max(0, min(run.end, end) - max(run.start, start)) for start, end in own)


def _apart(cuts: list[Cut]) -> tuple[Cut, ...]:
    """Return cuts in order, those that overlap or touch as one."""
    apart: list[Cut] = []
    for cut in sorted(cuts, key=lambda cut: (cut.span.start, -cut.span.end)):
        if apart and cut.span.start < apart[-1].span.end:
            last = apart[-1]
            apart[-1] = Cut(Span(last.span.start, max(last.span.end, cut.span.end)), last.instead)
        else:
            apart.append(cut)
    return tuple(apart)
