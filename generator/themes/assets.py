"""Static files of a theme: names that change with the content, and stylesheets whose references stay right."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.codec import digest
from generator.problems import Problem
from generator.themes.chain import Level
from generator.yamlfile import shown, suggest

FOLDER = "assets"
KEPT_NAMES = "fonts/"  # files in here keep their names, so that a page may ask for them early
PARENT = "@parent/"
SIZE_LIMIT = 16_000_000  # bytes a file
COUNT_LIMIT = 2_000  # files a theme
_IMPORT_DEPTH = 20

_SAFE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
OPTIONS_CSS = "options.css"
_IN_CSS = re.compile(  # comments and strings are matched so that nothing is found inside them
    r"(?P<comment>/\*.*?(?:\*/|\Z))"
    r"|@import\s+(?:url\(\s*)?(?P<import>\"[^\"\n]*\"|'[^'\n]*')\s*\)?(?P<when>[^;{}\"']*);?"
    r"|url\(\s*(?P<url>\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'()]*)\s*\)"
    r"|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'",
    re.DOTALL | re.IGNORECASE,
)
_LAYER = re.compile(r"layer\b(?:\(\s*([A-Za-z_][\w.-]*)\s*\))?")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file to write: `url` is relative to the site's root."""

    url: str
    data: bytes


class Shelf:
    """The static files of a chain of themes; finishes each as it is asked for. Faults are collected in `problems`.

    `options` is the stylesheet of the theme's options, which any other may import as "options.css".
    """

    def __init__(self, levels: Sequence[Level], options: str = "") -> None:
        self.problems: list[Problem] = []
        self._levels = levels
        self._options = options
        self._files = [dict(self._read(level)) for level in levels]
        self._finished: dict[tuple[int, str], Asset] = {}

    def assets(self) -> dict[str, Asset]:
        """Return every file that a page may ask for, by its path in `static/`; a child's file hides its parent's."""
        paths = sorted({path for files in self._files for path in files})
        return {path: self._finish(self._level_of(path), path) for path in paths}

    def hidden(self) -> list[Asset]:
        """Return the parents' files that only a stylesheet asks for (`@parent/...`). Call after `assets`."""
        return [asset for (level, path), asset in sorted(self._finished.items()) if level != self._level_of(path)]

    def _read(self, level: Level) -> Iterator[tuple[str, bytes]]:
        """Yield the files of one theme's `static/`. No link is followed."""
        folder = level.folder / "static"
        files = sorted(path for path in folder.rglob("*")) if folder.is_dir() and not folder.is_symlink() else []
        files = [path for path in files if not _is_hidden(path, folder) and (path.is_symlink() or not path.is_dir())]
        if len(files) > COUNT_LIMIT:
            self._refuse(
                f"{level.shown}/static", None, f"the folder holds {len(files)} files; {COUNT_LIMIT} is the limit"
            )
            return
        for path in files:
            name = path.relative_to(folder).as_posix()
            if fault := _fault_of(path, folder):
                self._refuse(f"{level.shown}/static/{name}", None, fault)
            else:
                yield name, path.read_bytes()

    def _level_of(self, path: str, *, above: int = -1) -> int:
        """Return the first theme of the chain after `above` that has the file, -1 where none has."""
        return next((at for at, files in enumerate(self._files) if at > above and path in files), -1)

    def _finish(self, level: int, path: str) -> Asset:
        key = (level, path)
        if key not in self._finished:
            data = self._files[level][path]
            if path.endswith(".css"):
                data = self._whole(level, path, posixpath.dirname(f"{FOLDER}/{path}"), (key,)).encode()
            self._finished[key] = Asset(self._url(level, path, data), data)
        return self._finished[key]

    def _url(self, level: int, path: str, data: bytes) -> str:
        if path.startswith(KEPT_NAMES) and level == self._level_of(path):
            return f"{FOLDER}/{path}"
        stem, suffix = posixpath.splitext(path)
        return f"{FOLDER}/{stem}.{digest(data)[:8]}{suffix}"

    def _whole(self, level: int, path: str, home: str, importing: tuple[tuple[int, str], ...]) -> str:
        """Return a stylesheet with those that it imports in their places: a page asks for one file.

        Comments are left out; references lead from the folder `home` to the names that the files really get.
        """
        file = f"{self._levels[level].shown}/static/{path}"
        try:
            text = self._files[level][path].decode("utf-8-sig")
        except UnicodeDecodeError:
            self._refuse(file, None, "the stylesheet is not UTF-8")
            return ""

        def put_in(match: re.Match[str]) -> str:
            if match["comment"] is not None:
                return " "  # it stands between two words as a blank does
            kind = "import" if match["import"] is not None else "url"
            if match[kind] is None:
                return match.group()
            reference = match[kind].strip("\"'")
            if kind == "import" and reference == OPTIONS_CSS:
                return self._options
            line = text.count("\n", 0, match.start()) + 1
            target = self._resolved(level, path, reference, (file, line))
            if target is None:
                return match.group()
            if kind == "url":
                return f'url("{posixpath.relpath(self._finish(*target).url, home)}")'
            if target in importing or len(importing) == _IMPORT_DEPTH:  # two that import each other: once is enough
                return ""
            return _wrapped(self._whole(*target, home, (*importing, target)), match["when"])

        return _IN_CSS.sub(put_in, text)

    def _resolved(self, level: int, path: str, reference: str, place: tuple[str, int]) -> tuple[int, str] | None:
        """Return which file a reference means, None where it is to stay as it is."""
        if not reference or reference.startswith(("#", "data:")):
            return None
        if ":" in reference or reference.startswith(("//", "/", "\\")):
            why = "No page may ask another site for anything: that would tell it who reads."
            self._refuse(*place, f"{shown(reference)} leads out of the theme", why=why)
            return None
        bare = re.split("[?#]", reference, maxsplit=1)[0]
        if bare.startswith(PARENT):
            wanted, found = bare.removeprefix(PARENT), self._level_of(bare.removeprefix(PARENT), above=level)
        else:
            wanted = posixpath.normpath(posixpath.join(posixpath.dirname(path), bare))
            found = self._level_of(wanted)
        if found < 0:
            known = sorted({name for files in self._files for name in files})
            self._refuse(*place, f"there is no file {shown(wanted)} in static/", fix=suggest(wanted, known))
            return None
        return found, wanted

    def _refuse(self, file: str, line: int | None, message: str, *, why: str = "", fix: str = "") -> None:
        self.problems.append(Problem("error", "D408", file, line, None, message, why, fix))


def _wrapped(css: str, when: str) -> str:
    """Return an imported stylesheet with the layer and the media that its import names: `layer(parent) print`."""
    rest = when.strip()
    if layer := _LAYER.match(rest):
        css, rest = f"@layer {layer[1] or ''} {{\n{css}\n}}", rest[layer.end() :].strip()
    return f"@media {rest} {{\n{css}\n}}\n" if rest else f"{css}\n"


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _fault_of(path: Path, folder: Path) -> str:
    """Return why a file cannot be published, "" where it can."""
    if path.is_symlink() or any(parent.is_symlink() for parent in path.parents if parent.is_relative_to(folder)):
        return "links are not followed; put the file itself here"
    if not path.is_file():
        return "this is no file"
    if any(not _SAFE_NAME.fullmatch(part) for part in path.relative_to(folder).parts):
        return "names may hold letters (a-z), digits, hyphens, underscores and dots"
    if path.stat().st_size > SIZE_LIMIT:
        return f"the file is larger than {SIZE_LIMIT // 1_000_000} MB"
    return ""
