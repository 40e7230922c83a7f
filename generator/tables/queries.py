"""The SQL of the reduces: which tables each one reads, which rows it gives, and how they are split."""

from __future__ import annotations

import dataclasses
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator.tables import rows

_TYPES = {"str": "VARCHAR", "int": "BIGINT", "float": "DOUBLE"}
_FOLDER = Path(__file__).parent


@dataclasses.dataclass(frozen=True, slots=True)
class Query:
    """One SELECT, the text of `<name>.sql`. `bucket` is the column by whose value the result is split into files."""

    name: str
    row: type[Any]
    inputs: tuple[str, ...]
    bucket: str | None = None

    @property
    def text(self) -> str:
        return _read(self.name)

    @property
    def order(self) -> tuple[tuple[str, bool], ...]:
        """The columns of the result that its rows are ordered by, and whether downwards; no two rows agree in all.

        Queries with a limit may order by more than columns; all others must not.
        """
        return _order(self.text)

    @property
    def rows_alone(self) -> str:
        """The text without its last ORDER BY."""
        return self.text.rpartition("ORDER BY")[0]

    @property
    def is_short(self) -> bool:
        """True where the text has a limit: then its order decides also which rows there are."""
        return "LIMIT" in self.text.rpartition("ORDER BY")[2]


# The tables that the maps write: their name in SQL, and the class of their rows.
WRITTEN: dict[str, type[Any]] = {
    "threads": rows.ThreadRow,
    "posts": rows.PostRow,
    "quotes": rows.QuoteRow,
    "pieces": rows.PieceRow,
    "lost": rows.LostRow,
    "old": rows.OldRow,
    "shingles": rows.ShingleRow,
    "places": rows.PlaceRow,
    "mentions": rows.MentionRow,
    "searched": rows.SearchedRow,
}

CANDIDATES = Query("candidates", rows.CandidateRow, ("shingles", "places"), "shard")
INCOMING = Query("incoming", rows.IncomingRow, ("quotes", "posts", "threads"), "shard")
INCOMING_PIECES = Query("incoming_pieces", rows.PieceRow, ("pieces", "threads"), "origin_shard")
OUTGOING = Query("outgoing", rows.OutgoingRow, ("quotes", "posts", "threads"), "shard")
THREAD_CARDS = Query("thread_cards", rows.ThreadCardRow, ("threads", "posts"))
THREAD_PEOPLE = Query("thread_people", rows.ThreadPersonRow, ("posts",))
GAPS = Query("gaps", rows.ThreadCardRow, ("threads", "posts"))
PEOPLE = Query("people", rows.PersonRow, ("posts", "quotes"))
PEOPLE_BY_BUCKET = Query("people_by_bucket", rows.PersonRow, ("people",), "bucket")
PERSON_POSTS = Query("person_posts", rows.PersonPostRow, ("posts", "threads"), "bucket")
TOPICS = Query("topics", rows.TopicRow, ("mentions",))
TOPIC_MENTIONS = Query("topic_mentions", rows.TopicMentionRow, ("mentions", "posts", "threads"), "bucket")
TOPIC_PAIRS = Query("topic_pairs", rows.TopicPairRow, ("mentions",))
MONTHS = Query("months", rows.MonthRow, ("posts",))
MONTH_POSTS = Query("month_posts", rows.MonthPostRow, ("posts", "threads"), "month")
QUOTING = Query("quoting", rows.QuotingRow, ("quotes", "posts"))
TOPIC_MEETINGS = Query("topic_meetings", rows.TopicMeetingRow, ("mentions",))
TOPIC_MONTHS = Query("topic_months", rows.TopicMonthRow, ("mentions", "posts"))
COUNTS = Query("counts", rows.CountRow, ("threads", "posts", "quotes", "lost"))
DOUBTS = Query("doubts", rows.DoubtRow, ("posts", "quotes", "threads"))
LATEST = Query("latest", rows.LatestRow, ("posts", "threads"))
LOST_LIST = Query("lost_list", rows.LostRow, ("lost",))

QUERIES = (
    CANDIDATES,
    INCOMING,
    INCOMING_PIECES,
    OUTGOING,
    THREAD_CARDS,
    THREAD_PEOPLE,
    GAPS,
    PEOPLE,
    PEOPLE_BY_BUCKET,
    PERSON_POSTS,
    TOPICS,
    TOPIC_MENTIONS,
    TOPIC_PAIRS,
    MONTHS,
    MONTH_POSTS,
    QUOTING,
    TOPIC_MEETINGS,
    TOPIC_MONTHS,
    COUNTS,
    DOUBTS,
    LATEST,
    LOST_LIST,
)


def columns(row: type[Any]) -> dict[str, str]:
    """Return the columns of a row's table and their types in SQL, in order.

    >>> columns(rows.TopicPairRow)
    {'topic': 'VARCHAR', 'other': 'VARCHAR', 'posts': 'BIGINT'}
    """
    return {field.name: _TYPES[str(field.type)] for field in dataclasses.fields(row)}


@lru_cache
def _read(name: str) -> str:
    return (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")


@lru_cache
def _order(text: str) -> tuple[tuple[str, bool], ...]:
    """Return the names under which the last SELECT of a text gives what its ORDER BY orders by.

    >>> _order("SELECT p.day, q.post AS by_post FROM posts p ORDER BY q.post DESC, p.day")
    (('by_post', True), ('day', False))
    """
    before, _, order = text.rpartition("ORDER BY")
    selected = before[before.rindex("SELECT") :]
    columns = []
    for term in order.split(","):
        given, _, direction = term.strip().partition(" ")
        renamed = re.search(rf"\b{re.escape(given)} AS (\w+)", selected)
        columns.append((renamed[1] if renamed else given.rpartition(".")[2], direction == "DESC"))
    return tuple(columns)
