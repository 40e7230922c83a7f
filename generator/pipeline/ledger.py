"""The addresses of an archive laid open, for `disputatio permalinks`: what is held, what stands, what could be held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.config import Config
from generator.permalinks import Permalink, Standing, read_permalinks, stand
from generator.pipeline.building import with_workshop
from generator.pipeline.workshop import Progress, Workshop


@dataclass(frozen=True, slots=True)
class Ledger:
    """`links` are the lines of permalinks.tsv, `present` the marks of every page that can be held, by address.

    `likely` tells where pages that are gone may be now.
    """

    links: Mapping[str, Permalink]
    standing: Standing
    likely: Mapping[str, str]
    present: Mapping[str, str]


def open_ledger(config: Config, *, progress: Progress | None = None) -> Ledger:
    """Return the addresses of an archive. Reads and links what has changed; builds nothing.

    Raises:
        UnusableInput: something of the user's cannot be used.
        TryAgainLater: another build of this site is running.
    """
    return with_workshop(config, lambda shop: _open(config, shop), engine=None, progress=progress)


def _open(config: Config, shop: Workshop) -> Ledger:
    from generator.pipeline.findings import find_out
    from generator.pipeline.holding import marks_of_posts, present
    from generator.pipeline.inputs import read_inputs
    from generator.pipeline.scan import scan_dumps

    inputs = read_inputs(config, shop.store, shop.code)
    findings = find_out(config, shop, inputs, scan_dumps(config, shop.store, shop.code))
    links, _ = read_permalinks(config.permalinks_file)  # a file that cannot be read has ended this already
    marks = dict(marks_of_posts(shop, findings.tables))
    there = {address: marks.get(address, "") for address in sorted(present(shop, inputs, findings.tables))}
    return Ledger(links, stand(links, there.keys()), findings.holding.likely, there)
