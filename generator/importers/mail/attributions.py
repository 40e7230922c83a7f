"""Who is quoted: "On D, X wrote:" in many languages, on one to four lines, and headers that were put into a body."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml

from generator.importers.mail.headers import message_ids, sender
from generator.importers.pasted.wordlists import date_words

MOST_LINES = 4  # of an attribution
_LONGEST = 600  # characters of an attribution
_LONGEST_NAME = 80
_MOST_WORDS = 7  # of a name

_ADDRESS = re.compile(
    r"[\[<(]*\s{0,2}(?:mailto:)?([^\s<>\[\]()\"',;:]{1,64}@[^\s<>\[\]()\"',;]{1,255})\s{0,2}[\])>]*", re.IGNORECASE
)
_DIM_ADDRESS = re.compile(
    r"[<(\[]\s{0,2}([^\s<>@()]{1,64})\s+at\s+([^\s<>@()]{1,255}(?:\s+dot\s+\w{1,20})?)\s{0,2}[>)\]]"
)
_SUPERCITED = re.compile(r"^(?:>{3,8}\s*)?(?:\"([^\"]{1,30})\"\s*==|==)\s*(.{1,200})$")
_PROMPT = re.compile(r"^>{3,8}\s*(?=\S)")
_QUOTED_SUBJECT = re.compile(
    r"\(\s*\"[^\"]{0,200}\"\s*\)\s*:?\s*$|\(\s*(?:re|in)\b[^()]{0,200}\)\s*:?\s*$", re.IGNORECASE
)
_DATED = re.compile(r"\d")
_DAY = re.compile(r"\d{1,2}[:.h]\d\d|(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}[./-]\d{1,2}")
_RULES = re.compile(r"^[\s>*_=~-]{0,80}|[\s*_=~:-]{0,80}$")
_FIELD = re.compile(r"\s{0,8}\*{0,2}([^\W\d][^:\n*：]{0,24})\*{0,2}\s?[:：]\*{0,2}(?:\s|$)")
_DIVIDING = frozenset("-_*=bB")  # signs that such a line begins with; "Begin forwarded message:"
_ZONE = re.compile(r"^\(?(?:[A-Z]{2,5}|[+-]\d{4}|am|pm|a\.m\.|p\.m\.)\)?$")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is said to have written what follows. `message` is the id of the quoted mail, where it is told."""

    name: str | None
    address: str | None = None
    message: str | None = None
    mark: str | None = None  # the nickname that stands before each quoted line ("Tom>"), where it is told
    lines: int = 1

    @property
    def shown(self) -> str | None:
        """The name that may be published."""
        return self.name or (self.address or "").partition("@")[0] or None


@functools.lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    text = resources.files("generator.importers.mail").joinpath("words.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    return loaded


@functools.lru_cache(maxsize=1)
def _verb() -> re.Pattern[str]:
    words = {word for words in _words()["wrote"].values() for word in words}
    listed = sorted(words, key=lambda word: (-len(word), word))
    spaced = "|".join(re.escape(word) for word in listed if word[0] < "\u3000")
    unspaced = "|".join(re.escape(word) for word in listed if word[0] >= "\u3000")  # Han, kana, Hangul
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)|{unspaced}", re.IGNORECASE)


@functools.lru_cache(maxsize=1)
def _quoting() -> tuple[str, ...]:
    return tuple(sorted(_words()["quoting"], key=len, reverse=True))


@functools.lru_cache(maxsize=1)
def _around() -> frozenset[str]:
    return frozenset(_words()["around"])


def find_attribution(lines: Sequence[str]) -> Attribution | None:
    """Return the attribution that ends with the last of the lines; `lines` says on how many of them it stands.

    Only lines without a blank one between them may be given. The shortest reading that names somebody is taken, with
    the line above it where that belongs to it ("On Monday, 5 May 1997," / "Anna Lind wrote:").
    """
    text = ""
    for count in range(1, min(MOST_LINES, len(lines)) + 1):
        text = f"{lines[-count].strip()} {text}".strip()
        if len(text) > _LONGEST:
            return None
        found = _read(text)
        if found is not None:
            above = lines[-count - 1].strip() if count < min(MOST_LINES, len(lines)) else ""
            if above and _goes_on(above) and (longer := _read(f"{above} {text}")):
                found, count = longer, count + 1
            return Attribution(found.name, found.address, found.message, found.mark, count)
    return None


def _goes_on(above: str) -> bool:
    """True where a line is the beginning of the attribution in the next one: it opens one and does not end."""
    first = above.split(maxsplit=1)[0].lower().strip(",")
    return above[-1] in ",<" or (first in _around() and bool(_DATED.search(above)) and above[-1] not in ".!?:")


def _read(text: str) -> Attribution | None:
    if match := _SUPERCITED.match(text):
        rest = _verb().split(match[2])[0]
        person = sender(rest)
        return Attribution(person.name or _tidy(rest), person.address, mark=match[1])
    if not text.endswith((":", "：", "...", "…")) and not _verb().search(text[-12:]):
        return None
    text = _QUOTED_SUBJECT.sub("", _PROMPT.sub("", text)).rstrip(" .…:：")
    ids = [found for found in message_ids(text) if re.search(r"\d", found) and len(found) > 14] if "<" in text else []
    for found in ids:
        text = text.replace(f"<{found}>", " ")
    address, bare = _without_address(text)
    named = _named(bare, has_address=address is not None)
    if named is None:
        return None
    name = _tidy(named)
    if not name and not address and not ids:
        return None
    return Attribution(name or None, address, ids[0] if ids else None)


def _without_address(text: str) -> tuple[str | None, str]:
    """Return the address that a text names, and the text without it."""
    for pattern in (_ADDRESS, _DIM_ADDRESS):
        if match := pattern.search(text):
            address = match[1] if pattern is _ADDRESS else f"{match[1]}@{match[2].replace(' dot ', '.')}"
            return address.lower(), pattern.sub(" ", text)
    return None, text


def _named(text: str, *, has_address: bool) -> str | None:
    """Return the words of an attribution that hold the name; None where it is no attribution."""
    folded = text.lower().lstrip(' *-[("')
    for opening in _quoting():
        if folded.startswith(opening + " "):
            return _without_date(text[len(text) - len(folded) + len(opening) :])
    matches = list(_verb().finditer(text))
    if not matches:  # "2009/2/5 Anna Lind <address>:"
        return _without_date(text) if has_address and folded[:1].isdecimal() else None
    verb = matches[-1]
    before, behind = text[: verb.start()], text[verb.end() :].strip(" ,:")
    if len(behind.split()) > 12 or (behind and not has_address and not _DATED.search(text)):
        return None  # a sentence that holds the word
    told = _without_date(before)
    if told and not (has_address or _DATED.search(before)) and len(before.split()) > _MOST_WORDS:
        return None
    if behind and not _DATED.search(behind):
        return behind if not told or _DATED.search(before) else told
    return told


def _without_date(text: str) -> str:
    """Return what stands behind the date in the words before the verb: the name."""
    text = text.replace("\u00a0", " ")
    told: list[str] = []
    parts = [part for part in text.split(",") if part.strip()]
    for part in reversed(parts):
        if len(told) == 2 or _is_date(part):
            break
        told.insert(0, part)
    if told and len(told) < len(parts):
        return _bare(",".join(told).split())
    return _bare(_behind_date(text.split()))


def _is_date(words: str) -> bool:
    if _DAY.search(words):
        return True
    tokens = [token.lower().strip(".()") for token in words.split()]
    dates = date_words()
    if any(token in dates.months for token in tokens):
        return any(token.isdecimal() for token in tokens)
    known = [token for token in tokens if token in _around() or token in dates.weekdays]
    return bool(tokens) and len(known) == len(tokens)


def _behind_date(tokens: list[str]) -> list[str]:
    """Return the tokens behind the last one of a date; those before it where it ends the words."""
    last, days = -1, date_words().weekdays
    for place, token in enumerate(tokens):
        is_weekday = place and token.lower().strip(",.") in days and tokens[place - 1].lower() in _around()
        is_zone = last == place - 1 and last >= 0 and _ZONE.match(token.strip(","))
        if (_DATED.search(token) and len(tokens) > 1) or is_weekday or is_zone:
            last = place
    if last < 0 or last + 1 < len(tokens):
        return tokens[last + 1 :]
    before = " ".join(tokens).split(",")[0].split()  # "Anna Lind, on 5 May 1997, wrote"
    return [] if any(_DATED.search(token) for token in before) else before


def _bare(tokens: list[str]) -> str:
    """Return a name without what leads to it or from it; nothing where only a day of the week is left."""
    while tokens and tokens[0].lower().strip(",;:") in _around():
        tokens = tokens[1:]
    while tokens and tokens[-1].lower().strip(",;:") in _around():
        tokens = tokens[:-1]
    is_day = len(tokens) == 1 and tokens[0].lower().strip(",.") in date_words().weekdays
    return "" if is_day else " ".join(tokens)


def _tidy(name: str) -> str:
    name = " ".join(name.split()).strip(" \"'*,;:<>()[]|-=“”„«»")
    if len(name) > _LONGEST_NAME or len(name.split()) > _MOST_WORDS or "@" in name:
        return ""
    return name if re.search(r"[^\W\d_]", name) else ""


def find_divider(line: str) -> bool:
    """True for "-----Original Message-----" and its kin in any language of words.yaml."""
    if len(line) > 120 or line.lstrip()[:1] not in _DIVIDING:
        return False
    words = _RULES.sub("", line).lower().replace("’", "'")
    is_ruled = line.strip()[:1] in ("-", "_", "*", "=") or words == "begin forwarded message"
    return is_ruled and len(words) < 60 and words.startswith(_originals())


@functools.lru_cache(maxsize=1)
def _originals() -> tuple[str, ...]:
    return tuple(_words()["original"])


@functools.lru_cache(maxsize=1)
def _fields() -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(_words()["header_from"]), frozenset(_words()["header_other"])


def find_header(lines: Sequence[str], at: int, *, after_divider: bool) -> tuple[int, Attribution] | None:
    """Return where a header that stands in a body ends, and whom it names; None where none begins at a line.

    Three fields, one of them the sender's, make a header; below "-----Original Message-----" one does.
    """
    froms, others = _fields()
    count, place, who = 0, at, ""
    while place < len(lines) and place < at + 24:
        line = lines[place]
        match = _FIELD.match(line)
        word = match[1].strip().lower() if match else ""
        if match and word in froms and not who:
            who = line[match.end() :].strip()
            count += 1
        elif match and word in others:
            count += 1
        elif not line.strip():
            if count or not after_divider or place > at + 1:
                break
        elif not count or not (line[:1] in " \t" or line.rstrip().endswith((">", ";")) or "@" in line):
            break
        place += 1
    if not who or count < (1 if after_divider else 3):
        return None
    person = sender(who.replace("[mailto:", "<").replace("]", ">"))
    return place, Attribution(person.name or _tidy(who.partition("[")[0].partition("<")[0]) or None, person.address)
