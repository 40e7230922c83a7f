"""What the beginning of a file shows of its JSON: enough to tell one format of JSON from another, and never two."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from generator.importers.structured.packed import unpacked_head

NAMED_DEPTH = 6  # values nested deeper have no path: no format is told by what lies there
_MOST_PATHS = 5_000
_LONGEST_SHOWN = 200

_TOKEN = re.compile(r'[ \t\r\n]*+(?:("(?:[^"\\]++|\\.)*+")|([\[\]{}:,])|([^\s\[\]{}:,"]++))', re.DOTALL)
_SCALAR = re.compile(r"-?\d[\d.eE+-]*|true|false|null|NaN|-?Infinity")
_ENDS = {"{": "}", "[": "]"}


class Value(NamedTuple):
    """A value met in JSON text. `path` is "" for a whole document, "posts[].id" for a key of an array's element.

    `kind` is "{" or "[" for one that begins, "}" or "]" for one that ends, '"' for a text and "0" for all else.
    `path` is None where the value lies too deep. `depth` counts the brackets around the value.
    """

    kind: str
    path: str | None
    start: int
    end: int
    depth: int


class MalformedError(ValueError):
    """The text is no JSON from `args[0]` on."""


def walk(text: str, *, any_scalar: bool = False, with_cut: bool = False) -> Iterator[Value]:
    """Yield the values of JSON text in order; several documents may follow one another. O(len(text)), any depth.

    What is cut off ends the walk; `with_cut` yields a text that is, too: a file's beginning cuts a long post. Only
    brackets are checked, and the look of scalars unless `any_scalar`.

    Raises:
        MalformedError: the text is no JSON.
    """
    open_values: list[tuple[str, str | None]] = []
    path: str | None = ""
    awaits_key = False
    at = 0
    while token := _TOKEN.match(text, at):
        start, at = token.start(token.lastindex or 0), token.end()
        kind = text[start]
        if kind in "{[":
            yield Value(kind, path, start, at, len(open_values))
            open_values.append((kind, path))
            path, awaits_key = _inside(kind, path, len(open_values)), kind == "{"
        elif kind in "}]":
            opened, path = open_values.pop() if open_values else ("", None)
            if _ENDS.get(opened) != kind:
                raise MalformedError(start)
            awaits_key = False
            yield Value(kind, path, start, at, len(open_values))
        elif kind == ",":
            if not open_values:
                raise MalformedError(start)
            kind, path = open_values[-1]
            path, awaits_key = _inside(kind, path, len(open_values)), kind == "{"
        elif kind == ":":
            awaits_key = False
        elif awaits_key:
            path = _member(open_values[-1][1], text[start + 1 : min(at - 1, start + _LONGEST_SHOWN)], len(open_values))
        else:
            is_scalar = any_scalar or kind == '"' or _SCALAR.fullmatch(text, start, min(at, start + _LONGEST_SHOWN))
            if not is_scalar:
                if at < len(text):
                    raise MalformedError(start)
                return
            yield Value('"' if kind == '"' else "0", path, start, at, len(open_values))
    rest = text[at:].lstrip()
    if rest and rest[0] != '"':
        raise MalformedError(at)
    if rest and with_cut and open_values and not awaits_key:
        yield Value('"', path, len(text) - len(rest), len(text), len(open_values))


def _inside(kind: str, path: str | None, depth: int) -> str | None:
    if path is None or depth > NAMED_DEPTH:
        return None
    return f"{path}[]" if kind == "[" else path


def _member(path: str | None, key: str, depth: int) -> str | None:
    if path is None or depth > NAMED_DEPTH:
        return None
    return f"{path}.{key}" if path else key


@dataclass(frozen=True, slots=True)
class Outline:
    """The paths that the beginning of a file has, each with its first value.

    `first` maps a path ("post_stream.posts[].cooked") to the first scalar there as it is written ('"<p>..."', "12"),
    or to "{" or "[". `documents` counts the values on the outermost level; `is_sound`: what was seen is JSON.
    """

    first: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    documents: int = 0
    is_sound: bool = False

    def has(self, *paths: str) -> bool:
        """True where all the paths are there."""
        return all(path in self.first for path in paths)

    def has_any(self, *paths: str) -> bool:
        """True where one of the paths is there."""
        return any(path in self.first for path in paths)

    def text(self, path: str) -> str:
        """Return the first text at a path without its quotation marks; "" where none is there."""
        shown = self.first.get(path, "")
        return shown[1:].removesuffix('"') if shown.startswith('"') else ""

    @property
    def root(self) -> str:
        """How the first document begins: "{", "[" or ""."""
        return self.first.get("", "")


@lru_cache(maxsize=4)
def outline(head: bytes) -> Outline:
    """Return the outline of a file's first bytes, packed or not; an empty one where they begin no object or array."""
    text = decode_loosely(unpacked_head(head))
    if text.lstrip()[:1] not in ("{", "["):
        return Outline()
    first: dict[str, str] = {}
    documents = 0
    is_sound = True
    try:
        for value in walk(text, with_cut=True):
            documents += value.depth == 0 and value.kind not in "}]"
            if value.path is not None and value.kind not in "}]" and len(first) < _MOST_PATHS:
                first.setdefault(value.path, text[value.start : min(value.end, value.start + _LONGEST_SHOWN)])
    except MalformedError:
        is_sound = False
    return Outline(MappingProxyType(first), documents, is_sound)


def decode_loosely(data: bytes) -> str:
    """Return bytes as text, whatever they are: UTF-16 with its mark, else UTF-8, with U+FFFD for what is none."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8", "replace").removeprefix("\ufeff")
