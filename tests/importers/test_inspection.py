"""What `disputatio inspect` says about a dump."""

from __future__ import annotations

from pathlib import Path

from generator.inspection import inspect_dump

NBSP = "\u00a0"
DUMP = (
    "A tower in the fog\n\n"
    "The tower stands where the two rivers meet. It has no door that anybody has seen.\n"
    f"{NBSP}\nBoris Gray\nBanned\n"
    "The tower stands where the two rivers meet. It has no door that anybody has seen.\n"
    f"Then how does the keeper get in?\n{NBSP}\nLast edited:\nTop\n"
)


def write(folder: Path, text: str) -> Path:
    path = folder / "tower.txt"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_every_field_of_the_contract_is_there(tmp_path: Path) -> None:
    found = inspect_dump(write(tmp_path, DUMP))

    assert set(found) == {"file", "format", "skin", "threads", "problems"}
    (thread,) = found["threads"]
    assert set(thread) == {"id", "title", "title_span", "posts", "lost_posts", "chrome"}
    assert set(thread["posts"][0]) == {
        "id", "span", "author", "author_confidence", "author_span", "when", "signature_span", "quotes",
    }  # fmt: skip
    (quote,) = thread["posts"][1]["quotes"]
    assert set(quote) == {"span", "declared_author", "kind", "confidence", "origin", "pieces", "evidence"}


def test_offsets_are_those_of_the_dump(tmp_path: Path) -> None:
    found = inspect_dump(write(tmp_path, DUMP.replace("\n", "\r\n")))

    text = DUMP.replace("\n", "\r\n")
    (thread,) = found["threads"]
    second = thread["posts"][1]
    quote = second["quotes"][0]
    (piece,) = quote["pieces"]
    cut = lambda span: text[span[0] : span[1]]  # noqa: E731 - shorter than a function, used four times
    assert cut(second["author_span"]) == "Boris Gray"
    assert cut(second["span"]).endswith("get in?")
    assert cut(piece["quote"]) == cut(piece["origin"])
    assert quote["origin"]["post"] == thread["posts"][0]["id"]
    assert [cut(span) for span in thread["chrome"]] == ["Banned", "Last edited:", "Top"]


def test_furniture_inside_a_body_is_chrome_too(tmp_path: Path) -> None:
    text = f"Towers\n\nWell,\nAnna said:\nIt stands.\nClick to expand...\nDoes it?\n{NBSP}\n"

    (thread,) = inspect_dump(write(tmp_path, text))["threads"]

    shown = [text[start:end] for start, end in thread["chrome"]]
    assert shown == ["Anna said:", "Click to expand..."]
    assert thread["posts"][0]["span"][0] < thread["chrome"][0][0]


def test_an_unusable_dump_has_a_problem_and_no_thread(tmp_path: Path) -> None:
    found = inspect_dump(write(tmp_path, ""))

    assert found["threads"] == []
    (problem,) = found["problems"]
    assert set(problem) == {"severity", "code", "line", "column", "message", "fix"}
    assert problem["code"] == "D202"
