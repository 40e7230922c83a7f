"""JSON lines: one value a line, read without holding more than a line; broken ones are told and left out."""

from __future__ import annotations

import codecs
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from generator.importers.dumps import Dump, ReadOptions
from generator.importers.structured.documents import read_document, read_value, signs_replaced
from generator.importers.structured.packed import open_packed, packing_problems
from generator.importers.structured.quarantine import broken_record
from generator.importers.structured.spill import Checkpoint
from generator.problems import Problem

LONGEST_LINE = 64 << 20  # bytes: a post of 16 MB, as escapes and with its attachments
_BOM = codecs.BOM_UTF8


class Line(NamedTuple):
    """A line of a dump: its value, its number (1-based), its bytes, and the offset where it ends (0: of no use)."""

    value: Any
    number: int
    data: bytes
    end: int


def read_lines(dump: Dump, options: ReadOptions, start: Checkpoint) -> Iterator[Line | Problem]:
    """Yield the values of a file of JSON lines from a checkpoint on; a warning for each line that is none.

    Packed files (.gz, .zst) are read as what they hold. Blank lines count but hold nothing. Bytes that are not UTF-8
    become U+FFFD, with a warning. Bounded memory.
    """
    number, offset = start.lines, start.offset
    plain = open_packed(dump)
    if isinstance(plain, Problem):
        yield plain
        return
    is_packed = plain is not dump  # then no offset means anything
    with plain.open(options) as file:
        file.seek(offset)
        while data := file.readline(LONGEST_LINE + 1):
            number += 1
            offset += len(data)
            if len(data) > LONGEST_LINE:
                offset += _skip_line(file.readline)
                message = f"line {number} has more than {LONGEST_LINE >> 20} MB"
                yield broken_record(dump, number, message, code="D232")
                continue
            ends = data.endswith((b"\n", b"\r"))
            data = data.removeprefix(_BOM) if number == 1 else data
            if not data.strip():
                continue
            try:
                value, replaced = read_value(data)
            except ValueError as error:
                yield broken_record(dump, number, _message(data, number, str(error), is_cut=not ends))
                continue
            if replaced:
                yield signs_replaced(dump, number, replaced)
            yield Line(value, number, data, 0 if is_packed else offset)
    yield from packing_problems(plain)


class Told(NamedTuple):
    """A value of a dump, the line that it stands in (None: the dump is one document), and where that ends."""

    value: Any
    line: int | None
    end: int


def read_values(
    dump: Dump, options: ReadOptions, start: Checkpoint, *, in_lines: bool, records: Collection[str] = ()
) -> Iterator[Told | Problem]:
    """Yield the values of JSON lines from a checkpoint on, or the one value of a document with such lists of records.

    For formats of which both are about; `in_lines` says which of the two a dump is.
    """
    if in_lines:
        for line in read_lines(dump, options, start):
            yield line if isinstance(line, Problem) else Told(line.value, line.number, line.end)
        return
    found = read_document(dump, records)
    if isinstance(found, Problem):
        yield found
        return
    yield from found.problems
    yield Told(found.value, None, 0)


def _skip_line(readline: Any) -> int:
    skipped = 0
    while part := readline(1 << 20):
        skipped += len(part)
        if part.endswith(b"\n"):
            break
    return skipped


def _message(data: bytes, number: int, error: str, *, is_cut: bool) -> str:
    if is_cut and data.lstrip()[:1] in (b"{", b"[") and not data.rstrip().endswith((b"}", b"]")):
        return f"the last line, {number}, is cut off"
    return f"line {number} is no JSON: {error}"
