"""Who is who: one id for every name."""

from __future__ import annotations

from generator.records import PersonId
from generator.text import safe_name


def person_id(name: str) -> PersonId:
    """Return the id of the person of that name: the same whatever the name's case, spaces or composition.

    Safe as a file name. Two names that differ in more than case and spaces have different ids.

    >>> person_id("Left  SR") == person_id("left sr")
    True
    """
    return PersonId(safe_name(" ".join(name.split())))
