"""What the map functions are given: small records that say where the inputs lie. `code` stands for the program."""

from __future__ import annotations

from dataclasses import dataclass

from generator.corrections import Outcome
from generator.store import Part


@dataclass(frozen=True, slots=True)
class DumpFile:
    """A dump of content/threads/: a file, or a folder that is one dump; `path` is relative to the site, with "/".

    `digest` stands for its content, and for the pictures that a browser saved beside it.
    """

    path: str
    format: str | None
    retrieved: str | None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class DumpGroup:
    """Dumps that are read together: one, or the pages of one pasted thread; or one part of `parts` of a huge dump.

    `key` stands for the files' names and contents and for how they are to be read.
    """

    name: str  # the path below content/threads/
    key: str
    files: tuple[DumpFile, ...]
    is_folder: bool
    part: int = 0
    parts: int = 1
    hides_private: bool = True  # mail addresses, IPs, ids of sessions

    @property
    def label(self) -> str:
        """A name of its own among all groups."""
        return self.name if self.parts == 1 else f"{self.name}#{self.part + 1}/{self.parts}"


@dataclass(frozen=True, slots=True)
class ReadTask:
    """One shard."""

    name: str
    key: str
    weight: int
    cache: str
    site: str
    groups: tuple[DumpGroup, ...]
    code: str
    former: str = ""  # the stem of this shard's last volume


@dataclass(frozen=True, slots=True)
class ThreadFound:
    """A thread, or a piece of one, as a dump gives it: its own id, its section, and its `generator.importers.Marks`."""

    id: str
    section: str
    host: str = ""
    sure: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupFound:
    """What a group of dumps gave. `group` is its name, `label` what no other has."""

    group: str
    label: str
    threads: tuple[ThreadFound, ...]


@dataclass(frozen=True, slots=True)
class Withheld:
    """What dumps withhold: own words of posts, and whether any post is withheld at all."""

    words: tuple[str, ...] = ()
    has_posts: bool = False


@dataclass(frozen=True, slots=True)
class ReadFound:
    """What the driver must know of a shard. `attachments` are (digest, media type) of the files kept in its volume."""

    groups: tuple[GroupFound, ...]
    attachments: tuple[tuple[str, str], ...] = ()
    withheld: Withheld = Withheld()


@dataclass(frozen=True, slots=True)
class SettleFound:
    """What the driver must know of a settled shard: the outcomes of the corrections, and what is withheld now."""

    outcomes: tuple[Outcome, ...]
    withheld: Withheld = Withheld()


@dataclass(frozen=True, slots=True)
class Whole:
    """A thread as the archive has it: by its final id, and the places (shard, section) of its pieces, in order."""

    name: str
    pieces: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class SettleTask:
    """The threads of one shard that are renamed, made of several pieces, or corrected.

    `wholes` are those that differ from their sections: renamed, or made of several pieces; each stands in the place of
    its first piece. `gone` are sections that belong to threads of other shards, or to the wholes.
    """

    name: str
    key: str
    weight: int
    cache: str
    site: str
    read: str  # the stem of the volume of READ
    volumes: str  # the URI of the stems of READ, by shard
    wholes: tuple[Whole, ...]
    gone: tuple[str, ...]
    corrections: str  # the URI of the corrections
    code: str
    former: str = ""


@dataclass(frozen=True, slots=True)
class SurveyTask:
    """What the redactions name in the threads of one shard."""

    name: str
    key: str
    weight: int
    cache: str
    read: str  # the stem of the volume of READ or SETTLE
    redactions: str  # the URI of the redactions
    former: str = ""


@dataclass(frozen=True, slots=True)
class SiftTask:
    """The attachments of one shard in which a secret may stand."""

    name: str
    key: str
    weight: int
    cache: str
    read: str  # the stem of the volume of READ
    attachments: tuple[str, ...]  # digests
    secrets: str  # the URI of the secrets
    former: str = ""


@dataclass(frozen=True, slots=True)
class RedactTask:
    """The threads of one shard, to be freed of what must not be published."""

    name: str
    key: str
    weight: int
    cache: str
    read: str  # the stem of the volume of READ or SETTLE
    secrets: str  # the URI of the secrets
    code: str
    former: str = ""


@dataclass(frozen=True, slots=True)
class SweepTask:
    """Files of the output to look through: the folders that they lie in, with their URLs."""

    name: str
    weight: int
    cache: str
    files: tuple[tuple[str, tuple[str, ...]], ...]
    secrets: str  # the URI of the secrets


@dataclass(frozen=True, slots=True)
class SweepReceipt:
    """Where a secret stands in the output: URL, kind of the redaction, what it says instead."""

    item: str
    found: tuple[tuple[str, str, str], ...]


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
    named: tuple[tuple[str, int], ...]  # threads that corrections or dumps name as origins, with their shards
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
class IndexTask:
    """The words of one shard, for search."""

    name: str
    key: str
    weight: int
    cache: str
    read: str  # the stem of the volume of READ
    linked: str  # the stem of the volume of LINK
    tagged: str  # the stem of the volume of TAG
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
