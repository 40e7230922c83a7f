"""permalinks.tsv: what a line may say, what a build makes of it, and what the commands write."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cli import main
from generator.permalinks import GONE, Permalink, format_permalinks, read_permalinks, stand
from generator.problems import UnusableInput
from tests.build.sites import HARBOUR, Site
from tests.permalinks.conftest import held

A, B, C, D = (f"threads/t/p-{name}.html" for name in "abcd")


def links(*lines: Permalink) -> dict[str, Permalink]:
    return {line.address: line for line in lines}


def test_what_is_written_is_read_again(tmp_path: Path):
    lines = links(Permalink(B, "aaaaa.bbbbb", A), Permalink(A), Permalink(C, "", GONE))
    (tmp_path / "permalinks.tsv").write_text(format_permalinks(lines.values()), encoding="utf-8")

    read, problems = read_permalinks(tmp_path / "permalinks.tsv")

    assert (read, problems) == (lines, ())


def test_moves_are_followed_to_their_end_and_circles_are_told():
    held = links(Permalink(A, "", B), Permalink(B, "", C), Permalink("threads/x/p-1.html", "", "threads/x/p-1.html"))

    standing = stand(held, {C})

    assert standing.moved == ((A, C), (B, C))
    assert standing.astray == (("threads/x/p-1.html", "threads/x/p-1.html"),)


def test_a_page_that_came_back_stands_where_it_stood():
    standing = stand(links(Permalink(A, "", GONE), Permalink(B, "", C)), {A, B, D})

    assert (standing.moved, standing.gone, standing.new) == ((), (), 1)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("threads/../etc/p-1.html", "cannot be read"),
        ("https://example.org/", "cannot be read"),
        (f"{A}\t\tnowhere", "cannot be read"),
        ("<<<<<<< ours", "cannot be read"),
        (f"{A}\t\tgone\n{A}\t\t{B}", "another line says something else"),
    ],
)
def test_a_line_that_cannot_be_read_ends_the_build(town: Site, line: str, said: str):
    town.write("permalinks.tsv", f"# addresses\n{line}\n")

    with pytest.raises(UnusableInput) as error:
        town.build()

    assert {problem.code for problem in error.value.problems} == {"D830"}
    assert said in error.value.problems[0].message


def test_two_branches_that_hold_the_same_address_agree(tmp_path: Path):
    (tmp_path / "permalinks.tsv").write_text(f"{A}\taaaaa\n{A}\taaaaa\n", encoding="utf-8")

    assert read_permalinks(tmp_path / "permalinks.tsv") == (links(Permalink(A, "aaaaa")), ())


def test_without_a_file_nothing_is_held_and_nothing_is_told(town: Site):
    assert [problem.code for problem in town.build().problems] == []


def test_strict_makes_an_error_of_a_broken_address(town: Site, permalinks: Callable[..., str]):
    permalinks(town, "keep")
    town.thread("harbour.txt", "Who paid for the harbour?", HARBOUR[:1])

    assert main(["build", "--site", str(town.root), "--strict"]) == 1
    assert main(["permalinks", "--site", str(town.root), "--strict"]) == 1
    permalinks(town, "retire")
    assert main(["build", "--site", str(town.root), "--strict"]) == 0


def test_keep_adds_lines_and_changes_none(town: Site, permalinks: Callable[..., str]):
    permalinks(town, "keep")
    before = set((town.root / "permalinks.tsv").read_text(encoding="utf-8").splitlines())
    town.thread(
        "harbour.txt", "Who paid for the harbour?", (*HARBOUR, ("Fritz", "Nobody has seen the books of that year."))
    )

    told = permalinks(town, "keep")

    after = set((town.root / "permalinks.tsv").read_text(encoding="utf-8").splitlines())
    assert told.startswith("1 address held from now on")
    assert before < after


def test_an_address_is_moved_by_hand_with_the_site_before_it_or_without(town: Site, permalinks: Callable[..., str]):
    permalinks(town, "keep")
    thread = "threads/bread/index.html"
    (town.root / "content/threads/bread.txt").unlink()

    permalinks(town, "move", "https://archive.example/threads/bread/", "threads/harbour/")
    town.build()

    assert thread in held(town)
    assert 'url=../harbour/index.html"' in (town.public / thread).read_text(encoding="utf-8")


def test_a_move_to_what_is_no_address_is_refused(town: Site, capfd: pytest.CaptureFixture[str]):
    assert main(["permalinks", "--site", str(town.root), "move", "threads/a/", "elsewhere"]) == 2
    assert "'elsewhere' is no address of a page" in capfd.readouterr().err
