"""The last look: no file of the output may hold what is redacted, in whatever way it is written there."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

from generator.corrections import bare_letters
from generator.redactions.entries import Secret, Secrets
from generator.redactions.watching import LONG_RUN, Watch

_LARGEST_BYTES = 256 << 20  # of what a packed file unpacks to; more is told, and not looked into
_DEEPEST = 3  # files packed in packed files
_TAG = re.compile(r"<[^>]*>")
_HTML = (".html", ".htm", ".xhtml", ".svg")
_MARKUP = re.compile(r"<!--.*?-->|<(?:script|style)\b.*?</(?:script|style)>", re.DOTALL | re.IGNORECASE)
_ATTRIBUTE = re.compile(r'\b(?:href|src|title|alt|content|value|id|cite|datetime|aria-label|data-[a-z-]+)="([^"]*)"')
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\[nrtbf\"/\\]")


class Sweeper:
    """Looks into finished files for secrets."""

    def __init__(self, secrets: Secrets) -> None:
        self._names = [
            (piece, secret) for secret in secrets.words if secret.kind == "person" for piece in secret.pieces
        ]
        self._passages = [
            (piece, secret) for secret in secrets.words if secret.kind == "passage" for piece in secret.pieces
        ]
        self._watch = Watch(Secrets(tuple(each for each in secrets.words if each.kind != "person")))

    def find(self, url: str, data: bytes) -> Secret | None:
        """Return a secret that a file or its name holds, None where it holds none. O(len(data)), unpacked."""
        for name, content in _unpacked(url, data, 0):
            for form in (name, *_forms(name, content)):
                if found := self._in(form):
                    return found
        return None

    def _in(self, text: str) -> Secret | None:
        bare = bare_letters(text)
        for piece, secret in self._passages:
            if piece in bare and (len(piece) >= LONG_RUN or _stands_in(text, piece)):
                return secret
        if found := self._watch.long_in(bare):
            return found
        for piece, secret in self._names:
            if piece in bare and _stands_in(text, piece):
                return secret
        return None


def _stands_in(text: str, letters: str) -> bool:
    """True where letters stand in a text with no other letter or digit touching them. Linear."""
    spaced = r"[\W_]*".join(map(re.escape, letters))
    return re.search(rf"(?<![^\W_]){spaced}(?![^\W_])", _plain(text)) is not None


def _plain(text: str) -> str:
    """Return a text folded as `bare_letters` does it, with what stands between the letters."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    return "".join(sign for sign in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(sign))


def _unpacked(name: str, data: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
    """Yield a file, and the files that are packed in it."""
    yield name, data
    if depth == _DEEPEST:
        return
    try:
        if data.startswith(b"\x1f\x8b"):
            inner = zlib.decompressobj(wbits=31).decompress(data, _LARGEST_BYTES)
            yield from _unpacked(name.removesuffix(".gz"), inner, depth + 1)
        elif data.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(io.BytesIO(data)) as pack:
                for member in pack.infolist():
                    if member.file_size <= _LARGEST_BYTES:
                        yield from _unpacked(member.filename, pack.read(member), depth + 1)
    except (zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError):
        return  # what cannot be unpacked was looked through as it is


def _forms(name: str, data: bytes) -> Iterator[str]:
    """Yield a file's text as readers and programs may come to see it."""
    text = data.decode("utf-8", "replace")
    if name.endswith(_HTML):
        shown = _MARKUP.sub(" ", text)
        yield unescape(_TAG.sub("", shown))  # a word that tags part
        yield unescape(_TAG.sub(" ", shown))  # words that tags keep apart
        attributes = "\n".join(_ATTRIBUTE.findall(text))
        yield unescape(attributes)
        if "%" in attributes:
            yield unquote(unescape(attributes))
        return
    yield text
    if "&" in text:
        yield unescape(text)
    if "%" in text:
        yield unquote(text)
    if "\\" in text:
        plain = _ESCAPE.sub(_unescaped, text)
        yield plain
        if "<" in plain or "&" in plain:
            yield unescape(_TAG.sub("", plain))
    elif "<" in text:
        yield unescape(_TAG.sub("", unescape(text)))


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else " "
