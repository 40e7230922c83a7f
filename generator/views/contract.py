"""The theme contract: everything that a template can see of a page.

A template gets four names: `page` (one of the `...Page` records below), `site` (`SiteView`), `theme` (`ThemeView`) and
the function `t` (interface strings). Every `href` is relative to the page that shows it, so the site works from any
folder. `Markup` values are safe HTML made by the program; everything else is text and is escaped by the template.
Lists are bounded: where there is more, a `total` says how many and a link leads to the page that has the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from markupsafe import Markup

from generator.records import QuoteKind

NO_MARKUP = Markup()
Certainty = Literal["certain", "probable", "doubtful"]  # confidence >= .95, >= .75, below


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go. `note` is one line more about it ("№ 12, in Kronstadt and after"); `current`: it is this page."""

    label: str
    href: str
    note: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class PersonView:
    """Who wrote something. The mark (shape, pattern, hue, initial) is made from the name, so it is the same everywhere.

    `shape` 0-5, `pattern` 0-7, `hue` 0-11 index the theme's own drawings; together they tell 576 people apart without
    the colour being needed. An unknown author has `href` "" and `known` False. `doubt` is empty where the dump names
    the author; else one sentence ("inferred: ...").
    """

    name: str
    href: str
    initial: str
    shape: int
    pattern: int
    hue: int
    known: bool = True
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class WhenView:
    """When something was written. `iso` is "" where no date is known; `text` is always fit to show."""

    text: str
    iso: str = ""
    raw: str = ""


@dataclass(frozen=True, slots=True)
class PostLink:
    """A post, named from elsewhere."""

    number: int  # its ordinal in the thread
    href: str
    person: PersonView
    thread: str = ""  # the thread's title where it is another thread, else ""
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A quotation as the reader meets it.

    `anchor` is its id in the page. `origin` leads to the very passage (None: `absent`, or the origin is a lost post,
    and then `lost_href` leads to its page). `diff` shows an altered quote against the archived original.
    `is_long` says that a theme should fold it. `summary` are its first words, for the fold's handle.
    """

    anchor: str
    kind: QuoteKind
    kind_label: str
    explanation: str  # one or two sentences in plain words: what this kind means here
    certainty: Certainty
    confidence: float
    percent: str  # "98 %"
    origin: PostLink | None
    lost_href: str
    declared_author: str
    evidence: tuple[str, ...]
    alternatives: tuple[PostLink, ...]
    via: PostLink | None
    disputed: str
    diff: Markup | None
    is_long: bool
    summary: str


@dataclass(frozen=True, slots=True)
class PartView:
    """A stretch of a post: `own` words, or a `quote` (then `quote` is set). `html` holds paragraphs with passage marks.

    A theme writes `before`, then its own element with `html`, then `after`: the two open and close a passage that runs
    over several parts (`<div class="passage" id="w-...">`), and are empty for all others. `inline` are the quotes that
    stand inside a line of this part; the words are marked in `html`, the theme may explain them beside it.

    What `html` may hold, beside paragraphs, lists, tables, `pre` and links:
    `.passage` (span or div): words that others quoted; its id is where their links lead to, so mark its `:target`.
    `.passage__words` (span): the exact words of a passage, where `.passage` holds more (whole paragraphs, gaps).
    `.quoted-by` (span), just before a passage: at most 5 links to the quoters, then `.quoted-by__more`. They hold no
    text, so that copies, searches and text fragments stay the author's words: show `attr(data-number)` with CSS.
    Links to other threads have `.quoted-by__elsewhere`.
    `q.quote.quote--inline.quote--<kind>`: a quote inside a line, with `a.quote__origin` at its end.
    `blockquote.quote.quote--nested`: a quote inside a quote, list, table or spoiler; `p.quote__by` in it says whose
    words it holds, as a link where the archive has the post. `.heading`: a heading that the author made.
    `a.image`: a link in place of a picture. `.spoiler` (details). `.visually-hidden`: for screen readers only.
    """

    kind: Literal["own", "quote"]
    html: Markup
    quote: QuoteView | None = None
    before: Markup = NO_MARKUP
    after: Markup = NO_MARKUP
    inline: tuple[QuoteView, ...] = ()


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage of this post that others quoted. `anchor` is the id that their links lead to."""

    anchor: str
    excerpt: str
    quoters: tuple[PostLink, ...]  # at most 12; `total` counts all
    total: int


@dataclass(frozen=True, slots=True)
class RawView:
    """The lines of the dump that a post was read from: the archivist's audit trail."""

    file: str
    first_line: int
    last_line: int
    text: str  # at most 20,000 characters
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """A file that came with a post. `href` is "" where it is not published, and `note` says why."""

    name: str  # as its sender called it
    href: str
    is_picture: bool
    size: str  # "12 kB", "" where unknown
    note: str


@dataclass(frozen=True, slots=True)
class PostView:
    """A post with all that the edition knows about it."""

    anchor: str  # "p-<id>"
    id: str
    number: int
    href: str  # its own page
    person: PersonView
    titles: tuple[str, ...]
    when: WhenView
    withheld: str  # why no word of it is published ("deleted", "private"), "" for all others
    parts: tuple[PartView, ...]
    signature: Markup | None
    attachments: tuple[AttachmentView, ...]
    passages: tuple[PassageView, ...]
    topics: tuple[Link, ...]
    answers: tuple[PostLink, ...]  # the posts that this one quotes or answers
    answered_by: tuple[PostLink, ...]  # at most 12
    notes: tuple[str, ...]  # what was guessed about it, in sentences; shown by the edition
    raw: RawView | None  # on the post's own page only, where it has one
    original_url: str  # where it was published, "" where unknown or unsafe
    own_words: int


@dataclass(frozen=True, slots=True)
class TreeView:
    """One line of the reply tree, in reading order. `depth` is 0 for a root and never above 12."""

    depth: int
    post: PostLink


@dataclass(frozen=True, slots=True)
class ThreadCard:
    """A thread in a list."""

    title: str
    href: str
    posts: int
    people: tuple[PersonView, ...]  # at most 8
    people_total: int
    when: WhenView
    excerpt: str
    lost: int = 0


@dataclass(frozen=True, slots=True)
class MentionView:
    """A mention of a topic in its context: `before`, the words themselves, `after`."""

    post: PostLink
    before: str
    words: str
    after: str
    rule: str
    in_quote: bool


@dataclass(frozen=True, slots=True)
class IndexEntry:
    label: str
    href: str
    kind: Literal["thread", "person", "topic", "lost"]
    note: str


@dataclass(frozen=True, slots=True)
class IndexGroup:
    letter: str
    anchor: str
    entries: tuple[IndexEntry, ...]


@dataclass(frozen=True, slots=True)
class WitnessView:
    """A post that preserves words of a lost post, with those words as it has them."""

    post: PostLink
    html: Markup


@dataclass(frozen=True, slots=True)
class DoubtView:
    """A line on the honesty page: what is not certain, how sure it is, and where to look."""

    what: str
    percent: str
    post: PostLink


@dataclass(frozen=True, slots=True)
class Pager:
    """Which part of a long list this page is.

    Lists are numbered from the oldest; `pages` is bounded (first, around, last).
    """

    number: int
    total: int
    pages: tuple[Link, ...]
    previous: Link | None
    next: Link | None


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page has. `url` is relative to the site's root, `root` leads from the page to it ("../../" or "")."""

    url: str
    root: str
    title: str
    description: str
    crumbs: tuple[Link, ...]  # from home to the page above this one
    previous: Link | None = None
    next: Link | None = None
    canonical: str = ""  # the full address of the page, "" where the site has no base URL


@dataclass(frozen=True, slots=True)
class SiteView:
    """What is the same on every page. It holds no counts, so that a new post does not touch every page."""

    title: str
    description: str
    language: str
    direction: Literal["ltr", "rtl"]
    base_url: str  # "" where not set; ends with "/"
    licence: str
    archivist: str
    navigation: tuple[tuple[str, str], ...]  # (label, URL relative to the root): the archivist's pages and the lists


@dataclass(frozen=True, slots=True)
class ThemeView:
    """The theme's options with the values chosen in site.yaml, as text, and its assets with hashed names."""

    name: str
    options: dict[str, str]
    assets: dict[str, str]  # "style.css" -> "assets/style.3f2a9c1b.css", relative to the root


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


@dataclass(frozen=True, slots=True)
class TreePage:
    """A thread as a reply tree: who answers whom, as far as quotes and the dump tell."""

    template: ClassVar[str] = "tree.html"
    frame: Frame
    title: str
    thread_href: str
    lines: tuple[TreeView, ...]  # at most 300 a page
    pager: Pager


@dataclass(frozen=True, slots=True)
class PostPage:
    template: ClassVar[str] = "post.html"
    frame: Frame
    thread: Link  # to the post in its thread
    post: PostView
    posts_total: int
    citation: str  # plain text, ready to copy


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


@dataclass(frozen=True, slots=True)
class TopicsPage:
    template: ClassVar[str] = "topics.html"
    frame: Frame
    topics: tuple[tuple[Link, int, int], ...]  # link (note: description), mentions in own words, in quotes
    pager: Pager


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
class NotFoundPage:
    template: ClassVar[str] = "404.html"
    frame: Frame


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
    | HonestyPage
    | ArchivistPage
    | NotFoundPage
)
