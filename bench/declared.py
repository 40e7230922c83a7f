"""Compare the origins that dumps declare for their quotes with those that are found where the declarations are gone.

    python bench/declared.py [DUMP ...] [--list] [--write]

Every dump (a file, or a folder of them; without any: `../shared/samples`) is read. Then its posts become plain text
without a mark, their quotes are found again, and the origins are compared. Counted are the quotes whose declared
origin is an earlier post of the same thread that the dump has; quotes within quotes are not, as they are not linked
either, nor do their words count for the outer one. `--list` tells every disagreement, `--write` puts the table into
docs/measurements.md.

agree: the very post, or one that is quoted by way of it. copy: another post, which holds all the words as well.
better: another post that holds all the words, while the declared one does not (mail names the message that is
answered, which is not always the one that is quoted). twice removed: a post that itself quotes the words, or from
which the declared one has them. other: any other post. missed: nothing found, though the declared post holds at least
half of the words. altered: nothing found, and it does not hold them. Agreement is agree, copy and better, of all but
the altered; the last column leaves out quotes of fewer than five words.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.importers import Dump, ReadOptions, join_pieces, read_dump
from generator.linking import find_quotes
from generator.records import Declared, Post, Quote, Span, Thread
from generator.text import letters, words

REPOSITORY = Path(__file__).resolve().parent.parent
SAMPLES = REPOSITORY.parent / "shared" / "samples"
PAGE = REPOSITORY / "docs" / "measurements.md"
BEGIN, END = "<!-- declared: begin -->", "<!-- declared: end -->"
OUTCOMES = ("agree", "copy", "better", "twice removed", "other", "missed", "altered")
LONGER = 5  # words; fewer stand in a thread by chance, and no one could tell them for quotes without their marks
SHOWN = 90  # characters of a quote that a list shows


@dataclass(frozen=True)
class Told:
    """A declared quote with an origin in the dump: its own words, and what was found for them."""

    thread: Thread
    post: Post
    spans: tuple[Span, ...]  # without the quotes in it
    origin: Post
    found: Quote | None
    outcome: str

    @property
    def text(self) -> str:
        return " ".join(span.of(self.post.text) for span in self.spans)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dumps", nargs="*", type=Path)
    parser.add_argument("--list", action="store_true", help="tell every disagreement")
    parser.add_argument("--write", action="store_true", help="put the table into docs/measurements.md")
    options = parser.parse_args()
    found: defaultdict[str, list[Told]] = defaultdict(list)
    declared: Counter[str] = Counter()
    for thread in threads_of(options.dumps or [SAMPLES]):
        engine = thread.sources[0].importer
        declared[engine] += sum(len(post.declared) for post in thread.posts)
        found[engine] += compare(thread)
    text = table(found, declared)
    print(text)
    if options.list:
        for told in (told for engine in sorted(found) for told in found[engine]):
            if told.outcome != "agree":
                print(line_of(told))
    if options.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.partition(END)[2] or chr(10)}", encoding="utf-8")


def threads_of(paths: Sequence[Path]) -> Iterator[Thread]:
    """Yield the threads of the dumps that declare quotes, each whole; dumps that cannot be read are told and left."""
    pieces: defaultdict[str, list[Thread]] = defaultdict(list)
    for path in paths:
        files = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
        for file in files:
            for read in read_dump(Dump(file, file.as_posix()), ReadOptions()):
                if isinstance(read, Thread):
                    pieces[read.id].append(read)
                elif read.severity == "error":
                    print(read.render(), file=sys.stderr)
    for group in pieces.values():
        thread, _ = join_pieces(group)
        if any(post.declared for post in thread.posts):
            yield thread


# --- comparing -------------------------------------------------------------------------------------------------------


def compare(thread: Thread) -> list[Told]:
    """Return the declared quotes with an earlier post of the thread as their origin, and what is found for each."""
    quotes: defaultdict[str, list[Quote]] = defaultdict(list)
    for quote in find_quotes(without_marks(thread)).quotes:
        quotes[quote.post].append(quote)
    by_name: dict[str, Post] = {}
    told: list[Told] = []
    for post in thread.posts:
        for declared in post.declared:
            origin = by_name.get(declared.post or "") if declared.thread in (None, thread.id) else None
            spans = own_spans(declared, post.declared)
            is_inner = any(other.span.covers(declared.span) and other is not declared for other in post.declared)
            has_words = any(map(str.isalnum, "".join(span.of(post.text) for span in spans)))
            if origin is not None and has_words and not is_inner:
                told.append(judged(thread, post, spans, origin, best(quotes[post.id], spans)))
        by_name[post.id] = post
        if post.number:
            by_name.setdefault(post.number, post)
    return told


def without_marks(thread: Thread) -> Thread:
    """Return the thread as plain text would give it: no tree, no declared quote, no answer."""
    posts = tuple(replace(post, body=(), declared=(), reply_to=None) for post in thread.posts)
    return replace(thread, posts=posts)


def own_spans(declared: Declared, others: Sequence[Declared]) -> tuple[Span, ...]:
    """Return what a quote covers without the quotes within it."""
    spans: list[Span] = []
    at = declared.span.start
    for other in sorted((other.span for other in others if other is not declared), key=lambda span: span.start):
        if declared.span.covers(other) and other != declared.span and other.start >= at:
            spans.append(Span(at, other.start))
            at = other.end
    return tuple(span for span in (*spans, Span(at, declared.span.end)) if len(span))


def best(quotes: Sequence[Quote], spans: Sequence[Span]) -> Quote | None:
    """Return the found quote that shares most characters with the spans."""

    def shared(quote: Quote) -> int:
        return sum(max(0, min(span.end, quote.span.end) - max(span.start, quote.span.start)) for span in spans)

    return max((quote for quote in quotes if shared(quote)), key=shared, default=None)


def judged(thread: Thread, post: Post, spans: tuple[Span, ...], origin: Post, found: Quote | None) -> Told:
    told = Told(thread, post, spans, origin, found, "")
    return replace(told, outcome=outcome(told))


def outcome(told: Told) -> str:
    """Return how the declared origin and the found one stand to each other."""
    place = told.found.origin if told.found is not None else None
    if told.found is None or place is None or place.lost:
        return "missed" if holds(told.origin, told.text) else "altered"
    if told.origin.id in (place.post, told.found.via):
        return "agree"
    other = next(post for post in told.thread.posts if post.id == place.post)
    if any(quote.span.meets(place.span) for quote in other.declared):
        return "twice removed"
    if letters(told.text) in letters(other.text):
        quoted_there = [letters(quote.span.of(told.origin.text)) for quote in told.origin.declared]
        if any(letters(told.text) in each for each in quoted_there):
            return "twice removed"
        return "copy" if letters(told.text) in letters(told.origin.text) else "better"
    return "other"


def holds(origin: Post, text: str) -> bool:
    """True where a post has the text, or at least half of its words, three by three."""
    wanted, there = triples(text), triples(origin.text)
    return letters(text) in letters(origin.text) or (bool(wanted) and 2 * len(wanted & there) >= len(wanted))


def triples(text: str) -> set[tuple[str, ...]]:
    keys = [word.key for word in words(text)]
    return set(zip(keys, keys[1:], keys[2:], strict=False))


# --- telling ---------------------------------------------------------------------------------------------------------


def table(found: dict[str, list[Told]], declared: Counter[str]) -> str:
    columns = " | ".join((*OUTCOMES, "agreement", "of longer"))
    lines = [
        f"`python bench/declared.py`, Python {sys.version.split()[0]}.",
        "",
        f"| format | quotes declared | with their origin in the dump | {columns} |",
        f"| --- | ---: | ---: |{' ---: |' * (len(OUTCOMES) + 2)}",
    ]
    for engine in sorted(found):
        count = Counter(told.outcome for told in found[engine])
        cells = [str(declared[engine]), str(len(found[engine])), *(str(count[name]) for name in OUTCOMES)]
        longer = Counter(each.outcome for each in found[engine] if len(words(each.text)) >= LONGER)
        lines.append(f"| {engine} | {' | '.join(cells)} | {agreement(count)} | {agreement(longer)} |")
    return "\n".join(lines)


def agreement(count: Counter[str]) -> str:
    judged = count.total() - count["altered"]
    return f"{(count['agree'] + count['copy'] + count['better']) / judged:.3f}" if judged else "–"


def line_of(told: Told) -> str:
    """Return a disagreement in a line: where, what was declared, what was found, the words."""
    place = told.found.origin.post if told.found is not None and told.found.origin is not None else "nothing"
    excerpt = " ".join(told.text.split())[:SHOWN]
    name = Path(told.thread.sources[0].path).name
    return f"{told.outcome:>13}  {name} {told.post.id}: declared {told.origin.id}, found {place}: {excerpt!r}"


if __name__ == "__main__":
    main()
