"""The frozen records that the stages hand to each other.

Every offset is in Unicode code points, every span is half-open, every line number is 1-based.
"Dump offsets" count from the start of the dump decoded as UTF-8 without newline translation;
"text offsets" count from the start of `Post.text`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, NewType, TypeVar

ThreadId = NewType("ThreadId", str)
PostId = NewType("PostId", str)  # unique within its thread, made from the dump's own id or from the content
LostId = NewType("LostId", str)  # unique within its thread
PersonId = NewType("PersonId", str)
TopicId = NewType("TopicId", str)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open run [start, end) of code points."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def shift(self, by: int) -> Span:
        return Span(self.start + by, self.end + by)

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """True where the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Guess(Generic[T]):
    """A value that the program worked out, with what speaks for it.

    `confidence` is a probability in [0, 1]; 1.0 is kept for what the dump itself declares and for corrections.
    `value` None means "not known", and then `confidence` is 0.0.
    `evidence` is shown to the reader; `method` is a short word for tests and statistics ("header", "signature",
    "declared", "correction", "inferred", "unknown").
    """

    value: T | None
    confidence: float
    evidence: tuple[str, ...] = ()
    method: str = "unknown"


@dataclass(frozen=True, slots=True)
class Moment:
    """When a post was written, as precisely as the dump tells.

    `raw` is the dump's own wording. `iso` is ISO 8601 in the precision known ("2017-12-04", "2017-12-04T05:12:00Z"),
    or None where the wording is relative ("Yesterday") and the day of capture is unknown: nothing is invented.
    """

    raw: str
    iso: str | None


# --- the body of a post: a typed tree over Post.text -------------------------------------------------------------

InlineKind = Literal["text", "emphasis", "strong", "code", "strike", "link", "image", "break"]
BlockKind = Literal["paragraph", "quote", "list", "item", "code", "table", "row", "cell", "spoiler", "heading", "rule"]


@dataclass(frozen=True, slots=True)
class Inline:
    """A run inside a paragraph. Leaves (`text`, `break`, `image`) have no children; `url` is for links and images."""

    kind: InlineKind
    span: Span  # text offsets
    children: tuple[Inline, ...] = ()
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a post's body. `span` holds text offsets; blocks stand in text order and do not overlap.

    A paragraph, heading, cell or code block has `inlines`; every other kind has `blocks`.
    A `quote` block is markup that the dump itself carries; who said it is in `Post.declared`.
    """

    kind: BlockKind
    span: Span
    blocks: tuple[Block, ...] = ()
    inlines: tuple[Inline, ...] = ()
    level: int = 0  # headings 1-6; lists: 1 ordered, 0 not


@dataclass(frozen=True, slots=True)
class Declared:
    """A quote that the dump itself marks ("BigBlueBox said:", `data-source="post: 12"`)."""

    span: Span  # text offsets of the quoted words, without the lead-in
    author: str | None
    post: str | None  # the origin's id as the dump gives it
    thread: str | None = None  # the origin's thread as the dump gives it; None: this thread
    lead_in: Span | None = None  # text offsets of "NAME said:"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a post.

    `name` is what its sender called it: it is shown, and never names a file. `media` is told by the bytes, not by the
    name; "" where the file is of no kind that is published. `digest` stands for the bytes, which the reading keeps;
    None where the dump does not bring them.
    """

    name: str
    media: str = ""
    size: int = 0  # bytes; 0 where that is not known
    digest: str | None = None
    url: str | None = None  # where it lay on the web; never loaded


@dataclass(frozen=True, slots=True)
class Post:
    """One contribution to a thread.

    `text` is the body: for pasted text the very characters of the dump from `source_span`; for structured formats the
    visible text of `body`. `furniture` are text offsets of chrome inside the body ("X said:", "Click to expand...").
    `reuse` are text offsets of runs that repeat without being quotes (code, logs, subject lines, boilerplate).
    `withheld` says in a word or two why a post is not published ("deleted", "private"): then it has no text, and no
    words of another capture may stand for it.
    """

    id: PostId
    ordinal: int  # 1-based position in the thread as published
    author: Guess[str]
    when: Guess[Moment]
    text: str
    body: tuple[Block, ...]
    declared: tuple[Declared, ...] = ()
    furniture: tuple[Span, ...] = ()
    reuse: tuple[Span, ...] = ()
    titles: tuple[str, ...] = ()  # user titles and banners shown beside the name
    signature: str | None = None
    number: str | None = None  # the dump's own number, "12"
    url: str | None = None
    reply_to: str | None = None  # the id, as the dump gives it, of the post that this one answers
    attachments: tuple[Attachment, ...] = ()
    withheld: str | None = None
    boundary: Guess[str] = Guess("start of a post", 1.0)  # how sure it is that a post begins here
    source: int = 0  # index into Thread.sources
    source_span: Span | None = None  # dump offsets of `text`; None where offsets mean nothing
    source_lines: Span | None = None  # first line and last line + 1, in the dump
    author_span: Span | None = None  # dump offsets of the author's name
    signature_span: Span | None = None  # dump offsets


@dataclass(frozen=True, slots=True)
class Chrome:
    """Words of the page around the posts, kept so that nothing is lost."""

    span: Span  # dump offsets
    reason: str  # "separator", "header", "footer", "title repeated", "lead-in", ...
    source: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """A dump that a thread was read from. `path` is relative to the site, with "/"."""

    path: str
    digest: str
    importer: str
    skin: str | None = None
    retrieved: str | None = None  # ISO date of the capture, where known
    notice: str | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """A debate: its posts in published order, and the dumps that it was read from."""

    id: ThreadId
    title: Guess[str]
    sources: tuple[Source, ...]
    posts: tuple[Post, ...]
    chrome: tuple[Chrome, ...] = ()
    title_span: Span | None = None  # dump offsets in sources[0]
    url: str | None = None
    gaps: tuple[str, ...] = ()  # what is known to be missing, in words ("posts #21 to #40")
    # Own words of posts that a dump withholds: kept from READ until they were looked for in all other posts, and no
    # longer.
    withheld_words: tuple[str, ...] = ()


# --- links ---------------------------------------------------------------------------------------------------------

QuoteKind = Literal["exact", "elided", "altered", "ambiguous", "absent"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a quote and the run of the origin that it repeats: text offsets in either post (or lost post)."""

    quote: Span
    origin: Span


@dataclass(frozen=True, slots=True)
class Change:
    """A place where a quote differs from the archived original. An empty span: words were added or left out there."""

    quote: Span  # text offsets in the quoting post
    origin: Span  # text offsets in the origin
    was: str = ""  # the origin's words, where it stands in another thread: its text is not at hand when a page is made


@dataclass(frozen=True, slots=True)
class Origin:
    """The post that a quote was taken from, and the passage in it: `span` is the hull of all pieces."""

    thread: ThreadId
    post: str  # a PostId, or a LostId where `lost`
    span: Span
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """A run of one post's text that was pasted from elsewhere.

    `span` is in text offsets of the quoting post, so `span.of(post.text)` is the quote.
    `confidence` is the calibrated probability that this is a quote with this origin (with no origin: that it is a
    quote at all): of all quotes given 0.8, about 80 in 100 should be right.
    `origin` is None when no post in the archive holds the text; that is a finding, not an error.
    """

    post: PostId
    span: Span
    kind: QuoteKind
    origin: Origin | None
    pieces: tuple[Piece, ...]
    confidence: float
    evidence: tuple[str, ...]  # shown to the reader: "67 of 71 words match, in order"
    changes: tuple[Change, ...] = ()
    declared: Declared | None = None
    disputed: str | None = None  # where declared and found disagree: one sentence
    alternatives: tuple[Origin, ...] = ()  # `ambiguous`: the other places that fit as well
    via: PostId | None = None  # the post from whose quotation this one was taken ("quoted via")


@dataclass(frozen=True, slots=True)
class Witness:
    """A post that preserves words of a lost post. `pieces`: the quote's spans against spans of the lost post's text."""

    post: PostId
    span: Span
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class LostPost:
    """A post that is not in the archive but survives in quotes; rebuilt from its witnesses, and labelled so."""

    id: LostId
    text: str
    witnesses: tuple[Witness, ...]
    author: Guess[str]
    confidence: float
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ThreadLinks:
    """All that LINK found in one thread: quotes in text order, post by post; then the lost posts."""

    thread: ThreadId
    quotes: tuple[Quote, ...]
    lost: tuple[LostPost, ...]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """One sampled shingle of own words, for finding quotes across threads. `hash` is below 2^53."""

    hash: int
    thread: ThreadId
    post: PostId
    at: int  # text offset


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who wrote in the archive: all posts under one name, or under names that a correction joined."""

    id: PersonId
    name: str
    also: tuple[str, ...] = ()


# --- topics --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Topic:
    """An entry of topics.yaml. `aliases` and `patterns` are matched as words, whatever their case and hyphens."""

    id: TopicId
    label: str
    aliases: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    broader: TopicId | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a rule of a topic matched: text offsets in the post. `in_quote`: inside quoted words."""

    topic: TopicId
    post: PostId
    span: Span
    rule: str  # the alias or pattern that matched, as written in topics.yaml
    in_quote: bool
