"""The words of one unit as HTML: escaped once, emphasis and links kept, marks at their places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import escape

from generator.markup.elements import Event, in_order
from generator.markup.safe import safe_url
from generator.markup.units import Leaf
from generator.records import Inline, Span

_TAGS = {"emphasis": "em", "strong": "strong", "code": "code", "strike": "s"}


def write_words(text: str, leaves: Sequence[Leaf], events: Iterable[Event], words: Sequence[Span]) -> str:
    """Return the leaves as HTML, with the events at their places and `words` (sorted, apart) marked.

    `text` must have gone through `visible_text`. Emphasis and links are closed and opened again around events.
    """
    if not events and not words:
        return _plain_words(text, leaves)
    return _MarkedWords(text, events, words).write(leaves)


def _plain_words(text: str, leaves: Sequence[Leaf]) -> str:
    html: list[str] = []
    path: tuple[Inline, ...] = ()
    for leaf in leaves:
        if leaf.path != path:
            html.append(_switch(path, leaf.path))
            path = leaf.path
        html.append(_leaf(text, leaf, leaf.start, leaf.end))
    html.append(_switch(path, ()))
    return "".join(html)


class _MarkedWords:
    """Writes leaves in text order, chunk by chunk, between the places where something is marked."""

    def __init__(self, text: str, events: Iterable[Event], words: Sequence[Span]) -> None:
        self._text = text
        self._events = in_order(events)
        self._words = words
        self._cuts = sorted({event.offset for event in self._events}.union(*((span.start, span.end) for span in words)))
        self._event = self._word = self._cut = 0
        self._path: tuple[Inline, ...] = ()
        self._in_words = False
        self._html: list[str] = []

    def write(self, leaves: Sequence[Leaf]) -> str:
        for leaf in leaves:
            at = leaf.start
            while at <= leaf.end:
                self._fire(at)
                while self._cut < len(self._cuts) and self._cuts[self._cut] <= at:
                    self._cut += 1
                end = min(leaf.end, self._cuts[self._cut]) if self._cut < len(self._cuts) else leaf.end
                self._enter(leaf.path, is_words=self._is_word(at))
                self._html.append(_leaf(self._text, leaf, at, end))
                at = end
                if at >= leaf.end:
                    break
        self._enter((), is_words=False)
        self._html += (event.html for event in self._events[self._event :])
        return "".join(self._html)

    def _fire(self, at: int) -> None:
        while self._event < len(self._events) and self._events[self._event].offset <= at:
            self._enter((), is_words=False)
            self._html.append(self._events[self._event].html)
            self._event += 1

    def _is_word(self, at: int) -> bool:
        while self._word < len(self._words) and self._words[self._word].end <= at:
            self._word += 1
        return self._word < len(self._words) and self._words[self._word].start <= at

    def _enter(self, path: tuple[Inline, ...], *, is_words: bool) -> None:
        if is_words != self._in_words:
            self._html.append(_switch(self._path, ()))
            self._html.append('<span class="passage__words">' if is_words else "</span>")
            self._in_words, self._path = is_words, ()
        if path != self._path:
            self._html.append(_switch(self._path, path))
            self._path = path


def _leaf(text: str, leaf: Leaf, start: int, end: int) -> str:
    if leaf.kind == "text":
        return escape(text[start:end])
    if leaf.kind == "break":
        return "<br>\n"
    url = safe_url(leaf.url or "")
    words = escape(text[start:end] or "[image]")
    return f'<a class="image" href="{escape(url)}" rel="nofollow ugc noopener">{words}</a>' if url else words


def _switch(old: tuple[Inline, ...], new: tuple[Inline, ...]) -> str:
    """Return what leaves the emphasis and links of `old` and enters those of `new`."""
    shared = 0
    while shared < min(len(old), len(new)) and old[shared] is new[shared]:
        shared += 1
    left = (_tags(inline)[1] for inline in reversed(old[shared:]))
    return "".join([*left, *(_tags(inline)[0] for inline in new[shared:])])


def _tags(inline: Inline) -> tuple[str, str]:
    if inline.kind == "link":
        url = safe_url(inline.url or "")
        return (f'<a href="{escape(url)}" rel="nofollow ugc noopener">', "</a>") if url else ("", "")
    tag = _TAGS.get(inline.kind)
    return (f"<{tag}>", f"</{tag}>") if tag else ("", "")
