"""Addresses: the only place that makes one.

An address is a path relative to the site's root, unescaped ("threads/ahc/p-12.html"): it is also the name of the file.
Ids come from `text.safe_name`: they hold no "." and are never "index" or "page-2", so lists may use such names.
`relative` turns one into the `href` that leads to it from another page. Anchors come from content and not from
positions, so they survive a re-import: a quote "q-<post>-<digits of its words>" leads to the passage
"w-<origin>-<the same digits>". So whoever knows the quote knows where it leads, without opening the origin.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import quote as percent_encode

from generator.codec import short_id
from generator.records import Quote

HOME = "index.html"
NOT_FOUND = "404.html"
SEARCH = "search.html"
HONESTY = "honesty.html"
RESOLVER = "redirects/old.js"  # leads from addresses of former forums, on hosts that can be told no redirects


def thread_url(thread: str, page: int = 1) -> str:
    return f"threads/{thread}/index.html" if page == 1 else f"threads/{thread}/page-{page}.html"


def tree_url(thread: str, page: int = 1) -> str:
    return f"threads/{thread}/tree.html" if page == 1 else f"threads/{thread}/tree-{page}.html"


def post_url(thread: str, post: str) -> str:
    return f"threads/{thread}/p-{post}.html"


def lost_url(thread: str, lost: str) -> str:
    """Ids of lost posts are all of one length, so no two pairs share an address."""
    return f"lost/{thread}-{lost}.html"


def threads_url(page: int = 1) -> str:
    return "threads/index.html" if page == 1 else f"threads/page-{page}.html"


def people_url(page: int = 1) -> str:
    return "people/index.html" if page == 1 else f"people/page-{page}.html"


def person_url(person: str, page: int = 1) -> str:
    return f"people/{person}.html" if page == 1 else f"people/{person}.{page}.html"


def topics_url(page: int = 1) -> str:
    return "topics/index.html" if page == 1 else f"topics/page-{page}.html"


def topic_url(topic: str, page: int = 1) -> str:
    return f"topics/{topic}.html" if page == 1 else f"topics/{topic}.{page}.html"


def index_url(letter: str = "", page: int = 1) -> str:
    """The A-Z: "index-a-z.html", and one page a letter where there are many ("index-a-z/m.html")."""
    if not letter:
        return "index-a-z.html"
    return f"index-a-z/{letter}.html" if page == 1 else f"index-a-z/{letter}.{page}.html"


def dates_url() -> str:
    return "dates/index.html"


def year_url(year: int) -> str:
    return f"dates/{year:04d}.html"


def month_url(month: int, page: int = 1) -> str:
    """`month` is 201712 for December 2017, and 201700 for what is known to be of 2017 alone."""
    name = f"{month // 100:04d}-{month % 100:02d}"
    return f"dates/{name}.html" if page == 1 else f"dates/{name}.{page}.html"


def archivist_url(name: str) -> str:
    return f"pages/{name}.html"


def feed_urls(page: str) -> tuple[str, str]:
    """Return the addresses of the feeds of what stands at `page`, the first page of a list: Atom, JSON Feed.

    >>> feed_urls("people/anna.html"), feed_urls("threads/ahc/index.html")
    (('people/anna.xml', 'people/anna.json'), ('threads/ahc/feed.xml', 'threads/ahc/feed.json'))
    """
    stem = page.removesuffix(".html")
    if stem.rpartition("/")[2] == "index":
        stem = stem.removesuffix("index") + "feed"
    return f"{stem}.xml", f"{stem}.json"


def citations_urls(thread: str) -> tuple[str, str]:
    """Return the addresses of the citations of a thread's posts: BibTeX, CSL-JSON."""
    return f"threads/{thread}/citations.bib", f"threads/{thread}/citations.json"


def search_folder(part: int) -> str:
    """Return the folder of a part of the index of search, with "/" at its end."""
    return f"search/{part}/"


def annotations_url(thread: str) -> str:
    return f"threads/{thread}/annotations.jsonld"


# The endings of files that may be published, by media type: no browser runs anything in them.
PICTURES = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp"}
_FILES = PICTURES | {
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "application/gzip": ".gz",
    "application/x-7z-compressed": ".7z",
    "application/vnd.rar": ".rar",
    "application/zstd": ".zst",
    "audio/mpeg": ".mp3",
    "audio/ogg": ".ogg",
    "text/plain": ".txt",
}


def attachment_url(digest: str, media: str, published: str = "all") -> str:
    """Return the address of an attachment: named by what it holds, never by its sender. "" where it is not published.

    `published` is the setting: "all", "pictures" or "none".
    """
    endings = {"all": _FILES, "pictures": PICTURES}.get(published, {})
    return f"attachments/{digest}{endings[media]}" if digest and media in endings else ""


def post_anchor(post: str) -> str:
    return f"p-{post}"


def quote_anchor(post: str, words: str, occurrence: int = 1) -> str:
    """Return the id of a quote: `words` are its text, `occurrence` counts quotes of the very same words in one post."""
    again = f".{occurrence}" if occurrence > 1 else ""
    return f"q-{post}-{_digits(words)}{again}"


def passage_anchor(origin: str, anchor: str) -> str:
    """Return the id of the passage in post (or lost post) `origin` that the quote with the id `anchor` leads to."""
    return f"w-{origin}-{anchor.rpartition('-')[2].partition('.')[0]}"


def quote_anchors(text: str, quotes: Sequence[Quote]) -> tuple[str, ...]:
    """Return the ids of the quotes of one post, in their order. `text` is the post's text."""
    anchors: list[str] = []
    seen: dict[str, int] = {}
    for quote in quotes:
        first = quote_anchor(quote.post, quote.span.of(text))
        seen[first] = seen.get(first, 0) + 1
        anchors.append(first if seen[first] == 1 else f"{first}.{seen[first]}")
    return tuple(anchors)


def relative(page: str, target: str, anchor: str = "") -> str:
    """Return the `href` that leads from the page at `page` to `target` (and `anchor` in it)."""
    fragment = f"#{_encode(anchor)}" if anchor else ""
    if page == target:
        return fragment or _encode(target.rpartition("/")[2])
    return _path(page.rpartition("/")[0], target) + fragment


def root(page: str) -> str:
    """Return what leads from the page to the site's root: "" or "../" once for each folder."""
    return "../" * page.count("/")


def canonical(base_url: str, page: str, anchor: str = "") -> str:
    """Return the full address of a page (and of `anchor` in it), "" where the site has no base URL.

    `base_url` ends with "/".
    """
    if not base_url:
        return ""
    path = page.removesuffix("index.html") if page.endswith("/index.html") or page == HOME else page
    return base_url + _encode(path) + (f"#{_encode(anchor)}" if anchor else "")


@lru_cache(maxsize=4096)
def _path(folder: str, target: str) -> str:
    here = folder.split("/") if folder else []
    there = target.split("/")
    shared = 0
    while shared < len(here) and shared < len(there) - 1 and here[shared] == there[shared]:
        shared += 1
    return "../" * (len(here) - shared) + _encode("/".join(there[shared:]))


_PLAIN = re.compile(r"[A-Za-z0-9._~/-]*")


def _encode(part: str) -> str:
    return part if _PLAIN.fullmatch(part) else percent_encode(part, safe="/~")


def _digits(words: str) -> str:
    letters = "".join(filter(str.isalnum, words.casefold()))
    return short_id(letters or words)
