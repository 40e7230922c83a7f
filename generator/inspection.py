"""What the program sees in a dump, without building a site: the contract of `disputatio inspect --json`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from generator.importers import Dump, ReadOptions, read_dump
from generator.linking import find_quotes, rebuild_lost
from generator.problems import Problem
from generator.records import LostPost, Post, Quote, Span, Thread, ThreadLinks

Json = dict[str, Any]


def inspect_dump(path: Path, *, format: str | None = None) -> Json:
    """Return what `disputatio inspect --json` prints for one dump: threads, posts, quotes, chrome, problems.

    Offsets are dump offsets in code points; in formats where offsets mean nothing, spans are None and `text` is given.
    """
    head, threads = inspect_threads(path, ReadOptions(format=format))
    read: list[Json] = []
    problems: list[Json] = []
    for kind, found in threads:
        (read if kind == "thread" else problems).append(found)
    return {**head, "threads": read, "problems": problems}


def inspect_threads(path: Path, options: ReadOptions) -> tuple[Json, Iterator[tuple[str, Json]]]:
    """Return file, format and skin of a dump, and then ("thread" or "problem", what is seen) one by one.

    So a dump of any size is told of in the memory of one thread.
    """
    dump = Dump(path, str(path))
    found = read_dump(dump, options)
    before: list[Thread | Problem] = []
    source = None
    for item in found:
        before.append(item)
        if isinstance(item, Thread):
            source = item.sources[0]
            break
    head: Json = {
        "file": dump.name,
        "format": source.importer if source else options.format,
        "skin": source.skin if source else None,
    }
    return head, (_seen(item) for item in chain(before, found))


def _seen(item: Thread | Problem) -> tuple[str, Json]:
    if isinstance(item, Problem):
        return "problem", _problem(item)
    return "thread", _thread(item, rebuild_lost(item, find_quotes(item)))


def _thread(thread: Thread, links: ThreadLinks) -> Json:
    posts = {str(post.id): post for post in thread.posts}
    quotes: dict[str, list[Quote]] = {}
    for quote in links.quotes:
        quotes.setdefault(quote.post, []).append(quote)
    return {
        "id": thread.id,
        "title": thread.title.value,
        "title_span": _pair(thread.title_span),
        "posts": [_post(post, quotes.get(post.id, ()), posts) for post in thread.posts],
        "lost_posts": [_lost(lost, posts) for lost in links.lost],
        "chrome": _chrome(thread),
    }


def _chrome(thread: Thread) -> list[list[int]]:
    """Return all chrome: around the posts, and the furniture inside their bodies."""
    inner = [_placed(post, span) for post in thread.posts for span in post.furniture]
    pairs = [_pair(chrome.span) for chrome in thread.chrome] + inner
    return sorted(pair for pair in pairs if pair)


def _post(post: Post, quotes: Iterable[Quote], posts: Mapping[str, Post]) -> Json:
    found: Json = {
        "id": post.id,
        "span": _pair(post.source_span),
        "author": post.author.value,
        "author_confidence": post.author.confidence,
        "author_span": _pair(post.author_span),
        "when": post.when.value.iso or post.when.value.raw if post.when.value else None,
        "signature_span": _pair(post.signature_span),
        "quotes": [_quote(quote, post, posts) for quote in quotes],
    }
    if post.source_span is None:
        found["text"] = post.text
    if post.attachments:
        found["attachments"] = [
            {"name": each.name, "media": each.media, "size": each.size, "url": each.url} for each in post.attachments
        ]
    return found


def _quote(quote: Quote, post: Post, posts: Mapping[str, Post]) -> Json:
    origin = quote.origin
    source = posts.get(origin.post) if origin and not origin.lost else None
    found: Json = {
        "span": _placed(post, quote.span),
        "declared_author": quote.declared.author if quote.declared else None,
        "kind": quote.kind,
        "confidence": quote.confidence,
        "origin": {"post": origin.post, "lost": origin.lost} if origin else None,
        "pieces": [
            {"quote": _placed(post, piece.quote), "origin": _placed(source, piece.origin)} for piece in quote.pieces
        ],
        "evidence": list(quote.evidence),
    }
    if post.source_span is None:
        found["text"] = quote.span.of(post.text)
    return found


def _lost(lost: LostPost, posts: Mapping[str, Post]) -> Json:
    witnesses = [{"post": seen.post, "span": _placed(posts.get(seen.post), seen.span)} for seen in lost.witnesses]
    return {"id": lost.id, "text": lost.text, "witnesses": witnesses}


def _placed(post: Post | None, span: Span) -> list[int] | None:
    """Return text offsets of a post as dump offsets, or None where the dump has no offsets."""
    if post is None or post.source_span is None:
        return None
    return _pair(span.shift(post.source_span.start))


def _pair(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None


def _problem(problem: Problem) -> Json:
    return {
        "severity": problem.severity,
        "code": problem.code,
        "line": problem.line,
        "column": problem.column,
        "message": problem.message,
        "fix": problem.fix,
    }
