"""RENDER: views → pages, batch by batch; only those are rendered and written whose content has changed.

A batch is made of *units* (a thread, a person, a topic, a list). A unit whose key is the same as last time gives the
same pages, and nothing of it is even read; else each of its pages is rendered whose own key has changed.
"""

from __future__ import annotations

from generator.render.tasks import Kind, Page, PageFile, RenderReceipt, RenderTask, UnitReceipt, urls_of

__all__ = ["Kind", "Page", "PageFile", "RenderReceipt", "RenderTask", "UnitReceipt", "render_batch", "urls_of"]


def render_batch(task: RenderTask) -> RenderReceipt:
    """Render what has changed in a batch and write it into the tree that is being prepared: a map function."""
    from generator.render.batch import render  # templates and views take 0.1 s to import; most builds need them late

    return render(task)
