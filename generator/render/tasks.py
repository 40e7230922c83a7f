"""What a batch of pages is made from, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from generator.store import Output, Table

Kind = Literal[
    "threads-of-shard",
    "people-of-bucket",
    "topics-of-bucket",
    "home",
    "threads",
    "people",
    "topics",
    "index",
    "dates",
    "posts-of-month",
    "honesty",
    "archivist",
    "not-found",
    "assets",
    "attachments-of-shard",
    "permalinks",
    "redirects",
    "host",
    "feeds",
    "sitemap",
    "search-of-part",
    "search",
]


@dataclass(frozen=True, slots=True)
class PageFile:
    """A text of content/pages/: its name without ".md", its path (from the site's root), the digest of its bytes."""

    name: str
    path: str
    digest: str


@dataclass(frozen=True, slots=True)
class RenderTask:
    """One batch: what kind it is, where its inputs lie, and what it gave last time. `code` stands for the program."""

    name: str
    key: str
    weight: int
    kind: Kind
    bucket: int  # which shard or bucket, of how many; 0 where there is but one batch
    buckets: int
    site: str
    cache: str
    spare: str  # the folder of the tree that is being prepared
    settings: str  # the URI of the views' settings
    theme: str  # the URI of the theme
    code: str
    volumes: dict[str, str]  # stems, by stage: "read", "link", "tag"
    tables: dict[str, Table]  # by query; for a shard or a bucket, its part alone
    pages: tuple[PageFile, ...] = ()
    attachments: tuple[tuple[str, str], ...] = ()  # (digest, address) of those in the volume that are to be written
    given: str = ""  # the URI of what a batch is told beside the tables
    former: bytes = b""  # the encoded receipt of the pages that the output holds


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was rendered: `key` stands for all that went in, `digest` for what came out."""

    url: str
    key: str
    digest: str


@dataclass(frozen=True, slots=True)
class UnitReceipt:
    name: str
    key: str
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class RenderReceipt:
    """All pages of a batch, and those (with their sizes) that were written because their content is new."""

    item: str
    key: str
    units: tuple[UnitReceipt, ...]
    written: tuple[tuple[str, int], ...]
    rendered: int
    outputs: tuple[Output, ...] = ()  # none in the cache: the pages lie in the tree that is being prepared

    def pages(self) -> Iterator[Page]:
        for unit in self.units:
            yield from unit.pages


def urls_of(receipts: Iterable[RenderReceipt]) -> Iterator[str]:
    for receipt in receipts:
        yield from (page.url for page in receipt.pages())
