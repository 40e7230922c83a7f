"""The text of a web page from its bytes: by byte order mark, by what is valid UTF-8, by what the page declares."""

from __future__ import annotations

import codecs
import re

_HEAD_BYTES = 65_536  # browsers look at 1,024; saved pages carry comments and scripts before the declaration
_DECLARED = re.compile(rb"""<meta\b[^>]{0,300}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w:.+-]{2,40})""", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"""<\?xml\b[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w:.+-]{2,40})""", re.IGNORECASE)
_LANG = re.compile(rb"""<html\b[^>]{0,2000}?\blang\s{0,9}=\s{0,9}["']?([a-z]{2,3})""", re.IGNORECASE)
_FEW_FAULTS = 0.02  # of the bytes that are not ASCII: a page cut in the middle of a letter, or one mangled post
_LATIN = "cp1252"
# What the HTML standard reads such labels as (Encoding Standard, 4.2), in Python's names.
_SAME_AS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "utf-16": "utf-8",  # a page whose declaration can be read is not UTF-16
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
_KNOWN = frozenset(
    (
        *("utf-8", "gb18030", "big5hkscs", "euc_jp", "iso2022_jp", "cp932", "cp949", "cp874", "cp866", "koi8-r"),
        *("koi8-u", "mac-roman", "mac-cyrillic"),
        *(f"cp{number}" for number in range(1250, 1259)),
        *(f"iso8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
    )
)
# What pages in these languages are in where they do not tell (the HTML standard's table of defaults by locale).
_BY_LANGUAGE = {
    **dict.fromkeys(("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky"), "cp1251"),
    **dict.fromkeys(("pl", "cs", "sk", "hu", "sl", "hr", "bs", "ro"), "cp1250"),
    **dict.fromkeys(("lt", "lv", "et"), "cp1257"),
    "el": "cp1253",
    "tr": "cp1254",
    "he": "cp1255",
    "ar": "cp1256",
    "fa": "cp1256",
    "vi": "cp1258",
    "ja": "cp932",
    "zh": "gb18030",
    "ko": "cp949",
    "th": "cp874",
}


def decode_page(data: bytes, told: str | None = None) -> str:
    """Return the text of a page; what cannot be decoded is U+FFFD, and nothing is ever raised.

    `told` is the charset of the HTTP header, where somebody kept it. Bytes that are valid UTF-8 are UTF-8 whatever the
    page declares: browsers and scrapers save in UTF-8 and leave the old declaration standing, and text in any other
    encoding is hardly ever valid UTF-8 by chance.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, "replace").removeprefix("\ufeff")
    declared = _python_name(told) or declared_charset(data)
    if declared == "iso2022_jp" and b"\x1b" in data:  # all its bytes are ASCII
        return data.decode(declared, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    if declared is None:
        strange = len(data) - len(data.translate(None, bytes(range(128, 256))))
        declared = "utf-8" if text.count("\ufffd") <= _FEW_FAULTS * strange else _by_language(data)
    return text if declared == "utf-8" else data.decode(declared, "replace")


def declared_charset(data: bytes) -> str | None:
    """Return what a page declares its charset to be, as Python calls it; None where it names none that pages have."""
    head = data[:_HEAD_BYTES]
    match = _DECLARED.search(head) or _XML_DECLARED.search(head)
    return _python_name(match[1].decode("ascii", "replace")) if match else None


def _python_name(label: str | None) -> str | None:
    """Return Python's name of a charset that pages have; others (rot13, utf-7, idna) are none."""
    try:
        name = codecs.lookup((label or "").strip()).name
    except (LookupError, ValueError):
        return None
    name = _SAME_AS.get(name, name)
    return name if name in _KNOWN else None


def _by_language(data: bytes) -> str:
    match = _LANG.search(data[:_HEAD_BYTES])
    return _BY_LANGUAGE.get(match[1].decode("ascii").lower(), _LATIN) if match else _LATIN
