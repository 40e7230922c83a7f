"""Every command that the documentation shows is run, page by page, as a reader would: top to bottom, in one folder.

A fence ```sh is run. A fence ```console shows what needs another machine (a host, a cluster, root), and is not.
"""

import itertools
import re
import shlex
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
PAGES = (REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md")))
FENCE = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
ADDRESS = re.compile(rb"http://127\.0\.0\.1:\d+/")
SHELL = {"rm", "cp", "mv", "mkdir", "echo", "printf", "cat", "ls", "test"}
# What a reader runs that is not tried here, and where it is tried instead.
ELSEWHERE = {
    "make": "the Makefile's targets are what runs these tests",
    "pipx": "tests/cli/test_install.py installs the wheel",
    "pip": "tests/cli/test_install.py installs the wheel",
    "python3": "it makes the environment of tests/cli/test_install.py",
    "python": "the scripts of bench/ need dumps that are not here",
    "git": "what it keeps is the reader's choice",
}
WITHOUT_A_SITE = {"init", "inspect", "explain", "completion", "--help", "--version"}
SAMPLE = REPOSITORY / "content" / "threads" / "the-fifteen-points.txt"

pytestmark = pytest.mark.slow


def commands_of(page: Path) -> Iterator[list[str]]:
    """Yield the commands of a page, each as its words; what stands behind # is said to the reader."""
    for block in FENCE.findall(page.read_text(encoding="utf-8")):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            for is_between, command in itertools.groupby(words, key="&&".__eq__):
                if not is_between:
                    yield list(command)


@pytest.mark.parametrize("page", [page for page in PAGES if any(commands_of(page))], ids=lambda page: page.name)
def test_the_commands_of_a_page_work(page: Path, tmp_path: Path):
    shutil.copy(SAMPLE, tmp_path / "thread.txt")
    commands = list(commands_of(page))
    if ["disputatio", "init", "my-archive"] not in commands:
        run(["disputatio", "init", "my-archive"], tmp_path)

    for words in commands:
        is_inside = "--site" not in words and len(words) > 1 and words[1] not in WITHOUT_A_SITE
        folder = tmp_path / "my-archive" if is_inside else tmp_path
        if words[:2] == ["disputatio", "serve"]:
            look_at_preview(words[2:], folder)
        elif words[0] == "disputatio":
            run(words, folder)
        elif words[0] in SHELL:
            subprocess.run(["bash", "-ec", " ".join(words)], cwd=tmp_path, check=True)
        else:
            assert Path(words[0]).name in ELSEWHERE, f"{page.name}: nothing runs `{shlex.join(words)}`"


def run(words: list[str], folder: Path) -> None:
    done = subprocess.run(program(words), cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{shlex.join(words)}\n{done.stdout}{done.stderr}"


def look_at_preview(words: list[str], folder: Path) -> None:
    """Serve as the page says, on any free port, until the first page was seen; then press Ctrl-C."""
    command = program(["disputatio", "serve", *words, "--port", "0"])
    preview = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        assert preview.stdout is not None
        address = next(match[0] for line in preview.stdout if (match := ADDRESS.search(line)))
        with urllib.request.urlopen(address.decode(), timeout=10) as page:
            assert page.status == 200
    finally:
        preview.send_signal(signal.SIGINT)
        preview.communicate(timeout=10)


def program(words: list[str]) -> list[str]:
    """Return the words of a command with this very program in front."""
    return [sys.executable, "-m", "generator", *words[1:]]
