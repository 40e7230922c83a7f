"""The documentation's own site: it is built without a warning, and has a place for every page."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.slow
def test_the_documentation_is_built_without_a_warning(tmp_path: Path):
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", DOCS, tmp_path / "html"]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert "From a paste to a published site" in (tmp_path / "html" / "tutorial.html").read_text(encoding="utf-8")


def test_every_page_stands_in_a_chapter_and_in_the_index():
    pages = {path.stem for path in DOCS.glob("*.md")} - {"index"}
    index = (DOCS / "index.md").read_text(encoding="utf-8")

    chapters = chapters_of_the_site()

    assert sorted(page for chapter in chapters.values() for page in chapter) == sorted(pages | {"decisions/index"})
    listed = {page for page in pages if f"({page}.md)" in index}
    assert listed == pages - {"readme", "architecture", "contributing"}


def chapters_of_the_site() -> dict[str, tuple[str, ...]]:
    spec = importlib.util.spec_from_file_location("conf", DOCS / "conf.py")
    assert spec is not None and spec.loader is not None
    conf = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(conf)
    chapters: dict[str, tuple[str, ...]] = conf.CHAPTERS
    return chapters
