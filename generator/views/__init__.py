"""The views: one module a page kind, each making the records of `contract/`; addresses are in `urls.py`.

thread_pages(bundle, settings)          all pages of one thread: ThreadPage, TreePage, PostPage, LostPage
home_page(overview, settings)           HomePage
threads_pages(cards, people, settings)  ThreadsPage
people_pages(people, unknown_posts, settings), person_pages(person, posts, settings)
topics_pages(rows, settings), topic_pages(rows, settings)
index_pages(rows, settings), honesty_page(rows, settings)
archivist_pages(sources, settings)      ArchivistPage; sources are (name, Markdown)
not_found_page(settings), gone_page(url, was, thread, settings)
"""

from generator.views import urls
from generator.views.archivist import archivist_pages, gone_page, not_found_page
from generator.views.frames import usual_navigation
from generator.views.honesty import honesty_page
from generator.views.index import index_pages
from generator.views.lists import home_page, people_pages, person_pages, threads_pages
from generator.views.sources import HonestyRows, IndexRows, Overview, Settings, ThreadBundle, TopicRows
from generator.views.thread import thread_pages
from generator.views.topics import topic_pages, topics_pages

__all__ = [
    "HonestyRows",
    "IndexRows",
    "Overview",
    "Settings",
    "ThreadBundle",
    "TopicRows",
    "archivist_pages",
    "gone_page",
    "home_page",
    "honesty_page",
    "index_pages",
    "not_found_page",
    "people_pages",
    "person_pages",
    "thread_pages",
    "threads_pages",
    "topic_pages",
    "topics_pages",
    "urls",
    "usual_navigation",
]
