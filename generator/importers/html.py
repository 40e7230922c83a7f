"""Importer `html`: saved web pages of forums that no other importer knows.

**Reads**, in this order, what a page offers: posts of a known engine whose marks stand deeper in the page than its
beginning; posts marked for machines (schema.org microdata); posts of software with well-known class names (bbPress,
WoltLab, Flarum, Khoros, comments of WordPress); JSON-LD with a posting and its comments; elements that repeat and look
like posts, with a name and mostly a date; and at last the words of the page, as if somebody had copied them by hand.
What was done is told by a warning, because it is a guess.

**Cannot**: read pages that a script fills after they are loaded and that were saved before: they hold no words.

*Facts*: the open sources of these programs, for the names of classes; the rest is what most pages agree on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from selectolax.lexbor import LexborNode

from generator.files import is_page
from generator.importers.dumps import Dump, ReadOptions
from generator.importers.pages.captures import as_served
from generator.importers.pages.engine import ShownThread, engines, html_head, page_thread
from generator.importers.pages.likely_posts import likely_posts
from generator.importers.pages.nodes import attribute, words_of
from generator.importers.pages.page import Page, read_page
from generator.importers.pages.postings import postings_thread
from generator.importers.pages.unknown_markup import meaning
from generator.importers.pages.walls import no_posts
from generator.importers.paste import read_pasted
from generator.markup import SKIP, Meaning, read_html
from generator.problems import Problem
from generator.records import Thread, ThreadId
from generator.text import safe_name

name = "html"

_PAGE = 0.35  # above pasted text, below every importer that recognises an engine
_FRAGMENT = 0.33
_TAGS = re.compile(
    r"</(?:div|p|td|table|article|section|span|blockquote|li|ul|a|b|i|font)\s{0,9}>|<br\s?/?>", re.IGNORECASE
)
_BEGINS = re.compile(r"\s{0,99}(?:<!--.{0,2000}?-->\s{0,99}){0,3}<[a-z]", re.IGNORECASE | re.DOTALL)
_WHOLE = re.compile(r"<!doctype\s+html|<html\b")
_HEAD = 30_000  # those who save pages put their notes first
_LEAST_TAGS = 3  # in the beginning of a piece of a page: fewer may be an example in a text
_AROUND = frozenset(("nav", "header", "footer", "form", "noscript", "menu"))
_MAIN = "main, [role=main], #content, #main, .content"
_MOST_AROUND = 0.5  # of a page's words may stand outside of what is called its main part


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is a web page, or a piece of one; engines are surer of their own pages.

    Only the name of a file tells a piece of a page from a text about tags, which must be shown as it is.
    """
    text = html_head(head)
    if text is not None:
        is_whole = is_page(path.name) or _WHOLE.search(text[:_HEAD]) or "multipart/related" in text[:_HEAD]
        return _PAGE if is_whole else 0.0
    text = head.decode("utf-8", "ignore")
    is_markup = is_page(path.name) and _BEGINS.match(text) is not None and len(_TAGS.findall(text)) >= _LEAST_TAGS
    return _FRAGMENT if is_markup else 0.0


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Return the thread of a page and a warning that tells how it was found, or the one error why there is none."""
    return read_page(dump, options, _known_or_guessed)


def _known_or_guessed(page: Page) -> Iterator[Thread | Problem]:
    page = as_served(page)
    for engine in engines():
        known = engine.read_page(page)
        if isinstance(known, Thread) and any(post.text for post in known.posts):
            yield known
            return
    yield from _guessed(page)


def _guessed(page: Page) -> Iterator[Thread | Problem]:
    posts = likely_posts(page.root)
    marked = postings_thread(page, name, meaning)
    if posts and (marked is None or len(posts) >= len(marked.posts)):
        shown = ShownThread(
            engine=name, number=None, title=_title(page.root), posts=posts, url=page.url, meaning=meaning
        )
        thread = _renamed(page_thread(page, shown), page)
        yield thread
        yield _warning(page, f"its {len(thread.posts)} posts were found by what repeats on it")
    elif marked is not None:
        yield _renamed(marked, page)
        yield _warning(page, f"its {len(marked.posts)} posts were found in what it tells to search engines")
    else:
        yield from _as_text(page)


def _renamed(thread: Thread, page: Page) -> Thread:
    """Return the thread with the id of its file: nothing on such a page is known to number threads."""
    return replace(thread, id=ThreadId(safe_name(Path(page.dump.name).stem)))


def _as_text(page: Page) -> Iterator[Thread | Problem]:
    """Yield the thread that the page's words make as if they had been copied by hand."""
    body = read_html(_main(page.root), _in_page, base=page.url)
    thread = read_pasted(body.text, page.source(name), page.options.skin)
    if not thread.posts:
        yield no_posts(page, name)
        return
    posts = tuple(
        replace(post, source_span=None, source_lines=None, author_span=None, signature_span=None)
        for post in thread.posts  # these count characters of the page's words, not of the dump
    )
    title = thread.title if thread.title.value else replace(thread.title, value=_title(page.root), confidence=0.5)
    yield replace(thread, title=title, posts=posts, chrome=(), title_span=None, url=page.url)
    yield _warning(page, "its words are read as if they had been copied by hand")


def _main(root: LexborNode) -> LexborNode:
    """Return the part of a page that is called its main one, if it has most of the words; else all of it."""
    body = root.css_first("body") or root
    whole = len(body.text())
    inner = max((part for part in root.css(_MAIN)[:20]), key=lambda part: len(part.text()), default=body)
    return inner if len(inner.text()) >= _MOST_AROUND * whole else body


def _in_page(node: LexborNode) -> Meaning | None:
    return SKIP if node.tag in _AROUND else meaning(node)


def _title(root: LexborNode) -> str | None:
    told = attribute(root.css_first('meta[property="og:title"]'), "content")
    headings = root.css("h1")
    return (words_of(headings[0]) if len(headings) == 1 else None) or told or words_of(root.css_first("title"))


def _warning(page: Page, done: str) -> Problem:
    why = "No importer knows the software that made this page."
    fix = "Look at the posts; where they are wrong, copy the thread by hand or write an importer for this software."
    return Problem("warning", "D248", page.dump.name, None, None, f"the page is a guess: {done}", why, fix)
