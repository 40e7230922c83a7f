"""The flat rows that maps write and SQL joins: ids, numbers, names, and excerpts of bounded length; never bodies.

Each class is one table; a table's columns are the fields, in this order. Unknown text is "", unknown numbers are 0,
so that the SQL needs no NULL logic. Rows travel as JSON lines. Excerpts are at most 160 code points.
"""

from __future__ import annotations

from dataclasses import dataclass

# --- written by the maps -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """READ and LINK: one a thread."""

    thread: str
    shard: int
    title: str
    posts: int
    first_iso: str
    last_iso: str
    excerpt: str
    lost: int
    gaps: int


@dataclass(frozen=True, slots=True)
class PostRow:
    """READ and LINK: one a post. `person` is "" where the author is unknown."""

    thread: str
    shard: int
    post: str
    ordinal: int
    author: str
    person: str
    author_confidence: float
    boundary_confidence: float
    iso: str
    raw_when: str
    own_words: int
    excerpt: str  # of own words
    bucket: int = 0  # of the person
    month: int = 0  # 201712 for December 2017, 201700 where only the year is known, 0 without a date


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """LINK: one a quote. `anchor` is the quote's id in the page, `passage` the id that its link leads to."""

    thread: str
    shard: int
    post: str
    anchor: str
    start: int
    end: int
    kind: str
    confidence: float
    origin_thread: str
    origin_post: str
    origin_lost: int
    origin_start: int
    origin_end: int
    excerpt: str


@dataclass(frozen=True, slots=True)
class PieceRow:
    """LINK: one a piece of a linked quote that crosses threads, in the origin's text offsets."""

    thread: str
    post: str
    anchor: str
    origin_thread: str
    origin_post: str
    start: int
    end: int
    origin_shard: int = 0  # filled in by `incoming_pieces.sql`: where a thread lies is not known to the others


@dataclass(frozen=True, slots=True)
class ShingleRow:
    """LINK: one a sampled shingle of own words. Narrow, for there are dozens a post: `place` leads to the post."""

    hash: int
    place: int  # own hash of thread and post, below 2^53


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """LINK: one a post that has shingles. `version` changes whenever the post or what is known about it does."""

    place: int
    thread: str
    shard: int
    post: str
    iso: str
    version: int  # own hash of the post, below 2^53


@dataclass(frozen=True, slots=True)
class MentionRow:
    """TAG: one a mention, with its context."""

    topic: str
    thread: str
    shard: int
    post: str
    ordinal: int
    start: int
    rule: str
    in_quote: int
    before: str
    words: str
    after: str
    bucket: int = 0  # of the topic


@dataclass(frozen=True, slots=True)
class LostRow:
    """LINK: one a lost post."""

    thread: str
    shard: int
    lost: str
    witnesses: int
    confidence: float
    author: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class OldRow:
    """LINK: where a thread (`post` is "") and its posts were published, thread by thread, the thread before its posts.

    `number` is the dump's own number of the post, `url` its address there; "" where the dump does not tell them.
    """

    thread: str
    shard: int
    post: str
    ordinal: int
    number: str
    importer: str
    dump: str
    url: str


@dataclass(frozen=True, slots=True)
class SearchedRow:
    """INDEX: one a thread. `digest` stands for its words."""

    thread: str
    shard: int
    digest: str
    posts: int


# --- made by SQL ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """`candidates.sql`, split by `shard`: a post of this shard may quote a post of another thread."""

    shard: int
    thread: str
    post: str
    origin_thread: str
    origin_shard: int
    origin_post: str
    shared: int  # shingles in common
    version: int = 0  # of the origin: what was found in it holds as long as this is the same


@dataclass(frozen=True, slots=True)
class IncomingRow:
    """`incoming.sql`, split by `shard` (of the origin): who quotes a passage, from whichever thread."""

    shard: int
    thread: str
    post: str  # the origin: a post id, or a lost id where `lost`
    lost: int
    start: int
    end: int
    by_thread: str
    by_title: str
    by_post: str
    by_ordinal: int
    by_author: str
    by_person: str
    by_anchor: str
    by_excerpt: str


@dataclass(frozen=True, slots=True)
class OutgoingRow:
    """`outgoing.sql`, split by `shard` (of the quoter): what a quote's origin in another thread is called."""

    shard: int
    thread: str
    post: str
    anchor: str
    origin_thread: str
    origin_title: str
    origin_post: str
    origin_ordinal: int
    origin_author: str
    origin_person: str


@dataclass(frozen=True, slots=True)
class ThreadCardRow:
    """`thread_cards.sql`: one a thread, ordered by first_iso, title, thread; `rank` counts from 1."""

    rank: int
    thread: str
    title: str
    posts: int
    people: int
    first_iso: str
    last_iso: str
    excerpt: str
    lost: int


@dataclass(frozen=True, slots=True)
class ThreadPersonRow:
    """`thread_people.sql`: the first 8 people of each thread by posts, then name; `rank` counts from 1."""

    thread: str
    rank: int
    author: str
    person: str
    posts: int


@dataclass(frozen=True, slots=True)
class PersonRow:
    """`people.sql`: one a person, ordered by name; `quoted` counts the quotes that lead to their posts."""

    person: str
    author: str
    posts: int
    threads: int
    quoted: int
    bucket: int = 0


@dataclass(frozen=True, slots=True)
class PersonPostRow:
    """`person_posts.sql`, split by `bucket` (of the person): ordered by person, iso, thread, ordinal."""

    bucket: int
    person: str
    author: str
    thread: str
    title: str
    post: str
    ordinal: int
    iso: str
    raw_when: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class LatestRow:
    """`latest.sql`: the 50 newest posts of the archive, newest first; those whose day is not known come last."""

    thread: str
    title: str
    post: str
    ordinal: int
    author: str
    person: str
    iso: str
    raw_when: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class MonthRow:
    """`months.sql`: how many posts and threads there are of each month, from the oldest; months as in PostRow."""

    month: int
    posts: int
    threads: int


@dataclass(frozen=True, slots=True)
class MonthPostRow:
    """`month_posts.sql`, split by `month`: its posts, oldest first."""

    month: int
    iso: str
    author: str
    person: str
    thread: str
    title: str
    post: str
    ordinal: int
    raw_when: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class QuotingRow:
    """`quoting.sql`: how often one person quotes another, for the 25 with most posts; "" stands for all others."""

    person: str
    other: str
    quotes: int


@dataclass(frozen=True, slots=True)
class TopicMeetingRow:
    """`topic_meetings.sql`: how many posts mention both of two topics, for the 25 that most posts mention."""

    topic: str
    other: str
    posts: int


@dataclass(frozen=True, slots=True)
class TopicMonthRow:
    """`topic_months.sql`: mentions by month, of the 24 topics that most posts mention."""

    topic: str
    month: int
    mentions: int


@dataclass(frozen=True, slots=True)
class TopicRow:
    """`topics.sql`: one a topic with mentions, most mentioned (own words) first, then by id."""

    topic: str
    own: int
    quoted: int


@dataclass(frozen=True, slots=True)
class TopicMentionRow:
    """`topic_mentions.sql`, split by `bucket` (of the topic): ordered by topic, in_quote, thread, ordinal, start."""

    bucket: int
    topic: str
    thread: str
    title: str
    post: str
    ordinal: int
    iso: str
    author: str
    person: str
    start: int
    rule: str
    in_quote: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class TopicPairRow:
    """`topic_pairs.sql`: how many posts mention both topics, for the 12 that each topic meets most often."""

    topic: str
    other: str
    posts: int


@dataclass(frozen=True, slots=True)
class CountRow:
    """`counts.sql`: the archive in numbers; `name` is "posts", "threads", "people", "quotes", "linked", "lost",
    "unknown_authors", "undated", and "kind:exact" ... for quotes by kind."""

    name: str
    value: int


@dataclass(frozen=True, slots=True)
class DoubtRow:
    """`doubts.sql`: the 100 least certain guesses, least certain first; `about` is "author", "boundary" or "quote"."""

    about: str
    confidence: float
    thread: str
    title: str
    post: str
    ordinal: int
    author: str
    person: str
    anchor: str
    excerpt: str
