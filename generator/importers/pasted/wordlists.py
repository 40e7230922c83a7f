"""The small word lists of words.yaml: of dates, of greetings, of sentences."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class DateWords:
    """Words that dates are made of, folded: months 1-12, weekdays from Monday 0, units in seconds."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    relative: Mapping[str, int]
    units: Mapping[str, int]
    joiners: frozenset[str]
    ones: frozenset[str]  # "a" minute ago
    utc: frozenset[str]


@functools.lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    text = resources.files("generator.importers").joinpath("words.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    return loaded


@functools.lru_cache(maxsize=1)
def date_words() -> DateWords:
    """Return the words of dates in all languages of words.yaml; where two languages disagree, the first one wins."""
    languages = _file()["dates"].values()
    return DateWords(
        months=_numbered([language["months"] for language in languages], first=1),
        weekdays=_numbered([language["weekdays"] for language in languages], first=0),
        relative=_united([language["relative"] for language in languages]),
        units=_united([language["units"] for language in languages]),
        joiners=frozenset(word for language in languages for word in (*language["joiners"], *language["ones"])),
        ones=frozenset(word for language in languages for word in language["ones"]),
        utc=frozenset(("utc", "gmt", "z")),
    )


@functools.lru_cache(maxsize=1)
def common_openings() -> frozenset[str]:
    """Return short first lines of posts that are no names ("thanks", "hello all"), folded, without punctuation."""
    return frozenset(word for words in _file()["openings"].values() for word in words)


@functools.lru_cache(maxsize=1)
def greetings() -> frozenset[str]:
    """Return words that begin a line to somebody ("hi", "dear"), folded."""
    return frozenset(word for words in _file()["greetings"].values() for word in words)


@functools.lru_cache(maxsize=1)
def sentence_words() -> frozenset[str]:
    """Return frequent little words that sentences have and names have not ("the", "is", "und")."""
    return frozenset(word for words in _file()["sentence_words"].values() for word in words)


@functools.lru_cache(maxsize=1)
def name_weights() -> Mapping[str, float]:
    """Return the weight of each sign that a line is a name, in natural log-odds, as fitted."""
    return {sign: float(weight) for sign, weight in _file()["name_weights"].items()}


@functools.lru_cache(maxsize=1)
def break_weights() -> Mapping[str, float]:
    """Return the weight of each sign that a post ends at a run of blank lines, in natural log-odds, as fitted."""
    return {sign: float(weight) for sign, weight in _file()["break_weights"].items()}


@functools.lru_cache(maxsize=1)
def opening_words() -> Mapping[str, float]:
    """Return the log-odds that a paragraph which begins with a word begins its post, as counted."""
    return {word: float(weight) for word, weight in _file()["opening_words"].items()}


@functools.lru_cache(maxsize=1)
def closing_words() -> Mapping[str, float]:
    """Return the log-odds that a paragraph which ends with a word ends its post, as counted."""
    return {word: float(weight) for word, weight in _file()["closing_words"].items()}


def forget() -> None:
    """Read words.yaml anew when it is next asked for: what fits its numbers has written some."""
    for cached in (_file, name_weights, break_weights, opening_words, closing_words):
        cached.cache_clear()


def _numbered(languages: list[list[str]], *, first: int) -> dict[str, int]:
    """Return word -> number; each entry holds all forms of one month or day, with blanks between them."""
    table: dict[str, int] = {}
    for forms in languages:
        for number, entry in enumerate(forms, first):
            for form in entry.split():
                table.setdefault(form, number)
    return table


def _united(languages: list[dict[str, int]]) -> dict[str, int]:
    table: dict[str, int] = {}
    for words in languages:
        for forms, value in words.items():
            for form in str(forms).split():
                table.setdefault(form, int(value))
    return table
