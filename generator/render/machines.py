"""The batches of what only machines read: the feeds of the archive, the sitemap, the index of search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

from generator.codec import decode
from generator.exports import Place, ThreadWords, archive_files, search_files, sitemap_files
from generator.render.tasks import RenderTask
from generator.render.units import Unit
from generator.store import Table, Volume, load_shared, read_table
from generator.tables import rows
from generator.views import Settings, page_count, search_page, urls


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
    if settings.post_pages == "all":
        for post in read_table(task.cache, tables["posts"], _PostPlace):
            yield Place(post.thread, urls.post_url(post.thread, post.post), post.iso)


def search_of_part(task: RenderTask, settings: Settings) -> Iterator[Unit]:
    """Yield a part of the index of search. Its threads are held at once: some 20 MB for a part of the usual size."""

    def files() -> Iterator[tuple[str, bytes]]:
        places = load_shared(task.cache, task.given, tuple[tuple[str, str], ...])
        return search_files(task.bucket, tuple(_words_of(task, places)), settings)

    yield Unit(task.name, task.key, files=files)


def search(task: RenderTask, settings: Settings) -> Iterator[Unit]:
    """Yield the search page; `given` is the version of the index, `buckets` the number of its parts."""
    yield Unit(task.name, task.key, lambda: [search_page(task.buckets, task.given, settings)])


def _words_of(task: RenderTask, places: Iterable[tuple[str, str]]) -> Iterator[ThreadWords]:
    """Yield the words of threads, given as (thread, stem of its volume); each volume is opened once."""
    with ExitStack() as opened:
        volumes: dict[str, Volume] = {}
        for thread, stem in places:
            if stem not in volumes:
                volumes[stem] = opened.enter_context(Volume(task.cache, stem))
            yield decode(volumes[stem].read("words", thread), ThreadWords)
