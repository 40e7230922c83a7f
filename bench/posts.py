"""Invented archives of any size, the same on every machine, as sites of ours and as the peers want them.

Threads are of many lengths (some 40 posts on average), posts of some 130 words, and a third of them quotes an earlier
post of its thread without a mark, a tenth of these a post of another thread: what an archive is like, at its plainest.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

WORDS = 4000
QUOTING, ELSEWHERE = 0.34, 0.1  # of all posts; of the quotes
_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "zu", "ka")
_BEGIN = datetime(2016, 1, 1, tzinfo=UTC)
_PASTED_END = "\u00a0"


@dataclass(frozen=True, slots=True)
class Invented:
    """A post: `paragraphs` are its text, the first of which is a quote where `quotes` names a post."""

    thread: str
    title: str
    id: str
    number: int
    author: str
    date: str
    paragraphs: tuple[str, ...]
    quotes: str = ""


@lru_cache(maxsize=2)
def invent(posts: int) -> tuple[Invented, ...]:
    """Return so many posts, thread by thread."""
    dice = random.Random(f"disputatio {posts}")
    words = sorted({"".join(dice.choices(_SYLLABLES, k=dice.randint(1, 4))) for _ in range(WORDS)})
    chances = [1 / (rank + 8) for rank in range(len(words))]
    authors = [" ".join(dice.choices(words, k=2)).title() for _ in range(max(8, posts // 25))]

    def sentence() -> str:
        return " ".join(dice.choices(words, chances, k=dice.randint(6, 22))).capitalize() + "."

    made: list[Invented] = []
    while len(made) < posts:
        name, title = f"t{len(made):07}", " ".join(dice.choices(words, k=6)).capitalize()
        first = len(made)
        for number in range(1, min(posts - first, int(dice.lognormvariate(3.2, 0.9)) + 2) + 1):
            own = [" ".join(sentence() for _ in range(dice.randint(1, 4))) for _ in range(dice.randint(1, 6))]
            origin = _origin(dice, made, first)
            if origin is not None:
                own.insert(0, dice.choice(origin.paragraphs[bool(origin.quotes) :]))
            date = (_BEGIN + timedelta(minutes=17 * len(made))).isoformat().replace("+00:00", "Z")
            place = (name, title, f"p{len(made):08}", number)
            made.append(Invented(*place, dice.choice(authors), date, tuple(own), origin.id if origin else ""))
    return tuple(made)


def _origin(dice: random.Random, made: list[Invented], first: int) -> Invented | None:
    if len(made) == first or dice.random() > QUOTING:
        return None
    return made[dice.randrange(0 if dice.random() < ELSEWHERE else first, len(made))]


# --- writing ---------------------------------------------------------------------------------------------------------


def write_site(folder: Path, posts: int, form: str) -> None:
    """Write a site of ours: `form` is "jsonl" (one dump) or "paste" (a file a thread)."""
    dumps = folder / "content" / "threads"
    dumps.mkdir(parents=True)
    (folder / "site.yaml").write_text("title: A debate archive\n", encoding="utf-8")
    if form == "jsonl":
        with (dumps / "posts.jsonl").open("w", encoding="utf-8") as file:
            for post in invent(posts):
                fields = {"thread": post.thread, "thread_title": post.title, "id": post.id, "author": post.author}
                text = "\n\n".join(post.paragraphs)
                file.write(json.dumps({**fields, "date": post.date, "text": text}, ensure_ascii=False) + "\n")
        return
    for thread in by_thread(posts):
        parts = [thread[0].title, ""]
        for post in thread:
            parts += ["", post.author, "Member", "\n\n".join(post.paragraphs), _PASTED_END]
        (dumps / f"{thread[0].thread}.txt").write_text("\n".join([*parts, ""]), encoding="utf-8")


def by_thread(posts: int) -> Iterator[list[Invented]]:
    thread: list[Invented] = []
    for post in invent(posts):
        if thread and thread[0].thread != post.thread:
            yield thread
            thread = []
        thread.append(post)
    if thread:
        yield thread


def markdown(post: Invented, origins: dict[str, Invented]) -> str:
    """Return a post's text with its quote marked and linked: what peers cannot find they are told."""
    if not post.quotes:
        return "\n\n".join(post.paragraphs)
    origin = origins[post.quotes]
    said = f"> [{origin.author} wrote](/t/{origin.thread}/{origin.id}/):\n>\n> {post.paragraphs[0]}"
    return "\n\n".join([said, *post.paragraphs[1:]])
