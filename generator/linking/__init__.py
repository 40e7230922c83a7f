"""Quotes and where they were taken from: the front door of the room `linking`."""

from generator.linking.across import fingerprints, link_across
from generator.linking.declared import link_named, named_elsewhere
from generator.linking.lost import rebuild_lost
from generator.linking.people import person_id
from generator.linking.within import find_quotes

__all__ = [
    "find_quotes",
    "fingerprints",
    "link_across",
    "link_named",
    "named_elsewhere",
    "person_id",
    "rebuild_lost",
]
