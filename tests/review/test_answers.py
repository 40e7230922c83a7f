"""Answers become entries at the end of corrections.yaml, and nothing else in it changes."""

from pathlib import Path

import pytest

from generator.corrections import Choice, Doubt, read_corrections
from generator.review import Desk, Refused, entry_of, id_of, with_entry

LINE = '- {author: "", post: "bread/abc", starts: "They blame", why: "checked by hand"}'
OTHER = '- {join: "previous", post: "bread/def", starts: "Then show me", why: "checked by hand"}'


def doubt(line: str = LINE, about: str = "author") -> Doubt:
    choices = (Choice("with its name", line),)
    return Doubt(about, "bread", "abc", 0.0, 1.0, "no name", (), choices, "content/threads/bread.txt", 3)  # type: ignore[arg-type]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path / "content" / "corrections.yaml", tmp_path / ".cache" / "review" / "corrections.yaml")
    made.lay_out([doubt(), doubt(OTHER, "boundary")])
    return made


def written(desk: Desk, text: str) -> str:
    """Put a text into the file, answer the first doubt with a name, and return what the file holds then."""
    desk.file.parent.mkdir(parents=True, exist_ok=True)
    desk.file.write_bytes(text.encode())
    desk.answer(id_of(doubt()), 0, "Anna", "")
    return desk.file.read_bytes().decode()


ANNA = LINE.replace('""', '"Anna"', 1)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"{ANNA}\n"),
        ("# Mine.\n", f"# Mine.\n{ANNA}\n"),
        ("[]\n", f"{ANNA}\n"),
        (
            "# Mine.\n- author: Bo # sure\n  starts: Who\n  why: x",
            f"# Mine.\n- author: Bo # sure\n  starts: Who\n  why: x\n{ANNA}\n",
        ),
        ("  - author: Bo\n    starts: Who\n    why: x\n", f"  - author: Bo\n    starts: Who\n    why: x\n  {ANNA}\n"),
        ("- author: Bo\r\n  starts: Who\r\n  why: x\r\n", f"- author: Bo\r\n  starts: Who\r\n  why: x\r\n{ANNA}\r\n"),
        ("\ufeff- author: Bo\n  starts: Who\n  why: x\n", f"\ufeff- author: Bo\n  starts: Who\n  why: x\n{ANNA}\n"),
    ],
)
def test_what_stands_in_the_file_stays_sign_by_sign(desk: Desk, before: str, after: str):
    assert written(desk, before) == after


@pytest.mark.parametrize(
    "text",
    [
        "[{author: Bo, starts: Who, why: x}]\n",
        "- author: Bo\n  starts: Who\n  why: x\n...\n",
        "- auhtor: Bo\n",
        "author: Bo\n",
        "- author: >\n    Bo\n  starts: |\n",
    ],
)
def test_a_file_that_could_not_be_read_afterwards_is_not_touched(desk: Desk, text: str):
    with pytest.raises(Refused):
        written(desk, text)

    assert desk.file.read_text(encoding="utf-8") == text
    assert desk.done() == []


@pytest.mark.parametrize("name", ['A "quoted" \\ name', "- {author: x}", "Анна", "a\nb: c", "\u202eevil", "#x: [", "'"])
def test_whatever_is_typed_is_one_value(desk: Desk, name: str):
    desk.answer(id_of(doubt()), 0, name, 'they said "so": {yes}')

    corrections, problems = read_corrections(desk.file)

    assert not problems
    assert [(entry.value, entry.why) for entry in corrections.entries] == [
        (" ".join(name.split()), 'they said "so": {yes}')
    ]


def test_answers_are_taken_back_one_by_one(desk: Desk):
    desk.file.parent.mkdir(parents=True)
    desk.file.write_text("# Mine.\n", encoding="utf-8")
    desk.answer(id_of(doubt()), 0, "Anna", "")
    after_first = desk.file.read_text(encoding="utf-8")
    desk.answer(id_of(doubt(OTHER, "boundary")), 0, None, "")

    desk.undo()
    assert desk.file.read_text(encoding="utf-8") == after_first
    desk.undo()

    assert desk.file.read_text(encoding="utf-8") == "# Mine.\n"
    with pytest.raises(Refused, match="nothing to take back"):
        desk.undo()


def test_what_somebody_wrote_since_is_not_taken_back(desk: Desk):
    desk.answer(id_of(doubt()), 0, "Anna", "")
    text = desk.file.read_text(encoding="utf-8") + "# and by hand\n"
    desk.file.write_text(text, encoding="utf-8")

    with pytest.raises(Refused, match="changed since"):
        desk.undo()

    assert desk.file.read_text(encoding="utf-8") == text


def test_a_doubt_that_is_gone_takes_no_answer(desk: Desk):
    desk.lay_out([])

    with pytest.raises(Refused, match="not on the list"):
        desk.answer(id_of(doubt()), 0, "Anna", "")

    assert not desk.file.exists()


def test_the_file_as_it_was_before_the_session_is_kept(desk: Desk, tmp_path: Path):
    written(desk, "# Mine.\n")

    assert (tmp_path / ".cache" / "review" / "corrections.yaml").read_text(encoding="utf-8") == "# Mine.\n"


def test_only_a_choice_that_asks_for_a_name_takes_one():
    assert entry_of(OTHER, None, "I saw it") == OTHER.replace("checked by hand", "I saw it")
    assert with_entry("", OTHER) == f"{OTHER}\n"
