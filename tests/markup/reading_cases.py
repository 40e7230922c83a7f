"""Case files: the behaviour in the first line, then input and expected output. `<NBSP>` stands for U+00A0."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from generator.records import Span

CASES = Path(__file__).parent / "cases"
_TAG = re.compile(r"<(/?)(d|f|[qw][0-9][0-9.]*)>")


def read_case(path: Path) -> tuple[str, str]:
    """Return the input and the expected output of a case."""
    _, _, rest = path.read_text(encoding="utf-8").partition("-- input --\n")
    given, _, expected = rest.partition("\n-- expected --\n")
    return given.replace("<NBSP>", "\u00a0"), expected.rstrip("\n")


@dataclass
class Tagged:
    """A text whose tags are taken out: `<d>` declared quotes, `<f>` furniture, `<q1>` quotes, `<w1>` passages.

    Tags of one name nest; tags of different names may overlap. `<w1.2>` is a piece of the passage w1.
    """

    text: str
    spans: dict[str, list[Span]] = field(default_factory=dict)


def read_tags(given: str) -> Tagged:
    pieces: list[str] = []
    length = at = 0
    opened: dict[str, list[int]] = {}
    spans: dict[str, list[Span]] = {}
    for tag in _TAG.finditer(given):
        pieces.append(given[at : tag.start()])
        length += len(pieces[-1])
        at = tag.end()
        if tag.group(1):
            spans.setdefault(tag.group(2), []).append(Span(opened[tag.group(2)].pop(), length))
        else:
            opened.setdefault(tag.group(2), []).append(length)
    return Tagged("".join([*pieces, given[at:]]), spans)
