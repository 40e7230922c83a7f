"""One record a page kind; `template` names the file that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from markupsafe import Markup

from generator.views.contract.frame import Frame, Pager
from generator.views.contract.machines import CiteView
from generator.views.contract.parts import (
    ChartView,
    DayView,
    DoubtView,
    IndexGroup,
    Link,
    MentionView,
    PersonView,
    PostLink,
    PostView,
    ThreadCard,
    TreeView,
    WhenView,
    WitnessView,
)

Was = Literal["thread", "post", "lost", "topic", "page"]


@dataclass(frozen=True, slots=True)
class HomePage:
    template: ClassVar[str] = "home.html"
    frame: Frame
    threads: tuple[ThreadCard, ...]  # at most 30
    threads_total: int
    threads_href: str
    topics: tuple[Link, ...]  # at most 30, most mentioned first; `note` holds the count
    people: tuple[PersonView, ...]  # at most 24, most posts first
    posts_total: int
    people_total: int
    quotes_total: int
    linked_total: int
    lost_total: int
    introduction: Markup | None  # content/pages/home.md
    activity: ChartView | None = None  # posts by year (or month), where dates are known


@dataclass(frozen=True, slots=True)
class ThreadsPage:
    template: ClassVar[str] = "threads.html"
    frame: Frame
    threads: tuple[ThreadCard, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class ThreadPage:
    template: ClassVar[str] = "thread.html"
    frame: Frame
    title: str
    posts: tuple[PostView, ...]  # at most `posts_per_page` of site.yaml
    pager: Pager
    posts_total: int
    people: tuple[PersonView, ...]  # at most 30
    people_total: int
    lost: tuple[Link, ...]  # at most 50
    tree_href: str
    sources: tuple[str, ...]
    gaps: tuple[str, ...]
    when: WhenView
    arcs: ChartView | None = None  # who answers whom among the posts of this page


@dataclass(frozen=True, slots=True)
class TreePage:
    """A thread as a reply tree: who answers whom, as far as quotes and the dump tell."""

    template: ClassVar[str] = "tree.html"
    frame: Frame
    title: str
    thread_href: str
    lines: tuple[TreeView, ...]  # at most 300 a page
    pager: Pager
    arcs: ChartView | None = None  # of the whole thread, on the first page; above 300 posts folded into runs


@dataclass(frozen=True, slots=True)
class PostPage:
    template: ClassVar[str] = "post.html"
    frame: Frame
    thread: Link  # to the post in its thread
    post: PostView
    posts_total: int
    citation: str  # plain text, ready to copy
    cite: CiteView


@dataclass(frozen=True, slots=True)
class LostPage:
    template: ClassVar[str] = "lost.html"
    frame: Frame
    thread: Link
    anchor: str  # id of the rebuilt text: where quotes lead to
    html: Markup
    person: PersonView
    witnesses: tuple[WitnessView, ...]
    witnesses_total: int
    percent: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeoplePage:
    template: ClassVar[str] = "people.html"
    frame: Frame
    people: tuple[tuple[PersonView, int, int], ...]  # person, posts, times quoted; by name
    pager: Pager
    unknown_posts: int
    quoting: ChartView | None = None  # who quotes whom, on the first page


@dataclass(frozen=True, slots=True)
class PersonPage:
    template: ClassVar[str] = "person.html"
    frame: Frame
    person: PersonView
    also: tuple[str, ...]
    posts: tuple[PostLink, ...]  # with excerpts of own words
    posts_total: int
    quoted_total: int
    threads: tuple[Link, ...]  # at most 50
    pager: Pager
    activity: ChartView | None = None  # on the first page; its bars lead to the anchors
    anchors: tuple[str, ...] = ()  # one a post: the id that the first post of a period must have, "" for the others


@dataclass(frozen=True, slots=True)
class TopicsPage:
    template: ClassVar[str] = "topics.html"
    frame: Frame
    topics: tuple[tuple[Link, int, int], ...]  # link (note: description), mentions in own words, in quotes
    pager: Pager
    over_time: ChartView | None = None  # on the first page
    meeting: ChartView | None = None  # which topics meet, on the first page


@dataclass(frozen=True, slots=True)
class TopicPage:
    template: ClassVar[str] = "topic.html"
    frame: Frame
    label: str
    description: str
    aliases: tuple[str, ...]
    broader: Link | None
    narrower: tuple[Link, ...]
    meets: tuple[Link, ...]  # topics mentioned in the same posts, at most 12; `note` holds the count
    mentions: tuple[MentionView, ...]  # at most 100 a page: own words first, then inside quotes
    own_total: int
    quoted_total: int
    pager: Pager
    activity: ChartView | None = None  # on the first page; its bars lead to the anchors
    anchors: tuple[str, ...] = ()  # one a mention: the id that the first of a period must have, "" for the others


@dataclass(frozen=True, slots=True)
class DatesPage:
    """The calendar of the archive, or of one year in it: bars that lead to the years, or to the months."""

    template: ClassVar[str] = "dates.html"
    frame: Frame
    activity: ChartView | None  # None where no post has a date
    posts_total: int
    undated: int  # posts without a date, 0 on the page of a year


@dataclass(frozen=True, slots=True)
class MonthPage:
    """What was written in a month, day by day."""

    template: ClassVar[str] = "month.html"
    frame: Frame
    activity: ChartView | None  # posts by day, on the first page
    days: tuple[DayView, ...]
    posts_total: int
    pager: Pager


@dataclass(frozen=True, slots=True)
class IndexPage:
    """The A-Z: threads, people and topics together, one page a letter where there are many."""

    template: ClassVar[str] = "index.html"
    frame: Frame
    groups: tuple[IndexGroup, ...]
    letters: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class HonestyPage:
    """What is missing, guessed and ambiguous in this archive."""

    template: ClassVar[str] = "honesty.html"
    frame: Frame
    kinds: tuple[tuple[str, str, int], ...]  # quotes by kind: label, explanation, how many
    lost: tuple[Link, ...]  # at most 100
    lost_total: int
    unknown_authors: int
    undated: int
    posts_total: int
    doubts: tuple[DoubtView, ...]  # at most 100, least certain first
    doubts_total: int
    gaps: tuple[Link, ...]
    replaced: int  # characters that could not be decoded and are shown as U+FFFD


@dataclass(frozen=True, slots=True)
class ArchivistPage:
    """A page that the archivist wrote (content/pages/*.md)."""

    template: ClassVar[str] = "page.html"
    frame: Frame
    html: Markup


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Search. `search.js` of the base theme fills the list of results; it finds all it needs in `data-` attributes."""

    template: ClassVar[str] = "search.html"
    frame: Frame
    parts: int  # of the index: search/0/about.js ...
    version: str  # changes whenever the index does
    posts_per_page: int  # tells on which page of its thread a post stands
    topics: tuple[tuple[str, str], ...]  # (id, label), at most 500
    threads_href: str
    people_href: str
    topics_href: str
    index_href: str


@dataclass(frozen=True, slots=True)
class NotFoundPage:
    template: ClassVar[str] = "404.html"
    frame: Frame
    resolver: str = ""  # a script that leads on from addresses of the former forum, where site.yaml asks for it


@dataclass(frozen=True, slots=True)
class GonePage:
    """A tombstone: it stands at an address that was published, and at which nothing else stands any more."""

    template: ClassVar[str] = "gone.html"
    frame: Frame
    was: Was
    thread: Link | None  # the debate that it belonged to, where that is still there


PageView = (
    HomePage
    | ThreadsPage
    | ThreadPage
    | TreePage
    | PostPage
    | LostPage
    | PeoplePage
    | PersonPage
    | TopicsPage
    | TopicPage
    | IndexPage
    | DatesPage
    | MonthPage
    | HonestyPage
    | ArchivistPage
    | SearchPage
    | NotFoundPage
    | GonePage
)
