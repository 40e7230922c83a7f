"""What can be said of a thread only once all of it is read: which lines are quotes without an origin, and which links
lead to such lines and not to anybody's own words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generator.linking.absent import AbsentFeatures, absent_runs
from generator.linking.candidates import Candidate
from generator.linking.confidence import absent_probability
from generator.linking.glue import glued_runs, is_glued
from generator.linking.matching import Run
from generator.linking.reading import Reading
from generator.linking.scan import Scan

WEAKEST_ABSENT = 0.5
MERE_CHANCE = 0.1
ROUNDS = 2  # after which hardly anything changes


@dataclass(frozen=True, slots=True)
class Absent:
    """Words [first, last) of a post that are a quote without an origin; `start` and `end` are text offsets."""

    first: int
    last: int
    start: int
    end: int
    confidence: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a candidate: linked where `absent` is None, else taken from the same missing post as `absent`."""

    candidate: Candidate
    absent: Absent | None


def find_absent(scan: Scan) -> list[list[Absent]]:
    """Return, for each post, its quotes without an origin, in text order, without overlap.

    Mail and news are left out: there every paragraph is set off like every other, and only marks would tell.
    """
    if scan.is_wrapped:
        return [[] for _ in scan.readings]
    glued = _glued(scan)
    for _ in range(ROUNDS):
        # What may be a quote tells about the separators of this thread, as far as it may; those tell of more quotes.
        maybe = [_choose(scan, index, MERE_CHANCE, each) for index, each in enumerate(glued)]
        if not any(maybe):
            return maybe
        scan.relearn([[(each.start, each.end, each.confidence) for each in absents] for absents in maybe])
    return [_choose(scan, index, WEAKEST_ABSENT, each) for index, each in enumerate(glued)]


def _glued(scan: Scan) -> list[list[Absent]]:
    """Return, for each post, the runs that the layout of the whole dump gives away as quotes."""
    found = [
        [(each.candidate.start, each.candidate.end) for each in kept]
        for kept in map(scan.kept, range(len(scan.readings)))
    ]
    if not is_glued(scan.readings, found):
        return [[] for _ in scan.readings]
    return [
        [
            Absent(run.head.first, run.tail.last, run.head.start, run.tail.end, run.confidence, (run.evidence,))
            for run in glued_runs(reading, spans)
        ]
        for reading, spans in zip(scan.readings, found, strict=True)
    ]


def _choose(scan: Scan, index: int, least: float, glued: list[Absent]) -> list[Absent]:
    scene = scan.scene(index)
    likely = list(glued)
    for run, features in absent_runs(scene):
        confidence = absent_probability(features)
        if confidence >= least:
            head, tail = scene.units[run.first], scene.units[run.last]
            likely.append(Absent(head.first, tail.last, head.start, tail.end, confidence, _evidence(features)))
    likely.sort(key=lambda each: (-each.confidence, each.start))
    chosen: list[Absent] = []
    for each in likely:
        if all(each.end <= other.start or other.end <= each.start for other in chosen):
            chosen.append(each)
    return sorted(chosen, key=lambda each: each.start)


def _evidence(features: AbsentFeatures) -> tuple[str, ...]:
    """Return what a reader can check, strongest first; at most three lines."""
    told = (
        (features.quoted_joint > 0, "later posts quote exactly these lines"),
        (
            features.lead_joint > 0.3 or features.mid_joint > 0.3,
            "set off from what follows as quotes are in this thread",
        ),
        (features.cut_first > 0.3, "the thread seems to lack its beginning, and this begins one of its first posts"),
        (features.dots_start > 0 or features.dots_end > 0, "begins or breaks off with an elision"),
        (features.answered > 0, "what follows begins like an answer"),
        (features.colon_before > 0, "introduced by a colon"),
        (True, "no post of the archive holds these words"),
    )
    return tuple(line for is_so, line in told if is_so)[:3]


def divide(candidate: Candidate, absents: list[Absent], reading: Reading, base: int) -> list[Part]:
    """Return the parts of a candidate: what its origin wrote, and what the origin itself quotes from a missing post.

    `base` is the position of the origin's first word.
    """
    if not absents:
        return [Part(candidate, None)]
    groups: list[tuple[Absent | None, list[Run]]] = []
    for run in _split(candidate.runs, absents, base):
        inside = next((each for each in absents if each.first <= run.origin - base < each.last), None)
        if groups and groups[-1][0] is inside:
            groups[-1][1].append(run)
        else:
            groups.append((inside, [run]))
    if len(groups) == 1:
        return [Part(candidate, groups[0][0])]
    parts: list[Part] = []
    for index, (inside, runs) in enumerate(groups):
        first = candidate.first if index == 0 else runs[0].quote
        last = candidate.last if index + 1 == len(groups) else groups[index + 1][1][0].quote
        start = candidate.start if index == 0 else reading.start_of_word(first)
        end = candidate.end if index + 1 == len(groups) else reading.end_of_word(last - 1)
        part = replace(candidate, first=first, last=last, start=start, end=end, runs=tuple(runs), rivals=())
        parts.append(Part(part, inside))
    return parts


def _split(runs: tuple[Run, ...], absents: list[Absent], base: int) -> list[Run]:
    """Return the runs, cut where an absent quote of the origin begins or ends."""
    edges = sorted({base + edge for each in absents for edge in (each.first, each.last)})
    pieces: list[Run] = []
    for run in runs:
        at = run.origin
        for edge in [*(edge for edge in edges if run.origin < edge < run.origin + run.size), run.origin + run.size]:
            pieces.append(Run(run.quote + at - run.origin, at, edge - at))
            at = edge
    return pieces
