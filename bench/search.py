"""Ask the search page of a built site for posts that are known, in Chromium: `python bench/search.py SITE/public`.

Twenty posts, evenly spread over the archive, of at least 30 words of their own; for each the four rarest words among
its first 60 own words that stand in another post as well. Prints the place of the post among the results, what was
loaded, and the size of the index beside that of the pages.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import Counter
from pathlib import Path

from playwright.sync_api import sync_playwright

from generator.codec import from_json
from generator.text import search_words

QUERIES = 20
WORDS = 4


def main() -> None:
    public = Path(sys.argv[1]).resolve()
    queries = choose(public)
    places, loaded, seconds = ask(public, queries)
    for (words, address), place in zip(queries, places, strict=True):
        print(f"{place or '-':>3}  {words}  ({address})")
    print(f"within the first five: {sum(0 < place <= 5 for place in places)} of {len(places)}")
    print(f"loaded for a first query, packed: {median(loaded) / 1024:.0f} KB; answered in {median(seconds):.2f} s")
    index = sum(path.stat().st_size for path in (public / "search").rglob("*.js"))
    packed = sum(len(gzip.compress(path.read_bytes(), 9)) for path in (public / "search").rglob("*.js"))
    files = sum(1 for _ in (public / "search").rglob("*.js"))
    print(f"index: {index / 1e6:.2f} MB in {files} files, {packed / 1e6:.2f} MB packed")


def choose(public: Path) -> list[tuple[str, str]]:
    """Return (query, "thread#post") of posts evenly spread over the archive."""
    posts = []
    for path in sorted(public.glob("search/*/texts-*.js"), key=lambda path: [*map(int, re.findall(r"\d+", str(path)))]):
        text = path.read_text(encoding="utf-8")
        posts += from_json(text[text.index(",") + 1 : text.rindex(")")])
    own = [list(dict.fromkeys(search_words(post[7])))[:60] for post in posts]
    common = Counter(word for words in own for word in words)
    fit = [at for at, words in enumerate(own) if len(words) >= 30]
    chosen = [fit[len(fit) * step // QUERIES] for step in range(QUERIES)]
    found = []
    for at in chosen:
        rare = sorted((common[word], word) for word in own[at] if common[word] > 1 and len(word) > 3)[:WORDS]
        found.append((" ".join(word for _, word in rare), f"{posts[at][0]}#p-{posts[at][3]}"))
    return found


def ask(public: Path, queries: list[tuple[str, str]]) -> tuple[list[int], list[float], list[float]]:
    places, loaded, seconds = [], [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for words, address in queries:
            page = browser.new_page()
            sizes: list[int] = []
            page.on("request", lambda request, sizes=sizes: sizes.append(size_of(request.url)))
            page.goto((public / "search.html").as_uri())
            page.fill("#search-words", words)
            began = page.evaluate("performance.now()")
            page.press("#search-words", "Enter")
            page.wait_for_selector("#search-results li", timeout=20_000)
            seconds.append((page.evaluate("performance.now()") - began) / 1000)
            links = page.eval_on_selector_all("#search-results li a", "all => all.map(each => each.href)")
            thread, _, anchor = address.partition("#")
            fits = [f"/{thread}/" in href and href.endswith(f"#{anchor}") for href in links]
            places.append(fits.index(True) + 1 if True in fits else 0)
            loaded.append(sum(sizes))
            page.close()
        browser.close()
    return places, loaded, seconds


def size_of(url: str) -> int:
    path = Path(url.removeprefix("file://").partition("?")[0])
    return len(gzip.compress(path.read_bytes(), 9)) if "/search/" in url and path.is_file() else 0


def median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


if __name__ == "__main__":
    main()
