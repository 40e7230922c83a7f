"""Importer `slack`: exports of a Slack workspace.

**Reads** the export as its zip file or unpacked into a folder (`users.json`, `channels.json` and for each channel
`CHANNEL/2024-05-17.json`), and the file of one day alone; then people are named as far as the messages name them.

A **thread** here is a thread of Slack: a message and all answers to it. Messages that nobody answered in a thread are
put together by channel and day (UTC), as they were read.

Names come from `users.json`; mentions and links are written out. Quotes are lines that begin with ">", and messages
that were shared into another, with the author and the message that Slack names. Files are named, not loaded, and their
addresses are left out, for they hold keys.

**Never published**: private channels, group messages and direct messages (`groups.json`, `mpims.json`, `dms.json`);
deleted messages stand as empty places. Notices of who joined and left are left out; mail addresses too.

**Cannot**: show reactions, polls and the blocks of apps beyond their text.

*Facts*: Slack's documentation of its exports, messages and formatting.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from generator.codec import decode, encode
from generator.importers.dumps import Dump, ReadOptions
from generator.importers.structured.attachments import attach
from generator.importers.structured.chat import Dialect, read_chat
from generator.importers.structured.documents import belongs_to, dict_of, list_of, text_of
from generator.importers.structured.fragments import withheld
from generator.importers.structured.moments import unix_moment
from generator.importers.structured.outlines import Outline, outline
from generator.importers.structured.packs import Pack, names_in_zip, open_pack
from generator.importers.structured.posts import PostFacts, thread_of
from generator.importers.structured.quarantine import broken_record
from generator.importers.structured.quotes import ToldQuote, answering, with_quotes
from generator.importers.structured.spill import Record, grouped
from generator.markup import Body
from generator.problems import Problem
from generator.records import Source, Thread

name = "slack"
reads_folders = True
splits = True

_DECLARES = 0.95
_DAY_FILE = re.compile(r"(?:.*/)?([^/]+)/\d{4}-\d\d-\d\d\.json\Z")
_LISTS = ("users.json", "channels.json")
_PRIVATE = ("groups.json", "mpims.json", "dms.json")
_LEFT_OUT = frozenset(
    f"{place}_{what}" for place in ("channel", "group") for what in ("join", "leave", "archive", "unarchive", "name")
) | {"bot_add", "bot_remove", "message_changed", "message_deleted", "message_replied"}
_TS = re.compile(r"\d{1,12}\.\d{1,9}")
_SHARED = re.compile(r"/archives/(\w+)/p(\d{1,12})(\d{6})(?:\?(?:[^#]*&)?thread_ts=(\d{1,12}\.\d{1,9}))?")
_ADDRESSED = re.compile(r"<([@#!])([^>|]{1,200})(?:\|([^>]{0,200}))?>")
_QUOTED = re.compile(r"^(&gt;&gt;&gt;|&gt;)[ \t]*", re.MULTILINE)
_TITLE = 60  # signs of the first message that a thread is called by
_MOST_WORDS = 10_000
_LAST_SECOND = 253_402_300_799  # of the year 9999


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


_MRKDWN = Dialect(
    signs=(("*", "strong"), ("_", "emphasis"), ("~", "strike")),
    link=r"<(?P<url>(?:https?://|mailto:)[^|>\s]{1,2000})(?:\|(?P<label>[^>]{0,1000}))?>",
    rest=">>> ",
    plain=_unescaped,
)


@dataclass(frozen=True, slots=True)
class _Team:
    """Who is who, which channel is which, and which folders hold what was not meant for everybody."""

    users: Mapping[str, str]
    channels: Mapping[str, str]
    private: frozenset[str]


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is an export of Slack, or a file of one."""
    if path.is_dir():
        return _DECLARES if (path / "users.json").is_file() and (path / "channels.json").is_file() else 0.0
    if head.startswith(b"PK\x03\x04"):
        names = names_in_zip(head)
        is_export = any(each.rpartition("/")[2] in _LISTS or _DAY_FILE.match(each) for each in names)
        return _DECLARES if is_export else 0.0
    shape = outline(head)
    return _DECLARES if _is_day(shape) or _is_beside(shape) else 0.0


def _is_day(shape: Outline) -> bool:
    return shape.root == "[" and shape.text("[].type") == "message" and _TS.fullmatch(shape.text("[].ts")) is not None


def _is_beside(shape: Outline) -> bool:
    is_users = shape.has("[].id", "[].profile", "[].team_id")
    return is_users or shape.has("[].id", "[].name", "[].created", "[].members")


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the threads of an export, in the order in which they begin."""
    if not dump.is_folder and _is_beside(outline(dump.head())):
        yield belongs_to(dump, "the messages of the export, from the folder or zip file that holds all")
        return
    pack = open_pack(dump)
    if isinstance(pack, Problem):
        yield pack
        return
    with pack:
        team = yield from _team(pack)
        source = Source(dump.name, pack.digest, name, retrieved=options.retrieved)
        is_empty = True
        for found in grouped(dump, options, lambda start: _records(pack, team)):
            is_empty = is_empty and isinstance(found, Problem) and found.severity != "error"
            if isinstance(found, Problem):
                yield found
            else:
                channel, _, begin = found[0].partition("\t")
                messages = [decode(payload, dict[str, Any]) for payload in found[1]]
                yield _thread((channel, begin), messages, (options, source))
        if is_empty and options.part.of == 1:
            why = "Private channels and direct messages are left out."
            yield dump.trouble("D211", (1, 1), "the dump holds no post that may be published", why=why)


def _team(pack: Pack) -> Generator[Problem, None, _Team]:
    """Yield what is wrong with the lists beside the messages, and return what they tell."""
    lists: dict[str, list[dict[str, Any]]] = {}
    for file in (*_LISTS, *_PRIVATE):
        lists[file] = []
        place = next((each for each in pack.names if each.rpartition("/")[2] == file), None)
        if place:
            found = pack.read(place, ("",))
            if isinstance(found, Problem):
                yield replace(found, severity="warning")
            else:
                lists[file] = [dict_of(each) for each in list_of(found.value)]
    private = {text_of(each.get(key)) for file in _PRIVATE for each in lists[file] for key in ("id", "name")}
    return _Team(
        users={text_of(user.get("id")): _name_of(user) for user in lists["users.json"]},
        channels={text_of(each.get("id")): text_of(each.get("name")) for each in lists["channels.json"]},
        private=frozenset(private - {""}),
    )


def _name_of(user: dict[str, Any]) -> str:
    """Return what a user is called: never a mail address."""
    profile = dict_of(user.get("profile"))
    told = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"), user.get("name"))
    return next((each for each in map(text_of, told) if each and "@" not in each), text_of(user.get("id")))


def _records(pack: Pack, team: _Team) -> Iterator[Record | Problem]:
    """Yield the messages of public channels, by their threads."""
    public = frozenset(team.channels.values())
    for file in pack.names:
        day = _DAY_FILE.match(file)
        if not day or day[1] in team.private or (public and day[1] not in public):
            continue
        found = pack.read(file, ("",))
        if isinstance(found, Problem):
            yield replace(found, severity="warning") if len(pack.names) > 1 else found
            continue
        yield from found.problems
        for message in map(dict_of, list_of(found.value)):
            if not message or text_of(message.get("subtype")) in _LEFT_OUT:
                continue
            ts = text_of(message.get("ts"))
            if not _TS.fullmatch(ts):
                yield broken_record(pack.dump, None, f"a message in {file} has no time stamp (`ts`)", code="D231")
                continue
            yield Record(f"{day[1]}\t{_begin(message, ts)}", ts, encode(_row(message, team, ts)))


def _begin(message: dict[str, Any], ts: str) -> str:
    """Return where a message belongs: the time stamp of its thread's first message, else its day."""
    thread = text_of(message.get("thread_ts"))
    return thread if _TS.fullmatch(thread) else _day(ts)


def _day(ts: str) -> str:
    return datetime.fromtimestamp(min(int(ts.partition(".")[0]), _LAST_SECOND), UTC).strftime("%Y-%m-%d")


def _row(message: dict[str, Any], team: _Team, ts: str) -> dict[str, Any]:
    """Return what is needed of a message, with all names written out."""
    user = text_of(message.get("user"))
    about = dict_of(message.get("user_profile"))
    called = team.users.get(user) or (_name_of({"id": user, "profile": about}) if about else "")
    files = [dict_of(each) for each in list_of(message.get("files"))]
    parent = text_of(message.get("thread_ts"))
    return {
        "ts": ts,
        "author": called or text_of(message.get("username")) or user or text_of(message.get("bot_id")),
        "text": _with_names(text_of(message.get("text")) or _block_text(message.get("blocks")), team),
        "answers": parent if _TS.fullmatch(parent) and parent != ts else "",
        "files": [
            text_of(each.get("title")) or text_of(each.get("name")) for each in files if each.get("mode") != "tombstone"
        ],
        "shared": [_shared(dict_of(each), team) for each in list_of(message.get("attachments"))],
        "is_gone": message.get("subtype") == "tombstone" or message.get("hidden") is True,
    }


def _with_names(text: str, team: _Team) -> str:
    def named(match: re.Match[str]) -> str:
        kind, told, label = match.groups()
        if kind == "@":
            return f"@{label or team.users.get(told, told)}"
        if kind == "#":
            return f"#{label or team.channels.get(told, told)}"
        return label or f"@{told.partition('^')[0]}"

    return _QUOTED.sub(lambda match: ">>> " if len(match[1]) > len("&gt;") else "> ", _ADDRESSED.sub(named, text))


def _block_text(blocks: object) -> str:
    """Return the words of a message that apps wrote as blocks only."""
    words: list[str] = []
    waiting: list[object] = [blocks]
    while waiting and len(words) < _MOST_WORDS:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += reversed(value)
        elif isinstance(value, dict):
            told = value.get("text")
            if isinstance(told, str):
                words.append(told)
            else:
                waiting += (value.get(key) for key in ("elements", "fields", "text") if key in value)
    return " ".join(words)


def _shared(told: dict[str, Any], team: _Team) -> dict[str, str]:
    """Return a message that was shared into another, as a quote; without text where it is none."""
    is_message = bool(told.get("is_share") or told.get("is_msg_unfurl") or told.get("message_blocks"))
    address = _SHARED.search(text_of(told.get("from_url")))
    author = team.users.get(text_of(told.get("author_id"))) or text_of(told.get("author_name"))
    quote = {"text": "", "author": author, "post": "", "thread": ""}
    if not is_message or not address or address[1] in team.private:
        return quote
    channel, seconds, rest, thread = address.groups()
    ts = f"{seconds}.{rest}"
    body = read_chat(_with_names(text_of(told.get("text")), team), _MRKDWN)
    named = team.channels.get(channel, text_of(told.get("channel_name")) or channel)
    return {**quote, "text": body.text, "post": _id(ts), "thread": _key(named, thread or _day(ts))}


def _id(ts: str) -> str:
    return ts.replace(".", "-")


def _key(channel: str, begin: str) -> str:
    return f"slack-{channel}-{_id(begin)}"


def _thread(place: tuple[str, str], messages: list[dict[str, Any]], desk: tuple[ReadOptions, Source]) -> Thread:
    channel, begin = place
    options, source = desk
    key = _key(channel, begin)
    facts = [_facts(message, key, options) for message in messages]
    parent = facts[0]
    facts[1:] = (
        replace(each, body=answering(each.body, parent.id, parent.body.text)) if each.reply_to == parent.id else each
        for each in facts[1:]
    )
    first = next((line for line in facts[0].body.text.split("\n") if line.strip()), "")
    is_day = "-" in begin
    words = first[:_TITLE].rstrip() + ("..." if len(first) > _TITLE else "")
    title = f"#{channel}: {words}" if words and not is_day else f"#{channel}, {begin if is_day else _day(begin)}"
    return thread_of(key, title, source, facts)


def _facts(message: dict[str, Any], key: str, options: ReadOptions) -> PostFacts:
    ts = message["ts"]
    facts = PostFacts(
        id=_id(ts),
        body=Body(""),
        author=message["author"] or None,
        when=unix_moment(ts),
        reply_to=_id(message["answers"]) if message["answers"] else None,
        attachments=tuple(attach(file, None, options) for file in message["files"]),
    )
    quotes = [
        ToldQuote(
            each["text"],
            each["author"] or None,
            each["post"] or None,
            each["thread"] if each["thread"] != key else None,
        )
        for each in message["shared"]
    ]
    facts = replace(facts, body=with_quotes(read_chat(message["text"], _MRKDWN), quotes))
    return withheld(facts, "deleted") if message["is_gone"] else facts
