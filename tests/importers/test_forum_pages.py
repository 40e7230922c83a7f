"""Real pages of XenForo, vBulletin and Invision: what is counted there is read, and each quote leads to its post."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.importers import Dump, choose, read_dump
from generator.importers.pages.engine import engines
from generator.linking import find_quotes
from generator.problems import Problem
from generator.records import Thread

# Posts, declared quotes, and those of them that name a post. Counted by hand where COUNTS.tsv has no count: elements
# that hold one post each, and quotes in their bodies; advertisements dressed up as posts are none. Pages of message
# cards hold one post more than COUNTS.tsv says, because the opening post has no `data-content`.
PAGES = {
    "xenforo2/topast-admingm-tool-v-14a-plz-comment.html": (20, 8, 8),
    "xenforo2/do-people-still-play-this-game-want-to-play-on-updated-server.html": (11, 5, 5),
    "xenforo2/make-20-server.html": (20, 5, 4),
    "xenforo2/glows-on-dx9-version.html": (8, 4, 4),
    "xenforo2/release-teleport-maker.html": (8, 3, 3),
    "xenforo2/probel-with-iteminfobin.html": (10, 3, 3),
    "xenforo2/guide-index-priv.html": (20, 2, 2),
    "xenforo2/the-reason-the-server-is-so-big-on-ram.html": (6, 6, 2),
    "xenforo2/0537-forums.FreeBSD.org.html": (25, 15, 14),
    "xenforo2/0514-resetera.com.html": (25, 3, 3),
    "xenforo2/1674-australianfrequentflyer.com.au.html": (20, 12, 12),
    "xenforo2/1350-forums.mikeholt.com.html": (20, 9, 0),
    "xenforo2/0529-watchuseek.com.html": (12, 1, 1),
    "xenforo2/0515-head-fi.org.html": (7, 5, 5),
    "xenforo2/0524-alsforums.com.html": (6, 0, 0),
    "xenforo2/0530-mtbr.com.html": (6, 1, 1),
    "vbulletin/0527-flyertalk.com.html": (13, 3, 3),
    "vbulletin/0533-webhostingtalk.com.html": (18, 7, 7),
    "vbulletin/5105-forum.ascendacoustics.com.html": (3, 0, 0),
    "invision/5072-forums.sassnet.com.html": (35, 12, 0),
    "invision/0550-linustechtips.com.html": (9, 9, 9),
    "invision/1658-l-camera-forum.com.html": (11, 3, 3),
    "invision/0548-forum.prestashop.com.html": (12, 1, 1),
    "invision/как-запустить-свой-сервер-пиратии-1-часть.html": (17, 5, 5),
    "invision/авто-добавление-статов-при-удержании-кнопки.html": (4, 1, 1),
    "invision/ruworld-of-morgan.html": (25, 0, 0),
}


def read_page(samples: Path, name: str) -> Thread:
    (thread,) = read_dump(Dump(samples / name, Path(name).name))
    assert isinstance(thread, Thread)
    return thread


@pytest.mark.parametrize("name", PAGES)
def test_a_real_page_holds_the_posts_and_quotes_that_were_counted(shared: Path, name: str) -> None:
    thread = read_page(shared / "samples", name)

    declared = [quote for post in thread.posts for quote in post.declared]

    assert (len(thread.posts), len(declared), sum(quote.post is not None for quote in declared)) == PAGES[name]
    assert all(post.author.value and post.text and post.url for post in thread.posts)
    assert all(post.when.value and post.when.value.iso for post in thread.posts)
    assert thread.title.value and thread.url


@pytest.mark.parametrize("name", [name for name, (_, _, named) in PAGES.items() if named])
def test_each_declared_quote_is_linked_to_the_post_that_it_names(shared: Path, name: str) -> None:
    thread = read_page(shared / "samples", name)
    here = {post.id for post in thread.posts}
    declared = {(post.id, quote.span): quote.post for post in thread.posts for quote in post.declared}

    links = {(quote.post, quote.declared.span): quote for quote in find_quotes(thread).quotes if quote.declared}

    named = {place: post for place, post in declared.items() if post in here}
    assert {place: origin.post for place in named if (origin := links[place].origin)} == named


@pytest.mark.parametrize("name", PAGES)
def test_one_importer_alone_claims_a_real_page(shared: Path, name: str) -> None:
    dump = Dump(shared / "samples" / name, Path(name).name)

    chosen = choose(dump)

    assert not isinstance(chosen, Problem)
    assert chosen.name == name.partition("/")[0].rstrip("2")
    assert sum(engine.sniff(dump.head(), dump.path) > 0.5 for engine in engines()) == 1
