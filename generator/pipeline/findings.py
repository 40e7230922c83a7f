"""From the dumps to the tables: READ, SETTLE, LINK, TAG and VIEW, in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from generator.codec import decode
from generator.config import Config
from generator.corrections import Corrections, Outcome, outcome_problems
from generator.permalinks import standing_problems
from generator.pipeline.holding import Holding, hold
from generator.pipeline.inputs import Inputs
from generator.pipeline.kept import Kept, kept_attachments
from generator.pipeline.plan import (
    Places,
    Receipts,
    count_shards,
    plan_find,
    plan_link,
    plan_read,
    plan_settle,
    plan_tag,
    weigh,
)
from generator.pipeline.redacting import Shelf, redact
from generator.pipeline.redirecting import plan_redirects
from generator.pipeline.scan import Scan
from generator.pipeline.settling import settle_ids
from generator.pipeline.workshop import Workshop, table_of
from generator.problems import Problem, UnusableInput
from generator.stages import ReadFound, SettleFound, find_in_shard, link_shard, read_shard, settle_shard, tag_shard
from generator.store import Table, load_shared
from generator.tables import queries

_WRITTEN_BY_LINK = ("threads", "posts", "quotes", "pieces", "lost", "old")


@dataclass(frozen=True, slots=True)
class Findings:
    """All that is known of an archive before the first page is made: volumes by shard, and tables."""

    places: Places
    read: Receipts
    linked: Receipts
    tagged: Receipts
    tables: Mapping[str, Table]
    problems: tuple[Problem, ...]
    attachments: tuple[Kept, ...]
    holding: Holding
    redirects: str  # the URI of the plan of redirects, "" where none are wanted
    secrets: str  # the URI of what no output may hold, "" where there is nothing


def find_out(config: Config, shop: Workshop, inputs: Inputs, scan: Scan, *, strict: bool = False) -> Findings:
    """Read, link, tag and view an archive, as far as that is not done yet. `problems` are those of all stages.

    `strict` makes an error of a correction that was not applied; that does not stop anything here.

    Raises:
        UnusableInput: dumps that cannot be used; all of them are told at once, with the way to leave them out.
    """
    shards = count_shards(shop.store, scan)
    places = Places(
        str(config.root),
        shop.store.folder,
        shop.code,
        shards,
        weigh(scan, shards),
        inputs,
        load_shared(shop.store.folder, inputs.corrections, Corrections),
    )
    raw = shop.map("read", read_shard, plan_read(scan, places))
    shop.forget_unfinished()
    founds = {name: decode(receipt.found, ReadFound) for name, receipt in raw.items()}
    settled = settle_ids(founds)
    mended = shop.map("settle", settle_shard, plan_settle(raw, settled, places))
    read = {**raw, **mended}
    told = (problem for receipts in (raw, mended) for receipt in receipts.values() for problem in receipt.problems)
    problems = [*scan.problems, *told, *settled.problems]
    if any(problem.severity == "error" for problem in problems):
        raise UnusableInput(tuple(map(_with_way_out, (*inputs.problems, *problems))))
    became = {name: decode(receipt.found, SettleFound) for name, receipt in mended.items()}
    withheld = (*(found.withheld for found in founds.values()), *(found.withheld for found in became.values()))
    shelf = Shelf(raw, read, founds, settled.homes, withheld, places.weights)
    clean = redact(config, shop, inputs, shelf, strict=strict)
    written = places.corrections
    places = replace(places, inputs=clean.inputs, corrections=clean.corrections)
    linked, sampled = _link(shop, clean.read, clean.homes, places)
    outcomes = [outcome for found in became.values() for outcome in found.outcomes]
    for outcome in (each for receipt in linked.values() for each in decode(receipt.found, tuple[Outcome, ...])):
        outcomes.append(replace(outcome, entry=clean.corrections_as_written.get(outcome.entry, outcome.entry)))
    orphans = outcome_problems(written, outcomes, settled.homes.keys(), strict=strict)
    tagged = _tag(shop, clean.read, linked, places)
    tables = sampled | _view(shop, linked, tagged)
    holding = hold(config, shop, clean.inputs, tables)
    broken = standing_problems(holding.standing, holding.likely, strict=strict)
    redirects = plan_redirects(config, shop, scan, holding)
    kept = kept_attachments(raw, founds, config.attachments, without=clean.attachments)
    told_all = (*inputs.problems, *problems, *clean.problems, *orphans, *broken)
    rest = (tables, told_all, kept, holding, redirects, clean.secrets)
    return Findings(places, clean.read, linked, tagged, *rest)


def _link(
    shop: Workshop, read: Receipts, homes: Mapping[str, str], places: Places
) -> tuple[Receipts, dict[str, Table]]:
    """Return the receipts of LINK, and the tables that tell which words each post is known by."""
    found = shop.map("find", find_in_shard, plan_find(read, places))
    sampled = {name: table_of(found, name) for name in ("shingles", "places")}
    candidates = shop.sql(queries.CANDIDATES, sampled)
    return shop.map("link", link_shard, plan_link((read, found), candidates, homes, places)), sampled


def _tag(shop: Workshop, read: Receipts, linked: Receipts, places: Places) -> Receipts:
    return shop.map("tag", tag_shard, plan_tag(read, linked, places))


def _view(shop: Workshop, linked: Receipts, tagged: Receipts) -> dict[str, Table]:
    tables = {name: table_of(linked, name) for name in _WRITTEN_BY_LINK}
    tables["mentions"] = table_of(tagged, "mentions")
    for query in queries.QUERIES:
        if query is not queries.CANDIDATES:
            tables[query.name] = shop.sql(query, tables)
    return tables


def _with_way_out(problem: Problem) -> Problem:
    """Tell how to build without a dump that cannot be used."""
    if problem.severity != "error" or not problem.file.startswith("content/threads/"):
        return problem
    way_out = f"To leave it out, add to site.yaml:\n    skip: [{problem.file.removeprefix('content/threads/')!r}]"
    return replace(problem, fix=f"{problem.fix}\n{way_out}".lstrip())
