"""Which attachments are published, and which volume of READ each is taken from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from generator.stages import ReadFound
from generator.store import Receipt
from generator.views.urls import attachment_url


@dataclass(frozen=True, slots=True)
class Kept:
    """The attachments that are taken from one volume, as (digest, address)."""

    shard: str
    stem: str
    files: tuple[tuple[str, str], ...]


def kept_attachments(
    read: Mapping[str, Receipt],
    founds: Mapping[str, ReadFound],
    published: str,
    *,
    without: Collection[str] = (),
) -> tuple[Kept, ...]:
    """Return where the attachments lie that the setting `published` wants, each once, however many posts have it.

    `without` are the digests of those that are redacted.
    """
    told = set(without)
    kept = []
    for shard, found in founds.items():
        files = []
        for digest, media in found.attachments:
            url = attachment_url(digest, media, published)
            if url and digest not in told:
                told.add(digest)
                files.append((digest, url))
        if files:
            kept.append(Kept(shard, read[shard].stem, tuple(files)))
    return tuple(kept)
