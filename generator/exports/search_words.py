"""A thread as the index of search needs it: its words with their posts, and its posts with what a result shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.records import Mention, Post, Span, Thread, ThreadLinks
from generator.text import search_words

OWN_SHOWN, QUOTED_SHOWN = 700, 300  # code points of a post that a result can show its words in
_MOST = 3  # of one word in one post that count: a post that says it ten times is not ten times as good


@dataclass(frozen=True, slots=True)
class PostWords:
    """What a result shows of a post. `length` is its number of words."""

    post: str
    ordinal: int
    author: str
    iso: str
    raw_when: str
    own: str
    quoted: str
    length: int
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThreadWords:
    """All posts of a thread in its order, and for each word, in order of the words, (post, own, quoted) by position.

    `own` and `quoted` count the word, up to three.
    """

    thread: str
    title: str
    posts: tuple[PostWords, ...]
    words: tuple[tuple[str, tuple[tuple[int, int, int], ...]], ...]


def words_of(thread: Thread, links: ThreadLinks, mentions: Iterable[Mention]) -> ThreadWords:
    """Return the words of a thread; what is withheld has none."""
    spans: dict[str, list[Span]] = {}
    for quote in links.quotes:
        spans.setdefault(quote.post, []).append(quote.span)
    topics: dict[str, dict[str, None]] = {}
    for mention in mentions:
        topics.setdefault(mention.post, {})[mention.topic] = None
    found: dict[str, list[tuple[int, int, int]]] = {}
    posts = []
    for at, post in enumerate(thread.posts):
        own, quoted = _parts(post, spans.get(post.id, ()))
        counts = _count(own, quoted)
        for word, (in_own, in_quoted) in counts.items():
            found.setdefault(word, []).append((at, in_own, in_quoted))
        posts.append(_post(post, own, quoted, tuple(topics.get(post.id, ()))))
    return ThreadWords(
        thread.id,
        thread.title.value or "",
        tuple(posts),
        tuple((word, tuple(found[word])) for word in sorted(found)),
    )


def _parts(post: Post, quotes: Sequence[Span]) -> tuple[str, str]:
    """Return the post's own words and the quoted ones, without the page's furniture."""
    lead_ins = (each.lead_in for each in post.declared if each.lead_in is not None)
    hidden = sorted([*((span, False) for span in (*post.furniture, *lead_ins)), *((span, True) for span in quotes)])
    own, quoted, at = [], [], 0
    for span, is_quote in hidden:
        own.append(post.text[at : max(at, span.start)])
        if is_quote:
            quoted.append(post.text[max(at, span.start) : max(at, span.end)])
        at = max(at, span.end)
    own.append(post.text[at:])
    return "\n".join(own), "\n".join(quoted)


def _count(own: str, quoted: str) -> dict[str, tuple[int, int]]:
    counts: dict[str, tuple[int, int]] = {}
    for word in search_words(own):
        before = counts.get(word, (0, 0))
        counts[word] = (min(_MOST, before[0] + 1), 0)
    for word in search_words(quoted):
        before = counts.get(word, (0, 0))
        counts[word] = (before[0], min(_MOST, before[1] + 1))
    return counts


def _post(post: Post, own: str, quoted: str, topics: tuple[str, ...]) -> PostWords:
    moment = post.when.value
    return PostWords(
        post=post.id,
        ordinal=post.ordinal,
        author=post.author.value or "",
        iso=(moment.iso or "") if moment else "",
        raw_when=moment.raw if moment else "",
        own=_line(own, OWN_SHOWN),
        quoted=_line(quoted, QUOTED_SHOWN),
        length=len(own.split()) + len(quoted.split()),
        topics=topics,
    )


def _line(text: str, limit: int) -> str:
    line = " ".join(text[: 2 * limit].split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"
