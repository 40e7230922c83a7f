"""What is in content/threads/: groups of dumps with their digests, without reading a dump that has not changed."""

# A scan of an archive of 100,000 dumps is nothing but os.scandir and os.stat
# ruff: noqa: PTH112, PTH116, PTH118

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.codec import digest
from generator.config import Config
from generator.files import COMPANIONS, DEEPEST, files_below, is_page, natural
from generator.pipeline.formats import Format, Formats
from generator.problems import Problem, Severity
from generator.stages import DumpFile, DumpGroup
from generator.store import Store

_FOLDER = "content/threads"
# A file that changed this shortly before it was looked at may change again without its time of change telling so.
_YOUNG_NS = 2_000_000_000
_CHUNK_BYTES = 1 << 20
SPLIT_FROM_BYTES = 2 << 20  # of a dump: what is smaller one process does in some seconds, with all stages
PART_BYTES = 1 << 20  # of a large dump: some 1,000 posts, so that all processes have work, and a kill costs little


@dataclass(frozen=True, slots=True)
class Seen:
    """A dump as it was when its digest was taken. `looked_ns` is when that was."""

    size: int
    mtime_ns: int
    inode: int
    looked_ns: int
    digest: str
    is_folder: bool = False


@dataclass(frozen=True, slots=True)
class Scan:
    """The groups in the order of their names, the bytes of each, and what of the folder cannot be read."""

    groups: tuple[DumpGroup, ...]
    sizes: tuple[int, ...]
    problems: tuple[Problem, ...]

    @property
    def digest(self) -> str:
        return digest(*(group.key for group in self.groups))


def scan_dumps(config: Config, store: Store, code: str) -> Scan:
    """Return what there is to read; `code` stands for the program.

    Links, devices and the like are problems, and never followed: a dump is a file that lies in the archive.
    """
    formats = Formats(config, store.fact("formats", dict[str, Format]) or {}, code)
    scanner = _Scanner(config, store.fact("dumps", dict[str, Seen]) or {}, formats)
    scan = scanner.scan()
    if scanner.seen != scanner.known:
        store.keep_fact("dumps", scanner.seen)
    if formats.seen != formats.known:
        store.keep_fact("formats", formats.seen)
    return scan


class _Scanner:
    def __init__(self, config: Config, known: dict[str, Seen], formats: Formats) -> None:
        self.known = known
        self.seen: dict[str, Seen] = {}
        self.formats = formats
        self._config = config
        self._root = str(config.root)
        self._groups: list[DumpGroup] = []
        self._sizes: list[int] = []
        self._problems: list[Problem] = []

    def scan(self) -> Scan:
        if not os.path.isdir(os.path.join(self._root, _FOLDER)):
            fix = f"Put your dumps into {_FOLDER}/ of the site, or name the right site with --site."
            problem = Problem("error", "D212", _FOLDER, None, None, "there is no such folder", "", fix)
            return Scan((), (), (problem,))
        for path, is_folder in self._dumps(_FOLDER):
            if is_folder:
                self._add_folder(path)
            elif found := self._look(path):
                self._add_file(path, found)
        return Scan(tuple(self._groups), tuple(self._sizes), tuple(self._problems))

    def _add_file(self, path: str, found: Seen) -> None:
        """Add the group of one dump; a huge one that can be read in parts makes a group for each."""
        beside = self._companion(path)
        content = digest(found.digest, *(part for pair in beside for part in pair)) if beside else found.digest
        can_split = found.size >= SPLIT_FROM_BYTES and self.formats.of(path, found.digest).can_split
        self._add_groups([(path, content)], found.size, parts=_parts(found.size) if can_split else 1)

    def _add_folder(self, folder: str) -> None:
        """Add the groups of a folder: one for the dumps in it that are pages of one thread, one for each other dump."""
        pages: list[tuple[str, str]] = []
        size = 0
        for path, found in self._below(folder):
            if found.is_folder:
                can_split = found.size >= SPLIT_FROM_BYTES and self.formats.seen[path].can_split
                self._add_groups([(path, found.digest)], found.size, parts=_parts(found.size) if can_split else 1)
            elif self.formats.of(path, found.digest).joins_folders:
                pages.append((path, found.digest))
                size += found.size
            else:
                self._add_file(path, found)
        if pages:
            self._add_groups(pages, size, name=folder)

    def _add_groups(self, files: list[tuple[str, str]], size: int, *, name: str | None = None, parts: int = 1) -> None:
        """Add the groups of dumps that are read together; `name` is that of a folder with the pages of one thread."""
        dumps = tuple(
            DumpFile(path, self._config.importer_of(path), self._config.retrieved_on(path), content)
            for path, content in files
        )
        own = (name or files[0][0]).removeprefix(f"{_FOLDER}/")
        for part in range(parts):
            hides = self._config.private_data == "hide"
            key = digest(self.formats.code, str(name is not None), dumps, f"{part}/{parts}", str(hides))
            self._groups.append(DumpGroup(own, key, dumps, name is not None, part, parts, hides))
            self._sizes.append(size // parts)

    def _below(self, folder: str) -> Iterator[tuple[str, Seen]]:
        """Yield the dumps in a folder and below it, in natural order; folders that are one dump each, as such."""
        found: list[tuple[str, Seen]] = []
        waiting = [(folder, 1)]
        while waiting:
            here, depth = waiting.pop()
            if here != folder and self._config.is_skipped(here):
                continue
            dumps = list(self._dumps(here))
            if self.formats.claims(here, [name for name, _ in dumps]):
                found.append((here, self._look_through(here)))
                continue
            for path, is_folder in dumps:
                if not is_folder:
                    seen = self._look(path)
                    found += [(path, seen)] if seen else []
                elif depth < DEEPEST:
                    waiting.append((path, depth + 1))
                else:
                    self._trouble(folder, f"folders are nested more than {DEEPEST} deep in it", "")
        yield from sorted(found, key=lambda pair: natural(pair[0]))

    def _look_through(self, folder: str) -> Seen:
        """Return what stands for all files of a folder that is one dump."""
        size, parts = 0, []
        waiting = [(folder, 1)]
        while waiting:
            here, depth = waiting.pop()
            for name, is_folder in self._entries(here):
                path = f"{here}/{name}"
                if is_folder and depth < DEEPEST:
                    waiting.append((path, depth + 1))
                elif not is_folder and (seen := self._look(path)):
                    size += seen.size
                    parts.append((path, seen.digest))
        return Seen(size, 0, 0, 0, digest(*(part for pair in sorted(parts) for part in pair)), is_folder=True)

    def _companion(self, page: str) -> list[tuple[str, str]]:
        """Return path and digest of what a browser saved beside a page."""
        stem, dot, _ = page.rpartition(".")
        if not dot or not is_page(page):
            return []
        for ending in COMPANIONS:
            folder = stem + ending
            if os.path.isdir(os.path.join(self._root, folder)):
                found = ((f"{folder}/{name}", self._look(f"{folder}/{name}")) for name in self._all_below(folder))
                return [(path, seen.digest) for path, seen in found if seen]
        return []

    def _all_below(self, folder: str) -> list[str]:
        try:
            return files_below(Path(self._root, folder))
        except OSError:
            return []

    def _dumps(self, folder: str) -> Iterator[tuple[str, bool]]:
        """Yield path of each file and folder in a folder, without what a browser saved beside a page."""
        entries = list(self._entries(folder))
        pages = {name.rpartition(".")[0] for name, is_folder in entries if not is_folder and is_page(name)}
        beside = {page + ending for page in pages for ending in COMPANIONS}
        yield from ((f"{folder}/{name}", is_folder) for name, is_folder in entries if name not in beside)

    def _entries(self, folder: str) -> Iterator[tuple[str, bool]]:
        """Yield the names in a folder and whether they are folders; hidden files are nobody's dumps."""
        try:
            with os.scandir(os.path.join(self._root, folder)) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except FileNotFoundError:
            return
        except OSError as error:
            self._trouble(folder, "the folder cannot be read", f"{error.strerror}.")
            return
        for entry in found:
            if entry.name.startswith("."):
                continue
            if not _is_text(entry.name):
                self._unnamed(folder, entry.name)
            elif entry.is_dir(follow_symlinks=False):
                yield entry.name, True
            elif entry.is_file(follow_symlinks=False):
                yield entry.name, False
            elif not self._config.is_skipped(f"{folder}/{entry.name}"):
                why = "Links may lead out of the archive, and devices have no end." if entry.is_symlink() else ""
                self._trouble(f"{folder}/{entry.name}", "this is not a plain file, and is left out", why, "warning")

    def _look(self, path: str) -> Seen | None:
        if self._config.is_skipped(path):
            return None
        full = os.path.join(self._root, path)
        try:
            status = os.stat(full, follow_symlinks=False)
            known = self.known.get(path)
            if known is None or not _is_still(known, status):
                known = Seen(status.st_size, status.st_mtime_ns, status.st_ino, time.time_ns(), _digest_file(full))
        except OSError as error:
            self._trouble(path, "the dump cannot be read", f"{error.strerror}.")
            return None
        self.seen[path] = known
        return known

    def _unnamed(self, folder: str, name: str) -> None:
        shown = os.fsencode(name).decode("utf-8", "backslashreplace")
        message = f"a file's name is no UTF-8, and the file is left out: {shown}"
        self._problems.append(Problem("warning", "D201", folder, None, None, message, "", "Rename the file."))

    def _trouble(self, path: str, message: str, why: str, severity: Severity = "error") -> None:
        fix = "Check who may read it, or leave it out: add it to skip: in site.yaml."
        self._problems.append(Problem(severity, "D201", path, None, None, message, why, fix))


def _parts(size: int) -> int:
    """Return in how many parts a huge dump is read: a power of two that follows its size and nothing else."""
    parts = 1
    while parts * PART_BYTES < size:
        parts *= 2
    return parts


def _is_text(name: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in name)


def _is_still(known: Seen, status: os.stat_result) -> bool:
    is_same = (known.size, known.mtime_ns, known.inode) == (status.st_size, status.st_mtime_ns, status.st_ino)
    return is_same and known.looked_ns - known.mtime_ns > _YOUNG_NS


def _digest_file(path: str) -> str:
    """Return the digest of a file's bytes, read piece by piece: a dump may be larger than the memory."""
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise OSError(0, "it is not a plain file")
        parts = []
        while data := os.read(file, _CHUNK_BYTES):
            parts.append(digest(data))
        return parts[0] if len(parts) == 1 else digest(*parts)
    finally:
        os.close(file)
