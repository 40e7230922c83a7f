"""What the map functions are given: small records that say where the inputs lie. `code` stands for the program."""

from __future__ import annotations

from dataclasses import dataclass

from generator.store import Part


@dataclass(frozen=True, slots=True)
class DumpFile:
    """A file of content/threads/; `path` is relative to the site, with "/"."""

    path: str
    format: str | None
    retrieved: str | None


@dataclass(frozen=True, slots=True)
class DumpGroup:
    """`key` stands for the files' names and contents and for how they are to be read."""

    name: str
    key: str
    files: tuple[DumpFile, ...]
    is_folder: bool


@dataclass(frozen=True, slots=True)
class ReadTask:
    """One shard. `renames` are (group, place in it, new id) of threads whose own id another group has."""

    name: str
    key: str
    weight: int
    cache: str
    site: str
    groups: tuple[DumpGroup, ...]
    corrections: str  # the URI of the corrections
    renames: tuple[tuple[str, int, str], ...] = ()
    former: str = ""  # the stem of this shard's last volume


@dataclass(frozen=True, slots=True)
class ReadFound:
    """What the driver must know of a shard: each group's threads' own ids, the ids that all go by, and the outcomes."""

    ids: tuple[tuple[str, tuple[str, ...]], ...]
    names: tuple[str, ...]
    outcomes: bytes  # encoded: a tuple of `generator.corrections.Outcome`


@dataclass(frozen=True, slots=True)
class FindTask:
    """Quotes inside the threads of one shard."""

    name: str
    key: str
    weight: int
    cache: str
    read: str  # the stem of the volume of READ
    code: str
    former: str = ""


@dataclass(frozen=True, slots=True)
class LinkTask:
    """Quotes across threads, for the threads of one shard."""

    name: str
    key: str
    weight: int
    cache: str
    read: str  # the stem of the volume of READ
    found: str  # the stem of the volume of `find_in_shard`
    candidates: Part | None
    volumes: str  # the URI of the stems of READ and of the search in threads, by shard
    named: tuple[tuple[str, int], ...]  # threads that corrections name as origins, with their shards
    corrections: str  # the URI of the corrections
    buckets: int
    code: str
    former: str = ""


@dataclass(frozen=True, slots=True)
class TagTask:
    """The mentions of one shard."""

    name: str
    key: str
    weight: int
    cache: str
    read: str  # the stem of the volume of READ
    linked: str  # the stem of the volume of LINK
    topics: str  # the URI of the topics
    buckets: int
    code: str
    former: str = ""


@dataclass(frozen=True, slots=True)
class DoubtTask:
    """The doubts of one shard: what `disputatio check` shows."""

    name: str
    key: str
    weight: int
    cache: str
    read: str  # the stem of the volume of READ
    linked: str  # the stem of the volume of LINK
    former: str = ""  # none: doubts are kept in the receipt
