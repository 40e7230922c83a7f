"""Files beside the pages, from views and records: feeds, citations, annotations, the sitemap.

thread_files(bundle, settings)        feeds, citations and annotations of one thread
archive_files(rows, settings), person_files(person, posts, settings), topic_files(rows, settings)   feeds
sitemap_files(places, count, settings)   the sitemap in parts
words_of(thread, links, mentions)     the words of a thread
search_files(part, threads, settings)  a part of the index of search

exports(), find_export(name)          data sets, built in or installed; run_export(export, archive, target) writes one

Each `..._files` yields (address, bytes) of the files that RENDER writes.
"""

from generator.exports.datasets import Archive, Debate, Export, exports, find_export, run_export
from generator.exports.lists import archive_files, person_files, topic_files
from generator.exports.search import count_parts, part_of, search_files
from generator.exports.search_words import ThreadWords, words_of
from generator.exports.sitemap import SITEMAP, Place, sitemap_files
from generator.exports.threads import thread_files

__all__ = [
    "SITEMAP",
    "Archive",
    "Debate",
    "Export",
    "Place",
    "ThreadWords",
    "archive_files",
    "count_parts",
    "exports",
    "find_export",
    "part_of",
    "person_files",
    "run_export",
    "search_files",
    "sitemap_files",
    "thread_files",
    "topic_files",
    "words_of",
]
