"""Who is quoted, as the brackets of a quote tell it: `[quote=NAME;POST]` and its kin."""

from __future__ import annotations

import re
from dataclasses import dataclass

_KEY = re.compile(
    r"(?:(?<=\s)|(?<=\A)|(?<=[\"']))"
    r"(author|name|link|date|dateline|time|timestamp|pid|post_id|postid|msg_id|post|user_id|userid|uid|id|url|num)\s*=",
    re.IGNORECASE,
)
_LISTED = re.compile(r"[,;]\s*(?:post|topic|member|full|username|uid)\s*:", re.IGNORECASE)
_LISTED_POST = re.compile(r"[,;]\s*post\s*:\s*([\w-]{1,64})", re.IGNORECASE)
_LISTED_TOPIC = re.compile(r"[,;]\s*topic\s*:\s*([\w-]{1,64})", re.IGNORECASE)
_AFTER_NAME = re.compile(r"(.*);\s*[np]?(\d{1,19})\Z", re.DOTALL)  # vBulletin 5 writes "n123", Vanilla "p123"
_QUOTED_NAME = re.compile(r"=\s*(\"[^\"]*\"|'[^']*')(?=\s|\Z)")
_TOPIC_LINK = re.compile(r"topic=(\d{1,19})", re.IGNORECASE)
_POST_LINK = re.compile(r"(?:msg=?|post-?|postid=|[?&;]p=|pid=?|comment-)(\d{1,19})", re.IGNORECASE)
_NAME_AND_LINK = re.compile(r"(['\"])(.*?)\1\s*,\s*(['\"]?)(\S+)\3\Z", re.DOTALL)  # WoltLab: 'NAME','https://...'
_PAIRS = {'"': '"', "'": "'", "“": "”", "„": "“", "«": "»"}


@dataclass(frozen=True, slots=True)
class QuotedFrom:
    """Where a quote says that it was taken from, in the ids of the dump; None: it does not say."""

    author: str | None = None
    post: str | None = None
    thread: str | None = None


def quoted_from(argument: str) -> QuotedFrom:
    """Return what stands behind "quote" in its brackets, as phpBB, vBulletin, XenForo, SMF, MyBB ... write it.

    `=NAME post_id=12 time=3`, `="NAME, post: 12, member: 3"`, `=NAME;12`, `="NAME" pid='12' dateline='3'`,
    ` author=NAME link=topic=1.msg12#msg12 date=3`, ` name='NAME' post='12'`, `='NAME','https://a.example/#post12'`.
    """
    argument = argument.replace("&quot;", '"').replace("&#039;", "'").strip()  # as phpBB keeps it
    if argument.startswith("=") and (pair := _NAME_AND_LINK.match(argument[1:].strip())):
        return QuotedFrom(_name(pair.group(2)), _first(_POST_LINK, pair.group(4)))
    value, fields = _fields(argument)
    link = fields.get("link") or fields.get("url") or ""
    found = QuotedFrom(
        author=_name(fields.get("author") or fields.get("name") or ""),
        post=_first_id(fields, "post_id", "postid", "pid", "msg_id", "post") or _first(_POST_LINK, link),
        thread=_first(_TOPIC_LINK, link),
    )
    return _with_value(found, value) if value else found


def _with_value(found: QuotedFrom, value: str) -> QuotedFrom:
    """Return the origin with what `quote=VALUE` adds to it."""
    if listed := _LISTED.search(value):
        return QuotedFrom(
            author=_name(value[: listed.start()]),
            post=_first(_LISTED_POST, value) or found.post,
            thread=_first(_LISTED_TOPIC, value) or found.thread,
        )
    if numbered := _AFTER_NAME.match(value):
        return QuotedFrom(_name(numbered.group(1)), numbered.group(2), found.thread)
    return QuotedFrom(_name(value) or found.author, found.post, found.thread)


def _fields(argument: str) -> tuple[str, dict[str, str]]:
    """Return the value right behind "quote=", and the named ones behind it; values may hold blanks."""
    quoted = _QUOTED_NAME.match(argument)
    keys = list(_KEY.finditer(argument, quoted.end() if quoted else 0))
    first = keys[0].start() if keys else len(argument)
    value = argument[:first].strip()
    fields: dict[str, str] = {}
    for at, key in enumerate(keys):
        end = keys[at + 1].start() if at + 1 < len(keys) else len(argument)
        fields.setdefault(key.group(1).lower(), _unquoted(argument[key.end() : end]))
    return (_unquoted(value[1:]) if value.startswith("=") else ""), fields


def _first_id(fields: dict[str, str], *names: str) -> str | None:
    return next((fields[name] for name in names if fields.get(name, "").isalnum()), None)


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found.group(1) if found else None


def _name(text: str) -> str | None:
    return " ".join(_unquoted(text).split()) or None


def _unquoted(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and _PAIRS.get(text[0]) == text[-1]:
        return text[1:-1].replace('\\"', '"').replace("\\'", "'").strip()
    return text
