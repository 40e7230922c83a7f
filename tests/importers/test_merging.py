"""Pages of one thread become one thread."""

from dataclasses import replace
from pathlib import Path

from generator.importers import Dump, ReadOptions, merge_threads, read_dump
from generator.records import Thread

MARK = "\n\u00a0\n"


def read_page(folder: Path, name: str, *bodies: str) -> Thread:
    path = folder / name
    path.write_text("The title\n\n" + MARK.join(bodies) + MARK, encoding="utf-8")
    (thread,) = [found for found in read_dump(Dump(path, name), ReadOptions(None, None)) if isinstance(found, Thread)]
    return thread


def test_pages_follow_each_other_as_one_thread(tmp_path: Path) -> None:
    first = read_page(tmp_path, "1.txt", "One said this.", "Two said that.")
    second = read_page(tmp_path, "2.txt", "Three disagreed with both.")

    merged = merge_threads([first, second])

    assert [post.text for post in merged.posts] == ["One said this.", "Two said that.", "Three disagreed with both."]
    assert [post.ordinal for post in merged.posts] == [1, 2, 3]
    assert [post.source for post in merged.posts] == [0, 0, 1]
    assert len(merged.sources) == 2


def test_posts_that_stand_on_both_pages_are_kept_once(tmp_path: Path) -> None:
    first = read_page(tmp_path, "1.txt", "One said this.", "Two said that.", "Thanks!")
    second = read_page(tmp_path, "2.txt", "Two said that.", "Thanks!", "Three disagreed.", "Thanks!")

    merged = merge_threads([first, second])

    assert [post.text for post in merged.posts] == [
        "One said this.",
        "Two said that.",
        "Thanks!",
        "Three disagreed.",
        "Thanks!",
    ]
    assert len({post.id for post in merged.posts}) == 5
    assert sum(piece.reason.startswith("post repeated") for piece in merged.chrome) == 2


def test_a_page_that_was_pasted_twice_adds_nothing(tmp_path: Path) -> None:
    first = read_page(tmp_path, "1.txt", "One.", "Two said that.", "Three disagreed.", "Four left.")
    again = read_page(tmp_path, "2.txt", "Two said that.", "Three disagreed.")

    assert len(merge_threads([first, again]).posts) == 4


def test_holes_in_the_numbers_are_told(tmp_path: Path) -> None:
    thread = read_page(tmp_path, "1.txt", "One said this.", "Two said that.", "Three disagreed.")
    numbered = [replace(post, number=number) for post, number in zip(thread.posts, ("1", "2", "41"), strict=True)]

    merged = merge_threads([replace(thread, posts=tuple(numbered))])

    assert merged.gaps == ("posts #3 to #40",)


def test_what_a_later_page_lacks_is_not_missing_where_the_first_page_has_it(tmp_path: Path) -> None:
    pages = [read_page(tmp_path, f"{place}.txt", "One said this.", "Two said that.") for place in range(2)]
    first, second = (
        replace(page, posts=tuple(replace(post, number=str(start + at)) for at, post in enumerate(page.posts)))
        for page, start in zip(pages, (1, 3), strict=True)
    )
    second = replace(second, gaps=("posts #1 to #2",))

    assert merge_threads([second, first]).gaps == ()
