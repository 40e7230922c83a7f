"""Dumps of debates, read into threads: the front door of the room `importers`.

A format has one module here with `name`, `sniff` and `read`; formats from outside come by the entry-point group
`disputatio.importers`.
"""

from generator.importers.dumps import Dump, ReadOptions, decode_text
from generator.importers.merging import merge_threads
from generator.importers.pasted.posts import content_id
from generator.importers.seam import ENTRY_POINT_GROUP, Importer, choose, read_dump

__all__ = [
    "ENTRY_POINT_GROUP",
    "Dump",
    "Importer",
    "ReadOptions",
    "choose",
    "content_id",
    "decode_text",
    "merge_threads",
    "read_dump",
]
