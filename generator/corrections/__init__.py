"""The archivist's corrections: content/corrections.yaml read, and applied to threads and links."""

from generator.corrections.doubts import WHY, Choice, Doubt, as_scalar, find_doubts
from generator.corrections.entries import Correction, Corrections, Outcome, PostKey
from generator.corrections.finding import FoundPost, Letters, PostFinder, bare_letters, find_passage, letters_of
from generator.corrections.links import correct_links, origins_elsewhere
from generator.corrections.outcomes import outcome_problems
from generator.corrections.reading import is_moment, read_corrections
from generator.corrections.threads import correct_thread, joined_people

__all__ = [
    "WHY",
    "Choice",
    "Correction",
    "Corrections",
    "Doubt",
    "FoundPost",
    "Letters",
    "Outcome",
    "PostFinder",
    "PostKey",
    "as_scalar",
    "bare_letters",
    "correct_links",
    "correct_thread",
    "find_doubts",
    "find_passage",
    "is_moment",
    "joined_people",
    "letters_of",
    "origins_elsewhere",
    "outcome_problems",
    "read_corrections",
]
