"""Saved pages, with what the browser saved beside them, and folders that are one dump: from `import` to the site."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.cli import main

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
HEAD = """<!DOCTYPE html>
<!-- saved from url=(0050)https://talk.example/threads/who-pays.17/{page} -->
<html id="XF" lang="en-US" data-app="public" data-template="thread_view"><head><meta charset="utf-8">
<title>Who pays? | Talk</title><link rel="canonical" href="https://talk.example/threads/who-pays.17/{page}"></head>
<body data-template="thread_view"><h1 class="p-title-value">Who pays?</h1>
"""
POST = """<article class="message message--post" data-author="{author}" data-content="post-{id}" id="js-post-{id}">
<h4 class="message-name"><a class="username">{author}</a></h4>
<ul class="message-attribution-main">
<li><time class="u-dt" datetime="2024-05-0{number}T09:00:00+0000">May</time></li></ul>
<ul class="message-attribution-opposite"><li><a href="/threads/who-pays.17/post-{id}">#{number}</a></li></ul>
<article class="message-body"><div class="bbWrapper">{words}</div></article></article>
"""


def page(name: str, *posts: tuple[int, str], part: str = "") -> str:
    shown = (
        POST.format(author="Anna" if number % 2 else "Boris", id=400 + number, number=number, words=words)
        for number, words in posts
    )
    return HEAD.format(page=part) + "".join(shown) + "</body></html>"


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A folder of saved pages: one thread on two pages, the first with a picture."""
    folder = tmp_path / "saved pages"
    (folder / "Who pays_files").mkdir(parents=True)
    picture = '<img src="Who%20pays_files/bridge.png" alt="The bridge">'
    pages = {
        "Who pays.html": page("1", (1, f"Who pays for the bridge? {picture}"), (2, "The merchants of the town do.")),
        "Who pays 2.html": page("2", (4, "They never did."), (5, "Then who did?"), part="page-2"),
    }
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "Who pays_files" / "bridge.png").write_bytes(PNG)
    (folder / "Who pays_files" / "site.js").write_text("alert(1)", encoding="utf-8")
    return folder


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    site = tmp_path / "archive"
    (site / "content" / "threads").mkdir(parents=True)
    (site / "site.yaml").write_text("title: Talk\n", encoding="utf-8")
    return site


def test_a_folder_of_saved_pages_becomes_a_thread_with_its_pictures(saved, archive, capfd):
    assert main(["import", str(saved), "--site", str(archive)]) == 0
    assert main(["build", "--site", str(archive)]) == 0

    copied = {path.name for path in (archive / "content/threads").rglob("*")}
    assert {"Who pays.html", "Who pays_files", "bridge.png", "Who pays 2.html"} <= copied
    (thread,) = (path.parent for path in (archive / "public/threads").glob("*/index.html"))
    text = (thread / "index.html").read_text(encoding="utf-8")
    assert text.count('class="post ') >= 4 or len(list(thread.glob("p-*.html"))) == 4
    assert "post #3" in text  # what is missing between the two pages
    (picture,) = (archive / "public/attachments").iterdir()
    assert picture.read_bytes() == PNG
    assert f'src="../../attachments/{picture.name}" alt="The bridge"' in text
    assert "D2" not in capfd.readouterr().err


def test_a_picture_that_changed_beside_its_page_is_published_anew(saved, archive):
    main(["import", str(saved), "--site", str(archive)])
    main(["build", "--site", str(archive)])
    (before,) = (archive / "public/attachments").iterdir()

    (copy,) = (archive / "content/threads").rglob("bridge.png")
    copy.write_bytes(PNG + b"another")
    main(["build", "--site", str(archive)])

    (after,) = (archive / "public/attachments").iterdir()
    assert after.name != before.name
    assert after.read_bytes() == PNG + b"another"


def test_a_page_leads_to_no_file_outside_the_folder_beside_it(saved, archive, tmp_path):
    (tmp_path / "secret.png").write_bytes(PNG + b"secret")
    (saved / "Who pays_files" / "link.png").symlink_to(tmp_path / "secret.png")
    sources = ("Who%20pays_files/../../secret.png", "Who pays_files/link.png", str(tmp_path / "secret.png"))
    pictures = "".join(f'<img src="{source}" alt="a secret">' for source in sources)
    (saved / "Who pays.html").write_text(page("1", (1, pictures + "Words.")), encoding="utf-8")

    main(["import", str(saved), "--site", str(archive)])
    main(["build", "--site", str(archive)])

    assert not (archive / "public/attachments").exists()


MAIL = """From: {name} <{name}@example.org>
To: town@example.org
Subject: {subject}
Date: Mon, 0{day} Mar 2021 10:00:00 +0000
Message-ID: <{day}@example.org>
{more}Content-Type: text/plain; charset=utf-8

{words}
"""


def test_a_maildir_is_one_dump(archive, tmp_path):
    maildir = tmp_path / "town"
    for name in ("cur", "new", "tmp"):
        (maildir / name).mkdir(parents=True)
    first = MAIL.format(name="Anna", subject="The mill", day=1, more="", words="Who owns the mill today?")
    answer = MAIL.format(
        name="Boris", subject="Re: The mill", day=8, more="In-Reply-To: <1@example.org>\n", words="The town owns it."
    )
    (maildir / "cur" / "1614592800.M1.host:2,S").write_text(first, encoding="utf-8")
    (maildir / "new" / "1615197600.M2.host").write_text(answer, encoding="utf-8")

    assert main(["import", str(maildir), "--site", str(archive)]) == 0
    assert main(["build", "--site", str(archive)]) == 0

    (thread,) = (path.parent for path in (archive / "public/threads").glob("*/index.html"))
    assert len(list(thread.glob("p-*.html"))) == 2
    assert "example.org" not in "".join(path.read_text(encoding="utf-8") for path in thread.iterdir())
