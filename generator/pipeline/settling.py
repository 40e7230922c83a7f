"""Which pieces are one thread, and by which ids the threads go: the reduce between READ and SETTLE."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.codec import short_id
from generator.files import natural
from generator.problems import Problem
from generator.stages import ReadFound, ThreadFound, Whole

MOST_CLASHES = 100  # that are told


@dataclass(frozen=True, slots=True)
class _Piece:
    group: str
    shard: int
    thread: ThreadFound


@dataclass(slots=True)
class Settled:
    """What is to be done to each shard. `homes` tells the shard of each thread, by the thread's final id."""

    homes: dict[str, str] = field(default_factory=dict)
    wholes: dict[str, list[Whole]] = field(default_factory=dict)
    gone: dict[str, list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def settle_ids(founds: Mapping[str, ReadFound]) -> Settled:
    """Return by which ids the threads of all shards go, and of which pieces they are made.

    Threads of one id are one thread where their marks say so. Where they do not, the first one keeps the id, in the
    order of the dumps' names; the others get one that stands for their dump, so it stays when further dumps come and
    go. None of this depends on the shards, nor on what was built before.
    """
    pieces = sorted(_pieces(founds), key=lambda pair: pair[0])
    by_id: dict[str, list[_Piece]] = {}
    for _, piece in pieces:
        by_id.setdefault(piece.thread.id.casefold(), []).append(piece)
    settled = Settled(problems=list(_empty(founds)))
    clashes = 0
    taken = set(by_id)
    for same in by_id.values():
        clusters = list(_clusters(same)) if len(same) > 1 else [same]
        seen: dict[str, int] = {}
        for place, cluster in enumerate(clusters):
            first = cluster[0]
            name = first.thread.id
            if place:
                name = _other_id(first, seen, taken)
                if not _are_apart(cluster, clusters[0]):
                    clashes += 1
                    if clashes <= MOST_CLASHES:
                        settled.problems.append(_clash(first, clusters[0][0]))
            else:
                seen[first.group] = 1
            _note(settled, name, cluster)
    if clashes > MOST_CLASHES:
        settled.problems.append(_more_clashes(clashes - MOST_CLASHES, settled.problems[-1].file))
    return settled


def _empty(founds: Mapping[str, ReadFound]) -> Iterator[Problem]:
    """Yield an error for each dump that was read in parts of which none holds a thread: none of them can know that."""
    groups = [group for found in founds.values() for group in found.groups if group.label != group.group]
    filled = {group.group for group in groups if group.threads}
    for name in sorted({group.group for group in groups} - filled):
        fix = "Export it again, or name its format in site.yaml (importers:)."
        yield Problem("error", "D211", f"content/threads/{name}", None, None, "the dump holds no post", "", fix)


def _pieces(founds: Mapping[str, ReadFound]) -> Iterator[tuple[tuple[object, ...], _Piece]]:
    for shard, found in founds.items():
        for group in found.groups:
            order = (natural(group.group), group.label)
            for place, thread in enumerate(group.threads):
                yield (*order, place), _Piece(group.group, int(shard), thread)


def _clusters(pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    """Yield the pieces that are one thread together, in their order; all have the same id."""
    from generator.importers import same_threads

    for places in same_threads([piece.thread for piece in pieces]):
        yield [pieces[place] for place in places]


def _other_id(piece: _Piece, seen: dict[str, int], taken: set[str]) -> str:
    """Return another id for a thread, made from its dump's name, and from its number among those of this id in it."""
    while True:
        count = seen.get(piece.group, 0)
        seen[piece.group] = count + 1
        name = f"{piece.thread.id}-{short_id(piece.group, str(count), length=6)}"
        if name.casefold() not in taken:
            taken.add(name.casefold())
            return name


def _are_apart(one: list[_Piece], other: list[_Piece]) -> bool:
    """True where two threads of one id lie on different hosts: then nobody wonders that they are two."""
    hosts = [{piece.thread.host for piece in cluster} - {""} for cluster in (one, other)]
    return bool(hosts[0] and hosts[1]) and hosts[0].isdisjoint(hosts[1])


def _note(settled: Settled, name: str, cluster: list[_Piece]) -> None:
    first = cluster[0]
    home = f"{first.shard:05d}"
    settled.homes[name] = home
    if len(cluster) > 1 or name != first.thread.section:
        places = tuple((piece.shard, piece.thread.section) for piece in cluster)
        settled.wholes.setdefault(home, []).append(Whole(name, places))
        for piece in cluster[1:]:
            settled.gone.setdefault(f"{piece.shard:05d}", []).append(piece.thread.section)


def _clash(piece: _Piece, owner: _Piece) -> Problem:
    message = f"two threads have the id {piece.thread.id!r}: one of this dump, and one of {owner.group}"
    if piece.thread.sure:
        why = "Neither their addresses nor their titles nor their first posts show that they are one thread."
        fix = "Nothing needs to be done if they are two; if they are one, add one of the dumps to skip: in site.yaml."
    else:
        why = ""
        fix = "Rename the file if it is another thread; if it is the same, add it to skip: in site.yaml."
    return Problem("warning", "D221", f"content/threads/{piece.group}", None, None, message, why, fix)


def _more_clashes(count: int, file: str) -> Problem:
    message = f"{count:,} more threads have ids that other threads have"
    return Problem("warning", "D221", file, None, None, message, "Each has got an id of its own.")
