"""YAML read as plain text with places; everything doubtful is a problem."""

from __future__ import annotations

import time
from unittest.mock import patch

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator import yamlfile
from generator.yamlfile import Form, Mapping, Place, Scalar, Sequence, near_match, parse_yaml, read_yaml, shown


def problems_of(text: str | bytes) -> list[str]:
    data = text.encode() if isinstance(text, str) else text
    return [problem.render().split("\n")[0] for problem in parse_yaml(data, file="f.yaml")[1]]


def test_scalars_are_text_with_their_places():
    root, problems = parse_yaml("a: 010\nlist: [no, 'ä', 12:34]\n".encode(), file="f.yaml")

    assert problems == ()
    assert root == Mapping(
        (
            (Scalar("a", Place(1, 1)), Scalar("010", Place(1, 4))),
            (
                Scalar("list", Place(2, 1)),
                Sequence(
                    (
                        Scalar("no", Place(2, 8)),
                        Scalar("ä", Place(2, 12), is_quoted=True),
                        Scalar("12:34", Place(2, 17)),
                    ),
                    Place(2, 7),
                ),
            ),
        ),
        Place(1, 1),
    )


def test_an_empty_file_is_no_tree_and_no_problem():
    assert parse_yaml(b"", file="f") == (None, ())
    assert parse_yaml(b"# only a comment\n", file="f") == (None, ())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\na: 2\n", 'f.yaml:2:1: error D105: the key "a" stands here a second time (first: line 1)'),
        ("a: &x 1\n", "f.yaml:1:4: error D106: an anchor (&x) is not allowed; write the value out"),
        ("a: *x\n", "f.yaml:1:4: error D106: an alias (*x) is not allowed; write the value out"),
        (
            "a: !!python/object:os.system x\n",
            "f.yaml:1:4: error D106: a tag (tag:yaml.org,2002:python/object:os.system)",
        ),
        ("a: 1\n---\nb: 2\n", "f.yaml:2:1: error D106: a second document begins here; the file may hold one only"),
        ("? [a]\n: b\n", "f.yaml:1:3: error D105: a key must be text, not a list or a mapping"),
        ("[" * 51, "f.yaml:1:51: error D107: lists and mappings are nested more than 50 levels deep"),
        ("a: b: c\n", "f.yaml:1:5: error D104: this is not valid YAML: mapping values are not allowed"),
        ("a: 'x\n", "error D104: this is not valid YAML: while scanning a quoted scalar"),
        (b"a: \xff", "f.yaml:1:4: error D102: the file is not UTF-8: there is a stray byte 0xff"),
        ("a: \x1b[31m", "f.yaml:1:4: error D102: the character U+001B may not stand in a YAML file"),
        ("\ufeffa: b: c\n".encode("utf-16"), "f.yaml:1:1: error D102: the file is not UTF-8"),
        (b"#" * 1_000_001, "f.yaml: error D103: the file is larger than 1 MB"),
    ],
)
def test_what_is_doubtful_is_a_problem_with_its_place(text, problem):
    assert problem in problems_of(text)[0]


def test_faults_of_form_do_not_hide_one_another():
    assert len(problems_of("a: &x 1\na: *x\nb: !t 2\n")) == 4


def test_a_thousand_faults_are_cut_to_a_hundred():
    assert len(problems_of("a: 1\n" * 1000)) == 100


@pytest.mark.parametrize(
    "bomb", ["[" * 900_000, "{a: " * 200_000, "- " * 450_000, "? " * 450_000, "&a " * 300_000, "a: |\n" * 50_000]
)
def test_a_bomb_of_a_megabyte_ends_soon(bomb):
    begun = time.process_time()

    parse_yaml(bomb.encode(), file="f")

    assert time.process_time() - begun < 5


@given(st.binary(max_size=300))
def test_no_bytes_lead_to_an_exception(data):
    parse_yaml(data, file="f")


@given(st.text("ab:-?[]{}&*!|>'\"%@`#, \n\t\\ux0é", max_size=60))
def test_no_text_leads_to_an_exception_with_either_parser(text):
    parse_yaml(text.encode(), file="f")

    with patch.object(yamlfile, "_LOADER", yaml.SafeLoader):
        parse_yaml(text.encode(), file="f")


def test_both_parsers_give_the_same_tree():
    text = "a: 1\nb: [x, 'y z', {c: d}]\ne: |\n  lines\n  more\nф: >-\n  folded\n  text\n".encode()
    with patch.object(yamlfile, "_LOADER", yaml.SafeLoader):
        pure = parse_yaml(text, file="f")

    assert parse_yaml(text, file="f") == pure


def test_a_missing_file_a_folder_and_a_link_out_are_problems(tmp_path):
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret").write_text("a: b: c")
    (inside / "link.yaml").symlink_to(tmp_path / "secret")

    assert [problem.code for problem in read_yaml(inside / "none.yaml", file="f")[1]] == ["D101"]
    assert [problem.code for problem in read_yaml(inside, file="f")[1]] == ["D101"]
    assert [problem.code for problem in read_yaml(inside / "link.yaml", file="f")[1]] == ["D101"]


def form_of(text: str) -> tuple[Form, Mapping]:
    root, problems = parse_yaml(text.encode(), file="f")
    assert isinstance(root, Mapping)
    assert not problems
    return Form("f"), root


def test_a_form_collects_every_fault_and_suggests_what_was_meant():
    form, root = form_of("colour: red\nsize: 12 \nkind: exakt\nnames: x\n")

    entries = form.mapping(root, "the file", keys=("color", "size", "kind", "names"))
    form.number(entries["size"][1], "size", lowest=1, highest=10)
    form.choice(entries["kind"][1], "kind", ("exact", "elided"))
    names = form.texts(entries["names"][1], "names", limit=10)

    assert names == ("x",)
    assert [problem.fix for problem in form.problems] == ["Did you mean `color`?", "", "Did you mean `exact`?"]
    assert [problem.line for problem in form.problems] == [1, 2, 3]


@pytest.mark.parametrize("value", ["08", "1.0", "1e1", "", "٣", "1_0", "+5", "99999999999999999999"])
def test_only_plain_decimal_digits_are_a_number(value):
    form, root = form_of(f"n: '{value}'\n")

    assert form.number(root.entries[0][1], "n", lowest=0, highest=10) is None
    assert form.problems


@pytest.mark.parametrize(
    ("text", "match"),
    [("titel", "title"), ("Posts-Per-Page", "posts_per_page"), ("skp", "skip"), ("zzz", None), ("", None)],
)
def test_a_near_match_is_found_where_one_is_near(text, match):
    assert near_match(text, ("title", "posts_per_page", "skip")) == match


def test_words_are_shown_cut_and_visible():
    assert shown("a\x1b\u202e\nb") == '"a\\u001b\\u202e\\u000ab"'
    assert len(shown("x" * 1000)) == 62
