"""All that goes into a build beside the dumps: the program, topics, corrections, the theme, the archivist's pages."""

# The program's own files are read on every build: 120 of them, with os.scandir and plain paths
# ruff: noqa: PTH112, PTH113, PTH114, PTH118, PTH208

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from generator import __version__
from generator.codec import digest
from generator.config import Config
from generator.corrections import Corrections, joined_people, read_corrections
from generator.problems import Problem, UnusableInput
from generator.records import Topic
from generator.render import PageFile
from generator.store import Store, file_size, read_file, share
from generator.topics import read_topics
from generator.views import Settings, urls
from generator.views.contract import SiteView

_PAGES = "content/pages"
_TITLE = re.compile(r"\ufeff?\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|\Z)")
_PAGE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was read before the first dump. URIs lead to what workers need of it, and stand for its content."""

    corrections: Corrections
    corrections_uri: str
    topics: tuple[Topic, ...]
    topics_uri: str
    settings_uri: str
    theme_uri: str
    pages: tuple[PageFile, ...]
    problems: tuple[Problem, ...]

    @property
    def uris(self) -> tuple[str, ...]:
        return (self.corrections_uri, self.topics_uri, self.settings_uri, self.theme_uri)

    @property
    def digest(self) -> str:
        places = tuple((page.name, page.digest) for page in self.pages)
        return digest(*self.uris, places, self.corrections.places, self.problems)


def read_inputs(config: Config, store: Store, code: str) -> Inputs:
    """Read what the archivist wrote; `code` stands for the program.

    Raises:
        UnusableInput: topics, corrections, a page or the theme cannot be used; all faults are told at once.
    """
    topics, topic_problems = read_topics(config.topics_file)
    corrections, correction_problems = read_corrections(config.corrections_file)
    pages, titles, page_problems = _read_pages(config)
    problems = (*topic_problems, *correction_problems, *page_problems)
    try:
        theme_uri = _share_theme(config, store, code)
    except UnusableInput as error:
        raise UnusableInput((*problems, *error.problems)) from error
    if any(problem.severity == "error" for problem in problems):
        raise UnusableInput(problems)
    settings = Settings(
        site=_site_view(config, titles),
        posts_per_page=config.posts_per_page,
        list_page_size=config.list_page_size,
        topics=topics,
        joined=joined_people(corrections),
    )
    return Inputs(
        corrections,
        share(store.folder, "corrections", corrections),
        topics,
        share(store.folder, "topics", topics),
        share(store.folder, "settings", settings),
        theme_uri,
        pages,
        problems,
    )


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Return what stands for the program: its version, and every file of the package, whoever edits it."""
    package = Path(__file__).parent.parent
    return digest(__version__, *(part for part in _contents(str(package), frozenset(("__pycache__", "_builtin")))))


def _contents(folder: str, without: frozenset[str] = frozenset()) -> Iterator[str | bytes]:
    """Yield path and content of each file below a folder, in a fixed order. No link is followed."""
    if not os.path.isdir(folder) or os.path.islink(folder):
        return
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if name in without or name.startswith(".") or os.path.islink(path):
            continue
        if os.path.isdir(path):
            yield from _contents(path, without)
        elif os.path.isfile(path):
            yield path.removeprefix(folder)
            yield read_file(path)


def _share_theme(config: Config, store: Store, code: str) -> str:
    """Return the URI of the loaded theme; it is loaded again only where a file of any theme has changed."""
    from generator.themes import builtin_themes, load_theme

    folders = (str(config.themes), str(builtin_themes()))
    key = digest(code, config.theme, config.theme_options, *(part for each in folders for part in _contents(each)))
    known = store.fact("theme", tuple[str, str, int])
    if known and known[0] == key and file_size(f"{store.folder}/{known[1]}") == known[2]:
        return known[1]
    uri = share(store.folder, "theme", load_theme(config.theme, config.theme_options, config.themes))
    store.keep_fact("theme", (key, uri, file_size(f"{store.folder}/{uri}")))
    return uri


def _read_pages(config: Config) -> tuple[tuple[PageFile, ...], dict[str, str], tuple[Problem, ...]]:
    """Return the archivist's pages by name, their titles, and what cannot be a page."""
    pages, titles, problems = [], {}, []
    folder = config.pages
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else []
    for name in names:
        path = f"{_PAGES}/{name}"
        if not name.endswith(".md") or name.startswith("."):
            continue
        stem = name.removesuffix(".md")
        if (folder / name).is_symlink() or not (folder / name).is_file():
            why = "Links may lead out of the archive."
            problems.append(
                Problem("warning", "D511", path, None, None, "this is not a plain file, and is left out", why)
            )
        elif not _PAGE_NAME.fullmatch(stem):
            fix = "Use small letters, digits, - and _: about-this-archive.md"
            problems.append(Problem("error", "D510", path, None, None, "a page of that name has no address", "", fix))
        else:
            data = (folder / name).read_bytes()
            title = _TITLE.match(data.decode("utf-8", "replace"))
            pages.append(PageFile(stem, path, digest(data)))
            titles[stem] = title[1] if title else stem.replace("-", " ").replace("_", " ").capitalize()
    return tuple(pages), titles, tuple(problems)


def _site_view(config: Config, titles: dict[str, str]) -> SiteView:
    from generator.views import wording

    pages = tuple((title, urls.archivist_url(name)) for name, title in titles.items() if name != "home")
    lists = (
        (wording.THREADS_LABEL, urls.threads_url()),
        (wording.PEOPLE_LABEL, urls.people_url()),
        (wording.TOPICS_LABEL, urls.topics_url()),
        (wording.INDEX_LABEL, urls.index_url()),
    )
    return SiteView(
        title=config.title,
        description=config.description,
        language=config.language,
        direction=config.direction,
        base_url=config.base_url,
        licence=config.licence,
        archivist=config.archivist,
        navigation=config.navigation or (*lists, *pages, (wording.HONESTY_LABEL, urls.HONESTY)),
    )
