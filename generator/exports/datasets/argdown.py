"""Argdown: a skeleton for somebody who wants to map the arguments. Links are links: neither attack nor support."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.codec import to_json
from generator.exports.datasets.seam import Archive
from generator.exports.datasets.tables import LostRecord, PostRecord, QuoteRecord, Row, ThreadRecord, rows

name = "argdown"
title = "Argdown: a statement for each post, with its links; a skeleton to work on"
ending = ".argdown"

_WORDS = 40  # of a post's own: enough to know it by
# What Argdown reads as something else: relations, titles, links, mentions, tags, data, emphasis, comments.
_SPECIAL = str.maketrans(dict.fromkeys("[]<>{}#@*_|\\`/()+=~^", " "))


def write(archive: Archive, target: Path) -> None:
    with target.open("w", encoding="utf-8", newline="\n") as file:
        file.write("===\n")
        file.write(f"title: {to_json(archive.settings.site.title).decode()}\n")
        file.write("===\n\n")
        file.write("// Each statement is a post. `links` names the posts that it quotes or answers: whether it\n")
        file.write("// supports or attacks them is for you to say, with + and - below the statement.\n")
        post: PostRecord | None = None
        links: dict[str, None] = {}
        for row in rows(archive):
            if isinstance(row, QuoteRecord) and row.origin_post:
                links[f"{row.origin_thread}/{row.origin_post}"] = None
            elif isinstance(row, (PostRecord, ThreadRecord, LostRecord)):
                file.writelines(_statement(post, links))
                post, links = None, {}
                file.writelines(_begin(row))
                if isinstance(row, PostRecord):
                    post = row
                    links = {f"{row.thread}/{row.answers}": None} if row.answers else {}
        file.writelines(_statement(post, links))


def _begin(row: Row) -> Iterator[str]:
    if isinstance(row, ThreadRecord):
        yield f"\n# {_plain(row.title) or row.thread}\n"
    elif isinstance(row, LostRecord):
        about = {"lost": True, **({"author": row.author} if row.author else {})}
        yield f"\n[{row.thread}/{row.lost}]: {_plain(row.text) or 'lost'} {to_json(about).decode()}\n"


def _statement(post: PostRecord | None, links: dict[str, None]) -> Iterator[str]:
    if post is None:
        return
    known = {"author": post.author, "date": post.date, "links": list(links)}
    about = {key: value for key, value in known.items() if value}
    words = _plain(post.own_text) or ("withheld" if post.withheld else "no words of its own")
    yield f"\n[{post.thread}/{post.post}]: {words}" + (f" {to_json(about).decode()}" if about else "") + "\n"


def _plain(text: str) -> str:
    words = text.translate(_SPECIAL).split()
    return " ".join(words[:_WORDS]).lstrip("-") + ("…" if len(words) > _WORDS else "")
