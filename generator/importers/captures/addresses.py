"""Addresses of captures, so that one page has one address: without sessions, fragments and default ports."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

_LONGEST = 4_000
_SESSIONS = frozenset(("phpsessid", "sid", "sessionid", "session_id", "jsessionid", "aspsessionid", "cfid", "cftoken"))
_TRACKING = re.compile(r"(?:utm_\w{1,20}|fbclid|gclid|mc_cid|mc_eid)\Z")
_HASH = re.compile(r"[0-9a-f]{32}\Z")
_SHORT_SESSIONS = frozenset(("s", "osCsid", "oscsid"))  # of vBulletin: only with a hash behind it
_PATH_SESSION = re.compile(r";jsessionid=[^/?#]{0,200}", re.IGNORECASE)


def plain_address(url: str) -> str | None:
    """Return an address without what changes from visit to visit; None for one that is none of the web.

    >>> plain_address("http://Forum.example:80/viewtopic.php?t=3&sid=0123456789abcdef0123456789abcdef#p7")
    'http://forum.example/viewtopic.php?t=3'
    """
    url = url.strip().strip("<>")
    try:
        parts = urlsplit(url[:_LONGEST])
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    place = host if port in (None, 80, 443) else f"{host}:{port}"
    query = "&".join(item for item in parts.query.split("&") if item and not _is_passing(item))
    return urlunsplit((parts.scheme.lower(), place, _PATH_SESSION.sub("", parts.path) or "/", query, ""))


def _is_passing(item: str) -> bool:
    name, _, value = item.partition("=")
    folded = name.lower()
    return (
        folded in _SESSIONS
        or _TRACKING.match(folded) is not None
        or (folded in _SHORT_SESSIONS and _HASH.match(value.lower()) is not None)
    )
