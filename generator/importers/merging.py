"""Several dumps of one thread become one thread: overlaps are kept once, and what is missing is said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from generator.importers.pasted.posts import content_id
from generator.records import Chrome, Post, PostId, Thread

_COUNTED = re.compile(r"-\d+$")


def merge_threads(threads: Sequence[Thread]) -> Thread:
    """Return one thread made of its pages, given in order; the first gives the id and, if it has one, the title.

    A page may begin with posts that the page before ended with, or lie within it altogether: those posts are kept
    once, where they stood first, and become chrome of the later dump with that reason, so no character is lost.
    Holes in the posts' own numbers are told in `gaps`. Time and memory are linear in the posts.

    Raises:
        ValueError: no thread was given.
    """
    if not threads:
        raise ValueError("merge_threads needs at least one thread")
    posts: list[Post] = []
    chrome: list[Chrome] = []
    sources = 0
    for thread in threads:
        repeated = _repeated(posts, thread.posts)
        for index, post in enumerate(thread.posts):
            moved = replace(post, source=post.source + sources)
            if index in repeated:
                chrome += _repetition(moved)
            else:
                posts.append(moved)
        chrome += [replace(piece, source=piece.source + sources) for piece in thread.chrome]
        if thread is not threads[0]:
            chrome += _title(thread, sources)
        sources += len(thread.sources)
    posts = _renamed(posts)
    titles = [thread.title for thread in threads if thread.title.value]
    return replace(
        threads[0],
        title=titles[0] if titles else threads[0].title,
        sources=tuple(source for thread in threads for source in thread.sources),
        posts=tuple(posts),
        chrome=tuple(sorted(chrome, key=lambda piece: (piece.source, piece.span))),
        gaps=(*dict.fromkeys(gap for thread in threads for gap in thread.gaps), *_gaps(posts)),
    )


def _repeated(before: Sequence[Post], page: Sequence[Post]) -> range:
    """Return the indices of the page's posts that stand already in `before`: all of them, or a run at its start."""
    pattern = [_key(post) for post in page]
    reach = _longest_borders(pattern)
    matched = 0
    for post in before:
        key = _key(post)
        while matched and (matched == len(pattern) or pattern[matched] != key):
            matched = reach[matched - 1]
        if pattern and pattern[matched] == key:
            matched += 1
        if matched == len(pattern) > 1:
            return range(matched)
    return range(matched)


def _longest_borders(pattern: Sequence[str]) -> list[int]:
    """Return for each prefix the length of its longest proper border (Knuth, Morris and Pratt 1977)."""
    reach = [0] * len(pattern)
    matched = 0
    for index in range(1, len(pattern)):
        while matched and pattern[index] != pattern[matched]:
            matched = reach[matched - 1]
        matched += pattern[index] == pattern[matched]
        reach[index] = matched
    return reach


def _key(post: Post) -> str:
    """The same for two captures of one post: its number, where pages show it, and its words."""
    return f"{post.number or ''} {content_id(post.text, post.furniture, Counter())}"


def _repetition(post: Post) -> list[Chrome]:
    spans = (post.author_span, post.source_span, post.signature_span)
    return [Chrome(span, "post repeated from the page before", post.source) for span in spans if span]


def _title(thread: Thread, sources: int) -> list[Chrome]:
    return [Chrome(thread.title_span, "title repeated", sources)] if thread.title_span else []


def _renamed(posts: Sequence[Post]) -> list[Post]:
    """Number the posts, and tell apart those of two pages that have the same words and so the same id."""
    seen: Counter[str] = Counter()
    renamed: list[Post] = []
    for ordinal, post in enumerate(posts, start=1):
        base = _COUNTED.sub("", post.id)
        seen[base] += 1
        id_ = PostId(base if seen[base] == 1 else f"{base}-{seen[base]}")
        renamed.append(replace(post, id=id_, ordinal=ordinal))
    return renamed


def _gaps(posts: Sequence[Post]) -> list[str]:
    """Say which of the dump's own numbers are missing, in words."""
    numbers = [int(post.number) for post in posts if post.number and post.number.isascii() and post.number.isdigit()]
    if len(numbers) < len(posts):
        return []  # some posts carry no number: what lies between two numbers may be there, unnumbered
    gaps: list[str] = []
    previous = 0
    for number in numbers:
        if number == previous + 2:
            gaps.append(f"post #{previous + 1} is not in the dumps")
        elif number > previous + 2:
            gaps.append(f"posts #{previous + 1} to #{number - 1} are not in the dumps")
        previous = max(previous, number)
    return gaps
