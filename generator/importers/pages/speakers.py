"""Who is quoted, from the words above a quote: "ada wrote:", "Quote from: ada on May 5, 2010", "Posted by ada".

Every forum engine that does not put the name into a field of its own puts it into a sentence, in the forum's language.
"""

from __future__ import annotations

import re

from generator.importers.pasted.dates import read_parts

_LONGEST = 300
_VERBS = (
    *("wrote", "said", "writes", "says", "posted", "has written", "originally posted", "have written"),
    *("schrieb", "hat geschrieben", "sagte", "hat gesagt", "schreef", "zei", "heeft geschreven"),
    *(
        "a écrit",
        "a dit",
        "escribió",
        "dijo",
        "ha escrito",
        "escreveu",
        "disse",
        "ha scritto",
        "scrisse",
        "va escriure",
    ),
    *("napisał", "napisała", "napisał(a)", "napisał/a", "pisze", "napsal", "napsala", "napsal(a)", "píše", "napísal"),
    *("napísal(a)", "je napisao", "je napisala", "je napisao/la", "je napisal", "napisao/la je", "napisao je"),
    *("писал", "писала", "писал(а)", "написал", "написала", "написал(а)", "сказал", "сказала", "сказал(а)", "пишет"),
    *(
        "написав",
        "написала",
        "написав(ла)",
        "писав(ла)",
        "написа",
        "írta",
        "a scris",
        "skrev",
        "har skrevet",
        "har skrivit",
    ),
    *("kirjoitti", "yazdı", "demiş ki", "dedi ki", "έγραψε", "כתב", "كتب", "نوشته است", "đã viết", "nói", "เขียน"),
    *(
        "さんが書きました",
        "寫",
        "写道",
        "寫道",
        "님이 썼습니다",
        "rakstīja",
        "rašė",
        "kirjutas",
        "shkroi",
        "idatzi zuen",
    ),
)
_LABELS = (
    *("quote from", "quote", "originally posted by", "original posted by", "posted by", "quoting", "quote by"),
    *("zitat von", "zitat", "citaat van", "citation de", "citation", "envoyé par", "cita de", "cita", "citar de"),
    *("iniciado por", "citação de", "citado de", "citado por", "citazione da", "citazione", "citat från", "citat fra"),
    *("citat", "cytat", "cytat z", "citace", "citácia", "citace z", "idézet", "idézetet írta", "lainaus käyttäjältä"),
    *("lainaus", "alıntı yapılan", "alıntı", "alinti yapilan", "цитата", "цитата от", "сообщение от", "цитата:"),
    *("цитувати", "цитую", "παράθεση από", "παράθεση", "ציטוט של", "اقتباس من", "نقل قول از", "trích dẫn từ"),
    *("引用", "引用自", "引用元", "인용", "citat din", "iš", "tsitaat"),
)
_ARROWS = str.maketrans({"↑": " ", "↩": " ", "⇧": " ", "\u00a0": " ", "\u202f": " ", "\u200e": "", "\u200f": ""})
_ENDS = re.compile(r"\s*[:：∶]\s*\Z")
_VERB_END = re.compile(
    r"\s*(?<!\w)(?:" + "|".join(re.escape(verb) for verb in sorted(_VERBS, key=len, reverse=True)) + r")\Z",
    re.IGNORECASE,
)
_LABEL_START = re.compile(
    r"(?:" + "|".join(re.escape(label) for label in sorted(_LABELS, key=len, reverse=True)) + r")(?!\w)\s*[:：]?\s*",
    re.IGNORECASE,
)


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
            return " ".join(parts[:place]).rstrip(",")
    return words


def _is_day(words: str) -> bool:
    parts = read_parts(words)
    return parts is not None and (parts.year is not None or parts.ago_s is not None or parts.month is not None)
