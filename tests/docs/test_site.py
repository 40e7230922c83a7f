"""The documentation's own site: it is built without a warning, and has a place for every page."""

import importlib.util
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"


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
