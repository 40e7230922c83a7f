"""Importer `discord`: channels of Discord, as DiscordChatExporter writes them in its JSON format.

**Reads** one file a channel or thread of Discord, or several that one channel was cut into (`guild`, `channel`,
`messages`), with mentions resolved or not.

A **thread** here is a thread or forum post of Discord; a channel, which has no end, is cut by day (UTC). A message
answers the message that it refers to, of another day too.

Quotes are lines that begin with ">" and forwarded messages. Where a reply quotes words of the message that it refers
to, the quote leads there. Attachments are named, not loaded.

**Never published**: direct messages, of two or of a group.

**Cannot**: show reactions, stickers, polls, and embeds beside a message's own words. Notices of who joined, pinned or
called are left out. A channel larger than memory should be exported in parts (`--partition`).

*Facts*: DiscordChatExporter's open sources and Discord's documentation of its formatting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from generator.codec import digest
from generator.importers.dumps import Dump, ReadOptions
from generator.importers.structured.attachments import attach
from generator.importers.structured.chat import Dialect, read_chat
from generator.importers.structured.documents import dict_of, int_of, list_of, not_published, read_document, text_of
from generator.importers.structured.moments import iso_moment
from generator.importers.structured.outlines import outline
from generator.importers.structured.posts import PostFacts, thread_of
from generator.importers.structured.quarantine import broken_record
from generator.importers.structured.quotes import ToldQuote, answering, with_quotes
from generator.markup import Body
from generator.problems import Problem
from generator.records import Source, Thread

name = "discord"

_DECLARES = 0.95
_NOTICES = frozenset(
    (
        "RecipientAdd",
        "RecipientRemove",
        "Call",
        "ChannelNameChange",
        "ChannelIconChange",
        "ChannelPinnedMessage",
        "GuildMemberJoin",
        "ThreadCreated",
    )
)
_DELETED_USER = "456226577798135808"  # Discord gives all messages of deleted users to this one
_NAMED = re.compile(r"<(@[!&]?|#)(\d{1,20})>|<a?(:\w{1,64}:)\d{1,20}>|<t:(-?\d{1,12})(?::[a-zA-Z])?>")
_LAST_SECOND = 253_402_300_799  # of the year 9999
_MARKDOWN = Dialect(
    signs=(
        ("***", "strong"),
        ("**", "strong"),
        ("*", "emphasis"),
        ("__", None),
        ("_", "emphasis"),
        ("~~", "strike"),
        ("||", None),
    ),
    link=r"\[(?P<label>[^\]\n]{1,300})\]\(<?(?P<url>https?://[^\s)>]{1,2000})>?\)",
    rest=">>> ",
    escapes=True,
)


class _Said(NamedTuple):
    """Where a message stands, and its words."""

    thread: str
    text: str


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is DiscordChatExporter's: a guild, a channel, and messages."""
    shape = outline(head)
    return _DECLARES if shape.root == "{" and shape.has("guild.id", "channel.id", "channel.type", "messages") else 0.0


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the days of a channel, or the one thread that it is, and what is wrong with its messages."""
    found = read_document(dump, ("messages",))
    if isinstance(found, Problem):
        yield found
        return
    yield from found.problems
    told = dict_of(found.value)
    channel = dict_of(told.get("channel"))
    if text_of(channel.get("type")).startswith("Direct"):
        yield not_published(dump, "direct messages")
        return
    days: dict[str, list[PostFacts]] = {}
    is_thread = any(word in text_of(channel.get("type")) for word in ("Thread", "Forum"))
    said: dict[str, _Said] = {}
    for number, message in enumerate(map(dict_of, list_of(told.get("messages"))), 1):
        if not message or text_of(message.get("type")) in _NOTICES:
            continue
        fact = _facts(message, options)
        if fact is None:
            yield broken_record(dump, None, f"message {number} has no number or no date", code="D231")
            continue
        day = "" if is_thread or not fact.when else (fact.when.iso or "")[:10]
        here = _key(channel, day)
        said[fact.id] = _Said(here, fact.body.text)
        days.setdefault(day, []).append(_answering(fact, here, said))
    source = Source(dump.name, digest(dump.data()), name, retrieved=options.retrieved or _exported(told))
    for day, facts in days.items():
        yield _thread(channel, day, facts, source)
    if not days:
        yield dump.trouble("D211", (1, 1), "the dump holds no post", fix="Export the channel again.")


def _exported(told: dict[str, Any]) -> str | None:
    when = iso_moment(text_of(told.get("exportedAt"))).iso
    return when[:10] if when else None


def _thread(channel: dict[str, Any], day: str, facts: list[PostFacts], source: Source) -> Thread:
    called = text_of(channel.get("name"))
    return thread_of(_key(channel, day), f"#{called}, {day}" if day else called, source, facts)


def _key(channel: dict[str, Any], day: str) -> str:
    return "-".join(part for part in ("discord", text_of(channel.get("id")), day) if part)


def _facts(message: dict[str, Any], options: ReadOptions) -> PostFacts | None:
    number, date = text_of(message.get("id")), text_of(message.get("timestamp"))
    if not int_of(number) or not date:
        return None
    reference = text_of(dict_of(message.get("reference")).get("messageId")) or None
    author = dict_of(message.get("author"))
    return PostFacts(
        id=number,
        body=_body(message),
        author=_name_of(author) if text_of(author.get("id")) != _DELETED_USER else None,
        when=iso_moment(date),
        reply_to=reference,
        titles=("bot",) if author.get("isBot") is True else (),
        attachments=tuple(
            replace(attach(text_of(each.get("fileName")), None, options), size=int_of(each.get("fileSizeBytes")) or 0)
            for each in map(dict_of, list_of(message.get("attachments")))
        ),
    )


def _name_of(user: Mapping[str, Any]) -> str:
    return text_of(user.get("nickname")) or text_of(user.get("name"))


def _body(message: dict[str, Any]) -> Body:
    text = text_of(message.get("content"))
    embeds = [dict_of(each) for each in list_of(message.get("embeds"))]
    if not text.strip():  # bots speak in embeds alone
        words = (text_of(each.get(key)) for each in embeds for key in ("title", "description"))
        text = "\n".join(each for each in words if each)
    names = {text_of(each.get("id")): _name_of(each) for each in map(dict_of, list_of(message.get("mentions")))}
    body = read_chat(_with_names(text, names), _MARKDOWN)
    forwarded = text_of(dict_of(message.get("forwardedMessage")).get("content"))
    quote = read_chat(_with_names(forwarded, names), _MARKDOWN).text
    return with_quotes(body, [ToldQuote(quote)]) if quote else body


def _with_names(text: str, names: Mapping[str, str]) -> str:
    """Return a message with the names of people, emoji and dates for the codes that stand for them."""

    def named(match: re.Match[str]) -> str:
        kind, number, emoji, second = match.groups()
        if emoji:
            return str(emoji)
        if second:
            told = datetime.fromtimestamp(min(max(int(second), 0), _LAST_SECOND), UTC)
            return told.strftime("%Y-%m-%d %H:%M UTC")
        return f"{kind[0]}{names.get(number, number)}"

    return _NAMED.sub(named, text)


def _answering(facts: PostFacts, here: str, said: Mapping[str, _Said]) -> PostFacts:
    """Return a message whose quotes lead to the message that it answers, where that one has their words."""
    origin = said.get(facts.reply_to or "")
    if origin is None or facts.reply_to is None:
        return facts
    thread = origin.thread if origin.thread != here else None
    return replace(facts, body=answering(facts.body, facts.reply_to, origin.text, thread=thread))
