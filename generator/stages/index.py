"""INDEX: the words of the threads of one shard, for search."""

from __future__ import annotations

from generator.codec import decode, digest, encode
from generator.exports import words_of
from generator.records import Mention, Thread, ThreadLinks
from generator.stages.rows import json_lines
from generator.stages.sections import SectionCopier
from generator.stages.tasks import IndexTask
from generator.store import Receipt, Volume
from generator.tables.rows import SearchedRow

_STRANDS = ("words", "searched.jsonl")


def index(task: IndexTask) -> Receipt:
    """Cut the threads of a shard into words, thread by thread; a row tells of each."""
    former = SectionCopier(task.cache, f"shards/index-{task.name}-{task.key}", task.former)
    read, linked, tagged = (Volume(task.cache, stem) for stem in (task.read, task.linked, task.tagged))
    with read, linked, tagged, former as copier:
        for name, section in read.sections("threads").items():
            others = (linked.sections("links")[name].digest, tagged.sections("mentions")[name].digest)
            key = digest(task.code, section.digest, *others)
            if not copier.copy(name, key, _STRANDS):
                copier.add(name, key, _index((read, linked, tagged), name, int(task.name)))
        return Receipt(task.name, task.key, copier.close())


def _index(volumes: tuple[Volume, Volume, Volume], name: str, shard: int) -> dict[str, bytes]:
    thread = decode(volumes[0].read("threads", name), Thread)
    links = decode(volumes[1].read("links", name), ThreadLinks)
    mentions = volumes[2].read("mentions", name)
    words = encode(words_of(thread, links, decode(mentions, tuple[Mention, ...]) if mentions else ()))
    row = SearchedRow(thread.id, shard, digest(words), len(thread.posts))
    return dict(zip(_STRANDS, (words, json_lines([row])), strict=True))
