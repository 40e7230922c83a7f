"""Quotes that a dump leads to another thread of the archive."""

import json
from pathlib import Path

from generator.config import read_config
from generator.pipeline import build
from tests.build.sites import contents

MILL = "The mill was never closed, it was only sold twice in one year."
QUOTE = (
    '<aside class="quote" data-username="anna" data-post="1" data-topic="1"><blockquote><p>{}</p></blockquote></aside>'
)


def topic(number: int, *posts: str) -> str:
    made = [
        {
            "id": number * 100 + place,
            "post_number": place,
            "username": "anna" if place == 1 else "boris",
            "created_at": f"2020-01-{number * 10 + place:02}T10:00:00.000Z",
            "cooked": cooked,
            "topic_id": number,
        }
        for place, cooked in enumerate(posts, 1)
    ]
    stream = {"posts": made, "stream": [post["id"] for post in made]}
    return json.dumps({"id": number, "title": f"Topic {number}", "slug": "x", "post_stream": stream})


def site_of(folder: Path, mill: str) -> Path:
    threads = folder / "content" / "threads"
    threads.mkdir(parents=True, exist_ok=True)
    (folder / "site.yaml").write_text("title: Mills\n")
    (threads / "one.json").write_text(topic(1, f"<p>{mill}</p>"))
    (threads / "two.json").write_text(topic(2, "<p>About ovens.</p>", QUOTE.format("sold twice") + "<p>Like ours.</p>"))
    return folder


def quoting_page(folder: Path) -> str:
    return next(
        path.read_text() for path in (folder / "public/threads").rglob("p-*2.html") if "Like ours" in path.read_text()
    )


def test_a_quote_of_two_words_leads_into_the_topic_that_its_dump_names(tmp_path: Path):
    site = site_of(tmp_path, MILL)

    build(read_config(site))

    page = quoting_page(site)
    assert "p-1.html#w-1-" in page
    assert any("sold twice</span>" in path.read_text() for path in (site / "public/threads").rglob("p-1.html"))


def test_it_leads_nowhere_once_the_named_post_no_longer_holds_the_words(tmp_path: Path):
    site = site_of(tmp_path / "a", MILL)
    build(read_config(site))

    build(read_config(site_of(site, "Nobody sells anything here.")))
    build(read_config(site_of(tmp_path / "b", "Nobody sells anything here.")))

    assert "#w-1-" not in quoting_page(site)
    assert contents(site / "public") == contents(tmp_path / "b" / "public")
