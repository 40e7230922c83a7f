"""The importer seam: what an importer is, which ones there are, and which one reads a dump."""

from __future__ import annotations

import codecs
import functools
import importlib
import importlib.metadata
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, runtime_checkable

from generator.importers.dumps import Dump, ReadOptions, decode_text
from generator.importers.structured.quarantine import bounded
from generator.problems import Problem
from generator.records import Thread

ENTRY_POINT_GROUP = "disputatio.importers"
_CLOSE = 0.1  # two importers whose scores differ by less both claim the dump: asking costs less than a wrong reading
_LARGE_BYTES = 64 << 20  # what is read as a whole only to say why nobody knows it
_DATA = re.compile(r"\s*(?:[\[{]\s*[\"{\[]|From \S+ .*\d:\d\d|(?:Return-Path|Received|Message-ID): )", re.IGNORECASE)
# A letter or a digit first, and no first line of a mail or a web archive: see `_is_plain`.
_PLAIN = re.compile(rb"\s*(?!From |WARC/|[!-9;-~]{1,60}[ \t]*:)[A-Za-z0-9]")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_INNER = {"__main__", "dumps", "merging", "reference", "seam"}  # modules beside the importers that are none


@runtime_checkable
class Importer(Protocol):
    """Reads one format. A module with these three names is an importer, and so is an object.

    `sniff` gets the first 64 KiB and says how sure it is, from 0 (not mine) to 1 (it declares itself); it looks at the
    content, and at the path only where two formats share all content. `read` yields threads, and problems as data.

    More names may be left out:

    - `reads_folders = True`: a folder can be one dump of this format (a Maildir, an export of a chat). Then `sniff`
      and `read` are also given folders: `path` and `dump.path` are the folder, `head` is that of its first file, and
      `dump.files()` gives all files. Other importers are never asked about a folder. A folder that nobody claims is a
      collection of dumps, each read for itself.
    - `splits = True`: `read` heeds `options.part`, because it reads by `structured.spill.grouped`. A dump of hundreds
      of megabytes is then read in parts, by several processes, each of which keeps only its own threads.
    - `joins_folders = True`: nothing in a dump tells which thread it holds, so that the dumps in one folder of
      content/threads/ are taken for the pages of one thread (pasted text). Others are told by their ids.

    A thread that comes in several pieces (pages, captures, exports) is yielded piece by piece with one id, from the
    same importer; `merging` makes it one. Problems of severity "warning" beyond a hundred a dump are counted, not told.
    """

    @property
    def name(self) -> str: ...
    def sniff(self, head: bytes, path: Path) -> float: ...
    def read(self, dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]: ...


@functools.lru_cache(maxsize=1)
def built_in() -> tuple[Importer, ...]:
    """Return the importers of this package, by name: each module of this folder that has what `Importer` asks for."""
    package = importlib.import_module("generator.importers")
    names = sorted(info.name for info in pkgutil.iter_modules(package.__path__) if not info.ispkg)
    modules = [importlib.import_module(f"generator.importers.{name}") for name in names if name not in _INNER]
    return tuple(module for module in modules if isinstance(module, Importer))


def _is_plain(head: bytes) -> bool:
    """True for text of which every importer but `paste` says that it is not theirs: no mark-up, no JSON, no header.

    Importing all of them only to be told so takes longer than reading a thread.
    """
    return _PLAIN.match(head) is not None and b"<" not in head and _BINARY.search(head) is None


def _is_ours(importer: Importer) -> bool:
    return getattr(importer, "__name__", "").startswith("generator.importers.")


@functools.lru_cache(maxsize=1)
def _installed() -> tuple[importlib.metadata.EntryPoint, ...]:
    return tuple(sorted(importlib.metadata.entry_points(group=ENTRY_POINT_GROUP), key=lambda point: point.name))


def choose(dump: Dump, options: ReadOptions | None = None) -> Importer | Problem:
    """Return the importer that reads a dump: the one that `options.format` names, else the one with the best score.

    A problem where the file cannot be read, where nobody knows the format, and where two claim it with close scores.
    """
    try:
        head = dump.head()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return dump.trouble(
            "D201", None, f"the dump cannot be read: {reason}", fix="Check its name and who may read it."
        )
    if _is_wide_data(head):
        why = "It is UTF-16, as some shells of Windows write it; JSON lines, exports and mails are UTF-8."
        fix = f"Convert it: iconv -f UTF-16 -t UTF-8 {dump.name} > converted"
        return dump.trouble("D205", (1, 1), "the dump is not UTF-8 text", why=why, fix=fix)
    importers = _candidates(dump, head, options.format if options else None)
    if isinstance(importers, Problem):
        return importers
    if dump.is_folder:
        importers = tuple(importer for importer in importers if getattr(importer, "reads_folders", False))
    wanted = options.format if options else None
    if wanted:
        return _named(wanted, importers, dump)
    scores = _scores(importers, head, dump)
    return scores if isinstance(scores, Problem) else _best(scores, dump)


def _is_wide_data(head: bytes) -> bool:
    """True for JSON or mail in UTF-16: read byte by byte it would look like damage, or like text that was pasted."""
    return head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and bool(
        _DATA.match(head.decode("utf-16", "ignore"))
    )


def read_dump(dump: Dump, options: ReadOptions | None = None) -> Iterator[Thread | Problem]:
    """Return the threads of a dump, and the problems met, in the order of the dump.

    An unusable dump gives exactly one error and no thread. What an importer from outside this package raises becomes
    an error; what our own importers raise is a bug and passes through.
    """
    importer = choose(dump, options)
    if isinstance(importer, Problem):
        yield importer
        return
    read = importer.read if _is_ours(importer) else functools.partial(_read_guarded, importer)
    yield from bounded(read(dump, options or ReadOptions()), dump.name)


def claims_folder(dump: Dump, options: ReadOptions) -> bool:
    """True where a folder is one dump, because an importer says so."""
    try:
        found = choose(dump, options)
    except OSError:
        return False
    return not isinstance(found, Problem) or found.code == "D209"  # two claim it: that is told when it is read


def can_split(dump: Dump, options: ReadOptions) -> bool:
    """True where a dump can be read in parts: its importer heeds `ReadOptions.part`."""
    return bool(getattr(choose(dump, options), "splits", False))


def joins_folders(dump: Dump, options: ReadOptions) -> bool:
    """True where the dumps in a folder are the pages of one thread: their format does not tell which thread it is.

    So it is with dumps that nobody can read: their problem is that of the thread.
    """
    found = choose(dump, options)
    return isinstance(found, Problem) or bool(getattr(found, "joins_folders", False))


def _candidates(dump: Dump, head: bytes, wanted: str | None) -> tuple[Importer, ...] | Problem:
    if not wanted and not dump.is_folder and _is_plain(head):
        paste = importlib.import_module("generator.importers.paste")
        assert isinstance(paste, Importer)
        found: list[Importer] = [paste]
    else:
        found = list(built_in())
    for point in _installed():
        try:
            loaded = point.load()
            importer = loaded() if isinstance(loaded, type) else loaded
        except Exception as error:  # a third party's code: whatever it raises is its own fault
            return _foreign_fault(point.name, error, dump)
        if isinstance(importer, Importer) and importer not in found:
            found.append(importer)
    return tuple(found)


def _named(wanted: str, importers: tuple[Importer, ...], dump: Dump) -> Importer | Problem:
    for importer in importers:
        if importer.name == wanted:
            return importer
    names = ", ".join(sorted(importer.name for importer in importers))
    return dump.trouble("D207", None, f"there is no importer {wanted!r}", fix=f"Known importers: {names}.")


def _scores(importers: tuple[Importer, ...], head: bytes, dump: Dump) -> list[tuple[float, Importer]] | Problem:
    scores: list[tuple[float, Importer]] = []
    for importer in importers:
        if _is_ours(importer):
            scores.append((importer.sniff(head, dump.path), importer))
            continue
        try:
            scores.append((min(max(float(importer.sniff(head, dump.path)), 0.0), 1.0), importer))
        except Exception as error:  # as above
            return _foreign_fault(importer.name, error, dump)
    return sorted(scores, key=lambda pair: (-pair[0], pair[1].name))


def _best(scores: list[tuple[float, Importer]], dump: Dump) -> Importer | Problem:
    best, importer = scores[0] if scores else (0.0, None)
    if importer is None or best <= 0.0:
        text = "" if dump.is_folder or dump.size() > _LARGE_BYTES else decode_text(dump.data(), dump)
        if isinstance(text, Problem):
            return text
        return dump.trouble(
            "D208", (1, 1), "no importer knows this format", fix="Name one: --format NAME, or importer: in site.yaml."
        )
    rival, other = scores[1] if len(scores) > 1 else (0.0, importer)
    if best - rival < _CLOSE and rival > 0.0:
        message = f"both {importer.name!r} ({best:.2f}) and {other.name!r} ({rival:.2f}) claim this dump"
        fix = f'Choose one in site.yaml (importer: "{importer.name}") or with --format {importer.name}.'
        return dump.trouble("D209", (1, 1), message, why="Their scores are too close to choose for you.", fix=fix)
    return importer


def _read_guarded(importer: Importer, dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    try:
        for item in importer.read(dump, options):
            if not isinstance(item, Thread | Problem):
                raise TypeError(f"it gave a {type(item).__name__}, not a Thread or a Problem")
            yield item
    except Exception as error:  # as above
        yield _foreign_fault(importer.name, error, dump)


def _foreign_fault(name: str, error: Exception, dump: Dump) -> Problem:
    message = f"the importer {name!r} failed: {type(error).__name__}: {error}"
    why = "It is not part of Disputatio; what it had read before is kept."
    return dump.trouble(
        "D210", None, message, why=why, fix="Report it to its authors, or choose another: --format NAME."
    )
