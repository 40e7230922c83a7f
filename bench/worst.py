"""What the worst inputs cost: each is built at two sizes, so that one sees whether time and memory grow with it.

    python bench/worst.py [--only NAME ...] [--scale F]

Prints a table: CPU seconds and peak memory at half and at full size, and the ratio of the times (2 is linear). `--scale
0.1` takes a tenth. Each build runs in a process of its own, with one worker, from an empty cache.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
WORDS = (
    "The bakers struck on Monday because flour had doubled in price within a month and nobody in the council saw it "
)
Dump = tuple[str, bytes]  # name and content


def words(size: int, salt: int = 0) -> str:
    """Return text of about so many characters, no two runs of it the same."""
    parts, length, number = [], 0, 0
    while length < size:
        part = f"{WORDS}in the year {salt * 7919 + number * 104729 % 1000003}. "
        parts.append(part)
        length, number = length + len(part), number + 1
    return "".join(parts)[:size]


def lines(*posts: dict[str, object], thread: str = "worst") -> Dump:
    told = ({"thread": thread, "thread_title": "The worst", **post} for post in posts)
    return "worst.jsonl", "".join(f"{json.dumps(post)}\n" for post in told).encode()


def html(body: str) -> Dump:
    return lines({"id": "1", "author": "A", "html": body}, {"id": "2", "author": "B", "text": "No."})


def mail(body: str, *headers: str) -> Dump:
    told = "".join(f"{header}\n" for header in headers)
    return (
        "worst.mbox",
        f"From a Mon Jan  1 00:00:00 2001\nFrom: A <a@b.example>\nSubject: x\n{told}\n{body}\n".encode(),
    )


def nested_parts(count: int) -> Dump:
    start = "".join(f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n" for n in range(count))
    return mail(f"{start}--b{count}\n\nWords.\n", "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b0")


def wide_parts(count: int) -> Dump:
    return mail("--b\n\nx\n" * count + "--b--\n", "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b")


def bomb(size: int) -> bytes:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as file:
        for _ in range(size >> 20):
            file.write(b"a" * (1 << 20))
    return packed.getvalue()


def zip_bomb(size: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file, file.open("a.txt", "w") as member:
        for _ in range(size >> 20):
            member.write(b"a" * (1 << 20))
    return packed.getvalue()


def entities(depth: int) -> Dump:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, depth))
    return "Posts.xml", f'<?xml version="1.0"?><!DOCTYPE posts [<!ENTITY e0 "a">{levels}]><posts><row Id="1" Body="&e{depth - 1};"/></posts>'.encode()  # fmt: skip # noqa: E501


def equal_posts(count: int) -> Dump:
    return lines(*({"id": f"{n}", "author": f"A{n % 50}", "text": words(400)} for n in range(count)))


def quoting(count: int) -> Dump:
    """Posts of which each quotes the whole first one."""
    first = words(600)
    rest = ({"id": f"{n}", "author": "B", "text": f"> {first}\n\n{words(80, n)}"} for n in range(1, count))
    return lines({"id": "0", "author": "A", "text": first}, *rest)


WORST: dict[str, tuple[int, Callable[[int], Dump]]] = {
    "a post of 10 MB": (10_000_000, lambda n: lines({"id": "1", "text": words(n)}, {"id": "2", "text": "No."})),
    "a line of 10 MB, pasted": (10_000_000, lambda n: ("worst.txt", f"Title\n\n{words(n)}\n".encode())),
    "one letter, 10 million times": (10_000_000, lambda n: ("worst.txt", b"Title\n\n" + b"a" * n)),
    "100,000 nested tags": (100_000, lambda n: html("<div>" * n + "x" + "</div>" * n)),
    "100,000 nested quotes": (100_000, lambda n: html("<blockquote>" * n + "x")),
    "100,000 levels of >": (
        100_000,
        lambda n: lines({"id": "1", "text": ">" * n + " words"}),
    ),
    "100,000 nested BBCode quotes": (100_000, lambda n: lines({"id": "1", "bbcode": "[quote]" * n + "x"})),
    "100,000 brackets of Markdown": (100_000, lambda n: lines({"id": "1", "markdown": "[" * n + "a](" * n})),
    "an element of 100,000 attributes": (100_000, lambda n: html(f"<p {' '.join(f'a{i}=b' for i in range(n))}>x</p>")),
    "20,000 posts in a thread": (
        20_000,
        lambda n: lines(*({"id": f"{i}", "author": f"A{i % 99}", "text": words(150, i)} for i in range(n))),
    ),
    "5,000 authors": (
        5_000,
        lambda n: lines(*({"id": f"{i}", "author": f"Author {i}", "text": words(150, i)} for i in range(n))),
    ),
    "2,000 equal posts": (2_000, equal_posts),
    "2,000 quotes of one post": (2_000, quoting),
    "MIME 3,000 deep": (3_000, nested_parts),
    "MIME 200,000 wide": (200_000, wide_parts),
    "gzip: 1 GB of one letter": (1 << 30, lambda n: ("worst.jsonl.gz", bomb(n))),
    "zip: 1 GB of one letter": (1 << 30, lambda n: ("worst.zip", zip_bomb(n))),
    "XML entities, 10 to the 9th": (10, entities),
    "JSON 100,000 deep": (100_000, lambda n: ("worst.json", b"[" * n + b"]" * n)),
}


def measure(dump: Dump) -> tuple[float, float, int]:
    """Return CPU seconds, peak memory in MB, and the exit code of a build of one dump."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "content/threads").mkdir(parents=True)
        (root / "site.yaml").write_text("title: Worst\nengine: local:1\n", encoding="utf-8")
        (root / "content/threads" / dump[0]).write_bytes(dump[1])
        command = [sys.executable, "-m", "generator", "build", "--site", folder]
        with (root / "told").open("wb") as told:
            running = subprocess.Popen(command, cwd=REPOSITORY, stdout=told, stderr=told)
            _, status, used = os.wait4(running.pid, 0)
            running.returncode = os.waitstatus_to_exitcode(status)
        if b"Traceback" in (root / "told").read_bytes():
            print((root / "told").read_text(encoding="utf-8")[-2000:], file=sys.stderr)
        return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, running.returncode


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", default=[], help="only inputs with one of these words in their names")
    parser.add_argument("--scale", type=float, default=1.0)
    options = parser.parse_args()
    least, least_mb, _ = measure(lines({"id": "1", "text": "Words."}, {"id": "2", "text": "More words."}))
    print(f"an ordinary dump of two posts: {least:.1f} s, {least_mb:.0f} MB\n")
    print("| input | half: s | MB | full: s | MB | ratio | exit |\n|---|---|---|---|---|---|---|")
    for name, (size, make) in WORST.items():
        if options.only and not any(word in name for word in options.only):
            continue
        full = max(2, int(size * options.scale))
        (half_s, half_mb, _), (full_s, full_mb, code) = measure(make(full // 2)), measure(make(full))
        extra = full_s - least
        ratio = f"{extra / (half_s - least):.1f}" if half_s - least > 0.5 else "-"  # below that it is noise
        row = f"| {name} | {half_s:.1f} | {half_mb:.0f} | {full_s:.1f} | {full_mb:.0f} | {ratio} | {code} |"
        print(row, flush=True)


if __name__ == "__main__":
    main()
