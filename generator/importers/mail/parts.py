"""The parts of a message: MIME read line by line with an own stack, so that neither depth nor number can hurt.

What is nested deeper than 50 multiparts, or comes after 1,000 parts, is not taken apart any more.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.importers.mail.charsets import decode
from generator.importers.mail.headers import Header, decode_words, parameters, read_header

DEPTH_LIMIT = 50
PART_LIMIT = 1_000
TEXT_LIMIT = 16 << 20  # bytes of one text part that are read

_HEADER_END = re.compile(rb"\r?\n\r?\n|\A\r?\n")
_DASHED = re.compile(rb"^--", re.MULTILINE)
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_UUENCODED = re.compile(
    rb"^begin [0-7]{3,4} ([^\r\n]{1,200})\r?\n(?:[!-`][^\r\n]{0,80}\r?\n)+?`?\r?\n?end[ \t]*$", re.MULTILINE
)


@dataclass(slots=True)
class Part:
    """A part of a message. `data` is a leaf's content as sent; a multipart has `parts`."""

    kind: str  # "text/plain"
    options: dict[str, str]
    header: Header
    data: bytes = b""
    parts: list[Part] = field(default_factory=list)
    is_cut: bool = False  # parts in it were left out, for there are too many or they lie too deep

    @property
    def name(self) -> str | None:
        """The file name that the sender gave; never to be used as a path."""
        given = parameters(self.header.raw("content-disposition"))[1].get("filename") or self.options.get("name")
        return " ".join(decode_words(given).split())[:200] or None if given else None

    @property
    def is_attached(self) -> bool:
        return self.header.raw("content-disposition").lower().lstrip().startswith("attachment")

    def content(self) -> bytes:
        """Return the content with its transfer encoding undone; what is no such encoding stays as it is."""
        encoding = self.header.raw("content-transfer-encoding").split(";")[0].strip().lower()
        if encoding == "base64":
            return _base64(self.data)
        if encoding == "quoted-printable":
            return quopri.decodestring(self.data)
        return self.data

    def text(self) -> str:
        """Return the content as text, at most 16 MB of it."""
        return decode(self.content()[:TEXT_LIMIT], self.options.get("charset")).removeprefix("\ufeff")


@dataclass(slots=True)
class _Open:
    part: Part
    boundary: bytes
    at: int  # where the content that belongs to nothing yet begins
    is_digest: bool


def read_parts(header: Header, body: bytes) -> Part:
    """Return the tree of a message's parts. O(len(body)), whatever it holds; never raises."""
    root = _part_of(header, "text/plain")
    boundary = _boundary(root)
    if not boundary:
        root.data = body
        return root
    reader = _Reader(body)
    reader.open(root, boundary, 0)
    for line in _DASHED.finditer(body):
        reader.meet(line.start())
    reader.end()
    return root


class _Reader:
    """Takes a body apart at the lines that begin with "--"."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._stack: list[_Open] = []
        self._places: dict[bytes, int] = {}  # boundary -> its place in the stack
        self._leaf: tuple[Part, int] | None = None  # the leaf in hand and where its content begins
        self._count = 0

    def open(self, part: Part, boundary: bytes, at: int) -> None:
        self._places.setdefault(boundary, len(self._stack))
        self._stack.append(_Open(part, boundary, at, part.kind == "multipart/digest"))

    def meet(self, at: int) -> None:
        """Look at the line at an offset: it may end a part, and begin another."""
        end = self._body.find(b"\n", at, at + 300)
        line = self._body[at + 2 : end if end >= 0 else at + 300].rstrip()
        is_last = False
        place = self._places.get(line)
        if place is None and line.endswith(b"--"):
            place, is_last = self._places.get(line[:-2].rstrip()), True
        if place is None:
            return
        self._end_leaf(at)
        while len(self._stack) > place + 1 or (is_last and len(self._stack) > place):
            closed = self._stack.pop()
            if self._places.get(closed.boundary) == len(self._stack):
                del self._places[closed.boundary]
        if not is_last:
            self._begin(end + 1 if end >= 0 else len(self._body))

    def end(self) -> None:
        self._end_leaf(len(self._body))

    def _begin(self, at: int) -> None:
        inside = self._stack[-1]
        self._count += 1
        if self._count > PART_LIMIT:
            inside.part.is_cut = True
            return
        end = _HEADER_END.search(self._body, at) if self._body[at : at + 1] not in b"\r\n" else None
        # a part without a header begins with the blank line that would end it
        start = end.end() if end else _after_line(self._body, at)
        header = read_header(self._body[at : end.start()]) if end else Header()
        part = _part_of(header, "message/rfc822" if inside.is_digest else "text/plain")
        inside.part.parts.append(part)
        boundary = _boundary(part)
        if boundary and len(self._stack) < DEPTH_LIMIT:
            self.open(part, boundary, start)
        else:
            self._leaf = (part, start)

    def _end_leaf(self, at: int) -> None:
        if self._leaf is None:
            return
        part, start = self._leaf
        content = self._body[start : max(start, at)]
        part.data = content[:-2] if content.endswith(b"\r\n") else content.removesuffix(b"\n")
        self._leaf = None


def _after_line(body: bytes, at: int) -> int:
    end = body.find(b"\n", at)
    return end + 1 if end >= 0 else len(body)


def _part_of(header: Header, default: str) -> Part:
    kind, options = parameters(header.raw("content-type"))
    if "/" not in kind:  # "text" of RFC 1049, or nothing
        kind = default
    return Part(kind, options, header)


def _boundary(part: Part) -> bytes:
    if not part.kind.startswith("multipart/"):
        return b""
    return part.options.get("boundary", "")[:200].rstrip().encode("utf-8", "replace")


def _base64(data: bytes) -> bytes:
    """Return what base64 stands for: stray signs left out, a footer in plain words behind it not mistaken for it."""
    for ending in (b"\n\n", b"\r\n\r\n"):
        head, _, tail = data.strip().partition(ending)
        if tail and _NOT_BASE64.sub(b"", tail) != tail.replace(b"\n", b"").replace(b"\r", b"").rstrip(b"="):
            data = head
    packed = _NOT_BASE64.sub(b"", data.partition(b"=")[0] if b"=" in data[:-4] else data)
    packed = packed[: len(packed) // 4 * 4 + (len(packed) % 4 if len(packed) % 4 != 1 else 0)]
    try:
        return base64.b64decode(packed + b"=" * (-len(packed) % 4))
    except binascii.Error:
        return data


def leaves(root: Part) -> Iterator[Part]:
    """Yield the leaves of a tree of parts in order; of a multipart/alternative only the best reading."""
    waiting = [root]
    while waiting:
        part = waiting.pop()
        if part.kind == "multipart/alternative" and part.parts:
            waiting.append(_best_of(part.parts))
        elif part.kind == "multipart/signed" and part.parts:
            waiting.append(part.parts[0])
        elif part.parts:
            waiting += reversed(part.parts)
        elif not part.kind.startswith("multipart/"):
            yield part


def _best_of(parts: list[Part]) -> Part:
    """Return the alternative to read: plain text that is not empty, else HTML, else the last one."""
    plain = [part for part in parts if part.kind == "text/plain" and part.data.strip()]
    if plain:
        return plain[0]
    for wanted in ("text/html", "multipart/"):
        found = [part for part in parts if part.kind.startswith(wanted)]
        if found:
            return found[-1]
    return parts[-1]


def cut_uuencoded(text: bytes) -> tuple[bytes, list[tuple[str, bytes]]]:
    """Return a text without the files that are uuencoded in it, and these files: (name, bytes)."""
    files: list[tuple[str, bytes]] = []
    if b"\nend" not in text or b"begin " not in text:
        return text, files

    def cut(match: re.Match[bytes]) -> bytes:
        lines = match[0].splitlines()[1:-1]
        files.append((decode(match[1]).strip(), b"".join(map(_uudecoded, lines))))
        return b""

    return _UUENCODED.sub(cut, text), files


def _uudecoded(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        wanted = (((line[0] - 32) & 63) * 4 + 5) // 3  # some encoders pad too little, some too much
        try:
            return binascii.a2b_uu(line[:wanted])
        except binascii.Error:
            return b""
