"""What pages are made of: links, people, posts, quotes, mentions and the lines of lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
class ChainView:
    """How often the words of a quote were quoted in this debate, and by whom last."""

    total: int  # posts; never below 2
    last: PostLink


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
    chain: ChainView | None = None  # where other posts of the debate quote the same words


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
    last: PostLink  # the last of all quoters; those in this thread count before those elsewhere


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
    old_anchor: str = ""  # the id that the post had in its old forum's page, so that links to it lead here


@dataclass(frozen=True, slots=True)
class TreeView:
    """One line of the reply tree, in reading order. `depth` is 0 for a root and never above 12."""

    depth: int
    post: PostLink


@dataclass(frozen=True, slots=True)
class ChartView:
    """A picture, and its data as a table; both are safe HTML made by the program, and take the theme's classes.

    `drawing` holds an `svg.chart` as wide as its place, with `title` and `desc` (or a list `.multiples` of small ones):
    `a.arc__post`, `.arc`, `.arc--away` (answers what stands on an earlier page); `.bar`, `.chart__label`,
    `.chart__value`, `.chart__touch` (the room in which a link can be hit: fill it with nothing);
    `.cell--1` to `.cell--5`, `.matrix__name`, `.matrix__number`, `.matrix__ground`. Numbers of posts and of columns
    are `.arc__number`.
    """

    title: str
    note: str  # how to read it, in a sentence
    drawing: Markup
    table: Markup


@dataclass(frozen=True, slots=True)
class DayView:
    """A day (or the month itself, where a dump tells no day) with its posts; `anchor` is where its bar leads."""

    label: str
    anchor: str  # "" where the day began on the page before
    posts: tuple[PostLink, ...]


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
