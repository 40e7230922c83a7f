"""The batches of what only machines read: the feeds of the archive, the sitemap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.exports import Place, archive_files, sitemap_files
from generator.render.tasks import RenderTask
from generator.render.units import Unit
from generator.store import Table, read_table
from generator.tables import rows
from generator.views import Settings, page_count, urls


@dataclass(frozen=True, slots=True)
class _PostPlace:
    """A row of `posts`, read for its address and its date alone."""

    thread: str
    post: str
    iso: str


def feeds(task: RenderTask, settings: Settings) -> Iterator[Unit]:
    """Yield the feeds of the archive."""

    def files() -> Iterator[tuple[str, bytes]]:
        return archive_files(tuple(read_table(task.cache, task.tables["latest"], rows.LatestRow)), settings)

    yield Unit(task.name, task.key, files=files)


def sitemap(task: RenderTask, settings: Settings) -> Iterator[Unit]:
    """Yield the sitemap; the posts are read twice, to be counted and to be listed."""

    def files() -> Iterator[tuple[str, bytes]]:
        count = sum(1 for _ in _places(task, settings))
        return sitemap_files(_places(task, settings), count, settings)

    yield Unit(task.name, task.key, files=files)


def _places(task: RenderTask, settings: Settings) -> Iterator[Place]:
    tables: dict[str, Table] = task.tables
    lists = (urls.HOME, urls.threads_url(), urls.people_url(), urls.topics_url(), urls.index_url(), urls.HONESTY)
    yield from (Place("", address) for address in lists)
    yield from (Place("", urls.archivist_url(page.name)) for page in task.pages if page.name != "home")
    yield from (Place(topic.id, urls.topic_url(topic.id)) for topic in settings.topics)
    for person in read_table(task.cache, tables["people"], rows.PersonRow):
        yield Place(person.person, urls.person_url(person.person))
    for lost in read_table(task.cache, tables["lost"], rows.LostRow):
        yield Place(lost.thread, urls.lost_url(lost.thread, lost.lost))
    for thread in read_table(task.cache, tables["threads"], rows.ThreadRow):
        for number in range(1, page_count(thread.posts, settings.posts_per_page) + 1):
            yield Place(thread.thread, urls.thread_url(thread.thread, number), thread.last_iso if number == 1 else "")
    if settings.post_pages:
        for post in read_table(task.cache, tables["posts"], _PostPlace):
            yield Place(post.thread, urls.post_url(post.thread, post.post), post.iso)
