"""Rules of topics.yaml taken apart: each becomes the sequences of words that it stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import product

from generator.text import word_spans

MAX_SEQUENCES = 256  # of one pattern: (a|b|c|d) four times over
MAX_WORDS = 20
_MAX_DEPTH = 5
_MAX_JOINTS = 4  # hyphens of one rule that may be left out: 2^4 sequences
_TOKEN = re.compile(r"\s+|[()\[\]|]|[^\s()\[\]|]+")
_HYPHENS = ("-", "‐", "‑")
_CLOSING = {"(": ")", "[": "]"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a rule, as it is written there. `is_start`: it stands for any word that begins so."""

    surface: str
    is_start: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """Words in a row. `is_exact`: these very letters; else their forms, and the last word in either number."""

    tokens: tuple[Token, ...]
    is_exact: bool = False


class PatternFault(Exception):  # noqa: N818
    """A pattern that cannot be understood. `message` says why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def phrase(text: str) -> tuple[Sequence, ...]:
    """Return the sequences that a label or an alias stands for: its words, and the same with hyphenated words joined.

    >>> [[token.surface for token in sequence.tokens] for sequence in phrase("War-Communism")]
    [['War', 'Communism'], ['WarCommunism']]

    Raises:
        PatternFault: there is no word in it, or there are too many.
    """
    return _sequences([_chunks(text)], is_exact=False)


def pattern(text: str) -> tuple[Sequence, ...]:
    """Return the sequences that a pattern stands for.

    `(a|b c)` is one of several, `[a]` may be absent, `word*` is any word that begins so, a leading `=` asks for exactly
    these letters in this case. Groups may hold groups, to a depth of 5. O(length) but for the sequences it stands for.

    Raises:
        PatternFault: a bracket without its partner, a star that does not end a word, no word at all, or a pattern that
            stands for more than 256 sequences or for one of more than 20 words.
    """
    is_exact = text.startswith("=")
    reader = _Reader(_TOKEN.findall(text.removeprefix("=")))
    choices = reader.alternatives("", 0)
    return _sequences(choices, is_exact=is_exact)


Chunk = tuple[Token, bool]  # a word, and whether a hyphen joins it to the next
Choices = list[tuple[Chunk, ...]]


class _Reader:
    """Reads the tokens of one pattern, by recursive descent."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0

    def alternatives(self, closing: str, depth: int) -> Choices:
        """Return the choices up to the bracket `closing` ("": the end), which is left behind."""
        if depth > _MAX_DEPTH:
            raise PatternFault(f"groups are nested more than {_MAX_DEPTH} deep")
        choices: Choices = []
        current: Choices = [()]
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token == closing:
                return [*choices, *current]
            if token == "|":
                if not closing:
                    raise PatternFault("`|` must stand inside brackets: `(left|right) SRs`")
                choices += current
                current = [()]
            elif token in _CLOSING:
                inner = self.alternatives(_CLOSING[token], depth + 1)
                current = _joined(current, [*inner, ()] if token == "[" else inner)
            elif token in ")]":
                raise PatternFault(f"`{token}` has no partner")
            elif not token.isspace():
                current = _joined(current, [_starred(token)])
        if closing:
            raise PatternFault(f"`{closing}` is missing")
        return [*choices, *current]


def _joined(heads: Choices, tails: Choices) -> Choices:
    if len(heads) * len(tails) > MAX_SEQUENCES:
        raise PatternFault(f"it stands for more than {MAX_SEQUENCES} sequences of words; use several patterns")
    return list(dict.fromkeys(head + tail for head, tail in product(heads, tails)))


def _starred(text: str) -> tuple[Chunk, ...]:
    """Return the words of a stretch of a pattern without blanks and brackets; a star may end it."""
    body = text.removesuffix("*")
    if "*" in body or "?" in body:
        raise PatternFault("`*` may only end a word, and `?` has no meaning; write `[word]` where a word may be absent")
    chunks = _chunks(body)
    if body == text:
        return chunks
    if not chunks or not body[-1].isalnum():
        raise PatternFault("`*` must follow the first letters of a word")
    return (*chunks[:-1], (replace(chunks[-1][0], is_start=True), False))


def _chunks(text: str) -> tuple[Chunk, ...]:
    """Return the words of a text; the signs between them do not count, but for hyphens that join two words."""
    spans = word_spans(text)
    next_starts = [*(start for start, _ in spans[1:]), len(text)]
    return tuple(
        (Token(text[start:end]), text[end:next_start] in _HYPHENS)
        for (start, end), next_start in zip(spans, next_starts, strict=False)
    )


def _sequences(choices: Choices, *, is_exact: bool) -> tuple[Sequence, ...]:
    found: dict[Sequence, None] = {}
    for chunks in choices:
        if not chunks:
            raise PatternFault("it holds no word, or all its words may be absent")
        if len(chunks) > MAX_WORDS:
            raise PatternFault(f"it holds more than {MAX_WORDS} words")
        joints = [at for at, (_, is_joint) in enumerate(chunks) if is_joint][:_MAX_JOINTS]
        for choice in range(1 << len(joints)):
            left_out = {joint for bit, joint in enumerate(joints) if choice >> bit & 1}
            found[Sequence(_merged(chunks, left_out), is_exact)] = None
    return tuple(found)


def _merged(chunks: tuple[Chunk, ...], left_out: set[int]) -> tuple[Token, ...]:
    tokens: list[Token] = []
    for at, (token, _) in enumerate(chunks):
        if at - 1 in left_out:
            last = tokens.pop()
            token = Token(last.surface + token.surface, token.is_start)
        tokens.append(token)
    return tuple(tokens)
