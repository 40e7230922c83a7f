"""The shapes of addresses, engine by engine: what each tells, whatever stands around the number."""

import re

import pytest

from generator.redirects.shapes import BY_NAME

CASES = {
    "mybb": {
        "showthread.php?tid=12&pid=345#pid345": ("post", "345"),
        "thread-12-post-345.html#pid345": ("post", "345"),
        "showthread.php?tid=12&page=3": ("page", "12", "3"),
        "thread-12-page-3.html": ("page", "12", "3"),
        "showthread.php?tid=12": ("thread", "12"),
        "thread-12.html": ("thread", "12"),
    },
    "xenforo": {
        "threads/slug.12/page-4#post-99": ("page", "12", "4"),
        "threads/slug-with.dots.12/": ("thread", "12"),
        "threads/12/unread": ("thread", "12"),
        "goto/post?id=99": ("post", "99"),
        "threads/slug.12/post-99": ("post", "99"),
        "threads/xenforo-12/": None,
    },
    "vbulletin": {
        "showthread.php?12-slug/page2": ("page", "12", "2"),
        "threads/12-slug?p=345&viewfull=1#post345": ("post", "345"),
        "showthread.php?s=0a1b&p=345": ("post", "345"),
        "section/name/345-post7.html": ("post", "345"),
        "section/12-slug-3.html": ("page", "12", "3"),
    },
    "smf": {
        "index.php/topic,12.msg345.html#msg345": ("post", "345"),
        "index.php?topic=12.30": ("offset", "12", "30"),
        "index.php?topic=12.0;wap2": ("thread", "12"),
        "index.php?board=3.0": None,
    },
    "phpbb": {
        "viewtopic.php?f=2&t=12&start=20": ("offset", "12", "20"),
        "viewtopic.php?p=345#p345": ("post", "345"),
        "viewtopic.php?f=2&t=12&view=unread": ("thread", "12"),
        "viewforum.php?f=12": None,
    },
    "vanilla": {
        "discussion/comment/345#Comment_345": ("post", "345"),
        "discussion/12/slug/p2": ("page", "12", "2"),
        "discussion/12/slug": ("thread", "12"),
    },
    "woltlab": {
        "index.php?thread/12-slug/&postID=345#post345": ("post", "345"),
        "thread/12-slug/": ("thread", "12"),
    },
    "stackexchange": {
        "questions/12/slug/345#345": ("post", "345"),
        "a/345/17": ("post", "345"),
        "questions/12/slug": ("thread", "12"),
    },
    "hackernews": {"item?id=345": ("post", "345")},
    "fourchan": {"thread/12#p13": ("thread", "12")},
    "invision": {
        "topic/12-slug/?do=findComment&comment=345": ("post", "345"),
        "topic/12-slug/page/3/#comment-345": ("page", "12", "3"),
        "index.php?showtopic=12": ("thread", "12"),
    },
}


@pytest.mark.parametrize(
    ("engine", "address", "told"),
    [(engine, address, told) for engine, cases in CASES.items() for address, told in cases.items()],
)
def test_an_address_tells_its_numbers(engine: str, address: str, told: tuple[str, ...] | None):
    ranked = sorted(
        BY_NAME[engine].shapes, key=lambda shape: ("post", "place", "page", "offset", "thread").index(shape.tells)
    )

    found = ((shape.tells, re.match(shape.pattern, address)) for shape in ranked)

    assert next(((tells, *match.groups()) for tells, match in found if match), None) == told


@pytest.mark.parametrize("engine", BY_NAME)
def test_a_hostile_address_takes_no_longer_than_it_is_long(engine: str):
    address = "showthread.php?" + "p&t=;topic=/" * 2000

    for shape in BY_NAME[engine].shapes:
        re.match(shape.pattern, address)
