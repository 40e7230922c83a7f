"""Importer `forumscraper`: threads of forums as the program forumscraper writes them, one JSON file a thread.

**Reads** all files whose `format_version` ends in `-thread`: XenForo 1 and 2, phpBB, vBulletin, SMF 1 and 2, Invision,
XMB and those that may follow. Posts hold the HTML of the page; it is read as a saved page of the same engine is, and
they get the same ids; a post that the pages of a thread repeat counts once. Dates are what the page showed. Files that
list boards (`-forum`) hold no posts, which is told.

**Cannot**: show polls and reactions.

*Facts*: forumscraper's open sources, and files that it wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.codec import digest
from generator.importers.dumps import Dump, ReadOptions
from generator.importers.structured.documents import dict_of, list_of, no_posts, read_document, text_of
from generator.importers.structured.moments import iso_moment
from generator.importers.structured.outlines import outline
from generator.importers.structured.quarantine import broken_record
from generator.importers.structured.scraped import ScrapedPost, ScrapedThread, scraped_thread
from generator.problems import Problem
from generator.records import Source, Thread

name = "forumscraper"

_DECLARES = 0.95
_VERSION = re.compile(r"([a-z]+(?:-?[a-z]+)*?)(?:-\d+\+?)?-(thread|forum|board|tag|user)\Z")  # "xenforo-2-thread"
_BODIES = ("text", "content", "body")  # where the engines' posts keep their HTML
_TITLES = ("user_title", "user_banner", "rank", "rank_title", "group")


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is forumscraper's: it names its format."""
    shape = outline(head)
    is_named = shape.root == "{" and _VERSION.match(shape.text("format_version")) is not None
    return _DECLARES if is_named and shape.has("url") else 0.0


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the thread of a dump, and what is wrong with its posts."""
    found = read_document(dump, ("posts",))
    if isinstance(found, Problem):
        yield found
        return
    yield from found.problems
    told = dict_of(found.value)
    match = _VERSION.match(text_of(told.get("format_version")))
    if not match or match[2] != "thread":
        yield no_posts(dump, "It lists boards or people of a forum; the threads are files of their own.")
        return
    posts: list[ScrapedPost] = []
    for number, value in enumerate(list_of(told.get("posts")), 1):
        post = _post(dict_of(value))
        if post:
            posts.append(post)
        elif value is not None:
            yield broken_record(dump, None, f"post {number} has no text", code="D231")
    if not posts:
        yield dump.trouble("D211", (1, 1), "the dump holds no post", fix="Scrape the thread again.")
        return
    url, title = text_of(told.get("url")) or None, text_of(told.get("title")) or None
    source = Source(dump.name, digest(dump.data()), name, skin=match[1], retrieved=options.retrieved)
    thread = ScrapedThread(match[1], text_of(told.get("id")) or source.digest[:12], title, url, posts)
    yield scraped_thread(thread, source, options)


def _post(told: dict[str, Any]) -> ScrapedPost | None:
    html = next((told[key] for key in _BODIES if isinstance(told.get(key), str)), None)
    if html is None:
        return None
    user = dict_of(told.get("user"))  # vBulletin's; the other engines' posts hold all of it themselves
    about = user or told
    date = text_of(told.get("date"))
    exact = iso_moment(date)
    titles = [each for key in (*_TITLES, *(("title",) if user else ())) if isinstance(each := about.get(key), str)]
    number = text_of(told.get("id")) or text_of(told.get("postid"))
    return ScrapedPost(
        id=number if number not in ("", "0") else None,
        html=html,
        author=text_of(user.get("name")) or text_of(told.get("user")),
        words=date,
        exact=exact if exact.iso else None,
        titles=tuple(titles),
        signature=text_of(told.get("signature")),
        files=tuple(file for each in list_of(told.get("attachments")) if (file := _file(each))),
    )


def _file(told: object) -> tuple[str, str] | None:
    about = dict_of(told)
    address = text_of(about.get("link")) or text_of(about.get("url"))
    called = text_of(about.get("name")) or text_of(about.get("title")) or address.rpartition("/")[2]
    return (called, address) if called else None
