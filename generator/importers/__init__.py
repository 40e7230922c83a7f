"""Dumps of debates, read into threads: the front door of the room `importers`.

A format has one module here with `name`, `sniff` and `read`; formats from outside come by the entry-point group
`disputatio.importers`.
"""

from generator.importers.dumps import Dump, Part, ReadOptions, decode_text
from generator.importers.merging import merge_threads
from generator.importers.pasted.posts import content_id
from generator.importers.seam import (
    ENTRY_POINT_GROUP,
    Importer,
    can_split,
    choose,
    claims_folder,
    joins_folders,
    read_dump,
)
from generator.importers.structured.identity import Marks, marks_of, same_threads
from generator.importers.structured.joining import join_pieces

__all__ = [
    "ENTRY_POINT_GROUP",
    "Dump",
    "Importer",
    "Marks",
    "Part",
    "ReadOptions",
    "can_split",
    "choose",
    "claims_folder",
    "content_id",
    "decode_text",
    "join_pieces",
    "joins_folders",
    "marks_of",
    "merge_threads",
    "read_dump",
    "same_threads",
]
