"""A saved web page, opened: its tree, where it was on the web, and when it was taken."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from selectolax.lexbor import LexborNode

from generator.codec import digest
from generator.importers.dumps import Dump, ReadOptions, decode_text, looks_binary
from generator.importers.pages.charsets import decode_page
from generator.importers.pages.mhtml import unwrap_mhtml
from generator.importers.structured.packed import open_packed, packing_problems
from generator.markup import parse_html
from generator.problems import Problem
from generator.records import Source, Thread

LARGEST_PAGE = 64 << 20  # bytes; the largest page of a forum seen has 2 MB
_LONGEST_URL = 2_000
_HEAD = 16_384  # characters in which those who save pages leave their notes
_SAVED_FROM = re.compile(r"<!--\s{0,9}saved from url=(?:\(\d{1,6}\))?([^\s<>]{1,2000})", re.IGNORECASE)
_SINGLE_FILE = re.compile(r"<!--\s{0,9}Page saved with SingleFile\s{1,9}url: ([^\s<>]{1,2000})")
_SINGLE_FILE_DATE = re.compile(r"saved date: \w{3} (\w{3}) (\d{2}) (\d{4}) ")
_HTTRACK = re.compile(r"<!-- Mirrored from ([^\s<>]{1,2000}) by HTTrack[^,>]{0,99}, ([^>]{10,40}) -->")
_ARCHIVED = re.compile(r"FILE ARCHIVED ON \d\d:\d\d:\d\d (\w{3}) (\d{2}), (\d{4})")
_WAYBACK = re.compile(r"(?:https?:)?//web\.archive\.org/web/(\d{4})(\d{2})(\d{2})\d{0,6}(?:[a-z]{2}_)?/(.+)")
_MONTHS = tuple(calendar.month_abbr)  # "", "Jan", ...; English, as the program never sets a locale
_WEB = re.compile(r"https?://[^/\s]", re.IGNORECASE)
_EXPORT_AGAIN = "Save the thread's page again; to leave the file out, move it out of content/threads/."


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a dump. `root` is its <html> element; `url` its address on the web, as far as it is known.

    `retrieved` is the ISO date of the capture: what the user said, else what the page tells. `key` is the digest of
    the page's bytes.
    """

    root: LexborNode
    url: str | None
    retrieved: str | None
    dump: Dump
    options: ReadOptions
    key: str

    def source(self, importer: str) -> Source:
        """Return the record of where the page's posts come from."""
        return Source(self.dump.name, self.key, importer, retrieved=self.retrieved)

    def absolute(self, address: str | None) -> str | None:
        """Return an address of this page in full, None where it leads to no page of the web."""
        address = (address or "").strip()
        if not address or len(address) > _LONGEST_URL:
            return None
        head = self.root.css_first("head")
        base = head.css_first("base[href]") if head is not None else None
        told = base.attributes.get("href") if base else None
        try:
            full = urljoin(urljoin(self.url or "", told or ""), address)
        except ValueError:
            return None
        return without_wayback(full) if _WEB.match(full) else None


def read_page(
    dump: Dump, options: ReadOptions, read: Callable[[Page], Iterator[Thread | Problem]]
) -> Iterator[Thread | Problem]:
    """Yield what `read` finds on the page that a dump holds, or the one error that says why it holds none.

    The page may be packed; a page that is cut off is read as far as it goes, with a warning.
    """
    opened = open_packed(dump)
    if isinstance(opened, Problem):
        yield opened
        return
    page = open_page(dump.data() if opened is dump else _unpacked(opened), dump, options)
    yield from [page] if isinstance(page, Problem) else read(page)
    yield from packing_problems(opened)


def _unpacked(dump: Dump) -> bytes:
    with dump.open(ReadOptions()) as file:
        return file.read(LARGEST_PAGE + 1)


def open_page(
    data: bytes, dump: Dump, options: ReadOptions | None = None, *, url: str | None = None, charset: str | None = None
) -> Page | Problem:
    """Return a page from its bytes, or the one error that says why it is none. Whatever the bytes are, nothing raises.

    `url` and `charset` are what an archive (WARC) tells of it. Pages saved as MHTML are unwrapped. The tree is that of
    HTML 5, its depth bounded.
    """
    options = options or ReadOptions()
    if len(data) > LARGEST_PAGE:
        why = f"It has {len(data):,} bytes; no page of a forum has more than {LARGEST_PAGE:,}."
        return dump.trouble("D247", None, "the page is too large", why=why, fix=_EXPORT_AGAIN)
    key = digest(data)
    unwrapped = unwrap_mhtml(data)
    if unwrapped is not None:
        data, charset, url = unwrapped.html, unwrapped.charset, url or unwrapped.url
    if not data.strip() or (looks_binary(data) and not data.startswith((b"\xff\xfe", b"\xfe\xff"))):
        trouble = decode_text(data, dump)
        if isinstance(trouble, Problem):
            return trouble
    text = decode_page(data, charset)
    root = parse_html(text).root
    if root is None:
        return dump.trouble("D202", (1, 1), "the page is empty", fix=_EXPORT_AGAIN)
    head = text[:_HEAD]
    address, retrieved = _capture(head)
    address = url or _own_address(root) or address
    return Page(root, without_wayback(address), options.retrieved or retrieved, dump, options, key)


def _capture(head: str) -> tuple[str | None, str | None]:
    """Return the address and the day that whoever saved the page has noted in it."""
    if match := _SINGLE_FILE.search(head):
        day = _SINGLE_FILE_DATE.search(head, match.end())
        return match[1], _iso_day(*day.groups()) if day else None
    if match := _HTTRACK.search(head):
        return f"http://{match[1]}", _mail_day(match[2])
    archived = _ARCHIVED.search(head)
    day_of_archive = _iso_day(*archived.groups()) if archived else None
    match = _SAVED_FROM.search(head)
    address = match[1] if match and _WEB.match(match[1]) else None
    wayback = _WAYBACK.match(address or "")
    return address, day_of_archive or (f"{wayback[1]}-{wayback[2]}-{wayback[3]}" if wayback else None)


def _iso_day(month: str, day: str, year: str) -> str | None:
    return f"{year}-{_MONTHS.index(month):02}-{day}" if month in _MONTHS[1:] else None


def _mail_day(raw: str) -> str | None:
    try:
        return parsedate_to_datetime(raw).astimezone(UTC).date().isoformat()
    except (ValueError, TypeError, OverflowError):
        return None


def _own_address(root: LexborNode) -> str | None:
    """Return the address that the page gives itself."""
    for selector, attribute in (("link[rel=canonical][href]", "href"), ('meta[property="og:url"][content]', "content")):
        for node in root.css(selector):
            address = (node.attributes.get(attribute) or "").strip()
            if _WEB.match(address) and len(address) <= _LONGEST_URL:
                return address
    return None


def without_wayback(url: str | None) -> str | None:
    """Return the address of the page itself for one in an archive of the web.

    >>> without_wayback("https://web.archive.org/web/20120705051234/http://forum.example/t/1")
    'http://forum.example/t/1'
    """
    match = _WAYBACK.match(url or "")
    return match[4] if match else url
