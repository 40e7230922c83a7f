"""The checker of links finds what is broken and leaves alone what is not."""

from pathlib import Path

import pytest

from tests.browser.reading import broken_links

SOUND = """<!doctype html><title>t</title>
<link rel="stylesheet" href="../a%20b.css"><a href="../index.html#caf%C3%A9">x</a>
<a href="#here" id="here">y</a><a href="">this page</a><a href="https://example.org/">out</a><a href="./">index</a>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a b.css").write_text("")
    (tmp_path / "index.html").write_text('<p id="café"></p>')
    (tmp_path / "sub" / "index.html").write_text("<p></p>")
    (tmp_path / "sub" / "page.html").write_text(SOUND)
    return tmp_path


def test_a_sound_site_has_no_broken_links(folder: Path):
    assert broken_links(folder) == []


@pytest.mark.parametrize(
    ("markup", "fault"),
    [
        ('<a href="nowhere.html">', "leads to no file"),
        ('<a href="../../outside.html">', "leads to no file"),
        ('<a href="../index.html#nowhere">', "leads to no such place in the page"),
        ('<a href="#nowhere">', "leads to no such place in the page"),
        ('<a href="/index.html">', "starts at the host's root"),
        ('<img src="https://example.org/pixel.png">', "asks another host"),
        ('<script src="//example.org/x.js"></script>', "asks another host"),
        ('<p id="a"></p><p id="a"></p>', "id 'a' is given 2 times"),
    ],
)
def test_each_kind_of_break_is_found(folder: Path, markup: str, fault: str):
    (folder / "sub" / "page.html").write_text(markup)

    (found,) = broken_links(folder)

    assert found.startswith("sub/page.html")
    assert fault in found
