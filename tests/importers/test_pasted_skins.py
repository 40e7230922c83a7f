"""Every skin in six languages: a page copied whole gives its posts, authors, dates and declared quotes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml

from generator.importers.paste import read_pasted
from generator.records import Source, Thread

PAGES = Path(__file__).parents[1] / "cases" / "pages"
NBSP = "\u00a0"
LANGUAGES = ("en", "de", "fr", "es", "pl", "ru")
FIRST, SECOND, THIRD = "2014-03-09", "2015-09-04", "2015-09-17"
NAMES = ("Anna Lind", "Boris Gray", "Anna Lind")

Words = Mapping[str, str]


def words_of(language: str) -> Words:
    """The bodies of the thread, and the words that all skins share in a language."""
    loaded: dict[str, Words] = yaml.load((PAGES / "bodies.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    return loaded[language]


def pages() -> list[tuple[str, str]]:
    return [(path.stem, language) for path in sorted(PAGES.glob("*.page")) for language in LANGUAGES]


def page_of(skin: str, language: str) -> str:
    """A page of a skin: its template, filled with the words of a language."""
    template, _, tables = (PAGES / f"{skin}.page").read_text("utf-8").partition("-- words --\n")
    words = {**words_of(language), **yaml.load(tables, Loader=yaml.BaseLoader)[language]}
    text = template.split("-- page --\n", 1)[1]
    for name, value in words.items():
        text = text.replace("{" + name + "}", str(value))
    assert "{" not in text, "a word is missing"
    return text.replace("<NBSP>", NBSP)


def read(text: str, retrieved: str | None = None) -> Thread:
    return read_pasted(text, Source("tower.txt", "", "paste", retrieved=retrieved))


@pytest.mark.parametrize(("skin", "language"), pages())
def test_a_page_copied_whole_gives_its_posts(skin: str, language: str) -> None:
    words = words_of(language)

    thread = read(page_of(skin, language))

    assert thread.title.value == words["title"]
    assert [post.author.value for post in thread.posts] == list(NAMES)
    assert thread.posts[0].text == words["one"]
    assert thread.posts[1].text.split("\n")[-1] == words["two"]
    assert thread.posts[2].text == words["three"]


@pytest.mark.parametrize(("skin", "language"), pages())
def test_a_page_copied_whole_gives_its_dates(skin: str, language: str) -> None:
    thread = read(page_of(skin, language))

    found = [post.when.value.iso if post.when.value else None for post in thread.posts]
    assert [iso and iso[:10] for iso in found] == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(("skin", "language"), [page for page in pages() if page[0] not in ("mail", "unknown")])
def test_a_page_copied_whole_tells_who_is_quoted(skin: str, language: str) -> None:
    thread = read(page_of(skin, language))

    (quote,) = thread.posts[1].declared
    assert quote.author == "Anna Lind"
    assert quote.span.of(thread.posts[1].text).startswith(words_of(language)["one"][:20])


def stripped(language: str, mark: str) -> str:
    words = words_of(language)
    posts = [
        f"Anna Lind\n{words['one']}",
        f"{words['one']}\n{words['two']}",
        f"Boris Gray\n{words['two']}\n{words['one']} {words['three']}",
        words["three"],
    ]
    return f"{words['title']}\n\n" + "".join(f"{post}\n{mark}\n" for post in posts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mark", [NBSP, " "], ids=["nbsp", "space"])
def test_a_stripped_copy_gives_its_posts(language: str, mark: str) -> None:
    words = words_of(language)

    thread = read(stripped(language, mark))

    assert thread.title.value == words["title"]
    assert [post.author.value for post in thread.posts] == ["Anna Lind", None, "Boris Gray", None]
    assert thread.posts[1].text == f"{words['one']}\n{words['two']}"
    assert thread.posts[3].text == words["three"]


RELATIVE: dict[str, Callable[[str], str]] = {
    "en": lambda clock: f"Yesterday at {clock}",
    "de": lambda clock: f"Gestern um {clock}",
    "fr": lambda clock: f"Hier à {clock}",
    "es": lambda clock: f"Ayer a las {clock}",
    "pl": lambda clock: f"Wczoraj o {clock}",
    "ru": lambda clock: f"Вчера в {clock}",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_yesterday_is_a_date_only_where_the_day_of_the_capture_is_known(language: str) -> None:
    raw = RELATIVE[language]("10:15")
    page = page_of("xenforo2", language).replace(words_of(language)["third"], raw)

    dated, undated = read(page, retrieved="2015-09-18"), read(page)

    when = dated.posts[2].when.value
    assert when is not None
    assert (when.raw, (when.iso or "")[:10]) == (raw, THIRD)
    when = undated.posts[2].when.value
    assert when is not None
    assert (when.raw, when.iso) == (raw, None)
