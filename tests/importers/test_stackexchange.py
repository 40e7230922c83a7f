"""Data dumps of Stack Exchange: alone or with what lies beside, addresses, hostile XML."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from generator.importers import Dump, choose, read_dump
from generator.problems import Problem
from generator.records import Post, Thread

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
MOMENT = 'CreationDate="2010-07-09T19:05:36.600"'
QUESTION = f'  <row Id="1" PostTypeId="1" {MOMENT} Body="&lt;p&gt;How?&lt;/p&gt;" Title="Why" />\n'


def write(folder: Path, posts: str, name: str = "Posts.xml") -> Dump:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(posts, "utf-8", errors="surrogatepass", newline="")
    return Dump(folder / name, name)


def read(dump: Dump) -> list[Thread | Problem]:
    chosen = choose(dump)
    assert not isinstance(chosen, Problem), chosen.render()
    assert chosen.name == "stackexchange"
    return list(read_dump(dump))


def posts_of(items: list[Thread | Problem]) -> list[Post]:
    return [post for item in items if isinstance(item, Thread) for post in item.posts]


def test_a_folder_that_is_named_for_its_site_gives_addresses(tmp_path: Path) -> None:
    dump = write(tmp_path / "mills.stackexchange.com", f"{HEAD}<posts>\n{QUESTION}</posts>\n")

    (thread,) = read(dump)

    assert isinstance(thread, Thread)
    assert thread.url == "https://mills.stackexchange.com/questions/1"


def test_comments_alone_say_what_they_belong_to(tmp_path: Path) -> None:
    row = '  <row Id="7" PostId="1" Text="Hm." CreationDate="2010-07-09T19:05:36.600" />\n'
    dump = write(tmp_path, f"{HEAD}<comments>\n{row}</comments>\n", "Comments.xml")

    (item,) = read(dump)

    assert isinstance(item, Problem)
    assert item.severity == "note"


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE posts [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>\n',
        '<!DOCTYPE posts SYSTEM "file:///etc/passwd">\n',
    ],
)
def test_a_document_type_is_refused(doctype: str, tmp_path: Path) -> None:
    dump = write(tmp_path, f"{HEAD}{doctype}<posts>\n{QUESTION}</posts>\n")

    (item,) = read(dump)

    assert isinstance(item, Problem)
    assert (item.severity, item.code) == ("error", "D246")


HOSTILE = {
    "script": QUESTION.replace("How?", "&lt;script&gt;alert(1)&lt;/script&gt;How?"),
    "deep": QUESTION.replace("How?", "&lt;div&gt;" * 100_000 + "How?"),
    "attributes": QUESTION.replace("Title=", ' a="1"' * 50_000 + " Title="),
    "signs": QUESTION.replace("How?", "&#0;&#x110000;&#xD800;&unknown;&&&How?"),
    "numbers": QUESTION + QUESTION.replace('"1"', f'"{"9" * 5000}"'),
    "quotation marks": QUESTION + '  <row Id="2 PostTypeId="2" ParentId="1" />\n' + '<row "' * 50_000 + "\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_rows_cost_little_and_run_nothing(name: str, tmp_path: Path) -> None:
    dump = write(tmp_path, f"{HEAD}<posts>\n{HOSTILE[name]}</posts>\n")
    start = time.process_time()

    items = read(dump)

    assert time.process_time() - start < 5.0
    assert "How?" in posts_of(items)[0].text
    assert "alert" not in repr(items)


def test_users_of_links_are_not_read(tmp_path: Path) -> None:
    owned = QUESTION.replace("Title=", 'OwnerUserId="5" Title=')
    dump = write(tmp_path / "site", f"{HEAD}<posts>\n{owned}</posts>\n")
    secret = tmp_path / "secret.xml"
    secret.write_text(f'{HEAD}<users>\n  <row Id="5" DisplayName="Secret" />\n</users>\n')
    (tmp_path / "site" / "Users.xml").symlink_to(secret)

    assert [post.author.value for post in posts_of(read(dump))] == ["user 5"]
