"""LINK: quotes within each thread, then quotes across threads, lost posts, and all rows that follow from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.codec import decode, digest, encode
from generator.corrections import Corrections, Outcome, correct_links, origins_elsewhere
from generator.linking import find_quotes, fingerprints, link_across, rebuild_lost
from generator.records import Post, PostId, Thread, ThreadId, ThreadLinks
from generator.stages.rows import (
    json_lines,
    lost_rows,
    piece_rows,
    place_row,
    post_rows,
    quote_rows,
    thread_row,
)
from generator.stages.sections import SectionCopier
from generator.stages.tasks import FindTask, LinkTask
from generator.store import Receipt, Volume, load_shared, read_rows
from generator.tables.rows import CandidateRow, ShingleRow

_FOUND = ("links", "shingles.jsonl", "places.jsonl")
_LINKED = ("links", "outcomes", "threads.jsonl", "posts.jsonl", "quotes.jsonl", "pieces.jsonl", "lost.jsonl")


def find(task: FindTask) -> Receipt:
    """Find the quotes inside each thread, and sample its own words for finding them in other threads."""
    former = SectionCopier(task.cache, f"shards/find-{task.name}-{task.key}", task.former)
    with Volume(task.cache, task.read) as threads, former as copier:
        for name, section in threads.sections("threads").items():
            key = digest(task.code, section.digest)
            if not copier.copy(name, key, _FOUND):
                thread = decode(threads.read("threads", name), Thread)
                copier.add(name, key, _find(thread, int(task.name)))
        return Receipt(task.name, task.key, copier.close())


def _find(thread: Thread, shard: int) -> dict[str, bytes]:
    links = find_quotes(thread)
    shingles: dict[PostId, set[int]] = {}
    for fingerprint in fingerprints(thread, links):
        shingles.setdefault(fingerprint.post, set()).add(fingerprint.hash)
    places = {post.id: place_row(thread, post, shard) for post in thread.posts if post.id in shingles}
    rows = (ShingleRow(each, place.place) for post, place in places.items() for each in sorted(shingles[post]))
    sections = (encode(links), json_lines(rows), json_lines(places.values()))
    return dict(zip(_FOUND, sections, strict=True))


def link(task: LinkTask) -> Receipt:
    """Link each thread to the other threads, correct its links, rebuild its lost posts, and write its rows.

    `Receipt.found` are the outcomes of the corrections.
    """
    candidates: dict[str, list[CandidateRow]] = {}
    for row in read_rows(task.cache, task.candidates, CandidateRow):
        candidates.setdefault(row.thread, []).append(row)
    corrections = load_shared(task.cache, task.corrections, Corrections)
    elsewhere = _Elsewhere(task)
    outcomes: list[Outcome] = []
    former = SectionCopier(task.cache, f"shards/link-{task.name}-{task.key}", task.former)
    with Volume(task.cache, task.read) as threads, Volume(task.cache, task.found) as found, former as copier:
        for name, section in threads.sections("threads").items():
            rows = candidates.get(name, [])
            named = elsewhere.named(name, corrections)
            inputs = (section.digest, found.sections("links")[name].digest, encode(corrections.of(name)))
            key = digest(task.code, str(task.buckets), *inputs, encode(rows), encode(list(named.values())))
            if copier.copy(name, key, _LINKED):
                outcomes += decode(copier.former("outcomes", name), tuple[Outcome, ...])
                continue
            thread = decode(threads.read("threads", name), Thread)
            links = decode(found.read("links", name), ThreadLinks)
            links = link_across(thread, links, elsewhere.candidates(rows))
            links, became = correct_links(thread, links, corrections, elsewhere=named)
            links = rebuild_lost(thread, links)
            outcomes += became
            copier.add(name, key, _rows(thread, links, task, became))
        elsewhere.close()
        return Receipt(task.name, task.key, copier.close(), found=encode(tuple(outcomes)))


class _Elsewhere:
    """Posts of other threads, read from their volumes thread by thread."""

    def __init__(self, task: LinkTask) -> None:
        self._cache = task.cache
        self._stems = dict(task.volumes)
        self._shards = dict(task.named)
        self._volumes: dict[int, Volume] = {}

    def candidates(self, rows: Sequence[CandidateRow]) -> list[tuple[ThreadId, Post]]:
        """Return (thread, post) of each candidate, in the order of the rows; each thread is read once."""
        places = [(row.origin_shard, row.origin_thread, row.origin_post) for row in rows]
        posts = self._posts(places)
        return [(ThreadId(thread), posts[thread, post]) for _, thread, post in places if (thread, post) in posts]

    def named(self, thread: str, corrections: Corrections) -> dict[tuple[str, str], Post]:
        """Return the posts of other threads that corrections of this thread lead to, by (thread, post)."""
        origins = origins_elsewhere(ThreadId(thread), corrections)
        return self._posts((self._shards[origin], origin, post) for origin, post in origins if origin in self._shards)

    def close(self) -> None:
        for volume in self._volumes.values():
            volume.close()

    def _posts(self, places: Iterable[tuple[int, str, str]]) -> dict[tuple[str, str], Post]:
        """Return posts by (thread, post); `places` are (shard, thread, post)."""
        wanted: dict[tuple[int, str], set[str]] = {}
        for shard, thread, post in places:
            wanted.setdefault((shard, thread), set()).add(post)
        found = {}
        for (shard, thread), ids in wanted.items():
            if shard not in self._volumes:
                self._volumes[shard] = Volume(self._cache, self._stems[shard])
            data = self._volumes[shard].read("threads", thread)
            for post in decode(data, Thread).posts if data else ():
                if post.id in ids:
                    found[thread, str(post.id)] = post
        return found


def _rows(thread: Thread, links: ThreadLinks, task: LinkTask, outcomes: tuple[Outcome, ...]) -> dict[str, bytes]:
    shard = int(task.name)
    posts = tuple(post_rows(thread, links, shard, task.buckets))
    tables = (
        (thread_row(thread, links, shard, posts),),
        posts,
        quote_rows(thread, links, shard),
        piece_rows(thread, links),
        lost_rows(links, shard),
    )
    return dict(zip(_LINKED, (encode(links), encode(outcomes), *map(json_lines, tables)), strict=True))
