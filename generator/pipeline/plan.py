"""The tasks of each stage: what they are named, what their keys stand for, and which files they are given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.codec import decode, digest
from generator.corrections import Corrections, origins_elsewhere
from generator.pipeline.inputs import Inputs
from generator.pipeline.kept import Kept
from generator.pipeline.scan import Scan
from generator.pipeline.settling import Settled
from generator.pipeline.workshop import weight_again
from generator.records import ThreadId, Topic
from generator.render import Kind, PageFile, RenderTask
from generator.stages import DoubtTask, DumpGroup, FindTask, LinkTask, ReadTask, SettleTask, TagTask, bucket_of
from generator.store import Receipt, Store, Table, load_shared, share

SHARD_BYTES = 512 * 1024  # of dumps: some 500 posts, a second or less of a worker's time
Receipts = Mapping[str, Receipt]
_PARTS_FROM = 1 << 28  # the first shard of parts: above the number of all others, and far below 2^53


@dataclass(frozen=True, slots=True)
class Places:
    """What every task is told. `weights` are the bytes of dumps by shard."""

    site: str
    cache: str
    code: str
    shards: int
    weights: Mapping[str, int]
    inputs: Inputs
    corrections: Corrections


def count_shards(store: Store, scan: Scan) -> int:
    """Return the number of shards: a power of two that follows the archive, and stays while it fits by half or double.

    It decides which threads are worked on together, and never what a page shows.
    """
    wanted = 1
    while wanted * SHARD_BYTES < sum(scan.sizes):
        wanted *= 2
    known = store.fact("shards", int)
    if known and known // 2 <= wanted <= known * 2:
        return known
    store.keep_fact("shards", wanted)
    return wanted


def plan_read(scan: Scan, places: Places) -> list[ReadTask]:
    """Return a task for each shard that has any dump."""
    shards: dict[str, list[DumpGroup]] = {}
    for group in scan.groups:
        shards.setdefault(shard_of(group, places.shards), []).append(group)
    tasks = []
    for name, groups in sorted(shards.items(), key=lambda shard: int(shard[0])):
        key = digest(places.code, *(group.key for group in groups))
        place = (name, key, places.weights[name], places.cache, places.site)
        tasks.append(ReadTask(*place, tuple(groups), places.code))
    return tasks


def plan_settle(read: Receipts, settled: Settled, places: Places) -> list[SettleTask]:
    """Return a task for each shard with threads that are renamed, made of several pieces, or corrected."""
    corrections, volumes = places.corrections, ""
    corrected = {home for name, home in settled.homes.items() if corrections.of(name)} if corrections.entries else ()
    tasks = []
    for name, receipt in read.items():
        wholes, gone = tuple(settled.wholes.get(name, ())), tuple(settled.gone.get(name, ()))
        if not (wholes or gone or name in corrected):
            continue
        volumes = volumes or share(places.cache, "pieces", [(int(shard), each.stem) for shard, each in read.items()])
        others = sorted({shard for whole in wholes for shard, _ in whole.pieces} - {int(name)})
        inputs = [receipt.digest_of("threads"), *(read[f"{shard:05d}"].digest_of("threads") for shard in others)]
        key = digest(places.code, places.inputs.corrections if name in corrected else "", wholes, gone, *inputs)
        place = (name, key, weight_again(places.weights[name]), places.cache, places.site, receipt.stem)
        tasks.append(SettleTask(*place, volumes, wholes, gone, places.inputs.corrections, places.code))
    return tasks


def plan_find(read: Receipts, places: Places) -> list[FindTask]:
    tasks = []
    for name, receipt in read.items():
        key = digest(places.code, receipt.digest_of("threads"))
        tasks.append(FindTask(name, key, places.weights[name], places.cache, receipt.stem, places.code))
    return tasks


def plan_link(
    stages: tuple[Receipts, Receipts], candidates: Table, homes: Mapping[str, str], places: Places
) -> list[LinkTask]:
    """Return the tasks of LINK. `stages` are READ and the search in threads; `homes` tells the shard of each thread."""
    read, found = stages
    corrected = {thread for home in homes for thread, _ in origins_elsewhere(ThreadId(home), places.corrections)}
    volumes = share(places.cache, "volumes", [(int(name), read[name].stem, found[name].stem) for name in read])
    tasks = []
    for name, receipt in read.items():
        part = candidates.part(int(name))
        named = sorted(corrected.union(decode(found[name].found, tuple[str, ...])) & homes.keys())
        named_places = tuple((thread, int(homes[thread])) for thread in named)
        named_digests = [read[homes[thread]].digest_of("threads") for thread in named]
        inputs = (receipt.digest_of("threads"), found[name].digest_of("links"), part.digest if part else "")
        key = digest(places.code, str(places.shards), places.inputs.corrections, *inputs, *named_digests)
        place = (name, key, places.weights[name], places.cache, receipt.stem, found[name].stem)
        rest = (volumes, named_places, places.inputs.corrections, places.shards, places.code)
        tasks.append(LinkTask(*place, part, *rest))
    return tasks


def plan_tag(read: Receipts, linked: Receipts, places: Places) -> list[TagTask]:
    tasks = []
    topics = places.inputs.topics
    for name, receipt in read.items():
        inputs = (receipt.digest_of("threads"), linked[name].digest_of("links"))
        key = digest(places.code, str(places.shards), topics, *inputs)
        place = (name, key, places.weights[name], places.cache, receipt.stem, linked[name].stem)
        tasks.append(TagTask(*place, topics, places.shards, places.code))
    return tasks


def plan_doubt(read: Receipts, linked: Receipts, places: Places) -> list[DoubtTask]:
    tasks = []
    for name, receipt in read.items():
        key = digest(places.code, receipt.digest_of("threads"), linked[name].digest_of("links"))
        stems = (receipt.stem, linked[name].stem)
        tasks.append(DoubtTask(name, key, places.weights[name], places.cache, *stems))
    return tasks


def weigh(scan: Scan, shards: int) -> dict[str, int]:
    """Return the bytes of dumps in each shard."""
    weights: dict[str, int] = {}
    for group, size in zip(scan.groups, scan.sizes, strict=True):
        name = shard_of(group, shards)
        weights[name] = weights.get(name, 0) + size
    return weights


def shard_of(group: DumpGroup, shards: int) -> str:
    """Return the name of the shard that a group of dumps lies in: a number, with zeros before it.

    The parts of a huge dump have shards of their own, beyond the others.
    """
    if group.parts == 1:
        return f"{bucket_of(group.name, shards):05d}"
    return f"{_PARTS_FROM + bucket_of(group.label, _PARTS_FROM):05d}"


# --- pages ---------------------------------------------------------------------------------------------------------

# The lists that are one batch each, and the tables that they are made from.
_LISTS: dict[Kind, tuple[str, ...]] = {
    "home": ("thread_cards", "thread_people", "people", "topics", "counts", "months"),
    "threads": ("thread_cards", "thread_people"),
    "people": ("people", "counts", "quoting"),
    "topics": ("topics", "topic_meetings", "topic_months"),
    "dates": ("months", "counts"),
    "index": ("thread_cards", "people", "topics", "lost"),
    "honesty": ("counts", "doubts", "lost_list", "gaps"),
    "archivist": (),
    "not-found": (),
    "assets": (),
}


def plan_render(
    stages: tuple[Receipts, Receipts, Receipts],
    attachments: Sequence[Kept],
    tables: Mapping[str, Table],
    where: tuple[Places, str],
) -> list[RenderTask]:
    """Return a task for each batch of pages; `stages` are the receipts of READ, LINK and TAG.

    `where`: the places, and the folder of the tree that is being prepared.
    """
    planner = _Planner(tables, *where)
    tasks = list(planner.threads(*stages))
    tasks += [planner.attachments(kept) for kept in attachments]
    tasks += planner.people()
    tasks += planner.topics()
    tasks += planner.months()
    tasks += [planner.task(kind, names) for kind, names in _LISTS.items()]
    return tasks


class _Planner:
    def __init__(self, tables: Mapping[str, Table], places: Places, spare: str) -> None:
        self._tables = tables
        self._places = places
        self._spare = spare

    def threads(self, read: Receipts, linked: Receipts, tagged: Receipts) -> Iterator[RenderTask]:
        for name in read:
            stages = {"read": read[name], "link": linked[name], "tag": tagged[name]}
            names = ("incoming", "outgoing", "incoming_pieces")
            strands = {"read": "threads", "link": "links", "tag": "mentions"}
            inputs = tuple(stages[stage].digest_of(strand) for stage, strand in strands.items())
            volumes = {stage: receipt.stem for stage, receipt in stages.items()}
            yield self._make("threads-of-shard", int(name), self._parts(names, int(name)), inputs, volumes)

    def attachments(self, kept: Kept) -> RenderTask:
        inputs = tuple(part for pair in kept.files for part in pair)
        task = self._make("attachments-of-shard", int(kept.shard), {}, inputs, {"read": kept.stem})
        return replace(task, attachments=kept.files)

    def topics(self) -> Iterator[RenderTask]:
        topics = load_shared(self._places.cache, self._places.inputs.topics, tuple[Topic, ...])
        buckets = {bucket_of(topic.id, self._places.shards) for topic in topics}
        for bucket in sorted(buckets):
            tables = self._parts(("topic_mentions",), bucket)
            tables |= {name: self._tables[name] for name in ("topics", "topic_pairs")}
            yield self._make("topics-of-bucket", bucket, tables)

    def people(self) -> Iterator[RenderTask]:
        names = ("people_by_bucket", "person_posts")
        for part in self._tables["people_by_bucket"].parts:
            yield self._make("people-of-bucket", part.bucket, self._parts(names, part.bucket))

    def months(self) -> Iterator[RenderTask]:
        for part in self._tables["month_posts"].parts:
            yield self._make("posts-of-month", part.bucket, self._parts(("month_posts",), part.bucket))

    def task(self, kind: Kind, names: tuple[str, ...]) -> RenderTask:
        pages = self._places.inputs.pages
        wanted = {"home": [page for page in pages if page.name == "home"], "archivist": pages}.get(kind, ())
        return self._make(kind, 0, {name: self._tables[name] for name in names}, pages=tuple(wanted))

    def _parts(self, names: tuple[str, ...], bucket: int) -> dict[str, Table]:
        """Return tables that hold one bucket's part alone."""
        parts = {name: self._tables[name].part(bucket) for name in names}
        return {name: Table(self._tables[name].row, (part,) if part else ()) for name, part in parts.items()}

    def _make(
        self,
        kind: Kind,
        bucket: int,
        tables: dict[str, Table],
        inputs: tuple[str, ...] = (),
        volumes: dict[str, str] | None = None,
        *,
        pages: tuple[PageFile, ...] = (),
    ) -> RenderTask:
        places, given = self._places, self._places.inputs
        read = tuple(part for name, table in tables.items() for part in (name, table.digest))
        files = tuple(part for page in pages for part in (page.name, page.digest))
        key = digest(places.code, given.settings, given.theme, str(places.shards), *inputs, *read, *files)
        size = sum(part.size for table in tables.values() for part in table.parts)
        return RenderTask(
            name=f"{kind}:{bucket:05d}",
            key=key,
            weight=places.weights.get(f"{bucket:05d}", 0) if volumes else size,
            kind=kind,
            bucket=bucket,
            buckets=places.shards,
            site=places.site,
            cache=places.cache,
            spare=self._spare,
            settings=given.settings,
            theme=given.theme,
            code=places.code,
            volumes=volumes or {},
            tables=tables,
            pages=pages,
        )
