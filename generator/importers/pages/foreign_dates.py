"""Dates of pages in languages whose words the reader of dates does not know, told in English.

Only for what a page marks as a date: there, words that are no months (weekdays, "à", "den") mean nothing, while in
running text they would mean that it is no date.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from generator.importers.pasted.dates import looks_like_date

_LONGEST = 80
_MOST_OTHER_WORDS = 3
_IN_ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# A month after the other, without accents: Italian, Portuguese, Catalan, Romanian, Dutch, Scandinavian, Finnish,
# Estonian, Czech, Slovak, Hungarian, South Slavic, Ukrainian, Bulgarian, Greek, Turkish, Indonesian, Lithuanian ...
_MONTHS = (
    "gennaio gen janeiro gener ianuarie ian januari januar tammikuuta tammikuu tammi jaanuar jaan ledna leden led "
    "januara siecnia siechnya сiчня сiч януари яну јануар ιανουαριου ιανουαριος ιαν ocak oca sausio ינואר يناير",
    "febr febbraio fevereiro fev febrer februarie februari februar helmikuuta helmikuu helmi veebruar unora unor uno "
    "februara лютого лют февруари фебруар φεβρουαριου φεβρουαριος φεβ subat sub vasario פברואר فبراير",
    "marco marc martie maart mrt mars marts maaliskuuta maaliskuu maalis brezna brezen bre marec marca marcius "
    "березня бер март μαρτιου μαρτιος μαρ mart maret kovo מרץ مارس",
    "aprile abril abr aprilie april huhtikuuta huhtikuu huhti aprill dubna duben dub aprila aprilis квiтня квi "
    "април απριλιου απριλιος απρ nisan nis balandzio אפריל أبريل ابريل",
    "maggio mag maio maig mei maj toukokuuta toukokuu touko kvetna kveten kve maja majus травня тра май мај μαιου "
    "μαιος μαι mayis geguzes מאי مايو",
    "giugno giu junho juny iunie iun juni kesakuuta kesakuu kesa juuni cervna cerven cer juna junius червня чер "
    "юни јун ιουνιου ιουνιος ιουν haziran haz birzelio יוני يونيو",
    "luglio lug julho juliol iulie iul juli heinakuuta heinakuu heina juuli cervence cervenec cvc crc jula julius "
    "липня лип юли јул ιουλιου ιουλιος ιουλ temmuz tem liepos יולי يوليو",
    "agosto ago agost augustus augusti elokuuta elokuu elo srpna srpen srp augusta augusztus серпня сер август "
    "αυγουστου αυγουστος αυγ agustos agu agustus rugpjucio אוגוסט أغسطس اغسطس",
    "settembre set setembro setembre septembrie syyskuuta syyskuu syys zari zar szeptember szept septembra "
    "вересня вер септември септембар σεπτεμβριου σεπτεμβριος σεπ σεπτ eylul eyl rugsejo ספטמבר سبتمبر",
    "ottobre ott outubro out octubre octombrie oktober okt lokakuuta lokakuu loka oktoober rijna rijen rij "
    "oktobra жовтня жов октомври октобар οκτωβριου οκτωβριος οκτ ekim eki spalio אוקטובר أكتوبر اكتوبر",
    "novembre novembro noiembrie noi marraskuuta marraskuu marras listopadu lis novembra листопада лис ноември "
    "ное новембар νοεμβριου νοεμβριος νοε kasim kas lapkricio נובמבר نوفمبر",
    "dicembre dezembro dez desembre decembrie desember des joulukuuta joulukuu joulu detsember dets prosince "
    "prosinec pro decembra грудня гру декември децембар δεκεμβριου δεκεμβριος δεκ aralik ara gruodzio דצמבר "
    "ديسمبر",
)
_TODAY = "oggi hoje avui astazi azi vandaag idag tanaan tana dnes bugun сьогоднi днес данас σημερα 今日 今天 오늘"
_YESTERDAY = "ieri ontem ahir gisteren igar eilen eile vcera tegnap dun вчора вчера јуче χθες 昨日 昨天 어제"
_AFTERNOON = re.compile(r"下午|午後|晚上|오후|\bμμ\b|\bμ\.μ\.|\bos\b|\bdu\.|\bp\.\s?m\.", re.IGNORECASE)
_MORNING = re.compile(r"上午|午前|早上|오전|\bπμ\b|\bπ\.μ\.|\boo\b|\bde\.|\ba\.\s?m\.", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})\s{0,3}[年년]\s{0,3}(\d{1,2})\s{0,3}[月월]\s{0,3}(\d{1,2})\s{0,3}[日일]?")
_YEAR_LAST = re.compile(r"(\d{1,2})\s{0,3}[月월]\s{0,3}(\d{1,2})\s{0,3}[日일]?\s{0,3},?\s{0,3}(\d{4})")
_VIETNAMESE = re.compile(r"\bthang\s{0,3}(\d{1,2})\b")
_CLOCK = re.compile(r"(\d{1,2})\s{0,2}[:時시点]\s{0,2}(\d{2}(?::\d{2})?)分?분?")
_WORD = re.compile(r"[^\W\d_]+")
_EMPTY = re.compile(r"\(\s{0,9}\)|\s[.,](?=\s|\Z)|(?<=[a-z])\.")
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "і": "i"})  # what has no accent to take off


def is_date(text: str) -> bool:
    """True where the whole text is a date or a time, in any language that is known here or to the reader of dates."""
    return looks_like_date(text) or in_english(text) is not None


def in_english(text: str) -> str | None:
    """Return a date in English, None where the text is none that is known here.

    >>> in_english("gio 28 febbraio 2008, 21:42"), in_english("2008年2月28日(木) 21:42")
    ('28 Feb 2008, 21:42', '2008-2-28 21:42')
    >>> in_english("28 bells in the old tower") is None
    True
    """
    if len(text) > _LONGEST or not any(sign.isdecimal() for sign in text):
        return None
    folded = _folded(text)
    half = " pm" if _AFTERNOON.search(folded) else " am" if _MORNING.search(folded) else ""
    folded = _MORNING.sub(" ", _AFTERNOON.sub(" ", folded))
    folded = _YEAR_LAST.sub(r"\3-\1-\2 ", _YEAR_FIRST.sub(r"\1-\2-\3 ", folded))
    folded = _VIETNAMESE.sub(lambda found: _month_of(found[1]), folded)
    told = [(found, _told(found[0])) for found in _WORD.finditer(folded)]
    if sum(word == "" for _, word in told) > _MOST_OTHER_WORDS:
        return None
    for found, word in reversed(told):
        folded = folded[: found.start()] + (word or " ") + folded[found.end() :]
    english = _CLOCK.sub(rf"\1:\2{half}", folded, count=1) if half else _CLOCK.sub(r"\1:\2", folded, count=1)
    english = " ".join(_EMPTY.sub(" ", english).split()).strip(" ,.-")
    return english if looks_like_date(english) else None


@functools.lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    """Return the English word for each word of a date."""
    table = {word: _IN_ENGLISH[month] for month, words in enumerate(_MONTHS) for word in map(_folded, words.split())}
    table |= dict.fromkeys(map(_folded, _TODAY.split()), "today")
    return table | dict.fromkeys(map(_folded, _YESTERDAY.split()), "yesterday")


@functools.lru_cache(maxsize=4096)
def _told(word: str) -> str:
    """Return a word of a date in English, as it is where the reader of dates knows it, "" for every other."""
    if told := _words().get(word):
        return told
    return word if looks_like_date(f"{word} 5, 2010") or looks_like_date(f"{word} 5 May 2010") else ""


def _month_of(number: str) -> str:
    return _IN_ENGLISH[int(number) - 1] if 1 <= int(number) <= 12 else number


def _folded(text: str) -> str:
    """Return a text in small letters without accents; signs that are made of parts (Hangul) stay whole."""
    parts = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(sign for sign in parts if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", bare).translate(_LETTERS)
