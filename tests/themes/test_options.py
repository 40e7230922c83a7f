import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.themes.options import KINDS, Option, fault_of, stylesheet


def fits(kind: str, value: str) -> bool:
    return not fault_of(Option("x", kind, "", choices=("a", "b")), value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("color", "#8f2b1d"),
        ("color", "#fff"),
        ("color", "#12345678"),
        ("color", "rebeccapurple"),
        ("color", "rgb(1 2 3 / 50%)"),
        ("color", "oklch(60% 0.1 30deg)"),
        ("length", "0"),
        ("length", "30rem"),
        ("length", "-.5em"),
        ("length", "clamp(20rem, 50vw + 2rem, 40rem)"),
        ("font", "'Edition', \"Other Face\", Georgia, Times New Roman, serif"),
        ("text", "Anything; } <b> \" ' \\ at all: ü"),
        ("choice", "a"),
        ("boolean", "true"),
    ],
)
def test_an_ordinary_value_fits(kind: str, value: str):
    assert fits(kind, value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("color", ""),
        ("color", "red; } body { display: none"),
        ("color", "url(https://evil.example)"),
        ("color", "#12"),
        ("color", "rgb(var(--x))"),
        ("color", "rgb(1,2,3)) red"),
        ("length", "30"),
        ("length", "wide"),
        ("length", "calc(1px"),
        ("length", "calc(1px))+(2px)"),
        ("length", "calc(url(x))"),
        ("length", "1px;color:red"),
        ("font", ""),
        ("font", "Georgia; } a {"),
        ("font", "'a\\27'"),
        ("font", "url(x)"),
        ("font", "Georgia,,serif"),
        ("text", "a\nb"),
        ("text", "x" * 501),
        ("choice", "c"),
        ("boolean", "yes"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(kind: str, value: str):
    assert not fits(kind, value)


@given(st.sampled_from(KINDS), st.text(alphabet="ab01#;{}()'\"\\/*<>:,.% -\n\u202e", max_size=30))
def test_no_value_breaks_out_of_its_declaration(kind: str, value: str):
    option = Option("x", kind, "", choices=("a", "b"))
    if fault_of(option, value):
        return

    css = stylesheet([option], {"x": value})

    declaration = css.removeprefix(":root {\n  --x: ").removesuffix(";\n}\n")
    assert css == f":root {{\n  --x: {declaration};\n}}\n"
    assert not set(declaration) & set(";{}<>\n")
    assert "/*" not in declaration and "url" not in declaration
    assert declaration.count('"') % 2 == 0 and declaration.replace('"', "").count("'") % 2 == 0


def test_booleans_are_numbers_and_text_is_a_string():
    options = [Option("wide", "boolean", "true"), Option("motto", "text", "")]

    assert (
        stylesheet(options, {"wide": "true", "motto": 'a"}'}) == ':root {\n  --wide: 1;\n  --motto: "a\\22 \\7d ";\n}\n'
    )
