"""corrections.yaml: every fault is told at once, with its place."""

from __future__ import annotations

import pytest

from generator.corrections import Outcome, outcome_problems, read_corrections
from generator.corrections.reading import is_moment
from tests.corrections.making import corrections_of


def test_every_fault_is_told_at_once(tmp_path):
    path = tmp_path / "corrections.yaml"
    path.write_text(
        """- {author: Ada, why: x}
- {autor: Ada, post: t/x, why: x}
- {author: Ada, date: 2017, post: t/x, why: x}
- {date: yesterday, post: t/x, why: x}
- {author: Ada, post: tx, why: x}
- {author: Ada, post: t/x, names: [a], why: x}
- {join: both, post: t/x, why: x}
- {quote-of: t/y, post: t/x, why: x}
- {title: X, why: x}
- {person: X, why: x}
- {split: "", post: t/x, why: x}
- {title: X, thread: a, post: b/c, why: x}
- {author: Ada, post: t/x}
- author
""",
        encoding="utf-8",
    )

    corrections, problems = read_corrections(path)

    assert [(problem.line, problem.code) for problem in problems] == [
        (1, "D602"),
        (2, "D601"),
        (2, "D110"),
        (3, "D601"),
        (4, "D602"),
        (5, "D602"),
        (6, "D603"),
        (7, "D112"),
        (8, "D602"),
        (9, "D602"),
        (10, "D602"),
        (11, "D602"),
        (12, "D602"),
        (13, "D604"),
        (14, "D111"),
    ]
    assert "Did you mean `author`?" in problems[1].fix
    assert [problem.severity for problem in problems if problem.line == 13] == ["warning"]
    assert [entry.value for entry in corrections.entries] == ["Ada"]


def test_without_a_file_there_are_no_corrections(tmp_path):
    assert read_corrections(tmp_path / "corrections.yaml")[0].entries == ()


@pytest.mark.parametrize(
    "text", ["2017-02-29", "2017-1-1", "0000", "2017-12-04T24:00", "2017-12-04 05:12", "٢٠١٧", "", "2017-12-04T"]
)
def test_what_is_no_moment_is_no_date(text):
    assert not is_moment(text)


def test_an_entry_keeps_its_identity_when_others_are_written_above_it(tmp_path):
    one = corrections_of(tmp_path, "- {author: Ada, post: t/x, why: x}\n")
    two = corrections_of(tmp_path, "# more\n- {author: Bob, post: u/y, why: x}\n- {author: Ada, post: t/x, why: x}\n")

    assert one.of("t") == two.of("t")
    assert one.entries[0].id == two.entries[1].id


def test_no_correction_is_lost_silently(tmp_path):
    corrections = corrections_of(
        tmp_path,
        """
- {author: A, post: thread-one/a, why: x}
- {author: B, post: thread-one/b, why: x}
- {author: C, post: thread-one/c, why: x}
- {author: D, post: thread-onne/d, why: x}
- {author: E, starts: some words, why: x}
""",
    )
    ids = [entry.id for entry in corrections.entries]
    outcomes = [
        Outcome(ids[0], "applied", "thread-one", "a"),
        Outcome(ids[1], "changed", "thread-one", "b", "its first words are 90% the same"),
        Outcome(ids[2], "orphaned", "thread-one", None, "no post has this id"),
    ]

    problems = outcome_problems(corrections, outcomes, ["thread-one"])
    strict = outcome_problems(corrections, outcomes, ["thread-one"], strict=True)

    assert [(problem.line, problem.code, problem.why) for problem in problems] == [
        (3, "D610", "its first words are 90% the same"),
        (4, "D611", "no post has this id"),
        (5, "D611", 'There is no thread "thread-onne" in the archive. Did you mean `thread-one`?'),
        (6, "D611", "Its words were found in no thread."),
    ]
    assert {problem.severity for problem in problems} == {"warning"}
    assert [problem.severity for problem in strict] == ["warning", "error", "error", "error"]
