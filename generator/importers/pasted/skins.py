"""The skins: which lines of a dump are words of the page, and which forum software they speak for."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal, get_args

import yaml

from generator.importers.pasted.dates import looks_like_date
from generator.importers.pasted.lines import Lines

Role = Literal[
    "label", "title", "menu", "stamp", "subject", "edited", "attachments", "footer", "end", "lead", "expand",
    "placeholder", "start", "stop", "page",
]  # fmt: skip
ROLES: frozenset[str] = frozenset(get_args(Role))
COMMON = "common"
_LONGEST_PHRASE = 200  # no chrome line seen is longer; prose lines mostly are
_LONGEST_ROW, _LONGEST_ENTRY = 12, 4  # words
_ROW_ROLES: frozenset[Role] = frozenset(("page", "footer", "end", "menu", "start", "stop"))
_BETWEEN_ENTRIES = re.compile(r"[\d.,]+[km]?|[^\w\s]{1,3}")
_NAMED_GROUP = re.compile(r"\(\?P<\w+>")
_NUMBER = re.compile(r"\d[\d.,]*[km]?(?!\w)")
_SLOTS = {
    "name": r"(?P<name>\S.{0,79}?)",
    "date": r"(?P<date>.{3,60}?)",
    "n": r"[\d.,]{1,12}[KkMm]?",
    "both": r"(?P<both>\S.{3,139}?)",
    "any": r".{0,120}?",
    "title": r"(?P<title>\S.{0,180}?)",
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of skins.yaml."""

    skin: str
    language: str
    role: Role
    text: str

    @property
    def has_slots(self) -> bool:
        return "{" in self.text


@dataclass(frozen=True, slots=True)
class Hit:
    """A line that is a phrase of a skin, with what stood in its slots."""

    phrase: Phrase
    name: str | None = None
    date: str | None = None
    title: str | None = None  # of the thread
    number: str | None = None  # of the post: what stands behind "#"

    @property
    def role(self) -> Role:
        return self.phrase.role


@dataclass(frozen=True, slots=True)
class Skin:
    name: str
    mark: bool = False
    late: bool = False
    subjects: bool = False
    sender: bool = False
    signed_last: bool = False
    name_leads: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """The phrases of some skins, ready to be looked up.

    Those without slots by the folded line, labels by what stands before the colon, the others by a word: their first
    one, else their last one, else their longest one.
    """

    exact: Mapping[str, tuple[Phrase, ...]]
    labels: Mapping[str, tuple[Phrase, ...]]
    first: Mapping[str, tuple[Phrase, ...]]
    last: Mapping[str, tuple[Phrase, ...]]
    inner: Mapping[str, tuple[Phrase, ...]]

    def hits(self, line: str) -> list[Hit]:
        """Return every phrase that a line without white space at its ends is; one line can belong to several skins."""
        if not line or len(line) > _LONGEST_PHRASE:
            return []
        folded = fold(line)
        found = [Hit(phrase) for phrase in self.exact.get(folded, ())]
        words = folded.split(" ")
        slotted = [*self.first.get(_key(words[0]), ()), *self.last.get(_key(words[-1]), ())]
        slotted += [phrase for word in self.inner.keys() & set(words) for phrase in self.inner[word]]
        for phrase in slotted:
            if hit := _hit(phrase, line):
                found.append(hit)
        label, colon, _ = folded.partition(":")
        if colon:
            found += [Hit(phrase) for phrase in self.labels.get(label.rstrip(), ())]
        return found or self._row(words)

    def _row(self, words: Sequence[str]) -> list[Hit]:
        """Return the hits of a line that is a row of buttons or menu entries ("Like Reply", "Prev 1 2 3 Next Last")."""
        if not 1 < len(words) <= _LONGEST_ROW:
            return []
        found: list[Hit] = []
        start = 0
        while start < len(words):
            stop = min(len(words), start + _LONGEST_ENTRY)
            while stop > start and not (entry := self._entry(" ".join(words[start:stop]))):
                stop -= 1
            if stop == start and not _BETWEEN_ENTRIES.fullmatch(words[start]):
                return []
            found += [] if stop == start else entry
            start = max(stop, start + 1)
        return found

    def _entry(self, text: str) -> list[Hit]:
        return [Hit(phrase) for phrase in self.exact.get(text, ()) if phrase.role in _ROW_ROLES]

    def all_hits(self, lines: Lines) -> list[list[Hit]]:
        """Return the hits of every line; lines that are alike, as those of headers are, share theirs."""
        known: dict[str, list[Hit]] = {}
        found: list[list[Hit]] = []
        for line in lines.bare:
            hits = known.get(line)
            if hits is None:
                hits = known[line] = self.hits(line)
            found.append(hits)
        return found


def fold(line: str) -> str:
    """Return a line as phrases are compared: case, white space, apostrophes and ellipses made equal."""
    return " ".join(line.casefold().replace("…", "...").replace("’", "'").replace("↑", " ↑ ").split()).replace(
        " :", ":"
    )


def _key(word: str) -> str:
    """Return a word as the tables know it: all numbers are one, so that "#{n}" is found by "#12"."""
    return word if word.isalpha() else _NUMBER.sub("0", word)


def _hit(phrase: Phrase, line: str) -> Hit | None:
    """Return the hit of a phrase with slots; what stands in a date's slot must be a date, as long a one as possible."""
    for is_long in (True, False) if "{date}" in phrase.text else (False,):
        match = _pattern(phrase.text, is_long=is_long).fullmatch(line)
        if match is None:
            return None
        groups = match.groupdict()
        name, date = groups.get("name"), groups.get("date")
        if both := groups.get("both"):
            name, date = _parted(both, is_date_last=phrase.text.index("{name}") < phrase.text.index("{date}"))
        if date is None or looks_like_date(date):
            return Hit(phrase, name, date, groups.get("title"), groups.get("number"))
    return None


def _parted(both: str, *, is_date_last: bool) -> tuple[str, str]:
    """Return the name and the date of a text that holds one after the other; all of it for both if it has no date."""
    for blank in re.finditer(r"\s+", both):
        one, two = both[: blank.start()], both[blank.end() :]
        if is_date_last and looks_like_date(two):
            return one, two
        if not is_date_last and looks_like_date(one) and not looks_like_date(both[: blank.end() + len(two.split()[0])]):
            return two, one
    return both, both


@functools.lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    text = resources.files("generator.importers").joinpath("skins.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    return loaded


@functools.lru_cache(maxsize=1)
def skins() -> Mapping[str, Skin]:
    """Return the skins of skins.yaml by name."""
    flags = {
        name: {key: value == "true" for key, value in body.items() if key != "words"} for name, body in _file().items()
    }
    return {name: Skin(name, **body) for name, body in flags.items() if name != COMMON}


@functools.lru_cache(maxsize=64)
def vocabulary(*names: str) -> Vocabulary:
    """Return the phrases of the skins named and of those common to all; without names: of every skin."""
    chosen = {COMMON, *names} if names else set(_file())
    return _compiled(phrase for phrase in all_phrases() if phrase.skin in chosen)


@functools.lru_cache(maxsize=1)
def all_phrases() -> tuple[Phrase, ...]:
    """Return the phrases of skins.yaml in its order."""
    found: list[Phrase] = []
    for skin, body in _file().items():
        for language, roles in body["words"].items():
            for role, texts in roles.items():
                if role not in ROLES:
                    raise ValueError(f"skins.yaml: {skin}.words.{language}: unknown role {role!r}")
                found += [Phrase(skin, language, role, text) for text in texts]
    return tuple(found)


@functools.cache
def _pattern(text: str, *, is_long: bool) -> re.Pattern[str]:
    """Return the regular expression of a phrase with slots: bounded, for one line of at most 200 characters.

    With `is_long` a date takes as much as it can: "On Mon, 4 May, Ann wrote:" has a comma in its date.
    """
    pieces: list[str] = []
    text = text.replace("{name} {date}", "{both}").replace("{date} {name}", "{both}")
    for place, part in enumerate(re.split(r"\{(\w+)\}", text)):
        slot = _SLOTS[part] if place % 2 else _literal(part)
        if place % 2 and part == "date" and is_long:
            slot = slot.replace("}?", "}")
        if part == "n" and place % 2 and pieces[-1].endswith("\\#"):
            slot = f"(?P<number>{slot})"
        pieces.append(_NAMED_GROUP.sub("(?:", slot) if slot in pieces else slot)  # a group's name may stand once
    return re.compile("".join(pieces), re.IGNORECASE)


def _literal(text: str) -> str:
    return (
        re.escape(re.sub(r"\s*↑\s*", "↑", text))
        .replace(":", r"\s*:")
        .replace("↑", r"\s*↑\s*")
        .replace(r"\ ", r"\s+")
        .replace(r"\.\.\.", r"(?:\.\.\.|…)")
        .replace("'", "['’]")
    )


def _compiled(phrases: Iterable[Phrase]) -> Vocabulary:
    tables: dict[str, dict[str, list[Phrase]]] = {"exact": {}, "labels": {}, "first": {}, "last": {}, "inner": {}}
    for phrase in phrases:
        for table, key in _places(phrase):
            tables[table].setdefault(key, []).append(phrase)
    return Vocabulary(**{name: {key: tuple(found) for key, found in table.items()} for name, table in tables.items()})


def _places(phrase: Phrase) -> list[tuple[str, str]]:
    """Return in which tables a phrase stands, and under which key."""
    folded = fold(phrase.text)
    if not phrase.has_slots:
        places = [("exact", folded)]
        if phrase.role == "label":
            places += [("exact", folded + ":"), ("labels", folded)]
        return places
    words = folded.replace("{n}", "0").split(" ")
    if "{" not in words[0]:
        return [("first", _key(words[0]))]
    if "{" not in words[-1]:
        return [("last", _key(words[-1]))]
    plain = [word for word in words if "{" not in word]
    if not plain:
        raise ValueError(f"skins.yaml: {phrase.text!r} needs a word without a slot")
    return [("inner", max(plain, key=len))]
