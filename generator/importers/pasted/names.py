"""Is the first line of a chunk somebody's name? Signs, weighed; then what the dump as a whole does."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice, pairwise

from generator.importers.pasted.chunks import Chunk
from generator.importers.pasted.lines import Lines
from generator.importers.pasted.skins import fold
from generator.importers.pasted.wordlists import common_openings, greetings, name_weights, sentence_words

LONGEST_NAME = 60
LIKELY = 0.5
HABIT = "habit of the dump"  # the sign of how names stand in a dump; it has a strength
_ROUNDS = 4  # estimates of the dump's habits settle after two or three rounds
_LONG = 25
_OPEN_END = frozenset(";:…-")
_QUOTE_MARKS = frozenset("\"“”‘’„«»'")
_FIRST_WORD = re.compile(r"[\s,.!]")
_CODE = re.compile(
    r"\(['\"]|[={}<>;\\^`*]|//|^[\W\d_]*$|\(\)|^[#?]|#\s?\d|^https?:|^www\.|--|/$|\[/|^:\w+:$|^emoticon_"
)
_SUBJECT = re.compile(r"(?:re|aw|fwd?|wg|tr|odp|sv|reply to|\w{4,12})\s?(?:\[\d+\])?:", re.IGNORECASE)  # "Subject: ..."
_INNER_SIGN = re.compile(r"\d|_|[a-z][A-Z]|^\[.*\]|[a-z]\.[a-z]")
_MAIL_ADDRESS = re.compile(r"\S@\S+\.\w|\S at \S+\.\w")
_WORD_ENDS = ("", ",", ".", "!", "?", ":", ";", ")")
_LONG_WORD = 20  # letters; longer ones are keys, addresses, names of functions
_DRAWN_OUT = re.compile(r"([^\W\d_])\1\1")
_LEARNT_SIGNS = 2000  # of one line: enough to know the ordinary words, whatever the length of the dump's longest line
_HEADING_LINES = 6  # of a body: a heading's words come again at once
_COPIED = 12  # signs; shorter lines come again by chance
_HEADING_WORD = 4  # letters

Layout = tuple[bool | None, bool]


@dataclass(frozen=True, slots=True)
class Opening:
    """The first filled line of a chunk, which may be a name.

    `layout` is how it stands: whether a blank line comes before it (None: nobody knows, for it stands below the
    thread's title), and after it. Dumps are strict about this, each in its own way.
    """

    line: int
    text: str
    layout: Layout
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands around the first line of a chunk: the chunk itself and the one before it, both filled."""

    chunk: Chunk
    before: Chunk | None


class Lexicon:
    """What the whole dump tells about a word or a line: how often it opens a chunk, whether it is an ordinary word."""

    def __init__(self, lines: Lines, chunks: Sequence[Chunk], told: AbstractSet[str] = frozenset()) -> None:
        self.lines = lines
        self.openings: Counter[str] = Counter()
        self.told = told  # names that lead-ins and other words of the page tell
        self.first: dict[str, int] = {}  # the line where each text stands first
        self.pairs: Counter[tuple[str, str]] = Counter()  # of filled lines that follow each other
        self._closings: Counter[str] = Counter()
        self._words: set[str] = set()
        self._alone: set[str] = set()
        self._next: dict[str, set[str]] = {}
        self._fuller: dict[str, set[str]] = {}  # openings that are longer than a name, or written otherwise
        for chunk in chunks:
            opening, below = lines.bare[chunk.first], lines.next_filled(chunk.first + 1, chunk.stop)
            self.openings[opening] += 1
            if len(opening) <= LONGEST_NAME:
                self._fuller.setdefault(opening.casefold(), set()).add(opening)
                self._fuller.setdefault(opening.casefold().split()[0], set()).add(opening)
            if below == chunk.stop:
                self._alone.add(opening)
            elif len(opening) <= LONGEST_NAME:
                self._next.setdefault(opening, set()).add(lines.bare[below])
                self._closings[lines.bare[lines.last_filled(chunk.first, chunk.stop)]] += 1
            for line in lines.filled(chunk.first, chunk.stop):
                self.first.setdefault(lines.bare[line], line)
            filled = [lines.bare[line] for line in lines.filled(chunk.first, chunk.stop)]
            self.pairs.update(pairwise(filled))
            for text in filled[1:]:
                self._words.update(text[:_LEARNT_SIGNS].split())

    def is_ordinary(self, word: str) -> bool:
        """True where a word stands in the dump in small letters."""
        small = word.casefold()
        return any(small + end in self._words for end in _WORD_ENDS)

    def is_short_for_another(self, opening: str) -> bool:
        """True where another opening begins with these words, or is them in other letters: "Jim" below "Jim Lee"."""
        return len(self._fuller.get(opening.casefold(), ())) > (opening in self.openings)

    def stands_alone(self, opening: str) -> bool:
        """True where the line is all of another chunk: a short post, which this one quotes."""
        return opening in self._alone

    def closes(self, opening: str) -> bool:
        """True where the line is the last one of a chunk: somebody signs like this."""
        return opening in self._closings

    def has_one_sequel(self, opening: str) -> bool:
        """True where the line opens several chunks and the same words follow it: a text that several quote."""
        return self.openings[opening] > 1 and len(self._next.get(opening, ())) == 1


def signs_of(scene: Scene, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the names of the signs, for and against, that the first line of a chunk is somebody's name."""
    text = lexicon.lines.bare[scene.chunk.first]
    claims = {**_look_of(text), **_place_of(text, lexicon), **_relation_of(text, scene, lexicon)}
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
        "ends with a comma": text[-1] == ",",
        "ends with a question": text[-1] == "?",
        "ends openly": text[-1] in _OPEN_END,
        "in quotation marks": text[0] in _QUOTE_MARKS or text[-1] in _QUOTE_MARKS,
        "code": _CODE.search(text) is not None,
        "mostly digits": sum(map(str.isdigit, text)) > sum(map(str.isalpha, text)),
        "long word": max(map(len, words)) > _LONG_WORD,
        "dots first": text.startswith(".."),
        "drawn out": _DRAWN_OUT.search(text) is not None,
        "inner sign": _INNER_SIGN.search(text) is not None,
        "common opening": folded.strip(".!?,:; ") in common_openings(),
        "common first word": len(words) > 1 and _first_word(folded) in common_openings(),
        "greets": _first_word(folded) in greetings() or text[0] == "@",
        "little words": little > 1,
        "all capital": len(words) > 1 and all(word[0].isupper() or not word[0].isalpha() for word in words),
        "subject": _SUBJECT.match(text) is not None,
        "mail address": _MAIL_ADDRESS.search(text) is not None,
        "small first": text[0].islower(),
        "small phrase": text[0].islower() and len(words) > 1,
    }


def _place_of(text: str, lexicon: Lexicon) -> dict[str, bool]:
    """Return what the rest of the dump says about a line."""
    words = text.split()
    ordinary = sum(lexicon.is_ordinary(_plain(word)) for word in words)
    return {
        "ordinary words": ordinary == len(words),
        "ordinary phrase": ordinary == len(words) > 1,
        "ordinary word": 0 < ordinary < len(words),
        f"opens {min(lexicon.openings[text], 4)}": True,
        "short for another": lexicon.is_short_for_another(text),
        "alone elsewhere": lexicon.stands_alone(text),
        "one sequel": lexicon.has_one_sequel(text),
        "closes a post": lexicon.closes(text),
        "told": text in lexicon.told,
    }


def _relation_of(text: str, scene: Scene, lexicon: Lexicon) -> dict[str, bool]:
    """Return what the body below a line, and the post before it, say about it."""
    lines, chunk, before = lexicon.lines, scene.chunk, scene.before
    last = lines.bare[lines.last_filled(before.first, before.stop)] if before else None
    body = [lines.bare[line] for line in islice(lines.filled(chunk.first + 1, chunk.stop), _HEADING_LINES)]
    following = body[0] if body else ""
    long_words = {_plain(word) for word in fold(text).split() if len(_plain(word)) >= _HEADING_WORD}
    echoed = {_plain(word) for line in body[:-1] or body for word in fold(line[:_LEARNT_SIGNS]).split()}
    is_copied = lexicon.first.get(following, chunk.first) < chunk.first
    return {
        "heads the next line": len(text) > 1 and fold(following).startswith(fold(text)),
        "heading": bool(long_words & echoed),
        "opens the post before": before is not None and lines.bare[before.first] == text,
        "closes the post before": last == text,
        "copy": lexicon.pairs[text, following] > 1,
        "copy below": is_copied and len(following) > _COPIED and lexicon.pairs[text, following] == 1,
        "answer below": _first_word(fold(following)) in greetings(),
    }


def _first_word(folded: str) -> str:
    return _FIRST_WORD.split(folded, maxsplit=1)[0]


def _plain(word: str) -> str:
    """Return a word without the signs at its ends."""
    return word.strip(".,!?:;()[]\"'“”‘’„«»…")


def weigh(
    openings: Sequence[Opening], further: Sequence[float], weights: Mapping[str, float] | None = None
) -> list[float]:
    """Return, for each opening, the probability that it is a name; `further` are log-odds from elsewhere.

    The signs of each line are weighed (logistic regression); then the habits of the dump are estimated from the
    outcome and weighed in, a few rounds over. O(openings).
    """
    weights = name_weights() if weights is None else weights
    base = [
        more + sum(weights.get(sign, 0.0) for sign in ("bias", *all_signs(opening)))
        for opening, more in zip(openings, further, strict=True)
    ]
    chances = [_chance(score) for score in base]
    for _ in range(_ROUNDS):
        habits = habits_of(openings, chances)
        chances = [_chance(score + weights.get(HABIT, 0.0) * habit) for score, habit in zip(base, habits, strict=True)]
    return chances


def all_signs(opening: Opening) -> tuple[str, ...]:
    """Return the signs of an opening and that of its layout."""
    before, after = opening.layout
    if before is None:
        layout = "below the title, blank below" if after else "below the title"
    elif before and after:
        layout = "blanks around"
    else:
        layout = "blank above" if before else "blank below" if after else "no blanks"
    return (*opening.signs, layout)


def _chance(score: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


def habits_of(openings: Sequence[Opening], chances: Sequence[float]) -> list[float]:
    """Return, for each opening, how much its layout speaks for a name, where the dump's are names with `chances`.

    Unit: natural log-odds, 0 where names and other first lines of the dump stand alike.
    """
    named: dict[Layout, float] = {(before, after): 0.5 for before in (False, True) for after in (False, True)}
    other = dict(named)  # half an opening in each layout: one dump's single case does not rule the others out
    for opening, chance in zip(openings, chances, strict=True):
        if opening.layout in named:
            named[opening.layout] += chance
            other[opening.layout] += 1.0 - chance
    ratio = math.log(sum(other.values()) / sum(named.values()))
    for after in (False, True):
        named[None, after] = named[False, after] + named[True, after]
        other[None, after] = other[False, after] + other[True, after]
    return [math.log(named[opening.layout] / other[opening.layout]) + ratio for opening in openings]
