"""SETTLE: the threads of one shard by their final ids, made of all their pieces, and corrected by the archivist.

A shard in which nothing of this is to be done has no such volume: then that of READ is as good. Strand "threads" has a
section for each thread, "outcomes" what became of the corrections in it, "notes" what its pieces disagree in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from generator.codec import decode, digest, encode
from generator.corrections import Corrections, Outcome, correct_thread
from generator.importers import Dump, decode_text, join_pieces
from generator.problems import Problem
from generator.records import Thread, ThreadId
from generator.stages.sections import SectionCopier
from generator.stages.tasks import SettleFound, SettleTask, Whole, Withheld
from generator.store import Receipt, Volume, load_shared

_SETTLED = ("threads", "outcomes", "notes", "withheld")


def settle(task: SettleTask) -> Receipt:
    """Settle the threads of a shard; `Receipt.found` is a `SettleFound`."""
    corrections = load_shared(task.cache, task.corrections, Corrections)
    pieces = _Pieces(task)
    outcomes: list[Outcome] = []
    notes: list[Problem] = []
    words: dict[str, None] = {}
    has_withheld = False
    with SectionCopier(task.cache, f"shards/settle-{task.name}-{task.key}", task.former) as copier:
        for whole in _wholes(task, pieces):
            parts = (task.code, whole.name, *(pieces.digest(*place) for place in whole.pieces))
            key = digest(*parts, encode(corrections.of(whole.name)))
            if copier.copy(whole.name, key, _SETTLED):
                settled = {strand: copier.former(strand, whole.name) for strand in _SETTLED[1:]}
            else:
                settled = _settled(whole, pieces, corrections, task)
                copier.add(whole.name, key, settled)
            outcomes += decode(settled["outcomes"], tuple[Outcome, ...])
            notes += decode(settled["notes"], tuple[Problem, ...])
            withheld = decode(settled["withheld"], Withheld)
            words |= dict.fromkeys(withheld.words)
            has_withheld |= withheld.has_posts
        outputs = copier.close()
    pieces.close()
    found = SettleFound(tuple(outcomes), Withheld(tuple(words), has_withheld))
    return Receipt(task.name, task.key, outputs, tuple(notes), encode(found))


def _wholes(task: SettleTask, pieces: _Pieces) -> Iterator[Whole]:
    """Yield all threads of the shard, those without a change as wholes of their one piece."""
    shard = int(task.name)
    at_first = {whole.pieces[0][1]: whole for whole in task.wholes}
    gone = set(task.gone)
    for section in pieces.volume(shard).sections("threads"):
        if section in at_first:
            yield at_first[section]
        elif section not in gone:
            yield Whole(section, ((shard, section),))


def _settled(whole: Whole, pieces: _Pieces, corrections: Corrections, task: SettleTask) -> dict[str, bytes]:
    only = whole.pieces[0]
    if len(whole.pieces) == 1 and only[1] == whole.name and not corrections.of(whole.name):
        return dict(zip(_SETTLED, (pieces.read(*only), encode(()), encode(()), encode(Withheld())), strict=True))
    thread, notes = join_pieces([decode(pieces.read(*place), Thread) for place in whole.pieces])
    if thread.id != whole.name:
        thread = replace(thread, id=ThreadId(whole.name))
    corrected, outcomes = correct_thread(thread, corrections, dumps=_texts(thread, corrections, task))
    withheld = Withheld(corrected.withheld_words, any(post.withheld for post in corrected.posts))
    sections = (encode(corrected), encode(outcomes), encode(notes), encode(withheld))
    return dict(zip(_SETTLED, sections, strict=True))


def _texts(thread: Thread, corrections: Corrections, task: SettleTask) -> tuple[str, ...]:
    """Return the texts of a thread's dumps where posts are to be joined: what stands between them is in there alone."""
    is_pasted = any(post.source_span for post in thread.posts)
    if not is_pasted or not any(entry.kind == "join" for entry in corrections.of(thread.id)):
        return ()
    dumps = [Dump(Path(task.site, source.path), source.path) for source in thread.sources]
    texts = [decode_text(dump.data(), dump) for dump in dumps]
    return tuple(text if isinstance(text, str) else "" for text in texts)


class _Pieces:
    """The volumes of READ, opened when a piece of theirs is wanted."""

    def __init__(self, task: SettleTask) -> None:
        self._cache = task.cache
        self._stems = dict(load_shared(task.cache, task.volumes, tuple[tuple[int, str], ...]))
        self._volumes: dict[int, Volume] = {}

    def volume(self, shard: int) -> Volume:
        if shard not in self._volumes:
            self._volumes[shard] = Volume(self._cache, self._stems[shard])
        return self._volumes[shard]

    def digest(self, shard: int, section: str) -> str:
        return self.volume(shard).sections("threads")[section].digest

    def read(self, shard: int, section: str) -> bytes:
        return self.volume(shard).read("threads", section)

    def close(self) -> None:
        for volume in self._volumes.values():
            volume.close()
