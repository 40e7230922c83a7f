"""The records of addresses that were published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

GONE = "gone"  # behind an address: nothing stands there any more, and the archivist knows
Kind = Literal["thread", "post", "lost", "topic", "page"]


@dataclass(frozen=True, slots=True)
class Permalink:
    """A line of permalinks.tsv.

    `marks` are a few signs that stand for the post's words (`marks.py`), "" where there are none. `now` is "" for what
    stands where it stood, the new address of what has moved, or `GONE`.
    """

    address: str
    marks: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """What an address is about: `thread` and `item` are ids, "" where that kind of page has none."""

    kind: Kind
    thread: str
    item: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A published address at which nothing stands now. `is_known`: permalinks.tsv says so."""

    address: str
    marks: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of all held addresses. `new` counts addresses of the archive that are not held yet.

    `moved` are (old address, new address), with chains followed to their end; `astray` are (old, where the file sends
    it): moves that end nowhere or go in a circle.
    """

    held: int = 0
    new: int = 0
    moved: tuple[tuple[str, str], ...] = ()
    gone: tuple[Gone, ...] = ()
    astray: tuple[tuple[str, str], ...] = ()
