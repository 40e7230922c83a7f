"""What a page tells machines: feed readers, search engines, reference managers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from generator.views.contract.parts import NO_MARKUP, Link


@dataclass(frozen=True, slots=True)
class FeedView:
    """A feed of what this page shows."""

    title: str
    href: str
    media: str  # "application/atom+xml" or "application/feed+json"


@dataclass(frozen=True, slots=True)
class MachineView:
    """What stands in a page's head for machines; the macro `machines.head` of the base theme writes all of it."""

    kind: Literal["website", "article", "profile"] = "website"  # og:type
    published: str = ""  # ISO date as precise as it is known, "" where it is not
    feeds: tuple[FeedView, ...] = ()
    json_ld: Markup = NO_MARKUP  # schema.org, safe inside a script element; "" on pages of no kind that it knows


NO_MACHINES = MachineView()


@dataclass(frozen=True, slots=True)
class CiteView:
    """How programs cite a post. `passages` lead to words that others quoted, by text fragments (`#:~:text=`)."""

    bibtex: str
    csl_json: str  # an array of one item
    fragment: str  # href of the post's first and last words of its own, "" where it has too few
    passages: tuple[Link, ...]  # at most 12
    files: tuple[Link, ...]  # the citations of the whole thread as files; `label` is the format
