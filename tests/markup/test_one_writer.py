"""Promises that are kept by there being one place only."""

import re
from pathlib import Path

MAY_MAKE_MARKUP = {
    "views/archivist.py",  # the archivist's Markdown
    "views/contract/parts.py",  # an empty one
    "views/machines.py",  # JSON in which no sign can end its element
    *(f"charts/{name}.py" for name in ("drawing", "matrix", "multiples")),  # pictures, of escaped names and numbers
    "themes/compiling/words.py",  # an example in a docstring
}


def code_outside(repository: Path, *rooms: str) -> dict[str, str]:
    package = repository / "generator"
    files = {path.relative_to(package).as_posix(): path.read_text(encoding="utf-8") for path in package.rglob("*.py")}
    return {name: text for name, text in files.items() if not name.startswith(rooms)}


def test_only_the_writer_of_posts_calls_text_html(repository: Path):
    found = {name for name, text in code_outside(repository, "markup/").items() if re.search(r"\bMarkup\(", text)}

    assert found <= MAY_MAKE_MARKUP


def test_no_template_switches_escaping_off(repository: Path):
    for template in (repository / "themes").rglob("*.html"):
        assert not re.search(r"\|\s*safe\b|autoescape", template.read_text(encoding="utf-8")), template


def test_only_one_place_makes_addresses(repository: Path):
    pattern = re.compile(r"""f?["'](?:threads|people|topics|lost|pages)/[^"' ]*\.html""")
    found = {name for name, text in code_outside(repository, "views/urls.py").items() if pattern.search(text)}

    assert {name for name in found if name.startswith(("views/", "templating", "themes/"))} == set()
