"""The records of the archivist's corrections, and of what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from generator.codec import digest
from generator.records import PostId, ThreadId

Kind = Literal["author", "date", "title", "person", "split", "join", "chrome", "not-quote", "quote-of"]
Status = Literal["applied", "changed", "orphaned"]

KINDS: tuple[Kind, ...] = get_args(Kind)
THREAD_KINDS: frozenset[Kind] = frozenset(("author", "date", "title", "person", "split", "join", "chrome"))
LINK_KINDS: frozenset[Kind] = frozenset(("not-quote", "quote-of"))
ALL_KINDS: frozenset[Kind] = THREAD_KINDS | LINK_KINDS
NOBODY = ""  # `author: ""`: nobody knows who wrote it
NOWHERE = "none"  # `quote-of: none`: quoted from something that is not in the archive
WORDS_LIMIT = 2000  # characters of a value: a passage is told by its first and last words


@dataclass(frozen=True, slots=True)
class PostKey:
    """How an entry names a post: by its id, by its first words, or by both. An empty text: not given."""

    thread: str = ""
    post: str = ""
    starts: str = ""

    def __bool__(self) -> bool:
        return bool(self.post or self.starts)


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry of corrections.yaml.

    `value` is what stands behind the entry's kind: a name, a date (ISO 8601), a title, words of the post. `names` are
    the other names of a `person`. `passage` are the quote's words and `origin` the quoted post of a `quote-of`.
    It holds no place in the file, so that an entry written above it leaves it as it is.
    """

    kind: Kind
    value: str
    key: PostKey
    why: str
    names: tuple[str, ...] = ()
    passage: str = ""
    origin: PostKey = PostKey()

    @property
    def id(self) -> str:
        """32 hexadecimal digits that stand for what the entry says."""
        return digest(self)

    @property
    def evidence(self) -> tuple[str, ...]:
        return (f"the archivist: {self.why}",) if self.why else ("the archivist says so",)


@dataclass(frozen=True, slots=True)
class Corrections:
    """All entries of corrections.yaml, in its order; `places` are their lines and columns, both 1-based."""

    entries: tuple[Correction, ...] = ()
    places: tuple[tuple[int, int], ...] = ()

    def of(self, thread: ThreadId | str, kinds: frozenset[Kind] = ALL_KINDS) -> tuple[Correction, ...]:
        """Return the entries of these kinds that may be meant for a thread: those that name it, or name no thread."""
        return tuple(entry for entry in self.entries if entry.kind in kinds and entry.key.thread in ("", thread))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a correction in one thread; `entry` is `Correction.id`.

    "applied": its words were found as they are. "changed": it was applied to slightly different text. "orphaned":
    what it is about was not found in the thread that it names. `note` says what was found, in one sentence.
    """

    entry: str
    status: Status
    thread: ThreadId
    post: PostId | None = None
    note: str = ""
