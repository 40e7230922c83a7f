"""The tasks of search: the words of each shard, then a part of the index from the threads that belong to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.codec import digest
from generator.exports import count_parts, part_of
from generator.pipeline.findings import Findings
from generator.pipeline.workshop import Workshop, table_of
from generator.render import RenderTask
from generator.stages import IndexTask, index_shard
from generator.store import read_table, share
from generator.tables.rows import SearchedRow


def plan_search(shop: Workshop, findings: Findings, page: RenderTask) -> Iterator[RenderTask]:
    """Cut the archive into words where that is not done yet; yield a task for each part of the index, and the page.

    `page` is the task of the search page, without what it is told of the index.
    """
    indexed = shop.map("index", index_shard, list(_tasks(findings)))
    threads = sorted(
        read_table(shop.store.folder, table_of(indexed, "searched"), SearchedRow), key=lambda row: row.thread
    )
    parts = count_parts(sum(row.posts for row in threads))
    for part in range(parts):
        given = [row for row in threads if part_of(row.thread, parts) == part]
        places = [(row.thread, indexed[f"{row.shard:05d}"].stem) for row in given]
        uri = share(shop.store.folder, "searched", places)
        shop.in_use.add(uri)
        key = digest(page.key, str(part), *(part for row in given for part in (row.thread, row.digest)))
        weight = sum(row.posts for row in given)
        yield replace(
            page,
            name=f"search-of-part:{part:05d}",
            kind="search-of-part",
            key=key,
            bucket=part,
            given=uri,
            weight=weight,
        )
    version = digest(str(parts), *(row.digest for row in threads))[:8]
    yield replace(page, key=digest(page.key, version, str(parts)), given=version, buckets=parts)


def _tasks(findings: Findings) -> Iterator[IndexTask]:
    places = findings.places
    for name, receipt in findings.read.items():
        linked, tagged = findings.linked[name], findings.tagged[name]
        inputs = (receipt.digest_of("threads"), linked.digest_of("links"), tagged.digest_of("mentions"))
        stems = (receipt.stem, linked.stem, tagged.stem)
        yield IndexTask(name, digest(places.code, *inputs), places.weights[name], places.cache, *stems, places.code)
