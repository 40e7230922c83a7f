"""A built site read from its files: which ids a page has, where its links lead, which page stands for each kind."""

from __future__ import annotations

import gzip
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_LEADING = {"href", "src", "action", "poster", "data", "srcset", "cite"}

# One page of each kind: the file, or a pattern of which the largest match is taken (it has most to go wrong).
KINDS = {
    "home": "index.html",
    "threads": "threads/index.html",
    "thread": "threads/*/index.html",
    "tree": "threads/*/tree.html",
    "post": "threads/*/p-*.html",
    "lost": "lost/*.html",
    "people": "people/index.html",
    "person": "people/[!i]*.html",
    "topics": "topics/index.html",
    "topic": "topics/[!i]*.html",
    "index": "index-a-z.html",
    "dates": "dates/index.html",
    "month": "dates/*-*.html",
    "honesty": "honesty.html",
    "page": "pages/*.html",
    "search": "search.html",
    "not found": "404.html",
}


@dataclass(frozen=True)
class Link:
    tag: str
    attribute: str
    value: str
    line: int


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[Link] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in _LEADING:
                self.links.append(Link(tag, name, value or "", self.getpos()[0]))


@dataclass(frozen=True)
class Page:
    url: str  # relative to the site's root
    ids: tuple[str, ...]
    links: tuple[Link, ...]


@lru_cache(maxsize=4)
def read_site(folder: Path) -> dict[str, Page]:
    """Return every HTML page of a site by its address."""
    pages = {}
    for path in sorted(folder.rglob("*.html")):
        reader = _Reader()
        reader.feed(path.read_text(encoding="utf-8"))
        reader.close()
        url = path.relative_to(folder).as_posix()
        pages[url] = Page(url, tuple(reader.ids), tuple(reader.links))
    return pages


def broken_links(folder: Path) -> list[str]:
    """Return what does not lead anywhere: links to files or fragments that are not there, and ids given twice."""
    pages = read_site(folder)
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    ids = {url: set(page.ids) for url, page in pages.items()}
    faults = []
    for page in pages.values():
        faults += [f"{page.url}: id {name!r} is given {n} times" for name, n in Counter(page.ids).items() if n > 1]
        for link in page.links:
            fault = _fault_of(link, page, files, ids)
            faults += [f"{page.url}:{link.line}: {link.attribute}={link.value!r} {fault}"] if fault else []
    return faults


def _fault_of(link: Link, page: Page, files: set[str], ids: dict[str, set[str]]) -> str:
    parts = urlsplit(link.value)
    if parts.scheme or parts.netloc:
        is_followed = link.tag == "a" or (link.tag == "link" and link.attribute == "href")
        return "" if is_followed else "asks another host"
    if link.value.startswith("/"):
        return "starts at the host's root"  # the site must work from any folder
    target = _resolve(page.url, unquote(parts.path)) if parts.path else page.url
    if target not in files:
        return "leads to no file"
    fragment = unquote(parts.fragment).partition(":~:")[0]
    if fragment and target in ids and fragment not in ids[target]:
        return "leads to no such place in the page"
    return ""


def _resolve(url: str, path: str) -> str:
    parts = url.split("/")[:-1]
    for part in path.split("/"):
        if part == "..":
            if not parts:
                return "(outside)"
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts) + ("/index.html" if path.endswith("/") else "")


def page_of(folder: Path, kind: str) -> str:
    """Return the address of the page that stands for its kind.

    Raises:
        LookupError: the site has no page of that kind.
    """
    found = sorted(folder.glob(KINDS[kind]), key=lambda path: (-path.stat().st_size, path))
    if not found:
        raise LookupError(f"no page of kind {kind!r} ({KINDS[kind]})")
    return found[0].relative_to(folder).as_posix()


def gzipped_bytes(*paths: Path) -> int:
    """Return how many bytes the files take on their way to a reader."""
    return sum(len(gzip.compress(path.read_bytes(), 6)) for path in paths)
