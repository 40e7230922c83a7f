"""permalinks.tsv: the addresses that the archive has published, and what becomes of each in the archive as it is now.

A build only reads the file. `disputatio permalinks keep` writes it, when the archivist says that a state is published;
so a build on a host, from a clean clone, gives what a build at home gives.
"""

from generator.permalinks.marks import gather_marks
from generator.permalinks.records import GONE, Gone, Permalink, Place, Standing
from generator.permalinks.standing import addresses, place_of, stand
from generator.permalinks.suggesting import suggest
from generator.permalinks.tsv import FILE, digest_of, format_permalinks, is_address, read_permalinks
from generator.permalinks.wording import standing_problems

__all__ = [
    "FILE",
    "GONE",
    "Gone",
    "Permalink",
    "Place",
    "Standing",
    "addresses",
    "digest_of",
    "format_permalinks",
    "gather_marks",
    "is_address",
    "place_of",
    "read_permalinks",
    "stand",
    "standing_problems",
    "suggest",
]
