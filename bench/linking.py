"""Print how fast quotes are found, and how the time grows on the shapes that hang careless programs.

    python bench/linking.py [--posts N] [--shapes NAME ...] [--quick]

Within: posts a second on one core (CPU time) for `find_quotes` on synthetic threads. Across: the same for
`fingerprints` and `link_across`, with the hashes and index bytes that a post costs (8 bytes a hash, 8 for its place).
Shapes: each at growing sizes; the exponent is log(time) over log(size) between the largest two, 1.0 being linear.
The threads come from `../shared/bench/gen.py` where that is, else from a smaller generator of the same kind here.
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import math
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from generator.linking import find_quotes, fingerprints, link_across, rebuild_lost
from generator.records import Declared, Fingerprint, Guess, Post, PostId, Span, Thread, ThreadId, ThreadLinks

GENERATOR = Path(__file__).resolve().parent.parent.parent / "shared" / "bench" / "gen.py"
BYTES_PER_HASH = 16  # 8 for the hash, 8 for the number of its place
VOCABULARY = 8000
GROWTH_LIMIT = 1.15  # a shape above it is marked: linear time with caches that no longer fit looks like 1.1


def make_thread(name: str, texts: Sequence[str]) -> Thread:
    """Return a thread of anonymous posts."""
    posts = tuple(
        Post(PostId(f"p{number}"), number, Guess(None, 0.0), Guess(None, 0.0), text, ())
        for number, text in enumerate(texts, 1)
    )
    return Thread(ThreadId(name), Guess(name, 1.0), (), posts)


def synthetic_threads(count: int) -> list[Thread]:
    """Return threads with `count` posts in all, a third of which begin with unmarked quotes."""
    if GENERATOR.is_file():
        spec = importlib.util.spec_from_file_location("gen", GENERATOR)
        assert spec is not None and spec.loader is not None
        gen = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(gen)
        archive = gen.make(count)
        return [
            make_thread(thread["id"], [_glued(archive["by"][post]["blocks"]) for post in thread["posts"]])
            for thread in archive["threads"]
        ]
    words = Words(1917)
    threads: list[Thread] = []
    written: list[str] = []
    while count > 0:
        size = min(count, 40)
        texts: list[str] = []
        for _ in range(size):
            own = words.paragraph(120)
            pool = texts if words.random.random() < 0.9 else written  # every tenth quote comes from another thread
            quoted = words.random.choice(pool).split("\n")[-1][:300].rpartition(" ")[0] if pool else ""
            texts.append(f"{quoted}\n{own}" if quoted and words.random.random() < 0.35 else own)
        threads.append(make_thread(f"t{len(threads)}", texts))
        written += texts
        count -= size
    return threads


def _glued(blocks: Sequence[Sequence[str]]) -> str:
    parts: list[str] = []
    for kind, _, text in blocks:
        parts += [text, "\n" if kind == "q" else "\n\n"]
    return "".join(parts[:-1])


class Words:
    """A source of made-up prose with the frequencies of a natural language."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        syllables = [consonant + vowel for consonant in "bcdfghklmnprstvz" for vowel in "aeiou"]
        self._words = ["".join(self.random.choices(syllables, k=self.random.randint(1, 4))) for _ in range(VOCABULARY)]
        self._weights = [1 / (rank + 2.7) for rank in range(VOCABULARY)]

    def sentence(self, words: int = 15) -> str:
        return " ".join(self.random.choices(self._words, self._weights, k=words)).capitalize() + "."

    def paragraph(self, words: int) -> str:
        return " ".join(self.sentence() for _ in range(max(1, words // 15)))


# --- worst cases: a shape is a thread of a given size ---------------------------------------------------------------

Shape = tuple[str, Callable[[int], Thread], tuple[int, ...]]


def one_post_often(count: int) -> Thread:
    return make_thread("often", [Words(1).paragraph(120)] * count)


def one_word(size: int) -> Thread:
    return make_thread("a", ["Bread and coal, and nothing else.", "a " * (size // 2), "a " * (size // 2)])


def two_words(size: int) -> Thread:
    return make_thread("ab", ["no yes " * (size // 7), "yes no " * (size // 7)])


def long_post(size: int) -> Thread:
    words = Words(2)
    text = "\n".join(words.paragraph(90) for _ in range(size // 560))
    return make_thread("long", [text, f"{text[: len(text) // 2]}\nNo."])


def one_signature(count: int) -> Thread:
    words = Words(3)
    sign = words.sentence(12) + "\n" + words.sentence(9)
    return make_thread("signature", [f"{words.paragraph(60)}\n{sign}" for _ in range(count)])


def many_posts(count: int) -> Thread:
    words = Words(4)
    texts: list[str] = []
    for number in range(count):
        own = words.paragraph(60)
        texts.append(f"{texts[-1].rpartition(chr(10))[2]}\n{own}" if number % 3 == 2 else own)
    return make_thread("many", texts)


def quoting_all(count: int) -> Thread:
    words = Words(5)
    texts = [words.paragraph(45) for _ in range(count)]
    return make_thread("all", [*texts, "\n".join(f"{text}\nNo, says {number}." for number, text in enumerate(texts))])


def one_sentence(count: int) -> Thread:
    words = Words(6)
    sentence = words.sentence(14)
    return make_thread("sentence", [f"{sentence}\n{words.paragraph(45)}" for _ in range(count)])


def short_lines(count: int) -> Thread:
    words = Words(7)
    lines = [words.sentence(4) for _ in range(200)]
    return make_thread("lines", ["\n".join(words.random.choices(lines, k=12)) for _ in range(count)])


def declared_often(count: int) -> Thread:
    """All posts by one author; each quotes an earlier one, and the dump says so."""
    thread = many_posts(count)
    posts: list[Post] = []
    for post in thread.posts:
        end = post.text.find("\n")
        declared = (Declared(Span(0, end), "Bob", None),) if end > 0 else ()
        furniture = (Span(end, end + 1),) if end > 0 else ()
        posts.append(Post(post.id, post.ordinal, Guess("Bob", 1.0), post.when, post.text, (), declared, furniture))
    return Thread(thread.id, thread.title, (), tuple(posts))


SHAPES: tuple[Shape, ...] = (
    ("one post, n times", one_post_often, (5_000, 10_000, 20_000)),
    ("'a a a', n characters", one_word, (250_000, 500_000, 1_000_000)),
    ("two words in turn, n characters", two_words, (250_000, 500_000, 1_000_000)),
    ("a post of n characters", long_post, (2_500_000, 5_000_000, 10_000_000)),
    ("one signature under n posts", one_signature, (5_000, 10_000, 20_000)),
    ("n posts in a thread", many_posts, (5_000, 10_000, 20_000)),
    ("one post that quotes n posts", quoting_all, (2_000, 4_000, 8_000)),
    ("one sentence above n posts", one_sentence, (5_000, 10_000, 20_000)),
    ("n posts of 200 lines", short_lines, (2_000, 4_000, 8_000)),
    ("n declared quotes of one author", declared_often, (2_500, 5_000, 10_000)),
)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def cpu_seconds(work: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()  # as the engine does: the collector walks all that is there again and again, and finds nothing
    start = time.process_time()
    work()
    taken = time.process_time() - start
    gc.enable()
    return taken


def print_shapes(chosen: Sequence[str], *, is_quick: bool) -> None:
    for name, make, sizes in SHAPES:
        if chosen and not any(word in name for word in chosen):
            continue
        used = [size // 8 for size in sizes] if is_quick else list(sizes)
        times = []
        for size in used:
            thread = make(size)
            times.append(cpu_seconds(lambda thread=thread: rebuild_lost(thread, find_quotes(thread))))  # type: ignore[misc]
        growth = math.log(times[-1] / times[-2]) / math.log(used[-1] / used[-2])
        figures = "  ".join(f"{size:,}: {taken:.2f} s" for size, taken in zip(used, times, strict=True))
        mark = "  <-- grows" if growth > GROWTH_LIMIT else ""
        say(f"{name:36} {figures}   exponent {growth:.2f}{mark}")


def print_speed(count: int) -> None:
    threads = synthetic_threads(count)
    posts = sum(len(thread.posts) for thread in threads)
    find_quotes(threads[0])  # imports and caches are not what is measured
    links: list[ThreadLinks] = []
    taken = cpu_seconds(lambda: links.extend(map(find_quotes, threads)))
    quotes = sum(len(each.quotes) for each in links)
    say(f"within threads   {posts:,} posts, {quotes:,} quotes: {posts / taken:,.0f} posts/s/core")
    marks: list[Fingerprint] = []
    taken = cpu_seconds(
        lambda: [marks.extend(fingerprints(thread, each)) for thread, each in zip(threads, links, strict=True)]
    )
    size = len(marks) * BYTES_PER_HASH / posts
    hashes = len(marks) / posts
    say(f"fingerprints     {posts / taken:,.0f} posts/s/core, {hashes:.1f} hashes and {size:.0f} bytes a post")
    candidates = _candidates(threads, marks)
    found: list[ThreadLinks] = []
    taken = cpu_seconds(
        lambda: found.extend(
            link_across(thread, each, candidates.get(thread.id, ()))
            for thread, each in zip(threads, links, strict=True)
        )
    )
    across = sum(
        quote.origin is not None and quote.origin.thread != each.thread for each in found for quote in each.quotes
    )
    say(f"link_across      {posts / taken:,.0f} posts/s/core, {across:,} quotes from other threads")


def _candidates(threads: Sequence[Thread], marks: Sequence[Fingerprint]) -> dict[ThreadId, list[tuple[ThreadId, Post]]]:
    """Return for each thread the posts of earlier threads that share a hash with one of its own."""
    posts = {(thread.id, post.id): post for thread in threads for post in thread.posts}
    first: dict[int, Fingerprint] = {}
    pairs: dict[ThreadId, dict[tuple[ThreadId, PostId], None]] = {}
    for mark in marks:
        origin = first.setdefault(mark.hash, mark)
        if origin.thread != mark.thread:
            pairs.setdefault(mark.thread, {})[origin.thread, origin.post] = None
    return {thread: [(name, posts[name, post]) for name, post in found] for thread, found in pairs.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=10_000, help="posts of the synthetic archive; 0 leaves it out")
    parser.add_argument(
        "--shapes", nargs="*", help="only shapes with one of these words in their names; none: no shape"
    )
    parser.add_argument("--quick", action="store_true", help="an eighth of the sizes")
    options = parser.parse_args()
    if options.posts:
        print_speed(options.posts)
    if options.shapes is None or options.shapes:
        print_shapes(options.shapes or (), is_quick=options.quick)


if __name__ == "__main__":
    main()
