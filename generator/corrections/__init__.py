"""The archivist's corrections: content/corrections.yaml read, and applied to threads and links."""

from generator.corrections.doubts import Choice, Doubt, find_doubts
from generator.corrections.entries import Correction, Corrections, Outcome
from generator.corrections.links import correct_links, origins_elsewhere
from generator.corrections.outcomes import outcome_problems
from generator.corrections.reading import read_corrections
from generator.corrections.threads import correct_thread, joined_people

__all__ = [
    "Choice",
    "Correction",
    "Corrections",
    "Doubt",
    "Outcome",
    "correct_links",
    "correct_thread",
    "find_doubts",
    "joined_people",
    "origins_elsewhere",
    "outcome_problems",
    "read_corrections",
]
