"""The map functions of READ, SETTLE, REDACT, LINK and TAG.

Each takes one small task, reads and writes volumes, and returns a receipt.

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
    IndexTask,
    LinkTask,
    ReadFound,
    ReadTask,
    RedactTask,
    SettleFound,
    SettleTask,
    SiftTask,
    SurveyTask,
    SweepReceipt,
    SweepTask,
    TagTask,
    ThreadFound,
    Whole,
    Withheld,
)
from generator.store import Receipt

__all__ = [
    "DoubtTask",
    "DumpFile",
    "DumpGroup",
    "FindTask",
    "GroupFound",
    "IndexTask",
    "LinkTask",
    "ReadFound",
    "ReadTask",
    "RedactTask",
    "SettleFound",
    "SettleTask",
    "SiftTask",
    "SurveyTask",
    "SweepReceipt",
    "SweepTask",
    "TagTask",
    "ThreadFound",
    "Whole",
    "Withheld",
    "bucket_of",
    "doubt_shard",
    "find_in_shard",
    "index_shard",
    "link_shard",
    "read_shard",
    "redact_shard",
    "settle_shard",
    "sift_shard",
    "survey_shard",
    "sweep_files",
    "tag_shard",
]


def read_shard(task: ReadTask) -> Receipt:
    """Read the dumps of a shard into threads, as they give them; `Receipt.found` is a `ReadFound`."""
    from generator.stages.read import read

    return read(task)


def settle_shard(task: SettleTask) -> Receipt:
    """Make the threads of a shard of their pieces, by their final ids, and correct them.

    `Receipt.found` is a `SettleFound`.
    """
    from generator.stages.settle import settle

    return settle(task)


def survey_shard(task: SurveyTask) -> Receipt:
    """Find what the redactions name in the threads of a shard; `Receipt.found` are the findings."""
    from generator.stages.redact import survey_posts

    return survey_posts(task)


def sift_shard(task: SiftTask) -> Receipt:
    """Find the attachments of a shard that hold what must not be published; `Receipt.found` are their digests."""
    from generator.stages.redact import sift

    return sift(task)


def redact_shard(task: RedactTask) -> Receipt:
    """Take what must not be published out of the threads of a shard; `Receipt.found`: threads with new ids."""
    from generator.stages.redact import redact

    return redact(task)


def sweep_files(task: SweepTask) -> SweepReceipt:
    """Look through files of the output for what must not be published."""
    from generator.stages.redact import sweep

    return sweep(task)


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


def index_shard(task: IndexTask) -> Receipt:
    """Cut the threads of a shard into the words by which they are found."""
    from generator.stages.index import index

    return index(task)


def doubt_shard(task: DoubtTask) -> Receipt:
    """Find what the threads of a shard leave in doubt; `Receipt.found` are the doubts."""
    from generator.stages.doubt import doubt

    return doubt(task)
