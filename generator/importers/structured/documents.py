"""JSON documents, read whatever happened to them: cut off, broken in one record, with signs that are none.

What reads well is read at once. Only where that fails are signs mended, records that are broken set aside, and the
records before a cut kept.

Codes: D240 no JSON, D241 cut off, D242 signs that are none, D243 a file without posts of its own, D244 private.
"""

from __future__ import annotations

import codecs
import json
import math
import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, cast

from generator.codec import from_json
from generator.importers.dumps import Dump, ReadOptions, decode_text, looks_binary
from generator.importers.structured.outlines import MalformedError, Value, decode_loosely, walk
from generator.importers.structured.packed import open_packed, packing_problems
from generator.importers.structured.quarantine import broken_record
from generator.problems import Problem

_LARGEST = 2**63 - 1
_LARGEST_UNPACKED = 1 << 30  # bytes of a packed document: it is read as a whole
_LONGEST_INT = 40  # digits; longer ones are numbers by mistake, and would take quadratic time
_LONE_SURROGATE = re.compile(
    r"(\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F][0-9a-fA-F]{2}"
)
_RAW_SURROGATE = re.compile("[\ud800-\udfff]")
_REPLACED = "\ufffd"
_ENDS = {"{": "}", "[": "]"}
_EXPORT_AGAIN = "Export it again; what could be read is read."


@dataclass(frozen=True, slots=True)
class Document:
    """The value of a JSON file. Records that are broken are None in their lists, and told in `problems`."""

    value: Any
    problems: tuple[Problem, ...] = ()


def read_document(dump: Dump, records: Collection[str] = ()) -> Document | Problem:
    """Return the value of a JSON file, or the one error that says why it has none.

    `records` are the paths of the lists whose elements stand for themselves ("post_stream.posts"): what is broken in
    one of them does not touch the others, and what was cut off ends there. No number is NaN or infinite.
    """
    plain = open_packed(dump)
    if plain is dump:
        return document_of(dump.data(), dump, records)
    if isinstance(plain, Problem):
        return plain
    with plain.open(ReadOptions()) as file:
        found = document_of(file.read(_LARGEST_UNPACKED), dump, records)
    damage = tuple(packing_problems(plain))
    return found if isinstance(found, Problem) else Document(found.value, (*damage, *found.problems))


def document_of(data: bytes, dump: Dump, records: Collection[str] = ()) -> Document | Problem:
    """Return the value of a JSON file from its bytes, as `read_document` does; `dump` gives its name."""
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not data.strip() or (looks_binary(data) and not is_wide):
        text = decode_text(data, dump)
        return text if isinstance(text, Problem) else _no_json(dump, text, 0)
    try:
        return Document(from_json(data.removeprefix(b"\xef\xbb\xbf")))
    except (ValueError, RecursionError):
        return _mended_document(decode_loosely(data), dump, records)


def read_value(data: bytes) -> tuple[Any, int]:
    """Return the value of one JSON text, and how many signs were replaced by U+FFFD.

    Raises:
        ValueError: it is no JSON (the message is one to show), or too deep.
    """
    try:
        return from_json(data), 0
    except (ValueError, RecursionError):
        pass
    text, replaced = _with_sound_signs(decode_loosely(data))
    try:
        return _loads(text), replaced
    except json.JSONDecodeError as error:
        raise ValueError(f"{error.msg[:1].lower()}{error.msg[1:]}, at character {error.pos + 1}") from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _loads(text: str) -> Any:
    """Return the value of JSON text.

    Raises:
        json.JSONDecodeError: it is none.
        RecursionError: it is nested too deeply.
    """
    return json.loads(text, strict=False, parse_int=_number, parse_float=_number, parse_constant=lambda _: None)


def _number(digits: str) -> int | float | None:
    """Return a number; None for one that no computer holds."""
    if digits.lstrip("-").isdecimal() and len(digits) <= _LONGEST_INT:
        return int(digits)
    value = float(digits)
    return value if math.isfinite(value) else None


def _with_sound_signs(text: str) -> tuple[str, int]:
    """Return JSON text without halves of characters, and how many U+FFFD it has that were none before."""
    found = text.count(_REPLACED)

    def mend(match: re.Match[str]) -> str:
        nonlocal found
        if match[1]:
            return match[1]
        found += 1
        return _REPLACED

    if "\\u" in text:
        text = _LONE_SURROGATE.sub(mend, text)
    return _RAW_SURROGATE.sub(_REPLACED, text), found


def _mended_document(text: str, dump: Dump, records: Collection[str]) -> Document | Problem:
    text, replaced = _with_sound_signs(text)
    problems: list[Problem] = []
    if replaced:
        problems.append(signs_replaced(dump, None, replaced))
    try:
        return Document(_loads(text), tuple(problems))
    except RecursionError:
        place = 0
    except json.JSONDecodeError as error:
        place = error.pos
    try:
        text = "".join(_kept(text, dump, (records, problems)))
        return Document(_loads(text), tuple(problems))
    except (MalformedError, json.JSONDecodeError, RecursionError):
        return _no_json(dump, text, place)


def _kept(text: str, dump: Dump, told: tuple[Collection[str], list[Problem]]) -> Iterator[str]:
    """Yield the text but for broken records, for which `null` stands, and for what follows a cut.

    Raises:
        MalformedError: no record is whole.
    """
    records, problems = told
    lines = [match.end() for match in re.finditer("\n", text)]
    ends: list[str] = []  # what closes the brackets that are open
    begun: tuple[int, int] | None = None  # depth and start of the record in hand
    done, ends_there = 0, ""
    for value in _sound_values(text):
        if value.kind in "{[":
            ends.append(_ENDS[value.kind])
            if begun is None and value.path and value.path.endswith("[]") and value.path[:-2] in records:
                begun = value.depth, value.start
        elif value.kind in "}]":
            ends.pop()
            if begun and value.depth == begun[0]:
                record = text[begun[1] : value.end]
                yield text[done : begun[1]]
                fault = _fault(record)
                yield "null" if fault else record
                if fault:
                    problems.append(broken_record(dump, _line(lines, begun[1]), f"a record cannot be read: {fault}"))
                begun, done, ends_there = None, value.end, "".join(reversed(ends))
    if not ends:
        yield text[done:]
    elif not done:
        raise MalformedError(len(text))
    else:
        problems.append(_cut_off(dump, _line(lines, done)))
        yield ends_there


def _sound_values(text: str) -> Iterator[Value]:
    """Yield the values of JSON text up to where it stops being JSON."""
    with suppress(MalformedError):
        yield from walk(text, any_scalar=True)


def _line(line_ends: list[int], place: int) -> int:
    return bisect_right(line_ends, place) + 1


def _fault(record: str) -> str | None:
    try:
        _loads(record)
    except RecursionError:
        return "it is nested too deeply"
    except json.JSONDecodeError as error:
        return f"{error.msg}, at its character {error.pos + 1}"
    return None


def _no_json(dump: Dump, text: str, place: int) -> Problem:
    line, column = text.count("\n", 0, place) + 1, place - (text.rfind("\n", 0, place) + 1) + 1
    why = "It begins as JSON does, but stops being JSON here: it was cut off, or changed by hand."
    return dump.trouble("D240", (line, column), "the dump is no whole JSON", why=why, fix="Export it again.")


def _cut_off(dump: Dump, line: int) -> Problem:
    why = "It ends here, or stops being JSON; the records before that place are whole and are read, and no other."
    return Problem("warning", "D241", dump.name, line, None, "the dump is cut off or damaged", why, _EXPORT_AGAIN)


def signs_replaced(dump: Dump, line: int | None, count: int) -> Problem:
    """Return the warning that characters of a dump are none, and are shown as U+FFFD."""
    what = "1 character" if count == 1 else f"{count:,} characters"
    why = "Bytes that are not UTF-8, or halves of a surrogate pair; U+FFFD stands for each."
    return Problem("warning", "D242", dump.name, line, None, f"{what} cannot be read", why, _EXPORT_AGAIN)


def belongs_to(dump: Dump, what: str) -> Problem:
    """Return the note on a file that holds no posts but is read together with others: `what` says with which."""
    return no_posts(dump, f"It is read together with {what}, and gives no thread of its own.")


def no_posts(dump: Dump, why: str) -> Problem:
    """Return the note on a file of a known form that never holds posts; `why` says what it is."""
    return Problem("note", "D243", dump.name, None, None, "this file holds no posts", why)


def not_published(dump: Dump, what: str) -> Problem:
    """Return the warning on a dump of which nothing may be read, because it was private: `what` says what it holds."""
    message = f"the dump holds {what}, and is not published"
    why = "Only those who took part were meant to read it."
    return Problem("warning", "D244", dump.name, None, None, message, why, "Move it out of content/threads/.")


# --- what raw JSON holds, in the types that a record needs ---------------------------------------------------------


def dict_of(value: object) -> dict[str, Any]:
    """Return an object's members; nothing where it is no object."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def list_of(value: object) -> list[Any]:
    """Return a list's elements; nothing where it is no list."""
    return value if isinstance(value, list) else []


def text_of(value: object) -> str:
    """Return a text, or a number as text; "" for all else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def int_of(value: object) -> int | None:
    """Return a whole number of 64 bits, written as one or as text; None for all else."""
    if isinstance(value, bool):
        return None
    if (isinstance(value, float) and value.is_integer()) or (
        isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < _LONGEST_INT
    ):
        value = int(value)
    return value if isinstance(value, int) and -_LARGEST <= value <= _LARGEST else None
