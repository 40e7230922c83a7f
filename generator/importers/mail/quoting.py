"""The text of a mail → a body: own words, and quotes with who is quoted, at any depth."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple, Protocol

from generator.importers.mail.attributions import MOST_LINES, Attribution, find_attribution, find_divider, find_header
from generator.importers.mail.chrome import cut_signature, without_footer, without_pgp
from generator.importers.mail.marks import DEPTH_LIMIT, Line, read_lines, runs
from generator.importers.structured.quotes import plain_body
from generator.markup import Body
from generator.records import Declared, Span

WITHHELD = "[words of a message that its author did not want archived]"
_CODE = re.compile(r"[(){}\[\]=$;\\|<]|--?\w|^\s*(?:\.{3}|$)")
_DATE_LINE = re.compile(r"(?:On|Am|Le|El|Op|Den|Il|Em)\b[^.!?]{0,30}\d[^!?]{0,60},\s{0,4}\Z")
_MOST_BLANKS = 2  # lines between a lead-in and its quote
_MOST_CODE = 0.5  # of the lines of what only looks like a quote


class Asked(NamedTuple):
    """What the thread knows about a quote: who is quoted, in which post, and whether that may be shown."""

    author: str | None
    post: str | None
    is_known: bool = False  # the words stand in a message of the thread


class Company(Protocol):
    """The messages among which a mail stands."""

    names: Sequence[str]  # who may be quoted by a nickname
    is_reply: bool
    has_withheld: bool  # there are messages that must not be shown

    def withholds(self, line: str, *, is_going_on: bool) -> bool:
        """True where a line repeats words of a message that must not be shown."""
        ...

    def ask(self, who: Attribution | None, words: str) -> Asked:
        """Return what is known about a quote, from whom it is said to be and from its words."""
        ...

    def hide(self, text: str) -> str:
        """Return a text with no mail address in it."""
        ...


@dataclass(slots=True)
class _Writer:
    """The body as far as it is written."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    open: list[tuple[int, Asked]] = field(default_factory=list)  # quotes: where their words begin, whose they are
    declared: list[Declared] = field(default_factory=list)
    signatures: list[str] = field(default_factory=list)

    def write(self, text: str, depth: int, asked: Asked | None) -> None:
        """Add the words of a run; `asked`: whose words the quotes are that begin with it."""
        self.close(depth)
        if not text:
            return
        if self.pieces:
            self.pieces.append("\n\n")
            self.length += 2
        while len(self.open) < depth:
            self.open.append((self.length, asked or Asked(None, None)))
        self.pieces.append(text)
        self.length += len(text)

    def close(self, depth: int) -> None:
        """End the quotes that are deeper."""
        while len(self.open) > depth:
            start, asked = self.open.pop()
            span = Span(start, self.length)
            if len(span) and not (self.declared and self.declared[-1].span == span):
                self.declared.append(Declared(span, asked.author, asked.post))


def read_mail(text: str, company: Company) -> tuple[Body, str | None]:
    """Return the body of a plain-text mail and the sender's signature. O(len(text)), but for what `company` does."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = without_pgp(read_lines(text, company.names))
    lines, told = _deepened(lines)
    reader = _Reader(company)
    reader.read(lines, told)
    writer = reader.writer
    declared = sorted(writer.declared, key=lambda each: (each.span.start, -each.span.end))
    signature = company.hide("\n".join(writer.signatures)) or None
    return plain_body("".join(writer.pieces), declared), signature


def _deepened(lines: Sequence[Line]) -> tuple[list[Line], dict[int, Attribution | None]]:
    """Return the lines with all that stands below "-----Original Message-----" or a header one level deeper.

    The dividers and headers are left out; the mapping tells who is quoted from a line on.
    """
    words = [line.words for line in lines]
    kept: list[Line] = []
    told: dict[int, Attribution | None] = {}
    bases: list[int] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        while bases and line.words and line.depth < bases[-1]:
            bases.pop()
        is_divider = find_divider(line.words)
        may_begin = is_divider or (line.words[:1].strip() and ":" in line.words[:30])
        at = place + is_divider
        header = find_header(words, at, after_divider=is_divider) if may_begin else None
        if not is_divider and header is None:
            kept.append(line._replace(depth=min(line.depth + len(bases), DEPTH_LIMIT)) if bases else line)
            place += 1
            continue
        bases.append(line.depth)
        place = header[0] if header else at
        while place < len(lines) and not lines[place].words:
            place += 1
        told[len(kept)] = header[1] if header else None
    return kept, told


class _Reader:
    """Writes the runs of a mail, one after the other."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self.writer = _Writer()
        self._who: Attribution | None = None  # of the quote that begins with the next run
        self._is_told = False  # that a quote begins, by a lead-in or a header

    def read(self, lines: Sequence[Line], told: dict[int, Attribution | None]) -> None:
        lines = self._settled(lines, told)
        spans = [(depth, *part) for depth, first, stop in runs(lines) for part in _parted(first, stop, told)]
        for place, (depth, first, stop) in enumerate(spans):
            if first in told:
                self._who, self._is_told = told[first], True
            below = spans[place + 1][0] if place + 1 < len(spans) else 0
            self._read_run(lines[first:stop], depth, has_lead_in=below > depth and stop not in told)
        self.writer.close(0)

    def _settled(self, lines: Sequence[Line], told: dict[int, Attribution | None]) -> list[Line]:
        """Return the lines; those that are marked like quotes and are none have become own words."""
        settled = list(lines)
        before = 0
        is_marked = [(depth > 0, first, stop) for depth, first, stop in runs(lines)]
        for marked, group in groupby(is_marked, key=itemgetter(0)):
            parts = list(group)
            first, stop = parts[0][1], parts[-1][2]
            if marked and not any(at in told for at in range(first, stop)):
                above = [line.words for line in lines[max(before, first - MOST_LINES - _MOST_BLANKS) : first]]
                if _without_attribution(above)[1] is None and not self._is_quote(lines[first:stop]):
                    settled[first:stop] = [Line(0, line.whole, line.whole) for line in lines[first:stop]]
            before = first
        return settled

    def _read_run(self, lines: Sequence[Line], depth: int, *, has_lead_in: bool) -> None:
        words: Sequence[str] = [line.words for line in lines]
        who: Attribution | None = None
        if has_lead_in:
            words, who = _without_attribution(words)
        words = without_footer(words)
        if not has_lead_in or who:
            words, signature = cut_signature(words)
            if signature and not depth:
                self.writer.signatures.append(signature)
        if depth and not has_lead_in and (alone := _only_attribution(words)):
            self._who, self._is_told = alone, True
            return
        begins = depth > len(self.writer.open) or self._is_told
        if begins and self._is_told:
            self.writer.close(max(0, depth - 1))
        asked = self._company.ask(self._who, "\n".join(words)) if begins and depth else None
        self._write(words, depth, asked)
        self._who, self._is_told = who, who is not None

    def _write(self, words: Sequence[str], depth: int, asked: Asked | None = None) -> None:
        kept = _without_withheld(words, self._company)
        if depth and set(kept) - {""} == {WITHHELD}:  # a remark is nobody's words
            depth, asked = depth - 1, None
        self.writer.write(self._company.hide("\n".join(kept).strip("\n")), depth, asked)

    def _is_quote(self, lines: Sequence[Line]) -> bool:
        """True where marked lines without a lead-in are a quote: known words, or in a reply what is not code."""
        words = [line.words for line in lines if line.words]
        if self._company.ask(None, "\n".join(words)).is_known:
            return True
        code = sum(1 for each in words if _CODE.search(each))
        return self._company.is_reply and code <= _MOST_CODE * len(words)


def _parted(first: int, stop: int, told: dict[int, Attribution | None]) -> list[tuple[int, int]]:
    """Return a run parted where headers stood in it."""
    cuts = [first, *(at for at in told if first < at < stop), stop] if told else [first, stop]
    return list(pairwise(cuts))


def _without_attribution(words: Sequence[str]) -> tuple[Sequence[str], Attribution | None]:
    """Return the words above the lead-in of the quote that follows, and the lead-in."""
    stop = len(words)
    while stop and not words[stop - 1].strip():
        stop -= 1
    if len(words) - stop > _MOST_BLANKS:
        return words, None
    start = stop
    while start and stop - start < MOST_LINES and words[start - 1].strip():
        start -= 1
    who = find_attribution(words[start:stop]) if start < stop else None
    if who is None:
        return words, None
    above = words[: stop - who.lines]
    while above and (not above[-1].strip() or _DATE_LINE.match(above[-1])):  # "On Monday, 5 May 1997," and a blank line
        above = above[:-1]
    return above, who


def _only_attribution(words: Sequence[str]) -> Attribution | None:
    """Return the attribution that is all that some lines hold."""
    told = [line for line in words if line.strip()]
    who = find_attribution(told) if 0 < len(told) <= MOST_LINES else None
    return who if who and who.lines == len(told) else None


def _without_withheld(words: Sequence[str], company: Company) -> list[str]:
    """Return the lines, runs of them that repeat a withheld message replaced by a remark."""
    if not company.has_withheld:
        return list(words)
    kept: list[str] = []
    for line in words:
        if not company.withholds(line, is_going_on=bool(kept) and kept[-1] == WITHHELD):
            kept.append(line)
        elif not kept or kept[-1] != WITHHELD:
            kept.append(WITHHELD)
    return kept
