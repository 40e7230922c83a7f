"""Data sets: the whole archive in one form or another, for `disputatio export`; `seam.py` says what an export is."""

from generator.exports.datasets.seam import Archive, Debate, Export, exports, find_export, run_export

__all__ = ["Archive", "Debate", "Export", "exports", "find_export", "run_export"]
