"""The index of an archive of mails: a few numbers a message, so that an archive of gigabytes needs little memory."""

from __future__ import annotations

import hashlib
import re
from array import array
from collections.abc import Sequence
from typing import NamedTuple

from generator.importers.mail.content import is_withheld
from generator.importers.mail.headers import Header, message_ids, seconds_of, sender
from generator.importers.mail.splitting import Found

_REPLY = re.compile(
    r"\s*(?:(?:re|aw|sv|antw|antwort|vs|odp|ynt|res|ref|rif|r|fwd?|wg|tr|rv|enc|fs|vb|doorst|i|továbbítás|回复|答复|转发|答覆)"
    r"\s?(?:\[\d{1,3}\]|\(\d{1,3}\)|\^\d{1,3}|\*\d{1,3})?\s?[:：]\s*)+",
    re.IGNORECASE,
)
_WAS = re.compile(r"\s*[(\[](?:was|war|fue|était|было)\b[^()\[\]]*[)\]]\s*\Z", re.IGNORECASE)
_TAG = re.compile(r"\s*\[[^\]\n]{1,40}\]\s*")
_NO_DATE = -1
_BUCKETS = 256
_BUCKET_BITS = 63 - 8  # a number that stands for a text has 63 bits


class Entry(NamedTuple):
    """A message in the index. Ids, subjects and senders are numbers that stand for them; 0: none."""

    file: int
    start: int  # of the From_ line, in bytes
    header_at: int
    body_at: int
    end: int
    line: int
    date: int  # Unix time; -1 where it is not known
    id: int
    subject: int
    sender: int
    flags: int
    telling: int  # words of the subject, at most 255


REPLY, WITHHELD, NO_ID = 1, 2, 4


class Index:
    """Messages in the order in which they stand in the archive: 60 bytes each, and 8 for each id that they refer to."""

    # One array a field of Entry. Offsets but the first are told from the one before, which takes half of the memory.
    _TYPES = ("I", "q", "H", "I", "I", "I", "q", "q", "q", "q", "B", "B")

    def __init__(self, rows: Sequence[array[int]] = ()) -> None:
        """`rows`: those of an index that was kept."""
        of_entries = len(self._TYPES)
        self._columns = list(rows[:of_entries]) or [array(code) for code in self._TYPES]
        self._references, self._reference_ends = rows[of_entries:] if rows else (array("q"), array("I"))

    def rows(self) -> Sequence[array[int]]:
        """Return all that the index holds."""
        return (*self._columns, self._references, self._reference_ends)

    def __len__(self) -> int:
        return len(self._reference_ends)

    def __getitem__(self, place: int) -> Entry:
        file, start, envelope, header, body, *rest = (column[place] for column in self._columns)
        body_at = start + envelope + header
        return Entry(file, start, start + envelope, body_at, body_at + body, *rest)

    def column(self, name: str) -> Sequence[int]:
        """Return one number of each message, of those that are no offsets."""
        return self._columns[Entry._fields.index(name)]

    def references(self, place: int) -> Sequence[int]:
        """Return the ids that a message refers to, the oldest first; what it answers last."""
        start = self._reference_ends[place - 1] if place else 0
        return self._references[start : self._reference_ends[place]]

    def add(self, file: int, found: Found, end: int, header: Header, body_start: bytes) -> None:
        """Add a message; `body_start` are the first bytes of its body."""
        ids = message_ids(header.raw("message-id")) or message_ids(header.raw("resent-message-id"))
        date = seconds_of(header.raw("date"))
        date = seconds_of(found.envelope.decode("latin-1")[5:].partition(" ")[2]) if date is None else date
        base, is_reply = base_subject(header.text("subject"))
        who = sender(header.raw("from"))
        known = references_of(header)
        flags = REPLY * (is_reply or bool(known)) | WITHHELD * is_withheld(header, body_start) | NO_ID * (not ids)
        own = number_of(ids[0]) if ids else number_of(f"{found.start}/{file}/{date}/{base}")
        subject = number_of(base.casefold()) if base else 0
        envelope, head = found.header_at - found.start, found.body_at - found.header_at
        values = (
            *(file, found.start, envelope, head, max(0, end - found.body_at), found.line),
            *(_NO_DATE if date is None else date, own, subject, number_of(who.address or who.name or "")),
            *(flags, min(255, len(base.split()))),
        )
        for column, value in zip(self._columns, values, strict=True):
            column.append(value)
        self._references.extend(number for each in known if (number := number_of(each)) != own)
        self._reference_ends.append(len(self._references))


def sorted_places(numbers: Sequence[int]) -> array[int]:
    """Return the places of numbers of 63 bits, ordered by number, then by place. Little memory beside the result."""
    buckets = [array("I") for _ in range(_BUCKETS)]
    for place, number in enumerate(numbers):
        buckets[number >> _BUCKET_BITS].append(place)
    ordered = array("I")
    for bucket in buckets:
        ordered.extend(sorted(bucket, key=numbers.__getitem__))
    return ordered


def references_of(header: Header) -> tuple[str, ...]:
    """Return the ids that a message refers to, what it answers last: In-Reply-To, behind References."""
    references = message_ids(header.raw("references"))
    answered = [each for each in message_ids(header.raw("in-reply-to")) if each not in references]
    if references and answered:
        return (*references[:-1], *answered[:3], references[-1])
    return (*references, *answered[:3])


def base_subject(subject: str) -> tuple[str, bool]:
    """Return a subject without what mail programs put before and behind it, and whether it is that of a reply.

    >>> base_subject("Re: [mills] AW: Windmills or watermills?  (was: Mills)")
    ('Windmills or watermills?', True)
    """
    text = " ".join(subject.split())[:500]
    is_reply = False
    for _ in range(4):
        match = _REPLY.match(text)
        if match and match.end():
            is_reply, text = True, text[match.end() :]
        tag = _TAG.match(text)
        if tag and tag.end() < len(text):
            text = text[tag.end() :]
        elif not match:
            break
    return _WAS.sub("", text).strip() or text.strip(), is_reply


def number_of(text: str) -> int:
    """Return a number that stands for a text, above 0 and below 2^63."""
    data = text.encode("utf-8", "surrogatepass")
    return (int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big") >> 1) or 1
