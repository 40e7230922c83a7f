"""The batches of what stands beside the archive's own pages: tombstones, redirects, what a host needs."""

from __future__ import annotations

from collections.abc import Iterator

from generator.hosts import HostPlan, host_files
from generator.permalinks import Standing, place_of
from generator.redirects import RedirectPlan, redirect_files, stub
from generator.render.tasks import RenderTask
from generator.render.units import Unit
from generator.store import load_shared, read_table
from generator.tables import rows
from generator.views import Settings, gone_page, urls
from generator.views.contract import PageView


def permalinks(task: RenderTask, settings: Settings) -> Iterator[Unit]:
    """Yield the tombstones of what is gone, and the pages that lead on from where something stood."""
    standing = load_shared(task.cache, task.given, Standing)

    def tombstones() -> Iterator[PageView]:
        found = read_table(task.cache, task.tables["threads"], rows.ThreadRow) if standing.gone else ()
        titles = {row.thread: row.title for row in found}
        for page in standing.gone:
            place = place_of(page.address)
            if place:
                yield gone_page(page.address, place.kind, (place.thread, titles.get(place.thread)), settings)

    def stubs() -> Iterator[tuple[str, bytes]]:
        for old, new in standing.moved:
            canonical = urls.canonical(settings.site.base_url, new)
            yield old, stub(urls.relative(old, new), settings.site.title, settings.site.language, canonical)

    yield Unit(task.name, task.key, tombstones, stubs)


def redirects(task: RenderTask, settings: Settings) -> Iterator[Unit]:
    """Yield what leads from addresses of former forums to where their posts are now."""

    def files() -> Iterator[tuple[str, bytes]]:
        plan = load_shared(task.cache, task.given, RedirectPlan)
        return redirect_files(plan, read_table(task.cache, task.tables["old"], rows.OldRow))

    yield Unit(task.name, task.key, files=files)


def host(task: RenderTask, settings: Settings) -> Iterator[Unit]:
    """Yield what the host reads beside the pages."""
    yield Unit(task.name, task.key, files=lambda: host_files(load_shared(task.cache, task.given, HostPlan)))
