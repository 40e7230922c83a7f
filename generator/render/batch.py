"""One batch of views → pages, of which only those are rendered and written whose content has changed."""

from __future__ import annotations

from functools import lru_cache

from generator.codec import decode, digest
from generator.render.batches import units_of
from generator.render.tasks import Page, RenderReceipt, RenderTask, UnitReceipt
from generator.render.units import Unit
from generator.store import Volume, load_shared
from generator.templating import Renderer
from generator.themes import Theme
from generator.views import Settings
from generator.writer import PageWriter


def render(task: RenderTask) -> RenderReceipt:
    """Render what has changed in a batch and write it into the tree that is being prepared."""
    former = _former(task)
    batch = _Batch(task, {page.url: page for page in former.pages()} if former else {})
    known = {unit.name: unit for unit in former.units} if former else {}
    units = []
    if task.kind == "assets":
        units.append(batch.copy_assets())
    elif task.kind == "attachments-of-shard":
        units.append(batch.copy_attachments())
    else:
        for unit in units_of(task, load_shared(task.cache, task.settings, Settings)):
            same = known.get(unit.name)
            units.append(same if same and same.key == unit.key else batch.render(unit))
    return RenderReceipt(task.name, task.key, tuple(units), tuple(batch.written), batch.rendered)


class _Batch:
    """One batch at work: `former` are its pages as the output holds them, by URL."""

    def __init__(self, task: RenderTask, former: dict[str, Page]) -> None:
        self.written: list[tuple[str, int]] = []
        self.rendered = 0
        self._task = task
        self._former = former
        self._writer = PageWriter(task.spare)

    def render(self, unit: Unit) -> UnitReceipt:
        renderer = _renderer(self._task.cache, self._task.theme, self._task.settings, self._task.code)
        pages = []
        for view in unit.views():
            url = view.frame.url
            key = renderer.key(view)
            same = self._former.get(url)
            if same is None or same.key != key:
                self.rendered += 1
                same = self._write(url, key, renderer.render(view))
            pages.append(same)
        pages += (self._write(url, unit.key, data) for url, data in unit.files())
        return UnitReceipt(unit.name, unit.key, tuple(pages))

    def copy_assets(self) -> UnitReceipt:
        """Write the theme's static files."""
        theme = load_shared(self._task.cache, self._task.theme, Theme)
        pages = tuple(self._write(asset.url, self._task.key, asset.data) for asset in theme.assets)
        return UnitReceipt(self._task.name, self._task.key, pages)

    def copy_attachments(self) -> UnitReceipt:
        """Write the files that came with posts; those that the output has are not even read."""
        pages = []
        with Volume(self._task.cache, self._task.volumes["read"]) as volume:
            for name, url in self._task.attachments:
                same = self._former.get(url)
                if same is None or same.key != name:
                    same = self._write(url, name, volume.read("attachments", name))
                pages.append(same)
        return UnitReceipt(self._task.name, self._task.key, tuple(pages))

    def _write(self, url: str, key: str, data: bytes) -> Page:
        content = digest(data)
        former = self._former.get(url)
        is_there = former is not None and former.digest == content
        if not is_there and self._writer.write(url, data):
            self.written.append((url, len(data)))
        return Page(url, key, content)


def _former(task: RenderTask) -> RenderReceipt | None:
    try:
        return decode(task.former, RenderReceipt) if task.former else None
    except ValueError:
        return None  # an older version wrote it in another shape


@lru_cache(maxsize=2)
def _renderer(cache: str, theme: str, settings: str, code: str) -> Renderer:
    """Compiling templates takes longer than rendering a batch: keep them."""
    known = load_shared(cache, settings, Settings)
    return Renderer(load_shared(cache, theme, Theme), known.site, language=known.language, code=code)
