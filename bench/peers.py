"""The same archive built by other programs, where they are installed: a page a post, lists of threads, links to quotes.

They are told what we have to find: which post is quoted, what comes before and after. None of them finds a quote.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from posts import Invented, invent, markdown

_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body>'
    '<header><a href="/">Archive</a></header><main><h1>{title}</h1>{body}</main></body></html>\n'
)


@dataclass(frozen=True, slots=True)
class Peer:
    """`write` makes its input in a folder, `command` builds it there into "out"."""

    name: str
    write: Callable[[Path, int], None]
    command: tuple[str, ...]


def peers() -> list[Peer]:
    """Return those that are installed."""
    known = (
        Peer("Hugo", _hugo, ("hugo", "--destination", "out", "--quiet")),
        Peer("Eleventy", _eleventy, ("eleventy", "--input=content", "--output=out", "--quiet")),
        Peer("Pelican", _pelican, ("pelican", "content", "-o", "out", "-s", "conf.py", "-q")),
        Peer("hypermail", _mbox, ("hypermail", "-m", "list.mbox", "-d", "out")),
    )
    return [peer for peer in known if shutil.which(peer.command[0])]


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _front(post: Invented) -> str:
    fields = {"title": f"{post.title}, {post.number}", "author": post.author, "date": post.date, "weight": post.number}
    return "---\n" + "".join(f"{name}: {json.dumps(value)}\n" for name, value in fields.items()) + "---\n"


def _hugo(folder: Path, posts: int) -> None:
    origins = {post.id: post for post in invent(posts)}
    _put(folder / "hugo.toml", 'baseURL = "https://archive.example/"\ndisableKinds = ["RSS", "sitemap", "taxonomy"]\n')
    turn = '{{ with .%s }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}'
    body = "<p>{{ .Params.author }} {{ .Date }}</p>{{ .Content }}" + turn % "PrevInSection" + turn % "NextInSection"
    items = '<ol>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ol>'
    _put(folder / "layouts/_default/single.html", _PAGE.format(title="{{ .Title }}", body=body))
    _put(folder / "layouts/_default/list.html", _PAGE.format(title="{{ .Title }}", body=items))
    for post in origins.values():
        _put(folder / f"content/t/{post.thread}/{post.id}.md", _front(post) + markdown(post, origins) + "\n")
        if post.number == 1:
            _put(folder / f"content/t/{post.thread}/_index.md", f"---\ntitle: {json.dumps(post.title)}\n---\n")


def _eleventy(folder: Path, posts: int) -> None:
    origins = {post.id: post for post in invent(posts)}
    layout = _PAGE.format(title="{{ title }}", body="<p>{{ author }} {{ date }}</p>{{ content | safe }}")
    _put(folder / "content/_includes/post.njk", layout)
    for post in origins.values():
        front = _front(post).replace("---\n", "---\nlayout: post.njk\ntags: post\n", 1)
        _put(folder / f"content/t/{post.thread}/{post.id}.md", front + markdown(post, origins) + "\n")


def _pelican(folder: Path, posts: int) -> None:
    origins = {post.id: post for post in invent(posts)}
    _put(folder / "conf.py", 'SITENAME = "Archive"\nTIMEZONE = "UTC"\nDEFAULT_PAGINATION = 20\nFEED_ALL_ATOM = None\n')
    for post in origins.values():
        head = f"Title: {post.title}, {post.number}\nSlug: {post.id}\nDate: {post.date[:16].replace('T', ' ')}\n"
        text = f"{head}Author: {post.author}\nCategory: {post.thread}\n\n{markdown(post, origins)}\n"
        _put(folder / f"content/{post.thread}/{post.id}.md", text)


def _mbox(folder: Path, posts: int) -> None:
    with (folder / "list.mbox").open("w", encoding="utf-8") as file:
        for post in invent(posts):
            head = f"From x Thu Jan  1 00:00:00 1970\nFrom: {post.author} <x@archive.example>\nSubject: {post.title}\n"
            ids = f"Message-ID: <{post.id}@archive.example>\nDate: {post.date}\n\n"
            file.write(head + ids + "\n\n".join(post.paragraphs) + "\n\n")
