"""What identifies people or opens their accounts, and stands in posts by accident: hidden unless the archivist says no.

Mail addresses, IP addresses, ids of sessions and tokens in web addresses, and the names of users in paths of their
machines. What is hidden is seen to be hidden, and each has a sign of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.records import Span, Thread
from generator.redactions.desk import Cut
from generator.redactions.posts import redacted
from generator.redactions.threads import rewritten

ADDRESS, IP, TOKEN, USER = "[address]", "[IP]", "[hidden]", "[user]"

_MAIL = re.compile(r"([\w.+%'=-]{1,64}+)@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w@])")
_IPV4 = re.compile(r"(?<![\w.])(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?![\w]|\.\d)")
_IPV6 = re.compile(
    r"(?<![\w:.])(?:[0-9A-Fa-f]{1,4}:){2,7}(?::?[0-9A-Fa-f]{1,4}){1,6}(?![\w:])|(?<![\w:.])[0-9A-Fa-f]{1,4}::[0-9A-Fa-f:]{1,30}(?![\w:])"
)
_NUMBERED = re.compile(r"(?:\bv|version|release|section|chapter|build|§)\s*\Z", re.IGNORECASE)
_TOKEN = re.compile(
    r"(?:[?&;]|&amp;)(?:(?:phpsessid|jsessionid|aspsessionid\w{0,20}|cfid|cftoken|sid|session_?id|session|sess|token"
    r"|access_token|id_token|refresh_token|auth|auth_?token|api_?key|apikey|passw(?:or)?d|pwd|secret|sig|signature"
    r"|x-amz-signature|x-amz-credential|x-amz-security-token)=|(?:s|key|hash|code|ticket|zs)=(?=[0-9A-Za-z_-]{24}))"
    r"([^&;#\s<>\"'\[\]]{4,2000})",
    re.IGNORECASE,
)
_PATH = re.compile(
    r"(?:(?<![\w.:/~-])|(?<=file://))(?:/home/|/Users/|/export/home/)([^/\s\"'<>:*?|]{1,64})(?=/)"
    r"|\b[A-Za-z]:[\\/]{1,2}(?:Users|Documents and Settings|Dokumente und Einstellungen)[\\/]{1,2}"
    r"([^\\/\r\n\"<>|:*?]{1,64})(?=[\\/])"
)
_FILE = re.compile(r"file:/{1,3}[^\s<>\"']{1,2000}", re.IGNORECASE)
_GROUPS, _FEWEST_GROUPS = 8, 3  # of an IPv6 address, and of one with "::": "a::b" is a name in a program
_PUBLIC_USERS = frozenset(
    ("public", "shared", "default", "user", "username", "name", "you", "me", "<user>", "%username%")
)


class Privacy:
    """Finds what is hidden by default, and puts its sign there."""

    def cuts(self, text: str, quotes: Sequence[Span] = ()) -> tuple[Cut, ...]:
        """Return what is to be cut out of a text, in its order; no two touch. Linear."""
        found = sorted(_found(text), key=lambda cut: (cut.span.start, -cut.span.end))
        kept: list[Cut] = []
        for cut in found:
            if not kept or cut.span.start >= kept[-1].span.end:
                kept.append(cut)
        return tuple(kept)

    def text(self, text: str) -> str:
        parts, at = [], 0
        for cut in self.cuts(text):
            parts += [text[at : cut.span.start], cut.instead]
            at = cut.span.end
        return "".join((*parts, text[at:])) if parts else text

    def name(self, name: str) -> str:
        """Return somebody's name: of a mail address what stands before the host, so that two people stay two."""
        return self.text(_MAIL.sub(r"\1", name)) if "@" in name else self.text(name)

    def url(self, url: str) -> str | None:
        """Return an address without ids of sessions; None where it is a mail address, or a place on a machine."""
        if "@" in url and _MAIL.search(url):
            return None
        if url[:5].lower() == "file:" or (len(url) > 2 and url[1:3] in (":\\", ":/")):
            return None
        if "=" not in url:
            return url
        told = _TOKEN.sub(lambda match: match.group()[0], url)
        return re.sub(r"[?&;]+(?=#|\Z)", "", re.sub(r"([?&;])[&;]+", r"\1", told)) if told != url else url

    def id(self, name: str) -> str:
        return name


def hide_private(thread: Thread) -> Thread:
    """Return a thread without what identifies people by accident; the very same one where there is none. O(thread)."""
    return rewritten(thread, tuple(redacted(post, _PRIVACY) for post in thread.posts), _PRIVACY)


def _found(text: str) -> Iterator[Cut]:
    if "@" in text:
        yield from (Cut(Span(*match.span()), ADDRESS) for match in _MAIL.finditer(text))
    if "." in text:
        yield from (Cut(Span(*match.span()), IP) for match in _IPV4.finditer(text) if _is_ip(text, match))
    if ":" in text:
        yield from (Cut(Span(*match.span()), IP) for match in _IPV6.finditer(text) if _is_long(match.group()))
        yield from (Cut(Span(*match.span()), TOKEN) for match in _FILE.finditer(text))
    if "=" in text:
        yield from (Cut(Span(*match.span(1)), TOKEN) for match in _TOKEN.finditer(text))
    if "/" in text or "\\" in text:
        for match in _PATH.finditer(text):
            place = 1 if match[1] else 2
            if match[place].lower() not in _PUBLIC_USERS:
                yield Cut(Span(*match.span(place)), USER)


def _is_ip(text: str, match: re.Match[str]) -> bool:
    """True for four numbers that can be an address: up to 255, one of them above 9, and no number of a version."""
    numbers = [int(part) for part in match.groups()]
    if max(numbers) > 255 or max(numbers) <= 9 or numbers[0] in (0, 127):
        return False
    return _NUMBERED.search(text, max(0, match.start() - 12), match.start()) is None


def _is_long(text: str) -> bool:
    groups = [group for group in text.split(":") if group]
    if "::" not in text:
        return len(groups) >= _GROUPS
    return len(groups) >= _FEWEST_GROUPS and any(map(str.isdigit, text))


_PRIVACY = Privacy()
