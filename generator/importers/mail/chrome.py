"""What of a mail's lines nobody wrote to be read: signatures of PGP, of lists and of senders, and mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from generator.importers.mail.marks import Line

_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE, _SIGNATURE_END = "-----BEGIN PGP SIGNATURE-----", "-----END PGP SIGNATURE-----"
_LONGEST_SIGNATURE = 40  # lines of a PGP signature, of a list's footer, of a sender's signature
_LONGEST_CLOSING = 12  # lines below a "--" whose blank somebody's mailer took away
_RULE = re.compile(r"\s{0,4}(?:[-_=*~#+.]{8,}|(?:[-=_*~][=~*_-]){6,}.?)\s{0,4}\Z|\s{0,4}-~-{6,}")
_FOOTER = re.compile(
    r"mailing[ -]?list|un-?subscri|list-?info|lists?\.|-request@|majordomo|yahoo!? groups|google groups|googlegroups"
    r"|e-?groups|to subscribe|posting guide|list archives?|abmelden|désabonne|désinscri|liste de diffusion|mailingliste"
    r"|listserv|sympa",
    re.IGNORECASE,
)
_FOOTER_START = re.compile(
    r"(?:you received this (?:message|mail|email) because you|to unsubscribe (?:from this|send|e-?mail|visit|:)"
    r"|-\s?to unsubscribe|yahoo! groups links|visit your group)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"([A-Za-z0-9_.+%=-]{1,64}+)@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9])")
_DIM_ADDRESS = re.compile(
    r"([<(\[]\s{0,2}[A-Za-z0-9_.+-]{1,64}) at [A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}(?=\s{0,2}[>)\]])"
)


def hide_addresses(text: str, known: Iterable[str] = ()) -> str:
    """Return the text with the hosts of mail addresses replaced by "…"; `known` are addresses to hide as "a at b" too.

    >>> hide_addresses("Ask anna.lind@mail.example.org, or <bo at example.org>.", ["x@example.net"])
    'Ask anna.lind@…, or <bo at …>.'
    """
    if "@" in text:
        text = _ADDRESS.sub(r"\1@…", text)
    if " at " in text:
        text = _DIM_ADDRESS.sub(r"\1 at …", text)
        for address in known:
            local, _, host = address.partition("@")
            text = text.replace(f"{local} at {host}", f"{local} at …") if host else text
    return text


def without_pgp(lines: Sequence[Line]) -> list[Line]:
    """Return the lines without the armour of PGP signatures, at whatever depth."""
    kept: list[Line] = []
    place, signed = 0, False
    while place < len(lines):
        words = lines[place].words
        if words == _SIGNED:
            signed, place = True, place + 1
            while place < len(lines) and re.match(r"(?:Hash|Charset|NotDashEscaped): ", lines[place].words):
                place += 1
            continue
        if words == _SIGNATURE:
            signed = False
            stop = place + 1
            while stop < min(len(lines), place + _LONGEST_SIGNATURE) and lines[stop].words != _SIGNATURE_END:
                stop += 1
            place = stop + 1
            continue
        kept.append(lines[place]._replace(words=words[2:]) if signed and words.startswith("- -") else lines[place])
        place += 1
    return kept


def without_footer(lines: Sequence[str]) -> Sequence[str]:
    """Return the lines without what the mailing list put below them.

    A footer stands at the end: below a rule and about a list, or with words that only footers have.
    """
    stop = _without_blanks(lines)
    if stop and _RULE.match(lines[stop - 1]) and lines[stop - 1].strip()[:1] == "_":  # Outlook's, above a header
        stop = _without_blanks(lines[: stop - 1])
    for place in range(stop - 1, max(-1, stop - _LONGEST_SIGNATURE), -1):
        line = lines[place]
        if _FOOTER_START.match(line.strip()):
            above = place - 1
            while above >= 0 and (_RULE.match(lines[above]) or lines[above].strip() in ("", "-", "--")):
                above -= 1
            return without_footer(lines[: above + 1])
        if _RULE.match(line) and place < stop - 1:
            below = lines[place + 1 : stop]
            if len(below) <= 15 and any(_FOOTER.search(each) for each in below):
                return without_footer(lines[:place])
            if not all(_RULE.match(each) or not each.strip() for each in below):
                return lines[:stop]
    return lines[:stop]


def _without_blanks(lines: Sequence[str]) -> int:
    stop = len(lines)
    while stop and not lines[stop - 1].strip():
        stop -= 1
    return stop


def cut_signature(lines: Sequence[str]) -> tuple[Sequence[str], str | None]:
    """Return the lines above a signature, and the signature that stands below "-- "; None where there is none."""
    for place in range(len(lines) - 1, max(-1, len(lines) - _LONGEST_SIGNATURE), -1):
        if lines[place] == "--" and (
            len(lines) - place <= _LONGEST_CLOSING or not place or not lines[place - 1].strip()
        ):
            signature = "\n".join(lines[place + 1 :]).strip("\n")
            return lines[:place], signature or None
    return lines, None
