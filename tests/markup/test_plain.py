from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.markup import read_plain
from generator.records import Block, Declared, Inline, Span
from tests.markup.reading_cases import CASES, read_case, read_tags


def outline(blocks: tuple[Block, ...], text: str, depth: int = 0) -> Iterator[str]:
    for block in blocks:
        yield "  " * depth + block.kind
        yield from outline(block.blocks, text, depth + 1)
        for inline in block.inlines:
            words = inline.span.of(text).replace("\n", "\\n")
            yield "  " * (depth + 1) + f'{inline.kind} "{words}"'


@pytest.mark.parametrize("path", sorted((CASES / "plain").glob("*.case")), ids=lambda path: path.stem)
def test_plain_text_becomes_blocks(path: Path):
    source, expected = read_case(path)
    tagged = read_tags(source)
    declared = [Declared(span, None, None) for span in tagged.spans.get("d", [])]

    blocks = read_plain(tagged.text, declared=declared, furniture=tagged.spans.get("f", []))

    assert "\n".join(outline(blocks, tagged.text)) == expected


def leaves(blocks: tuple[Block, ...]) -> Iterator[Inline]:
    for block in blocks:
        yield from leaves(block.blocks)
        pending = list(reversed(block.inlines))
        while pending:
            inline = pending.pop()
            if inline.children:
                pending += reversed(inline.children)
            else:
                yield inline


def test_line_ends_of_all_systems_are_one_break_each():
    for end in ("\n", "\r\n", "\r"):
        (paragraph,) = read_plain(f"one{end}two")

        assert [inline.kind for inline in paragraph.inlines] == ["text", "break", "text"]
        assert paragraph.inlines[1].span == Span(3, 3 + len(end))


def test_a_lead_in_is_furniture_without_being_named_as_such():
    text = "Anna said:\nWe wait.\nNo."

    blocks = read_plain(text, declared=[Declared(Span(11, 19), "Anna", None, lead_in=Span(0, 10))])

    assert [block.kind for block in blocks] == ["quote", "paragraph"]
    assert "Anna" not in "".join(leaf.span.of(text) for leaf in leaves(blocks))


def test_nothing_is_nothing():
    assert read_plain("") == ()
    assert read_plain(" \n\u00a0\n") == ()


SIGNS = st.text(alphabet="ab. \n\r\t`>*()\u00a0\u200b{};", max_size=60) | st.sampled_from(
    ["http://a.example/x ", "https://a.example/(y). ", "```\n", "\n\n", "    f(x);\n", "\r\n"]
)


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, list[Span], list[Span]]:
    text = "".join(draw(st.lists(SIGNS, max_size=8)))
    place = st.integers(0, len(text))
    span = st.tuples(place, place).map(lambda pair: Span(min(pair), max(pair)))
    return text, draw(st.lists(span, max_size=4)), draw(st.lists(span, max_size=3))


@given(texts_with_spans())
def test_every_character_that_is_shown_lies_in_exactly_one_leaf(case: tuple[str, list[Span], list[Span]]):
    text, quotes, furniture = case
    hidden = {at for span in furniture for at in range(span.start, span.end)}

    blocks = read_plain(text, declared=[Declared(span, None, None) for span in quotes], furniture=furniture)

    covered = [at for leaf in leaves(blocks) for at in range(leaf.span.start, leaf.span.end)]
    assert covered == sorted(set(covered))
    assert hidden.isdisjoint(covered)
    assert {at for at in range(len(text)) if not text[at].isspace() and text[at] != "\u200b"} <= hidden | set(covered)


@given(texts_with_spans())
def test_blocks_stand_in_order_and_hold_what_is_in_them(case: tuple[str, list[Span], list[Span]]):
    text, quotes, furniture = case

    def check(blocks: tuple[Block, ...], around: Span) -> None:
        at = around.start
        for block in blocks:
            assert at <= block.span.start <= block.span.end <= around.end
            at = block.span.end
            check(block.blocks, block.span)
            assert all(block.span.covers(inline.span) for inline in block.inlines)

    check(
        read_plain(text, declared=[Declared(span, None, None) for span in quotes], furniture=furniture),
        Span(0, len(text)),
    )


def test_a_quote_in_a_quote_a_thousand_times_is_cut_at_the_limit():
    text = "x" * 3000
    declared = [Declared(Span(at, 3000 - at), None, None) for at in range(1000)]

    blocks = read_plain(text, declared=declared)

    depth = 0
    while blocks and any(block.kind == "quote" for block in blocks):
        blocks = next(block for block in blocks if block.kind == "quote").blocks
        depth += 1
    assert depth == 200
