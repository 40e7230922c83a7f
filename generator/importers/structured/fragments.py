"""Bodies of posts that a dump brings as HTML fragments, and what may be said of posts that it withholds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from selectolax.lexbor import LexborNode

from generator.importers.structured.posts import PostFacts, own_words_of
from generator.markup import Body, Meaning, no_meaning, read_html


def read_fragment(
    source: str, meaning: Callable[[LexborNode], Meaning | None] = no_meaning, *, base: str | None = None
) -> Body:
    """Return the body of a post from its inner HTML, of any depth; `base` is the address of the page."""
    return read_html(source, meaning, base=base)


def within(body: Body, thread_key: str) -> Body:
    """Return a body whose quotes from its own thread name no thread."""
    if all(quote.thread != thread_key for quote in body.declared):
        return body
    quotes = (replace(quote, thread=None) if quote.thread == thread_key else quote for quote in body.declared)
    return replace(body, declared=tuple(quotes))


def withheld(facts: PostFacts, why: str) -> PostFacts:
    """Return what may be said of a post that its dump calls private or deleted: that it was there, and no word more.

    `why` is shown to the reader: "deleted", "private", "hidden by a moderator". Its own words go along to be looked
    for where others quote them.
    """
    return PostFacts(
        facts.id,
        Body(""),
        number=facts.number,
        lines=facts.lines,
        withheld=why,
        withheld_words=own_words_of(facts),
    )
