"""Where the messages of an mbox stand: an own splitter, because a line of prose may begin with "From ".

The four dialects are read alike. mboxo and mboxrd put ">" before such lines (`unescape_from` takes it off again);
mboxcl and mboxcl2 tell the length of each body in `Content-Length`, which is believed where a message, or the end of
the file, stands where it says.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from generator.importers.mail.headers import HEADER_LIMIT

_CHUNK = 1 << 20
_AHEAD = HEADER_LIMIT + 1024  # bytes behind a From_ line that must be seen before it is judged

_CANDIDATE = re.compile(rb"^From [^\r\n]{1,400}\r?\n", re.MULTILINE)
_TIME = re.compile(rb"\d{1,2}:\d\d")
_YEAR = re.compile(rb"(?:19|20)\d\d(?!\d)")
_DAY = re.compile(rb"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")
_FIELD_LINE = re.compile(rb"(?:>?From |[!-9;-~]{1,80}[ \t]*:)")
_KNOWN_FIELD = re.compile(
    rb"(?:from|date|subject|message-id|received|return-path|delivered-to|to|path|newsgroups|mime-version|x-[!-9;-~]+"
    rb"|content-[a-z-]+|status|sender|reply-to|in-reply-to|references)[ \t]*:",
    re.IGNORECASE,
)
_HEADER_END = re.compile(
    rb"(\r?\n\r?\n)|\nFrom (?=[^\r\n]*\d:\d\d)"
)  # or where the next message begins without a blank
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,15})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_ESCAPED_FROM = re.compile(rb"^>+From ", re.MULTILINE)


class Found(NamedTuple):
    """A message in a file, by offsets in bytes: where its From_ line, its header and its body begin."""

    start: int
    header_at: int
    body_at: int
    line: int  # of its From_ line, 1-based
    envelope: bytes  # the From_ line; empty in a file that is one message
    header: bytes


def find_messages(file: BinaryIO) -> Iterator[Found]:
    """Yield the messages of an mbox, or the one message of a file without From_ lines, in order.

    A message ends where the next one starts. Reads 1 MiB at a time: memory does not grow with the file. A From_ line
    has a time and a year, a field of a header below it, and a blank line above (or a field that every mail has below).
    """
    window = _Window(file)
    skip_to = 0  # where the body in hand ends, if it says so and is right
    is_first = True
    for at, line in window.candidates():
        if is_first and at > 0 and window.text(0, at).strip(b"\r\n \t"):
            yield from _single(window)
        is_first = False
        if at < skip_to:
            continue
        found = _found(window, at, line)
        if found is None:
            continue
        yield found
        skip_to = _told_end(window, found)
    if is_first:
        yield from _single(window)


def _single(window: _Window) -> Iterator[Found]:
    """Yield what stands before the first From_ line, where it is a message of its own."""
    head = window.head
    if _FIELD_LINE.match(head):
        end = _HEADER_END.search(head)
        body = end.end(1) if end and end[1] else len(head)
        start = window.start
        yield Found(start, start, start + body, 1, b"", head[: end.start() if end else None])


def _found(window: _Window, at: int, line: int) -> Found | None:
    text, start = window.seen(at)
    header = text.index(b"\n", start) + 1
    envelope = text[start:header].rstrip()
    if not (_TIME.search(envelope) and _YEAR.search(envelope) and _DAY.search(envelope)):
        return None
    if not _FIELD_LINE.match(text, header):
        return None
    if not window.is_after_blank(at) and not _KNOWN_FIELD.match(text, header):
        return None
    end = _HEADER_END.search(text, header, header + HEADER_LIMIT)
    stop = end.start() if end else min(len(text), header + HEADER_LIMIT)
    body = end.end(1) if end and end[1] else stop
    return Found(at, at + header - start, at + body - start, line, envelope, text[header:stop])


def _told_end(window: _Window, found: Found) -> int:
    """Return where the body ends by its Content-Length, 0 where there is none or where no message begins there."""
    match = _LENGTH.search(found.header)
    if not match:
        return 0
    end = found.body_at + int(match[1])
    return end if window.begins_message(end) else 0


class _Window:
    """A file seen through a window that moves forward."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._size = file.seek(0, 2)
        file.seek(0)
        self._bytes = file.read(_CHUNK + _AHEAD)
        self.start = len(codecs.BOM_UTF8) if self._bytes.startswith(codecs.BOM_UTF8) else 0  # an editor's mark
        self._bytes = self._bytes[self.start :]
        self._at = self.start  # of the window's first byte in the file
        self.head = self._bytes[: HEADER_LIMIT * 2]
        self._before = b"\n\n"  # the last bytes before the window

    def text(self, start: int, end: int) -> bytes:
        return self._bytes[max(0, start - self._at) : end - self._at]

    def seen(self, at: int) -> tuple[bytes, int]:
        """Return the window, and where an offset lies in it."""
        return self._bytes, at - self._at

    def is_after_blank(self, at: int) -> bool:
        place = at - self._at
        before = self._bytes[max(0, place - 4) : place]
        if place < 4:
            before = self._before[-4:] + before
        return before.endswith((b"\n\n", b"\n\r\n"))

    def begins_message(self, at: int) -> bool:
        """True where the file ends at an offset, or a From_ line stands there, behind at most one blank line."""
        if at >= self._size:
            return at == self._size
        back = self._file.tell()
        self._file.seek(at)
        there = self._file.read(8)
        self._file.seek(back)
        return there.lstrip(b"\r\n").startswith(b"From ") or not there.strip()

    def candidates(self) -> Iterator[tuple[int, int]]:
        """Yield the offset and the line of everything that begins like a From_ line."""
        lines = 1
        while self._bytes:
            is_last = self._at + len(self._bytes) >= self._size
            limit = len(self._bytes) if is_last else max(1, len(self._bytes) - _AHEAD)
            counted = 0
            for match in _CANDIDATE.finditer(self._bytes):
                place = match.start()
                if place >= limit:
                    break
                if place == 0 and not self._before.endswith(b"\n"):
                    continue
                lines += self._bytes.count(b"\n", counted, place)
                counted = place
                yield self._at + place, lines
            lines += self._bytes.count(b"\n", counted, limit)
            self._before = (self._before + self._bytes[max(0, limit - 4) : limit])[-4:]
            self._at += limit
            self._bytes = b"" if is_last else self._bytes[limit:] + self._file.read(_CHUNK)


def unescape_from(body: bytes) -> bytes:
    """Return a body with the ">" taken off that mboxo and mboxrd put before "From " at the start of a line.

    mboxrd adds one to each such line, mboxo only to lines without any; a line between quoted lines that
    has as many as they have is theirs.

    >>> unescape_from(b"\\n>From here on\\n>>From there\\n")
    b'\\nFrom here on\\n>From there\\n'
    >>> unescape_from(b">quoted\\n>From him\\n>quoted\\n")
    b'>quoted\\n>From him\\n>quoted\\n'
    """
    if not _ESCAPED_FROM.search(body):
        return body
    lines = body.split(b"\n")
    marks = [len(line) - len(line.lstrip(b">")) for line in lines]
    for place, line in enumerate(lines):
        if not marks[place] or not line.startswith(b"From ", marks[place]):
            continue
        around = (marks[place - 1] if place else 0, marks[place + 1] if place + 1 < len(lines) else 0)
        if marks[place] not in around:
            lines[place] = line[1:]
    return b"\n".join(lines)
