"""Folders that are not ours to replace stay as they are, and files that we did not make survive a build."""

import os
import shutil
from pathlib import Path

import pytest

from tests.hostile.making import BREAD, everything, put

REFUSED = {
    "the site": ("site", "D501"),
    "above the site": (".", "D501"),
    "the root": ("/", "D501"),
    "home": ("home", "D501"),
    "content": ("site/content", "D502"),
    "inside content": ("site/content/threads", "D502"),
    "new inside content": ("site/content/new", "D502"),
    "themes where there are none yet": ("site/themes", "D502"),
    "history where there is none yet": ("site/.git", "D502"),
    "up from nowhere": ("new/..", "D506"),
    "the cache": ("site/.cache", "D502"),
    "a link": ("link", "D503"),
    "a link to nowhere": ("dangling", "D503"),
    "a file": ("file", "D504"),
    "settings": ("site/site.yaml", "D504"),
    "a device": ("/dev/null", "D504"),
    "a folder of others": ("foreign", "D505"),
    "a folder of hidden files": ("hidden", "D505"),
    "below a file": ("file/new", "D506"),
    "where nobody can write": ("/proc/new", None),
    "a name too long": ("x" * 300, None),
}


@pytest.fixture
def around(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the site lies, with neighbours."""
    put(tmp_path / "home" / "letters.txt", "mine")
    put(tmp_path / "foreign" / "photo.jpg", "mine")
    put(tmp_path / "hidden" / ".git" / "config", "mine")
    put(tmp_path / "file", "mine")
    (tmp_path / "link").symlink_to(tmp_path / "foreign")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path


@pytest.mark.parametrize("what", REFUSED)
def test_an_output_that_is_not_ours_is_refused(run, around: Path, what: str):
    folder, code = REFUSED[what]
    before = everything(around)

    done = run("build", "--site", around / "site", "--output", around / folder)

    assert (done.code, done.errors) == (2, 1)
    assert code is None or f" error {code}: " in done.err
    assert everything(around) == before


def test_an_archive_that_has_gone_does_not_empty_the_site(run, site: Path):
    (site / "content").rename(site / "contents")
    before = everything(site)

    done = run("build", "--site", site)

    assert (done.code, done.errors) == (2, 1)
    assert done.err.startswith("content/threads: error D2")
    assert everything(site) == before


def test_endless_folders_are_told(run, site: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(site / "content/threads")
    for _ in range(60):  # more would outlive the test: no tool removes a thousand
        Path("d").mkdir()
        monkeypatch.chdir("d")
    put(Path("x.txt"), "A title\n\nDeep words.\n")

    done = run("build", "--site", site)

    assert (done.code, done.errors) == (2, 1)
    assert done.err.startswith("content/threads/d: error D201: ")


def test_files_of_others_survive_in_our_output(run, site: Path):
    put(site / "public/CNAME", "debates.example")
    put(site / "public/threads/notes.txt", "mine")
    put(site / "content/threads/second.txt", BREAD.replace("flour", "butter").replace("price of", "cost of"))

    done = run("build", "--site", site)

    assert done.code == 0
    assert (site / "public/CNAME").read_text(encoding="utf-8") == "debates.example"
    assert (site / "public/threads/notes.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("harm", ["page changed", "page removed", "page linked away", "folder linked away"])
def test_harm_to_the_output_is_healed_by_the_next_build(run, site: Path, tmp_path: Path, harm: str):
    before = everything(site / "public")
    put(tmp_path / "outside" / "mine.txt", "mine")
    page = site / "public/index.html"
    if harm == "folder linked away":
        shutil.rmtree(site / "public/threads")
        (site / "public/threads").symlink_to(tmp_path / "outside")
    else:
        page.unlink()
    if harm == "page changed":
        put(page, "something else")
    elif harm == "page linked away":
        page.symlink_to(tmp_path / "outside/mine.txt")

    assert run("build", "--site", site).code == 0

    assert everything(site / "public") == before
    assert everything(tmp_path / "outside") == {"mine.txt": b"mine"}


@pytest.mark.parametrize("data", [b"", b"garbage" * 100])
def test_a_cache_of_garbage_costs_time_and_nothing_else(run, site: Path, data: bytes):
    before = everything(site / "public")
    for path in (site / ".cache").rglob("*"):
        if path.is_file() and "spare" not in path.parts:
            path.write_bytes(data)

    assert run("build", "--site", site).code == 0

    assert everything(site / "public") == before


def test_what_is_no_file_in_content_is_left_out_and_told(run, site: Path, tmp_path: Path):
    put(tmp_path / "outside/secret.txt", "A canary\n\nThe canary sings.\n")
    threads = site / "content/threads"
    (threads / "link.txt").symlink_to(tmp_path / "outside/secret.txt")
    (threads / "folder").symlink_to(tmp_path / "outside")
    (threads / "endless.txt").symlink_to("/dev/zero")
    (threads / "ring.txt").symlink_to("ring.txt")
    os.mkfifo(threads / "fifo.txt")
    put(site / "content/pages/true.md", "# True\n")
    (site / "content/pages/about.md").symlink_to(tmp_path / "outside/secret.txt")

    done = run("build", "--site", site)

    assert done.code == 0
    assert done.err.count(": warning D201: ") == 5
    assert done.err.count(": warning D511: ") == 1
    assert not [name for name, data in everything(site / "public").items() if b"canary" in data]


THEME = "name: mine\nextends: disputatio\n"
TEMPLATES = {
    "a fault of syntax": "{% extends '@parent/post.html' %}\n{% block main %}\n{{ page.url \n{% endblock %}",
    "an unknown name": "{{ nothing }}",
    "an unknown field": "{{ page.nothing }}",
    "a way to the system": "{{ page.__class__.__mro__[1].__subclasses__() }}",
    "a hidden way to the system": "{{ page|attr('__cl' ~ 'ass__') }}",
    "a way through format": "{{ '{0.__class__}'.format(page) }}",
    "a file of the system": "{% include '/etc/passwd' %}",
    "a file above": "{% include '../../../site.yaml' %}",
    "a name that is computed": "{% include page.url %}",
    "a long loop": "{% for number in range(10000000000) %}{% endfor %}",
    "a long text": "{{ 'x' * 10000000000 }}",
    "a large number": "{{ 9 ** 9 ** 9 }}",
    "a macro that calls itself": "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
    "a template that includes itself": "{% include 'post.html' %}",
    "a division by zero": "{{ 1 / 0 }}",
    "markup declared safe": "{{ '<b>'|safe }}",
    "Latin-1": "é".encode("latin-1"),
}


@pytest.mark.parametrize("what", TEMPLATES)
def test_a_bad_template_is_named_and_the_old_site_stays(run, site: Path, what: str):
    put(site / "site.yaml", "title: Bread\nengine: local:1\ntheme: mine\n")
    put(site / "themes/mine/theme.yaml", THEME)
    put(site / "themes/mine/templates/post.html", TEMPLATES[what])
    before = everything(site)

    done = run("build", "--site", site)

    assert (done.code, done.errors) == (2, 1)
    assert done.err.startswith("themes/mine/templates/post.html:")
    assert everything(site) == before


def test_a_theme_takes_no_file_from_elsewhere(run, site: Path, tmp_path: Path):
    put(tmp_path / "outside/secret.txt", "canary")
    put(site / "site.yaml", "title: Bread\nengine: local:1\ntheme: mine\n")
    put(site / "themes/mine/theme.yaml", THEME)
    put(site / "themes/mine/static/own.css", "p {}\n")
    (site / "themes/mine/static/secret.txt").symlink_to(tmp_path / "outside/secret.txt")
    (site / "themes/mine/static/folder").symlink_to(tmp_path / "outside")
    os.mkfifo(site / "themes/mine/static/fifo.css")
    before = everything(site)

    done = run("build", "--site", site)

    assert (done.code, done.errors) == (2, 3)
    assert everything(site) == before


NAMES = (
    *("with blanks.txt", "ünïcödé.txt", "日本語.txt", "CON.txt", "con.txt", "NUL", "index.txt", "INDEX.TXT", "a"),
    *("A.txt", "ss.txt", "SS.txt", "ß.txt", "two\nlines.txt", "a\ttab.txt", "esc\x1b[31m.txt", "bidi\u202etxt.exe"),
    *("zero\u200b.txt", "x" * 246 + ".txt", "é.txt", "e\u0301.txt", "-rf", "--help", "~", "$(touch x)", '\'"q".txt'),
    *("<b>.txt", "%2e%2e%2f", "C:\\x.txt", "a\\b.txt", "page-2.txt", "\U0001f600.txt", "{{7*7}}.txt", "#frag?.txt"),
    *("&amp;.txt", "tree", "\u2215etc"),
)


def test_every_name_of_a_dump_gives_a_portable_address_of_its_own(run, site: Path):
    for number, name in enumerate(NAMES):
        put(site / "content/threads" / name, f"Thread {number}\n\nThe words of marker{number:02}mark stand in it.\n")

    done = run("build", "--site", site)

    pages = everything(site / "public")
    assert done.code == 0
    for number in range(len(NAMES)):
        assert len([name for name in pages if "/p-" in name and f"marker{number:02}mark".encode() in pages[name]]) == 1
    folded = [name.casefold() for name in pages]
    assert len(set(folded)) == len(folded)
    for part in {part for name in pages for part in Path(name).parts}:
        assert len(part.encode()) <= 200
        assert not set(part) & set('<>:"|?*\\')
        assert part.isprintable()
        assert part.split(".")[0].upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT1"}


def test_import_gives_every_dump_a_name_that_works_everywhere(run, site: Path, tmp_path: Path):
    for number, name in enumerate(("-rf", "two\nlines.txt", "..\u2215etc", ".hidden.txt", "<b>.txt", "a\\b.txt")):
        put(tmp_path / "dumps" / name, f"Thread {number}\n\nThe words of marker{number:02}mark stand in it.\n")
        assert run("import", "--site", site, tmp_path / "dumps" / name).code == 0

    copied = [path.name for path in (site / "content/threads").iterdir()]
    assert len(copied) == 7
    assert all(name[0].isalnum() and name.isprintable() and not set(name) & set("<>\\∕") for name in copied)
