"""What a line of our JSON lines must look like: the same rules as docs/schemas/post.schema.json, told in sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

FORMS = ("text", "html", "markdown", "bbcode")  # of a post's body
LONGEST_POST = 16 << 20  # characters


def fault_of(value: object) -> str | None:
    """Return what is wrong with a line's value, as the end of a sentence that begins with the line; None if nothing."""
    if not isinstance(value, dict):
        return "is no object"
    if not _is_id(value.get("thread")):
        return "does not name its thread: `thread` must be a text or a number"
    for key, (is_fit, wanted) in _RULES.items():
        if value.get(key) is not None and not is_fit(value[key]):
            return f"has a `{key}` that is not {wanted}"
    return _fault_of_body(value)


def unknown_keys(post: dict[str, Any]) -> set[str]:
    """Return the keys of a line that mean nothing here."""
    return set(post) - _KNOWN


def is_withheld(post: dict[str, Any]) -> bool:
    """True for a post of which no word may be published."""
    return post.get("private") is True or post.get("deleted") is True


def _fault_of_body(post: dict[str, Any]) -> str | None:
    forms = [form for form in FORMS if post.get(form) is not None]
    if is_withheld(post):
        return None
    if len(forms) > 1:
        return f"has {' and '.join(f'`{form}`' for form in forms)}, of which a post has exactly one"
    if not forms:
        return "has no post: one of `text`, `html`, `markdown`, `bbcode` is missing"
    if len(post[forms[0]]) > LONGEST_POST:
        return f"has a post of more than {LONGEST_POST >> 20} million characters"
    return None


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_id(value: object) -> bool:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return is_number or (isinstance(value, str) and bool(value.strip()))


def _is_moment(value: object) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _is_bool(value: object) -> bool:
    return isinstance(value, bool)


def _are_quotes(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) and _fits(each, _OF_QUOTES) for each in value)


def _are_attachments(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(each, dict) and _is_text(each.get("name")) and _fits(each, _OF_ATTACHMENTS) for each in value
    )


def _fits(value: dict[str, Any], rules: Mapping[str, Callable[[object], bool]]) -> bool:
    return all(value.get(key) is None or is_fit(value[key]) for key, is_fit in rules.items())


_OF_QUOTES = {"text": _is_text, "author": _is_text, "post": _is_id, "thread": _is_id}
_OF_ATTACHMENTS = {"path": _is_text, "data": _is_text}
_RULES: dict[str, tuple[Callable[[object], bool], str]] = {
    **dict.fromkeys((*FORMS, "thread_title", "author", "url", "lang"), (_is_text, "a text")),
    **dict.fromkeys(("id", "reply_to"), (_is_id, "a text or a number")),
    "date": (_is_moment, "a date: ISO 8601, or seconds since 1970"),
    **dict.fromkeys(("deleted", "private"), (_is_bool, "true or false")),
    "quotes": (_are_quotes, "a list of objects with `text`, `author`, `post` or `thread`"),
    "attachments": (_are_attachments, "a list of objects with `name`, and `path` or `data`"),
}
_KNOWN = frozenset((*_RULES, "thread", "meta"))
