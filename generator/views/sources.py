"""What the views are made from: settings, one thread with its links, and the rows of the lists."""

from __future__ import annotations

from dataclasses import dataclass

from generator.languages import ENGLISH, Language
from generator.records import Mention, Person, Thread, ThreadLinks, Topic
from generator.tables.rows import (
    CountRow,
    DoubtRow,
    IncomingRow,
    LostRow,
    MonthRow,
    OutgoingRow,
    PersonRow,
    PieceRow,
    ThreadCardRow,
    ThreadPersonRow,
    TopicMentionRow,
    TopicPairRow,
    TopicRow,
)
from generator.views.contract import SiteView


@dataclass(frozen=True, slots=True)
class Settings:
    """What site.yaml, topics.yaml and the corrections say, as far as a page can show it."""

    site: SiteView
    posts_per_page: int = 20
    list_page_size: int = 50
    attachments: str = "all"  # which are published: "all", "pictures" or "none"
    post_pages: str = "all"  # which posts have a page of their own: "all", "quoted" or "none"; links heed it
    resolver: bool = False  # the page for addresses that lead nowhere looks for those of former forums
    feeds: str = "all"  # which there are: "all", "archive" (one for the whole) or "none"
    search: str = "full"  # "full", or "none": no index and no page
    topics: tuple[Topic, ...] = ()
    language: Language = ENGLISH  # what the edition speaks itself
    joined: tuple[Person, ...] = ()  # people whom a correction joined: every name in `also` belongs to `id`


@dataclass(frozen=True, slots=True)
class ThreadBundle:
    """A thread with all that is known about it.

    Quoters inside the thread are read from `links`; `incoming` is only needed for those from other threads (rows of
    this thread are ignored). `pieces` are the pieces of those quotes in this thread's posts, where they are known.
    """

    thread: Thread
    links: ThreadLinks
    mentions: tuple[Mention, ...] = ()
    incoming: tuple[IncomingRow, ...] = ()
    outgoing: tuple[OutgoingRow, ...] = ()
    pieces: tuple[PieceRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Overview:
    """The archive at a glance, for the home page. Longer rows than the page shows are cut."""

    threads: tuple[ThreadCardRow, ...]  # the last 30 by rank are enough
    thread_people: tuple[ThreadPersonRow, ...]  # of those threads
    people: tuple[PersonRow, ...]  # the 24 with most posts are enough
    topics: tuple[TopicRow, ...]  # the first 30 are enough
    counts: tuple[CountRow, ...]
    introduction: str = ""  # content/pages/home.md
    months: tuple[MonthRow, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicRows:
    """A topic with its mentions. A topic without any has a page as well, for others lead to it."""

    topic: Topic
    own: int
    quoted: int
    mentions: tuple[TopicMentionRow, ...]  # own words first, then inside quotes
    pairs: tuple[TopicPairRow, ...] = ()  # rows whose `topic` is this one


@dataclass(frozen=True, slots=True)
class IndexRows:
    """Everything with a name, for the A-Z."""

    threads: tuple[ThreadCardRow, ...]
    people: tuple[PersonRow, ...]
    topics: tuple[TopicRow, ...]
    lost: tuple[LostRow, ...] = ()


@dataclass(frozen=True, slots=True)
class HonestyRows:
    """What is missing, guessed and ambiguous."""

    counts: tuple[CountRow, ...]
    doubts: tuple[DoubtRow, ...] = ()  # at most 100
    lost: tuple[LostRow, ...] = ()  # at most 100
    gaps: tuple[ThreadCardRow, ...] = ()  # threads of which posts are known to be missing, at most 100
    replaced: int = 0  # characters of the dumps that could not be decoded
