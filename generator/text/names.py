"""File names and ids made from text: the only place where one is made."""

from __future__ import annotations

import re
import unicodedata

from generator.codec import short_id

# Names that Windows keeps for devices (with any extension), and those of the site's own lists beside the named pages.
_RESERVED = re.compile(r"con|prn|aux|nul|conin|conout|com[0-9¹²³]|lpt[0-9¹²³]|index|page-[0-9]+")
_APOSTROPHES = frozenset("'’＇")
_STEM_OF_NOTHING = "nameless"
_DIGEST_SIGNS = 8  # 40 bits: among 10,000 names with one stem, the chance that any two meet is 1 in 20,000
_SHORTEST_LIMIT = 24  # the digest, its hyphens, and a stem that still says something

# Letters and marks that nobody sees (Unicode's Default_Ignorable_Code_Point, as far as it has categories L and M).
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)


def safe_name(text: str, *, limit_bytes: int = 80) -> str:
    """Return a name for `text` that is safe as a file name, as part of an address and as an id, and is its own.

    The name is NFC and lower-case; it holds the letters, marks and digits of `text`, of every script, its "_" inside
    words, and one "-" wherever something else stood between them; it is never empty, no reserved name, does not begin
    with a sign (some hosts hide what begins with "_"), and has at most `limit_bytes` in UTF-8.

    Two texts have the same name exactly where they differ in nothing but case, composition (NFC or NFD), and blanks or
    single hyphens between words. Whatever else is lost (other signs, invisible characters, the end of a long text) is
    stood for by "--" and 8 signs of a digest. No text without loss gives "--", so a name with a digest can be no
    other text's plain name. For the same reason a name must not be put through here again.

    >>> safe_name("Left SRs")
    'left-srs'
    >>> safe_name("left-SRs")
    'left-srs'
    >>> safe_name("What's new?")
    'whats-new--m9facyas'

    Raises:
        ValueError: `limit_bytes` is below 24.
    """
    if limit_bytes < _SHORTEST_LIMIT:
        raise ValueError(f"limit_bytes is {limit_bytes}; a name needs {_SHORTEST_LIMIT}")
    plain = "-".join(_lower(text).split())
    name = _letters_and_hyphens(plain)
    fits = 0 < len(name.encode()) <= limit_bytes
    if fits and name == plain and not _RESERVED.fullmatch(name) and not _may_clash(name):
        return name
    tail = "--" + short_id(plain, length=_DIGEST_SIGNS)
    return _cut(name or _STEM_OF_NOTHING, limit_bytes - len(tail)) + tail


def _lower(text: str) -> str:
    """Lower case in NFC. Which sigma is right follows from its place, so both count as one letter in two cases."""
    return unicodedata.normalize("NFC", text.replace("ς", "Σ").replace("σ", "Σ").lower())


def _letters_and_hyphens(lowered: str) -> str:
    signs: list[str] = []
    for position, sign in enumerate(lowered):
        category = unicodedata.category(sign)
        is_in_word = bool(signs) and signs[-1] != "-"
        if category == "Cf" or _INVISIBLE.match(sign):
            continue
        if category[0] in "LN" or (is_in_word and (category[0] == "M" or sign == "_")):
            signs.append(sign)
        elif is_in_word and not (sign in _APOSTROPHES and lowered[position + 1 : position + 2].isalpha()):
            signs.append("-")
    return unicodedata.normalize("NFC", "".join(signs)).strip("-")


def _may_clash(name: str) -> bool:
    """True where a file system that ignores case may take the name for another one: "ß" for "ss", "ſ" for "s"."""
    return unicodedata.normalize("NFC", name.casefold().lower()) != name.replace("ς", "σ")


def _cut(name: str, limit_bytes: int) -> str:
    """Return the beginning of `name` that fits, up to a word's end where one is near, never in the midst of a sign."""
    data = name.encode()
    if len(data) <= limit_bytes:
        return name
    start = data[:limit_bytes].decode(errors="ignore")
    while len(start) > 1 and unicodedata.category(name[len(start)])[0] == "M":
        start = start[:-1]
    at_word = start.rpartition("-")[0]
    return (at_word if len(at_word) * 2 > len(start) else start).strip("-")
