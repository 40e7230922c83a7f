"""How somebody is shown: name, mark, doubt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.codec import digest
from generator.linking import person_id
from generator.markup import visible_text
from generator.records import Guess, Person
from generator.views import urls, wording
from generator.views.contract import PersonView

SHAPES, PATTERNS, HUES = 6, 8, 12
_CERTAIN = 0.95


@dataclass(frozen=True, slots=True)
class People:
    """Who is whom: names that a correction joined, by the id that each name would have on its own."""

    joined: Mapping[str, Person]

    @classmethod
    def of(cls, joined: tuple[Person, ...]) -> People:
        return cls({person_id(name): person for person in joined for name in (person.name, *person.also)})

    def id_of(self, name: str) -> str:
        own = person_id(name)
        person = self.joined.get(own)
        return person.id if person is not None else own


def person_view(name: str, person: str, page: str, *, doubt: str = "") -> PersonView:
    """Return how a person is shown on the page at `page`. Without a name: somebody unknown.

    The mark follows from the id alone, so it is the same on every page and in every build.
    """
    shown = visible_text(name).strip()
    if not shown:
        return PersonView(wording.UNKNOWN_AUTHOR, "", "?", 0, 0, 0, known=False, doubt=doubt)
    number = int(digest("person", person)[:12], 16)
    rest, shape = divmod(number, SHAPES)
    rest, pattern = divmod(rest, PATTERNS)
    href = urls.relative(page, urls.person_url(person)) if person else ""
    return PersonView(shown, href, _initial(shown), shape, pattern, rest % HUES, doubt=doubt)


def author_view(author: Guess[str], people: People, page: str) -> PersonView:
    """Return how the author of a post is shown: with the reason where the name is a guess."""
    name = author.value or ""
    doubt = ""
    if name and (author.confidence < _CERTAIN or author.method == "inferred"):
        doubt = f"{author.method} ({wording.percent(author.confidence)}): " + "; ".join(
            map(visible_text, author.evidence)
        )
    return person_view(name, people.id_of(name) if name.strip() else "", page, doubt=doubt.removesuffix(": "))


def _initial(name: str) -> str:
    letter = next((sign for sign in name if sign.isalnum()), name[0])
    upper = letter.upper()
    return upper if len(upper) == 1 else letter
