"""The score: the stages of a build, in order."""

from __future__ import annotations

from generator.pipeline.building import BuildReport, build

__all__ = ["BuildReport", "build"]
