"""Files that came with posts: what kind they are, told by their bytes alone, and which kinds may be published.

A kind is published where no browser runs anything in it: HTML, SVG, XML and scripts never are, whatever they are
called.
"""

from __future__ import annotations

import re

from generator.importers.dumps import LARGEST_ATTACHMENT, Dump, ReadOptions
from generator.records import Attachment

_LONGEST_NAME = 200
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x28\xb5\x2f\xfd", "application/zstd"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
)
_TEXT = "text/plain"
_MARKUP = re.compile(rb"<[A-Za-z!?/]|%![Pp][Ss]|#!|\bjavascript:", re.ASCII)
_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13}) + b"\x7f"


def media_of(data: bytes) -> str:
    """Return the media type of a file that may be published, "" for every other.

    Plain text is published where it is UTF-8 and holds nothing that a browser could take for markup.

    >>> media_of(b"GIF89a" + bytes(20)), media_of(b"A list of mills."), media_of(b"<svg xmlns='...'/>")
    ('image/gif', 'text/plain', '')
    """
    for start, media in _MAGIC:
        if data.startswith(start):
            return media
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return _TEXT if data and _is_plain_text(data) else ""


def _is_plain_text(data: bytes) -> bool:
    if len(data.translate(None, _CONTROL)) < len(data) or _MARKUP.search(data):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def attach(name: str, data: bytes | None, options: ReadOptions, *, url: str | None = None) -> Attachment:
    """Return the record of a file that came with a post, and keep its bytes where somebody wants them.

    `data` None: the dump only names the file. What is not published is not kept either, and its name tells of it.
    """
    shown = " ".join(name.split())[:_LONGEST_NAME] or "attachment"
    if data is None or len(data) > LARGEST_ATTACHMENT:
        return Attachment(shown, size=len(data or b""), url=url)
    media = media_of(data)
    digest = options.keep(data) if media and options.keep else None
    return Attachment(shown, media, len(data), digest, url)


def attach_local(name: str, address: str, page: tuple[Dump, ReadOptions]) -> Attachment:
    """Return the record of a picture or file of a saved page; its bytes are those that the browser saved beside it.

    `address` is the page's own `src` or `href`.
    """
    dump, options = page
    is_remote = address.lower().startswith(("http:", "https:", "//"))
    return attach(name, None if is_remote else dump.beside(address), options, url=address if is_remote else None)
