"""What became of the addresses that permalinks.tsv holds: compared anew only when it or the archive has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.codec import digest
from generator.config import Config
from generator.permalinks import (
    Permalink,
    Standing,
    addresses,
    gather_marks,
    read_permalinks,
    stand,
    suggest,
)
from generator.pipeline.inputs import Inputs
from generator.pipeline.workshop import Workshop
from generator.problems import UnusableInput
from generator.records import Topic
from generator.store import Table, load_shared, read_rows, read_table, share
from generator.tables.rows import PlaceRow, ShingleRow
from generator.views import urls

NOTHING_HELD = Standing()
_NAMED = ("threads", "posts", "lost", "shingles", "places")


@dataclass(frozen=True, slots=True)
class ThreadName:
    """A row of `threads`, read for its address alone."""

    thread: str


@dataclass(frozen=True, slots=True)
class PostName:
    """A row of `posts`, read for its address alone."""

    thread: str
    post: str


@dataclass(frozen=True, slots=True)
class LostName:
    """A row of `lost`, read for its address alone."""

    thread: str
    lost: str


@dataclass(frozen=True, slots=True)
class Holding:
    """Where the held addresses stand, and where those that are gone may be now. `uri` leads workers to the standing."""

    key: str = ""
    standing: Standing = NOTHING_HELD
    likely: dict[str, str] = field(default_factory=dict)
    uri: str = ""


def hold(config: Config, shop: Workshop, inputs: Inputs, tables: Mapping[str, Table]) -> Holding:
    """Return what became of the held addresses; O(archive) where anything changed, and nothing is held for no file.

    Raises:
        UnusableInput: permalinks.tsv cannot be read.
    """
    if not inputs.permalinks:
        return Holding()
    key = digest(
        shop.code,
        inputs.permalinks,
        inputs.topics,
        *(page.name for page in inputs.pages),
        *(tables[name].digest for name in _NAMED),
    )
    known = shop.store.fact("holding", Holding)
    if known is None or known.key != key:
        links, problems = read_permalinks(config.permalinks_file)
        if problems:
            raise UnusableInput(problems)
        standing = stand(links, present(shop, inputs, tables))
        likely = _likely(shop, standing, links, inputs, tables)
        known = Holding(key, standing, likely, share(shop.store.folder, "standing", standing))
        shop.store.keep_fact("holding", known)
    shop.in_use.add(known.uri)
    return known


def present(shop: Workshop, inputs: Inputs, tables: Mapping[str, Table]) -> set[str]:
    """Return the addresses of all pages that can be held."""
    cache = shop.store.folder
    threads = (row.thread for row in read_table(cache, tables["threads"], ThreadName))
    posts = ((row.thread, row.post) for row in read_table(cache, tables["posts"], PostName))
    lost = ((row.thread, row.lost) for row in read_table(cache, tables["lost"], LostName))
    topics = load_shared(cache, inputs.topics, tuple[Topic, ...])
    found = {*addresses(threads, posts, lost), *(urls.topic_url(topic.id) for topic in topics)}
    return found | {urls.archivist_url(page.name) for page in inputs.pages if page.name != "home"}


def marks_of_posts(shop: Workshop, tables: Mapping[str, Table]) -> Iterator[tuple[str, str]]:
    """Yield (address, marks) of each post that is long enough to have any."""
    cache = shop.store.folder
    for part in tables["places"].parts:
        shingles: dict[int, list[int]] = {}
        for row in read_rows(cache, tables["shingles"].part(part.bucket), ShingleRow):
            shingles.setdefault(row.place, []).append(row.hash)
        for place in read_rows(cache, part, PlaceRow):
            yield urls.post_url(place.thread, place.post), gather_marks(shingles.get(place.place, ()))


def _likely(
    shop: Workshop, standing: Standing, links: Mapping[str, Permalink], inputs: Inputs, tables: Mapping[str, Table]
) -> dict[str, str]:
    broken = [page for page in standing.gone if not page.is_known]
    if not broken:
        return {}
    marks = dict(marks_of_posts(shop, tables))
    fresh = present(shop, inputs, tables) - links.keys()
    return suggest(broken, {address: marks.get(address, "") for address in sorted(fresh)})
