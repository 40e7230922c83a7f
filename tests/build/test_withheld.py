"""What one dump withholds no other dump publishes: the whole way, from two dumps to the pages."""

from __future__ import annotations

import json

import pytest

POSTS = (
    {"id": "p1", "author": "Ada", "text": "The mill should stay where it is, for the valley lives by it."},
    {"id": "p2", "author": "Evelina", "text": "Burn the wretched thing at midnight, and nobody will be the wiser."},
    {"id": "p3", "author": "Ben", "text": "Then let us hear what the miller has to say about the price of flour."},
)


def write(site, dump, *posts):
    told = ({"thread": "mill", "thread_title": "Shall the mill go?", **post} for post in posts)
    site.write(f"content/threads/{dump}", "".join(f"{json.dumps(post)}\n" for post in told))


@pytest.mark.parametrize("why", ["deleted", "private"])
@pytest.mark.parametrize(("with_words", "without"), [("2018.jsonl", "2021.jsonl"), ("2021.jsonl", "2018.jsonl")])
def test_a_post_that_one_dump_withholds_is_nowhere_in_the_site_and_its_place_says_why(site, with_words, without, why):
    write(site, with_words, *POSTS)
    write(site, without, POSTS[0], {"id": "p2", why: True}, POSTS[2])

    site.build()

    pages = site.files()
    thread = next(text for path, text in pages.items() if path.endswith("index.html") and b"the price of" in text)
    assert f"This post is withheld: {why}.".encode() in thread
    assert not [path for path, text in pages.items() if b"wretched" in text or b"Evelina" in text]


def test_a_post_that_is_withheld_later_is_taken_out_of_a_site_that_had_it(site):
    write(site, "2018.jsonl", *POSTS)
    site.build()
    assert [path for path, text in site.files().items() if b"wretched" in text]

    write(site, "2021.jsonl", POSTS[0], {"id": "p2", "deleted": True})
    site.build()

    assert not [path for path, text in site.files().items() if b"wretched" in text or b"Evelina" in text]
