"""Which format a dump in a folder has, as far as the grouping of dumps depends on it; asked once for each content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.codec import digest
from generator.config import Config


@dataclass(frozen=True, slots=True)
class Format:
    """What was found of a dump. `key` stands for the program, the dump's content, and what site.yaml says of it."""

    key: str
    joins_folders: bool = False  # the dumps of this format in a folder are the pages of one thread
    can_split: bool = False
    claims: bool = False  # of a folder: it is one dump


class Formats:
    """The formats of dumps; `seen` are those that were asked for. Importers are loaded only when one is not known."""

    def __init__(self, config: Config, known: dict[str, Format], code: str) -> None:
        self.known = known
        self.seen: dict[str, Format] = {}
        self.code = code
        self._config = config

    def of(self, path: str, content: str) -> Format:
        """Return the format of a file; `content` is its digest."""
        key = digest(self.code, content, self._config.importer_of(path))
        if path not in self.seen:
            known = self.known.get(path)
            self.seen[path] = known if known and known.key == key else self._look(path, key)
        return self.seen[path]

    def claims(self, path: str, entries: Sequence[str]) -> bool:
        """True where a folder is one dump; `entries` are the paths in it, on which the answer may depend."""
        key = digest(self.code, self._config.importer_of(path), *entries)
        known = self.known.get(path)
        if known is None or known.key != key:
            from generator.importers import Dump, ReadOptions, can_split, claims_folder

            dump = Dump(Path(self._config.root, path), path)
            options = ReadOptions(self._config.importer_of(path))
            is_claimed = claims_folder(dump, options)
            known = Format(key, claims=is_claimed, can_split=is_claimed and can_split(dump, options))
        self.seen[path] = known
        return known.claims

    def _look(self, path: str, key: str) -> Format:
        from generator.importers import Dump, ReadOptions, can_split, joins_folders

        dump = Dump(Path(self._config.root, path), path)
        options = ReadOptions(self._config.importer_of(path))
        return Format(key, joins_folders=joins_folders(dump, options), can_split=can_split(dump, options))
