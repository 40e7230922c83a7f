"""Bytes → text by an allow-list of charsets: a mail names its charset itself, and may name anything."""

from __future__ import annotations

import re

_NOT_NAME = re.compile(r"[^a-z0-9]")
_LATIN_1 = "cp1252"  # what calls itself Latin 1 or ASCII and has bytes above 0x7f is Windows text, as browsers know

# What mails say → Python's codec. Left out on purpose: utf-7, which hides "<" from every check on bytes, and what is no
# charset at all to Python (hex, rot13, idna, unicode_escape ...).
_KNOWN = {
    "utf8": "utf-8",
    "utf16": "utf-16",
    "utf16le": "utf-16-le",
    "utf16be": "utf-16-be",
    "usascii": _LATIN_1,
    "ascii": _LATIN_1,
    "ansix341968": _LATIN_1,
    "iso646us": _LATIN_1,
    "iso88591": _LATIN_1,
    "latin1": _LATIN_1,
    "l1": _LATIN_1,
    "iso885988i": "iso8859-8",
    "iso88596i": "iso8859-6",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "cp936": "gb18030",
    "hzgb2312": "hz",
    "big5": "cp950",
    "big5hkscs": "big5hkscs",
    "cp950": "cp950",
    "euckr": "cp949",
    "ksc56011987": "cp949",
    "ksc5601": "cp949",
    "cp949": "cp949",
    "iso2022kr": "iso2022_kr",
    "eucjp": "euc_jp",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "cp932": "cp932",
    "windows31j": "cp932",
    "iso2022jp": "iso2022_jp_ext",
    "iso2022jp2": "iso2022_jp_2",
    "koi8r": "koi8-r",
    "koi8u": "koi8-u",
    "tis620": "cp874",
    "macintosh": "mac_roman",
    "xmacroman": "mac_roman",
    "mac": "mac_roman",
    "tcvn": "cp1258",
}
_KNOWN |= {f"iso8859{number}": f"iso8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)}
_KNOWN |= {f"latin{number}": f"latin{number}" for number in (2, 3, 4, 5, 6, 7, 8, 9, 10)}
_KNOWN |= {f"windows{number}": f"cp{number}" for number in (874, *range(1250, 1259))}
_KNOWN |= {f"cp{number}": f"cp{number}" for number in (437, 850, 852, 858, 866, 874, *range(1250, 1259))}


def decode(data: bytes, charset: str | None = None) -> str:
    """Return the text of bytes in the charset that the mail names; what cannot be read becomes U+FFFD.

    A charset that is missing, unknown or not allowed is taken for UTF-8 where the bytes are valid UTF-8, else for
    Windows 1252; so are ASCII and Latin 1, which name themselves by default. O(len(data)); never raises.

    >>> decode(b"caf\\xe9", "iso-8859-1"), decode(b"caf\\xc3\\xa9", "x-unknown"), decode(b"+ADw-", "utf-7")
    ('café', 'café', '+ADw-')
    """
    codec = _KNOWN.get(_NOT_NAME.sub("", (charset or "")[:40].lower()))
    if codec is None or codec == _LATIN_1:
        if data.isascii():
            return data.decode("ascii")
        if codec is None or "ascii" in (charset or "").lower():
            try:
                return data.decode("utf-8")
            except UnicodeDecodeError:
                codec = _LATIN_1
    try:
        return data.decode(codec, "replace")
    except UnicodeError:  # some stateful codecs refuse whole texts
        return data.decode(_LATIN_1, "replace")
