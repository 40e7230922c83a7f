"""Quotes whose origin is not in the archive: what the layout and the wording give away.

A candidate is a run of whole lines that no found quote covers. What speaks for it: the separators that quotes have in
this thread, a line that breaks off, a reply that answers what stands before it, later posts that quote just this run.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from typing import NamedTuple

from generator.linking.features import code_share
from generator.linking.layout import Joints, separator
from generator.linking.reading import Line, Reading
from generator.linking.wording import ANSWERS, CLOSING, GREETING, POINTERS, YOU, first_word

LONGEST_RUN = 12  # lines that a candidate may have
MOST_LINES = 60  # lines of a post that are looked at: quotes without an origin stand near the top
TAKEN_UP_WORDS = 8  # words with which a reply takes up what it answers
WEAKEST_EDGES = 0.5  # candidates whose two edges say less than this together are not weighed at all

LAST_WORDS = 12  # words with which a post may take its leave
_LIST_ITEM = re.compile(r"\s*(?:(?:step )?[0-9]{1,3}[.):]|[a-zA-Z]\)|[-*•–])\s", re.IGNORECASE)
_ENDED = re.compile(r"[.!?:;)\]\"'”’»*…>~]$")


@dataclass(frozen=True, slots=True)
class AbsentFeatures:
    """All between -1 and about 1."""

    leads: float  # begins the post
    lead_joint: float  # ... and the separator after it is one of quotes
    mid_joint: float  # stands inside the post, and both separators are those of quotes
    mid_after: float  # stands inside the post: log odds of the separator after it
    mid_before: float
    no_joint: float  # the separator after it is not one of quotes
    inside: float  # a separator inside it is one of quotes
    last: float  # nothing follows
    glued: float  # a single line end follows
    far_after: float  # two blank lines or more follow
    far_before: float
    words: float  # log of the words
    lines: float  # log of the lines
    one_line: float
    share: float  # of the post's words
    lower_start: float  # begins with a small letter
    dots_start: float  # begins with an elision
    open_end: float  # does not end a sentence
    dots_end: float  # breaks off with an elision
    asks: float  # ends with a question mark
    colon_before: float
    in_marks: float  # in quotation marks
    answered: float  # the reply begins with a word of answer
    pointed: float  # the reply begins with a word that points back
    you_after: float  # the reply says "you"
    echo: float  # share of the reply's words that stand in it
    taken_up: float  # the reply begins with a word of it that is rare in the thread
    greets: float  # begins with a greeting
    closing: float  # what follows is nothing but thanks, a plea or a farewell
    listed: float  # it and what follows are items of a list
    code: float
    opening: float  # the thread's first post, if the thread begins with its opening
    cut_lead: float  # begins the post, in a thread without its beginning
    cut_first: float  # ... and the post is one of the first
    cut_line: float  # ... and is one line
    cut_quoting: float  # ... in a thread that quotes much
    cut_joint: float  # the separators are those of quotes, in such a thread
    cut_quoting_lead: float  # begins the post, in a thread without its beginning that quotes much
    cut_quoting_joint: float  # ... and the separators are those of quotes
    quoting_joint: float
    share_joint: float  # begins the post; share of the found quotes that have this separator after them
    sole_lead: float  # begins the post; how far that separator is kept for the end of quotes
    sole_share: float  # ... times that share
    cut_sole_share: float
    sole_mid: float
    lone_lead: float  # begins the post; that separator stands nowhere else in the post
    lone_share: float  # ... times the share of the found quotes that have it
    lone_sole_share: float
    lone_sole_share_cut: float
    quoting_lead: float  # begins the post, in a thread that quotes much
    quoting_mid: float  # stands inside a post that quotes already
    rate: float  # log of how often the other posts of the thread seem to have absent quotes; 0 until that is known
    rate_lead: float
    rate_sole: float
    quoted_whole: float  # later posts quote exactly this
    quoted_joint: float  # ... and the separator after it is one of quotes
    quoted_lead: float  # later posts quote exactly this, and it begins the post
    quoted_cut: float  # ... which is one of the first of a thread without its beginning
    quoted_on: float  # later posts quote it and run on into what follows


def with_rate(features: AbsentFeatures, rate: float) -> AbsentFeatures:
    """Return the features with what the other posts of the thread say."""
    return replace(features, rate=rate, rate_lead=rate * features.leads, rate_sole=rate * features.sole_share)


ABSENT_NAMES = tuple(field.name for field in fields(AbsentFeatures))


class LineRun(NamedTuple):
    """Lines [first, last] of a post, by index."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Scene:
    """What the runs of one post are seen against. `taken` and `passages` are text offsets in the post."""

    reading: Reading
    joints: Joints
    taken: tuple[tuple[int, int], ...]  # the found quotes of the post
    passages: tuple[tuple[int, int], ...]  # passages of the post that later posts quote
    quoting: float  # share of the thread's posts that quote
    cut: float  # probability that the beginning of the thread was cut away
    rare: Callable[[int], bool]  # is a word rare in the thread?
    units: tuple[Line, ...]  # lines; where the text is wrapped by hand, paragraphs


def units_of(reading: Reading, *, is_wrapped: bool) -> tuple[Line, ...]:
    """Return the lines of a post; where they are wrapped by hand, lines without a blank line between them are one."""
    if not is_wrapped:
        return tuple(reading.lines)
    units: list[Line] = []
    for line in reading.lines:
        if units and reading.text.count("\n", units[-1].end, line.start) == 1:
            units[-1] = Line(units[-1].start, line.end, units[-1].first, line.last)
        else:
            units.append(line)
    return tuple(units)


def absent_runs(scene: Scene) -> Iterator[tuple[LineRun, AbsentFeatures]]:
    """Yield the runs of lines that may be quotes without an origin, with their features."""
    lines = list(scene.units[:MOST_LINES])
    is_free = _free_lines(lines, scene.taken)
    edges = [_edges(scene, lines, index) for index in range(len(lines))]
    for first in range(len(lines)):
        if not is_free[first] or (first and not is_free[first - 1] and not edges[first].starts > 0):
            continue
        for last in range(first, min(first + LONGEST_RUN, len(lines))):
            if not is_free[last]:
                break
            is_whole_post = first == 0 and last == len(scene.units) - 1
            if is_whole_post or edges[first].starts + edges[last].ends < WEAKEST_EDGES:
                continue
            run = LineRun(first, last)
            yield run, _features(scene, lines, run, edges)


class _Edges(NamedTuple):
    starts: float  # how much speaks for a quote that begins with this line, roughly
    ends: float
    before: float  # log odds of the separator before the line
    after: float
    before_key: str
    after_key: str
    next_word: str


def _free_lines(lines: list[Line], taken: tuple[tuple[int, int], ...]) -> list[bool]:
    is_free: list[bool] = []
    at = 0
    for line in lines:
        while at < len(taken) and taken[at][1] <= line.start:
            at += 1
        is_free.append(at >= len(taken) or taken[at][0] >= line.end)
    return is_free


def _edges(scene: Scene, lines: list[Line], index: int) -> _Edges:
    text, line = scene.reading.text, lines[index]
    before_key = separator(text, lines[index - 1], line) if index else ""
    is_last = index + 1 >= len(scene.units)
    following = scene.units[index + 1] if not is_last else None
    after_key = separator(text, line, following) if following else ""
    before = scene.joints.before(before_key) if before_key else 0.0
    after = scene.joints.after(after_key) if after_key else 0.0
    next_word = first_word(text, following.start) if following else ""
    starts = 1.0 if index == 0 else before / 2 + (text[lines[index - 1].end - 1] == ":")
    if text[line.start].islower() or text[line.start] in "[…":
        starts += 0.7
    ends = after / 2
    if following:
        ends += 0.5 * (next_word in ANSWERS) + 0.3 * (next_word in POINTERS) + 0.3 * (text[line.end - 1] == "?")
    if not _ENDED.search(text[line.end - 1]) or text[line.end - 1] == "…":
        ends += 0.5
    if any(abs(end - line.end) <= 2 for _, end in scene.passages):
        ends += 1.0
    return _Edges(starts, ends, before, after, before_key, after_key, next_word)


def _features(scene: Scene, lines: list[Line], run: LineRun, edges: list[_Edges]) -> AbsentFeatures:
    reading = scene.reading
    text, head, tail = reading.text, lines[run.first], lines[run.last]
    start, end = edges[run.first], edges[run.last]
    count = tail.last - head.first
    has_reply = run.last + 1 < len(scene.units)
    reply = scene.units[run.last + 1] if has_reply else None
    reply_ids = set(reading.ids[reply.first : reply.last]) if reply else set()
    mine = set(reading.ids[head.first : tail.last])
    first, last = text[head.start], text[tail.end - 1]
    exact = [span for span in scene.passages if abs(span[0] - head.start) <= 2 and abs(span[1] - tail.end) <= 2]
    onward = [span for span in scene.passages if span[0] < tail.end - 2 and span[1] > tail.end + 2]
    leads = float(run.first == 0)
    before, after = start.before / 3, end.after / 3
    joint = max(0.0, after if leads else min(before, after))
    share = scene.joints.share_after(end.after_key) if has_reply else 0.0
    sole = scene.joints.sole(end.after_key) if has_reply else 0.0
    keys = [edge.after_key for edge in edges[: len(scene.units) - 1]]
    lone = leads * float(has_reply and keys.count(end.after_key) == 1)
    first_lead = scene.cut * leads / (1 + reading.index / 2)
    is_open = not _ENDED.search(last)
    return AbsentFeatures(
        leads=leads,
        lead_joint=leads * joint,
        mid_joint=(1 - leads) * joint,
        mid_after=(1 - leads) * after,
        mid_before=(1 - leads) * before,
        no_joint=max(0.0, -after),
        inside=max((edges[index].after for index in range(run.first, run.last)), default=0.0) / 3,
        last=float(not has_reply),
        glued=float(end.after_key.count("\n") == 1),
        far_after=float(end.after_key.count("\n") > 2),
        far_before=float(start.before_key.count("\n") > 2),
        words=math.log(1 + count) / 5,
        lines=math.log(1 + run.last - run.first) / 2,
        one_line=float(run.first == run.last),
        share=count / max(1, len(reading.ids)),
        lower_start=float(first.islower()),
        dots_start=float(first in "…[" or text.startswith("...", head.start)),
        open_end=float(is_open),
        dots_end=float(last == "…" or text.endswith("...", 0, tail.end)),
        asks=float(last == "?"),
        colon_before=float(run.first > 0 and text[lines[run.first - 1].end - 1] == ":"),
        in_marks=float(first in '"“„«' and last in '"”“»'),
        answered=float(end.next_word in ANSWERS),
        pointed=float(end.next_word in POINTERS),
        you_after=float(
            reply is not None and YOU.search(text, reply.start, min(reply.end, reply.start + 80)) is not None
        ),
        echo=len(mine & reply_ids) / len(reply_ids) if reply_ids else 0.0,
        taken_up=float(
            any(scene.rare(word) for word in reading.ids[reply.first : reply.first + TAKEN_UP_WORDS] if word in mine)
            if reply
            else False
        ),
        greets=float(GREETING.match(text, head.start) is not None),
        closing=float(_is_closing(scene, run)),
        listed=float(reply is not None and all(_LIST_ITEM.match(text, each.start) for each in (tail, reply))),
        code=code_share(text, lines[run.first : run.last + 1]),
        opening=float(reading.index == 0) * (1 - scene.cut),
        cut_lead=scene.cut * leads,
        cut_first=first_lead,
        cut_line=first_lead * (run.first == run.last),
        cut_quoting=first_lead * (run.first == run.last) * scene.quoting,
        cut_joint=scene.cut * joint,
        cut_quoting_lead=scene.cut * scene.quoting * leads,
        cut_quoting_joint=scene.cut * scene.quoting * joint,
        quoting_joint=scene.quoting * joint,
        share_joint=leads * share,
        sole_lead=leads * sole,
        sole_share=leads * sole * share,
        cut_sole_share=leads * sole * share * scene.cut,
        sole_mid=(1 - leads) * sole * share,
        lone_lead=lone,
        lone_share=lone * share,
        lone_sole_share=lone * share * sole,
        lone_sole_share_cut=lone * share * sole * scene.cut,
        quoting_lead=scene.quoting * leads,
        quoting_mid=(1 - leads) * min(1.0, len(scene.taken) / 2),
        rate=0.0,
        rate_lead=0.0,
        rate_sole=0.0,
        quoted_whole=float(bool(exact)),
        quoted_joint=float(bool(exact)) * joint,
        quoted_lead=float(bool(exact)) * leads,
        quoted_cut=float(bool(exact)) * first_lead,
        quoted_on=float(bool(onward)),
    )


def _is_closing(scene: Scene, run: LineRun) -> bool:
    """True where hardly anything follows a run, and it begins with thanks, a plea or a farewell."""
    rest = scene.units[run.last + 1 :]
    if not rest or rest[-1].last - rest[0].first > LAST_WORDS:
        return False
    return CLOSING.match(scene.reading.text, rest[0].start) is not None
