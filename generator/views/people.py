"""How somebody is shown: name, mark, doubt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from generator.codec import digest
from generator.languages import Language
from generator.linking import person_id
from generator.markup import visible_text
from generator.records import Guess, Person
from generator.views import urls, wording
from generator.views.contract import PersonView
from generator.views.evidence import told

SHAPES, PATTERNS, HUES = 6, 8, 12
_CERTAIN = 0.95


@dataclass(frozen=True, slots=True)
class People:
    """Who is whom: names that a correction joined, by the id that each name would have on its own."""

    joined: Mapping[str, Person]

    @classmethod
    def of(cls, joined: tuple[Person, ...]) -> People:
        return cls({_own_id(name): person for person in joined for name in (person.name, *person.also)})

    def id_of(self, name: str) -> str:
        own = _own_id(name)
        person = self.joined.get(own)
        return person.id if person is not None else own


def shown_name(language: Language, name: str | None) -> str:
    """Return a name for the eye, whoever it is."""
    return visible_text(name or "").strip() or language.t(wording.UNKNOWN_AUTHOR)


def person_view(language: Language, name: str, person: str, page: str, *, doubt: str = "") -> PersonView:
    """Return how a person is shown on the page at `page`. Without a name: somebody unknown.

    The mark follows from the id alone, so it is the same on every page and in every build.
    """
    shown = shown_name(language, name)
    if not name.strip():
        return PersonView(shown, "", "?", 0, 0, 0, known=False, doubt=doubt)
    shape, pattern, hue = _mark(person)
    href = urls.relative(page, urls.person_url(person)) if person else ""
    return PersonView(shown, href, _initial(shown), shape, pattern, hue, doubt=doubt)


def author_view(language: Language, author: Guess[str], people: People, page: str) -> PersonView:
    """Return how the author of a post is shown: with the reason where the name is a guess."""
    name = author.value or ""
    doubt = ""
    if name and (author.confidence < _CERTAIN or author.method == "inferred"):
        reasons = "; ".join(told(language, visible_text(line)) for line in author.evidence)
        doubt = f"{told(language, author.method)} ({language.percent(author.confidence)}): {reasons}"
    return person_view(language, name, people.id_of(name) if name.strip() else "", page, doubt=doubt.removesuffix(": "))


@lru_cache(maxsize=4096)
def _own_id(name: str) -> str:
    return person_id(name)


@lru_cache(maxsize=4096)
def _mark(person: str) -> tuple[int, int, int]:
    rest, shape = divmod(int(digest("person", person)[:12], 16), SHAPES)
    rest, pattern = divmod(rest, PATTERNS)
    return shape, pattern, rest % HUES


@lru_cache(maxsize=4096)
def _initial(name: str) -> str:
    letter = next((sign for sign in name if sign.isalnum()), name[0])
    upper = letter.upper()
    return upper if len(upper) == 1 else letter
