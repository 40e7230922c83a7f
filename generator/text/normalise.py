"""Forms of a word or a text in which trivial differences vanish: what a quote may change and keep the same words."""

from __future__ import annotations

import hashlib
import re
import unicodedata

# Forum software and word processors turn one of these into another; none of them changes a word.
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ＇`´\u00ad\u200b\u200c\u200d\u2060\ufeff")

# British to American by stem: a bare rule "our -> or" would turn "four" into "for".
_OUR = re.compile(
    r"^(un|dis|mis)?(arm|behavi|cand|clam|col|discol|endeav|fav|flav|harb|hon|hum|lab|neighb|od|parl|rum|sav|tum|val|vap|vig|arb|sple?nd|ferv|glam|succ|ranc|rig)our"
)
_SPELLINGS = (
    (re.compile(r"(?<=[a-z]{3})is(e|es|ed|ing|er|ers|ation|ations)$"), r"iz\1"),
    (re.compile(r"(?<=[a-z]{3})ys(e|es|ed|ing|er|ers)$"), r"yz\1"),
    (re.compile(r"(cent|theat|met|lit|fib|spect|calib|sab|lust)re(s|d)?$"), r"\1er\2"),
    (re.compile(r"(cata|dia|mono|ana|epi|pro)logue(s|d)?$"), r"\1log\2"),
    (
        re.compile(r"(trave|cance|labe|mode|leve|fue|marve|quarre|signa|tota|jewe|counse)ll(ed|ing|er|ers|or|ors)$"),
        r"\1l\2",
    ),
    (re.compile(r"(def|off|pret|lic)ence(s|d)?$"), r"\1ense\2"),
    (re.compile(r"^grey"), "gray"),
    (re.compile(r"^programme(s)?$"), r"program\1"),
)

# A cheap test before the costly ones: none of the patterns above matches where this does not.
_MAY_VARY = re.compile(r"our|is|ys|re[sd]?$|logue|ll|ence|^grey|^programme")

WORD_ID_BITS = 53  # a JSON number, a double and a DuckDB BIGINT all hold it exactly
_CACHE_SIZE = 1 << 17  # distinct surfaces; a large forum has about so many that come more than once


def canonical(surface: str) -> str:
    """Return the form of a word that a quote keeps: case folded; compatibility forms, apostrophes, spelling levelled.

    "Colour", "color" and "COLOUR" give the same; so do "don’t" and "dont". "" where nothing is left.
    """
    word = surface if surface.isascii() else unicodedata.normalize("NFKC", surface)
    word = word.casefold().translate(_APOSTROPHES)
    if not word.isascii():
        return unicodedata.normalize("NFC", word)
    if len(word) > 4 and _MAY_VARY.search(word):
        word = _OUR.sub(r"\1\2or", word)
        for pattern, replacement in _SPELLINGS:
            word = pattern.sub(replacement, word)
    return word


def word_id(surface: str) -> int:
    """Return a number below 2^53 that stands for the word's canonical form: the same on every machine and in every run.

    Two different words share a number once in about 2^53 pairs; what is matched are always runs of several words.
    """
    return WORD_IDS[surface]


class _WordIds(dict[str, int]):
    """The ids of the words met last. A dictionary that fills itself: a hit costs half of what a cached call does."""

    def __missing__(self, surface: str) -> int:
        if len(self) >= _CACHE_SIZE:
            self.clear()
        number = self[surface] = _hashed(canonical(surface))
        return number


WORD_IDS = _WordIds()


def _hashed(word: str) -> int:
    data = word.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big") >> (64 - WORD_ID_BITS)


def letters(text: str) -> str:
    """Return the letters and digits of a text alone, case folded: for comparing across lost spaces and punctuation."""
    folded = text.casefold() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    return "".join(filter(str.isalnum, folded))
