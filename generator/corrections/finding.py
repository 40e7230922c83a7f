"""Content keys: a post found by its first words, a passage by its words, exactly or in slightly different text."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from generator.corrections.entries import PostKey, Status
from generator.records import Post, Span
from generator.text import surfaces

# With keys of 60 letters this finds two in three posts whose beginning was really edited, and would take another post
# for one in twenty-two that are gone (most of those quote it); tests/corrections/measure_keys.py prints the figures.
MIN_SIMILARITY = 0.8
MIN_LEAD = 0.1  # and no other post of the thread may come so near to the best one
MIN_KEY_LETTERS = 12  # shorter keys are alike by chance, so they must be exact
_COMPARED_LETTERS = 200  # of a beginning: what is alike so far is the same post
_LONGEST_BEGINNING = 600  # letters that a key can ask for
_HEAD = 3 * _LONGEST_BEGINNING  # signs of a post in which they stand
_LONGEST_SEARCH = 200_000  # letters of a post in which a passage is looked for when it is not there exactly
_LONGEST_WORD = 30
_EDGE = 20  # letters by which the first and last word of a changed passage are told
_MOST_SIGNS = 10  # that touch the words of a passage; more are a drawing
_MOST_PLACES = 1000  # of words in one post: whoever names a word that is everywhere means none of them
_ELISION = re.compile(r"\s*(?:\[\s*(?:\.{3}|…)\s*\]|\.(?:\s?\.)+|…)\s*")


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters and digits of a text in a form that spelling out, case and accents do not change.

    `offsets[i]` is the text offset of the sign that `text[i]` comes from.
    """

    text: str
    offsets: array[int]

    def span(self, start: int, end: int) -> Span:
        """Return the text offsets of the letters [start, end), which must not be empty."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)


@dataclass(frozen=True, slots=True)
class FoundPost:
    """`index` of the post in its thread; `note` says what was found where `status` is "changed"."""

    index: int
    status: Status
    note: str = ""


@dataclass(frozen=True, slots=True)
class FoundPassage:
    span: Span  # text offsets
    status: Status
    note: str = ""


def letters_of(text: str, hidden: Sequence[Span] = ()) -> Letters:
    """Return the letters and digits of a text without those in the spans `hidden`. O(len(text))."""
    found: list[str] = []
    offsets = array("I")
    for start, end in _visible(len(text), hidden):
        for offset in range(start, end):
            for letter in _letters_of_sign(text[offset]):
                found.append(letter)
                offsets.append(offset)
    return Letters("".join(found), offsets)


def bare_letters(text: str) -> str:
    """Return `letters_of(text).text`, ten times faster."""
    folded = text.casefold()
    return "".join(filter(str.isalnum, folded if folded.isascii() else unicodedata.normalize("NFKD", folded)))


class PostFinder:
    """Finds posts of one thread by their keys."""

    def __init__(self, posts: Sequence[Post]) -> None:
        self.posts = posts
        self._by_id = {str(post.id): index for index, post in enumerate(posts)}

    @cached_property
    def _beginnings(self) -> tuple[str, ...]:
        return beginnings_of(self.posts)

    def begins(self, index: int, words: str) -> bool:
        """True where there is a post `index` that begins with the letters of `words`."""
        starts = bare_letters(words)
        return bool(starts) and index < len(self.posts) and _begins(self._beginnings[index], starts)

    def find(self, key: PostKey, passage: str = "") -> FoundPost | str:
        """Return the post that a key names, or one sentence that says why there is none.

        First words that fit exactly one post decide; then the id; then, where the key names its thread, first words
        that nearly fit one post, and a `passage` that stands in exactly one post.
        """
        named = self._by_id.get(key.post, self._by_id.get(key.post.removeprefix("p-")))
        starts = bare_letters(key.starts)
        fits = [index for index, text in enumerate(self._beginnings) if _begins(text, starts)] if starts else []
        if named is not None and (not starts or named in fits):
            return FoundPost(named, "applied")
        whole = [index for index in fits if self._beginnings[index] == starts]
        if len(fits) == 1 or len(whole) == 1:
            return FoundPost((whole or fits)[0], "applied")
        if named is not None:
            return FoundPost(named, "changed", "its id is the same, but it begins with other words")
        if fits:
            return (
                f"{len(fits)} posts begin with these words; more of them, or the post's id, would tell which is meant"
            )
        nearly = self._nearly(starts) or self._by_passage(passage) if key.thread else None
        return nearly or "no post has this id or begins with these words"

    def _nearly(self, starts: str) -> FoundPost | None:
        if len(starts) < MIN_KEY_LETTERS:
            return None
        scores = sorted(
            ((similarity(starts, text), -index) for index, text in enumerate(self._beginnings)), reverse=True
        )
        best, second = scores[0], scores[1][0] if len(scores) > 1 else 0.0
        if best[0] < MIN_SIMILARITY or best[0] - second < MIN_LEAD:
            return None
        return FoundPost(-best[1], "changed", f"its first words are {best[0]:.0%} the same")

    def _by_passage(self, passage: str) -> FoundPost | None:
        parts = [bare_letters(part) for part in _ELISION.split(passage)]
        if len("".join(parts)) < MIN_KEY_LETTERS:
            return None
        likely = (index for index, post in enumerate(self.posts) if parts[0] in bare_letters(post.text))
        holders = (index for index in likely if find_passage(self.posts[index], passage, only_exact=True))
        first, second = next(holders, None), next(holders, None)
        if first is None or second is not None:
            return None
        return FoundPost(first, "changed", "its words stand in this post now")


def find_passage(post: Post, words: str, *, only_exact: bool = False) -> FoundPassage | None:
    """Return where words stand in a post; "..." in them stands for whatever is between. None where they do not.

    Of several places the first one that begins a line is taken, or else the first. Signs that touch the words (a full
    stop, quotation marks) belong to them.
    """
    parts = [bare_letters(part) for part in _ELISION.split(words)]
    parts = [part for part in parts if part]
    if not parts:
        return None
    letters = letters_of(post.text, post.furniture)
    first = _place(post.text, letters, parts[0])
    end = first + len(parts[0])
    for part in parts[1:]:
        at = letters.text.find(part, end) if first >= 0 else -1
        first, end = (first, at + len(part)) if at >= 0 else (-1, 0)
    if first >= 0:
        return FoundPassage(_with_signs(post.text, letters.span(first, end)), "applied")
    return None if only_exact else _nearly_there(post.text, letters, parts)


def similarity(key: str, text: str) -> float:
    """Return how much alike the letters `key` and the beginning of `text` are: 1.0 the same, 0.0 nothing in common.

    The beginning may be a tenth longer or shorter than the key, for words added or left out.
    """
    key = key[:_COMPARED_LETTERS]
    slack = len(key) // 10
    lengths = {len(key) - slack, len(key), len(key) + slack}
    return max(Levenshtein.normalized_similarity(key, text[:length]) for length in lengths)


def _nearly_there(text: str, letters: Letters, parts: list[str]) -> FoundPassage | None:
    start, end, worst = -1, 0, 1.0
    searched = letters.text[:_LONGEST_SEARCH]
    for part in parts:
        if len(part) < MIN_KEY_LETTERS:
            return None
        found = fuzz.partial_ratio_alignment(
            part[:_COMPARED_LETTERS], searched[end:], score_cutoff=100 * MIN_SIMILARITY
        )
        if found is None or found.score < 100 * MIN_SIMILARITY:
            return None
        start = start if start >= 0 else end + found.dest_start
        longer = max(0, len(part) - _COMPARED_LETTERS)
        end, worst = min(len(searched), end + found.dest_end + longer), min(worst, found.score / 100)
    rough = letters.span(start, end)
    first = _best_edge(text, rough.start, parts[0], is_start=True)
    last = _best_edge(text, rough.end, parts[-1], is_start=False)
    span = _with_signs(text, Span(first, max(first, last)))
    return FoundPassage(span, "changed", f"its words are {worst:.0%} the same") if first < last else None


def _with_signs(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start > max(0, span.start - _MOST_SIGNS) and _is_sign(text[start - 1]):
        start -= 1
    while end < min(len(text), span.end + _MOST_SIGNS) and _is_sign(text[end]):
        end += 1
    return Span(start, end)


def _is_sign(sign: str) -> bool:
    return not sign.isalnum() and not sign.isspace()


def _best_edge(text: str, offset: int, key: str, *, is_start: bool) -> int:
    """Return the edge of a word near `offset` from which (or up to which) the text is most like the key's own edge."""
    best, at = -1.0, offset
    for edge in sorted(range(offset - _LONGEST_WORD, offset + _LONGEST_WORD + 1), key=lambda edge: abs(edge - offset)):
        letter = text[edge : edge + 1] if is_start else text[edge - 1 : edge] if edge > 0 else ""
        if edge < 0 or not letter.isalnum() or _is_inside_word(text, edge):
            continue
        around = bare_letters(text[edge : edge + 3 * _EDGE] if is_start else text[max(0, edge - 3 * _EDGE) : edge])
        mine, theirs = (key[:_EDGE], around[:_EDGE]) if is_start else (key[-_EDGE:], around[-_EDGE:])
        likeness = Levenshtein.normalized_similarity(mine, theirs)
        if likeness > best:
            best, at = likeness, edge
    return at


def _place(text: str, letters: Letters, part: str) -> int:
    """Return where `part` stands among the letters, at a word's edges, at best at a line's beginning; -1: nowhere."""
    first = at = -1
    for _ in range(_MOST_PLACES):
        at = letters.text.find(part, at + 1)
        if at < 0:
            break
        span = letters.span(at, at + len(part))
        if _is_inside_word(text, span.start) or (len(part) < MIN_KEY_LETTERS and _is_inside_word(text, span.end)):
            continue
        if _begins_line(text, span.start):
            return at
        first = at if first < 0 else first
    return first


def line_start(text: str, offset: int) -> int:
    """Return where the line begins if only signs (a bullet, an opening quotation mark) stand before `offset` in it."""
    return text.rfind("\n", 0, offset) + 1 if _begins_line(text, offset) else offset


def _begins_line(text: str, offset: int) -> bool:
    """True where only signs (an opening quotation mark, a bullet) stand before `offset` in its line."""
    before = text[max(0, offset - _LONGEST_WORD) : offset]
    line = before[before.rfind("\n") + 1 :]
    return not any(map(str.isalnum, line)) and (len(line) < len(before) or offset <= _LONGEST_WORD)


def _is_inside_word(text: str, offset: int) -> bool:
    """True where `offset` lies between two letters of one word."""
    around = text[max(0, offset - 1) : offset + 1]
    return len(around) == 2 and around.isalnum() and len(surfaces(around)) == 1


def beginnings_of(posts: Sequence[Post]) -> tuple[str, ...]:
    """Return the first letters of each post, as a reader sees it: what content keys are compared with."""
    return tuple(_beginning(post.text[:_HEAD], post.furniture) for post in posts)


def head_of(post: Post) -> str:
    """Return the beginning of a post as a reader sees it, without furniture."""
    head = post.text[:_HEAD]
    return "".join(head[start:end] for start, end in _visible(len(head), post.furniture))


@lru_cache(maxsize=1 << 15)  # one thread of 20,000 posts, looked through once a correction
def _beginning(head: str, furniture: tuple[Span, ...]) -> str:
    """Return the first letters of a post, as a reader sees it."""
    visible = "".join(head[start:end] for start, end in _visible(len(head), furniture)) if furniture else head
    return bare_letters(visible)[:_LONGEST_BEGINNING]


def _begins(text: str, starts: str) -> bool:
    return text.startswith(starts[:_LONGEST_BEGINNING])


@lru_cache(maxsize=1 << 14)
def _letters_of_sign(sign: str) -> str:
    """Return the letters and digits that a sign is made of: a letter without its accent, a ligature's letters."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", sign.casefold())))


def _visible(length: int, hidden: Sequence[Span]) -> Iterator[tuple[int, int]]:
    at = 0
    for span in sorted(hidden):
        if span.start > at:
            yield at, min(span.start, length)
        at = max(at, span.end)
    if at < length:
        yield at, length
