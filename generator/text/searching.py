"""The words by which a text is found. themes/disputatio/static/search.js cuts a reader's query in the same way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

LONGEST = 40  # signs of a word: what is longer is no word of any language, but an address or a key

# Accents, points and vowel signs that readers leave out when they type: Latin, Greek, Cyrillic; Hebrew; Arabic.
_LEFT_OUT = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0670'’ʼ\u00ad\u200b-\u200d\u2060]")
# Scripts without blanks between words (Thai to Khmer, kana, Han): there, each two signs that meet are a word.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED}]+")


def search_words(text: str) -> Iterator[str]:
    """Yield the words of a text in its order: small letters without accents; pairs of signs where no blanks divide.

    >>> list(search_words("Don’t ask Café №5!")), list(search_words("東京都"))
    (['dont', 'ask', 'cafe', 'no5'], ['東京', '京都'])
    """
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
    plain = _LEFT_OUT.sub("", plain).lower()
    if plain.isascii():
        for match in _ascii_words().finditer(plain):
            yield match.group()[:LONGEST]
        return
    for match in _words().finditer(unicodedata.normalize("NFC", plain)):
        word = match.group()
        for run in _RUNS.findall(word):
            if run[0] < "\u0e00" or not re.match(f"[{_UNSPACED}]", run):
                yield run[:LONGEST]
            elif len(run) == 1:
                yield run
            else:
                yield from map("".join, pairwise(run))


@lru_cache(maxsize=1)
def _ascii_words() -> re.Pattern[str]:
    return re.compile("[a-z0-9]+")


@lru_cache(maxsize=1)
def _words() -> re.Pattern[str]:
    """Letters, digits, and the marks that belong to a letter in many scripts: `\\p{L}\\p{N}\\p{M}` of the browser."""
    marks = [code for code in range(0x300, 0x1F000) if unicodedata.category(chr(code)).startswith("M")]
    return re.compile(f"(?:[^\\W_]|[{''.join(map(chr, marks))}])+")
