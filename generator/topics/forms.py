"""Forms of a word in which a rule and a text may differ and still be the same word: case, and number in English."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from generator.text import canonical

_CACHE_SIZE = 1 << 16  # distinct words; most of a text are words that came before
_APOSTROPHES = str.maketrans("", "", "'’ʼ\u00ad")
_GENITIVES = ("'s", "’s", "ʼs")
# Words that end like a plural and are none.
_NO_PLURALS = frozenset(
    {"does", "goes", "has", "his", "hers", "its", "news", "ours", "series", "species", "theirs", "thus", "was", "yes"}
)
# As a noun in the plural they name people or things (Whites, Reds, Commons); in the singular they are mostly qualities.
_QUALITIES = frozenset(
    {
        "black",
        "blue",
        "brown",
        "common",
        "good",
        "gray",
        "green",
        "left",
        "new",
        "old",
        "orange",
        "pink",
        "poor",
        "red",
        "rich",
        "right",
        "white",
        "yellow",
    }
)


class Form(NamedTuple):
    """What a word is compared by.

    `key`: case, apostrophes and spelling levelled. `singular`: the key of its singular where it may be a plural, else
    "". `letters`: as written but for case and apostrophes, since a word's beginning has no spelling of its own.
    """

    key: str
    singular: str
    letters: str


@lru_cache(maxsize=_CACHE_SIZE)
def form_of(surface: str) -> Form:
    """Return the form of a word as it stands in a text.

    >>> form_of("Revolutionaries")
    Form(key='revolutionaries', singular='revolutionary', letters='revolutionaries')
    >>> form_of("Labour's").singular, form_of("news").singular
    ('labor', '')
    """
    folded = letters_of(surface)
    singular = surface[:-2] if surface.endswith(_GENITIVES) else singular_of(folded)
    return Form(canonical(surface), canonical(singular), folded)


def letters_of(surface: str) -> str:
    """Return a word without apostrophes, case folded, compatibility forms levelled, composed."""
    folded = surface if surface.isascii() else unicodedata.normalize("NFKC", surface)
    return unicodedata.normalize("NFC", folded.casefold().translate(_APOSTROPHES))


def singular_of(word: str) -> str:
    """Return the singular of an English word that looks like a plural or a genitive, "" where it looks like neither.

    By ending alone, so it may name a word that does not exist; that does no harm, because a rule must hold it as well.
    """
    if not word.isascii() or len(word) < 3 or word in _NO_PLURALS:
        return ""
    if word.endswith("men"):
        return word[:-2] + "an"
    if not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return ""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    return word[:-1]


def numbers_of(surface: str) -> frozenset[str]:
    """Return the keys that a rule's last word is filed under: its own, and the singular's of a sure plural."""
    form = form_of(surface)
    is_plural = form.singular and form.singular not in _QUALITIES
    return frozenset((form.key, form.singular)) if is_plural else frozenset((form.key,))
