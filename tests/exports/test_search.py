"""The index of search: what it holds, how it is cut, and that it follows the archive."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.codec import from_json
from generator.exports import count_parts, part_of
from generator.text import search_words


def test_a_word_leads_to_the_posts_that_say_it_and_to_those_that_quote_it(published):
    entry = words(published.public)["advertise"]

    assert [(post["thread"], post["ordinal"], own, quoted) for post, own, quoted in entry] == [
        ("bread", 3, 1, 0),
        ("bread", 4, 0, 1),
    ]


def test_a_result_shows_whose_post_it_is_and_its_words(published):
    (post,) = {entry[0]["post"]: entry[0] for entry in words(published.public)["clerk"] if entry[1]}.values()

    assert (post["author"], post["title"]) == ("Anna", "The lamp at the quay </script><b>")
    assert post["own"].startswith("=SUM(1+1) is what the clerk wrote")
    assert "2019" in post["when"]


def test_filters_tell_who_wrote_each_post_when_and_on_what(published):
    filters = value(published.public / "search/0/filters.js")
    posts = texts(published.public)

    assert [filters["people"][at] for at in filters["by"]] == [post["author"] for post in posts]
    mill = filters["topics"].index("mill")
    assert {post["thread"] for post, on in zip(posts, filters["on"], strict=True) if mill in on} >= {"bread", "railway"}
    assert sorted(set(filters["years"])) == [0, 2019]


def test_words_are_sorted_and_runs_begin_where_the_index_says(published):
    about = value(published.public / "search/0/about.js")
    runs = [list(value(published.public / f"search/0/words-{at}.js")) for at in range(len(about["words"]))]

    assert [run[0] for run in runs] == about["words"]
    whole = [word for run in runs for word in run]
    assert whole == sorted(set(whole))
    assert len(about["lengths"]) == about["posts"] == len(texts(published.public))


def test_search_can_be_switched_off(make_archive):
    site = make_archive("search: none\n")

    site.build()

    assert not (site.public / "search").exists()
    assert not (site.public / "search.html").exists()
    assert "search.html" not in (site.public / "index.html").read_text(encoding="utf-8")


def test_a_changed_post_changes_the_index_and_a_build_after_it_equals_a_clean_one(make_archive):
    site, clean = make_archive(name="site"), make_archive(name="clean")
    site.build()
    for each in (site, clean):
        each.thread("harbour.txt", "Who paid for the harbour?", (("", "Nobody paid for the xylophone."),))

    site.build()
    clean.build(clean=True)

    assert site.files() == clean.files()
    assert "xylophone" in words(site.public)
    assert "repaid" not in words(site.public)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don’t SHOUT, café", ["dont", "shout", "cafe"]),
        ("Кронштадт ёлка", ["кронштадт", "елка"]),
        ("東京都の夜", ["東京", "京都", "都の", "の夜"]),
        ("한국어 문장", ["한국어", "문장"]),
        ("हिन्दी शब्द", ["हिन्दी", "शब्द"]),
        ("שָׁלוֹם", ["שלום"]),
        ("snake_case and 3.14", ["snake", "case", "and", "3", "14"]),
        ("", []),
    ],
)
def test_words_are_cut_as_readers_type_them(text, expected):
    assert list(search_words(text)) == expected


@given(st.text())
def test_cutting_words_again_changes_nothing(text):
    once = list(search_words(text))

    assert [word for each in once for word in search_words(each)] == once


@given(st.integers(0, 10**7), st.text(min_size=1))
def test_every_thread_has_a_part(posts, thread):
    parts = count_parts(posts)

    assert 1 <= parts <= 16
    assert 0 <= part_of(thread, parts) < parts


def value(path):
    text = path.read_text(encoding="utf-8")
    name, _, rest = text.removeprefix("disputatioFound(").partition(",")
    assert from_json(name) == f"{path.parent.name}/{path.stem}"
    return from_json(rest.removesuffix(");\n"))


def texts(public):
    names = ("thread", "title", "place", "post", "ordinal", "author", "when", "own", "quoted")
    runs = sorted(public.glob("search/0/texts-*.js"), key=lambda path: int(re.findall(r"\d+", path.stem)[0]))
    return [dict(zip(names, entry, strict=True)) for run in runs for entry in value(run)]


def words(public):
    """Return (post, own, quoted) of each word of the index."""
    posts, found = texts(public), {}
    for path in public.glob("search/0/words-*.js"):
        for word, entry in value(path).items():
            at = -1
            for number in entry:
                at += number >> 4
                found.setdefault(word, []).append((posts[at], number >> 2 & 3, number & 3))
    return found
