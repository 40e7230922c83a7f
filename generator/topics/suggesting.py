"""Topics that an archive may want: phrases that are telling by their statistics, in any language, without word lists.

The measures are those of keyphrase extraction from single documents (Campos et al. 2020, "YAKE!"), counted anew for
debates: a word tells little if it keeps every company (many different neighbours for its number) or stands in
every other post; it tells much if it is written with a capital where no sentence begins. Where in a text a word stands
says nothing in a debate, so it does not count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from generator.records import Span

LONGEST = 3  # words of a phrase: longer ones are seldom a topic, and cost memory
LEAST_POSTS = 2  # one post alone makes no topic
KEPT = 400_000  # phrases in memory, some 80 MB; beyond, those seen once are forgotten
NEIGHBOURS = 400  # different ones remembered a word: by then it has kept every company
_EXAMPLES = 3
_CONTEXT = 40  # code points around an example
_SHARE = 0.5  # of a phrase that stands inside one longer phrase: then that is what is meant
_SENTENCE = re.compile(r"[^.!?…;:,()\[\]\"“”«»\n]+")
_ADDRESS = re.compile(r"\w+://\S+|www\.\S+")
_WORD = re.compile(r"[^\W\d_](?:[\w'’\-]*\w)?")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A phrase that may be a topic: how often it stands in own words, in how many posts, and where for example."""

    label: str
    count: int
    posts: int
    score: float  # the smaller, the more telling
    examples: tuple[str, ...]


@dataclass(slots=True)
class _Word:
    count: int = 0
    capital: int = 0  # inside a sentence
    inside: int = 0
    posts: int = 0
    last: int = -1
    before: Counter[str] | None = None
    after: Counter[str] | None = None


@dataclass(slots=True)
class _Phrase:
    count: int = 0
    posts: int = 0
    last: int = -1
    forms: Counter[str] | None = None
    examples: tuple[str, ...] = ()


class Phrases:
    """Counts the words and phrases of posts, one after the other; memory is bounded, time is linear."""

    def __init__(self) -> None:
        self._words: dict[str, _Word] = {}
        self._phrases: dict[tuple[str, ...], _Phrase] = {}
        self._posts = 0

    def add(self, text: str, hidden: Iterable[Span] = ()) -> None:
        """Take in the own words of one post; what is `hidden` of its text is not its own."""
        text = _ADDRESS.sub(" ", _without(text, hidden))
        for sentence in _SENTENCE.finditer(text):
            found = [(match.group(), match.start()) for match in _WORD.finditer(sentence.group())]
            names = [name.casefold() for name, _ in found]
            for at, (name, start) in enumerate(found):
                self._count_word(names, at, is_capital=name[:1].isupper())
                for size in range(1, min(LONGEST, len(found) - at) + 1):
                    last, last_start = found[at + size - 1]
                    span = (sentence.start() + start, sentence.start() + last_start + len(last))
                    self._count_phrase(tuple(names[at : at + size]), text, span)
        self._posts += 1
        if len(self._phrases) > KEPT:
            self._phrases = {key: each for key, each in self._phrases.items() if each.count > 1}

    def suggestions(self, known: Iterable[str], limit: int) -> tuple[Suggestion, ...]:
        """Return the most telling phrases first; none that is a topic (its label or alias in `known`) already."""
        telling = {name: self._telling(name) for name in self._words}
        taken = [tuple(word.casefold() for word in _WORD.findall(each)) for each in known]
        scored = sorted(self._scored(telling, {part for each in taken for part in _parts(each)}))
        chosen: list[tuple[str, ...]] = []
        found: list[Suggestion] = []
        for score, key in scored:
            if len(found) == limit:
                break
            if not any(_is_part(key, other) or _is_part(other, key) for other in chosen):
                chosen.append(key)
                found.append(self._suggestion(key, score))
        return tuple(found)

    def _count_word(self, names: Sequence[str], at: int, *, is_capital: bool) -> None:
        word = self._words.setdefault(names[at], _Word())
        word.count += 1
        if at:
            word.inside += 1
            word.capital += is_capital
            word.before = _met(word.before, names[at - 1])
        if at + 1 < len(names):
            word.after = _met(word.after, names[at + 1])
        if word.last != self._posts:
            word.posts, word.last = word.posts + 1, self._posts

    def _count_phrase(self, key: tuple[str, ...], text: str, span: tuple[int, int]) -> None:
        phrase = self._phrases.setdefault(key, _Phrase())
        phrase.count += 1
        if phrase.last != self._posts:
            phrase.posts, phrase.last = phrase.posts + 1, self._posts
            if len(phrase.examples) < _EXAMPLES:
                around = text[max(0, span[0] - _CONTEXT) : span[1] + _CONTEXT]
                phrase.examples = (*phrase.examples, " ".join(around.split()))
        phrase.forms = _met(phrase.forms, text[span[0] : span[1]])

    def _telling(self, name: str) -> float:
        """Return how little a word tells: about 1 for what keeps every company, small for a name."""
        word = self._words[name]
        company = sum(len(each) / each.total() for each in (word.before, word.after) if each) / 2
        share = word.posts / max(1, self._posts)
        case = word.capital / word.inside if word.inside else 0.0
        short = 1.0 if len(name) <= 3 and case < 0.5 and name.isascii() else 0.0
        weight = (company * log(1 + word.count) * (0.2 + share)) / (0.15 + 2 * case + log(1 + len(name)) / 8)
        return weight + short

    def _scored(
        self, telling: dict[str, float], taken: set[tuple[str, ...]]
    ) -> Iterable[tuple[float, tuple[str, ...]]]:
        sound = {
            key: each for key, each in self._phrases.items() if each.posts >= LEAST_POSTS and _is_sound(key, telling)
        }
        longer: Counter[tuple[str, ...]] = Counter()
        for key, phrase in sound.items():
            for part in _parts(key):
                if part != key:
                    longer[part] = max(longer[part], phrase.count)
        for key, phrase in sound.items():
            if key in taken or longer[key] >= _SHARE * phrase.count:
                continue
            weights = [telling[name] for name in key]
            product = 1.0
            for weight in weights:
                product *= 0.05 + weight
            yield product ** (1 / len(key)) / (phrase.posts * (1 + len(key) / 4)), key

    def _suggestion(self, key: tuple[str, ...], score: float) -> Suggestion:
        phrase = self._phrases[key]
        forms = phrase.forms or Counter()
        label = max(sorted(forms), key=forms.__getitem__, default=" ".join(key))
        return Suggestion(" ".join(label.split()), phrase.count, phrase.posts, score, phrase.examples)


def _without(text: str, hidden: Iterable[Span]) -> str:
    """Return the text with a line's end in place of each span: no phrase runs over it."""
    parts, at = [], 0
    for span in sorted(hidden):
        parts.append(text[at : max(at, span.start)])
        at = max(at, span.end)
    return "\n".join([*parts, text[at:]])


def _met(known: Counter[str] | None, name: str) -> Counter[str]:
    known = Counter() if known is None else known
    if name in known or len(known) < NEIGHBOURS:
        known[name] += 1
    return known


def _is_sound(key: tuple[str, ...], telling: dict[str, float]) -> bool:
    """True where a phrase neither begins nor ends with a word like "of" or "the"."""
    return all(len(name) >= 3 and telling[name] < 1 for name in (key[0], key[-1]))


def _parts(key: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    return (key[at:end] for at in range(len(key)) for end in range(at + 1, len(key) + 1))


def _is_part(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))
