"""`sql`: the queries of the reduces on rows made by hand, their dialect, and how results are split."""

import dataclasses
import re

import pytest

from generator.codec import to_json
from generator.engine import Local
from generator.store import DamagedVolume, Part, Table, read_rows, read_table
from generator.tables import queries, rows


def make(row, **values):
    """Return a row with these values; all other columns are empty."""
    empty = {"str": "", "int": 0, "float": 1.0}
    return row(**{field.name: values.get(field.name, empty[field.type]) for field in dataclasses.fields(row)})


def post(thread, post, *, person="ann", shard=0, **values):
    return make(rows.PostRow, thread=thread, post=post, person=person, author=person.title(), shard=shard, **values)


def thread(name, *, shard=0, **values):
    return make(rows.ThreadRow, thread=name, title=name.upper(), shard=shard, **values)


class Desk:
    """Asks queries about rows."""

    def __init__(self, folder):
        self.folder = folder
        self.engine = Local(str(folder), workers=1)
        self.tables = {name: self.table(name, []) for name in queries.WRITTEN}

    def table(self, name, given):
        """Return a table whose rows lie in one file for each shard."""
        parts = []
        for shard in sorted({getattr(row, "shard", 0) for row in given}):
            lines = b"".join(to_json(row) + b"\n" for row in given if getattr(row, "shard", 0) == shard)
            uri = f"{name}-{shard}.jsonl"
            (self.folder / uri).write_bytes(lines)
            parts.append(Part(shard, uri, len(lines), str(hash(lines))))
        return Table(queries.WRITTEN[name].__name__, tuple(parts))

    def given(self, **tables):
        self.tables |= {name: self.table(name, given) for name, given in tables.items()}

    def ask(self, query):
        for name in query.inputs:
            if name not in self.tables:
                self.ask(next(each for each in queries.QUERIES if each.name == name))
        self.tables[query.name] = self.engine.sql(query, self.tables)
        return list(read_table(str(self.folder), self.tables[query.name], query.row))


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    yield desk
    desk.engine.close()


@pytest.mark.parametrize("query", queries.QUERIES, ids=lambda query: query.name)
def test_a_query_gives_the_columns_of_its_rows_even_of_an_empty_archive(desk, query):
    found = desk.ask(query)

    assert found == [] or query is queries.COUNTS
    names = [column[0] for column in desk.engine._rows._db.execute(query.text).description]
    assert names == list(queries.columns(query.row))


# What DuckDB, Spark and Sail understand alike. Lists and strings that grow with the group cannot spill; hashes, dates,
# regular expressions and random numbers differ from engine to engine.
KEYWORDS = frozenset(
    """AND AS BETWEEN BIGINT BY CASE CAST DESC DISTINCT ELSE END FROM GROUP HAVING IN JOIN LIMIT NOT ON OR ORDER OVER
    PARTITION SELECT THEN UNION ALL WHEN WHERE WITH""".split()  # noqa: SIM905 - a list would take a page
)
FUNCTIONS = {"count", "min", "max", "row_number", "substr", "concat"}


@pytest.mark.parametrize("query", queries.QUERIES, ids=lambda query: query.name)
def test_a_query_keeps_to_the_common_dialect(query):
    code = re.sub(r"--[^\n]*", "", query.text)
    code = re.sub(r"'[^']*'", "''", code)

    assert '"' not in code  # a name in DuckDB, a text in Spark
    assert "::" not in code
    assert set(re.findall(r"\b[A-Z_]{2,}\b", code)) <= KEYWORDS
    assert set(re.findall(r"\b(\w+) ?\(", code)) - KEYWORDS <= FUNCTIONS
    assert "\nORDER BY " in code


@pytest.mark.parametrize("query", queries.QUERIES, ids=lambda query: query.name)
def test_the_order_of_rows_does_not_depend_on_the_order_in_which_they_come(tmp_path, query):
    given = archive()
    results = []
    for number, turned in enumerate((given, {name: list(reversed(each)) for name, each in given.items()})):
        (tmp_path / str(number)).mkdir()
        desk = Desk(tmp_path / str(number))
        desk.given(**turned)
        results.append(desk.ask(query))
        desk.engine.close()

    assert results[0] == results[1] != []


def archive():
    """Return rows of two shards full of ties."""
    threads = [thread(name, shard=shard, gaps=1, posts=3) for name, shard in (("t1", 0), ("t2", 1), ("t3", 1))]
    posts = [
        post(
            each.thread,
            f"p{n}",
            person=f"person{n}",
            shard=each.shard,
            ordinal=n,
            author_confidence=0.5,
            bucket=n % 2,
            month=201712,
        )
        for each in threads
        for n in (1, 2, 3)
    ]
    quotes = [
        make(
            rows.QuoteRow,
            thread=a,
            shard=0,
            post="p1",
            anchor=f"q{n}",
            kind="exact",
            confidence=0.5,
            origin_thread=b,
            origin_post="p2",
        )
        for n, (a, b) in enumerate((("t1", "t2"), ("t2", "t1"), ("t3", "t1"), ("t1", "t1")))
    ]
    pieces = [
        make(rows.PieceRow, thread=a, post="p1", anchor="q0", origin_thread=b, origin_post="p2", end=end)
        for a, b in (("t1", "t2"), ("t2", "t1"))
        for end in (5, 9)
    ]
    mentions = [
        make(rows.MentionRow, topic=topic, thread=each.thread, shard=each.shard, post=each.post, start=start, bucket=1)
        for each in posts
        for topic in ("a", "b")
        for start in (1, 7)
    ]
    places = [
        make(rows.PlaceRow, place=n, thread=each.thread, shard=each.shard, post=each.post)
        for n, each in enumerate(posts)
    ]
    shingles = [make(rows.ShingleRow, hash=number, place=place.place) for place in places for number in (1, 2, 3)]
    lost = [make(rows.LostRow, thread="t1", lost=name, witnesses=2) for name in ("l1", "l2")]
    tables = {"threads": threads, "posts": posts, "quotes": quotes, "pieces": pieces, "mentions": mentions}
    return tables | {"places": places, "shingles": shingles, "lost": lost}


def test_posts_of_two_threads_that_share_a_shingle_are_candidates(desk):
    places = [make(rows.PlaceRow, place=n, thread=f"t{n}", shard=n, post="p", version=n) for n in (1, 2, 3)]
    shared = {1: (10, 20, 30), 2: (20, 30, 40), 3: (50,)}
    desk.given(places=places, shingles=[rows.ShingleRow(each, n) for n, hashes in shared.items() for each in hashes])

    found = desk.ask(queries.CANDIDATES)

    assert found == [
        rows.CandidateRow(1, "t1", "p", "t2", 2, "p", 2, version=2),
        rows.CandidateRow(2, "t2", "p", "t1", 1, "p", 2, version=1),
    ]


def test_a_later_post_is_no_candidate_for_an_origin(desk):
    places = [
        make(rows.PlaceRow, place=1, thread="old", post="p", iso="2017-12-04T05:12:00Z"),
        make(rows.PlaceRow, place=2, thread="new", post="p", iso="2018-01-01"),
    ]
    desk.given(places=places, shingles=[rows.ShingleRow(number, place) for number in (1, 2) for place in (1, 2)])

    assert [(row.thread, row.origin_thread) for row in desk.ask(queries.CANDIDATES)] == [("new", "old")]


def test_on_the_same_day_either_post_may_be_the_origin(desk):
    places = [
        make(rows.PlaceRow, place=1, thread="a", post="p", iso="2018-01-01T09:00:00Z"),
        make(rows.PlaceRow, place=2, thread="b", post="p", iso="2018-01-01"),
    ]
    desk.given(places=places, shingles=[rows.ShingleRow(number, place) for number in (1, 2) for place in (1, 2)])

    assert [row.thread for row in desk.ask(queries.CANDIDATES)] == ["a", "b"]


def test_a_phrase_that_everybody_uses_makes_no_candidates(desk):
    places = [make(rows.PlaceRow, place=n, thread=f"t{n}", post="p") for n in range(51)]
    desk.given(places=places, shingles=[rows.ShingleRow(number, n) for n in range(51) for number in (1, 2)])

    assert desk.ask(queries.CANDIDATES) == []


def test_boilerplate_has_twenty_candidates_at_most(desk):
    places = [make(rows.PlaceRow, place=n, thread=f"t{n}", post="p") for n in range(40)]
    desk.given(places=places, shingles=[rows.ShingleRow(number, n) for n in range(40) for number in (1, 2)])

    assert len([row for row in desk.ask(queries.CANDIDATES) if row.thread == "t7"]) == 20


def test_incoming_quotes_come_from_other_threads_and_lie_with_their_origin(desk):
    desk.given(
        threads=[thread("a", shard=0), thread("b", shard=3)],
        posts=[post("a", "1", ordinal=1, person="zed"), post("b", "9", shard=3)],
        quotes=[
            make(
                rows.QuoteRow,
                thread="a",
                post="1",
                anchor="q",
                origin_thread="b",
                origin_post="9",
                origin_start=4,
                origin_end=8,
            ),
            make(rows.QuoteRow, thread="b", post="9", shard=3, origin_thread="b", origin_post="9"),
        ],
    )

    found = desk.ask(queries.INCOMING)

    assert [(row.shard, row.thread, row.post, row.start, row.end) for row in found] == [(3, "b", "9", 4, 8)]
    assert [(row.by_thread, row.by_title, row.by_post, row.by_author) for row in found] == [("a", "A", "1", "Zed")]


def test_the_people_of_a_thread_are_counted_without_the_unknown(desk):
    desk.given(
        threads=[thread("a")],
        posts=[post("a", "1"), post("a", "2"), post("a", "3", person="bo"), post("a", "4", person="")],
    )

    (card,) = desk.ask(queries.THREAD_CARDS)

    assert card.people == 2
    assert [(row.person, row.posts) for row in desk.ask(queries.THREAD_PEOPLE)] == [("ann", 2), ("bo", 1)]


def test_a_person_goes_by_the_spelling_used_most_and_counts_who_quotes_them(desk):
    spelled = [dataclasses.replace(post("a", str(n)), author=name) for n, name in enumerate(("ann", "Ann", "Ann"))]
    quote = make(rows.QuoteRow, thread="a", post="2", origin_thread="a", origin_post="0")
    desk.given(threads=[thread("a")], posts=spelled, quotes=[quote])

    assert desk.ask(queries.PEOPLE) == [rows.PersonRow("ann", "Ann", 3, 1, 1, 0)]


def test_topics_count_own_words_apart_from_quotes(desk):
    mentions = [make(rows.MentionRow, topic="x", thread="a", post="1", in_quote=quoted) for quoted in (0, 0, 1)]
    desk.given(mentions=[*mentions, make(rows.MentionRow, topic="y", thread="a", post="1")])

    assert desk.ask(queries.TOPICS) == [rows.TopicRow("x", 2, 1), rows.TopicRow("y", 1, 0)]
    assert desk.ask(queries.TOPIC_PAIRS) == [rows.TopicPairRow("x", "y", 1), rows.TopicPairRow("y", "x", 1)]


def test_the_counts_of_an_archive(desk):
    desk.given(**archive())

    counts = {row.name: row.value for row in desk.ask(queries.COUNTS)}

    assert (counts["threads"], counts["posts"], counts["people"], counts["quotes"]) == (3, 9, 3, 4)
    assert (counts["linked"], counts["kind:exact"], counts["doubts"], counts["gaps"]) == (4, 4, 13, 3)


def test_text_comes_through_as_it_is(desk):
    title = 'a "quoted" \\ back\u2028slash, \0, é, 😀, "bucket":7, {"shard":9}'
    desk.given(threads=[thread("a")], posts=[dataclasses.replace(post("a", "1", bucket=5), excerpt=title)])

    (row,) = desk.ask(queries.PERSON_POSTS)

    assert (row.bucket, row.excerpt) == (5, title)


def test_results_are_split_by_their_bucket_into_files_named_by_their_content(desk):
    desk.given(**archive())
    desk.ask(queries.PERSON_POSTS)

    table = desk.tables["person_posts"]

    assert [part.bucket for part in table.parts] == [0, 1]
    for part in table.parts:
        assert {row.bucket for row in read_rows(str(desk.folder), part, rows.PersonPostRow)} == {part.bucket}
        assert part.digest in part.uri


def test_a_result_that_is_the_same_again_is_not_written_again(desk):
    desk.given(**archive())
    desk.ask(queries.PERSON_POSTS)
    before = {path.name: path.stat().st_mtime_ns for path in (desk.folder / "tables").iterdir()}

    desk.ask(queries.PERSON_POSTS)

    assert {path.name: path.stat().st_mtime_ns for path in (desk.folder / "tables").iterdir()} == before


def test_rows_that_came_went_and_stayed_are_all_as_they_should_be(desk):
    first, second, third = (thread(name, shard=shard) for shard, name in enumerate("abc"))
    posts = [post(name, "1") for name in "abc"]
    for threads in ([first, second], [second, third], [], [first, second, third], [third]):
        desk.given(threads=threads, posts=posts)

        assert [row.thread for row in desk.ask(queries.THREAD_CARDS)] == [row.thread for row in threads]


def test_a_database_of_rows_that_cannot_be_opened_is_made_anew(desk):
    desk.given(threads=[thread("a")], posts=[post("a", "1")])
    desk.ask(queries.THREAD_CARDS)
    desk.engine.close()
    (desk.folder / "rows.duckdb").write_bytes(b"no database")

    assert [row.thread for row in desk.ask(queries.THREAD_CARDS)] == ["a"]


def test_the_database_serves_the_next_build(desk):
    desk.given(threads=[thread("a")], posts=[post("a", "1")])
    desk.ask(queries.THREAD_CARDS)
    desk.engine.close()
    (desk.folder / "threads-0.jsonl").unlink()  # it was loaded, and nobody asks for it again

    assert [row.thread for row in desk.ask(queries.THREAD_CARDS)] == ["a"]


def test_rows_that_are_no_rows_name_their_file(desk):
    desk.given(threads=[thread("a")], posts=[post("a", "1")])
    (desk.folder / "threads-0.jsonl").write_bytes(bytes((desk.folder / "threads-0.jsonl").stat().st_size))

    with pytest.raises(DamagedVolume) as caught:
        desk.ask(queries.THREAD_CARDS)

    assert caught.value.uri == "threads-0.jsonl"


@pytest.mark.parametrize("query", queries.QUERIES, ids=lambda query: query.name)
def test_the_order_of_a_query_is_told_in_columns_of_its_rows(query):
    if query.is_short:
        assert query.bucket is None
        return
    names = [name for name, _ in query.order]

    assert set(names) <= set(queries.columns(query.row))
    assert query.bucket is None or names[0] == query.bucket
