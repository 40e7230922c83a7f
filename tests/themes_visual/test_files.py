"""What the built-in theme may weigh and hold: budgets of a reader on a slow line, and the rules of its own pages."""

import gzip
import re
from pathlib import Path

import pytest

THEME = Path(__file__).resolve().parents[2] / "themes" / "disputatio"
STATIC = THEME / "static"
CSS = (STATIC / "style.css").read_text(encoding="utf-8")
TEMPLATES = sorted((THEME / "templates").glob("*.html"))

FIRST_VIEW_FONT_BYTES = 120_000
CSS_BYTES = 20_000  # gzipped
SCRIPT_BYTES = 15_000  # gzipped: all of it, and reading needs none


def test_the_fonts_of_a_page_in_latin_letters_are_light():
    needed = [*STATIC.glob("fonts/*-latin.woff2")]

    assert len(needed) == 4  # text, italic, small, bold
    assert sum(path.stat().st_size for path in needed) <= FIRST_VIEW_FONT_BYTES


def test_the_style_and_the_script_are_light():
    assert len(gzip.compress(CSS.encode(), 6)) <= CSS_BYTES
    assert len(gzip.compress((STATIC / "site.js").read_bytes(), 6)) <= SCRIPT_BYTES


def test_every_font_is_used_and_every_font_used_is_there():
    asked = set(re.findall(r"url\(\"fonts/([^\"]+)\"\)", CSS))

    assert asked == {path.name for path in STATIC.glob("fonts/*.woff2")}
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / "OFL.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_holds_nothing_that_the_pages_own_policy_forbids(path: Path):
    text = path.read_text(encoding="utf-8")

    assert not re.search(
        r"\sstyle=|<style|\son[a-z]+=|<script(?! src| type=\"application/ld\+json\")|javascript:|https?://", text
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_names_every_include_literally(path: Path):
    named = re.findall(r"\{% (?:extends|include|import|from) (\S+)", path.read_text(encoding="utf-8"))

    assert all(re.fullmatch(r"\"[a-z0-9]+\.html\"", name) for name in named)


def test_every_class_of_the_style_is_written_by_a_template_or_by_the_writer_of_posts():
    program = Path(__file__).resolve().parents[2] / "generator"
    scripts = sorted(STATIC.glob("*.js"))
    writers = [*program.glob("markup/*.py"), *program.glob("charts/*.py")]
    written = "".join(path.read_text(encoding="utf-8") for path in [*TEMPLATES, *scripts, *writers])
    rules = re.sub(r"/\*.*?\*/|url\([^)]*\)|\"[^\"]*\"", "", CSS, flags=re.DOTALL)
    classes = set(
        re.findall(r"\.([a-z][a-z0-9_]*(?:-[a-z0-9_]+)*)(?![\w-])", rules)
    )  # those with `--` are put together

    assert sorted(name for name in classes if name not in written) == []


def test_what_depends_on_the_direction_of_reading_is_said_once():
    physical = re.findall(
        r"(?:margin|padding|border)-(?:left|right)|(?<![-\w])(?:left|right):|float: (?:left|right)", CSS
    )

    # the marks in the far margin follow the page's direction, not the paragraph's
    assert sorted(physical) == ["float: left", "float: right", "margin-left", "margin-right", "margin-right"]
