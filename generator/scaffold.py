"""A site to start from: site.yaml with every key explained, and the sample archive as its content."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from generator.config import commented_site_yaml
from generator.problems import Problem, UnusableInput

_PACKAGE = Path(__file__).parent


def sample_content() -> Path:
    """Return the folder of the sample archive: inside the package where it is installed, else the repository's own."""
    installed = _PACKAGE / "_builtin" / "sample"
    return installed if installed.is_dir() else _PACKAGE.parent / "content"


def create_site(folder: Path) -> None:
    """Write a site into `folder`, which must be empty or not there yet. All of it appears, or nothing does.

    A folder that is there stays the very same: it may be the one that the user stands in.

    Raises:
        UnusableInput: the folder is not empty, or is a file.
        OSError: the folder cannot be written.
    """
    target = folder.resolve()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        why = "it is a file" if not target.is_dir() else "it is not empty"
        fix = "Name a folder that is empty or not there yet."
        raise UnusableInput(
            (Problem("error", "D703", str(folder), None, None, f"no site is made here: {why}", "", fix),)
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    is_there = target.exists()
    staging = target / ".new" if is_there else target.with_name(f".{target.name}.new-{os.getpid()}")
    try:
        (staging / "content" / "threads").mkdir(parents=True)
        _copy_files(sample_content(), staging / "content")
        (staging / "site.yaml").write_text(commented_site_yaml(target.name), encoding="utf-8", newline="\n")
        if is_there:
            _move_up(staging)
        else:
            staging.replace(target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _move_up(folder: Path) -> None:
    """Move what a folder holds into the folder around it; where that fails, nothing is left there."""
    moved: list[Path] = []
    try:
        for entry in sorted(folder.iterdir()):
            moved.append(entry.rename(folder.parent / entry.name))
    except OSError:
        for entry in moved:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        raise


def _copy_files(source: Path, target: Path) -> None:
    """Copy bytes and names, not modes and times: an installed sample may be read-only, the user's site must not be."""
    for file in sorted(source.rglob("*")):
        name = file.relative_to(source)
        if file.is_file() and not any(part.startswith(".") for part in name.parts):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_bytes(file.read_bytes())
