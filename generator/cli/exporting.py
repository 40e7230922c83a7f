"""`disputatio export`: one data set, and where it is."""

from __future__ import annotations

from pathlib import Path

from generator.cli.endings import FINE
from generator.cli.progress import progress
from generator.cli.report import print_problems, say
from generator.config import read_config
from generator.exports import find_export
from generator.pipeline import export_archive


def export_site(format_name: str, site: Path, output: Path | None) -> int:
    """Write the data set, tell where it is, and return the exit code."""
    export = find_export(format_name)
    target = (output or Path(f"archive{export.ending}" if export.ending else export.name)).absolute()
    config = read_config(site)
    with progress() as report:
        problems = export_archive(config, export, target, progress=report)
    print_problems(problems)
    say(f"{export.title.partition(':')[0]}: {output or target.name}")
    return FINE
