"""The archivist's own pages (content/pages/*.md), and the page for addresses that lead nowhere.

Python-Markdown with toc, footnotes, attr_list and admonition, tamed: HTML in the text is shown as text, attributes are
an allow-list, and links lead to web addresses or inside the site. "about.md" leads to the page made from that file;
other relative links count from the page as it is published, and those of home.md that begin with "../" from its folder.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from generator.markup import safe_url, visible_text
from generator.views import urls, wording
from generator.views.contract import ArchivistPage, GonePage, Link, NotFoundPage, Was
from generator.views.frames import frame
from generator.views.sources import Settings

HOME_NAME = "home"  # its text is the introduction of the home page

_ATTRIBUTES = frozenset(
    ("id", "class", "title", "alt", "lang", "dir", "start", "href", "src", "rel", "role", "colspan", "rowspan")
)
_TITLE = re.compile(r"\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|\Z)")
_TOP_HEADING = re.compile(r"^#[ \t]|^=+[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class HandWritten:
    """A text of the archivist's: its title ("" where it does not begin with one), and the rest as HTML."""

    title: str
    html: Markup


def archivist_pages(sources: Iterable[tuple[str, str]], settings: Settings) -> Iterator[ArchivistPage]:
    """Yield a page for each (name of the file without ".md", text), but for "home"."""
    for name, text in sources:
        if name == HOME_NAME:
            continue
        url = urls.archivist_url(name)
        written = written_by_hand(text, url)
        title = written.title or visible_text(name.replace("-", " ").replace("_", " ").capitalize())
        yield ArchivistPage(frame(url, title, settings, description=written.html.striptags()), written.html)


def not_found_page(settings: Settings) -> NotFoundPage:
    """Return the page that a host shows for addresses that lead nowhere; it may stand in any folder."""
    page = frame(urls.NOT_FOUND, settings.language.t(wording.NOT_FOUND_LABEL), settings)
    root = urlsplit(settings.site.base_url).path  # relative links would count from whatever address was asked for
    resolver = f"{root or '/'}{urls.RESOLVER}" if settings.resolver else ""
    home = Link(settings.language.t(wording.HOME_LABEL), root + urls.HOME)
    return NotFoundPage(replace(page, root=root, crumbs=(home,)), resolver)


def gone_page(url: str, was: Was, thread: tuple[str, str | None], settings: Settings) -> GonePage:
    """Return the tombstone for an address at which nothing stands any more.

    `thread` is the debate that it belonged to: its id, and its title; None where that is gone as well.
    """
    name, title = thread
    is_there = title is not None and was != "thread"
    t = settings.language.t
    above = Link(visible_text(title or "").strip() or t(wording.UNTITLED), urls.relative(url, urls.thread_url(name)))
    return GonePage(frame(url, t(wording.GONE_LABEL), settings), was, above if is_there else None)


def written_by_hand(text: str, url: str) -> HandWritten:
    """Return the archivist's Markdown as HTML for the page at `url`; headings begin at the second level."""
    text = visible_text(text)
    title = _TITLE.match(text)
    rest = text[title.end() :] if title else text
    base_level = 2 if _TOP_HEADING.search(rest) else 1
    converter = markdown.Markdown(
        extensions=["toc", "footnotes", "attr_list", "admonition", _Tame(url)],
        extension_configs={"toc": {"baselevel": base_level}},
        output_format="html",
    )
    return HandWritten(title.group(1).strip() if title else "", Markup(converter.convert(rest)))


class _Tame(Extension):
    """Takes the readers of HTML out, and checks what came of the rest."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - the library's name
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.deregister("automail")  # it writes addresses as entities, which nothing can check
        md.treeprocessors.register(_Check(md, self._url), "tame", 1)  # after attr_list (8) and toc (5)


class _Check(Treeprocessor):
    """Drops attributes that are not on the list, and addresses that lead nowhere safe."""

    def __init__(self, md: markdown.Markdown, url: str) -> None:
        super().__init__(md)
        self._url = url

    def run(self, root: Element) -> None:
        for element in root.iter():
            for name in set(element.attrib) - _ATTRIBUTES:
                del element.attrib[name]
            for name in {"href", "src"} & set(element.attrib):
                target = _target(element.attrib[name], self._url, is_picture=name == "src")
                if target is None:
                    del element.attrib[name]
                else:
                    element.attrib[name] = target


def _target(address: str, url: str, *, is_picture: bool) -> str | None:
    """Return where a link or picture may lead, as written on the page at `url`; pictures only inside the site."""
    if address.startswith("#"):
        return address
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        return None if is_picture else safe_url(address)
    if safe_url(f"https://site.example/{parts.path}") is None:
        return None
    path = unquote(parts.path)
    if path.endswith(".md"):
        name = posixpath.basename(path).removesuffix(".md")
        path = urls.HOME if name == HOME_NAME else urls.archivist_url(name)
    else:
        from_file = url == urls.HOME and path.startswith("../")
        path = posixpath.normpath(posixpath.join("pages" if from_file else posixpath.dirname(url), path))
    if path.startswith(("/", "..")):
        return None
    return urls.relative(url, path, parts.fragment)
