"""What must not stand anywhere in the repository, whoever wrote it and however harmless it looked."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
CODE = sorted((REPOSITORY / "generator").rglob("*.py"))
TEMPLATES = sorted(
    path for path in (REPOSITORY / "themes").rglob("*") if path.suffix in {".html", ".xml", ".txt", ".j2"}
)

# Spelled in pieces, so that this file does not hold what it looks for.
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|root|farm|builds)" + "/")
REGISTRY = re.compile(
    "|".join(("pypi" + r"\.org", "python" + "hosted", "npm" + r"js\.(?:org|com)", "deb" + r"\.debian"))
)
MAY_CATCH_ALL = {
    "generator/cli/endings.py",  # the last resort: exit 3
    "generator/engine/outcomes.py",  # likewise, between machines
    "generator/engine/pool.py",  # a worker's fault must come home in a form that survives the way between processes
    "generator/exports/datasets/seam.py",  # exports from outside
    "generator/importers/seam.py",  # importers from outside
}
# Posts; the archivist's own Markdown pages; JSON-LD, in which no sign can end its element.
MARKUP_MAKERS = {"generator/charts", "generator/markup", "generator/views/archivist.py", "generator/views/machines.py"}


def committed_files() -> list[Path]:
    """Return every file that is, or is about to be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("needs a git checkout")
    paths = [REPOSITORY / name.decode() for name in listed.stdout.split(b"\0") if name]
    return [path for path in paths if path.is_file() and not path.is_symlink()]


def lines_with(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    found = []
    for path in paths:
        text = path.read_bytes().decode("utf-8", "replace")
        for number, line in enumerate(text.splitlines(), start=1):
            if pattern.search(line):
                found.append(f"{path.relative_to(REPOSITORY)}:{number}: {line.strip()[:100]}")
    return found


def test_no_path_of_a_machine_is_committed():
    assert lines_with(MACHINE_PATH, committed_files()) == []


def test_no_host_of_a_package_registry_is_committed():
    assert lines_with(REGISTRY, committed_files()) == []


def test_templates_never_switch_escaping_off():
    assert lines_with(re.compile(r"\|\s*safe\b|autoescape\s+false"), TEMPLATES) == []


@pytest.mark.parametrize("name", ["safe_url", "visible_text", "safe_name"])
def test_there_is_one_maker_of_urls_one_of_visible_text_and_one_of_file_names(name: str):
    assert len(lines_with(re.compile(rf"^\s*def {name}\b"), CODE)) == 1


def catch_alls() -> Iterator[str]:
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ExceptHandler):
                continue
            puts_in_order = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None  # and lets it go on
            if names_of(node.type) & {"", "Exception", "BaseException"} and not puts_in_order:
                yield str(path.relative_to(REPOSITORY))


def names_of(caught: ast.expr | None) -> set[str]:
    if caught is None:
        return {""}
    parts = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return {part.id for part in parts if isinstance(part, ast.Name)}


def test_only_the_command_line_and_the_importers_catch_everything():
    assert set(catch_alls()) <= MAY_CATCH_ALL


def test_only_the_writer_of_post_html_declares_text_to_be_html():
    makers = {
        str(path.relative_to(REPOSITORY))
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Markup"
        if any(not isinstance(argument, ast.Constant) for argument in node.args)
    }

    assert {name for name in makers if not any(name.startswith(maker) for maker in MARKUP_MAKERS)} == set()
