"""The reply tree of a thread: who answers whom, as far as quotes and the dump tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from generator.records import Post
from generator.views import urls, wording
from generator.views.contract import Link, TreePage, TreeView
from generator.views.frames import excerpt, frame, paged
from generator.views.known import Known
from generator.views.pager import page_count, pager, split
from generator.views.pictures import answers_of, arcs
from generator.views.posts import own_text

LINES_A_PAGE = 300
DEPTH_SHOWN = 12
_EXCERPT = 80


def tree_pages(known: Known, title: str) -> Iterator[TreePage]:
    """Yield the pages of the tree, in reading order."""
    lines = reply_tree(known)
    total = page_count(len(lines), LINES_A_PAGE)
    for number, part in split(lines, LINES_A_PAGE):
        url = urls.tree_url(known.thread, number)
        way = pager(number, total, lambda page: urls.tree_url(known.thread, page))
        above = (
            Link(known.language.t(wording.THREADS_LABEL), urls.relative(url, urls.threads_url())),
            Link(title, urls.relative(url, urls.thread_url(known.thread))),
        )
        yield TreePage(
            frame=paged(
                frame(url, f"{title}: {known.language.t(wording.TREE_LABEL)}", known.settings, above=above), way
            ),
            title=title,
            thread_href=urls.relative(url, urls.thread_url(known.thread)),
            lines=tuple(_line(known, post, depth, url) for post, depth in part),
            pager=way,
            arcs=arcs(known, known.bundle.thread.posts, answers_of(known), url) if number == 1 else None,
        )


def reply_tree(known: Known) -> list[tuple[Post, int]]:
    """Return the posts in reading order, each with its depth: 0 for posts that answer nobody.

    A post stands below the one that the dump says it answers, else below the earlier post that it quotes most words of.
    """
    answers: defaultdict[str, list[Post]] = defaultdict(list)
    roots: list[Post] = []
    for post in known.bundle.thread.posts:
        parent = known.answered_by_declaration(post) or _most_quoted(known, post)
        (roots if parent is None else answers[parent.id]).append(post)
    order: list[tuple[Post, int]] = []
    pending = [(post, 0) for post in reversed(roots)]
    while pending:
        post, depth = pending.pop()
        order.append((post, depth))
        pending += ((answer, depth + 1) for answer in reversed(answers.get(post.id, ())))
    return order


def _most_quoted(known: Known, post: Post) -> Post | None:
    quoted: defaultdict[str, int] = defaultdict(int)
    for _, quote in known.quotes.get(post.id, ()):
        origin = quote.origin
        if origin is None or origin.lost or origin.thread != known.thread or origin.post not in known.posts:
            continue
        if known.position[origin.post] < known.position[post.id]:
            quoted[origin.post] += len(quote.span)
    return known.posts[max(quoted, key=quoted.__getitem__)] if quoted else None


def _line(known: Known, post: Post, depth: int, url: str) -> TreeView:
    words = excerpt(own_text(post, known), limit=_EXCERPT)
    return TreeView(min(depth, DEPTH_SHOWN), replace(known.post_link(url, post), excerpt=words))
