"""The pages of one thread: the posts in order, the reply tree, a page for each post and for each lost post."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.languages import Language
from generator.markup import visible_text
from generator.records import Post
from generator.views import urls, wording
from generator.views.citing import cite_view
from generator.views.contract import Frame, Link, PageView, PostPage, PostView, ThreadPage
from generator.views.dates import period
from generator.views.evidence import told
from generator.views.frames import excerpt, frame, paged
from generator.views.known import Known, gather
from generator.views.lost import lost_pages
from generator.views.machines import post_machines, thread_machines
from generator.views.pager import page_count, pager, split
from generator.views.people import author_view, shown_name
from generator.views.pictures import answers_of, arcs
from generator.views.posts import Surroundings, own_text, people_of, post_view, survey
from generator.views.sources import Settings, ThreadBundle
from generator.views.tree import tree_pages

PEOPLE_LISTED = 30
LOST_LISTED = 50


def thread_pages(bundle: ThreadBundle, settings: Settings) -> Iterator[PageView]:
    """Yield all pages of a thread: its posts in order, each post, the reply tree, each lost post.

    Of the posts, the views of one page at a time are in memory: a thread may have 100,000.
    """
    known = gather(bundle, settings)
    around = survey(known)
    yield from _thread_pages(known, around)
    yield from tree_pages(known, title_of(known))
    yield from lost_pages(known, title_of(known))


def title_of(known: Known) -> str:
    return visible_text(known.bundle.thread.title.value or "").strip() or known.language.t(wording.UNTITLED)


def post_title(language: Language, author: str | None, ordinal: int, thread: str) -> str:
    """Return what the page of a post is called: who, which post, in which debate."""
    title = visible_text(thread).strip() or language.t(wording.UNTITLED)
    return f"{shown_name(language, author)}, {wording.numbered(ordinal)}: {title}"


def _thread_pages(known: Known, around: Surroundings) -> Iterator[ThreadPage | PostPage]:
    """Yield each page of the thread, and behind it the pages of its posts: a post's view is made once for both."""
    thread, settings = known.bundle.thread, known.settings
    total = page_count(len(thread.posts), settings.posts_per_page)
    people = people_of(thread.posts, known)
    dates = sorted(post.when.value.iso for post in thread.posts if post.when.value and post.when.value.iso)
    description = own_text(thread.posts[0], known) if thread.posts else ""
    answers = answers_of(known)
    for number, posts in split(thread.posts, settings.posts_per_page):
        views = tuple(post_view(post, around) for post in posts)
        url = urls.thread_url(thread.id, number)
        way = pager(number, total, lambda page: urls.thread_url(thread.id, page))
        page = frame(url, title_of(known), settings, description=description, above=_above(known, url))
        yield ThreadPage(
            frame=replace(paged(page, way), machines=thread_machines(known, title_of(known), page, description)),
            title=title_of(known),
            # the dump's own lines would double the weight of these pages
            posts=tuple(replace(view, raw=None) for view in views) if settings.post_pages == "all" else views,
            pager=way,
            posts_total=len(thread.posts),
            people=tuple(
                author_view(known.language, post.author, known.people, url) for post in people[:PEOPLE_LISTED]
            ),
            people_total=len(people),
            lost=_lost_links(known, url),
            tree_href=urls.relative(url, urls.tree_url(thread.id)),
            sources=tuple(visible_text(source.path) for source in thread.sources),
            gaps=tuple(told(known.language, visible_text(gap)) for gap in thread.gaps),
            when=period(known.language, dates[0], dates[-1]) if dates else period(known.language, "", ""),
            arcs=arcs(known, posts, answers, url),
        )
        if settings.post_pages != "none":
            yield from _post_pages(known, (number - 1) * settings.posts_per_page, views)


def _above(known: Known, url: str) -> tuple[Link, ...]:
    return (Link(known.language.t(wording.THREADS_LABEL), urls.relative(url, urls.threads_url())),)


def _lost_links(known: Known, url: str) -> tuple[Link, ...]:
    return tuple(
        Link(
            excerpt(lost.text, limit=80),
            urls.relative(url, urls.lost_url(known.thread, lost.id)),
            note=wording.witnesses(known.language, len(lost.witnesses)),
        )
        for lost in known.bundle.links.lost[:LOST_LISTED]
    )


def _post_pages(known: Known, first: int, views: tuple[PostView, ...]) -> Iterator[PostPage]:
    """Yield the pages of posts; `first` is the place of the first one in the thread."""
    posts = known.bundle.thread.posts
    for at, view in enumerate(views, first):
        if not known.has_page(view.id):
            continue
        yield PostPage(
            frame=_post_frame(known, at),
            thread=_place_in_thread(known, posts[at]),
            post=view,
            posts_total=len(posts),
            citation=_citation(known, view),
            cite=cite_view(known, posts[at], title_of(known)),
        )


def _post_frame(known: Known, at: int) -> Frame:
    posts = known.bundle.thread.posts
    post = posts[at]
    url = urls.post_url(known.thread, post.id)
    title = post_title(known.language, post.author.value, post.ordinal, title_of(known))
    thread = Link(title_of(known), urls.relative(url, urls.thread_url(known.thread)))
    words = own_text(post, known)
    page = frame(url, title, known.settings, description=words, above=(*_above(known, url), thread))
    return replace(
        page,
        machines=post_machines(known, post, page, words),
        previous=_neighbour(known, url, posts[at - 1]) if at > 0 else None,
        next=_neighbour(known, url, posts[at + 1]) if at + 1 < len(posts) else None,
    )


def _neighbour(known: Known, url: str, post: Post) -> Link:
    return Link(
        f"{wording.numbered(post.ordinal)}, {shown_name(known.language, post.author.value)}",
        known.post_href(url, post.id),
    )


def _place_in_thread(known: Known, post: Post) -> Link:
    """Return the link to the post among the others."""
    number = page_count(known.position[post.id], known.settings.posts_per_page)
    target = urls.thread_url(known.thread, number)
    href = urls.relative(urls.post_url(known.thread, post.id), target, urls.post_anchor(post.id))
    return Link(title_of(known), href, note=wording.numbered(post.ordinal))


def _citation(known: Known, view: PostView) -> str:
    """Return plain text to cite a post by: who, which post, where, when, in which edition."""
    site, t = known.settings.site, known.language.t
    where = urls.canonical(site.base_url, urls.post_url(known.thread, view.id))
    edition = t("In: {title}", title=visible_text(site.title))
    if site.archivist:
        edition = t("In: {title}, ed. {editor}", title=visible_text(site.title), editor=visible_text(site.archivist))
    number, title = wording.numbered(view.number), title_of(known)
    post = t(
        "{name}, {number} in “{title}”, {date}", name=view.person.name, number=number, title=title, date=view.when.text
    )
    return ". ".join(part for part in (post, edition, where) if part) + ("" if where else ".")
