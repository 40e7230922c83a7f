"""A thread without what must not be published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.records import Post, Source, Span, Thread, ThreadId
from generator.redactions.entries import WITHHELD, Secrets
from generator.redactions.posts import Cutter, address, entombed, guess, redacted
from generator.redactions.watching import Watch


class Redactor:
    """Knows all secrets, and takes them out of threads."""

    def __init__(self, secrets: Secrets) -> None:
        self.watch = Watch(secrets)
        self._stones = {(stone.thread, stone.post): stone for stone in secrets.posts}
        self._files = frozenset(secrets.attachments)

    def thread(self, thread: Thread) -> Thread:
        """Return a thread without any secret: posts, quotes of them, title, ids, addresses, names of dumps.

        Pure; O(thread). The words that its dumps withhold are gone from the record as well.
        """
        withheld = frozenset(post.id for post in thread.posts if post.withheld)
        posts = tuple(self._post(thread, post, withheld) for post in thread.posts)
        return replace(rewritten(thread, posts, self.watch), withheld_words=())

    def _post(self, thread: Thread, post: Post, withheld: frozenset[str]) -> Post:
        stone = self._stones.get((thread.id, post.id))
        if stone is not None:
            post = entombed(post, stone)
        gone = tuple(self._gone_quotes(thread, post, withheld))
        return redacted(post, self.watch, gone, self._files)

    def _gone_quotes(self, thread: Thread, post: Post, withheld: frozenset[str]) -> Iterator[tuple[Span, str]]:
        """Yield the quotes that the dump itself says to be of a post that is not published."""
        for quote in post.declared:
            if quote.post is None:
                continue
            stone = self._stones.get((quote.thread or thread.id, quote.post))
            if stone is not None:
                yield quote.span, stone.why
            elif quote.thread is None and quote.post in withheld:
                yield quote.span, WITHHELD


def rewritten(thread: Thread, posts: tuple[Post, ...], cutter: Cutter) -> Thread:
    """Return a thread with other posts, and without what a cutter finds beside them."""
    title = guess(thread.title, cutter)
    changed = replace(
        thread,
        id=ThreadId(cutter.id(thread.id)),
        title=title,
        title_span=thread.title_span if title == thread.title else None,
        sources=tuple(_source(source, cutter) for source in thread.sources),
        posts=posts,
        url=address(thread.url, cutter),
        gaps=tuple(map(cutter.text, thread.gaps)),
    )
    return thread if changed == thread else changed


def _source(source: Source, cutter: Cutter) -> Source:
    notice = cutter.text(source.notice) if source.notice else source.notice
    folder, slash, name = source.path.rpartition("/")
    return replace(source, path=f"{folder}{slash}{cutter.id(name)}", notice=notice)
