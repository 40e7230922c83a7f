"""The messages of one thread → its record: what each says, in the order in which a reader would follow it."""

from __future__ import annotations

import datetime
import heapq
from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.codec import short_id
from generator.importers.dumps import ReadOptions
from generator.importers.mail.archive import Archive
from generator.importers.mail.company import Mail, Place
from generator.importers.mail.company import Thread as Company
from generator.importers.mail.content import Content, read_content
from generator.importers.mail.headers import Header, message_ids, sender, zone_of
from generator.importers.mail.html_quotes import read_html_mail
from generator.importers.mail.index import NO_ID, REPLY, WITHHELD, Entry, base_subject, number_of
from generator.importers.mail.marks import own_words
from generator.importers.mail.quoting import read_mail
from generator.importers.structured.attachments import attach
from generator.importers.structured.posts import PostFacts, thread_of
from generator.markup import Body, read_html
from generator.records import Attachment, Moment, Source, Span, Thread
from generator.text import letters

_SAME_S = 86_400  # within a day, the same words by the same sender are one message sent twice
_LEAST_SAME = 40  # letters: "thanks!" is said twice
_ID_SIGNS = 12
_KEPT = 65_536  # bytes of a message's content that are kept while its thread is made
_COMPARED = 200_000  # characters of a message in which quotes are looked up


@dataclass(slots=True)
class _Message:
    """A message while its thread is made."""

    place: int  # in the index
    entry: Entry
    header: Header
    content: Content | None  # None: too large to be kept; it is read again
    mail: Mail
    parent: int = -1  # which message of the thread it answers
    answers: str | None = None  # its id as a post
    withheld: str = ""  # its words, where they must not be shown


def read_thread(
    archive: Archive, places: Sequence[int], parents: Sequence[int], source: Source, options: ReadOptions
) -> Thread | None:
    """Return the thread of these messages; None where nobody wanted any of them archived.

    `parents` tells for each message of the index which one it answers. Memory grows with this thread alone.
    """
    read = [_read(archive, place) for place in places]
    withheld = [message.mail for message in read if message.entry.flags & WITHHELD]
    shown = _without_same([message for message in read if not message.entry.flags & WITHHELD], parents)
    kept_back = tuple(words for message in read if message.entry.flags & WITHHELD for words in _own_words(message))
    if not shown:
        if options.withhold:
            options.withhold(kept_back)
        return None
    ordered = _in_order(shown)
    company = Company([message.mail for message in ordered], withheld)
    facts = [
        _facts(archive, message, Place(company, at, is_reply=_is_reply(message)), options)
        for at, message in enumerate(ordered)
    ]
    first = min(shown, key=lambda message: (message.entry.date, message.place))
    known = archive.index.references(first.place)
    key = short_id(known[0] if known else first.entry.id, length=_ID_SIGNS)
    title = next((base for message in ordered if (base := base_subject(message.header.text("subject"))[0])), None)
    hidden = Place(company, 0, is_reply=False).hide(title) if title else None
    return replace(thread_of(f"mail-{key}", hidden, source, facts), withheld_words=kept_back)


def _own_words(message: _Message) -> tuple[str, ...]:
    """Return the paragraphs of a mail that it does not mark as quotes."""
    return tuple(stripped for part in own_words(message.withheld).split("\n\n") if (stripped := part.strip()))


def _is_reply(message: _Message) -> bool:
    return bool(message.entry.flags & REPLY) or message.parent >= 0


def _read(archive: Archive, place: int) -> _Message:
    entry = archive.index[place]
    header, body = archive.read(entry)
    content = read_content(header, body)
    words = "\n".join(read_html(text).text if is_html else text for is_html, text in content.texts)
    ids = message_ids(header.raw("message-id"))
    own = short_id(str(entry.id) if not entry.flags & NO_ID else f"{entry.date}/{letters(words)}", length=_ID_SIGNS)
    mail = Mail(
        f"m{own}", ids[0] if ids else None, sender(header.raw("from")), letters(words), letters(own_words(words))
    )
    is_small = sum(len(text) for _, text in content.texts) + sum(len(data) for _, data in content.files) <= _KEPT
    kept_back = words if entry.flags & WITHHELD else ""
    return _Message(place, entry, header, content if is_small else None, mail, withheld=kept_back)


def _without_same(messages: Sequence[_Message], parents: Sequence[int]) -> list[_Message]:
    """Return the messages with who answers whom; of those sent twice, and of ids used twice, one each."""
    kept: list[_Message] = []
    seen: dict[tuple[int, str], _Message] = {}
    stands_for: dict[int, int] = {}
    taken: set[str] = set()
    for message in messages:
        key = (message.entry.sender, message.mail.letters)
        same = seen.get(key)
        if same and len(key[1]) >= _LEAST_SAME and abs(same.entry.date - message.entry.date) <= _SAME_S:
            stands_for[message.place] = same.place
            continue
        seen[key] = message
        if message.mail.post in taken:  # two messages share an id, or say the same without one
            other = short_id(message.mail.post, str(message.entry.date), key[1], length=_ID_SIGNS)
            message.mail = replace(message.mail, post=f"m{other}")
        taken.add(message.mail.post)
        kept.append(message)
    by_place = {message.place: at for at, message in enumerate(kept)}
    for at, message in enumerate(kept):
        parent = parents[message.place]
        found = by_place.get(stands_for.get(parent, parent), -1)
        message.parent = found if found != at else -1
    return kept


def _in_order(messages: Sequence[_Message]) -> list[_Message]:
    """Return the messages by date, each behind what it answers, and with `parent` counted in this order."""
    children: dict[int, list[int]] = {}
    for at, message in enumerate(messages):
        children.setdefault(message.parent, []).append(at)
    waiting = [(messages[at].entry.date, messages[at].place, at) for at in children.get(-1, [])]
    heapq.heapify(waiting)
    order: list[int] = []
    while waiting:
        _, _, at = heapq.heappop(waiting)
        order.append(at)
        for child in children.get(at, []):
            heapq.heappush(waiting, (messages[child].entry.date, messages[child].place, child))
    new = {at: place for place, at in enumerate(order)}
    ordered = [messages[at] for at in order]
    for message in ordered:
        message.parent = new.get(message.parent, -1)
        message.mail = replace(message.mail, parent=message.parent)
        message.answers = ordered[message.parent].mail.post if message.parent >= 0 else None
    return ordered


def _facts(archive: Archive, message: _Message, place: Place, options: ReadOptions) -> PostFacts:
    content = message.content or read_content(*archive.read(message.entry))
    body, signature = _body(content, place)
    return PostFacts(
        id=message.mail.post,
        body=body,
        author=message.mail.sender.shown,
        when=moment_of(message.header.text("date"), message.entry.date),
        reply_to=message.answers,
        url=_archived_at(message.header),
        signature=signature,
        lines=Span(message.entry.line, message.entry.line + 1),
        attachments=tuple(_attached(content, place, options)),
    )


def _body(content: Content, place: Place) -> tuple[Body, str | None]:
    """Return what a mail says: its plain text; where it has none, its HTML."""
    plain = "\n\n".join(text for is_html, text in content.texts if not is_html)
    body, signature = read_mail(plain, place)
    html = [text for is_html, text in content.texts if is_html]
    if not html:
        return body, signature
    if body.text.strip():
        told = "\n\n".join([plain, *(read_html(text).text for text in html)])
        return read_mail(told, place)
    body = read_html_mail("<hr>".join(html), place)
    if place.has_withheld and any(place.withholds(line, is_going_on=False) for line in body.text.split("\n")):
        return read_mail(body.text, place)  # what must not be shown is found line by line
    return body, signature


def _attached(content: Content, place: Place, options: ReadOptions) -> list[Attachment]:
    return [attach(place.hide(name), data, options) for name, data in content.files]


def post_id(message: str) -> str:
    """Return the id of the post that a mail is: made from its Message-ID, which may hold an address."""
    return f"m{short_id(str(number_of(message)), length=_ID_SIGNS)}"


def moment_of(date: str, seconds: int | None) -> Moment | None:
    """Return when a mail was written: its own wording, and the moment in UTC where that can be read."""
    raw = " ".join(date.split())[:100]
    if seconds is None or seconds < 0:
        return Moment(raw, None) if raw else None
    told = datetime.datetime.fromtimestamp(seconds, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S")
    told += "Z" if zone_of(raw) is not None else ""
    return Moment(raw or told, told)


def _archived_at(header: Header) -> str | None:
    url = header.raw("archived-at").strip().strip("<>")
    return url if url.startswith(("https://", "http://")) and "@" not in url and len(url) < 500 else None
