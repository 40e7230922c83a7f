"""All that goes into a build beside the dumps: the program, topics, corrections, the theme, the archivist's pages."""

# The program's own files are read on every build: 120 of them, with os.scandir and plain paths
# ruff: noqa: PTH112, PTH113, PTH114, PTH118, PTH208

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from generator import __version__
from generator.codec import digest
from generator.config import Config
from generator.hosts import HostPlan, meta_robots
from generator.permalinks import digest_of
from generator.problems import Problem, UnusableInput
from generator.render import PageFile
from generator.store import Store, file_size, read_file, share

if TYPE_CHECKING:
    from generator.languages import Language
    from generator.views.contract import SiteView

_PAGES = "content/pages"
_TITLE = re.compile(r"\ufeff?\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|\Z)")
_PAGE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
_LIBRARIES = (
    "babel-",
    "jinja2-",
    "markdown-",
    "markdown_it_py-",
    "markupsafe-",
    "pyyaml-",
    "rapidfuzz-",
    "selectolax-",
)
_LARGEST_BYTES = 1_000_000  # of a file that is written by hand


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was read before the first dump. `key` stands for all of it; the URIs lead to what workers need of it."""

    key: str
    corrections: str
    redactions: str
    topics: str
    settings: str
    theme: str
    host: str  # the URI of what the host is told
    permalinks: str  # the digest of permalinks.tsv, "" where there is none
    pages: tuple[PageFile, ...]
    problems: tuple[Problem, ...]

    @property
    def uris(self) -> tuple[str, ...]:
        return (self.corrections, self.redactions, self.topics, self.settings, self.theme, self.host)


def read_inputs(config: Config, store: Store, code: str) -> Inputs:
    """Read what the archivist wrote, as far as it has changed; `code` stands for the program.

    Raises:
        UnusableInput: topics, corrections, a page or the theme cannot be used; all faults are told at once.
    """
    texts = (config.topics_file, config.corrections_file, config.redactions_file, config.key_file)
    folders = (str(config.pages), str(config.themes), _builtin_themes())
    contents = (part for folder in folders for part in ("folder", *_contents(folder)))
    permalinks = digest_of(config.permalinks_file)
    key = digest(code, repr(config), permalinks, *map(_content, texts), *contents)
    known = store.fact("inputs", Inputs)
    if known and known.key == key and all(file_size(f"{store.folder}/{uri}") >= 0 for uri in known.uris):
        return known
    inputs = replace(_read_anew(config, store, key), permalinks=permalinks)
    store.keep_fact("inputs", inputs)
    return inputs


def _read_anew(config: Config, store: Store, key: str) -> Inputs:
    from generator.corrections import joined_people, read_corrections
    from generator.exports import SITEMAP
    from generator.languages import read_language
    from generator.redactions import read_redactions
    from generator.themes import load_theme, string_folders
    from generator.topics import read_topics
    from generator.views import Settings

    topics, topic_problems = read_topics(config.topics_file)
    corrections, correction_problems = read_corrections(config.corrections_file)
    redactions, redaction_problems = read_redactions(config.redactions_file)
    pages, titles, page_problems = _read_pages(config)
    problems = (*topic_problems, *correction_problems, *redaction_problems, *page_problems)
    try:
        theme = load_theme(config.theme, config.theme_options, config.themes)
        language, language_problems = read_language(config.language, string_folders(config.theme, config.themes))
        problems += language_problems
    except UnusableInput as error:
        raise UnusableInput((*problems, *error.problems)) from error
    if any(problem.severity == "error" for problem in problems):
        raise UnusableInput(problems)
    settings = Settings(
        site=_site_view(config, titles, language),
        posts_per_page=config.posts_per_page,
        list_page_size=config.list_page_size,
        attachments=config.attachments,
        post_pages=config.post_pages,
        resolver="pages" in config.redirects,
        feeds=config.feeds,
        search=config.search,
        topics=topics,
        language=language,
        joined=joined_people(corrections),
    )
    host = HostPlan(config.deploy, config.robots, config.base_url, SITEMAP)
    named = {
        "corrections": corrections,
        "redactions": redactions,
        "topics": topics,
        "settings": settings,
        "theme": theme,
        "host": host,
    }
    uris = {name: share(store.folder, name, value) for name, value in named.items()}
    return Inputs(key, **uris, permalinks="", pages=pages, problems=problems)


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Return what stands for the program: its version, every file of the package, and the libraries that pages show."""
    package = Path(__file__).parent.parent
    return digest(__version__, *_libraries(), *_contents(str(package), frozenset(("__pycache__", "_builtin"))))


def _libraries() -> Iterator[str]:
    """Yield names and versions of the libraries whose results end up in pages, as their installation tells them."""
    found = find_spec("jinja2")
    if found and found.origin:
        for name in sorted(os.listdir(Path(found.origin).parent.parent)):
            if name.endswith(".dist-info") and name.lower().startswith(_LIBRARIES):
                yield name


def _builtin_themes() -> str:
    """Return the same folder as `themes.builtin_themes`, without importing all that templates need."""
    package = Path(__file__).parent.parent
    in_wheel = package / "_builtin" / "themes"
    return str(in_wheel if in_wheel.is_dir() else package.parent / "themes")


def _contents(folder: str, without: frozenset[str] = frozenset()) -> Iterator[str | bytes]:
    """Yield path and content of each file below a folder, in a fixed order. No link is followed."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        if not os.path.isdir(here) or os.path.islink(here):
            continue
        for name in sorted(os.listdir(here)):
            path = os.path.join(here, name)
            if name in without or name.startswith(".") or os.path.islink(path):
                continue
            if os.path.isdir(path):
                waiting.append(path)
            elif os.path.isfile(path):
                yield path.removeprefix(folder)
                yield read_file(path)


def _content(path: Path) -> bytes:
    """Return the bytes of a text that is written by hand, b"" where there is none that its reader would read."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST_BYTES:
        return b""
    return path.read_bytes()


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
            try:
                text = data.decode("utf-8")
            except UnicodeDecodeError as error:
                problems.append(_not_utf8(path, data, error.start))
                continue
            title = _TITLE.match(text)
            pages.append(PageFile(stem, path, digest(data)))
            titles[stem] = title[1] if title else stem.replace("-", " ").replace("_", " ").capitalize()
    return tuple(pages), titles, tuple(problems)


def _not_utf8(path: str, data: bytes, at: int) -> Problem:
    line = data.count(b"\n", 0, at) + 1
    column = len(data[data.rfind(b"\n", 0, at) + 1 : at].decode("utf-8")) + 1
    fix = "Save it as UTF-8; `iconv -f WINDOWS-1252 -t UTF-8` helps where it comes from an old machine."
    return Problem("error", "D512", path, line, column, "the page is not UTF-8", f"Byte {at + 1} is none.", fix)


def _site_view(config: Config, titles: dict[str, str], language: Language) -> SiteView:
    from generator.views import urls, usual_navigation
    from generator.views.contract import SiteView

    pages = [(name, title) for name, title in titles.items() if name != "home"]
    search = urls.SEARCH if config.search != "none" else ""
    return SiteView(
        title=config.title,
        description=config.description,
        language=config.language,
        direction=config.direction,
        base_url=config.base_url,
        licence=config.licence,
        archivist=config.archivist,
        robots=meta_robots(config.robots),
        navigation=config.navigation or usual_navigation(pages, language, search=search),
        search=search,
    )
