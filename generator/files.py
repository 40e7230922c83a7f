"""The files of dumps: plain ones only, folders of them in natural order, and what browsers save beside a page."""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path
from typing import BinaryIO

DEEPEST = 20  # folders in folders: nobody's archive has more, and a mistake or an attack may have thousands
# How browsers name the folder with a page's pictures: English, German, French, Spanish, Scandinavian, Italian, Russian
COMPANIONS = ("_files", "-Dateien", "_fichiers", "_archivos", "-filer", "_file", "_bestanden", "_arquivos", ".files")
_DIGITS = re.compile(r"([0-9]+)")


def open_plain(path: Path) -> BinaryIO:
    """Return a plain file, open for reading: a pipe may have no end, and a device none at all.

    Raises:
        OSError: it cannot be read, or is no plain file.
    """
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise OSError(errno.EINVAL, "it is not a plain file", str(path))
    return os.fdopen(file, "rb")


def files_below(folder: Path) -> list[str]:
    """Return the paths of the plain files below a folder, relative to it, in natural order: page-2 before page-10."""
    found: list[str] = []
    waiting = [("", 1)]
    while waiting:
        here, depth = waiting.pop()
        with os.scandir(folder / here) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False) and depth < DEEPEST:
                    waiting.append((f"{here}{entry.name}/", depth + 1))
                elif entry.is_file(follow_symlinks=False):
                    found.append(f"{here}{entry.name}")
    return sorted(found, key=natural)


def natural(path: str) -> list[tuple[int, str]]:
    """Return a sort key by which page-2 stands before page-10.

    >>> sorted(["page-10.txt", "page-2.txt"], key=natural)
    ['page-2.txt', 'page-10.txt']
    """
    return [(int(part), part) if part.isdecimal() and part.isascii() else (-1, part) for part in _DIGITS.split(path)]


def companion(page: Path) -> Path | None:
    """Return the folder that a browser saved beside a page, with its pictures; None where there is none."""
    for ending in COMPANIONS if is_page(page.name) else ():
        folder = page.with_name(page.stem + ending)
        if folder.is_dir() and not folder.is_symlink():
            return folder
    return None


def is_page(name: str) -> bool:
    """True where a file's name is that of a saved web page."""
    return name.lower().endswith((".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx"))


def replace_text(path: Path, text: str) -> None:
    """Write a text file so that it is there in full or not at all; a link stays one, and who may read it stays too.

    Raises:
        OSError: the folder cannot be written, or the disk is full.
    """
    place = Path(os.path.realpath(path))
    part = place.with_name(f".{place.name}.part")
    with part.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if place.exists():
        part.chmod(stat.S_IMODE(place.stat().st_mode))
    part.replace(place)
