"""Importer `discourse`: topics and posts of Discourse forums, as its JSON interface gives them.

**Reads** what a forum answers to these addresses, saved as files:

- `/t/ID.json`: a topic. Only its first 20 posts are in it; the others are told as missing.
- `/t/ID/posts.json?post_ids[]=...`: further posts of a topic (they carry no title).
- `/posts.json` (`latest_posts`): the latest posts of the whole forum, each put into its topic.
- `/posts/ID.json`: one post. Many such files of one topic become one thread, in any order.
- a list of posts, as scripts collect them.

All versions of Discourse since 2013. Quotes name their origin by the number of the post in its topic, so these numbers
are the posts' ids; a quote from another topic leads there. The text is the post as shown (`cooked`); posts that bring
only their source (`raw`) are read as Discourse's Markdown, and so are those of which Discourse left a quote's mark
standing among the words; where the source is missing, such marks are quotes all the same. Notices such as "topic
closed" are posts of their own.

**Never published**: whispers, hidden posts and deleted ones stand as empty places; topics that are private messages
are left out.

**Cannot**: tell the forum's address, which these files do not hold. Dumps of two forums should not share a folder, for
their topics have the same numbers. Polls are read as the lists that they show.

*Facts*: Discourse's open sources (`TopicViewSerializer`, `PostSerializer`, `Post.types`) and real topics.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.codec import digest
from generator.importers.dumps import Dump, ReadOptions
from generator.importers.pages.discourse_markup import meaning, thread_key
from generator.importers.pages.uncooked import cook_quotes
from generator.importers.structured.documents import dict_of, int_of, list_of, not_published, read_document, text_of
from generator.importers.structured.fragments import read_fragment, withheld, within
from generator.importers.structured.moments import iso_moment
from generator.importers.structured.outlines import outline
from generator.importers.structured.posts import PostFacts, thread_of
from generator.importers.structured.quarantine import broken_record
from generator.markup import Body, Composer, QuotedFrom, quoted_from, read_markdown
from generator.problems import Problem
from generator.records import Source, Thread

name = "discourse"

_DECLARES = 0.95
_LISTS = ("post_stream.posts", "latest_posts", "")  # where posts stand; "" is a bare list of them
_SMALL_ACTION, _WHISPER = 3, 4  # Post.types of Discourse
_UNCOOKED = "[quote="  # Discourse shows its own mark where words follow its end in the same line
_QUOTE_END = re.compile(r"\[/quote\][ \t]*(?=\S)")
# What the notice of an action says, as far as it is no more than its name; all others show their code.
_ACTIONS = {
    "closed.enabled": "topic closed",
    "closed.disabled": "topic opened",
    "autoclosed.enabled": "topic closed automatically",
    "autoclosed.disabled": "topic opened automatically",
    "archived.enabled": "topic archived",
    "archived.disabled": "topic unarchived",
    "pinned.enabled": "topic pinned",
    "pinned.disabled": "topic unpinned",
    "pinned_globally.enabled": "topic pinned globally",
    "visible.enabled": "topic listed",
    "visible.disabled": "topic unlisted",
    "split_topic": "topic split",
    "banner.enabled": "topic made a banner",
    "banner.disabled": "topic no longer a banner",
}


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is Discourse's JSON: its posts have numbers in topics, and are cooked."""
    shape = outline(head)
    if shape.root == "{" and shape.has_any("post_stream.posts", "post_stream.stream"):
        return _DECLARES
    for place in ("", "latest_posts[].", "[]."):
        is_post = shape.has(f"{place}post_number", f"{place}topic_id")
        if is_post and shape.has_any(f"{place}cooked", f"{place}raw"):
            return _DECLARES
    return 0.0


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the topics of a dump, and what is wrong with its posts."""
    found = read_document(dump, _LISTS)
    if isinstance(found, Problem):
        yield found
        return
    yield from found.problems
    topic = dict_of(found.value)
    source = Source(dump.name, digest(dump.data()), name, retrieved=options.retrieved)
    if topic.get("archetype") == "private_message":
        yield not_published(dump, "a private message")
        return
    topics: dict[str, list[dict[str, Any]]] = {}
    for number, post in enumerate(_posts(found.value), 1):
        if post is None:
            continue
        told = dict_of(post)
        key = text_of(told.get("topic_id")) or text_of(topic.get("id"))
        if problem := _lacking(told, key, number, dump):
            yield problem
        else:
            topics.setdefault(key, []).append(told)
    for key, posts in topics.items():
        yield topic_thread(key, posts, topic, source)
    if not topics:
        why = "It is a topic or a list of posts, but no post in it can be read."
        yield dump.trouble("D211", (1, 1), "the dump holds no post", why=why, fix="Export the topic again.")


def _posts(value: object) -> list[Any]:
    """Return the posts of a dump, wherever they stand; a broken one is None."""
    if isinstance(value, list):
        return value
    told = dict_of(value)
    if "post_stream" in told:
        return list_of(dict_of(told["post_stream"]).get("posts"))
    return list_of(told["latest_posts"]) if "latest_posts" in told else [told]


def _lacking(post: dict[str, Any], topic: str, number: int, dump: Dump) -> Problem | None:
    if not topic or int_of(post.get("post_number")) is None:
        message = f"post {number} of the dump names neither its topic nor its number in it"
    elif not isinstance(post.get("cooked"), str) and not isinstance(post.get("raw"), str):
        message = f"post {number} of the dump has no text: neither `cooked` nor `raw`"
    else:
        return None
    return broken_record(dump, None, message, code="D231")


def topic_thread(key: str, posts: list[dict[str, Any]], topic: dict[str, Any], source: Source) -> Thread:
    """Return the thread of a topic; `posts` are its posts and `topic` itself is what the interface told of it."""
    name = thread_key(key)
    posts = sorted(posts, key=lambda post: int_of(post["post_number"]) or 0)
    title = text_of(topic.get("title")) or next((each for post in posts if (each := _title(post))), None)
    gaps = _missing(topic, posts) if topic else ()
    return thread_of(name, title, source, (_facts(post, name) for post in posts), gaps=gaps)


def _title(post: dict[str, Any]) -> str:
    return text_of(post.get("topic_title"))


def _missing(topic: dict[str, Any], posts: list[dict[str, Any]]) -> tuple[str, ...]:
    """Return in words what a topic names of its posts beyond the last one that it brings."""
    stream = {int_of(each) for each in list_of(dict_of(topic.get("post_stream")).get("stream"))}
    count = len(stream - {int_of(post.get("id")) for post in posts})
    if not count:
        return ()
    last, highest = int_of(posts[-1]["post_number"]) or 0, int_of(topic.get("highest_post_number")) or 0
    if highest == last + 1:
        return (f"post #{highest}",)
    return (f"posts #{last + 1} to #{highest}",) if highest > last else (f"{count:,} posts of the topic",)


def _facts(post: dict[str, Any], key: str) -> PostFacts:
    number = text_of(post["post_number"])
    reply_to = int_of(post.get("reply_to_post_number"))
    title = text_of(post.get("user_title"))
    facts = PostFacts(
        id=number,
        body=within(_body(post), key),
        author=text_of(post.get("username")) or text_of(post.get("name")),
        when=iso_moment(created) if (created := text_of(post.get("created_at"))) else None,
        number=number,
        reply_to=str(reply_to) if reply_to else None,
        titles=(title,) if title else (),
    )
    why = _why_withheld(post)
    return withheld(facts, why) if why else facts


def _why_withheld(post: dict[str, Any]) -> str | None:
    if post.get("post_type") == _WHISPER:
        return "private"
    if post.get("deleted_at") or post.get("user_deleted") is True:
        return "deleted"
    return "hidden by the forum" if post.get("hidden") is True else None


def _body(post: dict[str, Any]) -> Body:
    cooked, code = post.get("cooked"), text_of(post.get("action_code"))
    if post.get("post_type") == _SMALL_ACTION or code:
        notice = Composer()
        notice.words(f"[{_ACTIONS.get(code, code or 'notice')}]")
        if not (isinstance(cooked, str) and cooked.strip()):
            return notice.done()
    if isinstance(cooked, str) and not (_UNCOOKED in cooked and isinstance(post.get("raw"), str)):
        return read_fragment(cook_quotes(cooked), meaning)
    raw = _QUOTE_END.sub("[/quote]\n\n", text_of(post.get("raw")))
    return read_markdown(raw, _quoted_from, is_line_true=True)


def _quoted_from(brackets: str) -> QuotedFrom:
    """Return where a quote in Discourse's Markdown is from, its topic as the key of a thread."""
    origin = quoted_from(brackets)
    return replace(origin, thread=thread_key(origin.thread)) if origin.thread else origin
