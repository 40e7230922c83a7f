"""Importer `zulip`: topics of Zulip, from zulip-archive, its interface, or an organisation's official export.

**Reads**

- zulip-archive's `STREAM/TOPIC.json` (a list of `{"id", "content", "sender_full_name", "timestamp"}`): a topic is a
  thread, named by the file, whose `.20` stand for the signs that a file name cannot hold;
- answers of the interface (`{"messages": [...]}`), grouped by channel and topic;
- the official export: its folder (`realm.json` and `messages-000001.json` ...), or one of its message files.

Quotes are those that Zulip's "quote and reply" writes, "NAME said:" with a link to the very message, and other block
quotes. Post ids are Zulip's message ids.

**Never published**: direct messages are left out, those of private channels too where the export tells.

**Cannot**: resolve topics that were moved or renamed; show reactions, polls or uploads (they are named).

*Facts*: Zulip's open sources, `zulip-archive`, and real archives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.codec import decode, digest, encode
from generator.importers.dumps import Dump, ReadOptions
from generator.importers.structured.documents import belongs_to, dict_of, int_of, list_of, read_document, text_of
from generator.importers.structured.fragments import read_fragment
from generator.importers.structured.marked import marked_body
from generator.importers.structured.moments import unix_moment
from generator.importers.structured.outlines import outline
from generator.importers.structured.posts import PostFacts, thread_of
from generator.importers.structured.quarantine import broken_record
from generator.importers.structured.spill import Record, grouped
from generator.importers.structured.zulip_markup import decoded, key_of_address, meaning, topic_key
from generator.problems import Problem
from generator.records import Declared, Source, Thread

name = "zulip"
reads_folders = True
splits = True

_DECLARES = 0.95
_RECORDS = ("", "messages", "zerver_message")
_CHANNEL = 2  # of a recipient's types; the others are direct messages
_USERS = ("zerver_userprofile", "zerver_userprofile_mirrordummy", "zerver_userprofile_crossrealm")


@dataclass(frozen=True, slots=True)
class _Realm:
    """What an export's realm.json tells: who is who, and which recipients are channels that everybody may read."""

    names: Mapping[str, str]
    channels: Mapping[str, str]  # recipient -> name of a public channel


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is Zulip's: its messages name their senders in full, or its export's tables."""
    if path.is_dir():
        return _DECLARES if (path / "realm.json").is_file() and any(path.glob("messages-*.json")) else 0.0
    shape = outline(head)
    places = ("[].", "messages[].")
    is_archive = any(shape.has(f"{at}id", f"{at}sender_full_name", f"{at}timestamp", f"{at}content") for at in places)
    is_export = shape.root == "{" and shape.has_any("zerver_message", "zerver_realm", "zerver_userprofile")
    return _DECLARES if is_archive or is_export else 0.0


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the topics of a dump, in the order in which they begin."""
    if not dump.is_folder and outline(dump.head()).has_any("zerver_message", "zerver_realm", "zerver_userprofile"):
        yield belongs_to(dump, "the other files of the export, from the folder that holds realm.json and the messages")
        return
    source = Source(dump.name, "" if dump.is_folder else digest(dump.data()), name, retrieved=options.retrieved)
    is_empty = True
    scan = _exported if dump.is_folder else _archived
    for found in grouped(dump, options, lambda start: scan(dump)):
        is_empty = is_empty and isinstance(found, Problem) and found.severity != "error"
        if isinstance(found, Problem):
            yield found
        else:
            yield _thread([decode(payload, dict[str, str]) for payload in found[1]], source)
    if is_empty and options.part.of == 1:
        why = "Direct messages and private channels are left out."
        yield dump.trouble("D211", (1, 1), "the dump holds no post that may be published", why=why)


def _archived(dump: Dump) -> Iterator[Record | Problem]:
    """Yield the messages of one file; where they do not name their topic, the file does."""
    found = read_document(dump, _RECORDS)
    if isinstance(found, Problem):
        yield found
        return
    yield from found.problems
    topic = decoded(dump.path.name.removesuffix(".json"))
    told = dict_of(found.value).get("messages", found.value)
    for value in list_of(told):
        message = dict_of(value)
        if value is None or isinstance(message.get("display_recipient"), list) or message.get("type") == "private":
            continue  # broken and told, or a direct message
        named = message.get("subject", message.get("topic"))
        row = {
            "channel": text_of(message.get("display_recipient")),
            "topic": named if isinstance(named, str) else topic,
            "author": text_of(message.get("sender_full_name")),
            "date": text_of(message.get("timestamp")),
            "html": text_of(message.get("content")) if message.get("content_type") != "text/x-markdown" else "",
            "text": text_of(message.get("content")) if message.get("content_type") == "text/x-markdown" else "",
        }
        yield _record(message, row, dump)


def _exported(dump: Dump) -> Iterator[Record | Problem]:
    """Yield the messages in public channels of an export."""
    told = read_document(Dump(dump.path / "realm.json", f"{dump.name}/realm.json"))
    if isinstance(told, Problem):
        yield told
        return
    realm = _realm(dict_of(told.value))
    for path in dump.files():
        if path.parent != dump.path or not (path.name.startswith("messages-") and path.suffix == ".json"):
            continue
        file = Dump(path, f"{dump.name}/{path.name}")
        found = read_document(file, _RECORDS)
        if isinstance(found, Problem):
            yield replace(found, severity="warning")
            continue
        yield from found.problems
        for message in map(dict_of, list_of(dict_of(found.value).get("zerver_message"))):
            channel = realm.channels.get(text_of(message.get("recipient")))
            if channel is None:
                continue  # a direct message, a private channel, or a broken record that was told
            row = {
                "channel": channel,
                "topic": text_of(message.get("subject")),
                "author": realm.names.get(text_of(message.get("sender")), ""),
                "date": text_of(message.get("date_sent")),
                "html": text_of(message.get("rendered_content")),
                "text": text_of(message.get("content")),
            }
            yield _record(message, row, file)


def _realm(tables: dict[str, Any]) -> _Realm:
    users = [dict_of(user) for table in _USERS for user in list_of(tables.get(table))]
    public = {
        text_of(each.get("id")): text_of(each.get("name"))
        for each in map(dict_of, list_of(tables.get("zerver_stream")))
        if each.get("invite_only") is False
    }
    recipients = map(dict_of, list_of(tables.get("zerver_recipient")))
    return _Realm(
        {text_of(user.get("id")): text_of(user.get("full_name")) for user in users},
        {
            text_of(each.get("id")): public[text_of(each.get("type_id"))]
            for each in recipients
            if each.get("type") == _CHANNEL and text_of(each.get("type_id")) in public
        },
    )


def _record(message: dict[str, Any], row: dict[str, str], dump: Dump) -> Record | Problem:
    number = int_of(message.get("id"))
    if number is None:
        return broken_record(dump, None, "a message has no number (`id`)", code="D231")
    return Record(topic_key(row["channel"], row["topic"]), number, encode({**row, "id": str(number)}))


def _thread(messages: list[dict[str, str]], source: Source) -> Thread:
    first = messages[0]
    key = topic_key(first["channel"], first["topic"])
    return thread_of(key, first["topic"] or first["channel"], source, (_facts(each) for each in messages))


def _facts(message: dict[str, str]) -> PostFacts:
    body = read_fragment(message["html"], meaning) if message["html"] else marked_body(message["text"])
    return PostFacts(
        id=message["id"],
        body=replace(body, declared=tuple(_placed(quote, message) for quote in body.declared)),
        author=message["author"] or None,
        when=unix_moment(message["date"]) if message["date"] else None,
    )


def _placed(quote: Declared, message: dict[str, str]) -> Declared:
    """Return a quote with the key of its topic, as the threads of this dump are named; None for its own."""
    if quote.thread is None:
        return quote
    key = key_of_address(quote.thread, with_channel=bool(message["channel"]))
    return replace(quote, thread=None if key == topic_key(message["channel"], message["topic"]) else key)
