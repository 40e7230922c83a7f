"""What is known around one thread: put together once, used for every post of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.languages import Language
from generator.markup import visible_text
from generator.records import LostPost, Origin, Post, Quote, Span
from generator.tables.rows import IncomingRow, OutgoingRow
from generator.views import urls, wording
from generator.views.contract import PostLink
from generator.views.pager import page_count
from generator.views.people import People, author_view, person_view
from generator.views.sources import Settings, ThreadBundle


@dataclass(frozen=True, slots=True)
class Taken:
    """A quote of one of the thread's texts, seen from there: where it was taken from, and by whom.

    `by` is a post of this thread, `by_row` a post of another one; neither: the quote may come from elsewhere.
    """

    span: Span
    pieces: tuple[Span, ...]
    anchor: str  # of the quote
    by: Post | None = None
    by_row: IncomingRow | None = None


@dataclass(frozen=True)
class Known:
    """A thread's bundle, arranged for looking things up. `taken` and `taken_lost` go by the id of the origin."""

    bundle: ThreadBundle
    settings: Settings
    people: People
    posts: Mapping[str, Post]
    position: Mapping[str, int]  # from 1, by post
    by_dump_id: Mapping[str, Post]
    lost: Mapping[str, LostPost]
    quotes: Mapping[str, tuple[tuple[str, Quote], ...]]  # (anchor, quote), by post
    outgoing: Mapping[tuple[str, str], OutgoingRow]  # by post and anchor
    taken: Mapping[str, list[Taken]]
    taken_lost: Mapping[str, list[Taken]]
    folder: str  # of the thread, with "/" at its end: links from there are right on every page in it

    @property
    def thread(self) -> str:
        return self.bundle.thread.id

    @property
    def language(self) -> Language:
        return self.settings.language

    def post_href(self, page: str, post: str, anchor: str = "") -> str:
        """Return what leads from `page` to a post of this thread, or to an anchor in it."""
        place = (self.thread, post, self.position[post])
        return post_href(page, self.settings, place, anchor, is_quoted=post in self.taken)

    def has_page(self, post: str) -> bool:
        """True where a post of this thread has a page of its own."""
        return _has_page(self.settings, is_quoted=post in self.taken)

    def post_link(self, page: str, post: Post, anchor: str = "") -> PostLink:
        return PostLink(
            post.ordinal,
            self.post_href(page, post.id, anchor),
            author_view(self.language, post.author, self.people, page),
        )

    def answered_by_declaration(self, post: Post) -> Post | None:
        """Return the earlier post that the dump says this one answers, None where it says nothing of the kind."""
        answered = self.by_dump_id.get(post.reply_to or "")
        return answered if answered and self.position[answered.id] < self.position[post.id] else None

    def lost_href(self, page: str, origin: Origin, anchor: str) -> str:
        """Return what leads to the words of a lost post; "" where this thread has no such post."""
        if origin.thread == self.thread and origin.post not in self.lost:
            return ""
        return urls.relative(page, urls.lost_url(origin.thread, origin.post), urls.passage_anchor(origin.post, anchor))


def post_href(
    page: str, settings: Settings, place: tuple[str, str, int], anchor: str = "", *, is_quoted: bool = False
) -> str:
    """Return what leads from `page` to a post: `place` is its thread, its id and its position in the thread.

    `is_quoted`: another post is known to quote it; where that is not known, its place in the thread will do.
    """
    address, own = post_address(settings, place, is_quoted=is_quoted)
    return urls.relative(page, address, anchor or own)


def post_address(settings: Settings, place: tuple[str, str, int], *, is_quoted: bool = False) -> tuple[str, str]:
    """Return the address of the page where a post stands, and its anchor there, "" where the page is its own."""
    thread, post, position = place
    if _has_page(settings, is_quoted=is_quoted):
        return urls.post_url(thread, post), ""
    return urls.thread_url(thread, page_count(position, settings.posts_per_page)), urls.post_anchor(post)


def row_link(page: str, settings: Settings, row: OutgoingRow | IncomingRow, anchor: str = "") -> PostLink:
    """Return the link to a post of another thread: the origin of an outgoing row, the quoter of an incoming one."""
    if isinstance(row, IncomingRow):
        place, title = (row.by_thread, row.by_post, row.by_ordinal), row.by_title
        person = person_view(settings.language, row.by_author, row.by_person, page)
    else:
        place, title = (row.origin_thread, row.origin_post, row.origin_ordinal), row.origin_title
        person = person_view(settings.language, row.origin_author, row.origin_person, page)
    return PostLink(
        place[2],
        post_href(page, settings, place, anchor, is_quoted=isinstance(row, OutgoingRow)),
        person,
        thread=visible_text(title) or settings.language.t(wording.UNTITLED),
    )


def _has_page(settings: Settings, *, is_quoted: bool) -> bool:
    return settings.post_pages == "all" or (settings.post_pages == "quoted" and is_quoted)


def gather(bundle: ThreadBundle, settings: Settings) -> Known:
    """Return what is known around the thread of `bundle`."""
    posts: dict[str, Post] = {post.id: post for post in bundle.thread.posts}
    lost: dict[str, LostPost] = {post.id: post for post in bundle.links.lost}
    quotes = _quotes(bundle, posts)
    taken: defaultdict[str, list[Taken]] = defaultdict(list)
    taken_lost: defaultdict[str, list[Taken]] = defaultdict(list)
    for post_id, anchored in quotes.items():
        for anchor, quote in anchored:
            for origin, is_sure in ((quote.origin, True), *((other, False) for other in quote.alternatives)):
                if origin is None or origin.thread != bundle.thread.id:
                    continue
                if origin.post in (lost if origin.lost else posts):
                    pieces = tuple(piece.origin for piece in quote.pieces) if is_sure else ()
                    by = posts[post_id] if is_sure else None
                    (taken_lost if origin.lost else taken)[origin.post].append(Taken(origin.span, pieces, anchor, by))
    for post, row in _from_elsewhere(bundle):
        (taken_lost if row.by_row and row.by_row.lost else taken)[post].append(row)
    return Known(
        bundle=bundle,
        settings=settings,
        people=People.of(settings.joined),
        posts=posts,
        position={post.id: at for at, post in enumerate(bundle.thread.posts, 1)},
        by_dump_id=_by_dump_id(bundle),
        lost=lost,
        quotes=quotes,
        outgoing={(row.post, row.anchor): row for row in bundle.outgoing},
        taken=taken,
        taken_lost=taken_lost,
        folder=urls.thread_url(bundle.thread.id).removesuffix("index.html"),
    )


def _quotes(bundle: ThreadBundle, posts: Mapping[str, Post]) -> dict[str, tuple[tuple[str, Quote], ...]]:
    by_post: defaultdict[str, list[Quote]] = defaultdict(list)
    for quote in bundle.links.quotes:
        if quote.post in posts:
            by_post[quote.post].append(quote)
    return {
        post: tuple(zip(urls.quote_anchors(posts[post].text, quotes), quotes, strict=True))
        for post, quotes in by_post.items()
    }


def _by_dump_id(bundle: ThreadBundle) -> dict[str, Post]:
    """Return the posts by whatever the dump may call them: id, number, "#number". The id goes before the number."""
    found = {name: post for post in bundle.thread.posts if post.number for name in (post.number, f"#{post.number}")}
    return found | {str(post.id): post for post in bundle.thread.posts}


def _from_elsewhere(bundle: ThreadBundle) -> Iterable[tuple[str, Taken]]:
    pieces: defaultdict[tuple[str, str, str], list[Span]] = defaultdict(list)
    for piece in bundle.pieces:
        pieces[piece.thread, piece.post, piece.anchor].append(Span(piece.start, piece.end))
    for row in bundle.incoming:
        if row.thread == bundle.thread.id and row.by_thread != row.thread:
            found = tuple(pieces.get((row.by_thread, row.by_post, row.by_anchor), ()))
            yield row.post, Taken(Span(row.start, row.end), found, row.by_anchor, by_row=row)
