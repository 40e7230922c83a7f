"""Print how fast dumps of each format are read, and what a very large one takes of memory.

    python bench/importers.py [--seconds S] [--large MB] [--write]

Small: every sample of `../shared/samples` is read again and again for S seconds of processor time a format; linking is
not part of it. Large: mbox, compressed lines of Reddit and WARC of so many megabytes (before compression), made of
invented words, each read in a process of its own, whose peak of memory is told. `--write` puts the tables into
docs/measurements.md.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from generator.importers import Dump, ReadOptions, read_dump
from generator.records import Thread

REPOSITORY = Path(__file__).resolve().parent.parent
SAMPLES = REPOSITORY.parent / "shared" / "samples"
PAGE = REPOSITORY / "docs" / "measurements.md"
BEGIN, END = "<!-- importers: begin -->", "<!-- importers: end -->"
WORDS = [
    "bread",
    "mill",
    "council",
    "strike",
    "flour",
    "river",
    "winter",
    "paper",
    "ledger",
    "harbour",
    "carter",
    "oven",
]
THREAD_POSTS = 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--large", type=int, default=0, metavar="MB", help="0 leaves the large dumps out")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)  # what the processes of --large are called with
    options = parser.parse_args()
    if options.read:
        sys.stdout.write(json.dumps(read_once(options.read)))
        return
    tables = [small_table(options.seconds)]
    if options.large:
        tables.append(large_table(options.large))
    text = "\n\n".join(tables)
    print(text)
    if options.write:
        page = PAGE.read_text(encoding="utf-8")
        before, _, rest = page.partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


# --- samples ---------------------------------------------------------------------------------------------------------


def small_table(seconds: float) -> str:
    """Return a table of all formats of the samples: speed, and how many declared quotes lead to a post of the dump."""
    lines = [
        f"`python bench/importers.py`, one process, Python {sys.version.split()[0]}; processor time.",
        "",
        "| format | files | posts | quotes declared | posts/s | MB/s |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, files in sorted(samples().items()):
        posts = [post for file in files for thread in threads_of(file) for post in thread.posts]
        size = sum(file.stat().st_size for file in files)
        rounds, taken = 0, 0.0
        while taken < seconds:
            began = time.process_time()
            for file in files:
                for _ in threads_of(file):
                    pass
            taken += time.process_time() - began
            rounds += 1
        speed, flow = len(posts) * rounds / taken, size * rounds / taken / 1e6
        quotes = sum(len(post.declared) for post in posts)
        lines.append(f"| {name} | {len(files)} | {len(posts):,} | {quotes:,} | {speed:,.0f} | {flow:.1f} |")
    return "\n".join(lines)


def samples() -> dict[str, list[Path]]:
    """Return the sample files by the importer that reads them."""
    found: dict[str, list[Path]] = {}
    for file in sorted(SAMPLES.rglob("*")):
        if file.is_file() and file.name not in ("COUNTS.tsv", "README.md"):
            thread = next(threads_of(file), None)
            if thread is not None:
                found.setdefault(thread.sources[0].importer, []).append(file)
    return found


def threads_of(file: Path) -> Iterator[Thread]:
    return (item for item in read_dump(Dump(file, file.name), ReadOptions()) if isinstance(item, Thread))


# --- large dumps -----------------------------------------------------------------------------------------------------


def large_table(megabytes: int) -> str:
    """Return a table of the formats that come as one large file."""
    lines = [
        f"One dump of {megabytes:,} MB (before compression), read once in a process of its own.",
        "",
        "| format | posts | seconds | MB/s | posts/s | peak MB |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, write in LARGE.items():
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, name)
            write(file, megabytes * 1_000_000)
            command = [sys.executable, __file__, "--read", str(file)]
            run = subprocess.run(command, capture_output=True, text=True, check=True)
        seen = json.loads(run.stdout)
        speed, flow = seen["posts"] / seen["seconds"], megabytes / seen["seconds"]
        figures = f"{seen['posts']:,} | {seen['seconds']:.0f} | {flow:.1f} | {speed:,.0f} | {seen['peak_mb']:.0f}"
        lines.append(f"| {name} | {figures} |")
    return "\n".join(lines)


def read_once(file: Path) -> dict[str, float]:
    began, posts = time.process_time(), 0
    with tempfile.TemporaryDirectory() as scratch:
        for item in read_dump(Dump(file, file.name), ReadOptions(scratch=Path(scratch))):
            posts += len(item.posts) if isinstance(item, Thread) else 0
    taken = time.process_time() - began
    return {"posts": posts, "seconds": taken, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def posts(size: int) -> Iterator[tuple[int, int, str]]:
    """Yield (thread, place in it, words) until so many bytes of words are given; threads come in turns of a hundred."""
    chance = random.Random(1917)
    written, turn = 0, 0
    while written < size:
        for place in range(THREAD_POSTS):
            for thread in range(turn * 100, turn * 100 + 100):
                words = " ".join(chance.choices(WORDS, k=120))
                written += len(words)
                yield thread, place, words
        turn += 1


def write_mbox(file: Path, size: int) -> None:
    with file.open("w", encoding="utf-8") as target:
        for thread, place, words in posts(size):
            answered = f"In-Reply-To: <{thread}.0@example.org>\n" if place else ""
            target.write(
                f"From a@example.org Mon Jan  2 10:00:00 2012\nFrom: Anna {place} <a{place}@example.org>\n"
                f"Message-ID: <{thread}.{place}@example.org>\n{answered}Subject: About thread {thread}\n"
                f"Date: Mon, 2 Jan 2012 10:{place:02}:00 +0000\n\n{words}\n\n"
            )


def write_reddit(file: Path, size: int) -> None:
    from backports import zstd

    with zstd.open(file, "wt", encoding="utf-8") as target:
        for thread, place, words in posts(size):
            common = {"author": f"anna{place}", "created_utc": 1_325_500_000 + place, "subreddit": "mills", "score": 1}
            own = {
                "id": f"t{thread}",
                "title": f"About {thread}",
                "selftext": words,
                "is_self": True,
                "num_comments": 9,
            }
            answer = {
                "id": f"c{thread}x{place}",
                "body": words,
                "link_id": f"t3_t{thread}",
                "parent_id": f"t3_t{thread}",
            }
            target.write(json.dumps({**(answer if place else own), **common}) + "\n")


def write_warc(file: Path, size: int) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    pages: dict[int, list[str]] = {}
    with file.open("wb") as target:
        writer = WARCWriter(target, gzip=True)
        for thread, place, words in posts(size):
            shown = pages.setdefault(thread, [])
            shown.append(
                f'<article class="message message--post" data-author="anna{place}" '
                f'data-content="post-{thread}{place:02}">'
                f'<div class="message-attribution"><time datetime="2012-01-02T10:{place:02}:00+0000"></time></div>'
                f'<div class="message-body"><div class="bbWrapper">{words}</div></div></article>'
            )
            if place == THREAD_POSTS - 1:
                page = (
                    f'<!DOCTYPE html><html id="XF" data-xf="2.2"><head><title>About {thread}</title></head>'
                    f'<body data-template="thread_view"><div data-lb-id="thread-{thread}"><h1 class="p-title-value">'
                    f"About {thread}</h1>{''.join(pages.pop(thread))}</div></body></html>"
                )
                headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], "HTTP/1.1")
                address = f"https://forum.example/threads/about.{thread}/"
                payload = io.BytesIO(page.encode())
                writer.write_record(
                    writer.create_warc_record(address, "response", payload=payload, http_headers=headers)
                )


LARGE: dict[str, Callable[[Path, int], None]] = {
    "mails.mbox": write_mbox,
    "comments.zst": write_reddit,
    "pages.warc.gz": write_warc,
}


if __name__ == "__main__":
    main()
