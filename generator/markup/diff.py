"""A quote that differs, shown word by word against the archived original."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from generator.markup.safe import visible_text
from generator.records import Change, Span

CONTEXT_CHARACTERS = 60  # shown on either side of a change; about one line of a page
CHANGES_SHOWN = 60


@dataclass(frozen=True, slots=True)
class DiffLabels:
    """What a screen reader says before words that only one of the two has."""

    original: str
    quote: str


def write_diff(
    quoted: str, original: str | None, changes: Sequence[Change], *, span: Span, labels: DiffLabels
) -> Markup:
    """Return the words of the quote `span` of the post text `quoted`, each change marked.

    `<del>`: words that only the archived original (a post's text too) has; `<ins>`: words that only the quote has.
    Without the original, a change itself holds what it was. Unchanged stretches are cut down to their ends; after 60
    changes, "…" stands for the rest.
    """
    html: list[str] = []
    at = span.start
    for change in sorted(changes, key=lambda change: change.quote)[:CHANGES_SHOWN]:
        html.append(_same(quoted[at : change.quote.start], is_first=at == span.start))
        html += _marked("del", labels.original, change.was if original is None else change.origin.of(original))
        html += _marked("ins", labels.quote, change.quote.of(quoted))
        at = max(at, change.quote.end)
    tail = quoted[at : span.end]
    is_cut = len(tail) > CONTEXT_CHARACTERS or len(changes) > CHANGES_SHOWN
    html.append(_words(_head(tail) + " …" if is_cut else tail))
    return Markup("".join(html))


def _marked(tag: str, label: str, words: str) -> Iterator[str]:
    if words.strip():
        yield f'<{tag}><span class="visually-hidden">{escape(label)} </span>{_words(words)}</{tag}>'


def _same(words: str, *, is_first: bool) -> str:
    if is_first and len(words) > CONTEXT_CHARACTERS:
        return _words("… " + _tail(words))
    if len(words) > 2 * CONTEXT_CHARACTERS:
        return _words(f"{_head(words)} … {_tail(words)}")
    return _words(words)


def _head(words: str) -> str:
    cut = words[:CONTEXT_CHARACTERS]
    return cut.rpartition(" ")[0] or cut


def _tail(words: str) -> str:
    cut = words[-CONTEXT_CHARACTERS:]
    return cut.partition(" ")[2] or cut


def _words(words: str) -> str:
    return escape(visible_text(words))
