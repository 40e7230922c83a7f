"""What a thread knows about a quote in one of its mails: whose words they are, and whether they may be shown."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.importers.mail.attributions import Attribution
from generator.importers.mail.chrome import hide_addresses
from generator.importers.mail.headers import Sender
from generator.importers.mail.quoting import Asked
from generator.text import letters

ANCESTORS = 8  # messages above a reply that it may quote: people quote what they answer
LATEST = 40  # messages before it that it may quote else
_PIECES, _LEAST_PIECE, _LEAST = 3, 16, 6  # letters of the longest lines of a quote that prove where it is from
_LEAST_WITHHELD, _LEAST_GOING_ON = 12, 1  # letters of a line that is one of a withheld message
_MOST_ASKED = 500  # quotes of one message whose words are looked up
_MOST_HIDDEN = 200  # addresses that are hidden where they are written as "anna at example.org"


@dataclass(frozen=True, slots=True)
class Mail:
    """A message of a thread, as far as quotes are concerned."""

    post: str  # its id as a post
    message: str | None  # its Message-ID
    sender: Sender
    letters: str  # of all its words, quoted ones too
    own: str  # of its own words alone, about
    parent: int = -1  # which message of the thread it answers


@dataclass(slots=True)
class Thread:
    """The messages of a thread in published order, and those that must not be shown."""

    mails: Sequence[Mail]
    withheld: Sequence[Mail] = ()

    def __post_init__(self) -> None:
        self.withheld = [mail for mail in self.withheld if mail.letters]


class Place:
    """One message among those of its thread: the `Company` of its quotes."""

    def __init__(self, thread: Thread, at: int, *, is_reply: bool) -> None:
        self._thread = thread
        self._at = at
        self.is_reply = is_reply
        self._asked = 0
        self.has_withheld = bool(thread.withheld)
        self._candidates = list(self._find_candidates())
        self.names: Sequence[str] = [shown for mail in self._mails(self._candidates) if (shown := mail.sender.shown)]

    def _mails(self, places: Iterable[int]) -> Iterator[Mail]:
        return (self._thread.mails[place] for place in places)

    def _find_candidates(self) -> Iterator[int]:
        """Yield what may be quoted, the likeliest first: what is answered, what that answers ..., what came before."""
        above: list[int] = []
        parent = self._thread.mails[self._at].parent
        while parent >= 0 and len(above) < ANCESTORS and parent not in above:
            above.append(parent)
            parent = self._thread.mails[parent].parent
        yield from above
        yield from (place for place in range(self._at - 1, max(-1, self._at - 1 - LATEST), -1) if place not in above)

    def ask(self, who: Attribution | None, words: str) -> Asked:
        """Return whose words a quote holds, by its lead-in and by where its words stand."""
        self._asked += 1
        pieces = _pieces(words) if self._asked <= _MOST_ASKED else []
        found = [place for place in self._candidates if _holds(self._thread.mails[place].letters, pieces)]
        if who is None:
            own = [place for place in found if _holds(self._thread.mails[place].own, pieces)]
            post = self._thread.mails[(own or found)[0]].post if found else None
            return Asked(None, post, bool(found))
        named = [place for place in self._candidates if _is_by(self._thread.mails[place], who)]
        proven = [place for place in named if place in found]
        parent = self._thread.mails[self._at].parent
        best = (proven or ([parent] if parent in named else []))[:1]
        if best:
            mail = self._thread.mails[best[0]]
            return Asked(mail.sender.shown, mail.post, bool(proven))
        if named:
            return Asked(self._thread.mails[named[0]].sender.shown, None, bool(found))
        if any(_is_by(mail, who) for mail in self._thread.withheld):
            return Asked(None, None, bool(found))
        return Asked(who.shown, None, bool(found))

    def withholds(self, line: str, *, is_going_on: bool) -> bool:
        """True where a line repeats words of a message that must not be shown."""
        signs = letters(line)
        if len(signs) < (_LEAST_GOING_ON if is_going_on else _LEAST_WITHHELD):
            return is_going_on and not signs
        return any(signs in mail.letters for mail in self._thread.withheld)

    def hide(self, text: str) -> str:
        """Return a text with no mail address in it."""
        if " at " not in text:
            return hide_addresses(text)
        known = (mail.sender.address for mail in self._mails(self._candidates[:_MOST_HIDDEN]))
        own = self._thread.mails[self._at].sender.address
        return hide_addresses(text, {address for address in (own, *known) if address})


def _pieces(words: str) -> list[str]:
    """Return the letters of the longest lines of a quote, by which it is known again however it was wrapped."""
    lines = sorted((signs for line in words.split("\n")[:200] if (signs := letters(line))), key=len, reverse=True)
    long = [signs for signs in lines[:_PIECES] if len(signs) >= _LEAST_PIECE]
    whole = "".join(lines) if len(lines) == 1 else letters(words[:400])
    return long or ([whole] if len(whole) >= _LEAST else [])


def _holds(signs: str, pieces: Sequence[str]) -> bool:
    return any(piece in signs for piece in pieces)


def _is_by(mail: Mail, who: Attribution) -> bool:
    if who.message is not None and who.message == mail.message:
        return True
    if who.address and mail.sender.address:
        if who.address == mail.sender.address:
            return True
        if not who.name:
            return who.address.partition("@")[0] == mail.sender.address.partition("@")[0]
    return bool(who.name and mail.sender.shown) and _is_same(who.name or "", mail.sender.shown or "")


def _is_same(one: str, two: str) -> bool:
    """True where two names may be one person's: the words of the shorter one all stand in the other."""
    few, many = sorted((_name_words(one), _name_words(two)), key=len)
    return bool(few) and few <= many


@functools.lru_cache(maxsize=4096)
def _name_words(name: str) -> frozenset[str]:
    signs = "".join(sign if sign.isalnum() else " " for sign in name.casefold())
    return frozenset(word for word in signs.split() if len(word) > 1) or frozenset(signs.split())
