"""Importer `warc`: web archives (WARC, WACZ) as containers of forum pages.

**Reads** `.warc` and `.warc.gz` of any crawler (Heritrix, Wget, Browsertrix, grab-site, ArchiveTeam), and `.wacz` with
such files in its `archive/`. Pages in it are read by the same readers as saved pages, of every forum engine that is
known; answers in JSON of Discourse, Reddit, Hacker News and 4chan are read as well.

Of each address the newest capture counts. Addresses are compared without session ids, fragments and default ports.
A "revisit" record (the page had not changed) stands for the capture that it repeats. The day of capture is kept, so
that "yesterday" can be dated. Pieces of a thread (its pages, single posts) become one thread.

**Cannot**: read pages that only a browser's scripts would have filled; unpack Brotli; read `.cdx` and `.arc`. Needs the
extra `warc`: `pip install 'disputatio[warc]'`.

Limits: 64 MB a page, 256 MB a record. A broken record is told and passed over. Pictures of posts are not taken from the
archive. A WACZ is unpacked to a temporary folder while it is read.

*Facts*: ISO 28500 (WARC 1.1), the WACZ specification 1.1.
"""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from generator.files import open_plain
from generator.importers.captures.addresses import plain_address
from generator.importers.captures.http import TooMuchError, UnknownPackingError, body_of
from generator.importers.captures.records import Broken, fastwarc, record_at, walk
from generator.importers.dumps import HEAD_BYTES, Dump, ReadOptions
from generator.importers.pages.captures import as_served
from generator.importers.pages.engine import PageEngine, engine_of
from generator.importers.pages.page import LARGEST_PAGE, open_page
from generator.importers.structured.packed import GZIP, unpacked_head
from generator.importers.structured.quarantine import broken_record
from generator.problems import Problem
from generator.records import Thread
from generator.text import letters

name = "warc"

_DECLARES = 0.97
_ZIP = b"PK\x03\x04"
_JSON_IMPORTERS = ("discourse", "reddit", "hackernews", "fourchan")
_PACKED_WARC = (".warc.gz", ".warc")
_MEMBER_LIMIT = 64 << 30  # bytes of one archive in a WACZ
_RATIO_LIMIT = 200  # archives in a WACZ are packed already


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is a web archive: its first record, or the folders of a WACZ."""
    if head.startswith(_ZIP):
        is_wacz = any(mark in head for mark in (b"datapackage.json", b"archive/", b"indexes/"))
        return _DECLARES if is_wacz and _members(path) else 0.0
    if head.startswith(GZIP):
        head = unpacked_head(head)
    return _DECLARES if head.startswith(b"WARC/") else 0.0


def _members(path: Path) -> list[str]:
    try:
        with zipfile.ZipFile(path) as wacz:
            names = [each for each in wacz.namelist() if each.startswith("archive/")]
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return []
    return sorted(each for each in names if each.endswith(_PACKED_WARC))


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the threads of all pages, in the order of the archive, those of one thread with one id."""
    try:
        fastwarc()
    except ImportError:
        fix = "pip install 'disputatio[warc]'"
        yield dump.trouble("D214", None, "web archives cannot be read here: a library is not installed", fix=fix)
        return
    count = skipped = 0
    with _archives(dump) as (paths, problems):
        yield from problems
        index = _Index()
        for number, path in enumerate(paths):
            yield from _scan(dump, number, (path, options), index)
        for capture, body in _bodies(dump, paths, index):
            if isinstance(body, Problem):
                yield body
                continue
            threads = list(_threads(capture, body, dump, options))
            skipped += not threads
            count += sum(1 for each in threads if isinstance(each, Thread))
            yield from threads
    if not count:
        why = f"{skipped:,} pages were looked at." if skipped else "It holds no page that a server delivered."
        yield dump.trouble("D211", None, "the web archive holds no page of a known forum", why=why)
    elif skipped:
        message = f"{skipped:,} pages of the web archive hold no posts, or are of no known forum"
        yield Problem("note", "D249", dump.name, None, None, message, "Lists, profiles and other sites are among them.")


# --- which captures ------------------------------------------------------------------------------------------------


class _Capture(NamedTuple):
    """A capture: when (ISO 8601), in which file and where, the digest of its body. A revisit has no body of its own."""

    when: str
    file: int
    place: int
    digest: str
    address: str
    is_revisit: bool = False


@dataclass(slots=True)
class _Index:
    """The newest capture of each address, and where a body with a digest stands."""

    newest: dict[str, _Capture] = field(default_factory=dict)
    bodies: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, capture: _Capture) -> None:
        if not capture.is_revisit and capture.digest:
            self.bodies.setdefault(capture.digest, (capture.file, capture.place))
        key = capture.address.partition("://")[2]  # http and https are one
        known = self.newest.get(key)
        if known is None or capture.when >= known.when:
            self.newest[key] = capture

    def chosen(self) -> list[_Capture]:
        """Return the captures to read, each with the place of its body, in the order of the files."""
        found = []
        for capture in self.newest.values():
            place = self.bodies.get(capture.digest) if capture.is_revisit else (capture.file, capture.place)
            if place is not None:
                found.append(capture._replace(file=place[0], place=place[1]))
        return sorted(found, key=lambda each: (each.file, each.place, each.address))


def _scan(dump: Dump, number: int, what: tuple[Path, ReadOptions], index: _Index) -> Iterator[Problem]:
    path, options = what
    size = path.stat().st_size
    warc = fastwarc()
    for item in walk(path):
        if isinstance(item, Broken):
            message = f"a record of the web archive at byte {item.at:,} is broken"
            yield broken_record(dump, None, message, why=f"{item.why}. The next one that is sound is read.")
            continue
        place, record = item
        if options.progress:
            options.progress("scan", place, size)
        address = plain_address(record.headers.get("WARC-Target-URI") or "")
        is_revisit = record.record_type == warc.WarcRecordType.revisit
        if address and (is_revisit or _is_page(record)):
            when = (record.headers.get("WARC-Date") or "")[:30]
            digest = record.headers.get("WARC-Payload-Digest") or ""
            index.add(_Capture(when, number, place, digest, address, is_revisit))


def _is_page(record: Any) -> bool:
    if record.http_headers is not None and record.http_headers.status_code != 200:
        return False
    kind = (record.http_content_type or record.headers.get("Content-Type") or "").lower()
    return not kind or "html" in kind or "json" in kind


def _bodies(dump: Dump, paths: list[Path], index: _Index) -> Iterator[tuple[_Capture, bytes | Problem]]:
    """Yield each chosen capture with its body, or with the warning that says why it has none."""
    captures = index.chosen()
    for number, path in enumerate(paths):
        with open_plain(path) as file:
            for capture in captures:
                if capture.file == number:
                    yield capture, _body(dump, capture, record_at(file, capture.place))


def _body(dump: Dump, capture: _Capture, record: Any | None) -> bytes | Problem:
    told = f"the capture of {capture.address[:200]}"
    if record is None:
        return broken_record(dump, None, f"{told} cannot be read")
    try:
        data = record.reader.read(LARGEST_PAGE + 1)
    except OSError as error:
        return broken_record(dump, None, f"{told} is damaged", why=f"{error}.")
    headers = record.http_headers
    if headers is None:
        return bytes(data)
    try:
        transfer, packing = headers.get("Transfer-Encoding") or "", headers.get("Content-Encoding") or ""
        body = body_of(data, transfer, packing)
    except TooMuchError:
        return broken_record(
            dump, None, f"{told} is too large", code="D232", why=f"The limit is {LARGEST_PAGE:,} bytes."
        )
    except UnknownPackingError as error:
        return broken_record(
            dump, None, f"{told} is packed with {error.packing}", why="Only gzip and deflate are known."
        )
    if len(body) > LARGEST_PAGE:
        return broken_record(
            dump, None, f"{told} is too large", code="D232", why=f"The limit is {LARGEST_PAGE:,} bytes."
        )
    return body


# --- what they hold ------------------------------------------------------------------------------------------------


def _threads(capture: _Capture, body: bytes, dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the threads of a capture; nothing where it is no page of a known forum, or one without posts."""
    options = replace(options, retrieved=options.retrieved or capture.when[:10] or None)
    if body.lstrip()[:1] in (b"{", b"["):
        yield from _json_threads(body, dump, options)
        return
    engine = engine_of(body[:HEAD_BYTES], dump.path)
    if engine is None:
        return
    page = open_page(body, dump, options, url=capture.address)
    found = page if isinstance(page, Problem) else _engine_page(engine, as_served(page))
    if isinstance(found, Thread) and any(letters(post.text) or post.attachments for post in found.posts):
        yield found


def _engine_page(engine: PageEngine, page: Any) -> Thread | Problem | None:
    return engine.read_page(page)


def _json_threads(body: bytes, dump: Dump, options: ReadOptions) -> Iterator[Thread]:
    """Yield the threads of an answer in JSON, read by the importer that knows its form."""
    from generator.importers.seam import built_in  # it imports all importers, this one among them

    known = [importer for importer in built_in() if importer.name in _JSON_IMPORTERS]
    with tempfile.TemporaryDirectory(prefix="disputatio-") as folder:
        path = Path(folder) / "answer.json"
        scores = [(importer.sniff(body[:HEAD_BYTES], path), importer) for importer in known]
        score, importer = max(scores, key=lambda pair: pair[0], default=(0.0, None))
        if importer is None or score < 0.5:
            return
        path.write_bytes(body)
        for found in importer.read(Dump(path, dump.name), replace(options, scratch=None, progress=None)):
            if isinstance(found, Thread):
                yield found


# --- containers ----------------------------------------------------------------------------------------------------


@contextmanager
def _archives(dump: Dump) -> Iterator[tuple[list[Path], list[Problem]]]:
    """A context with the WARC files of a dump, those of a WACZ unpacked for as long as it lasts, and what was wrong."""
    with open_plain(dump.path) as file:
        is_zip = file.read(len(_ZIP)) == _ZIP
    if not is_zip:
        yield [dump.path], []
        return
    paths: list[Path] = []
    problems: list[Problem] = []
    with tempfile.TemporaryDirectory(prefix="disputatio-") as folder:
        for number, member in enumerate(_members(dump.path)):
            target = Path(folder) / f"{number}.warc"  # never the name that the archive gives
            problem = _unpack(dump, member, target)
            if problem:
                problems.append(problem)
            if target.exists():
                paths.append(target)
        yield paths, problems


def _unpack(dump: Dump, member: str, target: Path) -> Problem | None:
    try:
        with zipfile.ZipFile(dump.path) as wacz, wacz.open(member) as packed, target.open("wb") as out:
            limit = min(_MEMBER_LIMIT, max(1 << 20, wacz.getinfo(member).compress_size * _RATIO_LIMIT))
            size = 0
            while piece := packed.read(1 << 20):
                size += len(piece)
                if size > limit:
                    return broken_record(dump, None, f"{member[:200]} unpacks to too much", code="D232")
                out.write(piece)
    except (OSError, zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        return broken_record(dump, None, f"{member[:200]} is damaged", why=f"{error}. What came before is read.")
    except zlib.error as error:
        return broken_record(dump, None, f"{member[:200]} is damaged", why=f"{error}. What came before is read.")
    return None
