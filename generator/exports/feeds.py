"""Feeds: Atom (RFC 4287) and JSON Feed 1.1, newest first, of bounded length."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from generator.codec import to_json
from generator.exports.xml import indented, xml
from generator.views import urls

_VERSION = "https://jsonfeed.org/version/1.1"
_GENERATOR = "Disputatio"


@dataclass(frozen=True, slots=True)
class Entry:
    """A post in a feed. `address` is its place in the site, "threads/ahc/p-12.html"; `moment` is "" where unknown."""

    address: str
    anchor: str
    title: str
    author: str  # "" where unknown
    moment: str  # as `views.instant` gives it
    when: str  # the date as it is known, for the eye
    html: str  # "" where there is only `summary`
    summary: str


@dataclass(frozen=True, slots=True)
class Feed:
    """The newest posts of what stands at `page`; `entries` are newest first."""

    page: str
    title: str
    description: str
    language: str
    base_url: str
    salt: str  # tells this archive from others where it has no address of its own
    entries: tuple[Entry, ...]


def feed_files(feed: Feed) -> Iterator[tuple[str, bytes]]:
    """Yield (address, bytes) of the feed in both formats; Atom only where an entry has a moment, which it must have."""
    atom, json_feed = urls.feed_urls(feed.page)
    if any(entry.moment for entry in feed.entries):
        yield atom, _atom(feed, atom).encode()
    yield json_feed, _json(feed, json_feed)


def _atom(feed: Feed, address: str) -> str:
    entries = [entry for entry in feed.entries if entry.moment]
    lines = [
        f"<title>{xml(feed.title)}</title>",
        *([f"<subtitle>{xml(feed.description)}</subtitle>"] if feed.description else []),
        f"<id>{xml(_id(feed, feed.page, ''))}</id>",
        f"<updated>{max(entry.moment for entry in entries)}</updated>",
        f'<link rel="self" type="application/atom+xml" href="{xml(_href(feed, address, address))}"/>',
        f'<link rel="alternate" type="text/html" href="{xml(_href(feed, address, feed.page))}"/>',
        f"<generator>{_GENERATOR}</generator>",
    ]
    body = "".join(f"  <entry>\n{indented(_atom_entry(feed, entry, address), 4)}  </entry>\n" for entry in entries)
    language = xml(feed.language)
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">\n'
    return f"{head}{indented(lines, 2)}{body}</feed>\n"


def _atom_entry(feed: Feed, entry: Entry, address: str) -> list[str]:
    return [
        f"<title>{xml(entry.title)}</title>",
        f"<id>{xml(_id(feed, entry.address, entry.anchor))}</id>",
        f"<updated>{entry.moment}</updated>",
        f"<published>{entry.moment}</published>",
        f"<author><name>{xml(entry.author or '?')}</name></author>",
        f'<link rel="alternate" type="text/html" href="{xml(_href(feed, address, entry.address, entry.anchor))}"/>',
        *([f"<summary>{xml(entry.summary)}</summary>"] if entry.summary else []),
        *([f'<content type="html">{xml(entry.html)}</content>'] if entry.html else []),
    ]


def _json(feed: Feed, address: str) -> bytes:
    about: dict[str, object] = {
        "version": _VERSION,
        "title": feed.title,
        "home_page_url": _href(feed, address, feed.page),
        "feed_url": _href(feed, address, address),
        "language": feed.language,
        "items": [_json_item(feed, entry, address) for entry in feed.entries],
    }
    if feed.description:
        about["description"] = feed.description
    return to_json(about) + b"\n"


def _json_item(feed: Feed, entry: Entry, address: str) -> dict[str, object]:
    item: dict[str, object] = {
        "id": _id(feed, entry.address, entry.anchor),
        "url": _href(feed, address, entry.address, entry.anchor),
        "title": entry.title,
        "_disputatio": {"when": entry.when},
    }
    item |= {"content_html": entry.html} if entry.html else {"content_text": entry.summary}
    if entry.html and entry.summary:
        item["summary"] = entry.summary
    if entry.author:
        item["authors"] = [{"name": entry.author}]
    if entry.moment:
        item["date_published"] = entry.moment
    return item


def _href(feed: Feed, address: str, target: str, anchor: str = "") -> str:
    """Return the full address of a page; without a base URL, what leads there from the feed's own place."""
    if feed.base_url:
        return urls.canonical(feed.base_url, target, anchor)
    return urls.relative(address, target, anchor)


def _id(feed: Feed, target: str, anchor: str) -> str:
    """Return what no other entry of any feed is called: the full address, or a name made from it."""
    if feed.base_url:
        return _href(feed, "", target, anchor)
    return uuid5(NAMESPACE_URL, f"{feed.salt}\n{target}#{anchor}").urn
