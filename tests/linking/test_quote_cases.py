"""Text in, quotes out: every file in tests/cases/quotes is a thread with the quotes that must be found in it.

The first line says what holds. Then a section a post: `-- p2 --`, with name and date where they are known, `-- p2 Ada
2017-05-01 --`; `-- other/p1 --` is a post of another thread. [quote=Ada]...[/quote] is a quote that the dump declares.
`-- expected --` has one line a quote, as `line_of` writes it, and one a lost post.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.linking import find_quotes, link_across, rebuild_lost
from generator.records import (
    Declared,
    Guess,
    LostPost,
    Moment,
    Post,
    PostId,
    Quote,
    Span,
    Thread,
    ThreadId,
    ThreadLinks,
)

CASES = sorted((Path(__file__).parent.parent / "cases" / "quotes").glob("*.case"))
_SECTION = re.compile(r"^-- (?:(\w+)/)?(p\d+|expected)(?: ([A-Z]\w*))?(?: (\d{4}-\d\d-\d\d))? --\n", re.MULTILINE)
_DECLARED = re.compile(r"\[quote=(\w*)\](.*?)\[/quote\]\n?", re.DOTALL)
CLOSING = "Click to expand...\n"


@dataclass(frozen=True)
class Case:
    threads: dict[str, Thread]
    expected: list[str]


def read_case(path: Path) -> Case:
    parts = _SECTION.split(path.read_text(encoding="utf-8"))
    posts: dict[str, list[Post]] = {"t": []}
    expected: list[str] = []
    for at in range(1, len(parts), 5):
        thread, name, author, day, text = parts[at : at + 5]
        if name == "expected":
            expected = text.strip().splitlines()
        else:
            mine = posts.setdefault(thread or "t", [])
            mine.append(read_post(name, author, day, text.rstrip("\n"), len(mine) + 1))
    threads = {name: Thread(ThreadId(name), Guess(name, 1.0), (), tuple(written)) for name, written in posts.items()}
    return Case(threads, expected)


def read_post(name: str, author: str | None, day: str | None, marked: str, ordinal: int) -> Post:
    text, at = "", 0
    declared: list[Declared] = []
    furniture: list[Span] = []
    for match in _DECLARED.finditer(marked):
        lead_in = f"{match[1]} said:\n" if match[1] else "Quote:\n"
        text += marked[at : match.start()]
        start = len(text) + len(lead_in)
        furniture.append(Span(len(text), start - 1))
        span = Span(start, start + len(match[2]))
        declared.append(Declared(span, match[1] or None, None, lead_in=furniture[-1]))
        text += f"{lead_in}{match[2]}\n{CLOSING}"
        furniture.append(Span(span.end + 1, span.end + len(CLOSING)))
        at = match.end()
    text += marked[at:]
    when: Guess[Moment] = Guess(Moment(day, day), 1.0) if day else Guess(None, 0.0)
    who: Guess[str] = Guess(author, 1.0) if author else Guess(None, 0.0)
    return Post(PostId(name), ordinal, who, when, text, (), tuple(declared), tuple(furniture))


def line_of(quote: Quote, post: Post, threads: dict[str, Thread]) -> str:
    """Return a quote as the cases write it: `p3 altered p1 "its text" via p2; "new" for "old"; also p4; disputed`."""
    line = f"{quote.post} {quote.kind} {place_of(quote)} {shown(quote.span.of(post.text))}"
    if quote.via:
        line += f" via {quote.via}"
    if quote.origin and not quote.origin.lost:
        origin = next(each for each in threads[quote.origin.thread].posts if each.id == quote.origin.post)
        for change in quote.changes:
            line += f"; {shown(change.quote.of(post.text))} for {shown(change.origin.of(origin.text))}"
    for other in quote.alternatives:
        line += f"; also {other.post}"
    return line + ("; disputed" if quote.disputed else "")


def place_of(quote: Quote) -> str:
    if quote.origin is None:
        return "-"
    if quote.origin.lost:
        return "lost"
    return quote.origin.post if quote.origin.thread == "t" else f"{quote.origin.thread}/{quote.origin.post}"


def line_of_lost(lost: LostPost) -> str:
    witnesses = " ".join(dict.fromkeys(witness.post for witness in lost.witnesses))
    return f"lost {shown(lost.text)} seen by {witnesses}" + (f"; by {lost.author.value}" if lost.author.value else "")


def shown(text: str) -> str:
    return '"' + text.replace("\n", "\\n") + '"'


def link_all(threads: dict[str, Thread]) -> ThreadLinks:
    thread = threads["t"]
    elsewhere = [(other.id, post) for name, other in threads.items() if name != "t" for post in other.posts]
    return rebuild_lost(thread, link_across(thread, find_quotes(thread), elsewhere))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_quotes_of_the_case_are_found(path: Path) -> None:
    case = read_case(path)
    posts = {post.id: post for post in case.threads["t"].posts}

    links = link_all(case.threads)

    found = [line_of(quote, posts[quote.post], case.threads) for quote in links.quotes]
    assert [*found, *map(line_of_lost, links.lost)] == case.expected


def test_there_are_cases() -> None:
    assert len(CASES) >= 20
