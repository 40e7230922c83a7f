"""Own hashes: the same on every machine, and within the integers on which SQL engines agree."""

from __future__ import annotations

from generator.codec import digest


def bucket_of(name: str, buckets: int) -> int:
    """Return the bucket of a dump, a person or a topic: the same on every machine. `buckets` is a power of two.

    >>> bucket_of("ahc.txt", 1), bucket_of("ahc.txt", 64) == bucket_of("ahc.txt", 128) % 64
    (0, True)
    """
    return int(digest(name)[:12], 16) % buckets


def own_hash(*parts: object) -> int:
    """Return a number below 2^53 that stands for the parts: SQL engines agree on such integers, and on no hash."""
    return int(digest(*parts)[:14], 16) >> 3
