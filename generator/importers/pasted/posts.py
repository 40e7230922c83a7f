"""From drafts to records: ids, bodies, dates, chrome. Every visible character of the dump gets its one place here."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from generator.codec import short_id
from generator.importers.pasted.bodies import Body, read_body
from generator.importers.pasted.dates import Order, learn_order, read_moment
from generator.importers.pasted.drafts import Draft, Found
from generator.importers.pasted.lines import BYTE_ORDER_MARK, Lines
from generator.importers.pasted.sheets import Sheet
from generator.markup import read_plain
from generator.records import Chrome, Declared, Guess, Moment, Post, PostId, Span

_NOT_LETTER = re.compile(r"[\W_]+")
_NEVER: Guess[Moment] = Guess(None, 0.0)


def build_posts(sheet: Sheet, found: Found, retrieved: str | None) -> tuple[Post, ...]:
    """Return the posts of the drafts that have a body, in order."""
    has_typed_leads = not found.is_page and not any("expand" in roles for roles in sheet.roles)
    order = learn_order(draft.stamp for draft in found.drafts if draft.stamp)
    posts: list[Post] = []
    seen: Counter[str] = Counter()
    for draft in found.drafts:
        body = read_body(sheet, draft.lines, has_typed_leads=has_typed_leads)
        if body is None:
            continue
        when = _when(draft, order, retrieved)
        posts.append(_post(sheet.lines, draft, body, ordinal=len(posts) + 1, when=when, seen=seen))
    return tuple(posts)


def _when(draft: Draft, order: Order | None, retrieved: str | None) -> Guess[Moment]:
    if draft.stamp is None:
        return _NEVER
    moment = read_moment(draft.stamp, order, retrieved)
    return Guess(moment, 0.98 if moment.iso else 0.9, (f"the header shows {draft.stamp!r}",), "header")


def _post(lines: Lines, draft: Draft, body: Body, *, ordinal: int, when: Guess[Moment], seen: Counter[str]) -> Post:
    span, back = body.span, -body.span.start
    text = span.of(lines.text)
    furniture = tuple(place.shift(back) for place in body.furniture)
    declared = tuple(_shifted(quote, back) for quote in body.declared)
    signature = lines.span(draft.signature[0], draft.signature[1] - 1) if draft.signature else None
    return Post(
        id=content_id(text, furniture, seen),
        ordinal=ordinal,
        author=draft.author,
        when=when,
        text=text,
        body=read_plain(text, declared=declared, furniture=furniture),
        declared=declared,
        furniture=furniture,
        reuse=tuple(place.shift(back) for place in body.reuse),
        titles=draft.titles,
        signature=signature.of(lines.text) if signature else None,
        number=draft.number,
        boundary=draft.boundary,
        source_span=span,
        source_lines=_line_span(lines, span),
        author_span=draft.author_span,
        signature_span=signature,
    )


def _shifted(quote: Declared, by: int) -> Declared:
    return replace(quote, span=quote.span.shift(by), lead_in=quote.lead_in.shift(by) if quote.lead_in else None)


def _line_span(lines: Lines, span: Span) -> Span:
    return Span(bisect_right(lines.starts, span.start), bisect_right(lines.starts, max(span.start, span.end - 1)) + 1)


def content_id(text: str, furniture: Sequence[Span], seen: Counter[str]) -> PostId:
    """Return an id made of the letters and digits of a body, so that white space, signs and chrome do not move it.

    `seen` counts the ids given so far in this thread; the second post with the same words gets "-2".
    """
    own = "".join(_without(text, furniture))
    letters = _NOT_LETTER.sub("", unicodedata.normalize("NFC", own).casefold())
    base = short_id(letters or "".join(own.split()))
    seen[base] += 1
    return PostId(base if seen[base] == 1 else f"{base}-{seen[base]}")


def _without(text: str, furniture: Sequence[Span]) -> Iterator[str]:
    at = 0
    for span in furniture:
        yield text[at : span.start]
        at = span.end
    yield text[at:]


def without_repeats(posts: Sequence[Post]) -> tuple[tuple[Post, ...], tuple[Post, ...]]:
    """Return the posts once each, and those that an overlap of pasted pages gave a second time.

    A post is the same one again where number or date, author and words are the same; where a dump shows neither number
    nor date, equal words are somebody's second "Thanks!".
    """
    seen: set[tuple[str | None, str | None, str | None, str]] = set()
    kept: list[Post] = []
    repeated: list[Post] = []
    for post in posts:
        stamp = post.when.value.raw if post.when.value else None
        key = (post.number, stamp, post.author.value, content_id(post.text, post.furniture, Counter()))
        if key in seen and (post.number or stamp):
            repeated.append(post)
            continue
        seen.add(key)
        kept.append(post)
    if not repeated:
        return tuple(posts), ()
    counts: Counter[str] = Counter()
    named = [replace(post, id=content_id(post.text, post.furniture, counts)) for post in kept]
    return tuple(replace(post, ordinal=place) for place, post in enumerate(named, 1)), tuple(repeated)


def find_chrome(sheet: Sheet, taken: Iterable[Span]) -> tuple[Chrome, ...]:
    """Return all that is visible and not in `taken`, line by line, in order, each with a reason."""
    lines = sheet.lines
    found = [Chrome(Span(0, 1), "byte order mark")] if lines.text.startswith(BYTE_ORDER_MARK) else []
    gaps = _gaps(sorted(taken), len(lines.text))
    line = 0
    for gap in gaps:
        line = max(line, bisect_right(lines.starts, gap.start) - 1)
        while line < len(lines) and lines.starts[line] < gap.end:
            piece = Span(max(lines.at[line], gap.start), min(lines.end(line), gap.end))
            if trimmed := _trimmed(lines.text, piece):
                found.append(Chrome(trimmed, _reason(sheet, line)))
            line += 1
        line = max(0, line - 1)
    return tuple(found)


def _gaps(taken: Sequence[Span], length: int) -> Iterator[Span]:
    at = 0
    for span in taken:
        if span.start > at:
            yield Span(at, span.start)
        at = max(at, span.end)
    if at < length:
        yield Span(at, length)


def _trimmed(text: str, span: Span) -> Span | None:
    piece = text[span.start : span.end]
    kept = piece.strip()
    if not kept:
        return None
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, start + len(kept))


_REASONS = {
    "label": "header", "title": "header", "menu": "header", "stamp": "header", "subject": "title repeated",
    "edited": "footer", "attachments": "attachments", "footer": "footer", "end": "footer",
    "lead": "lead-in", "expand": "lead-in", "placeholder": "placeholder",
    "start": "page", "stop": "page", "page": "page",
}  # fmt: skip


def _reason(sheet: Sheet, line: int) -> str:
    return _REASONS[sheet.hits[line][0].role] if sheet.hits[line] else "header"
