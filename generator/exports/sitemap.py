"""The sitemap (sitemaps.org 0.9) in parts of bounded size; robots.txt names it."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.codec import digest
from generator.exports.xml import xml
from generator.views import Settings, instant, urls

SITEMAP = "sitemap.xml"  # the index of its parts
MOST_URLS = 50_000  # of one file, by the protocol
_USUAL_URLS = 25_000  # of one file on average: parts are filled by hash, none as evenly as the others
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True, slots=True)
class Place:
    """An address and the ISO date of what stands there, "" where it is not known.

    `group` says whose part of the sitemap it stands in: all addresses of a thread stand together, so a new post changes
    one part.
    """

    group: str
    address: str
    iso: str = ""


def sitemap_files(places: Iterable[Place], count: int, settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Yield the parts of the sitemap and its index; nothing where the site has no base URL.

    `count` is how many places there are: the number of parts follows from it alone. What waits is held packed, some ten
    bytes a place.
    """
    base_url = settings.site.base_url
    if not base_url:
        return
    parts = 1
    while parts * _USUAL_URLS < count:
        parts *= 2
    waiting = [_Waiting() for _ in range(parts)]
    for place in places:
        waiting[int(digest(place.group)[:8], 16) % parts].add(place)
    names: list[str] = []
    for part, held in enumerate(waiting, 1):
        for number, lines in enumerate(held.cut(), 1):
            names.append(f"sitemaps/{part}.xml" if number == 1 else f"sitemaps/{part}.{number}.xml")
            yield names[-1], _document("urlset", [_url(base_url, line) for line in lines])
    yield (
        SITEMAP,
        _document("sitemapindex", [f"<sitemap><loc>{xml(base_url + name)}</loc></sitemap>" for name in names]),
    )


class _Waiting:
    """The lines of one part, packed."""

    def __init__(self) -> None:
        self._packer = zlib.compressobj(1)
        self._packed: list[bytes] = []

    def add(self, place: Place) -> None:
        day = place.iso[:10] if instant(place.iso) else ""
        packed = self._packer.compress(f"{place.address}\t{day}\n".encode())
        if packed:
            self._packed.append(packed)

    def cut(self) -> Iterator[list[str]]:
        """Yield the lines in order, in runs that fit into a file."""
        text = zlib.decompress(b"".join([*self._packed, self._packer.flush()])).decode()
        lines = sorted(text.splitlines())
        for at in range(0, len(lines), MOST_URLS):
            yield lines[at : at + MOST_URLS]


def _url(base_url: str, line: str) -> str:
    address, _, day = line.partition("\t")
    lastmod = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<url><loc>{xml(urls.canonical(base_url, address))}</loc>{lastmod}</url>"


def _document(root: str, entries: list[str]) -> bytes:
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">\n'
    return (head + "".join(f"{entry}\n" for entry in entries) + f"</{root}>\n").encode()
