"""The readers of HTML, BBCode and Markdown: their cases, and the laws that hold for whatever they are given."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from generator.markup import (
    Body,
    Composer,
    Marks,
    QuoteMark,
    read_bbcode,
    read_html,
    read_markdown,
    write_parts,
)
from tests.markup.outline import assert_sound, outline
from tests.markup.reading_cases import CASES, read_case
from tests.markup.reading_html import Page, letters


def read_page(source: str) -> Body:
    return read_html(source, base="https://forum.example/t/5/")


READERS: dict[str, Callable[[str], Body]] = {"html": read_page, "bbcode": read_bbcode, "markdown": read_markdown}
ALL_CASES = [(kind, path) for kind in READERS for path in sorted((CASES / kind).glob("*.case"))]


@pytest.mark.parametrize(("kind", "path"), ALL_CASES, ids=[f"{kind}-{path.stem}" for kind, path in ALL_CASES])
def test_a_post_becomes_a_body(kind: str, path: Path):
    source, expected = read_case(path)

    body = READERS[kind](source)

    assert outline(body) == expected
    assert_sound(body)


def shown(body: Body) -> Page:
    """The page that comes of a body whose quotes are linked; `Page` fails where elements are not well nested."""
    quotes = tuple(QuoteMark(quote.span, f"q-{at}", "exact") for at, quote in enumerate(body.declared))
    parts = write_parts(body.text, body.blocks, Marks(quotes=quotes))
    return Page("".join(f"{part.before}<div>{part.html}</div>{part.after}" for part in parts))


def assert_lawful(body: Body) -> None:
    assert_sound(body)
    page = shown(body)
    assert letters(page.text.replace("Spoiler", "")) == letters(body.text.replace("Spoiler", ""))
    assert len(page.ids) == len(set(page.ids))


# fmt: off
TAGS = (
    "p", "div", "br", "b", "i", "a", "blockquote", "ul", "ol", "li", "table", "tr", "td", "th", "pre", "code",
    "details", "summary", "h2", "hr", "dl", "dt", "dd", "span", "q", "sup", "form", "center", "font", "s",
)
BRACKETS = (
    "[quote]", "[/quote]", "[quote=Ann;7]", "[b]", "[/b]", "[i]", "[/i]", "[list]", "[/list]", "[*]", "[li]",
    "[/li]", "[table]", "[/table]", "[tr]", "[/tr]", "[td]", "[/td]", "[code]", "[/code]", "[spoiler=x]",
    "[/spoiler]", "[url]", "[/url]", "[url=http://a.example/]", "[img]", "[/img]", "[hr]", "[u]", "[/u]", "[x]",
    "word", "http://a.example/b", "\n", "\n\n",
)
SIGNS = (
    "> ", ">", "- ", "1. ", "*", "**", "~~", "`", "```\n", "\n", "\n\n", "word", "a b ", "[a](http://a.example/)",
    "![", "](u)", "|", "|-|-|\n", "# ", "    ", '[quote="ann, post:1"]\n', "\n[/quote]\n", ">!", "!<", "---\n",
)
# fmt: on
SOUP = st.lists(
    st.one_of(
        st.sampled_from([f"<{tag}>" for tag in TAGS]),
        st.sampled_from([f"</{tag}>" for tag in TAGS]),
        st.sampled_from(["alpha", " beta ", "\n", "7", "&lt;", "<!-- c -->", "\u00a0", "<a href=/x>", "é"]),
    ),
    max_size=40,
)


@given(SOUP)
def test_whatever_the_html_is_its_words_stand_once_and_in_order(soup: list[str]):
    source = "".join(soup)
    page = LexborHTMLParser(source)

    body = read_html(source)

    assert_lawful(body)
    assert letters(body.text).translate(DIGITS) == letters(page.body.text() if page.body else "").translate(DIGITS)


DIGITS = str.maketrans("⁷₇", "77")


@given(st.text())
def test_any_text_is_read_as_html_as_bbcode_and_as_markdown(text: str):
    for read in READERS.values():
        assert_lawful(read(text))


@given(st.lists(st.sampled_from(BRACKETS), max_size=40))
def test_whatever_the_bbcode_is_its_tree_is_sound(tags: list[str]):
    assert_lawful(read_bbcode(" ".join(tags)))


@given(st.lists(st.sampled_from(SIGNS), max_size=40))
def test_whatever_the_markdown_is_its_tree_is_sound(signs: list[str]):
    assert_lawful(read_markdown("".join(signs)))


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("open"),
            st.sampled_from(
                ["paragraph", "quote", "list", "item", "code", "table", "row", "cell", "spoiler", "heading"]
            ),
        ),
        st.tuples(
            st.sampled_from(["words", "verbatim", "image"]), st.sampled_from(["x", " y ", "\n", " ", "", "z\n\nw"])
        ),
        st.tuples(st.sampled_from(["close", "line_break", "rule", "close_inline"])),
        st.tuples(st.just("open_inline"), st.sampled_from(["strong", "link"])),
    ),
    max_size=50,
)


@given(STEPS)
def test_whatever_a_composer_is_told_its_body_is_sound(steps: list[tuple[str, ...]]):
    composer = Composer()

    for name, *arguments in steps:
        if arguments == ["quote"]:
            composer.open_quote("Ann")
        else:
            getattr(composer, name)(*arguments)

    assert_lawful(composer.done())


HOSTILE = {
    "html": [
        "<div>", "<blockquote>", "<blockquote><p>x", "<b>", "<b><p>x", "<ul><li>x", "<table><tr><td>", "<a><div>",
        "<p><b id={}>x", "<div></x>", "<span></p>", "<form><div></form>", "<details>", "<pre>", "<svg>", "<", "&",
        "<p {}=1 ", "<!--", "<font color={}>", "<dl><dd>x", "<code>x<br>", "<q>",
    ],
    "bbcode": [
        "[quote]", "[quote=a;1]x[/quote]", "[b]", "[b][i]x[/b][/i]", "[", "[a=\"[a\" =", "[b=\"[b\" =", "[code]",
        "[url]",
        "[list][*]x", "[*]", "[quote][list][b]", "[img]x", "[table][tr]", "[/quote]", "[quote=",
    ],
    "markdown": [
        "[", "![", "> ", "- ", "*a", "[a](", "`", "|a", "```\n", "[quote]\n", "[quote]x[/quote]\n", "<", "[x\n", "1. ",
        "~~a", "**a ", "&a", ">!", "\\",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "piece"), [(kind, piece) for kind, pieces in HOSTILE.items() for piece in pieces])
def test_ten_times_the_tags_take_no_more_than_some_ten_times_the_time(kind: str, piece: str):
    def seconds(times: int) -> float:
        source = "".join(piece.replace("{}", f"n{at}") for at in range(times))
        started = time.process_time()
        READERS[kind](source)
        return time.process_time() - started

    small, large = seconds(1_000), seconds(10_000)

    assert large < 30 * small + 0.5


@pytest.mark.parametrize(
    ("kind", "source"),
    [
        ("html", "<blockquote>" * 100_000 + "deep" + "</blockquote>" * 100_000),
        ("html", "<ul><li>" * 50_000 + "deep"),
        ("html", "<b>" * 100_000 + "deep"),
        ("bbcode", "[quote]" * 100_000 + "deep" + "[/quote]" * 100_000),
        ("bbcode", "[list][*]" * 50_000 + "deep" + "[/list]" * 50_000),
        ("markdown", "> " * 10_000 + "deep"),
        ("markdown", "- " * 10_000 + "deep"),
        ("markdown", "[quote]\n" * 10_000 + "deep" + "\n[/quote]" * 10_000),
    ],
)
def test_words_at_the_bottom_of_a_hundred_thousand_tags_are_shown(kind: str, source: str):
    body = READERS[kind](source)

    assert body.text.endswith("deep")
    assert "deep" in "".join(part.html for part in write_parts(body.text, body.blocks, Marks()))
