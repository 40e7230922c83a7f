"""Importer `paste`: threads copied from a page as plain text, whatever the forum software."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.codec import digest
from generator.importers.dumps import Dump, ReadOptions, decode_text
from generator.importers.pasted.drafts import Found
from generator.importers.pasted.lines import Lines, split_lines
from generator.importers.pasted.posts import build_posts, find_chrome
from generator.importers.pasted.skins import Hit, vocabulary
from generator.importers.pasted.stripped import find_stripped
from generator.problems import Problem
from generator.records import Chrome, Guess, Post, Source, Thread, ThreadId
from generator.text import safe_name

name = "paste"

_ANY_TEXT = 0.2  # below every importer that recognises a format: plain text is what is left


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is pasted text: it is the reader of last resort for everything that is text."""
    if not head.strip() or (b"\x00" in head and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))):
        return 0.0
    return _ANY_TEXT


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Return the one thread of a pasted dump, or the one error that says why there is none."""
    data = dump.data()
    text = decode_text(data, dump)
    if isinstance(text, Problem):
        yield text
        return
    source = Source(dump.name, digest(data), name, skin=None, retrieved=options.retrieved)
    yield read_pasted(text, source)


def read_pasted(text: str, source: Source) -> Thread:
    """Return the thread that a pasted text holds. Pure; O(len(text))."""
    lines = split_lines(text)
    hits = vocabulary().all_hits(lines)
    mark = Guess("is a lone NBSP", 0.97 if lines.marks else 0.5)
    found = find_stripped(lines, lines.marks, hits, mark)
    posts = build_posts(lines, hits, found, source.retrieved)
    return Thread(
        id=ThreadId(safe_name(Path(source.path).stem)),
        title=found.title,
        sources=(source,),
        posts=posts,
        chrome=_chrome(lines, hits, found, posts),
        title_span=found.title_span,
    )


def _chrome(lines: Lines, hits: Sequence[Sequence[Hit]], found: Found, posts: Sequence[Post]) -> tuple[Chrome, ...]:
    taken = [span for post in posts for span in (post.source_span, post.author_span, post.signature_span) if span]
    if found.title_span:
        taken.append(found.title_span)
    return find_chrome(lines, hits, taken, lines.marks)
