"""Importer `stackexchange`: the data dumps of Stack Exchange sites.

**Reads** `Posts.xml`, and from beside it `Comments.xml` and `Users.xml`, of any of the sites (Stack Overflow, Server
Fault, MathOverflow ...): the folder as it comes out of the `.7z` archive, or `Posts.xml` alone.

A thread is a question with its answers, and with the comments on both, by date. Who answers what is known exactly. The
text is HTML; comments are Markdown. Names are those of `Users.xml`, or those that the post itself carries; without
`Users.xml` an author is known by number ("user 17"). Where the folder is named for its site
("cooking.stackexchange.com"), posts tell their addresses.

**Never published**: posts with a date of deletion stand as empty places. Of users nothing but the name is read.

**Cannot**: unpack `.7z` (unpack it first); show votes, badges, older versions (`PostHistory.xml`) and tag wikis.

Read line by line, one row a line, as all these dumps are written: broken rows are told and left out. No part of XML
that could reach beyond the file is understood: a file with a document type is refused.

*Facts*: the schema that Stack Exchange publishes with the dumps.
"""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from generator.codec import decode, encode
from generator.importers.dumps import Dump, ReadOptions
from generator.importers.structured.documents import belongs_to
from generator.importers.structured.enclosed import digest_of
from generator.importers.structured.fragments import read_fragment, withheld
from generator.importers.structured.moments import iso_moment
from generator.importers.structured.posts import PostFacts, thread_of
from generator.importers.structured.quarantine import broken_record
from generator.importers.structured.spill import Record, grouped
from generator.markup import Body, read_markdown
from generator.problems import Problem
from generator.records import Source, Thread

name = "stackexchange"
splits = True
reads_folders = True

_DECLARES = 0.95
_LONGEST_ROW = 64 << 20  # bytes
_ROW = re.compile(r"\s*<row\s")
_OTHER = re.compile(r"\s*(?:<\?xml|</?(?:posts|comments|users|posthistory)\b|<!--|\Z)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\s([A-Za-z][A-Za-z0-9]{0,40})=(?:"([^"<]*)"|'([^'<]*)')""")
_ENTITY = re.compile(r"&(?:(lt|gt|amp|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));")
_SIGNS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_ROOTS = ("posts", "comments", "users", "posthistory", "votes", "badges", "tags", "postlinks")
_ROOT = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>)?\s*<(\w{4,12})\s*>\s*(?:<row\s|</|\Z)", re.IGNORECASE
)
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_SITE = re.compile(
    r"(?:[a-z0-9-]+\.)*(?:stackexchange|stackoverflow|serverfault|superuser|askubuntu|stackapps)\.com\Z"
    r"|(?:meta\.)?mathoverflow\.net\Z"
)
_QUESTION, _ANSWER = "1", "2"
_BATCH = 10_000  # rows of an own table that are written together


@dataclass(frozen=True, slots=True)
class _Item:
    """A question, an answer or a comment; of a comment and of an answer `parent` is the post it stands below."""

    id: str
    parent: str
    author: str
    date: str
    text: str
    title: str
    is_gone: bool


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is Stack Exchange's: its root element, then rows."""
    if path.is_dir():
        posts = _sibling(path, "Posts.xml")
        if posts is None:
            return 0.0
        head = Dump(posts, posts.name).head()
    match = _ROOT.match(head)
    if match is None and _DOCTYPE.search(head[:2000]) and re.search(rb"<(?:posts|comments)\b[^<]*<row\s", head[:4000]):
        return _DECLARES
    return _DECLARES if match and match[1].decode("ascii", "replace").lower() in _ROOTS else 0.0


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the questions with their answers and comments, in the order in which they stand in the dump."""
    path = _sibling(dump.path, "Posts.xml") if dump.is_folder else dump.path
    if path is None:
        yield dump.trouble("D211", None, "the folder holds no Posts.xml", fix="Unpack the archive again.")
        return
    posts = Dump(path, dump.name if path == dump.path else f"{dump.name}/{path.name}")
    head = posts.head()
    if _DOCTYPE.search(head):
        why = "A document type can make a reader open other files, or fill the memory; these dumps never have one."
        yield posts.trouble("D246", (1, 1), "the file declares a document type", why=why, fix="Download it again.")
        return
    match = _ROOT.match(head)
    if match is None or match[1].lower() != b"posts":
        yield belongs_to(dump, "Posts.xml of the same site")
        return
    site = path.parent.name if _SITE.match(path.parent.name) else ""
    source = Source(dump.name, digest_of(path), name, retrieved=options.retrieved)
    is_empty = True
    for found in grouped(dump, options, lambda start: _records(posts, options)):
        is_empty = is_empty and isinstance(found, Problem) and found.severity != "error"
        yield found if isinstance(found, Problem) else _thread(found, source, site)
    if is_empty and options.part.of == 1:
        yield posts.trouble("D211", (1, 1), "the dump holds no post", fix="Download it again.")


def _sibling(folder: Path, name_of_file: str) -> Path | None:
    """Return the file of a name in a folder, whatever its case; None where there is none, or only a link."""
    found = (each for each in folder.iterdir() if each.name.lower() == name_of_file.lower())
    return next((each for each in found if each.is_file() and not each.is_symlink()), None)


def _records(posts: Dump, options: ReadOptions) -> Iterator[Record | Problem]:
    with _Tables() as tables:
        users = _sibling(posts.path.parent, "Users.xml")
        if users is not None:
            for row in _rows(Dump(users, f"{posts.name} (Users.xml)"), ReadOptions()):
                if isinstance(row, Problem):
                    yield row
                else:
                    tables.add("user", row[1].get("Id", ""), row[1].get("DisplayName", ""))
        for row in _rows(posts, options):
            yield from [row] if isinstance(row, Problem) else _post(row, posts, tables)
        comments = _sibling(posts.path.parent, "Comments.xml")
        if comments is not None:
            beside = Dump(comments, f"{posts.name} (Comments.xml)")
            for row in _rows(beside, ReadOptions()):
                yield from [row] if isinstance(row, Problem) else _comment(row, beside, tables)


def _rows(dump: Dump, options: ReadOptions) -> Iterator[tuple[int, dict[str, str]] | Problem]:
    """Yield (line, attributes) of each row of a file; a warning for each line that is none."""
    number = 0
    with dump.open(options) as file:
        while line := file.readline(_LONGEST_ROW):
            number += 1
            if not line.endswith(b"\n") and len(line) >= _LONGEST_ROW:
                yield broken_record(dump, number, f"a row has more than {_LONGEST_ROW >> 20} MB", code="D232")
                while line and not line.endswith(b"\n"):
                    line = file.readline(_LONGEST_ROW)
                continue
            text = line.decode("utf-8", "replace").removeprefix("\ufeff").rstrip()
            if not _ROW.match(text):
                if not _OTHER.match(text):
                    yield broken_record(dump, number, "a line is no row")
            elif not text.endswith("/>"):
                yield broken_record(dump, number, "a row is cut off")
            else:
                yield number, {match[1]: _plain(match[2] or match[3] or "") for match in _ATTRIBUTE.finditer(text)}


def _plain(value: str) -> str:
    return _ENTITY.sub(_sign, value) if "&" in value else value


def _sign(match: re.Match[str]) -> str:
    if match[1]:
        return _SIGNS[match[1]]
    number = int(match[2]) if match[2] else int(match[3], 16)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


def _post(row: tuple[int, dict[str, str]], dump: Dump, tables: _Tables) -> Iterator[Record | Problem]:
    line, told = row
    own, kind = told.get("Id", ""), told.get("PostTypeId", "")
    root = own if kind == _QUESTION else told.get("ParentId", "")
    if kind not in (_QUESTION, _ANSWER):
        if not kind:
            yield broken_record(dump, line, "a row does not say what kind of post it is", code="D231")
        return
    if not own.isdecimal() or not root.isdecimal():
        yield broken_record(dump, line, "a post has no number, or belongs to no question", code="D231")
        return
    if kind == _ANSWER:
        tables.add("answer", own, root)
    author = tables.find("user", told.get("OwnerUserId", "")) or told.get("OwnerDisplayName", "")
    item = _Item(
        id=own,
        parent="" if kind == _QUESTION else root,
        author=author or _numbered(told.get("OwnerUserId", "")),
        date=told.get("CreationDate", ""),
        text=told.get("Body", ""),
        title=told.get("Title", ""),
        is_gone=bool(told.get("DeletionDate")),
    )
    yield Record(root, item.date if kind == _ANSWER else "", encode(item))


def _comment(row: tuple[int, dict[str, str]], dump: Dump, tables: _Tables) -> Iterator[Record | Problem]:
    line, told = row
    own, post = told.get("Id", ""), told.get("PostId", "")
    if not own.isdecimal() or not post.isdecimal():
        yield broken_record(dump, line, "a comment has no number, or belongs to no post", code="D231")
        return
    author = tables.find("user", told.get("UserId", "")) or told.get("UserDisplayName", "")
    item = _Item(
        id=f"c{own}",
        parent=post,
        author=author or _numbered(told.get("UserId", "")),
        date=told.get("CreationDate", ""),
        text=told.get("Text", ""),
        title="",
        is_gone=bool(told.get("DeletionDate")),
    )
    yield Record(tables.find("answer", post) or post, item.date, encode(item))


def _numbered(user: str) -> str:
    return f"user {user}" if user.isdecimal() else ""


def _thread(group: tuple[str, list[bytes]], source: Source, site: str) -> Thread:
    root, payloads = group
    items = [decode(payload, _Item) for payload in payloads]
    first = next((item for item in items if item.id == root), None)
    facts = [_facts(item, root, site) for item in items]
    title = first.title if first and not first.is_gone else None
    url = f"https://{site}/questions/{root}" if site else None
    gaps = () if first else ("the question itself",)
    return thread_of(f"stackexchange-{root}", title, source, facts, url=url, gaps=gaps)


def _facts(item: _Item, root: str, site: str) -> PostFacts:
    is_comment = item.id.startswith("c")
    place = f"questions/{root}" if item.id == root else f"a/{item.id}"
    if is_comment:
        place = f"questions/{root}#comment{item.id[1:]}_{item.parent}"
    facts = PostFacts(
        id=item.id,
        body=Body(""),
        author=unescape(item.author) or None,
        when=iso_moment(f"{item.date}Z") if item.date else None,
        url=f"https://{site}/{place}" if site else None,
        reply_to=item.parent or None,
    )
    body = (
        read_markdown(item.text) if is_comment else read_fragment(item.text, base=f"https://{site}/" if site else None)
    )
    facts = PostFacts(facts.id, body, facts.author, facts.when, url=facts.url, reply_to=facts.reply_to)
    return withheld(facts, "deleted") if item.is_gone else facts


class _Tables:
    """Names of users and questions of answers, on disk: Stack Overflow has twenty million of either."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="disputatio-")
        self._db = sqlite3.connect(Path(self._folder.name) / "tables.db", isolation_level=None)
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("PRAGMA cache_size = -32768")
        for table in ("user", "answer"):
            self._db.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, value TEXT)")
        self._db.execute("BEGIN")
        self._waiting: dict[str, list[tuple[int, str]]] = {"user": [], "answer": []}

    def __enter__(self) -> _Tables:
        return self

    def __exit__(self, *fault: object) -> None:
        self._db.close()
        self._folder.cleanup()

    def add(self, table: str, number: str, value: str) -> None:
        if _is_number(number) and value:
            self._waiting[table].append((int(number), value))
            if len(self._waiting[table]) >= _BATCH:
                self._write(table)

    def find(self, table: str, number: str) -> str:
        """Return a value, "" where there is none."""
        if not _is_number(number):
            return ""
        self._write(table)
        row = self._db.execute(f"SELECT value FROM {table} WHERE id = ?", (int(number),)).fetchone()
        return str(row[0]) if row else ""

    def _write(self, table: str) -> None:
        if self._waiting[table]:
            self._db.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", self._waiting[table])
            self._waiting[table].clear()


def _is_number(text: str) -> bool:
    return len(text) < 19 and text.removeprefix("-").isdecimal() and text.isascii()
