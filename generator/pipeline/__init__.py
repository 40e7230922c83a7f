"""The score: the stages of a build, in order."""

from __future__ import annotations

from generator.pipeline.building import BuildReport, build
from generator.pipeline.checking import CheckReport, check
from generator.pipeline.exporting import export_archive
from generator.pipeline.ledger import Ledger, open_ledger
from generator.pipeline.statistics import Statistics, count_archive
from generator.pipeline.suggesting import suggest_topics

__all__ = [
    "BuildReport",
    "CheckReport",
    "Ledger",
    "Statistics",
    "build",
    "check",
    "count_archive",
    "export_archive",
    "open_ledger",
    "suggest_topics",
]
