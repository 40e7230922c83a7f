"""What may be shown and what may be linked: the only places that decide it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_LIMIT = 2000  # longer addresses are shown as text; no browser of note needs more

_NOT_IN_URLS = re.compile(
    r"[\x00-\x20\x7f-\xa0\\<>\"\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\ud800-\udfff]"
)
_MAIL = re.compile(r"mailto:[^\s@?:/\\<>\"]{1,64}@[A-Za-z0-9.-]{1,255}\Z", re.IGNORECASE)

_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)


def safe_url(url: str) -> str | None:
    """Return the address if a reader may be led to it, else None.

    Only http, https and mailto; no spaces, control or invisible characters, no user name in front of the host (it
    makes one site look like another), no backslashes (browsers read them as slashes), at most 2,000 characters.
    """
    if len(url) > _LIMIT or _NOT_IN_URLS.search(url):
        return None
    if url[:7].lower() == "mailto:":
        return url if _MAIL.match(url) else None
    try:
        parts = urlsplit(url)
        port_is_sound = parts.port is None or parts.port > 0
    except ValueError:  # a broken IPv6 host, a port that is no number
        return None
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or not parts.hostname or not port_is_sound:
        return None
    return url


def visible_text(text: str) -> str:
    """Return the text with every character that could not be shown, or would disturb its surroundings, made visible.

    C0 controls become their pictures (NUL: "␀"); C1 controls, bidirectional embeddings, overrides and isolates,
    surrogates and non-characters become U+FFFD. Tab and line ends stay. One character for one: offsets stay valid.
    """
    if text.replace("\n", "").isprintable():  # far faster than the search, and nothing unfit is printable
        return text
    return _UNFIT.sub(_shown, text)


def _shown(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"
