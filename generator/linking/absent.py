"""Quotes whose origin is not in the archive: what the layout and the wording give away.

A candidate is a run of whole lines that no found quote covers. What speaks for it: the separators that quotes have in
this thread, a line that breaks off, a reply that answers what stands before it, later posts that quote just this run.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import NamedTuple

from generator.linking.layout import Joints
from generator.linking.reading import Line, Reading
from generator.linking.wording import ANSWERS, CLOSING, GREETING, POINTERS, YOU, first_word

LONGEST_RUN = 12  # lines that a candidate may have
MOST_LINES = 60  # lines of a post that are looked at: quotes without an origin stand near the top
TAKEN_UP_WORDS = 8  # words with which a reply takes up what it answers
ADDRESS = 80  # characters in which a reply says "you"
WEAKEST_EDGES = 0.5  # candidates whose two edges say less than this together are not weighed at all

LAST_WORDS = 12  # words with which a post may take its leave
_LIST_ITEM = re.compile(r"\s*(?:(?:step )?[0-9]{1,3}[.):]|[a-zA-Z]\)|[-*•–])\s", re.IGNORECASE)
_ENDED = frozenset(".!?:;)]\"'”’»*…>~")
NEAR = 2  # characters by which the edge of a passage may miss the edge of a line


class AbsentFeatures(NamedTuple):
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
    quoted_whole: float  # later posts quote exactly this
    quoted_joint: float  # ... and the separator after it is one of quotes
    quoted_lead: float  # later posts quote exactly this, and it begins the post
    quoted_cut: float  # ... which is one of the first of a thread without its beginning
    quoted_on: float  # later posts quote it and run on into what follows
    rate: float = 0.0  # log of how often the other posts of the thread seem to have absent quotes; 0 until known
    rate_lead: float = 0.0
    rate_sole: float = 0.0


def with_rate(features: AbsentFeatures, rate: float) -> AbsentFeatures:
    """Return the features with what the other posts of the thread say."""
    return AbsentFeatures._make(chain(features[:-3], (rate, rate * features.leads, rate * features.sole_share)))


ABSENT_NAMES = AbsentFeatures._fields


class LineRun(NamedTuple):
    """Lines [first, last] of a post, by index."""

    first: int
    last: int


class Scene(NamedTuple):
    """What the runs of one post are seen against. `taken` and `passages` are text offsets in the post."""

    reading: Reading
    joints: Joints
    taken: tuple[tuple[int, int], ...]  # the found quotes of the post
    passages: tuple[tuple[int, int], ...]  # passages of the post that later posts quote
    quoting: float  # share of the thread's posts that quote
    cut: float  # probability that the beginning of the thread was cut away
    rare: Callable[[int], bool]  # is a word rare in the thread?


def absent_runs(scene: Scene) -> Iterator[tuple[LineRun, AbsentFeatures]]:
    """Yield the runs of lines that may be quotes without an origin, with their features."""
    end = len(scene.reading.lines) - 1
    lines = scene.reading.lines[:MOST_LINES]
    is_free = _free_lines(lines, scene.taken)
    if end < 1 or not any(is_free):
        return
    edges = _edges(scene, lines)
    tails: dict[int, _Tail] = {}
    for first in range(len(lines)):
        if not is_free[first] or (first and not is_free[first - 1] and not edges[first].starts > 0):
            continue
        grown = _Grown(scene, edges, first)
        for last in range(first, min(first + LONGEST_RUN, len(lines))):
            if not is_free[last]:
                break
            is_whole_post = first == 0 and last == end
            if is_whole_post or edges[first].starts + edges[last].ends < WEAKEST_EDGES:
                continue
            grown.reach(last)
            if last not in tails:
                tails[last] = _tail(scene, edges, last)
            yield LineRun(first, last), _features(scene, grown, tails[last])


def _free_lines(lines: list[Line], taken: tuple[tuple[int, int], ...]) -> list[bool]:
    is_free: list[bool] = []
    at = 0
    for line in lines:
        while at < len(taken) and taken[at][1] <= line.start:
            at += 1
        is_free.append(at >= len(taken) or taken[at][0] >= line.end)
    return is_free


class _Edges(NamedTuple):
    """What a line says of a quote that begins or ends with it."""

    starts: float  # how much speaks for a quote that begins here, roughly
    ends: float
    before: float  # log odds of the separator before the line
    after: float
    before_key: str
    after_key: str
    next_word: str


def _edges(scene: Scene, lines: list[Line]) -> list[_Edges]:
    """Return what speaks for a quote that begins or ends with each of the lines."""
    reading, joints = scene.reading, scene.joints
    text, all_lines, separators = reading.text, reading.lines, reading.separators
    passage_ends = {end + by for _, end in scene.passages for by in range(-NEAR, NEAR + 1)}
    edges: list[_Edges] = []
    before, before_key = 0.0, ""
    for index, line in enumerate(lines):
        starts = 1.0 if index == 0 else before / 2 + (text[lines[index - 1].end - 1] == ":")
        first, last = text[line.start], text[line.end - 1]
        if first.islower() or first in "[…":
            starts += 0.7
        after, after_key, next_word, ends = 0.0, "", "", 0.0
        if index < len(separators):
            after_key = separators[index]
            after = joints.after(after_key)
            next_word = first_word(text, all_lines[index + 1].start)
            ends = after / 2 + 0.5 * (next_word in ANSWERS) + 0.3 * (next_word in POINTERS) + 0.3 * (last == "?")
        if last not in _ENDED or last == "…":
            ends += 0.5
        if line.end in passage_ends:
            ends += 1.0
        edges.append(_Edges(starts, ends, before, after, before_key, after_key, next_word))
        before, before_key = joints.before(after_key) if after_key else 0.0, after_key
    return edges


class _Tail(NamedTuple):
    """What the last line of a run, and the reply behind it, say: the same for all runs that end there."""

    edge: _Edges
    line: Line
    share: float  # of the found quotes that its separator follows
    sole: float
    is_lone: bool  # the separator stands nowhere else in the post
    last: str  # the last sign
    is_elided: bool
    reply_words: frozenset[int]
    first_words: tuple[int, ...]  # those with which the reply begins
    says_you: bool
    is_closing: bool
    is_listed: bool
    has_reply: bool


def _tail(scene: Scene, edges: list[_Edges], last: int) -> _Tail:
    reading, edge = scene.reading, edges[last]
    text, line = reading.text, reading.lines[last]
    reply = reading.lines[last + 1] if last + 1 < len(reading.lines) else None
    head = reading.ids[reply.first : reply.first + TAKEN_UP_WORDS] if reply else []
    return _Tail(
        edge,
        line,
        scene.joints.share_after(edge.after_key) if reply else 0.0,
        scene.joints.sole(edge.after_key) if reply else 0.0,
        reply is not None and sum(each.after_key == edge.after_key for each in edges) == 1,
        text[line.end - 1],
        text[line.end - 1] == "…" or text.endswith("...", 0, line.end),
        frozenset(reading.ids[reply.first : reply.last]) if reply else frozenset(),
        tuple(head),
        reply is not None and YOU.search(text, reply.start, min(reply.end, reply.start + ADDRESS)) is not None,
        _is_closing(reading, reply),
        reply is not None and all(_LIST_ITEM.match(text, each.start) for each in (line, reply)),
        reply is not None,
    )


class _Grown:
    """The lines of a run, as it grows from `first`."""

    def __init__(self, scene: Scene, edges: list[_Edges], first: int) -> None:
        reading, line = scene.reading, scene.reading.lines[first]
        self.reading, self.edges, self.first, self.line = reading, edges, first, line
        self.words: set[int] = set()
        self.lines = self.codes = 0
        self.inside = 0.0  # the most that a separator inside it says for the end of a quote
        self.sign = reading.text[line.start]
        self.is_elided = self.sign in "…[" or reading.text.startswith("...", line.start)
        self.has_colon = first > 0 and reading.text[reading.lines[first - 1].end - 1] == ":"
        self.is_greeting = GREETING.match(reading.text, line.start) is not None

    def reach(self, last: int) -> None:
        """Add the lines up to `last`."""
        reading, start = self.reading, self.first + self.lines
        self.words.update(reading.ids[reading.lines[start].first : reading.lines[last].last])
        for index in range(start, last + 1):
            self.codes += reading.is_code(index)
            if index > self.first:
                after = self.edges[index - 1].after
                self.inside = max(self.inside, after) if index > self.first + 1 else after
        self.lines = last + 1 - self.first


def _features(scene: Scene, grown: _Grown, tail: _Tail) -> AbsentFeatures:
    reading, edge, joints = scene.reading, tail.edge, grown.edges[grown.first]
    count = tail.line.last - grown.line.first
    leads, is_line = float(grown.first == 0), float(grown.lines == 1)
    before, after = joints.before / 3, edge.after / 3
    joint = max(0.0, after if leads else min(before, after))
    exact, onward = _quoted(scene.passages, grown.line.start, tail.line.end)
    share, sole, lone = tail.share, tail.sole, leads * tail.is_lone
    first_lead = scene.cut * leads / (1 + reading.index / 2)
    return AbsentFeatures(
        leads=leads,
        lead_joint=leads * joint,
        mid_joint=(1 - leads) * joint,
        mid_after=(1 - leads) * after,
        mid_before=(1 - leads) * before,
        no_joint=max(0.0, -after),
        inside=grown.inside / 3,
        last=float(not tail.has_reply),
        glued=float(edge.after_key.count("\n") == 1),
        far_after=float(edge.after_key.count("\n") > 2),
        far_before=float(joints.before_key.count("\n") > 2),
        words=math.log(1 + count) / 5,
        lines=math.log(grown.lines) / 2,
        one_line=is_line,
        share=count / max(1, len(reading.ids)),
        lower_start=float(grown.sign.islower()),
        dots_start=float(grown.is_elided),
        open_end=float(tail.last not in _ENDED),
        dots_end=float(tail.is_elided),
        asks=float(tail.last == "?"),
        colon_before=float(grown.has_colon),
        in_marks=float(grown.sign in '"“„«' and tail.last in '"”“»'),
        answered=float(edge.next_word in ANSWERS),
        pointed=float(edge.next_word in POINTERS),
        you_after=float(tail.says_you),
        echo=len(grown.words & tail.reply_words) / len(tail.reply_words) if tail.reply_words else 0.0,
        taken_up=float(any(map(scene.rare, grown.words.intersection(tail.first_words)))),
        greets=float(grown.is_greeting),
        closing=float(tail.is_closing),
        listed=float(tail.is_listed),
        code=grown.codes / grown.lines,
        opening=float(reading.index == 0) * (1 - scene.cut),
        cut_lead=scene.cut * leads,
        cut_first=first_lead,
        cut_line=first_lead * is_line,
        cut_quoting=first_lead * is_line * scene.quoting,
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
        quoted_whole=exact,
        quoted_joint=exact * joint,
        quoted_lead=exact * leads,
        quoted_cut=exact * first_lead,
        quoted_on=onward,
    )


def _quoted(passages: tuple[tuple[int, int], ...], start: int, end: int) -> tuple[float, float]:
    """Return whether later posts quote just the text from `start` to `end`, and whether they quote it and run on."""
    if not passages:
        return 0.0, 0.0
    exact = any(abs(first - start) <= NEAR and abs(last - end) <= NEAR for first, last in passages)
    return float(exact), float(any(first < end - NEAR and last > end + NEAR for first, last in passages))


def _is_closing(reading: Reading, reply: Line | None) -> bool:
    """True where hardly anything follows a run, and it begins with thanks, a plea or a farewell."""
    if reply is None or len(reading.ids) - reply.first > LAST_WORDS:
        return False
    return CLOSING.match(reading.text, reply.start) is not None
