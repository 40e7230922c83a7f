"""mbox: one mail a post, in threads, for mail readers and their searches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from pathlib import Path

from generator.codec import short_id
from generator.exports.datasets.seam import Archive, Debate
from generator.markup import visible_text
from generator.records import Post, PostId
from generator.views import instant

name = "mbox"
title = "mbox: a mail for each post, in threads"
ending = ".mbox"

_NOWHERE = "archive.invalid"  # no host has this name (RFC 2606): the posts' authors have no addresses here


def write(archive: Archive, target: Path) -> None:
    with target.open("wb") as file:
        for debate in archive.debates():
            for mail in _mails(debate):
                file.write(mail)


def _mails(debate: Debate) -> Iterator[bytes]:
    thread = debate.thread
    answered = answered_in(debate)
    title = " ".join(visible_text(thread.title.value or "").split()) or thread.id
    for at, post in enumerate(thread.posts):
        moment = post.when.value
        since = instant(moment.iso or "") if moment else ""
        parent = answered.get(post.id) or (thread.posts[0].id if at else "")
        lines = [
            f"From: {_name(post)}",
            *([f"Date: {format_datetime(datetime.fromisoformat(since))}"] if since else []),
            f"Subject: {_header(f'Re: {title}' if at else title)}",
            f"Message-ID: {_id(thread.id, post.id)}",
            *([f"In-Reply-To: {_id(thread.id, parent)}"] if parent else []),
            f"X-Disputatio-Thread: {thread.id}",
            f"X-Disputatio-Post: {post.id}",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: 8bit",
        ]
        body = visible_text(post.text).replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
        # In an mbox a line that begins with "From " begins a mail; with ">" before it, it does not (mboxrd).
        body = [f">{line}" if line.lstrip(">").startswith("From ") else line for line in body]
        yield "\n".join([f"From archive@{_NOWHERE} {_envelope(since)}", *lines, "", *body, "", ""]).encode()


def answered_in(debate: Debate) -> dict[str, str]:
    """Return the post that each one answers: as the dump says, else the one that it quotes first."""
    position = {post.id: at for at, post in enumerate(debate.thread.posts)}
    names = {name: post.id for post in debate.thread.posts for name in (post.number, post.id) if name}
    found: dict[str, str] = {}
    for post in debate.thread.posts:
        parent = names.get(post.reply_to or "")
        if parent and position[parent] < position[post.id]:
            found[post.id] = parent
    for quote in debate.links.quotes:
        origin = quote.origin
        if origin is None or origin.lost or origin.thread != debate.thread.id:
            continue
        if position.get(PostId(origin.post), len(position)) < position.get(quote.post, 0):
            found.setdefault(quote.post, origin.post)
    return found


def _envelope(since: str) -> str:
    """Return the moment that begins a mail in an mbox; where none is known, the clock's zero, as mail systems do."""
    return (datetime.fromisoformat(since) if since else datetime(1970, 1, 1)).ctime()


def _name(post: Post) -> str:
    name = " ".join(visible_text(post.author.value or "").split())
    return f"{_header(name)} <{short_id(name)}@{_NOWHERE}>" if name else f"<unknown@{_NOWHERE}>"


def _header(text: str) -> str:
    """Return text for a header: encoded where it is more than plain words."""
    is_plain = text.isascii() and all(sign.isalnum() or sign in " :?!-_" for sign in text)
    return text if is_plain else Header(text, "utf-8", maxlinelen=10_000).encode()


def _id(thread: str, post: str) -> str:
    return f"<{short_id(thread, post, length=16)}@{_NOWHERE}>"
