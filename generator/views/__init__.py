"""The views: one module a page kind, each making the records of `contract/`; addresses are in `urls.py`.

thread_pages(bundle, settings)          all pages of one thread: ThreadPage, TreePage, PostPage, LostPage
home_page(overview, settings)           HomePage
threads_pages(cards, people, settings)  ThreadsPage
people_pages(people, unknown_posts, settings), person_pages(person, posts, settings)
topics_pages(rows, settings), topic_pages(rows, settings)
index_pages(rows, settings), honesty_page(rows, settings)
dates_pages(months, undated, settings), month_pages(rows, settings)
archivist_pages(sources, settings)      ArchivistPage; sources are (name, Markdown)
gather(bundle, settings)                Known: what `generator.exports` writes files from, beside the rows
not_found_page(settings), gone_page(url, was, thread, settings)
"""

from generator.views import urls
from generator.views.archivist import archivist_pages, gone_page, not_found_page
from generator.views.calendar import dates_pages, month_pages
from generator.views.citing import thread_citations
from generator.views.dates import when_of, when_view
from generator.views.frames import usual_navigation
from generator.views.honesty import honesty_page
from generator.views.index import index_pages
from generator.views.known import Known, gather, post_address
from generator.views.lists import home_page, people_pages, person_pages, threads_pages
from generator.views.machines import FEED_POSTS, instant
from generator.views.pager import page_count
from generator.views.posts import furniture, own_text
from generator.views.searching import search_page
from generator.views.sources import HonestyRows, IndexRows, Overview, Settings, ThreadBundle, TopicRows
from generator.views.thread import post_title, thread_pages, title_of
from generator.views.topics import topic_pages, topics_pages

__all__ = [
    "FEED_POSTS",
    "HonestyRows",
    "IndexRows",
    "Known",
    "Overview",
    "Settings",
    "ThreadBundle",
    "TopicRows",
    "archivist_pages",
    "dates_pages",
    "furniture",
    "gather",
    "gone_page",
    "home_page",
    "honesty_page",
    "index_pages",
    "instant",
    "month_pages",
    "not_found_page",
    "own_text",
    "page_count",
    "people_pages",
    "person_pages",
    "post_address",
    "post_title",
    "search_page",
    "thread_citations",
    "thread_pages",
    "threads_pages",
    "title_of",
    "topic_pages",
    "topics_pages",
    "urls",
    "usual_navigation",
    "when_of",
    "when_view",
]
