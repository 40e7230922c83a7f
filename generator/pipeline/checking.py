"""What `disputatio check` shows: every problem, and every doubt with the lines that settle it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.codec import decode
from generator.config import Config
from generator.pipeline.building import with_workshop
from generator.pipeline.workshop import Progress, Workshop
from generator.problems import Problem

if TYPE_CHECKING:
    from generator.corrections import Doubt


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Problems in the order of the stages, doubts most harmful first."""

    problems: tuple[Problem, ...]
    doubts: tuple[Doubt, ...]


def check(config: Config, *, engine: str | None = None, progress: Progress | None = None) -> CheckReport:
    """Return what is wrong and what is doubtful in an archive. Reads and links what has changed; builds nothing.

    Raises:
        UnusableInput: something of the user's cannot be used.
        TryAgainLater: another build of this site is running.
    """
    return with_workshop(config, lambda shop: _check(config, shop), engine=engine, progress=progress)


def _check(config: Config, shop: Workshop) -> CheckReport:
    from generator.corrections import Doubt
    from generator.pipeline.findings import find_out
    from generator.pipeline.inputs import read_inputs
    from generator.pipeline.plan import plan_doubt
    from generator.pipeline.scan import scan_dumps
    from generator.stages import doubt_shard

    inputs = read_inputs(config, shop.store, shop.code)
    findings = find_out(config, shop, inputs, scan_dumps(config, shop.store, shop.code))
    receipts = shop.map("doubt", doubt_shard, plan_doubt(findings.read, findings.linked, findings.places))
    doubts = [doubt for receipt in receipts.values() for doubt in decode(receipt.found, tuple[Doubt, ...])]
    doubts.sort(key=lambda doubt: (-doubt.harm, doubt.file, doubt.line or 0, doubt.message))
    return CheckReport(findings.problems, tuple(doubts))
