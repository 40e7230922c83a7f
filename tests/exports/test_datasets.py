"""Data sets, each read by a program that knows its form."""

import csv
import json
import mailbox
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import duckdb
import networkx
import pytest

from generator.config import read_config
from generator.exports import find_export
from generator.exports.datasets.reference import with_reference
from generator.exports.datasets.seam import _installed as installed
from generator.importers import Dump, read_dump
from generator.pipeline import export_archive
from generator.problems import Problem, UnusableInput
from generator.records import Thread

FORMATS = ("jsonl", "convokit", "csv", "sqlite", "parquet", "mbox", "annotations", "graphml", "argdown")
POSTS = 4 + 3 + 2 + 2 + 2  # bread, railway, harbour, echo, lamp


@pytest.fixture
def export(published, tmp_path):
    def write(name: str, target: str = "out") -> Path:
        export_archive(read_config(published.root), find_export(name), tmp_path / target, engine="local:1")
        return tmp_path / target

    return write


def test_json_lines_hold_every_table(export):
    lines = [json.loads(line) for line in export("jsonl").read_bytes().splitlines()]

    tables = [line["table"] for line in lines]
    assert tables[0] == "archive" and lines[0]["title"] == "Bread and water"
    assert tables.count("posts") == POSTS and tables.count("threads") == 5
    posts = {(line["thread"], line["post"]): line for line in lines if line["table"] == "posts"}
    quotes = [line for line in lines if line["table"] == "quotes"]
    assert {quote["origin_thread"] for quote in quotes} == {"bread", "railway"} | {t for t, _ in posts if "mail" in t}
    for quote in quotes:
        assert posts[quote["thread"], quote["post"]]["text"][quote["start"] : quote["end"]] == quote["text"]


def test_a_piece_stands_in_the_quote_and_in_the_origin(export):
    lines = [json.loads(line) for line in export("jsonl").read_bytes().splitlines()]
    posts = {(line["thread"], line["post"]): line["text"] for line in lines if line["table"] == "posts"}
    quotes = {(line["thread"], line["quote"]): line for line in lines if line["table"] == "quotes"}

    pieces = [line for line in lines if line["table"] == "pieces"]

    assert pieces
    for piece in pieces:
        quote = quotes[piece["thread"], piece["quote"]]
        there = posts[quote["origin_thread"], quote["origin_post"]][piece["origin_start"] : piece["origin_end"]]
        here = posts[quote["thread"], quote["post"]][piece["start"] : piece["end"]]
        assert there.split() == here.replace("> ", "").split()


def test_csv_is_read_back_and_holds_no_formula(export):
    with (export("csv") / "posts.csv").open(encoding="utf-8", newline="") as file:
        posts = list(csv.DictReader(file))

    assert len(posts) == POSTS
    formula = next(post for post in posts if "SUM(1+1)" in post["text"] and post["author"] == "Anna")
    assert formula["text"].startswith("'=SUM(1+1) is what the clerk wrote")
    assert not any(cell.startswith(("=", "+", "-", "@")) for post in posts for cell in post.values())


def test_sqlite_answers_who_quotes_whom(export):
    with closing(sqlite3.connect(export("sqlite"))) as db:
        (check,) = db.execute("PRAGMA integrity_check").fetchone()
        found = db.execute(
            "SELECT a.author, b.author FROM quotes q JOIN posts a ON a.thread = q.thread AND a.post = q.post "
            "JOIN posts b ON b.thread = q.origin_thread AND b.post = q.origin_post WHERE q.thread = 'echo'"
        ).fetchall()

    assert check == "ok"
    assert found == [("Emil", "Clara")]


def test_parquet_has_what_json_lines_have(export):
    folder = export("parquet", "tables")
    lines = [json.loads(line) for line in export("jsonl", "lines").read_bytes().splitlines()]

    for path in folder.iterdir():
        table = duckdb.sql(f"SELECT * FROM '{path}'")
        rows = [dict(zip(table.columns, row, strict=True)) for row in table.fetchall()]
        assert rows == [
            {key: value for key, value in line.items() if key != "table"}
            for line in lines
            if line["table"] == path.stem
        ]
    assert len(list(folder.iterdir())) == 8


def test_mails_stand_in_threads(export):
    box = mailbox.mbox(export("mbox"))

    mails = list(box)
    lamp = [
        mail for mail in mails if "lamp" in str(mail["Subject"]).lower() or mail["X-Disputatio-Thread"][:4] == "mail"
    ]
    box.close()

    assert len(mails) == POSTS
    assert len({mail["Message-ID"] for mail in mails}) == POSTS
    assert lamp[1]["In-Reply-To"] == lamp[0]["Message-ID"]
    assert lamp[0]["Date"] == "Mon, 04 Mar 2019 09:00:00 +0000"
    assert "=SUM(1+1)" in lamp[0].get_payload(decode=True).decode()
    assert not any(mail["Date"] for mail in mails if mail["X-Disputatio-Thread"] == "bread")


def test_a_corpus_of_convokit_is_read_back_as_the_same_debates(export):
    folder = export("convokit")

    threads = [each for each in read_dump(Dump(folder, "corpus")) if isinstance(each, Thread)]

    assert sum(len(thread.posts) for thread in threads) == POSTS
    bread = next(thread for thread in threads if thread.title.value == "On the price of bread")
    assert [post.author.value for post in bread.posts][1:] == ["Anna", "Boris", "Anna"]
    assert bread.posts[3].reply_to == bread.posts[2].id
    utterances = [json.loads(line) for line in (folder / "utterances.jsonl").read_bytes().splitlines()]
    speakers = json.loads((folder / "speakers.json").read_bytes())
    conversations = json.loads((folder / "conversations.json").read_bytes())
    ids = {each["id"] for each in utterances}
    assert {each["speaker"] for each in utterances} <= speakers.keys()
    assert {each["conversation_id"] for each in utterances} == conversations.keys()
    assert {each["reply-to"] for each in utterances} <= ids | {None}


def test_the_graph_is_read_by_networkx(export):
    graph = networkx.read_graphml(export("graphml"))

    assert graph.is_directed()
    assert sum(not lost for _, lost in graph.nodes(data="lost")) == POSTS
    across = [ends for *ends, data in graph.edges(data=True) if ends[0].partition("/")[0] != ends[1].partition("/")[0]]
    assert [(a.partition("/")[0], b.partition("/")[0]) for a, b in across] == [("echo", "railway")]
    assert {data["link"] for *_, data in graph.edges(data=True)} == {"quotes", "answers"}


def test_annotations_select_the_words(export):
    lines = [json.loads(line) for line in export("jsonl", "lines").read_bytes().splitlines()]
    texts = {line["address"]: line["text"] for line in lines if line["table"] == "posts"}

    page = json.loads(export("annotations").read_bytes())

    assert page["type"] == "AnnotationPage" and len(page["items"]) >= 4
    for annotation in page["items"]:
        words, place = annotation["target"]["selector"]
        text = texts[annotation["target"]["source"]]
        assert text[place["start"] : place["end"]] == words["exact"]
        assert text[: place["start"]].endswith(words["prefix"])
        assert annotation["body"]["source"] in texts


def test_the_skeleton_names_links_and_no_attacks(export):
    text = export("argdown").read_text(encoding="utf-8")

    statements = [line for line in text.splitlines() if line.startswith("[")]
    assert len(statements) == POSTS
    assert sum('"links":' in line for line in statements) >= 4
    assert not any(line.lstrip().startswith(("+", "-", "<", ">")) for line in text.splitlines())


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_archive_gives_the_same_bytes(export, name):
    first, second = export(name, "first"), export(name, "second")

    assert contents(first) == contents(second)


def test_an_export_takes_the_place_of_a_former_one_and_of_nothing_else(export, tmp_path):
    export("csv")
    export("csv")
    (tmp_path / "out" / "thesis.odt").write_text("years of work")

    with pytest.raises(UnusableInput) as caught:
        export("csv")

    assert [problem.code for problem in caught.value.problems] == ["D801"]
    assert (tmp_path / "out" / "thesis.odt").read_text() == "years of work"


def test_what_nobody_can_write_is_told_with_what_is_known():
    with pytest.raises(UnusableInput) as caught:
        find_export("word")

    (problem,) = caught.value.problems
    assert isinstance(problem, Problem) and problem.code == "D800"
    assert "jsonl" in problem.fix and "graphml" in problem.fix


PLUGIN = """
name = "titles"
title = "Titles: one a line"
ending = ".txt"


def write(archive, target):
    with target.open("w", encoding="utf-8") as file:
        for debate in archive.debates():
            file.write(f"{debate.thread.title.value}\\n")
"""


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Install a package with one export, as pip would."""

    def install(code: str) -> None:
        folder = tmp_path / "installed"
        (folder / "titles-1.0.dist-info").mkdir(parents=True)
        (folder / "titles-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: titles\nVersion: 1.0\n")
        (folder / "titles-1.0.dist-info" / "entry_points.txt").write_text(
            "[disputatio.exports]\ntitles = export_titles\n"
        )
        (folder / "export_titles.py").write_text(code)
        monkeypatch.syspath_prepend(str(folder))
        monkeypatch.delitem(sys.modules, "export_titles", raising=False)
        installed.cache_clear()

    yield install
    installed.cache_clear()


def test_an_export_that_is_installed_beside_the_program_is_found(install, export):
    install(PLUGIN)

    titles = export("titles").read_text(encoding="utf-8").splitlines()

    assert len(titles) == 5
    assert "On the price of bread" in titles


def test_an_installed_export_that_fails_is_a_problem(install, export, tmp_path):
    install(PLUGIN.replace("for debate in archive.debates():", "for debate in 1 / 0:"))

    with pytest.raises(UnusableInput) as caught:
        export("titles")

    (problem,) = caught.value.problems
    assert problem.code == "D802" and "ZeroDivisionError" in problem.why
    assert not list(tmp_path.glob("*out*"))


def test_the_reference_is_what_the_code_says(repository):
    document = (repository / "docs" / "datasets.md").read_text(encoding="utf-8")

    assert with_reference(document) == document, "run `python -m generator.exports`"


def contents(path: Path) -> dict[str, bytes]:
    if path.is_file():
        return {"": path.read_bytes()}
    return {each.name: each.read_bytes() for each in sorted(path.iterdir())}
