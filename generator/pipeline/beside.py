"""The tasks of what stands beside the archive's own pages: tombstones, redirects, what a host needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.codec import digest
from generator.config import Config
from generator.pipeline.findings import Findings
from generator.pipeline.searching import plan_search
from generator.pipeline.workshop import Workshop
from generator.render import Kind, RenderTask
from generator.store import Table


def plan_beside(config: Config, shop: Workshop, findings: Findings, spare: str) -> Iterator[RenderTask]:
    """Yield a task for each batch; `spare` is the folder of the tree that is being prepared."""
    if findings.holding.uri:
        names = ("threads",) if findings.holding.standing.gone else ()
        yield _task("permalinks", findings, spare, names, given=findings.holding.uri)
    yield _task("host", findings, spare, given=findings.places.inputs.host)
    if findings.redirects:
        yield _task("redirects", findings, spare, ("old",), given=findings.redirects)
    if config.feeds != "none":
        yield _task("feeds", findings, spare, ("latest",))
    if config.search != "none":
        yield from plan_search(shop, findings, _task("search", findings, spare))
    if config.base_url:
        task = _task("sitemap", findings, spare, ("people", "lost", "threads", "posts"))
        pages = findings.places.inputs.pages
        yield replace(task, pages=pages, key=digest(task.key, *(page.name for page in pages)))


def _task(kind: Kind, findings: Findings, spare: str, names: tuple[str, ...] = (), given: str = "") -> RenderTask:
    places, inputs = findings.places, findings.places.inputs
    tables: dict[str, Table] = {name: findings.tables[name] for name in names}
    read = (part for name, table in tables.items() for part in (name, table.digest))
    return RenderTask(
        name=f"{kind}:00000",
        key=digest(places.code, inputs.settings, inputs.theme, given, *read),
        weight=sum(part.size for table in tables.values() for part in table.parts),
        kind=kind,
        bucket=0,
        buckets=places.shards,
        site=places.site,
        cache=places.cache,
        spare=spare,
        settings=inputs.settings,
        theme=inputs.theme,
        code=places.code,
        volumes={},
        tables=tables,
        given=given,
    )
