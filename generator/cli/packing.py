"""`disputatio pack`: the built site as one file."""

from __future__ import annotations

from pathlib import Path

from generator.cli.endings import FINE
from generator.cli.report import count, say
from generator.config import read_config
from generator.hosts import pack


def pack_site(site: Path, output: Path | None, target: Path | None) -> int:
    """Write the ZIP file, tell what is in it, and return the exit code."""
    config = read_config(site)
    file = target or Path(f"{config.root.name}.zip")
    files = pack(output or config.output, file)
    say(f"{count(files, 'file')} in {file}. Unpacked anywhere, {file.stem}/index.html opens in a browser.")
    return FINE
