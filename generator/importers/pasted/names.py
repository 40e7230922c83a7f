"""Is the first line of a chunk somebody's name? Signs, weighed; then what the dump as a whole does."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.importers.pasted.chunks import Chunk
from generator.importers.pasted.lines import Lines
from generator.importers.pasted.skins import fold
from generator.importers.pasted.wordlists import common_openings, greetings, name_weights, sentence_words

LONGEST_NAME = 60
_ROUNDS = 4  # estimates of the dump's habits settle after two or three rounds
_LONG = 25
_OPEN_END = frozenset("?,;:…-")
_FIRST_WORD = re.compile(r"[\s,.!]")
_CODE = re.compile(r"\(['\"]|[={}<>;\\^`*]|//|^\W*$|\(\)|^#|^https?:|^www\.|--|/$")
_SUBJECT = re.compile(r"(?:re|aw|fwd?|wg|tr|odp|sv|\w{4,12})\s?(?:\[\d+\])?:", re.IGNORECASE)  # and "Subject: ..."
_INNER_SIGN = re.compile(r"\d|_|[a-z][A-Z]|^\[.*\]|[a-z]\.[a-z]")
_MAIL_ADDRESS = re.compile(r"\S@\S+\.\w|\S at \S+\.\w")
_WORD_ENDS = ("", ",", ".", "!", "?", ":", ";", ")")
_MENTION = re.compile(r"@([\w.-]{2,40})")
_LEARNT_SIGNS = 2000  # of one line: enough to know the ordinary words, whatever the length of the dump's longest line


@dataclass(frozen=True, slots=True)
class Opening:
    """The first filled line of a chunk, which may be a name.

    `layout` is how it stands: whether a blank line comes before it, and after it. Dumps are strict about this, each
    in its own way.
    """

    line: int
    text: str
    layout: tuple[bool, bool]
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Habits:
    """What a dump does: the share of chunks that open with a name, and how names and other openings stand."""

    share: float
    named: Mapping[tuple[bool, bool], float]
    other: Mapping[tuple[bool, bool], float]


class Lexicon:
    """What the whole dump tells about a word or a line: how often it opens a chunk, whether it is an ordinary word."""

    def __init__(self, lines: Lines, chunks: Sequence[Chunk]) -> None:
        self.openings: Counter[str] = Counter()
        self._words: set[str] = set()
        self._mentions: set[str] = set()
        self._alone: set[str] = set()
        self._next: dict[str, set[str]] = {}
        for chunk in chunks:
            opening, below = lines.bare[chunk.first], chunk.first + 1
            self.openings[opening] += 1
            if lines.last_filled(chunk.first, chunk.stop) == chunk.first:
                self._alone.add(opening)
            if below < chunk.stop and len(opening) <= LONGEST_NAME:
                self._next.setdefault(opening, set()).add(lines.bare[below])
            for line in lines.filled(below, chunk.stop):
                self._learn(lines.bare[line][:_LEARNT_SIGNS])

    def _learn(self, text: str) -> None:
        self._words.update(text.split())
        if "@" in text:
            self._mentions.update(match.casefold() for match in _MENTION.findall(text))

    def is_ordinary(self, word: str) -> bool:
        small = word.casefold()
        return any(small + end in self._words for end in _WORD_ENDS)

    def is_mentioned(self, name: str) -> bool:
        return name.casefold() in self._mentions

    def stands_alone(self, opening: str) -> bool:
        """True where the line is all of another chunk: a short post, which this one quotes."""
        return opening in self._alone

    def has_one_sequel(self, opening: str) -> bool:
        """True where the line opens several chunks and the same words follow it at once: a text that several quote."""
        return self.openings[opening] > 1 and len(self._next.get(opening, ())) == 1 and "" not in self._next[opening]


def signs_of(text: str, following: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the names of the signs, for and against, that a line is somebody's name; `following` is the next line."""
    claims = {**_look_of(text), **_place_of(text, lexicon), "next small": following[:1].islower()}
    return tuple(sign for sign, holds in claims.items() if holds)


def _look_of(text: str) -> dict[str, bool]:
    """Return what can be said of a line by itself."""
    words = text.split()
    folded = fold(text)
    little = sum(word.casefold().strip(".,!?'\"") in sentence_words() for word in words)
    return {
        f"words {min(len(words), 5)}": True,
        "long" if len(text) > _LONG else "short": True,
        "ends like a sentence": text[-1] in ".!",
        "ends with a comma or a question": text[-1] in _OPEN_END,
        "code": _CODE.search(text) is not None,
        "inner sign": _INNER_SIGN.search(text) is not None,
        "common opening": folded.strip(".!?,:; ") in common_openings(),
        "greets": _FIRST_WORD.split(folded, maxsplit=1)[0] in greetings() or text[0] == "@",
        "little word": little == 1,
        "little words": little > 1,
        "all capital": len(words) > 1 and all(word[0].isupper() or not word[0].isalpha() for word in words),
        "subject": _SUBJECT.match(text) is not None,
        "mail address": _MAIL_ADDRESS.search(text) is not None,
        "small first": text[0].islower(),
    }


def _place_of(text: str, lexicon: Lexicon) -> dict[str, bool]:
    """Return what the rest of the dump says about a line."""
    words = text.split()
    ordinary = sum(lexicon.is_ordinary(word.strip(".,!?")) for word in words)
    return {
        "ordinary words": ordinary == len(words),
        "ordinary word": 0 < ordinary < len(words),
        f"opens {min(lexicon.openings[text], 4)}": True,
        "alone elsewhere": lexicon.stands_alone(text),
        "one sequel": lexicon.has_one_sequel(text),
        "mentioned": lexicon.is_mentioned(text),
    }


def weigh(openings: Sequence[Opening], further: Sequence[float] | None = None) -> list[float]:
    """Return, for each opening, the probability that it is a name; `further` are log-odds from elsewhere.

    The signs of each line are weighed (naive Bayes, fitted); then the habits of the dump are estimated from the
    outcome and weighed in, a few rounds over. O(openings).
    """
    base = [base_score(opening) for opening in openings]
    if further:
        base = [score + more for score, more in zip(base, further, strict=True)]
    chances = [_chance(score) for score in base]
    for _ in range(_ROUNDS):
        habits = _habits(openings, chances)
        chances = [_chance(score + _by_habit(opening, habits)) for score, opening in zip(base, openings, strict=True)]
    return chances


def base_score(opening: Opening) -> float:
    """Return the log-odds that a line is a name before the habits of its dump are known."""
    weights = name_weights()
    return weights["bias"] + sum(weights.get(sign, 0.0) for sign in (*opening.signs, layout_sign(opening.layout)))


def layout_sign(layout: tuple[bool, bool]) -> str:
    before, after = layout
    if before and after:
        return "blanks around"
    return "blank above" if before else "blank below" if after else "no blanks"


def _chance(score: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


def _habits(openings: Sequence[Opening], chances: Sequence[float]) -> Habits:
    named: Counter[tuple[bool, bool]] = Counter()
    other: Counter[tuple[bool, bool]] = Counter()
    for opening, chance in zip(openings, chances, strict=True):
        named[opening.layout] += chance  # type: ignore[assignment]  # a Counter of floats
        other[opening.layout] += 1.0 - chance  # type: ignore[assignment]
    names, others = sum(named.values()), sum(other.values())
    smooth = 0.5  # half an opening in each layout: one dump's single case does not rule the others out
    layouts = [(before, after) for before in (False, True) for after in (False, True)]
    return Habits(
        share=(names + 1.0) / (names + others + 2.0),
        named={layout: (named[layout] + smooth) / (names + 4 * smooth) for layout in layouts},
        other={layout: (other[layout] + smooth) / (others + 4 * smooth) for layout in layouts},
    )


def _by_habit(opening: Opening, habits: Habits) -> float:
    layout = math.log(habits.named[opening.layout] / habits.other[opening.layout])
    share = math.log(habits.share / (1.0 - habits.share))
    weights = name_weights()
    return weights["habit layout"] * layout + weights["habit share"] * share
