"""Two trees of the same files: seeing whether one has changed, and making the other like it at the cost of names."""

# A tree of a million pages is walked name by name: os.scandir and plain strings
# ruff: noqa: PTH102, PTH103, PTH106, PTH108, PTH112, PTH114

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from stat import S_IFMT

from generator.codec import digest

Survey = dict[str, str]  # by folder: "", "threads", "threads/ahc"


def survey(root: str, files: Mapping[str, Sequence[str]]) -> Survey:
    """Return for each folder a digest of the sizes and times of change of its `files` ("" is the root).

    Equal surveys say that nobody has touched these files, not what they hold; other files in the tree do not matter.
    O(number of files), without opening one.
    """
    return {folder: _survey_folder(f"{root}/{folder}", names) for folder, names in files.items()}


def survey_again(root: str, files: Mapping[str, Sequence[str]], before: Survey, changed: Collection[str]) -> Survey:
    """Return the survey of a tree that was as `before` says, except in the folders `changed`."""
    same = {folder: found for folder, found in before.items() if folder in files and folder not in changed}
    return same | survey(root, {folder: names for folder, names in files.items() if folder not in same})


def _survey_folder(folder: str, names: Sequence[str]) -> str:
    lines = []
    for name in names:
        try:
            status = os.lstat(f"{folder}/{name}")
        except OSError:
            lines.append(name)
        else:
            lines.append(f"{name}\t{S_IFMT(status.st_mode)}\t{status.st_size}\t{status.st_mtime_ns}")
    return digest("\n".join(lines))


def mirror(live: str, spare: str, keep: Container[str]) -> None:
    """Make `spare` hold the very files of `live`, as hard links, except those whose URL is in `keep`.

    A file that is the same one already is left alone, so a tree that was like `live` some builds ago costs what has
    changed since, plus reading the names. Links are linked, never followed. No `live` is an empty one.
    """
    os.makedirs(spare, exist_ok=True)
    if os.path.isdir(live):
        for folder in _folders(live):
            _mirror_folder(f"{live}/{folder}", f"{spare}/{folder}", folder, keep)
    for folder in reversed(list(_folders(spare))):  # inner ones first
        if not os.path.isdir(f"{live}/{folder}"):
            _clear_folder(f"{spare}/{folder}", folder, keep)


def try_to_remove(folder: str) -> bool:
    """Remove a folder if it is empty; return True where it was."""
    try:
        os.rmdir(folder)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT):
            return False
        raise
    return True


def _folders(root: str) -> Iterator[str]:
    """Yield the folders below a root as "", "threads/", "threads/ahc/"; outer ones first."""
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        yield folder
        with os.scandir(f"{root}/{folder}") as entries:
            waiting += [f"{folder}{entry.name}/" for entry in entries if entry.is_dir(follow_symlinks=False)]


def _inodes(folder: str) -> dict[str, int]:
    """Return the files of a folder (and not its folders), with their numbers."""
    with os.scandir(folder) as entries:
        return {entry.name: entry.inode() for entry in entries if not entry.is_dir(follow_symlinks=False)}


def _mirror_folder(live: str, spare: str, url: str, keep: Container[str]) -> None:
    if not os.path.isdir(spare) or os.path.islink(spare.rstrip("/")):
        if os.path.lexists(spare.rstrip("/")):
            os.unlink(spare.rstrip("/"))
        os.mkdir(spare)
    wanted, found = _inodes(live), _inodes(spare)
    for name in found:
        if name not in wanted and url + name not in keep:
            os.unlink(spare + name)
    for name, inode in wanted.items():
        if found.get(name) == inode or (name in found and url + name in keep):
            continue
        if name in found:
            os.unlink(spare + name)
        elif os.path.isdir(spare + name):
            shutil.rmtree(spare + name)
        _link(live + name, spare + name)


def _clear_folder(folder: str, url: str, keep: Container[str]) -> None:
    for name in _inodes(folder):
        if url + name not in keep:
            os.unlink(folder + name)
    if url:
        try_to_remove(folder)


def _link(old: str, new: str) -> None:
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EXDEV, errno.EACCES):
            raise
        shutil.copy2(old, new, follow_symlinks=False)  # file systems without hard links, files of other people
