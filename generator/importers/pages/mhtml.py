"""Pages saved as one file (MHTML, `.mht`): the page itself, taken out of the message around it."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from dataclasses import dataclass

_START = re.compile(rb"\s{0,99}(?:[A-Za-z-]{1,40}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+\r?\n")
_BOUNDARY = re.compile(rb"""\bboundary="?([^"\r\n;]{1,200})"?""", re.IGNORECASE)
_FIELD = re.compile(rb"^([A-Za-z-]{1,40}):[ \t]*([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)", re.MULTILINE)
_CHARSET = re.compile(r"""charset="?([\w:.+-]{2,40})""", re.IGNORECASE)
_HEAD_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """The page of an MHTML file."""

    html: bytes
    charset: str | None
    url: str | None


def unwrap_mhtml(data: bytes) -> Unwrapped | None:
    """Return the first page of an MHTML file (RFC 2557), None where the data is no such file."""
    top = _START.match(data[:_HEAD_BYTES])
    if top is None:
        return None
    fields = _fields(top[0])
    kind = fields.get("content-type", "")
    if not kind.lower().startswith("multipart/related"):
        return None
    boundary = _BOUNDARY.search(top[0])
    if boundary is None:
        return None
    for part in data.split(b"--" + boundary[1].strip())[1:]:
        page = _page_in(part.lstrip(b"\r\n"))
        if page is not None:
            return page
    return None


def _page_in(part: bytes) -> Unwrapped | None:
    head, _, body = part.partition(b"\r\n\r\n") if b"\r\n\r\n" in part[:_HEAD_BYTES] else part.partition(b"\n\n")
    fields = _fields(head)
    kind = fields.get("content-type", "")
    if not kind.lower().startswith(("text/html", "application/xhtml")):
        return None
    coding = fields.get("content-transfer-encoding", "").lower()
    if coding == "quoted-printable":
        body = quopri.decodestring(body)
    elif coding == "base64":
        try:
            body = base64.b64decode(body)
        except (binascii.Error, ValueError):
            return None
    charset = _CHARSET.search(kind)
    return Unwrapped(body, charset[1] if charset else None, fields.get("content-location"))


def _fields(head: bytes) -> dict[str, str]:
    return {
        match[1].decode("ascii").lower(): " ".join(match[2].decode("latin-1").split())
        for match in _FIELD.finditer(head)
    }
