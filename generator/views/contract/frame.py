"""What is around every page: its place in the site, the site itself, the theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.views.contract.machines import NO_MACHINES, MachineView
from generator.views.contract.parts import Link


@dataclass(frozen=True, slots=True)
class Pager:
    """Which part of a long list this page is.

    Lists are numbered from the oldest; `pages` is bounded (first, around, last).
    """

    number: int
    total: int
    pages: tuple[Link, ...]
    previous: Link | None
    next: Link | None


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page has. `url` is relative to the site's root, `root` leads from the page to it ("../../" or "")."""

    url: str
    root: str
    title: str
    description: str
    crumbs: tuple[Link, ...]  # from home to the page above this one
    previous: Link | None = None
    next: Link | None = None
    canonical: str = ""  # the full address of the page, "" where the site has no base URL
    machines: MachineView = NO_MACHINES


@dataclass(frozen=True, slots=True)
class SiteView:
    """What is the same on every page. It holds no counts, so that a new post does not touch every page."""

    title: str
    description: str
    language: str
    direction: Literal["ltr", "rtl"]
    base_url: str  # "" where not set; ends with "/"
    licence: str
    archivist: str
    navigation: tuple[tuple[str, str], ...]  # (label, URL relative to the root): the archivist's pages and the lists
    robots: str = ""  # what robots are told in each page, "" where nothing
    search: str = ""  # address of the search page, "" where there is none


@dataclass(frozen=True, slots=True)
class ThemeView:
    """The theme's options with the values chosen in site.yaml, as text, and its assets with hashed names."""

    name: str
    options: dict[str, str]
    assets: dict[str, str]  # "style.css" -> "assets/style.3f2a9c1b.css", relative to the root
