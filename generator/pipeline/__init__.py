"""The score: the stages of a build, in order."""

from __future__ import annotations

from generator.pipeline.building import BuildReport, build
from generator.pipeline.checking import CheckReport, check

__all__ = ["BuildReport", "CheckReport", "build", "check"]
