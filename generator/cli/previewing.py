"""`disputatio serve`: a first build, then the preview, which builds again after every change."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path

from generator.cli.endings import FINE, attempt
from generator.cli.report import count, print_problems, say
from generator.config import read_config
from generator.pipeline import BuildReport, build
from generator.serve import Preview, open_port, preview


def preview_site(site: Path, output: Path | None, port: int) -> int:
    """Build the site, serve it until the user ends that, and return the exit code.

    The port is taken before the first build: who cannot have it should not wait. A first build that fails ends the
    command; a later one that fails leaves the site as it was, and the next change tries again.
    """
    root = site.absolute()

    def rebuild() -> bool:
        began = time.perf_counter()
        done = attempt(lambda: _build(root, output))
        if isinstance(done, int):
            return False
        if done.has_changed:
            say(f"{count(done.written, 'page')} written in {time.perf_counter() - began:.2f} s.")
        return done.has_changed

    config = read_config(root)
    with closing(open_port(port)) as listener:
        first = attempt(lambda: _build(root, output))
        if isinstance(first, int):
            return first
        preview(Preview(root, output or config.output, rebuild, say), listener)
    return FINE


def _build(root: Path, output: Path | None) -> BuildReport:
    done = build(read_config(root), output=output)
    print_problems(done.problems)
    return done
