"""What an engine says of its elements, and hostile trees."""

import time

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.markup import (
    SKIP,
    AttachmentOf,
    CodeOf,
    Meaning,
    QuotedFrom,
    QuoteOf,
    SpoilerOf,
    parse_html,
    quoted_from,
    read_html,
)
from generator.markup.bounds import bounded_html
from tests.markup.outline import assert_sound, outline


def meaning(node: LexborNode) -> Meaning | None:
    match node.attributes.get("class"):
        case "said":
            return QuoteOf(node.css_first(".words"), node.attributes.get("data-by"), "12", None)
        case "hidden-words":
            return SpoilerOf(node.css_first("[style]"), "Who pays")
        case "listing":
            return CodeOf(node)
        case "file":
            return AttachmentOf("the  plan.pdf", "/files/7")
        case "button":
            return SKIP
    return None


def test_an_engine_says_what_its_elements_mean():
    source = """<div class=said data-by=" Ann  Lee "><b>Ann said:</b>
        <div class=words>Words.<span class=button>More</span>
        <div class=said data-by=Bo><div class=words>Older words.</div></div></div><i>chrome</i></div>Answer.
        <div class=hidden-words><i>show</i><div style="display:none">The town.</div></div>
        <div class=listing>a<br>b<span class=button>Copy</span></div><a class=file>x</a>"""

    body = read_html(source, meaning, base="https://forum.example/")

    assert outline(body).splitlines() == [
        "quote author=Ann Lee post=12",
        "  paragraph: Words.",
        "  quote author=Bo post=12",
        "    paragraph: Older words.",
        "paragraph: Answer.",
        "spoiler",
        "  heading: Who pays",
        "  paragraph: The town.",
        "code: a⏎b",
        "paragraph: <image https://forum.example/files/7>[attachment: the plan.pdf]</>",
    ]
    assert_sound(body)


def test_a_quote_whose_words_are_not_found_keeps_all_that_is_in_it():
    body = read_html('<div class="said">Words without a box of their own.</div>', meaning)

    assert outline(body).splitlines() == ["quote post=12", "  paragraph: Words without a box of their own."]


def test_only_what_is_in_the_root_is_read():
    page = parse_html("<p>before</p><div id=post>Words<p>more</p></div><p>after</p>")
    post = page.css_first("#post")
    assert post is not None

    body = read_html(post)

    assert body.text == "Words\n\nmore"


def test_characters_that_are_none_are_shown_as_such():
    assert read_html("a\0b \ud800 c").text == "a\ufffdb \ufffd c"


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("=Ann;n12", QuotedFrom("Ann", "12")),
        ("='Ann Lee','https://forum.example/thread/1/?postID=12#post12'", QuotedFrom("Ann Lee", "12")),
        ('="ann, post:3, topic:12, full:true"', QuotedFrom("ann", "3", "12")),
        (" author=Ann link=msg=23 date=1", QuotedFrom("Ann", "23")),
        ('="name = date"', QuotedFrom("name = date")),
        ("=O'Brien", QuotedFrom("O'Brien")),
        ("=", QuotedFrom()),
    ],
)
def test_the_brackets_of_a_quote_tell_who_is_quoted(argument: str, expected: QuotedFrom):
    assert quoted_from(argument) == expected


# --- bounds ----------------------------------------------------------------------------------------------------------

HOSTILE = [
    "<div>", "<b><div>x", "<p><b id={}>x", "<font color={}>", "<div></x>", "<span></p>", "<ul><li>", "<a><div>",
    "<svg>", "<svg></x>", "<table><b>x", "<form><div></form>", "<b><div></b>", "<math><style>", "<!---><div>",
    "<p a=it's><div>",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_building_the_tree_of_hostile_html_takes_time_in_proportion(piece: str):
    source = "".join(piece.replace("{}", f"n{at}") for at in range(50_000))
    started = time.process_time()

    parse_html(source)

    assert time.process_time() - started < 3


def test_a_tag_with_a_hundred_thousand_attributes_does_no_harm():
    started = time.process_time()

    page = parse_html("<p " + " ".join(f"a{at}=1" for at in range(100_000)) + ">Words</p>")

    assert page.text() == "Words"
    assert time.process_time() - started < 3


def test_bounds_change_nothing_of_a_page_that_somebody_wrote():
    post = '<div title="a > b"><p>One<p>Two <b>and</b><br><ul><li>x<li>y</ul><!-- <div> --><a href=x>l</a></div>'
    script = "<script>if (a < b) document.write('<div>'); // <!-- <script> </script> -->\n</script>"
    page = "<table><tr><td>" + (post + script) * 200 + "</table><textarea><div></textarea>"

    bounded = bounded_html(page)

    assert LexborHTMLParser(bounded).html == LexborHTMLParser(page).html
