"""Records to bytes and back, and digests. The only module that uses msgspec."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b as _blake2b
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

_json = msgspec.json.Encoder(order="deterministic")


def _plain(value: object) -> str:
    """Return the text of what is more than text to a program (`Markup`): in a record, its field tells which it is."""
    if isinstance(value, str):
        return str.__str__(value)
    raise TypeError(f"{type(value).__name__} has no place in a record")


_pack = msgspec.msgpack.Encoder(order="deterministic", enc_hook=_plain)


def encode(record: object) -> bytes:
    """Return a record as MessagePack; equal records give equal bytes on every machine."""
    return _pack.encode(record)


def decode(data: bytes, kind: type[T]) -> T:
    """Return the record of type `kind` that `encode` made `data` from.

    Raises:
        ValueError: the bytes are not such a record (msgspec's ValidationError and DecodeError are ValueErrors).
    """
    return msgspec.msgpack.decode(data, type=kind)


def to_json(value: object) -> bytes:
    """Return JSON in one line, keys in a fixed order, as UTF-8."""
    return _json.encode(value)


def to_json_lines(values: Iterable[object]) -> bytes:
    """Return each value as `to_json` gives it, with a line end behind."""
    return _json.encode_lines(values if isinstance(values, (list, tuple)) else list(values))


def from_json(data: bytes | str, kind: type[T] | Any = Any) -> Any:
    """Return the value of JSON text, checked against `kind`.

    Raises:
        ValueError: not JSON, or not of that kind.
    """
    return msgspec.json.decode(data, type=kind)


def digest(*parts: object) -> str:
    """Return 32 hexadecimal digits that stand for the parts: bytes and text as they are, records by their encoding.

    Each part is framed by its length, so ("ab", "c") and ("a", "bc") differ. BLAKE2b, 16 bytes.
    """
    framed: list[bytes] = []  # joined, for each call of the hash costs more than copying some kilobytes
    for part in parts:
        data = (
            part
            if isinstance(part, bytes)
            else part.encode("utf-8", "surrogatepass")
            if isinstance(part, str)
            else encode(part)
        )
        framed += len(data).to_bytes(8, "big"), data
    return _blake2b(b"".join(framed), digest_size=16).hexdigest()


_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # 32 signs, none that is mistaken for another


def short_id(*parts: object, length: int = 8) -> str:
    """Return `length` lower-case letters and digits that stand for the parts: 5 bits a sign, 40 bits by default."""
    number = int(digest(*parts), 16)
    return "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in range(length))
