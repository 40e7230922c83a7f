"""Real pages of boards give the posts and quotes that were counted in them.

Counts are those of ../shared/samples/COUNTS.tsv, where it has one; `posts` and `quotes` of the other pages were counted
in the pages' source, by the elements named beside them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.importers import Dump, choose, read_dump
from generator.problems import Problem
from generator.records import Thread

# file: (importer, posts, quotes, quotes that name a post of the same page)
COUNTED = {
    # posts: elements with id="p<digits>" (COUNTS.tsv has 30 and 20: it counts id="post_content<digits>" as well).
    "phpbb/0536-forums.virtualbox.org.html": ("phpbb", 15, 1, 1),
    "phpbb/5089-forum.shopsmith.com.html": ("phpbb", 10, 2, 0),
    # quotes: the page has 18 <blockquote>, three of which stand in a signature, which is no part of a post's words.
    "phpbb/0540-forum.nationstates.net.html": ("phpbb", 25, 15, 14),
    "phpbb/0555-bbs.archlinux.org.html": ("fluxbb", 25, 26, 0),  # posts: class="blockpost"; no quote tells its post
    # posts: <a name="p<digits>">; quotes: class="quotecontent".
    "phpbb/capture_p20615_20160409184335_80e9ce65.html": ("phpbb", 20, 10, 0),
    "phpbb/capture_p4061_20200811041103_f2b86763.html": ("phpbb", 20, 5, 0),
    "phpbb/capture_p4344_20200811040550_79c50e19.html": ("phpbb", 20, 5, 0),
    "phpbb/capture_p7464_20190720031811_482de889.html": ("phpbb", 20, 9, 0),
    "phpbb/capture_p7650_20160409000321_1d7d8e81.html": ("phpbb", 20, 4, 0),
    "phpbb/capture_p7679_20160409063529_87d0043a.html": ("phpbb", 20, 10, 0),
    # posts: <article class="post">; quotes: <cite>, as COUNTS.tsv has them.
    "smf/1641-large-scale-deployment.html": ("smf", 23, 20, 20),
    "smf/1936-setcolumncaptionlist-setcolumnimage-clears-grid-control.html": ("smf", 14, 6, 6),
    "smf/2143-dcl-control-setcolumnheader-does-not-work-for-listview.html": ("smf", 8, 6, 6),
    "smf/2206-disabled-controls.html": ("smf", 15, 8, 8),
    "smf/54-tests-with-opendcl-4-1-0-7-alpha.html": ("smf", 13, 10, 10),
    "smf/889-solved-stop-calling-onclicked-event-when-dragndropfromcontro.html": ("smf", 17, 7, 7),
    "smf/0556-simplemachines.org.html": ("smf", 4, 1, 1),  # posts: id="subject_<digits>"
    "nodebb/0549-community.nodebb.org.html": ("nodebb", 12, 0, 0),  # posts: component="post"
    "vanilla/0559-open.vanillaforums.com.html": ("vanilla", 4, 1, 0),  # posts: ItemDiscussion, ItemComment
    "vanilla/5039-lowendtalk.com.html": ("vanilla", 5, 0, 0),
}


def read_sample(shared: Path, name: str) -> Thread:
    path = shared / "samples" / name
    threads = [item for item in read_dump(Dump(path, name)) if isinstance(item, Thread)]
    assert len(threads) == 1
    return threads[0]


@pytest.mark.parametrize("name", sorted(COUNTED))
def test_a_real_page_gives_the_posts_and_quotes_counted_in_it(name: str, shared: Path) -> None:
    importer, posts, quotes, here = COUNTED[name]

    chosen = choose(Dump(shared / "samples" / name, name))
    thread = read_sample(shared, name)

    assert not isinstance(chosen, Problem)
    assert chosen.name == importer
    ids = {post.id for post in thread.posts}
    declared = [quote for post in thread.posts for quote in post.declared]
    assert (len(thread.posts), len(ids)) == (posts, posts)
    assert len(declared) == quotes
    assert sum(quote.post in ids for quote in declared) == here


@pytest.mark.parametrize("name", sorted(COUNTED))
def test_every_post_of_a_real_page_has_its_author_its_date_and_its_words(name: str, shared: Path) -> None:
    thread = read_sample(shared, name)

    assert thread.title.value
    assert [post.id for post in thread.posts if not post.author.value] == []
    assert [post.id for post in thread.posts if not (post.when.value and post.when.value.iso)] == []
    assert [post.id for post in thread.posts if not post.text] == []
    dates = [post.when.value.iso or "" for post in thread.posts if post.when.value]
    assert dates == sorted(dates)


@pytest.mark.parametrize("name", sorted(COUNTED))
def test_no_words_of_the_page_stand_in_a_post(name: str, shared: Path) -> None:
    thread = read_sample(shared, name)

    for post in thread.posts:
        for words in ("Last edited by", "Last Edit:", "Select all", "Quote from:", "Originally posted by"):
            assert words not in post.text
        for quote in post.declared:
            assert not quote.span.of(post.text).endswith((" wrote:", " said:"))


def test_a_page_of_another_engine_in_the_folder_is_not_claimed(shared: Path) -> None:
    name = "smf/5469-inmotionhosting.com.html"  # an article, not a page of a forum

    chosen = choose(Dump(shared / "samples" / name, name))

    assert isinstance(chosen, Problem) or chosen.name not in {importer for importer, _, _, _ in COUNTED.values()}
