"""How Sphinx turns these pages into the documentation's site: `make docs` writes it into build/docs/."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import generator

if TYPE_CHECKING:
    from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parent.parent
OF_THE_ROOT = {"readme": "README.md", "architecture": "ARCHITECTURE.md", "contributing": "CONTRIBUTING.md"}

project = "Disputatio"
author = "the maintainers of Disputatio"
version = release = generator.__version__
CHAPTERS = {
    "Learn": ("readme", "tutorial"),
    "Do": (
        *("importing", "corrections", "reviewing", "topics", "themes", "languages", "redactions"),
        *("search", "feeds", "datasets", "publishing", "permanence"),
    ),
    "Look up": (
        *("commands", "site-yaml", "cluster", "gallery", "importers", "problems"),
        *("safety", "measurements", "compatibility", "dependencies"),
    ),
    "Understand": ("reading", "quotes", "design", "adjudication", "architecture", "contributing", "decisions/index"),
}

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["schemas"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = (
    4  # links like problems.md#d203... lead to headings, as they do where the pages are read as files
)

html_theme = "furo"
html_title = f"Disputatio {version}"
html_show_sphinx = False
html_copy_source = False


def setup(app: Sphinx) -> None:
    """Let the pages of the repository's root be read as pages of the documentation, and lead to each other."""
    app.connect("source-read", _read)


def _read(app: Sphinx, name: str, source: list[str]) -> None:
    text = (ROOT / OF_THE_ROOT[name]).read_text(encoding="utf-8") if name in OF_THE_ROOT else source[0]
    for page, file in OF_THE_ROOT.items():
        text = re.sub(rf"\]\((?:\.\./)*{file}", f"](/{page}.md", text)
    text = re.sub(r"\]\((?:docs/)?decisions/\)", "](/decisions/index.md)", text)
    text = re.sub(r"\]\(docs/", "](/", text)
    text = re.sub(r"\[([^\]]+)\]\((?:LICENSE|content/)\)", r"\1", text)  # files that are no pages
    source[0] = text + (_contents() if name == "index" else "")


def _contents() -> str:
    """Return the tables of contents, which the page that begins the documentation does not need to show."""
    return "".join(
        f"\n\n```{{toctree}}\n:hidden:\n:caption: {caption}\n\n" + "\n".join(pages) + "\n```\n"
        for caption, pages in CHAPTERS.items()
    )
