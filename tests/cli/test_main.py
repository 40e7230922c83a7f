"""How commands begin and end: help, version, exit codes, and no traceback for anybody."""

import os
import re
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import generator.cli.inspecting
from generator.cli.endings import attempt
from generator.problems import Problem, TryAgainLater, UnusableInput

COMMANDS = ("init", "import", "build", "serve", "check", "inspect")


def test_help_names_every_command(run):
    done = run("--help")

    assert done.code == 0
    assert [name for name in COMMANDS if f"  {name} " in done.out] == list(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(run, command: str):
    done = run(command, "--help")

    assert done.code == 0
    assert done.out.startswith(f"Usage: disputatio {command}")


def test_the_version_is_that_of_the_package(run):
    assert re.fullmatch(r"disputatio, version \d+\.\d+\.\d+\n", run("--version").out)


def test_the_entry_imports_no_room_that_only_other_commands_need():
    code = "import sys; from generator.cli import main; main(['--help']); print(*sys.modules, file=sys.stderr)"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stderr.split()

    heavy = {"duckdb", "jinja2", "markdown", "rapidfuzz", "rich", "tornado", "watchfiles", "yaml", "msgspec", "asyncio"}
    assert heavy & set(loaded) == set()


def test_help_answers_at_once():
    times = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "generator", "--help"], capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)

    # 0.08 s on a free core, where 0.15 s are promised; of the processor, because the suite keeps both cores busy.
    assert min(times) < 0.2


@pytest.mark.parametrize("arguments", [["nonsense"], ["build", "--nonsense"], ["inspect"], ["serve", "--port", "x"]])
def test_a_wrong_command_line_is_the_user_s_to_mend(run, arguments: list[str]):
    done = run(*arguments)

    assert done.code == 2
    assert done.err.startswith("Usage: ")


@pytest.mark.parametrize("command", ["build", "check", "serve"])
def test_a_folder_without_a_site_is_refused(run, tmp_path: Path, command: str):
    done = run(command, "--site", tmp_path)

    assert done.code == 2
    assert "error D101: there is no site.yaml" in done.err
    assert list(tmp_path.iterdir()) == []


def raise_(error: BaseException) -> int:
    raise error


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (UnusableInput((Problem("error", "D101", "site.yaml", 3, 1, "no title"),)), 2, "site.yaml:3:1: error D101"),
        (TryAgainLater("another build is at work"), 75, "another build is at work"),
        (OSError(28, "No space left on device", "public/x.html"), 2, "public/x.html: error D701: No space left"),
        (PermissionError(13, "Permission denied"), 2, "Permission denied"),
        (MemoryError(), 2, "not enough memory"),
        (KeyboardInterrupt(), 130, "Interrupted."),
        (KeyError("secret"), 3, "fault of its own (KeyError)"),
        (OSError(9, "Bad file descriptor"), 3, "fault of its own (OSError)"),
    ],
)
def test_each_way_to_end_has_its_message_and_its_code(capfd, error: BaseException, code: int, message: str):
    assert attempt(lambda: raise_(error)) == code

    err = capfd.readouterr().err
    assert message in err
    assert "Traceback" not in err


def test_a_fault_of_ours_leaves_its_traceback_in_a_file(run, dump: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(
        generator.cli.inspecting, "inspect_threads", lambda *_, **__: raise_(KeyError("a post without an id"))
    )

    done = run("inspect", dump)

    assert done.code == 3
    saved = Path(re.search(r"The traceback is in (\S+)\.\n", done.err)[1])
    assert "KeyError: 'a post without an id'" in saved.read_text()
    saved.unlink()


def test_nothing_from_the_data_steers_the_terminal(run, tmp_path: Path):
    name = "evil\x1b]0;title\x07\x1b[2J\u202e\r.txt"

    done = run("inspect", tmp_path / name)

    assert done.code == 2
    assert set(done.err) & set("\x1b\x07\r\u202e\x9b") == set()


def test_a_line_break_in_a_name_fakes_no_message(run, tmp_path: Path):
    done = run("inspect", tmp_path / "a\nsite.yaml:1:1: error D999: run me.txt")

    assert not [line for line in done.err.splitlines() if line.startswith("site.yaml")]


def test_many_problems_are_counted_rather_than_all_shown(capfd):
    problems = tuple(Problem("warning", "D203", f"{n}.txt", n, 1, "no name") for n in range(1, 1001))

    assert attempt(lambda: raise_(UnusableInput(problems))) == 2

    lines = capfd.readouterr().err.splitlines()
    assert lines[-2:] == ["... and 800 more. `disputatio check --json` lists all of them.", "1,000 warnings"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_command_without_a_traceback(tmp_path: Path, number: signal.Signals):
    fifo = tmp_path / "never-ready.txt"
    os.mkfifo(fifo)
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "inspect", str(fifo)], stderr=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with fifo.open("wb"):  # opens when the command has opened it too: it reads, and waits for ever
        process.send_signal(number)
        out, err = process.communicate(timeout=20)

    assert process.returncode in {128 + number, -number}
    assert b"Traceback" not in err + out


def test_a_reader_who_goes_early_is_no_fault(dump: Path):
    command = f"{sys.executable} -m generator inspect {' '.join([str(dump)] * 50)} --json | head -c 10"

    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)

    assert done.stderr == ""
