from urllib.parse import unquote, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.records import PostId, Quote, Span
from generator.views import urls


@pytest.mark.parametrize(
    ("page", "target", "anchor", "href"),
    [
        ("index.html", "threads/x/index.html", "", "threads/x/index.html"),
        ("threads/x/p-1.html", "threads/x/p-2.html", "w-2-ab", "p-2.html#w-2-ab"),
        ("threads/x/p-1.html", "threads/y/p-2.html", "", "../y/p-2.html"),
        ("threads/x/p-1.html", "index.html", "", "../../index.html"),
        ("threads/x/p-1.html", "threads/x/p-1.html", "top", "#top"),
        ("threads/x/p-1.html", "threads/x/p-1.html", "", "p-1.html"),
        ("index.html", "people/жанна d.html", "", "people/%D0%B6%D0%B0%D0%BD%D0%BD%D0%B0%20d.html"),
        ("index.html", "people/a:b.html", "", "people/a%3Ab.html"),
    ],
)
def test_links_are_relative_and_encoded(page: str, target: str, anchor: str, href: str):
    assert urls.relative(page, target, anchor) == href


NAMES = st.text(alphabet="ab-ж#?:% ", min_size=1, max_size=5).filter(lambda name: name.strip("."))
PATHS = st.lists(NAMES, min_size=1, max_size=4).map("/".join)


@given(PATHS, PATHS)
def test_a_relative_link_leads_where_it_should(page: str, target: str):
    base = "https://site.example/" + urls.relative("", page)

    assert unquote(urljoin(base, urls.relative(page, target))) == "https://site.example/" + target


def quote(start: int, end: int) -> Quote:
    return Quote(PostId("m2"), Span(start, end), "absent", None, (), 1.0, ())


def test_the_same_words_have_the_same_anchor_wherever_they_stand():
    before = urls.quote_anchors("All is well.\nNo.", [quote(0, 12)])
    after = urls.quote_anchors("Well!\nALL is  well\nNo.", [quote(6, 18)])

    assert before == after


def test_the_same_words_twice_in_a_post_have_two_anchors_and_one_passage():
    first, second = urls.quote_anchors("All is well. All is well.", [quote(0, 12), quote(13, 25)])

    assert first != second
    assert urls.passage_anchor("m1", first) == urls.passage_anchor("m1", second)


def test_signs_without_letters_have_anchors_of_their_own():
    first, second = urls.quote_anchors("!!!\n???", [quote(0, 3), quote(4, 7)])

    assert first != second


def test_the_address_of_a_page_needs_a_base():
    assert urls.canonical("", "index.html") == ""
    assert urls.canonical("https://a.example/b/", "threads/x/index.html") == "https://a.example/b/threads/x/"
    assert urls.canonical("https://a.example/", "index.html") == "https://a.example/"
    assert urls.canonical("https://a.example/", "threads/x/p-1.html") == "https://a.example/threads/x/p-1.html"
