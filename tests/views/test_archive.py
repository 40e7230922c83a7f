"""Laws that hold for every page of every archive."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from generator.records import Mention, Post, Span, ThreadLinks, TopicId
from generator.views import Settings
from generator.views.contract import LostPage, PageView, PostPage, PostView, ThreadPage
from tests.markup.reading_html import Page, letters
from tests.views.archive import (
    SETTINGS,
    SITE,
    TOPICS,
    Archive,
    make_lost,
    make_post,
    make_quote,
    make_thread,
    values_of,
)

SENTENCES = st.sampled_from(
    [
        "The council met at dawn and nobody came.",
        "Kronstadt fell in March, they say.",
        "You are wrong about <b>that</b> & {{ this }}.",
        "Nobody reads the minutes any more.\n\nNot even the clerk.",
        "Das glaube ich nicht: Ä, ß, Œ.",
        "שלום לכולם",
    ]
)
NAMES = st.sampled_from([None, "Anna", "Бела", "C. & D.", "<script>", "con"])


@st.composite
def archives(draw: st.DrawFn) -> Archive:
    """One to three threads; posts quote earlier posts of any thread, lost posts, or nothing that is there."""
    threads, links, mentions, written = [], {}, {}, []
    for number in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(["ahc", "über-uns", "x", "page"])) + f"-{number}"
        lost_words = f"Long gone words of debate {number}."
        posts, quotes, witnesses = [], [], []
        for ordinal in range(1, draw(st.integers(2, 8))):
            quoted = draw(st.sampled_from(["none", "some", "some", "lost", "absent"]))
            own = draw(SENTENCES)
            source = draw(st.sampled_from(written)) if quoted == "some" and written else None
            words = {"lost": lost_words, "absent": "Words from nowhere at all."}.get(quoted, "")
            words = source[1].text if source else words
            layout = draw(st.sampled_from(["{0}\n{1}", "{1}\n\n{0}", '{1} He said "{0}" there.', "{0}\n{1}\n{0}"]))
            text = layout.format(words, own) if words else own
            post = make_post(ordinal, text, author=draw(NAMES))
            posts.append(post)
            if words:
                origin = source if quoted == "some" else None
                quotes.append((post, words, origin))
                witnesses += [post] if quoted == "lost" else []
            written.append((name, post))
            written = written[-6:]
        threads.append(make_thread(name, *posts, title=draw(st.sampled_from(["A debate", None, "<i>"]))))
        lost = (make_lost("lost1", lost_words, *witnesses),) if witnesses else ()
        made = [
            make_quote(post, words, (name, lost[0]) if words == lost_words else origin)
            for post, words, origin in quotes
        ]
        links[name] = ThreadLinks(threads[-1].id, tuple(made), lost)
        mentions[name] = tuple(
            Mention(TopicId("kronstadt"), post.id, Span(0, 1), "Kronstadt", False) for post in posts[:2]
        )
    return Archive(threads, links, mentions)


FILES = (".xml", ".json", ".bib")  # they stand beside the pages


def hrefs(page: PageView) -> Iterator[str]:
    for name, value in values_of(page):
        if name.endswith("href") and value and not value.endswith(FILES):
            yield value.partition(":~:")[0]
        elif isinstance(value, Markup):
            yield from map(unescape, re.findall(r'href="([^"]*)"', value))


def ids(page: PageView) -> list[str]:
    """The ids of the page: those in the markup, and those that a theme writes for posts, quotes and letters."""
    found: list[str] = []
    for name, value in values_of(page):
        if isinstance(value, Markup):
            found += map(unescape, re.findall(r' id="([^"]*)"', value))
        elif name in ("PostView.anchor", "LostPage.anchor", "IndexGroup.anchor"):
            found.append(value)
        elif name == "PartView.quote" and value is not None:
            found.append(value.anchor)
    return found


@given(archives())
def test_every_link_leads_to_a_page_and_an_id_that_are_there(archive: Archive):
    pages = {page.frame.url: page for page in archive.pages()}
    anchors = {url: set(ids(page)) for url, page in pages.items()}

    for url, page in pages.items():
        for href in hrefs(page):
            target = urlsplit(urljoin(f"https://site.example/{url}", href))
            if target.netloc != "site.example":
                continue
            path = unquote(target.path.removeprefix("/"))
            assert path in pages, f"{url} links to {href}"
            assert not target.fragment or unquote(target.fragment) in anchors[path], f"{url} links to {href}"


@pytest.mark.parametrize("which", ["quoted", "none"])
@given(archives())
def test_where_a_post_has_no_page_every_link_leads_into_the_thread(which: str, archive: Archive):
    settings = Settings(SITE, posts_per_page=3, list_page_size=10, topics=TOPICS, post_pages=which)
    pages = {page.frame.url: page for page in archive.pages(settings)}
    anchors = {url: set(ids(page)) for url, page in pages.items()}

    shown = [page.post for page in pages.values() if isinstance(page, PostPage)]
    assert all(post.passages for post in shown) if which == "quoted" else not shown
    for url, page in pages.items():
        for href in hrefs(page):
            target = urlsplit(urljoin(f"https://site.example/{url}", href))
            path = unquote(target.path.removeprefix("/"))
            assert target.netloc != "site.example" or path in pages, f"{url} links to {href}"
            assert not target.fragment or path not in pages or unquote(target.fragment) in anchors[path], href


@given(archives())
def test_no_page_has_an_id_twice(archive: Archive):
    for page in archive.pages():
        assert sorted(set(ids(page))) == sorted(ids(page)), page.frame.url


@given(archives())
def test_every_quote_lands_on_an_element_that_holds_its_words(archive: Archive):
    pages = {page.frame.url: page for page in archive.pages()}

    for thread, post, anchor, quote in archive.quotes():
        if quote.origin is None:
            continue
        view = pages[f"threads/{thread.id}/p-{post.id}.html"]
        assert isinstance(view, PostPage)
        found = next(part for part in quotes_of(view.post) if part.anchor == anchor)
        href = found.origin.href if found.origin else found.lost_href
        url, _, fragment = urljoin(f"https://site.example/{view.frame.url}", href).partition("#")
        target = pages[unquote(url.removeprefix("https://site.example/"))]
        html = "".join(html_of(target))
        assert letters(quote.span.of(post.text)) in letters(Page(html).text_of[unquote(fragment)])


def quotes_of(post: PostView):
    return [part.quote for part in post.parts if part.quote] + [quote for part in post.parts for quote in part.inline]


def html_of(page: PageView) -> Iterator[str]:
    if isinstance(page, LostPage):
        yield str(page.html)
    if isinstance(page, PostPage):
        for part in page.post.parts:
            yield f"{part.before}<div>{part.html}</div>{part.after}"


@given(archives())
def test_the_same_archive_gives_the_same_views(archive: Archive):
    assert [repr(page) for page in archive.pages()] == [repr(page) for page in archive.pages()]


@given(archives())
def test_a_post_is_the_same_on_its_own_page_and_in_its_thread(archive: Archive):
    pages = list(archive.pages())
    in_threads = {
        (page.frame.url.split("/")[1], post.id): post
        for page in pages
        if isinstance(page, ThreadPage)
        for post in page.posts
    }

    for page in pages:
        if isinstance(page, PostPage):
            assert in_threads[page.frame.url.split("/")[1], page.post.id].parts is page.post.parts


def test_no_list_on_a_page_grows_with_the_archive():
    posts: list[Post] = [make_post(1, "The first words of all.", author="Anna")]
    posts += [make_post(at, f"The first words of all.\nAnswer {at}.", author=f"P{at}") for at in range(2, 400)]
    thread = make_thread("big", *posts)
    quotes = tuple(make_quote(post, "The first words of all.", ("big", posts[0])) for post in posts[1:])
    archive = Archive([thread], {"big": ThreadLinks(thread.id, quotes, ())}, {})

    longest = 0
    for page in archive.pages(Settings(SITE, posts_per_page=20, list_page_size=50)):
        longest = max([longest, *(len(value) for name, value in values_of(page) if isinstance(value, tuple))])

    assert longest <= 500
    first = next(page for page in archive.pages(SETTINGS) if isinstance(page, PostPage))
    assert first.post.passages[0].total == 398
    assert len(first.post.passages[0].quoters) == 12
    assert len(first.post.answered_by) == 12


@pytest.mark.parametrize("field", ["title", "author"])
def test_hostile_names_are_shown_and_nothing_else(field: str):
    hostile = "\u202e\x00<script>alert(1)</script>{{ 7*7 }}"
    post = make_post(1, hostile, author=hostile)
    thread = make_thread("x", post, title=hostile)
    archive = Archive([thread], {"x": ThreadLinks(thread.id, (), ())}, {})

    for page in archive.pages():
        for _, value in values_of(page):
            if isinstance(value, Markup):
                assert "<script" not in value
            if isinstance(value, str):
                assert "\u202e" not in value and "\x00" not in value
