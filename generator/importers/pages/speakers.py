"""Who is quoted, from the words above a quote: "ada wrote:", "Quote from: ada on May 5, 2010", "Posted by ada".

Every forum engine that does not put the name into a field of its own puts it into a sentence, in the forum's language.
"""

from __future__ import annotations

import re

from generator.importers.pasted.dates import read_parts

_LONGEST = 300


def _any_of(words: str) -> str:
    """Return the pattern of any of the words, which "|" and line ends part; the longest of them first."""
    each = words.strip().replace("\n", "|").split("|")
    return "|".join(map(re.escape, sorted(each, key=len, reverse=True)))


# What stands behind a name, in the languages of boards; the longest that fits is taken.
_VERBS = """
wrote|said|writes|says|posted|has written|have written|originally posted|schrieb|hat geschrieben|sagte|hat gesagt
schreef|zei|heeft geschreven|a écrit|a dit|escribió|dijo|ha escrito|escreveu|disse|ha scritto|scrisse|va escriure
napisał|napisała|napisał(a)|napisał/a|pisze|napsal|napsala|napsal(a)|píše|napísal|napísal(a)|je napisao|je napisala
je napisao/la|je napisal|napisao je|napisao/la je|писал|писала|писал(а)|написал|написала|написал(а)|сказал|сказала
сказал(а)|пишет|написав|написала|написав(ла)|писав(ла)|написа|írta|a scris|skrev|har skrevet|har skrivit|kirjoitti
yazdı|demiş ki|dedi ki|έγραψε|כתב|كتب|نوشته است|đã viết|nói|เขียน|rakstīja|rašė|kirjutas|shkroi|idatzi zuen
"""
# The same where no blank stands before it.
_GLUED_VERBS = "さんが書きました|さんは書きました|さんの発言|写道|寫道|说道|님이 썼습니다|님이 쓰셨습니다"
# What stands before a name.
_LABELS = """
quote from|quote|originally posted by|original posted by|posted by|quoting|quote by|zitat von|zitat|citaat van
citation de|citation|envoyé par|cita de|cita|citar de|iniciado por|citação de|citado de|citado por|citazione da
citazione|citat från|citat fra|citat din|citat|cytat z|cytat|citace z|citace|citácia|idézetet írta|idézet
lainaus käyttäjältä|lainaus|alıntı yapılan|alıntı|alinti yapilan|цитата|цитата от|сообщение от|цитувати|цитую
παράθεση από|παράθεση|ציטוט של|اقتباس من|نقل قول از|trích dẫn từ|引用自|引用元|引用|인용|tsitaat
"""
# What stands before a date, where the reader of dates does not know it.
_CONNECTORS = frozenset(("от", "в", "em", "il", "på", "den", "op", "dne", "dnia", "la", "el", "de", "klo", "στις"))
_ARROWS = str.maketrans({"↑": " ", "↩": " ", "⇧": " ", "\u00a0": " ", "\u202f": " ", "\u200e": "", "\u200f": ""})
_ENDS = re.compile(r"\s*[:：∶]\s*\Z")
_VERB_END = re.compile(rf"\s*(?:(?<!\w)(?:{_any_of(_VERBS)})|{_any_of(_GLUED_VERBS)})\Z", re.IGNORECASE)
_LABEL_START = re.compile(rf"(?:{_any_of(_LABELS)})(?!\w)\s*[:：]?\s*", re.IGNORECASE)


def speaker(head: str) -> str | None:
    """Return the name in the words above a quote, None where they name nobody ("Quote:").

    A sentence in a language not known here keeps its last word out of the name where it ends with a colon.

    >>> speaker("Ada L. wrote:"), speaker("Quote from: Ada on May 05, 2010, 09:12:44 PM"), speaker("Ada a écrit :")
    ('Ada L.', 'Ada', 'Ada')
    >>> speaker("Ada mòg:"), speaker("Originally Posted by Ada"), speaker("Quote:")
    ('Ada', 'Ada', None)
    """
    words = " ".join(head.translate(_ARROWS).split())[:_LONGEST]
    ended = _ENDS.sub("", words)
    named = _VERB_END.sub("", ended).strip()
    if named != ended:
        return named or None
    if (label := _LABEL_START.match(words)) is not None:
        rest = words[label.end() :]
        second = _LABEL_START.match(rest)  # "Quote: Originally posted by ada"
        return _without_date(_ENDS.sub("", rest[second.end() :] if second else rest).strip()) or None
    told = _without_date(ended)
    named = _VERB_END.sub("", _ENDS.sub("", told)).strip()
    if named != told:
        return named or None
    before, _, _ = told.rpartition(" ")
    return (before if before and ended != words else told) or None


def _without_date(words: str) -> str:
    """Return the words without the date that ends them: "ada on May 5, 2010" → "ada"."""
    parts = words.split(" ")
    for place in range(1, len(parts)):
        rest = " ".join(parts[place:])
        if any(sign.isdecimal() for sign in rest) and _is_day(rest):
            is_connected = place > 1 and parts[place - 1].casefold() in _CONNECTORS
            return " ".join(parts[: place - is_connected]).rstrip(",")
    return words


def _is_day(words: str) -> bool:
    parts = read_parts(words)
    return parts is not None and (parts.year is not None or parts.ago_s is not None or parts.month is not None)
