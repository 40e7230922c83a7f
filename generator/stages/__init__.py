"""The map functions of READ, LINK and TAG. Each takes one small task, reads and writes volumes, and returns a receipt.

A task's key stands for all that goes into it, so equal keys mean equal results; inside a volume each section has a key
of its own, and what a former volume holds under the same key is copied instead of made again.

The functions import what they need when they are called: a build in which nothing is to be read imports no importer.
"""

from __future__ import annotations

from generator.stages.buckets import bucket_of
from generator.stages.tasks import (
    DoubtTask,
    DumpFile,
    DumpGroup,
    FindTask,
    GroupFound,
    LinkTask,
    ReadFound,
    ReadTask,
    SettleTask,
    TagTask,
    ThreadFound,
    Whole,
)
from generator.store import Receipt

__all__ = [
    "DoubtTask",
    "DumpFile",
    "DumpGroup",
    "FindTask",
    "GroupFound",
    "LinkTask",
    "ReadFound",
    "ReadTask",
    "SettleTask",
    "TagTask",
    "ThreadFound",
    "Whole",
    "bucket_of",
    "doubt_shard",
    "find_in_shard",
    "link_shard",
    "read_shard",
    "settle_shard",
    "tag_shard",
]


def read_shard(task: ReadTask) -> Receipt:
    """Read the dumps of a shard into threads, as they give them; `Receipt.found` is a `ReadFound`."""
    from generator.stages.read import read

    return read(task)


def settle_shard(task: SettleTask) -> Receipt:
    """Make the threads of a shard of their pieces, by their final ids, and correct them.

    `Receipt.found` are the outcomes of the corrections.
    """
    from generator.stages.settle import settle

    return settle(task)


def find_in_shard(task: FindTask) -> Receipt:
    """Find the quotes inside each thread of a shard, and sample its own words for finding them in other threads."""
    from generator.stages.link import find

    return find(task)


def link_shard(task: LinkTask) -> Receipt:
    """Link each thread of a shard to the others, correct its links, rebuild its lost posts, and write its rows.

    `Receipt.found` are the outcomes of the corrections.
    """
    from generator.stages.link import link

    return link(task)


def tag_shard(task: TagTask) -> Receipt:
    """Find each place in the threads of a shard where a rule of a topic matches."""
    from generator.stages.tag import tag

    return tag(task)


def doubt_shard(task: DoubtTask) -> Receipt:
    """Find what the threads of a shard leave in doubt; `Receipt.found` are the doubts."""
    from generator.stages.doubt import doubt

    return doubt(task)
