"""The header of a mail: unfolded fields, encoded words, senders, message ids, dates, parameters. No recursion."""

from __future__ import annotations

import base64
import binascii
import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_tz

from generator.importers.mail.charsets import decode

HEADER_LIMIT = 65_536  # bytes of a header that are looked at
_FIELD_LIMIT = 65_536  # bytes of one field
_MOST_IDS = 200  # of one References: a thread this deep has lost its beginning long before
_LONGEST_ID = 500
_FIRST_S, _LAST_S = 1, 4_102_444_800  # 1970 to 2100: other dates are a broken clock's

_FIELD = re.compile(rb"([!-9;-~]{1,80})[ \t]*:[ \t]*")
_ENCODED = re.compile(r"=\?([^?=\s]{1,60})\?([bBqQ])\?([^?\r\n]{0,4000})\?=")
_Q_BYTE = re.compile(rb"=([0-9A-Fa-f]{2})")
_ID = re.compile(r"<\s{0,4}+([^<>\s]{1,500}+(?:\s{1,4}+at\s{1,4}+[^<>\s]{1,255}+)?+)\s{0,4}+>")
_OBFUSCATED = re.compile(r"(\S{1,64})(?: at |\(at\)|\[at\]|_at_)(\S{1,255})")
_WEEKDAY_LESS = re.compile(r"(?i)(?:mon|tue|wed|thu|fri|sat|sun)\w{0,6}\.?,?\s+")
_OFFSET = re.compile(r"(?<![\d-])([+-])(\d\d):?(\d\d)(?!\d)")
_ZONE_WORD = re.compile(r"(?<![A-Za-z])(?:[A-Z]{1,4})(?![A-Za-z])")
_ZONES = {  # hours ahead of UTC; short names that mean one zone on most mails
    **dict.fromkeys(("UT", "UTC", "GMT", "Z", "WET"), 0),
    "CET": 1,
    "MET": 1,
    "MEZ": 1,
    "BST": 1,
    "WEST": 1,
    "CEST": 2,
    "MEST": 2,
    "MESZ": 2,
    "EET": 2,
    "EEST": 3,
    "MSK": 3,
    "MSD": 4,
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "JST": 9,
    "KST": 9,
    "AEST": 10,
    "AEDT": 11,
    "NZST": 12,
    "NZDT": 13,
    "HST": -10,
}
_LETTER = re.compile(r"\w")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote a mail: the name shown, where there is one, and the address, in small letters, which is never shown."""

    name: str | None
    address: str | None

    @property
    def shown(self) -> str | None:
        """The name that is published: the display name, else what stands before the "@"."""
        local = (self.address or "").partition("@")[0]
        return self.name or local or None


@dataclass(frozen=True, slots=True)
class Header:
    """The fields of a header, by their names in small letters; of a repeated field the first counts."""

    fields: Mapping[str, bytes] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return the field's words, encoded words decoded; "" where it is missing."""
        value = self.fields.get(name)
        return decode_words(decode(value)) if value else ""

    def raw(self, name: str) -> str:
        """Return the field as it stands."""
        value = self.fields.get(name)
        return decode(value) if value else ""


def read_header(data: bytes) -> Header:
    """Return the fields of a header block; lines that are no fields are passed over."""
    fields: dict[str, bytes] = {}
    for name, value in _unfolded(data[:HEADER_LIMIT]):
        fields.setdefault(name, value)
    return Header(fields)


def _unfolded(data: bytes) -> Iterator[tuple[str, bytes]]:
    name, parts, size = "", [b""], 0
    for line in data.split(b"\n"):
        line = line.rstrip(b"\r")
        if line[:1] in (b" ", b"\t"):
            if size < _FIELD_LIMIT:
                parts.append(line)
                size += len(line)
            continue
        if name:
            yield name, b"".join(parts)[:_FIELD_LIMIT].strip()
        match = _FIELD.match(line)
        name = match[1].decode("ascii").lower() if match else ""
        parts = [line[match.end() :]] if match else [b""]
        size = len(parts[0])
    if name:
        yield name, b"".join(parts)[:_FIELD_LIMIT].strip()


def decode_words(text: str) -> str:
    """Return the text with the encoded words of RFC 2047 decoded; neighbours of one charset are joined before.

    >>> decode_words("=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9_noir?= today")
    'café noir today'
    """
    if "=?" not in text:
        return text
    pieces: list[str] = []
    waiting: list[tuple[str, bytes]] = []  # the encoded words in hand, all of one charset
    at = 0
    for match in _ENCODED.finditer(text):
        between = text[at : match.start()]
        at = match.end()
        charset, data = match[1].partition("*")[0].lower(), _word_bytes(match[2], match[3])
        if waiting and (between.strip() or waiting[0][0] != charset):
            pieces.append(decode(b"".join(data for _, data in waiting), waiting[0][0]))
            if between.strip():
                pieces.append(between)
            waiting = []
        elif not waiting:
            pieces.append(between)
        waiting.append((charset, data))
    if waiting:
        pieces.append(decode(b"".join(data for _, data in waiting), waiting[0][0]))
    return "".join(pieces) + text[at:]


def _word_bytes(encoding: str, word: str) -> bytes:
    data = word.encode("utf-8", "replace")
    if encoding in "qQ":
        return _Q_BYTE.sub(lambda match: bytes((int(match[1], 16),)), data.replace(b"_", b" "))
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        return data


def sender(value: str) -> Sender:
    """Return the first sender of a From field, in any of the shapes of the last forty years.

    >>> sender('"Lind, Anna" <anna@example.org>').name, sender("anna@example.org (Anna Lind)").name
    ('Lind, Anna', 'Anna Lind')
    >>> sender("anna at example.org (Anna Lind)").address, sender("anna@example.org").shown
    ('anna@example.org', 'anna')
    """
    words, comments, bracketed = _first_mailbox(value[:_FIELD_LIMIT])
    address = _address(bracketed if bracketed is not None else words)
    name = _name(words) if bracketed is not None else ""
    name = name or next((found for comment in comments if (found := _name(comment))), "")
    if not name and address is None and bracketed is None:
        name = _name(words)
    return Sender(name or None, address)


def _first_mailbox(value: str) -> tuple[str, list[str], str | None]:
    """Return the words before the address, the comments, and what stands in angle brackets; up to the first comma."""
    words: list[str] = []
    comments: list[str] = []
    comment: list[str] = []
    bracketed: list[str] | None = None
    depth, is_quoted, is_bracket, is_escaped = 0, False, False, False
    for sign in value:
        target = comment if depth else bracketed if is_bracket and bracketed is not None else words
        if is_escaped:
            target.append(sign)
            is_escaped = False
        elif sign == "\\":
            is_escaped = True
        elif depth:
            depth += (sign == "(") - (sign == ")")
            if depth:
                comment.append(sign)
            else:
                comments.append("".join(comment))
                comment = []
        elif sign == '"':
            is_quoted = not is_quoted
        elif is_quoted:
            target.append(sign)
        elif sign == "(":
            depth = 1
        elif sign == "<" and bracketed is None:
            bracketed, is_bracket = [], True
        elif sign == ">":
            is_bracket = False
        elif sign in ",;" and not is_bracket and (bracketed is not None or "@" in words):
            break
        else:
            target.append(sign)
    if comment:
        comments.append("".join(comment))
    return "".join(words), comments, None if bracketed is None else "".join(bracketed)


def _address(text: str) -> str | None:
    text = " ".join(text.split())
    if "@" in text:
        found = next((word for word in text.split() if "@" in word), "")
        return found.strip("<>,;:'\"").lower()[:320] or None
    match = _OBFUSCATED.search(text[:400])
    return f"{match[1]}@{match[2]}".strip("<>,;:'\"").lower() if match else None


def _name(text: str) -> str:
    """Return a display name, or "" where the words are an address or nothing."""
    name = _BLANKS.sub(" ", decode_words(text)).strip(" '\"\t,;:<>()")[:200]
    if "@" in name or not _LETTER.search(name) or _OBFUSCATED.fullmatch(name):
        return ""
    for tail in (" via ", " (via "):  # "Anna Lind via some-list": lists that rewrite the sender
        before, _, after = name.rpartition(tail)
        if before and len(after.split()) <= 4:
            name = before.strip(" '\"")
    return name


def message_ids(value: str) -> tuple[str, ...]:
    """Return the message ids of a References, In-Reply-To or Message-ID field, in order, each once, the last 200.

    >>> message_ids("<<a@b>> your message of today <c@d>")
    ('a@b', 'c@d')
    """
    found = [_plain_id(match[1]) for match in _ID.finditer(value)]
    if not found:
        found = [_plain_id(word.strip("<>,;")) for word in value.split() if "@" in word and len(word) <= _LONGEST_ID]
    return tuple(dict.fromkeys(each for each in found if each))[-_MOST_IDS:]


def _plain_id(text: str) -> str:
    return re.sub(r"\s+at\s+", "@", text.strip()).strip("<>")


def seconds_of(date: str) -> int | None:
    """Return the Unix time of a Date field or a From_ line, None where it is none or a broken clock's."""
    date = _BLANKS.sub(" ", date[:200]).strip()
    for wording in (date, _WEEKDAY_LESS.sub("", date, count=1)):
        try:
            parsed = parsedate_tz(wording)
            told = calendar.timegm((*parsed[:6], 0, 1, 0)) if parsed else None
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
        if told is not None and _FIRST_S <= told < _LAST_S:
            return told - (zone_of(date) or 0)
    return None


def zone_of(date: str) -> int | None:
    """Return how many seconds the zone of a date is ahead of UTC; None where the date names none that is known.

    >>> zone_of("Thu, 1 May 2003 17:47:36 -0130"), zone_of("Fri May  2 09:00:00 CEST 2003"), zone_of("1 May 2003 10:00")
    (-5400, 7200, None)
    """
    if match := _OFFSET.search(date[:200]):
        hours, minutes = int(match[2]), int(match[3])
        ahead = hours * 3600 + minutes * 60
        return (-ahead if match[1] == "-" else ahead) if hours < 15 and minutes < 60 else None
    found = (_ZONES[word] for word in _ZONE_WORD.findall(date[:200]) if word in _ZONES)
    hours_ahead = next(found, None)
    return None if hours_ahead is None else hours_ahead * 3600


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """Return the value and the parameters of a Content-Type or Content-Disposition field, those of RFC 2231 joined.

    >>> parameters('text/plain; charset="utf-8"; format=flowed')
    ('text/plain', {'charset': 'utf-8', 'format': 'flowed'})
    """
    first, *rest = _split_outside_quotes(value[:_FIELD_LIMIT])
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for item in rest:
        name, _, words = item.partition("=")
        name, words = name.strip().lower(), words.strip().strip('"')
        stem, star, number = name.partition("*")
        if not star:
            plain.setdefault(name, words)
            continue
        place = number.rstrip("*")
        if place.isdecimal() and len(place) < 4:
            pieces.setdefault(stem, {})[int(place)] = (words, number.endswith("*"))
        elif not number:
            pieces.setdefault(stem, {})[0] = (words, True)
    for stem, parts in pieces.items():
        plain[stem] = _joined_pieces(parts)
    return first.strip().lower(), plain


def _split_outside_quotes(value: str) -> list[str]:
    """Return the parts between semicolons; a semicolon in quotation marks parts nothing."""
    parts: list[str] = []
    current: list[str] = []
    for at, run in enumerate(value.split('"')):
        if at % 2:
            current.append(f'"{run}"')
            continue
        head, *others = run.split(";")
        current.append(head)
        for other in others:
            parts.append("".join(current))
            current = [other]
    return [*parts, "".join(current)]


def _joined_pieces(parts: Mapping[int, tuple[str, bool]]) -> str:
    charset, data = "", b""
    for place in sorted(parts):
        words, is_encoded = parts[place]
        if is_encoded and not data and words.count("'") >= 2:
            charset, _, words = words.split("'", 2)
        raw = words.encode("utf-8", "replace")
        data += re.sub(rb"%([0-9A-Fa-f]{2})", lambda match: bytes((int(match[1], 16),)), raw) if is_encoded else raw
    return decode(data, charset)
