"""Quotes as W3C Web Annotations: the quote is the target, the passage that it was taken from is the body.

Selectors count code points of the post's text as the edition has it (the data set `jsonl` holds it). A passage in
another thread is selected by position, and by its words where the quote has them unchanged.
"""

from __future__ import annotations

from generator.codec import to_json
from generator.markup import visible_text
from generator.records import Post, Quote, Span
from generator.views import Known, post_address, urls

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32  # code points before and after the words: the length that the recommendation's own examples use


def annotations_of(known: Known) -> list[dict[str, object]]:
    """Return an annotation for each quote of a thread whose origin is known."""
    return [
        _annotation(known, known.posts[post], anchor, quote)
        for post, anchored in known.quotes.items()
        for anchor, quote in anchored
        if quote.origin is not None
    ]


def annotation_page(known: Known) -> bytes:
    """Return an AnnotationPage of the quotes of a thread; b"" where there is none."""
    items = annotations_of(known)
    if not items:
        return b""
    here = urls.annotations_url(known.thread)
    page = {"@context": CONTEXT, "id": _iri(known, here), "type": "AnnotationPage", "items": items}
    return to_json(page) + b"\n"


def _annotation(known: Known, post: Post, anchor: str, quote: Quote) -> dict[str, object]:
    place = post_address(known.settings, (known.thread, post.id, known.position[post.id]))
    return {
        "id": _iri(known, place[0], anchor),
        "type": "Annotation",
        "motivation": "linking",
        "target": {"source": _iri(known, *place), "selector": selectors(post.text, quote.span)},
        "body": {"source": _origin(known, anchor, quote), "selector": _origin_selectors(known, post, quote)},
        "disputatio:kind": quote.kind,
        "disputatio:confidence": quote.confidence,
    }


def selectors(text: str, span: Span) -> list[dict[str, object]]:
    """Return what finds a run of text again: its words with those around them, and its place."""
    return [
        {
            "type": "TextQuoteSelector",
            "exact": visible_text(span.of(text)),
            "prefix": visible_text(text[max(0, span.start - _AROUND) : span.start]),
            "suffix": visible_text(text[span.end : span.end + _AROUND]),
        },
        _position(span),
    ]


def _origin(known: Known, anchor: str, quote: Quote) -> str:
    origin = quote.origin
    assert origin is not None  # quotes without one are left out
    if origin.lost:
        return _iri(known, urls.lost_url(origin.thread, origin.post))
    if origin.thread == known.thread:
        return _iri(known, *post_address(known.settings, (known.thread, origin.post, known.position[origin.post])))
    row = known.outgoing.get((quote.post, anchor))
    position = row.origin_ordinal if row else 1
    return _iri(known, *post_address(known.settings, (origin.thread, origin.post, position)))


def _origin_selectors(known: Known, post: Post, quote: Quote) -> list[dict[str, object]]:
    origin = quote.origin
    assert origin is not None
    if origin.thread == known.thread:
        there = known.lost[origin.post] if origin.lost else known.posts[origin.post]
        return selectors(there.text, origin.span)
    words = visible_text(quote.span.of(post.text))
    exact: list[dict[str, object]] = [{"type": "TextQuoteSelector", "exact": words}] if quote.kind == "exact" else []
    return [*exact, _position(origin.span)]


def _position(span: Span) -> dict[str, object]:
    return {"type": "TextPositionSelector", "start": span.start, "end": span.end}


def _iri(known: Known, address: str, anchor: str = "") -> str:
    """Return the full address, or the one from the thread's folder where the site has no base URL."""
    base_url = known.settings.site.base_url
    return urls.canonical(base_url, address, anchor) or urls.relative(known.folder + "x", address, anchor)
