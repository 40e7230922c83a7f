"""One text laid open: its letters, where its words and quotes begin, and what it spells out in codes."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

from generator.corrections import Letters, bare_letters, letters_of
from generator.records import Span

_MARKED = re.compile(r"(?:^[ \t]*>[^\n]*(?:\n|\Z))+", re.MULTILINE)
_CODED = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,24});|(?:%[0-9A-Fa-f]{2})+|\\u[0-9A-Fa-f]{4}")
_END_SIGNS = frozenset('.!?:;"“”„«»‹›…()[]{}|—\n\r\t\u2028\u2029')
_MOST_TRIMMED = 20  # letters that are given up so that a run ends with a word; scripts without blanks have none
_SIDE_WORDS = 40  # that are looked at on either side of "..."


@dataclass(frozen=True, slots=True)
class Cut:
    """A run of a text that goes, and what stands there instead."""

    span: Span
    instead: str


class Desk:
    """One text laid open: its letters, and the quotes that it marks."""

    def __init__(self, text: str, letters: Letters, quotes: Sequence[Span]) -> None:
        self.text = text
        self.letters = letters
        self._quotes = sorted(set(quotes), key=lambda span: (span.start, -span.end))
        self._in_letters = [self.letters_in(span) for span in self._quotes]
        self._reach = [0]
        for _, end in self._in_letters:
            self._reach.append(max(self._reach[-1], end))

    def is_in_quote(self, start: int, end: int) -> bool:
        """True where letters stand inside what the text marks as a quote."""
        before = bisect_right(self._in_letters, (start, len(self.letters.text)))
        return self._reach[before] >= end

    def is_bounded(self, start: int, end: int) -> bool:
        """True where no other letter or digit touches these."""
        return self._is_edge(start) and self._is_edge(end)

    def quotes(self) -> Iterator[tuple[Span, list[tuple[int, int]]]]:
        """Yield each marked quote with the letters that are its own and of no quote inside it."""
        for place, (span, (start, end)) in enumerate(zip(self._quotes, self._in_letters, strict=True)):
            own, at, inner = [], start, place + 1
            while inner < len(self._in_letters) and self._in_letters[inner][0] < end:
                if self._in_letters[inner][0] > at:
                    own.append((at, self._in_letters[inner][0]))
                at = max(at, self._in_letters[inner][1])
                inner += 1
            yield span, [*own, (at, end)] if at < end else own

    def edges_before(self, place: int) -> list[int]:
        """Return where words begin before a place in the letters, nearest first, after the place itself."""
        edges, at = [place], place - 1
        while at > 0 and len(edges) <= _SIDE_WORDS:
            if self._is_edge(at):
                edges.append(at)
            at -= 1
        return [*edges, 0] if at == 0 and place else edges

    def edges_after(self, place: int) -> list[int]:
        edges, at, last = [place], place + 1, len(self.letters.text)
        while at < last and len(edges) <= _SIDE_WORDS:
            if self._is_edge(at):
                edges.append(at)
            at += 1
        return [*edges, last] if at == last and place < last else edges

    def letters_in(self, span: Span) -> tuple[int, int]:
        """Return the letters that stand in a run of the text."""
        return bisect_left(self.letters.offsets, span.start), bisect_left(self.letters.offsets, span.end)

    def _is_edge(self, place: int) -> bool:
        """True where a word ends or begins before the letter at `place`."""
        offsets = self.letters.offsets
        return place in (0, len(offsets)) or offsets[place] - offsets[place - 1] > 1

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """Return a run without the letters of words that only begin or end alike."""
        first = next((at for at in range(start, min(end, start + _MOST_TRIMMED)) if self._is_edge(at)), start)
        last = next((at for at in range(end, max(first, end - _MOST_TRIMMED), -1) if self._is_edge(at)), end)
        return first, last

    def stands_alone(self, start: int, end: int) -> bool:
        """True for letters that are a sentence, a line or a quotation of their own."""
        offsets = self.letters.offsets
        before = self.text[offsets[start - 1] + 1 if start else 0 : offsets[start]]
        after = self.text[offsets[end - 1] + 1 : offsets[end] if end < len(offsets) else len(self.text)]
        return (not start or not _END_SIGNS.isdisjoint(before)) and (
            end == len(offsets) or not _END_SIGNS.isdisjoint(after)
        )


def coded_signs(text: str) -> list[tuple[int, int, str]]:
    """Return the codes in a text (entities, %-codes, escapes): start, end, the letters and digits that each spells."""
    if "&" not in text and "%" not in text and "\\" not in text:
        return []
    found = ((match.start(), match.end(), _decode(match.group())) for match in _CODED.finditer(text))
    return [(start, end, signs) for start, end, signs in found if signs is not None]


def _decode(token: str) -> str | None:
    """Return the letters and digits that a code stands for, None where it stands for itself."""
    if token[0] == "&":
        signs = unescape(token)
    elif token[0] == "%":
        signs = unquote(token, errors="ignore")
    else:
        signs = chr(int(token[2:], 16))
    return "".join(filter(str.isalnum, signs)) if signs != token else None


def decoded(text: str, tokens: list[tuple[int, int, str]]) -> Letters:
    """Return the letters of a text with what it spells out; that has the offset of its first sign."""
    found: list[str] = []
    offsets = array("I")
    at = 0
    for start, end, signs in [*tokens, (len(text), len(text), "")]:
        plain, spelt = letters_of(text[at:start]), bare_letters(signs)
        found += [plain.text, spelt]
        offsets.extend(offset + at for offset in plain.offsets)
        offsets.extend([start] * len(spelt))
        at = end
    return Letters("".join(found), offsets)


def to_token_end(cut: Cut, tokens: list[tuple[int, int, str]]) -> Cut:
    place = bisect_right(tokens, (cut.span.end, 0, "")) - 1
    end = tokens[place][1] if place >= 0 else 0
    return Cut(Span(cut.span.start, max(cut.span.end, end)), cut.instead) if end > cut.span.end else cut


def with_marked(text: str, quotes: Sequence[Span]) -> list[Span]:
    """Return the quotes with the runs of lines that begin with ">"."""
    marked = [Span(*match.span()) for match in _MARKED.finditer(text)] if ">" in text else []
    return [*quotes, *marked]
