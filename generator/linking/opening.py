"""Does the thread begin with its opening post, or was the beginning cut away? Then early quotes lack their origins."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from generator.linking.reading import Reading
from generator.linking.wording import ANSWERS, CLOSING, GREETING, PLEA, POINTERS, YOU, first_word
from generator.text import word_id, words

_REPLY = re.compile(r"\s*(?:re|aw|antw|sv|odp|ответ)(?:\[\d+\])?[ \t]*:", re.IGNORECASE)
_THANKS = re.compile(r"\b(?:thank|danke|merci|gracias|dzięk|спасибо)", re.IGNORECASE)
HEAD = 300  # characters of the first post in which openings and replies differ
LOOKED_AT = 8  # posts whose words are held against the title


class OpeningFeatures(NamedTuple):
    """All between -1 and about 2."""

    title_share: float  # of the title's words that the first post has
    title_gain: float  # the same, less what the posts after it have
    length: float  # log of the first post's characters
    longer: float  # log of how much longer it is than the middle post
    quoted: float  # share of the found quotes that were taken from it
    greeting: float
    answer: float  # it begins with a word of answer
    pointer: float  # it begins with a word that points back
    you: float  # it says "you" at once
    thanks: float
    reply: float  # it begins with "Re:"
    asks: float  # it ends with a question, or with thanks
    plea: float  # how often it asks for help, or says what its author needs
    lines: float  # log of its lines


OPENING_NAMES = OpeningFeatures._fields


def opening_features(title: str | None, readings: list[Reading], origins: list[int]) -> OpeningFeatures:
    """Return the features of a thread's first post; `origins` are the indices of the posts that were quoted."""
    first = readings[0].post.text
    long_words = {word_id(word.key) for word in words(title or "") if len(word.key) > 3}
    shares = [
        len(long_words.intersection(reading.ids)) / len(long_words) if long_words else 0.0
        for reading in readings[:LOOKED_AT]
    ]
    lengths = sorted(len(reading.post.text) for reading in readings)
    word = first_word(first, 0)
    return OpeningFeatures(
        title_share=shares[0],
        title_gain=shares[0] - sum(shares[1:]) / max(1, len(shares) - 1),
        length=math.log(1 + len(first)) / 8,
        longer=(math.log(1 + len(first)) - math.log(1 + lengths[len(lengths) // 2])) / 3,
        quoted=sum(origin == 0 for origin in origins) / max(1, len(origins)),
        greeting=float(GREETING.match(first) is not None),
        answer=float(word in ANSWERS),
        pointer=float(word in POINTERS),
        you=min(1.0, len(YOU.findall(first[:HEAD])) / 2),
        thanks=float(_THANKS.search(first) is not None),
        reply=float(_REPLY.match(first) is not None),
        asks=float(_ends_asking(readings[0])),
        plea=min(1.0, len(PLEA.findall(first[: 2 * HEAD])) / 3),
        lines=math.log(1 + len(readings[0].lines)) / 4,
    )


def _ends_asking(reading: Reading) -> bool:
    """True where one of the last two lines asks or thanks."""
    text = reading.text
    return any(text[line.end - 1] == "?" or CLOSING.match(text, line.start) for line in reading.lines[-2:])
