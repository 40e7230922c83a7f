"""A sheet: the lines of a dump with what the vocabulary of its skin says about each."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from generator.importers.pasted.lines import Lines
from generator.importers.pasted.skins import COMMON, Hit, Phrase, Role, Skin, fold, skins, vocabulary
from generator.records import Guess

_NOTHING: frozenset[Role] = frozenset()
_STRONG = frozenset(("stamp", "end", "edited", "expand", "start", "stop", "lead"))  # words of one software, not of all
_NAMING: frozenset[Role] = frozenset(("lead", "edited", "start", "stamp"))
_ENOUGH = 3.0  # votes: three lines that no other skin has, or one mark in each of many posts
_MARK_VOTES = 2.0
LONGEST_TITLE = 200
_REPLY = re.compile(r"^[»›>/\s]*(?:(?:re|aw|antw|sv|odp|fwd?|wg|tr|rv)\s?(?:\[\d+\])?\s?:\s*)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines, and per line the hits of the chosen skin and the roles that they give it."""

    lines: Lines
    hits: tuple[tuple[Hit, ...], ...]
    roles: tuple[frozenset[Role], ...]
    skin: Guess[str]
    traits: Skin
    subjects: frozenset[str] = frozenset()  # folded: what posts carry as their own titles, each at least twice

    def is_a(self, line: int, wanted: Iterable[Role]) -> bool:
        """True where the line is a phrase with one of the roles."""
        return not self.roles[line].isdisjoint(wanted)

    def marked(self, marks: tuple[int, ...]) -> Sheet:
        """Return the sheet with these lines for end marks."""
        return replace(self, lines=replace(self.lines, marks=marks))

    def of_skin(self, name: str) -> Sheet:
        """Return the sheet with its skin known for sure."""
        return replace(self, skin=Guess(name, 1.0, ("its form says so",), "declared"))

    def with_name_leads(self, names: AbstractSet[str]) -> Sheet:
        """Return the sheet with every line that is a name and a colon for a lead-in, as Discourse writes it."""
        leads = {f"{name}:": name for name in names}
        found = [(line, leads[text]) for line, text in enumerate(self.lines.bare) if text in leads]
        hits, roles = list(self.hits), list(self.roles)
        for line, name in found:
            hits[line] = (*hits[line], Hit(Phrase(self.traits.name, "", "lead", "{name}:"), name))
            roles[line] = roles[line] | {"lead"}
        return replace(self, hits=tuple(hits), roles=tuple(roles)) if found else self

    def names(self) -> frozenset[str]:
        """Return the names that phrases of the page tell: of those quoted, of editors, of the thread's starter."""
        return frozenset(hit.name for found in self.hits for hit in found if hit.name and hit.role in _NAMING)

    def is_subject(self, line: int) -> bool:
        """True where a line is a post's own title, with or without "Re:"."""
        text = self.lines.bare[line]
        return bool(self.subjects) and len(text) <= LONGEST_TITLE and strip_reply(text) in self.subjects

    def is_word(self, line: int) -> bool:
        """True where the line is filled and no phrase of the skin."""
        return bool(self.lines.bare[line]) and not self.roles[line]


def read_sheet(lines: Lines, skin: str | None = None) -> Sheet:
    """Return the sheet of a dump under the skin named, or under the one with the most votes.

    Without enough votes the skin stays unknown, and the words of XenForo and those common to all skins count: most
    stripped dumps came from there.
    """
    every = vocabulary().all_hits(lines)
    chosen = Guess(skin, 1.0, ("given",), "declared") if skin else _vote(every, lines)
    names = {COMMON, chosen.value or "xenforo2"}
    hits = tuple(tuple(hit for hit in found if hit.phrase.skin in names) if found else () for found in every)
    roles = tuple(frozenset(hit.role for hit in found) if found else _NOTHING for found in hits)
    traits = skins().get(chosen.value or "", Skin("unknown"))
    return Sheet(lines, hits, roles, chosen, traits, _subjects(lines) if traits.subjects else frozenset())


def strip_reply(text: str) -> str:
    """Return a subject without "Re:" and its like, folded.

    >>> strip_reply("Re: AW: A Tower in the Fog")
    'a tower in the fog'
    """
    return fold(_REPLY.sub("", text.strip()))


def _subjects(lines: Lines) -> frozenset[str]:
    """Return what several lines give as a subject, folded; one of them at least begins with "Re:" or its like."""
    short = [text for text in lines.bare if text and len(text) <= LONGEST_TITLE]
    replies = {strip_reply(text) for text in short if len(_REPLY.sub("", text)) < len(text)}
    counts = Counter(subject for subject in map(strip_reply, short) if subject in replies)
    return frozenset(subject for subject, count in counts.items() if subject and count > 1)


def _vote(hits: Sequence[Sequence[Hit]], lines: Lines) -> Guess[str]:
    """Return the skin that the most lines speak for: a phrase's vote is shared by the skins that have it."""
    votes: Counter[str] = Counter()
    for phrases, count in Counter(_ballot(found) for found in hits if found).items():
        strength = 2.0 if any(role in _STRONG for _, role in phrases) else 1.0
        names = {name for name, _ in phrases}
        for name in names:
            votes[name] += strength * math.sqrt(count) / len(names) ** 2  # type: ignore[assignment]  # floats
    if lines.marks:
        votes["xenforo2"] += _MARK_VOTES  # type: ignore[assignment]
    votes.pop(COMMON, None)
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] < _ENOUGH:
        return Guess(None, 0.0)
    (name, best), rival = ranked[0], ranked[1][1] if len(ranked) > 1 else 0.0
    return Guess(
        name,
        round(best / (best + rival), 2),
        (f"{best:.0f} votes of chrome words, {rival:.0f} for the next skin",),
        "votes",
    )


def _ballot(found: Sequence[Hit]) -> frozenset[tuple[str, Role]]:
    return frozenset((hit.phrase.skin, hit.role) for hit in found)
