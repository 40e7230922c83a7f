"""What speaks for and against a candidate quote, as numbers."""

from __future__ import annotations

import math
from typing import NamedTuple

from generator.linking.candidates import Candidate
from generator.linking.layout import Joints
from generator.linking.reading import Line, Reading

NEAR_START = 3  # words before a passage that still begins its post: a name, a greeting
CODE_SAMPLE = 40  # lines that tell whether all of them are code
_OPENING, _CLOSING = "\"“„«'‘", "\"”“»'’"
_NOT_ALNUM = {code: None for code in range(128) if not chr(code).isalnum()}


class Features(NamedTuple):
    """All between 0 and about 1, so that the weights can be read: how much a full feature moves the odds."""

    length: float  # log of the matched words; 1 at about 150
    short: float  # 1 at 3 matched words, 0 from 9 on
    letters: float  # log of the matched letters, so that rare, long words count more
    changed: float  # share of the quote's words that do not stand in the origin
    whole_lines: float  # begins and ends with a line
    part_line: float  # neither
    line_share: float  # of the words in the lines touched
    post_start: float
    no_reply: float  # nothing follows, and nothing stood before
    post_end: float  # nothing follows
    both_ends: float  # a few lines at the end of both posts: a signature
    blank_after: float  # log odds that this separator follows a quote, in this thread
    blank_before: float
    glued_after: float  # a single line end follows
    far_after: float  # two blank lines or more follow
    far_before: float
    lines: float  # log of the lines
    code: float  # share of lines that look like code or a log
    code_inside: float  # the same, where the quote does not begin the post: code is shown, prose is answered
    symbols: float  # share of signs that are neither letters nor blank
    rivals: float
    quote_marks: float  # stands in quotation marks
    colon_before: float  # own words before end with a colon
    same_author: float
    origin_lines: float  # begins and ends with a line in the origin
    origin_share: float  # of the origin post's words: whole posts are quoted, pieces of code and phrases are used again
    origin_start: float  # begins with the origin post
    both_start: float  # ... and begins the post too
    resent: float  # ... and both are by one author, who may have sent his post again
    distance: float  # log of the posts between
    mail: float  # the text is wrapped by hand, as in mail and news: whole letters are quoted there, whatever they hold
    mail_code: float
    mail_lines: float
    mail_end: float  # ... and nothing follows: it may be quoted below the reply
    siblings: float  # other candidates of this post with the same origin
    quoted_before: float  # this passage was quoted by an earlier post


FEATURE_NAMES = Features._fields


class Setting(NamedTuple):
    """What a candidate is seen against. `base` is the position of the origin's first word."""

    reading: Reading
    origin: Reading
    base: int
    joints: Joints
    siblings: int
    quoted_before: bool
    is_mail: bool = False  # across threads each quote is weighed as on a board


def features_of(candidate: Candidate, setting: Setting) -> Features:
    """Return the features of a candidate."""
    reading, origin = setting.reading, setting.origin
    text, matched = reading.text, candidate.matched
    lines, first_line, last_line = _touched(reading, candidate)
    head, tail = lines[first_line], lines[last_line]
    starts_line, ends_line = candidate.start == head.start, candidate.end == tail.end
    at_start = first_line == 0 and starts_line
    at_end = last_line == len(lines) - 1 and ends_line
    before_key = reading.separators[first_line - 1] if first_line and starts_line else ""
    after_key = reading.separators[last_line] if not at_end and ends_line else ""
    quoted = text[candidate.start : candidate.end]
    author = reading.post.author.value
    origin_lines, origin_at_end = _in_origin(candidate, origin, setting.base)
    at_origin_start = candidate.runs[0].origin - setting.base <= NEAR_START
    is_same_author = author is not None and author == origin.post.author.value
    letters = len(quoted.translate(_NOT_ALNUM)) if quoted.isascii() else sum(map(str.isalnum, quoted))
    signs = sum(map(len, quoted.split())) - letters
    count = last_line - first_line + 1
    code = code_share(reading, first_line, last_line)
    return Features(
        length=math.log(matched) / 5,
        short=max(0.0, (9 - matched) / 6),
        letters=math.log(max(1, letters)) / 7,
        changed=1 - matched / max(1, candidate.last - candidate.first),
        whole_lines=float(starts_line and ends_line),
        part_line=float(not starts_line and not ends_line),
        line_share=matched / max(1, tail.last - head.first),
        post_start=float(at_start),
        no_reply=float(at_start and at_end),
        post_end=float(at_end),
        both_ends=float(at_end and origin_at_end and count <= 6 and not at_start),
        blank_after=setting.joints.after(after_key) / 3 if after_key else 0.0,
        blank_before=setting.joints.before(before_key) / 3 if before_key else 0.0,
        glued_after=float(after_key.count("\n") == 1),
        far_after=float(after_key.count("\n") > 2),
        far_before=float(before_key.count("\n") > 2),
        lines=math.log(count) / 3,
        code=code,
        code_inside=0.0 if at_start else code,
        symbols=min(1.0, 4 * signs / len(quoted)),
        rivals=min(1.0, len(candidate.rivals) / 3),
        quote_marks=float(_is_in_marks(text, candidate)),
        colon_before=float(text[max(0, candidate.start - 40) : candidate.start].rstrip().endswith(":")),
        same_author=float(is_same_author),
        origin_lines=origin_lines,
        origin_share=min(1.0, matched / len(origin.ids)),
        origin_start=float(at_origin_start),
        both_start=float(at_start and at_origin_start),
        resent=float(at_start and at_origin_start and is_same_author),
        distance=math.log(reading.index - origin.index) / 6,
        mail=float(setting.is_mail),
        mail_code=setting.is_mail * code,
        mail_lines=setting.is_mail * math.log(count) / 3,
        mail_end=float(setting.is_mail and at_end),
        siblings=min(1.0, setting.siblings / 3),
        quoted_before=float(setting.quoted_before),
    )


def _touched(reading: Reading, candidate: Candidate) -> tuple[list[Line], int, int]:
    """Return the lines of the post and the indices of the first and the last that the candidate touches."""
    return reading.lines, reading.line_at(candidate.start), reading.line_at(candidate.end - 1)


def _in_origin(candidate: Candidate, origin: Reading, base: int) -> tuple[float, bool]:
    """Return how far the passage begins and ends with lines of the origin (0, 0.5, 1), and if it ends with the post."""
    first, last = candidate.runs[0].origin - base, candidate.runs[-1].origin + candidate.runs[-1].size - base
    head, tail = origin.line_of_word(first), origin.line_of_word(last - 1)
    return (float(first == head.first) + float(last == tail.last)) / 2, last == len(origin.ids)


def code_share(reading: Reading, first: int, last: int) -> float:
    """Return the share of the lines [first, last] that look like code or a log; the first of them tell enough."""
    looked_at = range(first, min(last + 1, first + CODE_SAMPLE))
    return sum(map(reading.is_code, looked_at)) / len(looked_at)


def _is_in_marks(text: str, candidate: Candidate) -> bool:
    around = text[max(0, candidate.start - 1) : candidate.start + 1], text[candidate.end - 1 : candidate.end + 1]
    return any(sign in _OPENING for sign in around[0]) and any(sign in _CLOSING for sign in around[1])
