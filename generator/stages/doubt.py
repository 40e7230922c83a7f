"""What is doubtful in the threads of one shard, for the archivist to settle."""

from __future__ import annotations

from generator.codec import decode, encode
from generator.corrections import Doubt, find_doubts
from generator.records import Thread, ThreadLinks
from generator.stages.tasks import DoubtTask
from generator.store import Receipt, Volume


def doubt(task: DoubtTask) -> Receipt:
    """Find the doubts of each thread."""
    doubts: list[Doubt] = []
    with Volume(task.cache, task.read) as threads, Volume(task.cache, task.linked) as linked:
        for name in threads.sections("threads"):
            thread = decode(threads.read("threads", name), Thread)
            doubts += find_doubts(thread, decode(linked.read("links", name), ThreadLinks))
    return Receipt(task.name, task.key, found=encode(tuple(doubts)))
