"""What is in content/threads/: groups of dumps with their digests, without reading a dump that has not changed."""

# A scan of an archive of 100,000 dumps is nothing but os.scandir and os.stat
# ruff: noqa: PTH112, PTH116, PTH118

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass

from generator.codec import digest
from generator.config import Config
from generator.problems import Problem, Severity
from generator.stages import DumpFile, DumpGroup
from generator.store import Store

_FOLDER = "content/threads"
# A file that changed this shortly before it was looked at may change again without its time of change telling so.
_YOUNG_NS = 2_000_000_000
_CHUNK_BYTES = 1 << 20
_DEEPEST = 20  # folders in folders: nobody's archive has more, and a mistake or an attack may have thousands
_DIGITS = re.compile(r"([0-9]+)")


@dataclass(frozen=True, slots=True)
class Seen:
    """A dump as it was when its digest was taken. `looked_ns` is when that was."""

    size: int
    mtime_ns: int
    inode: int
    looked_ns: int
    digest: str


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
    scanner = _Scanner(config, store.fact("dumps", dict[str, Seen]) or {}, code)
    scan = scanner.scan()
    if scanner.seen != scanner.known:
        store.keep_fact("dumps", scanner.seen)
    return scan


class _Scanner:
    def __init__(self, config: Config, known: dict[str, Seen], code: str) -> None:
        self.known = known
        self.seen: dict[str, Seen] = {}
        self._config = config
        self._code = code
        self._root = str(config.root)
        self._problems: list[Problem] = []

    def scan(self) -> Scan:
        groups, sizes = [], []
        if not os.path.isdir(os.path.join(self._root, _FOLDER)):
            fix = f"Put your dumps into {_FOLDER}/ of the site, or name the right site with --site."
            problem = Problem("error", "D211", _FOLDER, None, None, "there is no such folder", "", fix)
            return Scan((), (), (problem,))
        for name, is_folder in self._entries(_FOLDER):
            path = f"{_FOLDER}/{name}"
            found = [(each, self._look(each)) for each in (self._files(path) if is_folder else [path])]
            files = [(file, seen) for file, seen in found if seen is not None and not self._config.is_skipped(file)]
            if files:
                groups.append(self._group(name, files, is_folder))
                sizes.append(sum(seen.size for _, seen in files))
        return Scan(tuple(groups), tuple(sizes), tuple(self._problems))

    def _group(self, name: str, files: list[tuple[str, Seen]], is_folder: bool) -> DumpGroup:
        dumps = tuple(
            DumpFile(path, self._config.importer_of(path), self._config.retrieved_on(path)) for path, _ in files
        )
        key = digest(self._code, str(is_folder), dumps, *(seen.digest for _, seen in files))
        return DumpGroup(name, key, dumps, is_folder)

    def _files(self, folder: str) -> list[str]:
        """Return the files below a folder, the pages of one thread, in natural order."""
        found: list[str] = []
        waiting = [(folder, 1)]
        while waiting:
            here, depth = waiting.pop()
            for name, is_folder in self._entries(here):
                if not is_folder:
                    found.append(f"{here}/{name}")
                elif depth < _DEEPEST:
                    waiting.append((f"{here}/{name}", depth + 1))
                else:
                    self._trouble(folder, f"folders are nested more than {_DEEPEST} deep in it", "")
        return sorted(found, key=natural)

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
                self._trouble(
                    folder, "a file's name is no UTF-8, and the file is left out", repr(entry.name), "warning"
                )
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

    def _trouble(self, path: str, message: str, why: str, severity: Severity = "error") -> None:
        fix = "Check who may read it, or leave it out: add it to skip: in site.yaml."
        self._problems.append(Problem(severity, "D201", path, None, None, message, why, fix))


def natural(path: str) -> list[tuple[int, str]]:
    """Return a sort key by which page-2 stands before page-10.

    >>> sorted(["page-10.txt", "page-2.txt"], key=natural)
    ['page-2.txt', 'page-10.txt']
    """
    return [(int(part), part) if part.isdecimal() and part.isascii() else (-1, part) for part in _DIGITS.split(path)]


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
