"""`disputatio serve`: a first build, then the preview, which builds again after every change."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path

from generator.cli.endings import FINE, attempt
from generator.cli.report import count, print_problems, say
from generator.config import Config, read_config
from generator.pipeline import BuildReport, build, check
from generator.review import BODY_BYTES, FOLDER, Desk, routes
from generator.serve import HOST, Preview, open_port, preview


def preview_site(site: Path, output: Path | None, port: int, *, has_review: bool = False) -> int:
    """Build the site, serve it until the user ends that, and return the exit code.

    The port is taken before the first build: who cannot have it should not wait. A first build that fails ends the
    command; a later one that fails leaves the site as it was, and the next change tries again.
    """
    root = site.absolute()
    config = read_config(root)
    desk = Desk(config.corrections_file, config.cache / "review" / "corrections.yaml") if has_review else None

    def rebuild() -> bool:
        began = time.perf_counter()
        done = attempt(lambda: _build(root, output, desk))
        if isinstance(done, int):
            return False
        report, has_changed = done
        if report.has_changed:
            say(f"{count(report.written, 'page')} written in {time.perf_counter() - began:.2f} s.")
        return has_changed

    with closing(open_port(port)) as listener:
        first = attempt(lambda: _build(root, output, desk))
        if isinstance(first, int):
            return first
        settings = Preview(root, output or config.output, rebuild, say)
        if desk:
            settings = _with_review(settings, desk, listener.getsockname()[1])
        preview(settings, listener)
    return FINE


def _build(root: Path, output: Path | None, desk: Desk | None) -> tuple[BuildReport, bool]:
    """Return what a build did, and whether there is anything new to see."""
    config = read_config(root)
    done = build(config, output=output)
    print_problems(done.problems)
    return done, _lay_out(config, desk) or done.has_changed


def _lay_out(config: Config, desk: Desk | None) -> bool:
    return desk is not None and desk.lay_out(check(config).doubts)


def _with_review(settings: Preview, desk: Desk, port: int) -> Preview:
    settings.say(f"{count(len(desk.doubts()), 'doubt')} to review: http://{HOST}:{port}{FOLDER}")
    handlers = routes(desk, settings.site, port)
    return Preview(settings.site, settings.output, settings.rebuild, settings.say, handlers, BODY_BYTES)
