"""The records of the archivist's redactions, of the words that follow from them, and of what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from generator.codec import digest
from generator.corrections import PostKey
from generator.records import ThreadId

Kind = Literal["post", "passage", "person"]
Status = Literal["applied", "changed", "orphaned"]

KINDS: tuple[Kind, ...] = get_args(Kind)
WITHHELD = "words of a post that is withheld"  # stands for them where another post quotes it


@dataclass(frozen=True, slots=True)
class Redaction:
    """One entry of redactions.yaml.

    `key` names the post ("post", and "passage" where it is told); `value` are the words of a passage or the name of a
    person, `names` that person's other names. `tombstone` stands in the place of what is taken out, with `date` (ISO
    8601); of a person it is the name that is shown, "" for a pseudonym. `reason` is for the archivist alone.
    """

    kind: Kind
    key: PostKey
    value: str
    reason: str
    date: str
    tombstone: str
    names: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """32 hexadecimal digits that stand for what the entry says."""
        return digest(self)

    @property
    def instead(self) -> str:
        """What stands in the place of a post: it ends a sentence of the page."""
        return f"{self.tombstone}, {self.date}" if self.date else self.tombstone


@dataclass(frozen=True, slots=True)
class Redactions:
    """All entries of redactions.yaml, in its order; `places` are their lines and columns, both 1-based.

    `key_id` says which key the pseudonyms are made with, where the file tells.
    """

    entries: tuple[Redaction, ...] = ()
    places: tuple[tuple[int, int], ...] = ()
    key_id: str = ""

    def of(self, thread: ThreadId | str) -> tuple[Redaction, ...]:
        """Return the entries that may be meant for a thread: those that name it, or name no thread."""
        return tuple(entry for entry in self.entries if entry.key.thread in ("", thread))

    @property
    def has_people(self) -> bool:
        return any(entry.kind == "person" for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Secret:
    """Words that must not be published.

    `pieces` are runs of letters and digits, as `corrections.bare_letters` gives them, with blanks and signs left out.
    `instead` stands in their place in running text. `is_name`: they are whole words wherever they stand.
    """

    kind: Literal["post", "passage", "person", "withheld"]
    pieces: tuple[str, ...]
    instead: str


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A post that is not published; `why` ends the sentence "This post is withheld: ..."."""

    thread: str
    post: str
    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a redaction names in one thread. `entry` is `Redaction.id`; `note` says in a sentence what was found."""

    entry: str
    status: Status
    thread: ThreadId
    post: str = ""
    note: str = ""
    pieces: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()  # digests


@dataclass(frozen=True, slots=True)
class Secrets:
    """All that no output may hold: words, whole posts, and files by their digests."""

    words: tuple[Secret, ...] = ()
    posts: tuple[Tombstone, ...] = ()
    attachments: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.posts or self.attachments)
