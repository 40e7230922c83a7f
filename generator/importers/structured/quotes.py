"""Quotes that a dump declares as data beside a post: their words are sought in the post's text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.markup import Body, read_plain
from generator.records import Block, Declared, Inline, Span
from generator.text import letters

MOST_QUOTES = 1_000  # of one post; those beyond stay words of the post
_ABOUT = 1.3  # a quote that markup shows may hold so much more than its words as the data have them


@dataclass(frozen=True, slots=True)
class ToldQuote:
    """What a dump says of a quote in a post. `text` holds the quoted words, as far as the dump tells them."""

    text: str
    author: str | None = None
    post: str | None = None
    thread: str | None = None


def plain_body(text: str, declared: Sequence[Declared] = (), furniture: Sequence[Span] = ()) -> Body:
    """Return the body of a post that is plain text. Spans count in `text`, whose line ends are single newlines."""
    return Body(text, read_plain(text, declared=declared, furniture=furniture), tuple(declared))


def with_quotes(body: Body, quotes: Sequence[ToldQuote], *, is_plain: bool = False) -> Body:
    """Return a body with the quotes that its dump tells: where the post holds their words, those words are quotes.

    Signs and case may differ. A quote whose words are not in the post was cut out of it by who exported it: it is put
    before the post's own words, as forums show it. What markup declared already only gains what it did not tell. Where
    the text `is_plain`, its blocks are made here.
    """
    finder = _Finder(body.text)
    declared = list(body.declared)
    lost: list[ToldQuote] = []
    for quote in quotes[:MOST_QUOTES]:
        if not quote.text.strip():
            continue
        span = finder.find(quote.text)
        if span is None:
            lost.append(quote)
        else:
            _tell(declared, Declared(span, quote.author, quote.post, quote.thread))
    declared.sort(key=lambda each: (each.span.start, -each.span.end))
    blocks = read_plain(body.text, declared=declared) if is_plain else body.blocks
    return _after_quotes(Body(body.text, blocks, tuple(declared)), lost)


def answering(body: Body, post: str, origin: str, *, thread: str | None = None) -> Body:
    """Return a body whose quotes lead to the post that it answers, as far as `origin`, the text of that one, has them.

    What a quote tells of its origin itself stays.
    """
    if not any(quote.post is None for quote in body.declared):
        return body
    known = letters(origin)
    quotes = (
        replace(quote, post=post, thread=thread)
        if quote.post is None and (sought := letters(quote.span.of(body.text))) and sought in known
        else quote
        for quote in body.declared
    )
    return replace(body, declared=tuple(quotes))


def _tell(declared: list[Declared], told: Declared) -> None:
    """Add a quote to those that are declared, or what it tells to the one that stands there."""
    for place, known in enumerate(declared):
        is_same = known.span.covers(told.span) and len(known.span) <= _ABOUT * len(told.span) + 8
        if is_same or told.span == known.span:
            author, post = told.author or known.author, told.post or known.post
            declared[place] = replace(known, author=author, post=post, thread=told.thread or known.thread)
            return
    declared.append(told)


class _Finder:
    """Finds words in a text, each time behind those found before if they stand there too."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._letters = ""
        self._places: list[int] = []
        self._behind = 0

    def find(self, words: str) -> Span | None:
        words = words.strip()
        span = self._exactly(words) or self._by_letters(words)
        if span:
            self._behind = span.end
        return span

    def _exactly(self, words: str) -> Span | None:
        at = self._text.find(words, self._behind)
        if at < 0:
            at = self._text.find(words)
        return Span(at, at + len(words)) if at >= 0 else None

    def _by_letters(self, words: str) -> Span | None:
        if not self._places:
            self._letters, self._places = _letters(self._text)
        sought, places = _letters(words)
        if not sought:
            return None
        at = self._letters.find(sought)
        while at >= 0 and self._places[at] < self._behind:
            later = self._letters.find(sought, at + len(sought))
            if later < 0:
                break
            at = later
        if at < 0:
            return None
        start, end = self._places[at], self._places[at + len(sought) - 1] + 1
        head, tail = words[: places[0]], words[places[-1] + 1 :]
        start -= len(head) if head and self._text.endswith(head, 0, start) else 0
        end += len(tail) if tail and self._text.startswith(tail, end) else 0
        return Span(start, end)


def _letters(text: str) -> tuple[str, list[int]]:
    """Return the letters and digits of a text in one case, and where each stands."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        if sign.isalnum():
            folded = sign.casefold()
            signs.append(folded)
            places += [place] * len(folded)
    return "".join(signs), places


def _after_quotes(body: Body, quotes: Sequence[ToldQuote]) -> Body:
    """Return a body with quotes put before it."""
    if not quotes:
        return body
    text = ""
    declared: list[Declared] = []
    for quote in quotes:
        words = quote.text.replace("\r\n", "\n").replace("\r", "\n").strip()
        declared.append(Declared(Span(len(text), len(text) + len(words)), quote.author, quote.post, quote.thread))
        text += words + "\n\n"
    by = len(text)
    text = text if body.text else text.rstrip("\n")
    before = read_plain(text, declared=declared)
    blocks = tuple(_shifted(block, by) for block in body.blocks)
    moved = tuple(replace(each, span=each.span.shift(by)) for each in body.declared)
    return Body(text + body.text, (*before, *blocks), (*declared, *moved))


def _shifted(block: Block, by: int) -> Block:
    inner = tuple(_shifted(each, by) for each in block.blocks)
    return replace(block, span=block.span.shift(by), blocks=inner, inlines=_moved(block.inlines, by))


def _moved(inlines: Sequence[Inline], by: int) -> tuple[Inline, ...]:
    return tuple(replace(each, span=each.span.shift(by), children=_moved(each.children, by)) for each in inlines)
