"""What `disputatio stats` shows: the archive in numbers."""

from __future__ import annotations

from dataclasses import dataclass

from generator.config import Config
from generator.pipeline.building import with_workshop
from generator.pipeline.workshop import Progress, Workshop


@dataclass(frozen=True, slots=True)
class Statistics:
    """The archive in numbers. Dates are ISO 8601 as precise as the dumps tell, "" where no post has one.

    `counts` are (name, number): threads, posts, people, posts of unknown authors, posts without a date, quotes, those
    that are linked, quotes by kind ("quotes: exact"), lost posts, topics with mentions, mentions in own words.
    """

    counts: tuple[tuple[str, int], ...]
    first: str
    last: str
    dumps: int
    dump_bytes: int
    problems: int


def count_archive(config: Config, *, progress: Progress | None = None) -> Statistics:
    """Return the archive in numbers. Reads and links what has changed; builds nothing.

    Raises:
        UnusableInput: something of the user's cannot be used.
        TryAgainLater: another build of this site is running.
    """
    return with_workshop(config, lambda shop: _count(config, shop), engine=None, progress=progress)


def _count(config: Config, shop: Workshop) -> Statistics:
    from generator.pipeline.findings import find_out
    from generator.pipeline.inputs import read_inputs
    from generator.pipeline.scan import scan_dumps
    from generator.store import read_table
    from generator.tables.rows import CountRow, ThreadCardRow, TopicRow

    scan = scan_dumps(config, shop.store, shop.code)
    findings = find_out(config, shop, read_inputs(config, shop.store, shop.code), scan)
    cache, tables = shop.store.folder, findings.tables
    rows = {row.name: row.value for row in read_table(cache, tables["counts"], CountRow)}
    topics = list(read_table(cache, tables["topics"], TopicRow))
    cards = list(read_table(cache, tables["thread_cards"], ThreadCardRow))
    named = (
        *(("threads", "threads"), ("posts", "posts"), ("people", "people")),
        *(("posts of unknown authors", "unknown_authors"), ("posts without a date", "undated")),
        *(("quotes", "quotes"), ("quotes that are linked", "linked")),
    )
    counts = [(label, rows.get(name, 0)) for label, name in named]
    kinds = [name for name in sorted(rows) if name.startswith("kind:")]
    counts += [(f"quotes: {name.removeprefix('kind:')}", rows[name]) for name in kinds]
    counts.append(("lost posts", rows.get("lost", 0)))
    counts += [("topics with mentions", len(topics)), ("mentions in own words", sum(topic.own for topic in topics))]
    first = min((card.first_iso for card in cards if card.first_iso), default="")
    last = max((card.last_iso for card in cards if card.last_iso), default="")
    real = [problem for problem in findings.problems if problem.severity != "note"]
    return Statistics(tuple(counts), first, last, len(scan.sizes), sum(scan.sizes), len(real))
