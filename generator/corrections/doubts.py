"""What the program is not sure of, most harmful first, each with the lines that would settle it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from generator.corrections.entries import NOBODY, NOWHERE, WORDS_LIMIT, Kind
from generator.corrections.finding import bare_letters, beginnings_of, head_of
from generator.records import Guess, Post, PostId, Quote, Span, Thread, ThreadLinks
from generator.text import word_spans

CERTAIN = 0.95  # what pages call certain needs no look
_KEY_WORDS = (8, 12, 20, 40, 100)  # of a post's beginning: the shortest that no other post of the thread shares
_EDGE_WORDS = 7  # of a long quote that are written at either end
_REFUSED = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")  # by the reader of corrections.yaml
_DOTS = re.compile(r"\.(?:\s?\.)+|…|\s+")
WHY = "checked by hand"
TEXT_SHOWN = 1200  # code points: a dozen lines before and after a quote, or the beginning of a post
_BEFORE = 300  # of them, before a quote

About = Literal["author", "boundary", "title", "quote"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to settle a doubt: what it says, and the line to paste into content/corrections.yaml."""

    says: str
    line: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A guess that a person should look at.

    `harm` is (1 - confidence) × the number of things on pages that are wrong if the guess is. `file` and `line`
    (1-based, None where unknown) say where in the dump to look.
    """

    about: About
    thread: str
    post: str  # "" for the thread's title
    confidence: float
    harm: float
    message: str
    evidence: tuple[str, ...]
    choices: tuple[Choice, ...]
    file: str
    line: int | None
    text: str = ""  # what was read there, at most `TEXT_SHOWN` code points
    marked: tuple[int, int] = (0, 0)  # the span of `text` that the doubt is about; empty where it is about all of it

    def render(self) -> str:
        """Return the doubt as lines: where, what, why, and each choice with its line to paste."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        lines = [f"{where}: doubt: {self.message}"]
        lines += [f"    {text}" for text in self.evidence]
        for choice in self.choices:
            lines += [f"    {choice.says}:", f"        {choice.line}"]
        return "\n".join(lines)


def find_doubts(thread: Thread, links: ThreadLinks) -> tuple[Doubt, ...]:
    """Return every guess about a thread that is less than certain, most harmful first; ties in the thread's order.

    An author who is not known counts as a guess with confidence 0. What a correction says is no guess. O(thread).
    """
    desk = _Desk(thread, links)
    doubts = [*desk.title(), *(doubt for post in thread.posts for doubt in desk.of_post(post))]
    return tuple(sorted(doubts, key=lambda doubt: -doubt.harm))


class _Desk:
    """One thread laid open: what depends on each post, and how each is named."""

    def __init__(self, thread: Thread, links: ThreadLinks) -> None:
        self.thread = thread
        self.quotes: dict[PostId, list[Quote]] = {}
        for quote in links.quotes:
            self.quotes.setdefault(quote.post, []).append(quote)
        origins = (quote.origin for quote in links.quotes if quote.origin and not quote.origin.lost)
        self.quoted = Counter(origin.post for origin in origins if origin.thread == thread.id)
        self.ordinals = {str(post.id): post.ordinal for post in thread.posts}
        beginnings = beginnings_of(thread.posts)
        keys = [self._keys(post) for post in thread.posts]
        lengths = {len(letters) for options in keys for letters, _ in options}
        starts = Counter(text[:length] for text in beginnings for length in lengths if len(text) >= length)
        self.starts = {
            post.id: next((words for letters, words in options if letters and starts[letters] == 1), "")
            for post, options in zip(thread.posts, keys, strict=True)
        }

    def title(self) -> Iterator[Doubt]:
        title = self.thread.title
        if title.confidence >= CERTAIN or title.value is None or not self.thread.posts:
            return
        line = f"- {{title: {as_scalar(title.value)}, thread: {as_scalar(self.thread.id)}, why: {as_scalar(WHY)}}}"
        source = self.thread.sources[0].path if self.thread.sources else self.thread.id
        message = f"the thread is taken to be called {as_scalar(title.value)} ({title.confidence:.0%})"
        harm = round((1 - title.confidence) * len(self.thread.posts), 4)  # it stands on the page of each post
        choices = (Choice("with its right title", line),)
        yield Doubt("title", self.thread.id, "", title.confidence, harm, message, title.evidence, choices, source, None)

    def of_post(self, post: Post) -> Iterator[Doubt]:
        """Return the doubts about a post and its quotes."""
        name = f"post {post.ordinal}"
        quoted = self.quoted[post.id]
        if post.author.confidence < CERTAIN and post.author.method != "correction":
            yield self._author(post, name, 1 + quoted)
        boundary = post.boundary
        if boundary.confidence < CERTAIN and self.starts[post.id] and post.ordinal > 1:
            at_stake = 2 + quoted + len(self.quotes.get(post.id, ()))
            message = f"{name} is taken to begin here ({boundary.confidence:.0%})"
            choices = (
                self._choice("if it does", "split", self.starts[post.id], post),
                self._choice("if it belongs to the post before it", "join", "previous", post),
            )
            yield self._doubt("boundary", post, boundary, at_stake, message, choices)
        for quote in self.quotes.get(post.id, ()):
            yield from self._quote(post, quote)

    def _author(self, post: Post, name: str, at_stake: int) -> Doubt:
        author = post.author
        choices: tuple[Choice, ...]
        if author.value is None:
            message = f"{name} has no author name"
            choices = (
                self._choice(
                    "with the name in the quotation marks, or as it is if nobody knows", "author", NOBODY, post
                ),
            )
        else:
            message = f"{name} is taken to be by {as_scalar(author.value)} ({author.confidence:.0%})"
            choices = (
                self._choice("with its right author", "author", author.value, post),
                self._choice("if nobody knows", "author", NOBODY, post),
            )
        return self._doubt("author", post, author, at_stake, message, choices)

    def _quote(self, post: Post, quote: Quote) -> Iterator[Doubt]:
        places = 1 + len(quote.alternatives)
        confidence = quote.confidence / places
        words = _passage(post, quote.span)
        if confidence >= CERTAIN or not words or not any(map(str.isalnum, words)):
            return
        shown = as_scalar(words if len(words) <= 80 else words[:79] + "…")
        if quote.origin is None:
            message = f"post {post.ordinal} quotes {shown} from outside the archive ({confidence:.0%})"
        elif quote.origin.lost:
            message = f"post {post.ordinal} quotes {shown} from a lost post ({confidence:.0%})"
        else:
            message = f"post {post.ordinal} quotes {shown} from {self._name(quote.origin.thread, quote.origin.post)}"
            message += f" ({confidence:.0%}; {places} places fit)" if places > 1 else f" ({confidence:.0%})"
        choices = self._quote_choices(post, quote, words) if len(words) <= WORDS_LIMIT else ()
        guess = Guess(quote.kind, confidence, quote.evidence)
        at_stake = 2 if quote.origin and quote.origin.lost else 1  # a lost post stands and falls with its witnesses
        yield self._doubt("quote", post, guess, at_stake, message, choices, quote.span)

    def _quote_choices(self, post: Post, quote: Quote, words: str) -> tuple[Choice, ...]:
        origins = (quote.origin, *quote.alternatives)
        wheres = [None if origin is None or origin.lost else (origin.thread, origin.post) for origin in origins]
        choices = [self._quote_of(post, words, where) for where in wheres]
        return (*choices, self._choice("if it is no quote", "not-quote", words, post))

    def _quote_of(self, post: Post, words: str, origin: tuple[str, str] | None) -> Choice:
        if origin is None:
            return self._choice("if that is so", "quote-of", NOWHERE, post, words)
        says = f"if it is from {self._name(*origin)}"
        return self._choice(says, "quote-of", f"{origin[0]}/{origin[1]}", post, words)

    def _name(self, thread: str, post: str) -> str:
        return (
            f"post {self.ordinals[post]}" if thread == self.thread.id and post in self.ordinals else f"{thread}/{post}"
        )

    def _choice(self, says: str, kind: Kind, value: str, post: Post, passage: str = "") -> Choice:
        parts = [f"{kind}: {as_scalar(value)}"]
        parts += [f"quote: {as_scalar(passage)}"] if passage else []
        parts.append(f"post: {as_scalar(f'{self.thread.id}/{post.id}')}")
        parts += [f"starts: {as_scalar(self.starts[post.id])}"] if self.starts[post.id] else []
        parts.append(f"why: {as_scalar(WHY)}")
        return Choice(says, f"- {{{', '.join(parts)}}}")

    def _doubt(
        self,
        about: About,
        post: Post,
        guess: Guess[str],
        at_stake: int,
        message: str,
        choices: tuple[Choice, ...],
        span: Span | None = None,
    ) -> Doubt:
        line = post.source_lines.start if post.source_lines else None
        if line and span and post.source_span:
            line += post.text.count("\n", 0, span.start)
        file = self.thread.sources[post.source].path if post.source < len(self.thread.sources) else self.thread.id
        harm = round((1 - guess.confidence) * at_stake, 4)
        start = max(0, span.start - _BEFORE) if span else 0
        marked = (span.start - start, min(span.end - start, TEXT_SHOWN)) if span else (0, 0)
        text = post.text[start : start + TEXT_SHOWN]
        place = (about, self.thread.id, post.id, guess.confidence, harm)
        return Doubt(*place, message, guess.evidence, choices, file, line, text, marked)

    @staticmethod
    def _keys(post: Post) -> list[tuple[str, str]]:
        """Return the beginnings that might name a post, shortest first: their letters, and as they are written."""
        text = head_of(post)
        spans = word_spans(text)[: _KEY_WORDS[-1]]
        ends = [spans[min(count, len(spans)) - 1][1] for count in _KEY_WORDS] if spans else []
        options = [" ".join(text[:end].split()) for end in dict.fromkeys(ends)]
        return [(bare_letters(words), words) for words in options]


def _passage(post: Post, span: Span) -> str:
    """Return the words of a quote for an entry: all of a short one, first and last words of a long one."""
    text = span.of(post.text)
    spans = word_spans(text)
    if len(spans) <= 2 * _EDGE_WORDS + 4:
        return _DOTS.sub(" ", text).strip()
    first, last = text[: spans[_EDGE_WORDS - 1][1]], text[spans[-_EDGE_WORDS][0] :]
    return f"{_DOTS.sub(' ', first).strip()} ... {_DOTS.sub(' ', last).strip()}"


def as_scalar(text: str) -> str:
    """Return text as a YAML scalar in double quotation marks; what an entry may not hold becomes U+FFFD."""
    signs: list[str] = []
    for sign in text:
        if sign in '"\\':
            signs.append("\\" + sign)
        elif _REFUSED.match(sign):
            signs.append("\ufffd")
        elif sign.isprintable():
            signs.append(sign)
        else:
            signs.append(f"\\U{ord(sign):08x}")
    return f'"{"".join(signs)}"'
