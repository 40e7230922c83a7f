"""What the finders of posts hand over: a post as places in the dump, before its body is looked into."""

from __future__ import annotations

from dataclasses import dataclass

from generator.records import Guess, Span

UNKNOWN: Guess[str] = Guess(None, 0.0)


@dataclass(frozen=True, slots=True)
class Draft:
    """A post as found among the lines. Spans are dump offsets; `lines` are the lines of the body, [first, stop)."""

    lines: tuple[int, int]
    boundary: Guess[str]
    author: Guess[str] = UNKNOWN
    author_span: Span | None = None
    titles: tuple[str, ...] = ()
    number: str | None = None
    stamp: str | None = None  # the date as the dump words it
    signature: tuple[int, int] | None = None  # lines


@dataclass(frozen=True, slots=True)
class Found:
    """The posts of a dump in its order, and its title."""

    drafts: tuple[Draft, ...]
    title: Guess[str] = UNKNOWN
    title_span: Span | None = None
    is_page: bool = False  # the page's own headers and lead-ins are there
    repeats: tuple[Span, ...] = ()  # what a second page shows of the first one again
