"""The ids that posts had in the pages of their old forums: a redirect cannot see them, but a browser keeps them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.records import Post, Source

# What stands before a post's number in the page's id, by engine.
_BEFORE = {
    "xenforo": "post-",
    "phpbb": "p",
    "vbulletin": "post",
    "smf": "msg",
    "mybb": "pid",
    "invision": "comment-",
    "fluxbb": "p",
    "xmb": "pid",
    "woltlab": "post",
    "vanilla": "Comment_",
    "discourse": "post_",
    "hackernews": "",
    "stackexchange": "",
    "fourchan": "p",
}
_NUMBER = re.compile(r"p?(\d{1,18})")
_FRAGMENT = re.compile(r"(?![pqw]-)[A-Za-z][A-Za-z_-]{0,20}\d{1,18}")


def old_anchor(post: Post, sources: Sequence[Source]) -> str:
    """Return the id of a post in its old page: as its own address has it, else as its engine makes it; "" if unknown.

    It always holds letters and a number, or a number alone, so it is none of the ids that this edition gives.
    """
    fragment = (post.url or "").partition("#")[2]
    if _FRAGMENT.fullmatch(fragment):
        return fragment
    engine = sources[post.source].importer if post.source < len(sources) else ""
    number = _NUMBER.fullmatch(post.id)
    return _BEFORE[engine] + number[1] if engine in _BEFORE and number else ""
