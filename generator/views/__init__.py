"""The views: one module a page kind, each making the records of `contract.py`; addresses are in `urls.py`.

thread_pages(bundle, settings)         ThreadPage, TreePage, PostPage, LostPage: all pages of one thread
home_page(overview, settings)          HomePage
threads_pages(cards, people, settings) ThreadsPage
people_pages(people, unknown_posts, settings), person_pages(person, posts, settings)
topics_pages(rows, settings), topic_pages(rows, settings)
index_pages(rows, settings), honesty_page(rows, settings)
archivist_pages(sources, settings)     ArchivistPage; sources are (name, Markdown), without "home"
not_found_page(settings)
"""

from __future__ import annotations

from generator.views import urls
from generator.views.sources import HonestyRows, IndexRows, Overview, Settings, ThreadBundle, TopicRows

__all__ = ["HonestyRows", "IndexRows", "Overview", "Settings", "ThreadBundle", "TopicRows", "urls"]
