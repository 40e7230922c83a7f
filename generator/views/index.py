"""The A-Z: threads, people, topics and lost posts together."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from generator.codec import short_id
from generator.markup import visible_text
from generator.views import urls, wording
from generator.views.contract import IndexEntry, IndexGroup, IndexPage, Link
from generator.views.frames import excerpt, frame, paged
from generator.views.pager import page_count, pager, split
from generator.views.sources import IndexRows, Settings

ENTRIES_A_PAGE = 500  # a longer A-Z has pages of its own for each letter
_OTHER = "#"  # what begins with no letter
_SCRIPTS = {"CJK": "漢", "HANGUL": "한", "HIRAGANA": "あ", "KATAKANA": "あ", "YI": "ꀀ", "CUNEIFORM": "𒀀"}
_SMALL_ALPHABET = 0x3000  # scripts below hold few enough letters to give each one a place of its own


def index_pages(rows: IndexRows, settings: Settings) -> Iterator[IndexPage]:
    """Yield the A-Z: one page where it is short, else a page with all letters and then pages for each letter."""
    url = urls.index_url()
    by_letter = _by_letter(_labels(rows, settings))
    letters = tuple(by_letter)
    if sum(map(len, by_letter.values())) <= ENTRIES_A_PAGE:
        links = tuple(Link(letter, f"#{_anchor(letter)}") for letter in letters)
        groups = tuple(_group(letter, labels, url) for letter, labels in by_letter.items())
        yield IndexPage(frame(url, settings.language.t(wording.INDEX_LABEL), settings), groups, links)
        return
    yield IndexPage(frame(url, settings.language.t(wording.INDEX_LABEL), settings), (), _links(letters, url))
    for letter, labels in by_letter.items():
        yield from _letter_pages(letter, labels, letters, settings)


class _Label(NamedTuple):
    """What stands in the A-Z, in the order in which it sorts. `url` is an address, for the page is not known yet."""

    key: str
    label: str
    kind: Literal["thread", "person", "topic", "lost"]
    url: str
    note: str


def _labels(rows: IndexRows, settings: Settings) -> Iterator[_Label]:
    for thread in rows.threads:
        title = visible_text(thread.title).strip() or settings.language.t(wording.UNTITLED)
        yield _label(title, "thread", urls.thread_url(thread.thread), wording.posts(settings.language, thread.posts))
    for person in rows.people:
        note = wording.posts(settings.language, person.posts)
        yield _label(visible_text(person.author), "person", urls.person_url(person.person), note)
    mentions = {row.topic: row.own + row.quoted for row in rows.topics}
    for topic in settings.topics:
        note = settings.language.t("{n} mention", "{n} mentions", n=mentions.get(topic.id, 0))
        yield _label(visible_text(topic.label), "topic", urls.topic_url(topic.id), note)
    for lost in rows.lost:
        words = excerpt(lost.excerpt, limit=60)
        yield _label(words, "lost", urls.lost_url(lost.thread, lost.lost), visible_text(lost.author))


def _label(label: str, kind: Literal["thread", "person", "topic", "lost"], url: str, note: str) -> _Label:
    folded = unicodedata.normalize("NFKD", label.casefold())
    key = "".join(sign for sign in folded if sign.isalnum() or sign == " ").strip()
    return _Label(key, label, kind, url, note)


def _by_letter(labels: Iterable[_Label]) -> dict[str, list[_Label]]:
    """Return the labels by letter, both in order; what begins with no letter comes last."""
    found: defaultdict[str, list[_Label]] = defaultdict(list)
    for label in sorted(labels):
        found[_letter(label.key)].append(label)
    return {letter: found[letter] for letter in sorted(found, key=lambda letter: (letter == _OTHER, letter))}


def _letter(key: str) -> str:
    first = key[:1].upper()
    if not first.isalpha():
        return _OTHER
    if ord(first[0]) < _SMALL_ALPHABET:
        return first[0]
    return _SCRIPTS.get(unicodedata.name(first[0], "").partition(" ")[0], _OTHER)


def _letter_pages(
    letter: str, labels: Sequence[_Label], letters: tuple[str, ...], settings: Settings
) -> Iterator[IndexPage]:
    total = page_count(len(labels), ENTRIES_A_PAGE)
    for number, part in split(labels, ENTRIES_A_PAGE):
        url = urls.index_url(_name(letter), number)
        above = (Link(settings.language.t(wording.INDEX_LABEL), urls.relative(url, urls.index_url())),)
        way = pager(number, total, lambda page: urls.index_url(_name(letter), page))
        own = tuple(replace(link, label=f"{letter} {link.label}") for link in way.pages) if total > 1 else ()
        page = frame(url, f"{settings.language.t(wording.INDEX_LABEL)}: {letter}", settings, above=above)
        yield IndexPage(paged(page, way), (_group(letter, part, url),), (*_links(letters, url, current=letter), *own))


def _links(letters: tuple[str, ...], url: str, *, current: str = "") -> tuple[Link, ...]:
    return tuple(
        Link(letter, urls.relative(url, urls.index_url(_name(letter))), current=letter == current) for letter in letters
    )


def _group(letter: str, labels: Iterable[_Label], url: str) -> IndexGroup:
    entries = tuple(IndexEntry(one.label, urls.relative(url, one.url), one.kind, one.note) for one in labels)
    return IndexGroup(letter, _anchor(letter), entries)


def _anchor(letter: str) -> str:
    return f"letter-{_name(letter)}"


def _name(letter: str) -> str:
    """Return the letter as part of a file name: itself where it is plain, else signs that stand for it."""
    return letter.lower() if letter.isascii() and letter.isalpha() else f"x-{short_id(letter)}"
