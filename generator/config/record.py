"""The record that site.yaml becomes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

THREADS = "content/threads/"
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Config:
    """What site.yaml says, checked, with the defaults filled in; the fields are its keys.

    `root` and `output` are absolute. `base_url` is "" or ends with "/". Pairs keep the order of the file.
    """

    root: Path
    format: int
    title: str
    description: str
    language: str
    direction: Literal["ltr", "rtl"]
    base_url: str
    licence: str
    archivist: str
    navigation: Pairs  # (label, address relative to the site's root); empty: the program's own
    theme: str
    theme_options: Pairs
    posts_per_page: int
    list_page_size: int
    post_pages: Literal["all", "quoted", "none"]  # pages: posts:
    attachments: Literal["all", "pictures", "none"]
    private_data: Literal["hide", "show"]
    deploy: str  # "", "plain", or a host of generator.hosts
    robots: Literal["index", "noindex", "no-ai"]
    redirects: tuple[str, ...]  # "nginx", "apache", one of "netlify", "cloudflare" and "gitlab", "pages"
    old_forums: Pairs  # (pattern of dumps, address of the forum that they came from)
    feeds: Literal["all", "archive", "none"]
    search: Literal["full", "none"]
    output: Path
    engine: str  # "local", "local:N" or "spark:URL"
    skip: tuple[str, ...]  # patterns of dumps
    importers: Pairs  # (pattern of dumps, format)
    retrieved: Pairs  # (pattern of dumps, ISO date)

    @property
    def threads(self) -> Path:
        return self.root / "content" / "threads"

    @property
    def pages(self) -> Path:
        return self.root / "content" / "pages"

    @property
    def topics_file(self) -> Path:
        return self.root / "content" / "topics.yaml"

    @property
    def corrections_file(self) -> Path:
        return self.root / "content" / "corrections.yaml"

    @property
    def permalinks_file(self) -> Path:
        return self.root / "permalinks.tsv"

    @property
    def redactions_file(self) -> Path:
        return self.root / "content" / "redactions.yaml"

    @property
    def key_file(self) -> Path:
        """The key of the pseudonyms; it belongs neither to the output nor to the history."""
        return self.root / ".disputatio-key"

    @property
    def themes(self) -> Path:
        return self.root / "themes"

    @property
    def cache(self) -> Path:
        return self.root / ".cache"

    def is_skipped(self, dump: str) -> bool:
        """True where `dump` (a path with "/", below content/threads or from the site's root) is to be left out."""
        return any(matches(dump, pattern) for pattern in self.skip)

    def importer_of(self, dump: str) -> str | None:
        """The format that site.yaml names for `dump`; None: found out by looking. The first pattern that fits wins."""
        return next((name for pattern, name in self.importers if matches(dump, pattern)), None)

    def old_forum_of(self, dump: str) -> str:
        """The address of the forum that `dump` came from, "" where site.yaml tells none. The first that fits wins."""
        return next((address for pattern, address in self.old_forums if matches(dump, pattern)), "")

    def retrieved_on(self, dump: str) -> str | None:
        """The ISO date on which `dump` was captured, where site.yaml tells. The first pattern that fits wins."""
        return next((day for pattern, day in self.retrieved if matches(dump, pattern)), None)


def matches(dump: str, pattern: str) -> bool:
    """True where the pattern fits the whole path: "*" stands for any run of signs (also "/"), "?" for one sign.

    `dump` may be given from the site's root. O(len(dump) * len(pattern)) at worst.
    """
    path = dump.removeprefix(THREADS)
    at = in_pattern = 0
    star, resume = -1, 0
    while at < len(path):
        sign = pattern[in_pattern] if in_pattern < len(pattern) else ""
        if sign == "*":
            star, resume = in_pattern, at
            in_pattern += 1
        elif sign and sign in ("?", path[at]):
            at, in_pattern = at + 1, in_pattern + 1
        elif star >= 0:
            resume += 1
            at, in_pattern = resume, star + 1
        else:
            return False
    return not pattern[in_pattern:].strip("*")
