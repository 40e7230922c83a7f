"""Print how well saved pages of forums are read when they are copied as text, held against their HTML.

    python bench/copied_pages.py [--sites PATTERN] [--chromium PATH]

Each page of ../shared/samples is rendered by Chromium without scripts and without a network, taken as its innerText
and as what "select all" copies, and read as pasted text. The posts that the HTML importer reads are the truth: a post
counts as found where nine tenths of the words are the same, as named where its author is the same too. Without the
site's style sheets some lines run together, and pictures and smileys have no text: so not every post can be found.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from generator.importers import Dump, ReadOptions, read_dump
from generator.records import Post, Thread

SAMPLES = Path(__file__).resolve().parent.parent.parent / "shared" / "samples"
ALIKE = 0.9  # share of the words
WAYS = {
    "innerText": "document.body.innerText",
    "select all": "(() => {const s = getSelection(); s.selectAllChildren(document.body); return s.toString()})()",
}


def posts_of(path: Path) -> list[Post]:
    found = read_dump(Dump(path, str(path)), ReadOptions())
    return [post for thread in found if isinstance(thread, Thread) for post in thread.posts]


def likeness(one: str, two: str) -> float:
    """Return the share of the words of two texts that both have."""
    left, right = (Counter(re.findall(r"\w+", text.lower())) for text in (one, two))
    every = (left | right).total()
    return (left & right).total() / every if every else 1.0


def counts(truth: list[Post], read: list[Post]) -> Counter[str]:
    """Return how many posts there are, were read, found and named."""
    left = list(read)
    result = Counter(posts=len(truth), read=len(read))
    for post in truth:
        best = max(left, key=lambda other: likeness(post.text, other.text), default=None)
        if best is not None and likeness(post.text, best.text) >= ALIKE:
            left.remove(best)
            result["found"] += 1
            result["named"] += (post.author.value or "").casefold() == (best.author.value or "").casefold()
    return result


def measure(page: Page, saved: Path, folder: Path) -> dict[str, Counter[str]]:
    truth = posts_of(saved)
    page.goto(saved.as_uri(), wait_until="domcontentloaded")
    results: dict[str, Counter[str]] = {}
    for way, script in WAYS.items():
        copied = folder / f"{saved.stem}.txt"
        copied.write_text(page.evaluate(script), encoding="utf-8")
        results[way] = counts(truth, posts_of(copied))
    return results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sites", default="", help="only pages whose folder or name this pattern matches")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args()
    totals: dict[tuple[str, str], Counter[str]] = {}
    with sync_playwright() as play, tempfile.TemporaryDirectory() as folder:
        browser = play.chromium.launch(executable_path=options.chromium, args=["--no-sandbox"])
        page = browser.new_context(java_script_enabled=False, offline=True).new_page()
        for saved in sorted(SAMPLES.glob("*/*.html")):
            if re.search(options.sites, f"{saved.parent.name}/{saved.name}"):
                for way, result in measure(page, saved, Path(folder)).items():
                    totals.setdefault((saved.parent.name, way), Counter()).update(result)
        browser.close()
    sys.stdout.write(
        "| engine | copied as | posts | read | found | named |\n| --- | --- | ---: | ---: | ---: | ---: |\n"
    )
    for (engine, way), each in totals.items():
        cells = " | ".join(str(each[key]) for key in ("posts", "read", "found", "named"))
        sys.stdout.write(f"| {engine} | {way} | {cells} |\n")


if __name__ == "__main__":
    main()
