import re

import pytest

from generator.views import archivist_pages, not_found_page
from generator.views.archivist import written_by_hand
from tests.views.archive import SETTINGS


def test_a_page_has_its_first_heading_as_title():
    (page,) = archivist_pages([("about-us", "# About *us*\n\nText.\n\n## More\n"), ("home", "x")], SETTINGS)

    assert page.frame.url == "pages/about-us.html"
    assert page.frame.title == "About *us*"
    assert page.html == '<p>Text.</p>\n<h2 id="more">More</h2>'


def test_a_page_without_heading_is_called_after_its_file():
    (page,) = archivist_pages([("how-we-work", "Text.")], SETTINGS)

    assert page.frame.title == "How we work"


def test_headings_begin_at_the_second_level_whatever_the_file_does():
    assert "<h2" in written_by_hand("# Title\n\n# One\n\n## Two\n", "pages/x.html").html
    assert "<h1" not in written_by_hand("Text\n\n# One\n", "pages/x.html").html


def test_footnotes_contents_and_boxes_work():
    html = written_by_hand("[TOC]\n\n## A\n\nText[^1]\n\n!!! note\n    Box.\n\n[^1]: Note.", "pages/x.html").html

    assert 'class="toc"' in html
    assert 'class="footnote"' in html
    assert 'class="admonition note"' in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <b onclick=x>b</b>",
        "[x](javascript:alert(1))",
        "[x](JAVASCRIPT:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](//evil.example)",
        "[x](/\\evil.example)",
        "![x](https://evil.example/t.gif)",
        "[x](y){: onclick=alert(1) }",
        "text\n{: style=position:fixed onload=x }",
        "<javascript:alert(1)>",
        "[x](data:text/html,x)",
    ],
)
def test_a_page_cannot_run_or_fetch_anything(text: str):
    html = written_by_hand(text, "pages/x.html").html

    tags = " ".join(re.findall("<[^>]*>", html)).lower()
    for bad in ("<script", "<b", 'href="java', 'href="//', 'href="data', "evil.example", "onclick", "onload", "style"):
        assert bad not in tags


def test_files_of_the_folder_become_links_to_their_pages():
    text = "[a](about.md#x) [p](pages/about.md) [h](home.md)"

    assert re.findall('href="([^"]*)"', written_by_hand(text, "pages/y.html").html) == [
        "about.html#x",
        "about.html",
        "../index.html",
    ]
    assert re.findall('href="([^"]*)"', written_by_hand(text, "index.html").html) == [
        "pages/about.html#x",
        "pages/about.html",
        "index.html",
    ]


def test_other_links_count_from_the_page_as_it_is_published():
    on_page = written_by_hand("[t](../threads/x/index.html) ![p](map.png) [f](#x)", "pages/y.html").html
    at_home = written_by_hand(
        "[a](pages/about.html) [t](threads/x/index.html) [w](https://a.example/)", "index.html"
    ).html

    assert re.findall('(?:href|src)="([^"]*)"', on_page) == ["../threads/x/index.html", "map.png", "#x"]
    assert re.findall('href="([^"]*)"', at_home) == [
        "pages/about.html",
        "threads/x/index.html",
        "https://a.example/",
    ]
    assert 'href="honesty.html"' in written_by_hand("[t](../honesty.html)", "index.html").html


def test_links_out_of_the_site_s_folder_are_dropped():
    assert "href" not in written_by_hand("[x](../../etc/passwd)", "pages/y.html").html


def test_the_page_for_lost_addresses_leads_home_from_any_folder():
    page = not_found_page(SETTINGS)

    assert page.frame.url == "404.html"
    assert page.frame.root == "/"
