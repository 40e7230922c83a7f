"""LINK: quotes within each thread, then quotes across threads, lost posts, and all rows that follow from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.codec import decode, digest, encode
from generator.corrections import Corrections, Outcome, correct_links, origins_elsewhere
from generator.linking import find_quotes, fingerprints, link_across, link_named, named_elsewhere, rebuild_lost
from generator.records import Post, PostId, Span, Thread, ThreadId, ThreadLinks
from generator.stages.rows import (
    json_lines,
    lost_rows,
    old_rows,
    piece_rows,
    place_row,
    post_rows,
    quote_rows,
    quoted_spans,
    thread_row,
)
from generator.stages.sections import SectionCopier
from generator.stages.tasks import FindTask, LinkTask
from generator.store import Receipt, Volume, load_shared, read_rows
from generator.tables.rows import CandidateRow

_FOUND = ("links", "named", "shingles.jsonl", "places.jsonl")
_Places = tuple[tuple[str, str], ...]  # (thread, post)
Quoted = dict[tuple[str, str], tuple[Span, ...]]  # spans that are quotes, by thread and post
_LINKED = (
    "links",
    "outcomes",
    "threads.jsonl",
    "posts.jsonl",
    "quotes.jsonl",
    "pieces.jsonl",
    "lost.jsonl",
    "old.jsonl",
)


def find(task: FindTask) -> Receipt:
    """Find the quotes inside each thread, and sample its own words for finding them in other threads.

    `Receipt.found` are the other threads that dumps name as homes of what they quote.
    """
    former = SectionCopier(task.cache, f"shards/find-{task.name}-{task.key}", task.former)
    homes: set[str] = set()  # other threads from which dumps tell that words were taken
    with Volume(task.cache, task.read) as threads, former as copier:
        for name, section in threads.sections("threads").items():
            key = digest(task.code, section.digest)
            if copier.copy(name, key, _FOUND):
                named = copier.former("named", name)
            else:
                strands = _find(decode(threads.read("threads", name), Thread), int(task.name))
                copier.add(name, key, strands)
                named = strands["named"]
            homes.update(home for home, _ in decode(named, _Places))
        return Receipt(task.name, task.key, copier.close(), found=encode(tuple(sorted(homes))))


def _find(thread: Thread, shard: int) -> dict[str, bytes]:
    links = find_quotes(thread)
    shingles: dict[PostId, set[int]] = {}
    for fingerprint in fingerprints(thread, links):
        shingles.setdefault(fingerprint.post, set()).add(fingerprint.hash)
    quoted = quoted_spans(links)
    sampled = [post for post in thread.posts if post.id in shingles]
    places = {post.id: place_row(thread, post, shard, quoted.get(post.id, ())) for post in sampled}
    # Rows of `ShingleRow`, dozens a post: as plain dictionaries they cost a third.
    rows = [{"hash": each, "place": place.place} for post, place in places.items() for each in sorted(shingles[post])]
    sections = (encode(links), encode(named_elsewhere(thread, links)), json_lines(rows), json_lines(places.values()))
    return dict(zip(_FOUND, sections, strict=True))


def link(task: LinkTask) -> Receipt:
    """Link each thread to the other threads, correct its links, rebuild its lost posts, and write its rows.

    `Receipt.found` are the outcomes of the corrections.
    """
    by_thread: dict[str, list[CandidateRow]] = {}
    for row in read_rows(task.cache, task.candidates, CandidateRow):
        by_thread.setdefault(row.thread, []).append(row)
    corrections = load_shared(task.cache, task.corrections, Corrections)
    elsewhere = _Elsewhere(task)
    outcomes: list[Outcome] = []
    former = SectionCopier(task.cache, f"shards/link-{task.name}-{task.key}", task.former)
    with Volume(task.cache, task.read) as threads, Volume(task.cache, task.found) as found, former as copier:
        for name, section in threads.sections("threads").items():
            rows = by_thread.get(name, [])
            corrected = elsewhere.posts(origins_elsewhere(ThreadId(name), corrections))
            named = elsewhere.posts(decode(found.read("named", name), _Places))
            inputs = (section.digest, found.sections("links")[name].digest, encode(corrections.of(name)))
            others = [*corrected.values(), *named.values()]
            key = digest(task.code, str(task.buckets), *inputs, encode(rows), encode(others))
            if copier.copy(name, key, _LINKED):
                outcomes += decode(copier.former("outcomes", name), tuple[Outcome, ...])
                continue
            thread = decode(threads.read("threads", name), Thread)
            links = decode(found.read("links", name), ThreadLinks)
            candidates, quoted = elsewhere.candidates(rows)
            links = link_across(thread, link_named(thread, links, named), candidates, quoted=quoted)
            links, became = correct_links(thread, links, corrections, elsewhere=corrected)
            links = rebuild_lost(thread, links)
            outcomes += became
            copier.add(name, key, _rows(thread, links, task, became))
        elsewhere.close()
        return Receipt(task.name, task.key, copier.close(), found=encode(tuple(outcomes)))


class _Elsewhere:
    """Posts of other threads, read from their volumes thread by thread."""

    def __init__(self, task: LinkTask) -> None:
        self._cache = task.cache
        volumes = load_shared(task.cache, task.volumes, tuple[tuple[int, str, str], ...])
        self._stems = {shard: (read, found) for shard, read, found in volumes}
        self._shards = dict(task.named)
        self._volumes: dict[int, tuple[Volume, Volume]] = {}

    def candidates(self, rows: Sequence[CandidateRow]) -> tuple[list[tuple[ThreadId, Post]], Quoted]:
        """Return (thread, post) of each candidate, in the order of the rows, and what of them are quotes themselves."""
        places = [(row.origin_shard, row.origin_thread, row.origin_post) for row in rows]
        posts, quoted = self._read(places)
        found = ((thread, posts.get((thread, post))) for _, thread, post in places)
        return [(ThreadId(thread), post) for thread, post in found if post is not None], quoted

    def posts(self, places: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Post]:
        """Return the posts (thread, post) of threads that the task names, as far as they are in the archive."""
        return self._read((self._shards[home], home, post) for home, post in places if home in self._shards)[0]

    def close(self) -> None:
        for volumes in self._volumes.values():
            for volume in volumes:
                volume.close()

    def _read(self, places: Iterable[tuple[int, str, str]]) -> tuple[dict[tuple[str, str], Post], Quoted]:
        """Return posts, and their spans that are quotes of other posts, by (thread, post).

        `places` are (shard, thread, post). Each thread is read once.
        """
        wanted: dict[tuple[int, str], set[str]] = {}
        for shard, thread, post in places:
            wanted.setdefault((shard, thread), set()).add(post)
        posts: dict[tuple[str, str], Post] = {}
        quoted: Quoted = {}
        for (shard, thread), ids in wanted.items():
            if shard not in self._volumes:
                read, found = self._stems[shard]
                self._volumes[shard] = Volume(self._cache, read), Volume(self._cache, found)
            threads, links = self._volumes[shard]
            if thread in threads.sections("threads"):
                read_posts = decode(threads.read("threads", thread), Thread).posts
                posts |= {(thread, post.id): post for post in read_posts if post.id in ids}
                spans = quoted_spans(decode(links.read("links", thread), ThreadLinks))
                quoted |= {(thread, post): spans[PostId(post)] for post in ids if post in spans}
        return posts, quoted


def _rows(thread: Thread, links: ThreadLinks, task: LinkTask, outcomes: tuple[Outcome, ...]) -> dict[str, bytes]:
    shard = int(task.name)
    posts = tuple(post_rows(thread, links, shard, task.buckets))
    tables = (
        (thread_row(thread, links, shard, posts),),
        posts,
        quote_rows(thread, links, shard),
        piece_rows(thread, links),
        lost_rows(links, shard),
        old_rows(thread, shard),
    )
    return dict(zip(_LINKED, (encode(links), encode(outcomes), *map(json_lines, tables)), strict=True))
