"""GraphML: posts and lost posts as nodes; what quotes or answers what as edges, for networkx, Gephi and their like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.exports.datasets.seam import Archive
from generator.exports.datasets.tables import LostRecord, PostRecord, QuoteRecord, rows
from generator.exports.xml import xml

name = "graphml"
title = "GraphML: posts as nodes, quotes and answers as edges"
ending = ".graphml"

NODE = {"thread": "string", "number": "int", "author": "string", "date": "string", "lost": "boolean"}
EDGE = {"link": "string", "kind": "string", "confidence": "double"}


def write(archive: Archive, target: Path) -> None:
    """Write nodes, then edges; the archive is gone through twice, so that neither is held."""
    with target.open("w", encoding="utf-8", newline="\n") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
        for domain, keys in (("node", NODE), ("edge", EDGE)):
            for key, kind in keys.items():
                file.write(f'<key id="{key}" for="{domain}" attr.name="{key}" attr.type="{kind}"/>\n')
        file.write('<graph edgedefault="directed">\n')
        file.writelines(_nodes(archive))
        file.writelines(_edges(archive))
        file.write("</graph>\n</graphml>\n")


def _nodes(archive: Archive) -> Iterator[str]:
    for row in rows(archive):
        if isinstance(row, PostRecord):
            about = {
                "thread": row.thread,
                "number": row.number,
                "author": row.author,
                "date": row.date,
                "lost": "false",
            }
            yield f'<node id="{_id(row.thread, row.post)}">{_data(about)}</node>\n'
        elif isinstance(row, LostRecord):
            about = {"thread": row.thread, "author": row.author, "lost": "true"}
            yield f'<node id="{_id(row.thread, row.lost)}">{_data(about)}</node>\n'


def _edges(archive: Archive) -> Iterator[str]:
    for row in rows(archive):
        if isinstance(row, PostRecord) and row.answers and row.answers != row.post:
            ends = (_id(row.thread, row.post), _id(row.thread, row.answers))
            yield _edge(ends, {"link": "answers", "confidence": 1.0})
        elif isinstance(row, QuoteRecord) and row.origin_post:
            ends = (_id(row.thread, row.post), _id(row.origin_thread, row.origin_post))
            yield _edge(ends, {"link": "quotes", "kind": row.kind, "confidence": row.confidence})


def _edge(ends: tuple[str, str], about: Mapping[str, object]) -> str:
    return f'<edge source="{ends[0]}" target="{ends[1]}">{_data(about)}</edge>\n'


def _data(about: Mapping[str, object]) -> str:
    return "".join(f'<data key="{key}">{xml(str(value))}</data>' for key, value in about.items() if value != "")


def _id(thread: str, post: str) -> str:
    return xml(f"{thread}/{post}")
