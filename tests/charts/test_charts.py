"""Pictures hold what they are given, are sound XML, stay bounded, and can be read as tables."""

from xml.etree import ElementTree

import pytest

from generator.charts import (
    Arc,
    ArcRow,
    Bar,
    Cell,
    Line,
    Name,
    Words,
    arc_diagram,
    bar_chart,
    matrix,
    small_multiples,
)

WORDS = Words("pic", "Title & more", "How to <read> it", ("What", "How many"))
HOSTILE = '"><script>alert(1)</script>'


def rows(count: int) -> list[ArcRow]:
    return [ArcRow(f"№\u00a0{n}", f"Writer {n}", f"#p-{n}") for n in range(1, count + 1)]


def drawings():
    yield arc_diagram([ArcRow("1", HOSTILE, "#a"), ArcRow("2", "B", "#b")], [Arc(1, 0)], WORDS)
    yield bar_chart([Bar(HOSTILE, 3, "3", "x.html"), Bar("2018", 0, "0", "")], WORDS)
    yield matrix([Name(HOSTILE, "x.html"), Name("others", "")], [Cell(0, 1, 7)], WORDS)
    yield small_multiples([Line(HOSTILE, "x.html", (1, 0, 2))], ("2017", "2018", "2019"), WORDS)


@pytest.mark.parametrize("drawing", list(drawings()), ids=["arcs", "bars", "matrix", "multiples"])
def test_a_picture_is_sound_and_nothing_of_it_runs(drawing):
    tree = ElementTree.fromstring(f"<div>{drawing.svg}{drawing.table}</div>")

    assert not [node for node in tree.iter() if node.tag == "script" or "style" in node.attrib]
    assert tree.find(".//table/tbody/tr/th") is not None


def test_a_picture_says_what_it_is_and_how_to_read_it():
    svg = ElementTree.fromstring(bar_chart([Bar("2017", 3, "3", "x")], WORDS).svg)

    assert svg.get("role") == "group"
    assert [svg.findtext(name) for name in ("title", "desc")] == ["Title & more", "How to <read> it"]
    assert {svg.get("aria-labelledby"), svg.get("aria-describedby")} == {
        node.get("id") for node in svg if node.get("id")
    }


def test_each_answer_is_an_arc_and_each_post_a_link():
    drawing = arc_diagram(rows(5), [Arc(1, 0), Arc(3, 0), Arc(4, 3), Arc(2, -1)], WORDS)

    assert drawing.svg.count('class="arc"') == 3
    assert drawing.svg.count("arc--away") == 1
    assert [f'href="#p-{n}"' in drawing.svg for n in range(1, 6)] == [True] * 5
    assert "№\u00a04 Writer 4" in drawing.table


@pytest.mark.parametrize("posts", [301, 5_000, 40_000])
def test_a_long_thread_is_folded_into_runs(posts: int):
    drawing = arc_diagram(rows(posts), [Arc(n, n // 2) for n in range(1, posts)], WORDS)

    assert 70 <= drawing.svg.count("arc__post") <= 100
    assert "№\u00a01–" in drawing.svg
    assert len(drawing.svg) + len(drawing.table) < 120_000


def test_three_hundred_posts_are_drawn_one_by_one():
    assert arc_diagram(rows(300), [Arc(9, 4)], WORDS).svg.count("arc__post") == 300


def test_a_silent_year_is_a_line_without_a_link():
    drawing = bar_chart([Bar("2017", 4, "4", "a"), Bar("2018", 0, "0", ""), Bar("2019", 2, "2", "b")], WORDS)

    assert drawing.svg.count("<a ") == 2
    assert drawing.svg.count('class="bar"') == 2
    assert "2018" in drawing.svg
    assert 'width="56%"' in drawing.svg and 'width="28%"' in drawing.svg


def test_the_cells_of_a_matrix_tell_their_number():
    drawing = matrix([Name("A", "a"), Name("B", "b")], [Cell(0, 1, 9), Cell(1, 0, 1)], WORDS)

    assert "A → B: 9" in drawing.svg
    assert "cell--5" in drawing.svg
    assert '<td class="figure">9</td>' in drawing.table
