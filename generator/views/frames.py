"""What every page has: address, title, the way home."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from generator.languages import ENGLISH, Language
from generator.markup import visible_text
from generator.views import urls, wording
from generator.views.contract import NO_MACHINES, Frame, Link, MachineView, Pager
from generator.views.sources import Settings

EXCERPT = 160  # code points in lists, descriptions and handles


def frame(
    url: str,
    title: str,
    settings: Settings,
    *,
    description: str = "",
    above: tuple[Link, ...] = (),
    machines: MachineView = NO_MACHINES,
) -> Frame:
    """Return the frame of the page at `url`. `above` are the pages between home and this one."""
    home = () if url == urls.HOME else (Link(settings.language.t(wording.HOME_LABEL), urls.relative(url, urls.HOME)),)
    return Frame(
        url=url,
        root=urls.root(url),
        title=visible_text(title),
        description=excerpt(description),
        crumbs=(*home, *above),
        canonical=urls.canonical(settings.site.base_url, url),
        machines=machines,
    )


def usual_navigation(
    pages: Iterable[tuple[str, str]], language: Language = ENGLISH, *, search: str = ""
) -> tuple[tuple[str, str], ...]:
    """Return (label, address) of the lists, of the archivist's pages (given as name and title), and of this edition.

    `search` is the address of the search page, "" where there is none.
    """
    return (
        (language.t(wording.THREADS_LABEL), urls.threads_url()),
        (language.t(wording.PEOPLE_LABEL), urls.people_url()),
        (language.t(wording.TOPICS_LABEL), urls.topics_url()),
        (language.t(wording.DATES_LABEL), urls.dates_url()),
        (language.t(wording.INDEX_LABEL), urls.index_url()),
        *(((language.t(wording.SEARCH_LABEL), search),) if search else ()),
        *((visible_text(title), urls.archivist_url(name)) for name, title in pages),
        (language.t(wording.HONESTY_LABEL), urls.HONESTY),
    )


def paged(frame: Frame, pager: Pager) -> Frame:
    """Return the frame with the neighbours of a list's page, and the number in the title from the second page on."""
    title = frame.title if pager.number == 1 else f"{frame.title}, {pager.number}"
    return replace(frame, title=title, previous=pager.previous, next=pager.next)


def excerpt(text: str, *, limit: int = EXCERPT) -> str:
    """Return the first words of a text in one line, at most `limit` code points."""
    line = " ".join(visible_text(text[: 4 * limit]).split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(",;:–—- ") + "…"
