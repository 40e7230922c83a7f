"""TAG: the mentions of topics in the threads of one shard."""

from __future__ import annotations

from functools import lru_cache

from generator.codec import decode, digest, encode
from generator.records import Thread, ThreadLinks, Topic
from generator.stages.rows import json_lines, mention_rows
from generator.stages.sections import SectionCopier
from generator.stages.tasks import TagTask
from generator.store import Receipt, Volume, load_shared
from generator.topics import TopicMatcher, find_mentions

_STRANDS = ("mentions", "mentions.jsonl")


def tag(task: TagTask) -> Receipt:
    """Find each place where a rule of a topic matches, thread by thread."""
    former = SectionCopier(task.cache, f"shards/tag-{task.name}-{task.key}", task.former)
    with Volume(task.cache, task.read) as threads, Volume(task.cache, task.linked) as linked, former as copier:
        for name, section in threads.sections("threads").items():
            links = linked.sections("links")[name]
            key = digest(task.code, str(task.buckets), task.topics, section.digest, links.digest)
            if not copier.copy(name, key, _STRANDS):
                copier.add(name, key, _tag(threads.read("threads", name), linked.read("links", name), task))
        return Receipt(task.name, task.key, copier.close())


def _tag(thread_data: bytes, links_data: bytes, task: TagTask) -> dict[str, bytes]:
    topics = load_shared(task.cache, task.topics, tuple[Topic, ...])
    if not topics:
        return dict.fromkeys(_STRANDS, b"")
    thread, links = decode(thread_data, Thread), decode(links_data, ThreadLinks)
    mentions = find_mentions(thread, links, _matcher(task.cache, task.topics))
    rows = mention_rows(thread, mentions, int(task.name), task.buckets)
    return dict(zip(_STRANDS, (encode(mentions), json_lines(rows)), strict=True))


@lru_cache(maxsize=1)
def _matcher(cache: str, topics: str) -> TopicMatcher:
    """Building the dictionary of all rules takes longer than a shard needs for most topic files: keep it."""
    return TopicMatcher(load_shared(cache, topics, tuple[Topic, ...]))
