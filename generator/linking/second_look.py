"""What can be said of a thread only once all of it is read: which lines are quotes without an origin, and which links
lead to such lines and not to anybody's own words."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from generator.linking.absent import AbsentFeatures, LineRun, absent_runs, with_rate
from generator.linking.candidates import Candidate
from generator.linking.confidence import absent_probability, absent_probability_in_thread
from generator.linking.glue import glued_runs, is_glued
from generator.linking.matching import Run
from generator.linking.reading import Reading
from generator.linking.scan import Scan

WEAKEST_ABSENT = 0.75  # lower, forums that set nothing off get more false ones than true ones
WEAKEST_CUT = (
    0.2  # ... but where the thread's beginning is missing, such quotes are what one expects; shown as doubtful
)
MAYBE_CUT = 0.5  # probability that the beginning is missing
WHOLE, CUT = 0.7, 0.85  # probability that the beginning is missing: between these the bound sinks from one to the other
WEAKEST_QUOTED = 0.5  # ... where later posts quote just these lines: then a link would be as doubtful
QUOTE_LIKE = 0.2  # of a separator: its log odds, by 3
USUAL_RATE = 0.03  # share of posts that have an absent quote, in threads of which nothing is known
PRIOR_POSTS = 8  # posts that this belief is worth


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
    weighed = weighed_runs(scan)
    return [
        _choose(scan, index, runs, glued) for index, (runs, glued) in enumerate(zip(weighed, _glued(scan), strict=True))
    ]


def weighed_runs(scan: Scan) -> list[list[tuple[LineRun, AbsentFeatures]]]:
    """Return, for each post, the runs of lines that may be quotes without an origin, with all that speaks for them.

    Where many posts of a thread seem to have such quotes, each of them is the more probable: posts are weighed by
    themselves first, then in the light of the others.
    """
    if scan.is_wrapped:
        return [[] for _ in scan.readings]
    # Whoever opens a thread has nobody to quote: the first post counts only where others may have stood before it.
    first = 0 if scan.cut >= MAYBE_CUT else 1
    alone = [
        list(absent_runs(scan.scene(index))) if index >= first and len(reading.lines) > 1 else []
        for index, reading in enumerate(scan.readings)
    ]
    chances = [max((absent_probability(features) for _, features in runs), default=0.0) for runs in alone]
    total, count = sum(chances), len(chances)
    weighed: list[list[tuple[LineRun, AbsentFeatures]]] = []
    for runs, chance in zip(alone, chances, strict=True):
        share = (total - chance + USUAL_RATE * PRIOR_POSTS) / (count - 1 + PRIOR_POSTS)
        rate = math.log(share / USUAL_RATE) / 3
        weighed.append([(run, with_rate(features, rate)) for run, features in runs])
    return weighed


def _glued(scan: Scan) -> list[list[Absent]]:
    """Return, for each post, the runs that the layout of a dump without its beginning gives away as quotes.

    Where the beginning is there, 3 of 24 such runs in the gold are quotes; the others are lists and captions.
    """
    nothing: list[list[Absent]] = [[] for _ in scan.readings]
    if scan.is_wrapped or scan.cut < WHOLE:
        return nothing
    found = [
        [(each.candidate.start, each.candidate.end) for each in kept]
        for kept in map(scan.kept, range(len(scan.readings)))
    ]
    if not is_glued(scan.readings, found):
        return nothing
    return [
        [
            Absent(run.head.first, run.tail.last, run.head.start, run.tail.end, run.confidence, (run.evidence,))
            for run in glued_runs(reading, spans)
        ]
        for reading, spans in zip(scan.readings, found, strict=True)
    ]


def _choose(scan: Scan, index: int, runs: list[tuple[LineRun, AbsentFeatures]], glued: list[Absent]) -> list[Absent]:
    lines = scan.readings[index].lines
    likely = list(glued)
    weakest = _weakest(scan.cut)
    for run, features in runs:
        if features.quoted_on:  # nobody quotes a quote and its answer in one piece: these are own words
            continue
        confidence = absent_probability_in_thread(features)
        if confidence >= (min(weakest, WEAKEST_QUOTED) if features.quoted_joint > QUOTE_LIKE else weakest):
            head, tail = lines[run.first], lines[run.last]
            likely.append(Absent(head.first, tail.last, head.start, tail.end, confidence, _evidence(features)))
    likely.sort(key=lambda each: (-each.confidence, each.start))
    chosen: list[Absent] = []
    for each in likely:
        if all(each.end <= other.start or other.end <= each.start for other in chosen):
            chosen.append(each)
    return sorted(chosen, key=lambda each: each.start)


def _weakest(cut: float) -> float:
    """Return how probable a quote without an origin must be, in a thread whose beginning is missing that probably."""
    share = min(1.0, max(0.0, (cut - WHOLE) / (CUT - WHOLE)))
    return WEAKEST_ABSENT + share * (WEAKEST_CUT - WEAKEST_ABSENT)


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
