"""The page of commands is made from the commands; completion and numbers come out as shells and programs read them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.cli.carets import with_caret
from generator.cli.commands import disputatio
from generator.cli.reference import commands_reference
from generator.problems import Problem


def test_the_page_of_commands_in_the_docs_is_current(repository: Path):
    page = (repository / "docs" / "commands.md").read_text(encoding="utf-8")

    assert page == commands_reference(disputatio), "run: python -m generator.cli > docs/commands.md"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_lines(run, shell: str):
    done = run("completion", shell)

    assert done.code == 0
    assert "_DISPUTATIO_COMPLETE" in done.out


def test_a_shell_is_told_the_commands():
    asked = {**os.environ, "_DISPUTATIO_COMPLETE": "bash_complete", "COMP_WORDS": "disputatio pe", "COMP_CWORD": "1"}

    done = subprocess.run([sys.executable, "-m", "generator"], env=asked, capture_output=True, text=True, check=False)

    assert done.stdout == "plain,permalinks\n"


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_takes_the_lines(run):
    lines = run("completion", "bash").out

    assert subprocess.run(["bash", "-c", f"{lines}\ncomplete -p disputatio"], check=False).returncode == 0


def test_an_archive_in_numbers(run, site: Path, dump: Path):
    run("import", dump, "--site", site)

    as_json = run("stats", "--site", site, "--json")
    shown = run("stats", "--site", site)

    numbers = json.loads(as_json.out)
    assert (numbers["counts"]["posts"], numbers["counts"]["threads"], numbers["dumps"]) == (3, 1, 1)
    assert numbers["dump_bytes"] == dump.stat().st_size
    assert shown.out.splitlines()[0].split() == ["threads", "1"]


def test_a_build_tells_its_numbers_to_programs_and_nothing_to_who_asks_for_quiet(run, site: Path, dump: Path):
    run("import", dump, "--site", site)

    told = json.loads(run("build", "--site", site, "--json").out)
    quiet = run("build", "--site", site, "--quiet")

    assert told["counts"]["posts"] == 3
    assert told["pages"]["written"] > 0
    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")


def test_check_can_be_strict(run, site: Path):
    assert run("check", "--site", site, "--strict", "--quiet").code == 0
    (site / "site.yaml").write_text("deploy: netlify\n", encoding="utf-8")

    done = run("check", "--site", site, "--strict", "--quiet")

    assert (done.code, done.out) == (1, "")


def test_a_message_shows_the_line_with_a_caret_below_the_place(run, site: Path):
    (site / "site.yaml").write_text("title: Bread\nposts_per_page: many\n", encoding="utf-8")

    lines = run("build", "--site", site).err.splitlines()

    at = lines.index("    2 | posts_per_page: many")
    assert lines[at - 1].startswith("site.yaml:2:17: error")
    assert lines[at + 1].index("^") == lines[at].index("many")


@pytest.mark.parametrize(
    ("line", "column", "shown"),
    [
        ("a: b", 4, ["1 | a: b", "       ^"]),
        ("会議: x", 5, ["1 | 会議: x", "          ^"]),
        ("\ta: b", 2, ["1 |  a: b", "     ^"]),
        ("", 1, []),
        ("a", 9, []),
    ],
)
def test_a_caret_stands_below_its_sign(tmp_path: Path, line: str, column: int, shown: list[str]):
    (tmp_path / "x.yaml").write_text(f"{line}\n", encoding="utf-8")

    assert with_caret(Problem("error", "D101", "x.yaml", 1, column, "no"), tmp_path) == shown


def test_a_long_line_is_shown_around_the_place(tmp_path: Path):
    (tmp_path / "x.yaml").write_text("a" * 5000 + "!" + "b" * 5000, encoding="utf-8")

    line, caret = with_caret(Problem("error", "D101", "x.yaml", 1, 5001, "no"), tmp_path)

    assert len(line) < 160
    assert line[caret.index("^")] == "!"
