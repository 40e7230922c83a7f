"""What the writer is told about a post, and what it gives back. All spans are text offsets of the post."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from generator.records import Span


@dataclass(frozen=True, slots=True)
class QuoteMark:
    """A quote in the post. `href` leads to its origin ("" where there is none), `title` says what it is in a line."""

    span: Span
    anchor: str
    kind: str
    href: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class SpeakerMark:
    """Who is quoted in a quote block of the body, as the dump declares; `href` leads to the post that it names."""

    span: Span
    name: str
    href: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class QuoterMark:
    """A link to a post that quotes a passage of this one. `number` is shown, `title` is read out."""

    href: str
    number: str
    title: str
    is_elsewhere: bool = False  # in another thread


@dataclass(frozen=True, slots=True)
class PassageMark:
    """Words of the post that others quoted: `span` is the hull of all `pieces` (none: the hull is the only piece)."""

    span: Span
    anchor: str
    pieces: tuple[Span, ...] = ()
    quoters: tuple[QuoterMark, ...] = ()
    total: int = 0  # how many quote it; may be more than `quoters`


@dataclass(frozen=True, slots=True)
class Marks:
    """All that is marked in a post. `furniture` is not shown. Quotes and passages stand in any order.

    `speakers` stand in text order, of those with one span the outer first; they are told where a quote is no part.
    """

    quotes: tuple[QuoteMark, ...] = ()
    passages: tuple[PassageMark, ...] = ()
    furniture: tuple[Span, ...] = ()
    speakers: tuple[SpeakerMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a post, ready to show: own words, or (where `quote` is set) a quote that covers whole lines.

    `quote` and `inline` are indices into `Marks.quotes`: the quote that this part is, those that stand inside it.
    `before` and `after` open and close passages that run over several parts.
    """

    html: Markup
    quote: int | None = None
    inline: tuple[int, ...] = ()
    before: Markup = Markup()  # noqa: RUF009 - Markup is immutable
    after: Markup = Markup()  # noqa: RUF009


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return the union of the spans, in order, none touching another; empty ones are left out."""
    union: list[Span] = []
    for span in sorted(span for span in spans if span.end > span.start):
        if union and span.start <= union[-1].end:
            if span.end > union[-1].end:
                union[-1] = Span(union[-1].start, span.end)
        else:
            union.append(span)
    return union
