"""Writing pages into the tree that is being prepared. The only place that makes a file for a reader."""

# os.open and os.write cost 40 % of what open() and pathlib do, and every page passes here
# ruff: noqa: PTH102, PTH108

from __future__ import annotations

import os
import stat
import unicodedata

MAX_NAME_BYTES = 200  # of a file or a folder: leaves room for what archives and synchronisers put around a name
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC


class PageWriter:
    """Writes files below one folder, each as a new file: the old one may be a hard link to a page that is on show."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._real: set[str] = set()  # folders that were seen to be folders, and no links that lead elsewhere

    def write(self, url: str, data: bytes) -> bool:
        """Write a file, unless it is there with the very same bytes; return True where it was written.

        Raises:
            ValueError: the URL cannot be a file's name; whoever made it has a fault.
            OSError: the disk is full, or something of the user's is in the way.
        """
        if not is_file_name(url):
            raise ValueError(f"not a file's name: {url!r}")
        self._make_folder(url.rpartition("/")[0])
        path = f"{self._root}/{url}"
        try:
            file = os.open(path, _NEW, 0o666)
        except FileExistsError:
            if _holds(path, data):
                return False
            os.unlink(path)
            file = os.open(path, _NEW, 0o666)
        try:
            written = os.write(file, data)
            while written < len(data):  # a disk that fills writes what it can
                written += os.write(file, memoryview(data)[written:])
        finally:
            os.close(file)
        return True

    def _make_folder(self, folder: str) -> None:
        if not folder or folder in self._real:
            return
        self._make_folder(folder.rpartition("/")[0])
        path = f"{self._root}/{folder}"
        try:
            os.mkdir(path)
        except FileExistsError:
            if not stat.S_ISDIR(os.lstat(path).st_mode):
                os.unlink(path)
                os.mkdir(path)
        self._real.add(folder)


def is_file_name(url: str) -> bool:
    """True for a URL that a file can have on every machine: inside the root, in NFC, each part short and visible."""
    parts = url.split("/")
    are_fit = all(
        part not in ("", ".", "..") and len(part.encode("utf-8", "replace")) <= MAX_NAME_BYTES and part.isprintable()
        for part in parts
    )
    return are_fit and "\\" not in url and unicodedata.is_normalized("NFC", url)


def _holds(path: str, data: bytes) -> bool:
    found = os.lstat(path)
    if not stat.S_ISREG(found.st_mode) or found.st_size != len(data):
        return False
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        held = os.read(file, len(data) + 1)
        while 0 < len(held) < len(data):
            more = os.read(file, len(data) - len(held))
            if not more:
                break
            held += more
    finally:
        os.close(file)
    return held == data
