"""Break dumps at random and read them: nothing may raise, hang, or give a thread that does not hold together.

    python bench/fuzz.py [--seconds S] [--seed N] [--format NAME ...] [--keep DIR]

Dumps of every format (the cases of the tests, and the samples beside this repository where they are) are cut, mixed,
doubled and sown with hostile pieces; each is read, linked and rebuilt. What fails is told with its seed, and kept with
`--keep` for a case of its own. The same seed gives the same dumps.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.corrections import bare_letters
from generator.importers import Dump, ReadOptions, read_dump
from generator.linking import find_quotes, rebuild_lost
from generator.problems import Problem
from generator.records import Block, Post, Thread
from generator.redactions import Redactions, Redactor, Watch, hide_private, make_secrets

REPOSITORY = Path(__file__).resolve().parent.parent
CASES = REPOSITORY / "tests" / "importers" / "cases"
SAMPLES = REPOSITORY.parent / "shared" / "samples"
LARGEST = 300_000  # bytes of a dump to begin with: small ones fail as well, and sooner
SLOWEST_S = 20.0  # for one dump of that size; ours take a hundredth
NO_DUMPS = {".json5", ".expected", ".md", ".tsv", ".py"}
PIECES = (
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r", b"\n\n\n", b"\xc2\xa0\n", b"\x1b[31m"),
    *(
        b"<script>alert(1)</script>",
        b"<div>" * 400,
        b"</div>" * 40,
        b"<!--",
        b"]]>",
        b"<svg onload=x>",
        b"&#0;&#x110000;",
    ),
    *(b"[quote=a]" * 300, b"[/quote]", b"[" * 3000, b"{" * 3000, b'"', b"\\u0000\\ud800", b"1e999", b"9" * 5000),
    *(
        b"\nFrom a Mon Jan  1 00:00:00 2001\n",
        b"> " * 300,
        b"=?utf-8?q?=00?=",
        b"Content-Type: multipart/mixed; boundary=x\n",
    ),
    *("\u202e\u2028\u0301\ufeff".encode(), b"NaN", b"null", b"-1", b"true", b"[]", b"{}", b": ", b", "),
)


@dataclass(frozen=True)
class Origin:
    """A dump to break."""

    name: str
    data: bytes


def origins(formats: list[str]) -> list[Origin]:
    found = []
    for folder in (CASES, SAMPLES):
        for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if file.is_file() and file.suffix not in NO_DUMPS and file.stat().st_size <= LARGEST:
                name = file.relative_to(folder).as_posix()
                if not formats or any(each in name for each in formats):
                    found.append(Origin(name, file.read_bytes()))
    return found


def broken(origin: Origin, others: list[Origin], chance: random.Random) -> bytes:
    """Return a dump to which one to six things have happened."""
    data = bytearray(origin.data)
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(data) + 1)
        length = int(min(len(data), chance.expovariate(1 / 200)))
        match chance.randrange(8):
            case 0:
                del data[start:]
            case 1:
                del data[start : start + length]
            case 2:
                data[start:start] = data[start : start + length] * chance.randint(1, 30)
            case 3:
                for _ in range(chance.randint(1, 20)):
                    if data:
                        data[chance.randrange(len(data))] = chance.randrange(256)
            case 4 | 5:
                data[start:start] = chance.choice(PIECES)
            case 6:
                other = chance.choice(others).data
                cut = chance.randrange(len(other) + 1)
                data[start : start + length] = other[cut : cut + length]
            case _:
                data[start : start + length] = bytes(reversed(data[start : start + length]))
    return bytes(data)


def read(file: Path) -> Iterator[Thread | Problem]:
    with tempfile.TemporaryDirectory() as scratch:
        yield from read_dump(
            Dump(file, file.name), ReadOptions(scratch=Path(scratch), keep=lambda data: f"{len(data)}")
        )


def check(file: Path) -> Counter[str]:
    """Read one dump to the end, link it, and return what came of it.

    Raises:
        AssertionError: a thread does not hold together, or it took too long.
    """
    began, seen = time.monotonic(), Counter[str]()
    for item in read(file):
        if isinstance(item, Problem):
            assert item.code and item.message, item
            seen[item.code] += 1
            continue
        seen["threads"] += 1
        seen["posts"] += len(item.posts)
        check_thread(item)
        check_redacted(item)
        links = rebuild_lost(item, find_quotes(item))
        posts = {post.id: post for post in item.posts}
        for quote in links.quotes:
            assert 0 <= quote.span.start < quote.span.end <= len(posts[quote.post].text), quote
    assert seen, "neither a thread nor a problem"
    assert time.monotonic() - began < SLOWEST_S, "too slow"
    return seen


def check_thread(thread: Thread) -> None:
    ids = [post.id for post in thread.posts]
    assert len(set(ids)) == len(ids), "two posts have one id"
    for post in thread.posts:
        check_blocks(post, post.body, 0, len(post.text))
        for quote in post.declared:
            assert 0 <= quote.span.start <= quote.span.end <= len(post.text), quote
        assert not any("\ud800" <= sign <= "\udfff" for sign in post.text), "a lone surrogate"


def check_redacted(thread: Thread) -> None:
    """Take the words of the longest post out of the thread, as if a dump withheld it: nothing long may be left."""
    check_thread(hide_private(thread))
    words = max((post.text for post in thread.posts), key=len, default="")
    secrets = make_secrets(Redactions(), (), (words,), key=b"")
    clean = Redactor(secrets).thread(thread)
    check_thread(clean)
    left = [post.id for post in clean.posts if Watch(secrets).long_in(bare_letters(post.text))]
    assert not left, f"words that were withheld are left in {left}"


def check_blocks(post: Post, blocks: tuple[Block, ...], start: int, end: int) -> None:
    at = start
    for block in blocks:
        assert at <= block.span.start <= block.span.end <= end, (post.id, block.kind, block.span, at, end)
        check_blocks(post, block.blocks, block.span.start, block.span.end)
        at = block.span.end


def fuzz(seed: int, seconds: float, formats: list[str], keep: Path | None) -> int:
    """Break dumps for so long; return how many failed."""
    all_of_them, failures, tried, total = origins(formats), 0, 0, Counter[str]()
    ends = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < ends:
            chance = random.Random(seed)
            origin = chance.choice(all_of_them)
            file = Path(folder, f"{seed}{Path(origin.name).suffix}")
            file.write_bytes(broken(origin, all_of_them, chance))
            try:
                total.update(check(file))
            except Exception:  # whatever it is, it is a fault
                failures += 1
                print(f"seed {seed}, {origin.name}:\n{traceback.format_exc(limit=-4)}")
                if keep is not None:
                    keep.mkdir(parents=True, exist_ok=True)
                    file.rename(keep / file.name)
            file.unlink(missing_ok=True)
            seed, tried = seed + 1, tried + 1
    told = ", ".join(f"{name} {number:,}" for name, number in total.most_common(12))
    print(f"{tried:,} dumps from {len(all_of_them)} originals, {failures} failed; {told}")
    return failures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--format", nargs="*", default=[], help="only dumps with one of these words in their paths")
    parser.add_argument("--keep", type=Path, help="where to put the dumps that failed")
    options = parser.parse_args()
    sys.exit(fuzz(options.seed, options.seconds, options.format, options.keep) > 0)


if __name__ == "__main__":
    main()
