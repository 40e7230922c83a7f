"""The archivist's corrections: content/corrections.yaml read, and applied to threads and links."""

from generator.corrections.entries import Correction, Corrections, Outcome
from generator.corrections.links import correct_links, origins_elsewhere
from generator.corrections.outcomes import outcome_problems
from generator.corrections.reading import read_corrections
from generator.corrections.threads import correct_thread, joined_people

__all__ = [
    "Correction",
    "Corrections",
    "Outcome",
    "correct_links",
    "correct_thread",
    "joined_people",
    "origins_elsewhere",
    "outcome_problems",
    "read_corrections",
]
