"""What speaks for and against a candidate quote, as numbers; and the calibrated probability that follows from them."""

from __future__ import annotations

import json
import math
from dataclasses import astuple, dataclass, fields
from functools import lru_cache
from importlib.resources import files

from generator.linking.candidates import Candidate
from generator.linking.reading import Reading


@dataclass(frozen=True, slots=True)
class Features:
    """All between 0 and about 1, so that the weights can be read: a weight is how much a full feature moves the odds."""

    length: float  # log of the matched words; 1 at about 150
    short: float  # 1 at 3 matched words, 0 from 9 on
    changed: float  # share of the quote's words that do not stand in the origin
    line_start: float
    line_end: float
    line_share: float  # of the words in the lines touched
    post_start: float
    post_end: float  # nothing follows: a quote without a reply
    blank_after: float  # a blank line follows
    glued_after: float  # a single newline follows
    gap_before: float  # 2 or more blank lines stand before
    gap_after: float
    lines: float  # log of the lines
    symbols: float  # share of signs that are neither letters nor blank: code and logs
    rivals: float
    same_author: float
    origin_whole: float  # the run begins and ends with a line in the origin
    distance: float  # log of the posts between


FEATURE_NAMES = tuple(field.name for field in fields(Features))


def features_of(candidate: Candidate, reading: Reading, origin: Reading, base: int) -> Features:
    """Return the features of a candidate; `base` is the position of the origin's first word."""
    text = reading.text
    matched = candidate.matched
    touched = [line for line in reading.lines if line.start < candidate.end and candidate.start < line.end]
    head, tail = touched[0], touched[-1]
    before = text[: candidate.start]
    after = text[candidate.end :]
    gap_after = after[: len(after) - len(after.lstrip())]
    gap_before = before[len(before.rstrip()) :]
    starts_line, ends_line = candidate.start == head.start, candidate.end == tail.end
    quoted = text[candidate.start : candidate.end]
    signs = sum(not sign.isalnum() and not sign.isspace() for sign in quoted)
    first, last = candidate.runs[0].origin - base, candidate.runs[-1].origin + candidate.runs[-1].size - base
    origin_head = origin.lines[origin.line_at(origin.spans[first][0])]
    origin_tail = origin.lines[origin.line_at(origin.spans[last - 1][0])]
    author, other = reading.post.author.value, origin.post.author.value
    return Features(
        length=math.log(matched) / 5,
        short=max(0.0, (9 - matched) / 6),
        changed=1 - matched / max(1, candidate.last - candidate.first),
        line_start=float(starts_line),
        line_end=float(ends_line),
        line_share=matched / max(1, tail.last - head.first),
        post_start=float(not before.strip()),
        post_end=float(not after.strip()),
        blank_after=float(gap_after.count("\n") > 1),
        glued_after=float(gap_after.count("\n") == 1),
        gap_before=float(gap_before.count("\n") > 2),
        gap_after=float(gap_after.count("\n") > 2),
        lines=math.log(len(touched)) / 3,
        symbols=min(1.0, 4 * signs / len(quoted)),
        rivals=min(1.0, len(candidate.rivals) / 3),
        same_author=float(author is not None and author == other),
        origin_whole=(float(first == origin_head.first) + float(last == origin_tail.last)) / 2,
        distance=math.log(reading.index - origin.index) / 6,
    )


@lru_cache(maxsize=1)
def _model() -> tuple[float, tuple[float, ...]]:
    data = json.loads((files("generator.linking") / "confidence.json").read_text(encoding="utf-8"))
    return data["bias"], tuple(data["weights"].get(name, 0.0) for name in FEATURE_NAMES)


def probability(features: Features) -> float:
    """Return the calibrated probability that the candidate is a quote of that origin."""
    bias, weights = _model()
    score = bias + sum(weight * value for weight, value in zip(weights, astuple(features), strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
