"""Runs of a post that repeat without being quotes: subject lines and placeholders. They are blanked before matching.

Code, logs, signatures and self-repeats are told from quotes later, by what stands around them (`features.py`).
"""

from __future__ import annotations

import re

from generator.records import Post, Span

# What forum software shows instead of something that it keeps back, or beside a file: whole lines or parts of one.
_PLACEHOLDER = re.compile(
    r"view attachment \d+|attachment \d+|\[?attachment deleted by admin\]?"
    r"|to view the content, you need to sign in or register\.?"
    r"|please,? log in or register to view (?:urls|this) content!?"
    r"|you must be registered (?:for|to) (?:see|view) (?:the )?(?:links|images)(?: attach)?"
    r"|(?:guests|visitors) (?:can(?:not|'t)|may not) (?:see|view) (?:links|images|attachments)[^\n]{0,60}"
    r"|click (?:to expand|image for larger version|here to (?:expand|view))\.*|\[image\]|\[img\]",
    re.IGNORECASE,
)
# The first line of a post may repeat the subject: "Re: ...", in a few languages.
_SUBJECT = re.compile(r"\s*(?:re|aw|antw|sv|vs|odp|ответ|res|rép)(?:\[\d+\])?[ \t]*:[^\n]*", re.IGNORECASE)
# A cheap test before the costly one: one of these stands in every placeholder.
_HINTS = ("attachment", "sign in or", "register", "guests ", "visitors ", "click ", "[im")


def reused_spans(post: Post) -> list[Span]:
    """Return the text offsets of subject lines and placeholders, and of what the importer marked, in order."""
    spans = [*post.furniture, *post.reuse]
    text = post.text
    subject = _SUBJECT.match(text)
    if subject:
        spans.append(Span(*subject.span()))
    lower = text.lower()
    if any(hint in lower for hint in _HINTS):
        spans += [Span(*match.span()) for match in _PLACEHOLDER.finditer(text)]
    return sorted(spans) if len(spans) > 1 else spans


def is_subject(text: str) -> bool:
    """True for a line that repeats the subject: software writes it over each reply, nobody quotes it."""
    return _SUBJECT.fullmatch(text) is not None


def blanked(text: str, spans: list[Span]) -> str:
    """Return the text with as many line ends in place of each span: offsets stay, the words are gone."""
    if not spans:
        return text
    parts: list[str] = []
    at = 0
    for span in spans:
        start = max(span.start, at)
        if start < span.end:
            parts += [text[at:start], "\n" * (span.end - start)]
            at = span.end
    return "".join((*parts, text[at:]))
