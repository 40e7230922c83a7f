"""The file that marks a folder as our output and says which of its files are ours: whatever else is there, we keep."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.codec import digest, from_json, to_json

MANIFEST = ".disputatio.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """`files` are our files by their folder ("" is the root). `digest` stands for their names and contents."""

    made_by: str
    format: int
    digest: str
    files: dict[str, tuple[str, ...]]

    def urls(self) -> Iterable[str]:
        for folder, names in self.files.items():
            yield from (f"{folder}/{name}" if folder else name for name in names)


def make_manifest(pages: Iterable[tuple[str, str]]) -> Manifest:
    """Return the manifest of pages, given as (URL, digest of the content) in any order; it holds no times."""
    ordered = sorted(pages)
    files: dict[str, list[str]] = {}
    for url, _ in ordered:
        folder, _, name = url.rpartition("/")
        files.setdefault(folder, []).append(name)
    whole = digest("\n".join(f"{url}\t{content}" for url, content in ordered))
    return Manifest("Disputatio", _FORMAT, whole, {folder: tuple(files[folder]) for folder in sorted(files)})


def write_manifest(manifest: Manifest) -> bytes:
    return to_json(manifest) + b"\n"


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of an output, None where there is none that we can have written."""
    path = folder / MANIFEST
    try:
        if path.is_symlink():
            return None
        manifest = from_json(path.read_bytes(), Manifest)
    except (OSError, ValueError):
        return None
    return manifest if isinstance(manifest, Manifest) and manifest.format == _FORMAT else None
