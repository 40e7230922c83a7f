"""What a build would tell, and what the program is not sure of; no page is made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.codec import decode
from generator.config import Config
from generator.engine import open_engine
from generator.pipeline.building import _TRIES, _tell_nobody, _trouble_as_problem
from generator.pipeline.inputs import code_digest, read_inputs
from generator.pipeline.scan import scan_dumps
from generator.pipeline.workshop import Progress, Workshop
from generator.problems import Problem
from generator.records import Thread, ThreadLinks
from generator.store import DamagedVolume, Store, Volume

if TYPE_CHECKING:
    from generator.corrections import Doubt
    from generator.pipeline.findings import Findings


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Every problem of an archive in the order of the stages, and every doubtful guess, most harmful first."""

    problems: tuple[Problem, ...]
    doubts: tuple[Doubt, ...]


def check(config: Config, *, progress: Progress | None = None) -> CheckReport:
    """Read and link the archive, as far as that is not done yet, and return what is wrong and what is doubtful.

    Raises:
        UnusableInput: something of the user's cannot be used; all of it is told at once.
        TryAgainLater: a build of this site is running.
    """
    from generator.pipeline.findings import (
        find_out,
    )  # a build with nothing to do shares this room, and needs none of it

    with (
        _trouble_as_problem(),
        closing(Store(str(config.cache))) as store,
        closing(open_engine(config.engine, store.folder)) as workers,
    ):
        for _ in range(_TRIES):
            shop = Workshop(store, workers, code_digest(), progress or _tell_nobody)
            try:
                inputs, scan = read_inputs(config, store, shop.code), scan_dumps(config, store, shop.code)
                findings = find_out(config, shop, inputs, scan)
                doubts = sorted(_doubts(findings, store.folder), key=lambda doubt: -doubt.harm)
                return CheckReport(findings.problems, tuple(doubts))
            except DamagedVolume as damage:
                store.discard(damage.uri)
        raise RuntimeError("the cache does not hold what is written into it")


def _doubts(findings: Findings, cache: str) -> Iterator[Doubt]:
    """Yield the doubts of each thread, shard by shard: one thread at a time is in memory."""
    from generator.corrections import find_doubts

    for name, receipt in findings.read.items():
        linked = findings.linked[name]
        with closing(Volume(cache, receipt.stem)) as threads, closing(Volume(cache, linked.stem)) as links:
            for each in threads.sections("threads"):
                thread = decode(threads.read("threads", each), Thread)
                yield from find_doubts(thread, decode(links.read("links", each), ThreadLinks))
