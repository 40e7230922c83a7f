"""From the rows of posts to old addresses: which forum each came from, and by which numbers it knew them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from generator.redirects.shapes import BY_NAME, ENGINES, Engine, Tells
from generator.tables.rows import OldRow
from generator.views import urls

STEP = 5  # posts: boards show 10, 15, 20, 25 or 30 a page, so pages begin after a multiple of this
_OF_MANY_ENGINES = frozenset(("forumscraper", "forum_dl", "iac", "jsonl", "html"))  # importers
_NUMBER = re.compile(r"(?:t[13]_|p(?=\d)|.*-)?([a-z0-9]+)")
# What may stand in the settings of a server: no quotation marks, blanks, variables or braces.
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*")
_PATH = re.compile(r"/[A-Za-z0-9/?:@!&'()*+,;=%._~#\[\]-]*")
_THREAD_NUMBER = re.compile(r".*-([a-z0-9]+)")


@dataclass(frozen=True, slots=True, order=True)
class Forum:
    """A forum that posts came from. `folder` is its path, from "/" to "/"; `name` tells it from others in maps."""

    host: str  # "" where no dump tells it
    folder: str
    engine: str

    @property
    def name(self) -> str:
        return f"{self.host}{self.folder}{self.engine}"


@dataclass(frozen=True, slots=True, order=True)
class Old:
    """An old address, by what it tells: a post's number ("p12"), a thread's ("t5"), a page's ("t5/2"), and so on.

    `target` is where that is now: an address in this site. `own` is the path and query that the dump itself gives, ""
    where it gives none.
    """

    forum: Forum
    tells: Tells
    key: str
    target: str
    own: str = ""


@dataclass(frozen=True, slots=True)
class Exact:
    """An old address of no known shape: host, path and query, and where that is now."""

    host: str
    path: str
    target: str


def old_addresses(
    rows: Iterable[OldRow], posts_per_page: int, homes: Mapping[str, str], *, post_pages: bool = True
) -> Iterator[Old | Exact]:
    """Yield every old address of posts and threads, thread by thread as the rows stand.

    `homes` are the addresses of forums by dump, for dumps that do not tell them. A thread's own row comes before those
    of its posts, and has no post.
    """
    thread: OldRow | None = None
    forum: Forum | None = None
    for row in rows:
        base = homes.get(row.dump, "")
        if thread is None or row.thread != thread.thread:
            thread = row if not row.post else OldRow(row.thread, row.shard, "", 0, "", row.importer, row.dump, "")
            forum = _forum(row.importer, thread.url or row.url, base)
            if not row.post:
                yield from _of_thread(row, forum)
                continue
        page = (row.ordinal - 1) // posts_per_page + 1
        place = urls.thread_url(row.thread, page)
        target = urls.post_url(row.thread, row.post) if post_pages else f"{place}#{urls.post_anchor(row.post)}"
        here = forum or _forum(row.importer, row.url, base)
        if here is None:
            yield from _exact(row.url, target)
            continue
        number = _thread_number(thread, here)
        yield from _of_post(row, here, number, target)
        if number:
            yield from _of_page(row, here, number, place)


def _of_thread(row: OldRow, forum: Forum | None) -> Iterator[Old | Exact]:
    target = urls.thread_url(row.thread)
    if forum is None:
        yield from _exact(row.url, target)
        return
    number = _thread_number(row, forum)
    if number:
        yield Old(forum, "thread", f"t{number}", target, _own(row.url))


def _of_post(row: OldRow, forum: Forum, thread: str, target: str) -> Iterator[Old]:
    number = _NUMBER.fullmatch(row.post)
    engine = BY_NAME[forum.engine]
    tells = {shape.tells for shape in engine.shapes}
    if number and "post" in tells and forum.engine != "discourse":
        yield Old(forum, "post", f"p{number[1]}", target, _own(row.url))
    if thread and "place" in tells:
        yield Old(forum, "place", f"t{thread}/{row.number or row.ordinal}", target)
    if forum.engine == "discourse":  # a post's own id is a row of its own
        told = _told(engine, "post", row.url, forum)
        if told:
            yield Old(forum, "post", f"p{told}", target, _own(row.url))


def _of_page(row: OldRow, forum: Forum, thread: str, place: str) -> Iterator[Old]:
    """Yield the page of the old thread that began with this post, where one did."""
    engine = BY_NAME[forum.engine]
    before = (int(row.number) if row.number.isascii() and row.number.isdecimal() else row.ordinal) - 1
    tells = {shape.tells for shape in engine.shapes}
    if "offset" in tells and before > 0 and before % STEP == 0:
        yield Old(forum, "offset", f"t{thread}/{before}", place)
    if "page" in tells and before > 0 and before % engine.page_posts == 0:
        yield Old(forum, "page", f"t{thread}/{before // engine.page_posts + 1}", place)


def _exact(url: str, target: str) -> Iterator[Exact]:
    host, path = _split(url)
    if host and path != "/":
        yield Exact(host, path, target)


def _own(url: str) -> str:
    return _split(url)[1] if url else ""


@lru_cache(maxsize=1 << 12)
def _forum(importer: str, url: str, home: str) -> Forum | None:
    """Return the forum of an address, or of a dump whose home is told; None where neither has a shape that is known."""
    host, path = _split(url)
    named = BY_NAME.get(importer)
    for engine in (named,) if named else ENGINES if importer in _OF_MANY_ENGINES else ():
        folder = _folder(engine, path)
        if host and folder:
            return Forum(host, folder, engine.name)
    if named and home:
        host, folder = _split(home)
        return Forum(host, folder.rstrip("/") + "/", named.name)
    return None


def _folder(engine: Engine, path: str) -> str:
    """Return the folder of a forum, given the address of something in it; "" where the address has no such shape."""
    for shape in engine.shapes:
        match = re.search(f"/{shape.pattern}", path)
        if match:
            return path[: match.start() + 1]
        if path.startswith("/?") and re.match(shape.pattern, path[1:]):
            return "/"
    return ""


def _thread_number(row: OldRow, forum: Forum) -> str:
    told = _told(BY_NAME[forum.engine], "thread", row.url, forum)
    match = _THREAD_NUMBER.fullmatch(row.thread)
    return told or (match[1] if match else "")


@lru_cache(maxsize=1 << 12)
def _told(engine: Engine, tells: Tells, url: str, forum: Forum) -> str:
    path = _own(url)
    if not path.startswith(forum.folder):
        return ""
    rest = path[len(forum.folder) :]
    found = (re.match(shape.pattern, rest) for shape in engine.shapes if shape.tells == tells)
    return next((match[1] for match in found if match), "")


@lru_cache(maxsize=1 << 12)
def _split(url: str) -> tuple[str, str]:
    """Return host, and path with query, of an address on the web; ("", "") of any other."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return "", ""
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        return "", ""
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return (host, path) if _PATH.fullmatch(path) else ("", "")
