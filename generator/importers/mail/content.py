"""A mail's bytes → what it says: text or HTML, files, and whether it may be published at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.importers.mail.charsets import decode
from generator.importers.mail.flowed import unflow
from generator.importers.mail.headers import Header, read_header, sender
from generator.importers.mail.parts import Part, cut_uuencoded, leaves, read_parts

_PRIVATE = re.compile(r"\s*(?:private|personal|company-confidential)", re.IGNORECASE)
_NO = re.compile(r"\s*(?:yes|true|1|on)\b", re.IGNORECASE)
_NO_ARCHIVE_LINE = re.compile(rb"\s*x-no-archive:\s*yes", re.IGNORECASE)
_RESTRICTED = re.compile(r"no-external-archive|no-archive", re.IGNORECASE)
_SIGNATURES = frozenset(
    ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature", "application/ms-tnef")
)
_SEALED = "[encrypted message]"
_FORWARD_LIMIT = 5  # mails attached to mails attached to mails ...
_ESCAPED_HEADER_END = re.compile(rb"\r?\n\r?\n")
MOST_FILES = 200  # of one mail


@dataclass(slots=True)
class Content:
    """What a mail says. `texts` are its parts to be read, in order: (is it HTML, source)."""

    texts: list[tuple[bool, str]] = field(default_factory=list)
    files: list[tuple[str, bytes]] = field(default_factory=list)  # name, bytes
    is_cut: bool = False  # parts of it were left out


def is_withheld(header: Header, body: bytes) -> bool:
    """True for a mail that its author did not want archived or read by others."""
    if _NO.match(header.raw("x-no-archive")) or _PRIVATE.match(header.raw("sensitivity")):
        return True
    if _RESTRICTED.search(header.raw("restrict")) or header.raw("archive").strip().lower() == "no":
        return True
    return _NO_ARCHIVE_LINE.match(body[:200]) is not None


def read_content(header: Header, body: bytes) -> Content:
    """Return what a mail says. O(len(body)); never raises."""
    content = Content()
    _collect(read_parts(header, body), content, 0)
    return content


def _collect(root: Part, content: Content, depth: int) -> None:
    if root.kind == "multipart/encrypted":
        content.texts.append((False, _SEALED))
        return
    for part in leaves(root):
        content.is_cut |= part.is_cut
        if part.kind in _SIGNATURES:
            continue
        if part.kind == "message/rfc822" and depth < _FORWARD_LIMIT:
            _forward(part, content, depth)
        elif part.kind in ("text/plain", "text/html") and not part.is_attached:
            _read_text(part, content)
        elif len(content.files) < MOST_FILES and (part.name or part.data.strip()):
            if part.kind in ("message/delivery-status", "text/rfc822-headers", "message/external-body"):
                continue
            content.files.append((part.name or part.kind.replace("/", "."), part.content()))
    content.is_cut |= root.is_cut


def _read_text(part: Part, content: Content) -> None:
    if part.kind == "text/html":
        content.texts.append((True, part.text()))
        return
    if b"\nend" in part.data and b"begin " in part.data:
        data, files = cut_uuencoded(part.content())
        content.files += files[:MOST_FILES]
        text = decode(data, part.options.get("charset"))
    else:
        text = part.text()
    if part.options.get("format", "").lower() == "flowed":
        text = unflow(text, drops_space=part.options.get("delsp", "").lower() == "yes")
    content.texts.append((False, text))


def _forward(part: Part, content: Content, depth: int) -> None:
    """Add a mail that is a part of a mail, as mail programs show it: below a divider, with its sender."""
    data = part.content()
    end = _ESCAPED_HEADER_END.search(data)
    header = read_header(data[: end.start() if end else len(data)])
    body = data[end.end() :] if end else b""
    if is_withheld(header, body):
        return
    before = len(content.texts)
    _collect(read_parts(header, body), content, depth + 1)
    shown = sender(header.raw("from")).shown or "?"
    for place in range(before, len(content.texts)):
        is_html, source = content.texts[place]
        if not is_html:
            content.texts[place] = (False, f"-----Original Message-----\nFrom: {shown}\n\n{source}")


def plain_source(content: Content) -> Iterator[str]:
    """Yield the plain texts of a mail."""
    return (source for is_html, source in content.texts if not is_html)
