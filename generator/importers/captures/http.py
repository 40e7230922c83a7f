"""The body of an answer as a server meant it: chunks joined, packing undone, never more than a page may have."""

from __future__ import annotations

import re
import zlib

from generator.importers.pages.page import LARGEST_PAGE

_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
_GZIP = b"\x1f\x8b"
_WBITS = {"gzip": 31, "x-gzip": 31, "deflate": 15}


class TooMuchError(Exception):
    """A body unpacks to more than a page may have."""


class UnknownPackingError(Exception):
    """A body is packed in a way that cannot be undone. `packing` is its name."""

    def __init__(self, packing: str) -> None:
        super().__init__(packing)
        self.packing = packing


def body_of(data: bytes, transfer: str, packing: str) -> bytes:
    """Return the body of an answer from its bytes and its headers Transfer-Encoding and Content-Encoding.

    Many tools store bodies that they have unpacked, with the old headers: what is not packed stays as it is.

    Raises:
        TooMuchError: it has more than `LARGEST_PAGE` bytes.
        UnknownPackingError: it is packed, but not with gzip or deflate.
    """
    if "chunked" in transfer.lower():
        data = joined_chunks(data)
    for each in reversed([word.strip() for word in packing.lower().split(",")][:5]):
        if each in _WBITS:
            data = _unpacked(data, each)
        elif each not in ("", "identity", "none") and not _looks_plain(data):
            raise UnknownPackingError(each[:40])
    return data


def joined_chunks(data: bytes) -> bytes:
    """Return what chunks hold; data that is not chunked as it is. A body that was cut off gives what is there.

    >>> joined_chunks(b"4\\r\\nWiki\\r\\n3\\r\\nped\\r\\n0\\r\\n\\r\\n"), joined_chunks(b"<html>")
    (b'Wikiped', b'<html>')
    """
    pieces: list[bytes] = []
    at = 0
    while match := _CHUNK.match(data, at):
        size = int(match[1], 16)
        if not size:
            return b"".join(pieces)
        pieces.append(data[match.end() : match.end() + size])
        at = match.end() + size
        if data[at : at + 1] == b"\r":
            at += 1
        if data[at : at + 1] == b"\n":
            at += 1
    return b"".join(pieces) if pieces and at >= len(data) else data


def _unpacked(data: bytes, packing: str) -> bytes:
    if packing != "deflate" and not data.startswith(_GZIP):
        return data
    for wbits in (_WBITS[packing], -15):  # some servers send deflate without its frame
        unpacker = zlib.decompressobj(wbits=wbits)
        try:
            unpacked = unpacker.decompress(data, LARGEST_PAGE + 1)
        except zlib.error:
            continue
        if len(unpacked) > LARGEST_PAGE:
            raise TooMuchError
        return unpacked
    return _sound_part(data) if packing != "deflate" else data


def _sound_part(data: bytes) -> bytes:
    """Return what of a gzipped body can be unpacked before its damage."""
    unpacker = zlib.decompressobj(wbits=31)
    pieces: list[bytes] = []
    try:
        for start in range(0, len(data), 1024):
            pieces.append(unpacker.decompress(data[start : start + 1024], LARGEST_PAGE))
    except zlib.error:
        pass
    return b"".join(pieces)


def _looks_plain(data: bytes) -> bool:
    return data.lstrip()[:1] in (b"<", b"{", b"[")
