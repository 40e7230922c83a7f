"""Files beside the pages, from views and records: feeds, citations, annotations, the sitemap.

thread_files(bundle, settings)        feeds, citations and annotations of one thread
archive_files(rows, settings), person_files(person, posts, settings), topic_files(rows, settings)   feeds
sitemap_files(places, count, settings)   the sitemap in parts

Each yields (address, bytes) of the files that RENDER writes.
"""

from generator.exports.lists import archive_files, person_files, topic_files
from generator.exports.sitemap import SITEMAP, Place, sitemap_files
from generator.exports.threads import thread_files

__all__ = ["SITEMAP", "Place", "archive_files", "person_files", "sitemap_files", "thread_files", "topic_files"]
