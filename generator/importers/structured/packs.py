"""Dumps of several JSON files: an unpacked folder, the zip file that it came as, or one of its files alone."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection
from types import TracebackType
from zlib import error as ZlibError  # noqa: N812 - it is an exception

from generator.importers.dumps import Dump
from generator.importers.structured.documents import Document, document_of
from generator.importers.structured.enclosed import digest_of
from generator.problems import Problem

LARGEST_FILE = 512 << 20  # bytes, unpacked: a day of the busiest channel has a few million
_MOST_FILES = 1_000_000
_LOCAL_HEADER = b"PK\x03\x04"
_NAME_AT, _NAME_LENGTH_AT = 30, 26  # of a zip file's local header
_SAFE = re.compile(r"(?!/)(?!.*(?:^|/)\.\.(?:/|$))[^\\\0]{1,1000}\Z", re.DOTALL)


class Pack:
    """The files of a dump by their names ("general/2024-05-17.json"); the zip file is open until this is closed."""

    def __init__(self, dump: Dump, archive: zipfile.ZipFile | None) -> None:
        self.dump = dump
        self._archive = archive
        if archive:
            self.names = tuple(sorted(name for name in archive.namelist()[:_MOST_FILES] if _SAFE.match(name)))
        elif dump.is_folder:
            self.names = tuple(path.relative_to(dump.path).as_posix() for path in dump.files())
        else:
            self.names = (f"{dump.path.parent.name}/{dump.path.name}",)
        self.digest = "" if dump.is_folder else digest_of(dump.path)

    def read(self, name: str, records: Collection[str] = ()) -> Document | Problem:
        """Return the value of a file, or the one problem that says why it has none."""
        if not self._archive:
            if not self.dump.is_folder:
                return document_of(self.dump.data(), self.dump, records)
            file = Dump(self.dump.path / name, f"{self.dump.name}/{name}")
            return document_of(file.data(), file, records)
        file = Dump(self.dump.path, f"{self.dump.name}/{name}")
        try:
            with self._archive.open(name) as stream:
                data = stream.read(LARGEST_FILE + 1)
        except (zipfile.BadZipFile, ZlibError, OSError, EOFError, RuntimeError, NotImplementedError, KeyError) as error:
            return file.trouble("D240", None, "a file in the zip file cannot be unpacked", why=str(error)[:200])
        if len(data) > LARGEST_FILE:
            return file.trouble("D232", None, f"a file in the zip file has more than {LARGEST_FILE >> 20} MB")
        return document_of(data, file, records)

    def __enter__(self) -> Pack:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._archive:
            self._archive.close()


def open_pack(dump: Dump) -> Pack | Problem:
    """Return the files of a dump; the one error that says why a zip file cannot be opened."""
    if dump.is_folder or not dump.head().startswith(_LOCAL_HEADER):
        return Pack(dump, None)
    try:
        return Pack(dump, zipfile.ZipFile(dump.path))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        why = f"{error}. It was cut off, or is no zip file."
        return dump.trouble("D240", None, "the zip file cannot be opened", why=why, fix="Download or copy it again.")


def names_in_zip(head: bytes) -> list[str]:
    """Return the names of files that the beginning of a zip file shows."""
    names: list[str] = []
    at = head.find(_LOCAL_HEADER)
    while at >= 0:
        length = int.from_bytes(head[at + _NAME_LENGTH_AT : at + _NAME_LENGTH_AT + 2], "little")
        names.append(head[at + _NAME_AT : at + _NAME_AT + min(length, 1000)].decode("utf-8", "replace"))
        at = head.find(_LOCAL_HEADER, at + _NAME_AT)
    return names
