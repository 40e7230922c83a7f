import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.markup import Marks, Part, PassageMark, QuoteMark, QuoterMark, read_plain, write_parts, write_text
from generator.records import Block, Declared, Inline, Span
from tests.markup.reading_cases import CASES, Tagged, read_case, read_tags
from tests.markup.reading_html import Page, letters


def marks_of(tagged: Tagged) -> Marks:
    def named(letter: str) -> list[str]:
        return sorted(name for name in tagged.spans if name.startswith(letter) and "." not in name)

    def pieces(name: str) -> tuple[Span, ...]:
        return tuple(span for other, (span,) in sorted(tagged.spans.items()) if other.startswith(f"{name}."))

    return Marks(
        quotes=tuple(
            QuoteMark(tagged.spans[name][0], name, "exact", f"to-{name}", f"about {name}") for name in named("q")
        ),
        passages=tuple(
            PassageMark(tagged.spans[name][0], name, pieces(name), (QuoterMark(f"by-{name}", "7", f"who {name}"),), 1)
            for name in named("w")
        ),
        furniture=tuple(tagged.spans.get("f", [])),
    )


def described(parts: tuple[Part, ...], marks: Marks) -> Iterator[str]:
    for part in parts:
        if part.before:
            yield f"before {part.before}"
        inline = f" ({', '.join(marks.quotes[quote].anchor for quote in part.inline)})" if part.inline else ""
        yield ("own" if part.quote is None else f"quote {marks.quotes[part.quote].anchor}") + inline
        yield part.html.rstrip("\n")
        if part.after:
            yield f"after {part.after}"


@pytest.mark.parametrize("path", sorted((CASES / "write").glob("*.case")), ids=lambda path: path.stem)
def test_a_post_becomes_parts(path: Path):
    source, expected = read_case(path)
    tagged = read_tags(source)
    marks = marks_of(tagged)

    parts = write_parts(tagged.text, read_plain(tagged.text, furniture=marks.furniture), marks)

    assert "\n".join(described(parts, marks)) == expected


def written(parts: tuple[Part, ...]) -> str:
    """The parts as a theme writes them."""
    return "".join(f"{part.before}<div>{part.html}</div>{part.after}" for part in parts)


WORDS = st.sampled_from(
    [
        "alpha ",
        "beta",
        "\n",
        "\n\n",
        "gamma. ",
        "<b>",
        "&amp; ",
        "http://a.example/x ",
        "\r\n",
        " ",
        "\u00a0\n",
        "{{ y }}",
        "é",
    ]
)


@st.composite
def marked_posts(draw: st.DrawFn) -> tuple[str, list[Declared], Marks]:
    text = "".join(draw(st.lists(WORDS, max_size=30)))
    place = st.integers(0, len(text))
    span = st.tuples(place, place).map(lambda pair: Span(min(pair), max(pair)))
    spans = st.lists(span, max_size=5)
    quotes = [one for one in draw(spans) if len(one)]
    passages = [one for one in draw(spans) if len(one)]
    marks = Marks(
        quotes=tuple(QuoteMark(one, f"q-{at}", "exact", "href") for at, one in enumerate(quotes)),
        passages=tuple(
            PassageMark(one, f"w-{at}", (), (QuoterMark("by", "1", "who"),), 1) for at, one in enumerate(passages)
        ),
        furniture=tuple(draw(st.lists(span, max_size=2))),
    )
    return text, [Declared(one, None, None) for one in draw(spans)], marks


@given(marked_posts())
def test_no_letter_is_lost_or_doubled_or_moved(case: tuple[str, list[Declared], Marks]):
    text, declared, marks = case
    hidden = {at for span in marks.furniture for at in range(span.start, span.end)}

    parts = write_parts(text, read_plain(text, declared=declared, furniture=marks.furniture), marks)

    shown = "".join(sign for at, sign in enumerate(text) if at not in hidden)
    assert letters(Page(written(parts)).text) == letters(shown)


@given(marked_posts())
def test_every_id_is_there_once_and_every_passage_holds_its_words(case: tuple[str, list[Declared], Marks]):
    text, declared, marks = case
    hidden = {at for span in marks.furniture for at in range(span.start, span.end)}

    parts = write_parts(text, read_plain(text, declared=declared, furniture=marks.furniture), marks)

    page = Page(written(parts))
    as_parts = {f"q-{part.quote}" for part in parts if part.quote is not None}
    wanted = {mark.anchor for mark in (*marks.quotes, *marks.passages)}
    assert sorted(page.ids) == sorted(wanted - as_parts)
    for passage in marks.passages:
        words = "".join(text[at] for at in range(passage.span.start, passage.span.end) if at not in hidden)
        assert letters(words) in letters(page.text_of[passage.anchor])


@given(st.text(alphabet=st.characters(), max_size=80))
def test_any_text_gives_well_formed_html(text: str):
    html = write_text(text)

    assert letters(Page(html).text) == letters(text.encode("utf-8", "replace").decode().replace("\x00", ""))


class Body:
    """A body that grows with its text."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.text = ""
        self._draw = draw

    def inlines(self, depth: int) -> tuple[Inline, ...]:
        return tuple(self._inline(depth) for _ in range(self._draw(st.integers(1, 3))))

    def _inline(self, depth: int) -> Inline:
        start = len(self.text)
        kind = self._draw(st.sampled_from(["text", "text", "break", "emphasis", "strong", "link", "code", "image"]))
        if kind in ("text", "break", "image") or depth > 2:
            kind = kind if kind in ("break", "image") else "text"
            self.text += "\n" if kind == "break" else self._draw(st.sampled_from(["one ", "two", "<3 ", "\u202e"]))
            return Inline(kind, Span(start, len(self.text)), url="javascript:x" if kind == "image" else None)
        children = self.inlines(depth + 1)
        return Inline(kind, Span(start, len(self.text)), children, "https://a.example/" if kind == "link" else None)

    def blocks(self, depth: int) -> tuple[Block, ...]:
        return tuple(self._block(depth) for _ in range(self._draw(st.integers(1, 3))))

    def _block(self, depth: int) -> Block:
        start = len(self.text)
        kind = self._draw(
            st.sampled_from(["paragraph", "heading", "code", "rule", "quote", "list", "table", "spoiler"])
        )
        inner = {"list": "item", "table": "row", "row": "cell"}.get(kind)
        if kind == "rule":
            return Block(kind, Span(start, start))
        if kind in ("paragraph", "heading", "code") or depth > 2:
            inlines = self.inlines(0)
            self.text += "\n"
            return Block("paragraph" if depth > 2 else kind, Span(start, len(self.text)), inlines=inlines, level=2)
        if inner == "row":
            return Block(kind, Span(start, len(self.text)), (self._row(),))
        blocks = self.blocks(depth + 1)
        if inner == "item":
            blocks = tuple(Block("item", block.span, (block,)) for block in blocks)
        return Block(kind, Span(start, len(self.text)), blocks, level=1)

    def _row(self) -> Block:
        start = len(self.text)
        cells = []
        for _ in range(2):
            begun = len(self.text)
            inlines = self.inlines(0)
            cells.append(Block("cell", Span(begun, len(self.text)), inlines=inlines))
        return Block("row", Span(start, len(self.text)), tuple(cells))


@st.composite
def marked_trees(draw: st.DrawFn) -> tuple[str, tuple[Block, ...], Marks]:
    body = Body(draw)
    blocks = body.blocks(0)
    place = st.integers(0, len(body.text))
    span = st.tuples(place, place).map(lambda pair: Span(min(pair), max(pair)))
    spans = st.lists(span.filter(len), max_size=4) if body.text else st.just([])
    quotes = [QuoteMark(one, f"q-{at}", "exact", "href") for at, one in enumerate(draw(spans))]
    passages = [PassageMark(one, f"w-{at}") for at, one in enumerate(draw(spans))]
    return body.text, blocks, Marks(tuple(quotes), tuple(passages))


@given(marked_trees())
def test_trees_of_any_shape_keep_their_words_and_ids(case: tuple[str, tuple[Block, ...], Marks]):
    text, body, marks = case

    parts = write_parts(text, body, marks)

    page = Page(written(parts))
    as_parts = {f"q-{part.quote}" for part in parts if part.quote is not None}
    assert letters(page.text.replace("Spoiler", "")) == letters(text)
    assert sorted(page.ids) == sorted({mark.anchor for mark in (*marks.quotes, *marks.passages)} - as_parts)
    for passage in marks.passages:
        assert letters(passage.span.of(text)) in letters(page.text_of[passage.anchor].replace("Spoiler", ""))


def test_many_passages_at_one_place_stay_within_the_limit_of_depth():
    text = "word " * 500
    passages = [PassageMark(Span(at, len(text) - 1 - at), f"w-{at}") for at in range(400)]

    parts = write_parts(text, read_plain(text), Marks(passages=tuple(passages)))

    page = Page(written(parts))
    assert page.depth < 150
    assert sorted(page.ids) == sorted(passage.anchor for passage in passages)


def test_a_mark_shows_five_quoters_and_counts_the_rest():
    quoters = tuple(QuoterMark(f"p-{at}.html", str(at), f"Quoted in {at}") for at in range(6))

    (part,) = write_parts("Some words.", (), Marks(passages=(PassageMark(Span(0, 10), "w", (), quoters, total=9),)))

    assert re.findall(r'data-number="([^"]+)"', part.html) == ["0", "1", "2", "3", "4", "+4"]


def test_a_quote_of_which_nothing_is_shown_is_still_a_part():
    marks = Marks(quotes=(QuoteMark(Span(0, 5), "q", "exact"),), furniture=(Span(0, 5),))

    parts = write_parts("Quote\nReply", (), marks)

    assert [(part.quote, str(part.html)) for part in parts] == [(0, ""), (None, "<p>Reply</p>\n")]


def test_a_post_without_words_keeps_its_anchors():
    (part,) = write_parts("", (), Marks(passages=(PassageMark(Span(0, 0), "w"),)))

    assert part.html == '<span id="w"></span>'


@pytest.mark.parametrize(
    "text",
    [
        "a " * 500_000,
        "\n" * 1_000_000,
        "http://a.example/(" * 50_000,
        "http://a.example/" + ")" * 1_000_000,
        "    {" + " " * 1_000_000 + "x\n" * 2,
        "```\n" * 100_000,
    ],
    ids=["words", "newlines", "addresses", "brackets", "blanks", "fences"],
)
def test_a_megabyte_of_anything_is_read_and_written_in_linear_time(text: str):
    assert len(write_text(text)) < 60 * len(text)
