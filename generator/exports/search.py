"""The index of search: files that the search page loads as scripts, so that it works on any host and from a folder.

The posts of an archive are dealt to parts by their thread, and each part has files of bounded size:

    search/0/about.js       how many posts, how long each is, where the runs of words and of texts begin
    search/0/words-12.js    a run of the sorted words, each with its posts: [gap * 16 + own * 4 + quoted, ...]
    search/0/texts-3.js     a run of posts, as a result shows them
    search/0/filters.js     who wrote each post, in which year, which topics it mentions

A file calls `disputatioFound(name, value)`. A query loads `about` and one run of words for each of its words and parts,
and then the texts of the ten posts that it shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.codec import digest, to_json
from generator.exports.search_words import PostWords, ThreadWords
from generator.markup import visible_text
from generator.views import Settings, urls, when_of

POSTS_A_PART = 8_192  # on average: a part is rewritten as a whole when one of its threads changes
MOST_PARTS = 16  # each query asks every part; above this, parts grow
RUN_BYTES = 32_768  # of words or texts in one file, before the host packs it
_LENGTHS = "0123456789abcdefghijklmnopqrstuvwxyz"  # classes of length, half a doubling each


def count_parts(posts: int) -> int:
    """Return into how many parts the index of so many posts is cut: a power of two.

    >>> count_parts(0), count_parts(8193), count_parts(1_000_000)
    (1, 2, 16)
    """
    parts = 1
    while parts < MOST_PARTS and parts * POSTS_A_PART < posts:
        parts *= 2
    return parts


def part_of(thread: str, parts: int) -> int:
    """Return the part that a thread stands in: it follows from its id alone."""
    return int(digest("search", thread)[:8], 16) % parts


def search_files(part: int, threads: Sequence[ThreadWords], settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Yield the files of one part; `threads` stand in the order of their ids."""
    folder = urls.search_folder(part)
    posts = [post for thread in threads for post in thread.posts]
    firsts: list[str] = []
    for number, (first, run) in enumerate(_runs(_words(threads))):
        firsts.append(first)
        yield _script(f"{folder}words-{number}", b"{" + b",".join(run) + b"}")
    starts: list[int] = []
    for number, (start, run) in enumerate(_runs(_texts(threads, settings))):
        starts.append(int(start))
        yield _script(f"{folder}texts-{number}", b"[" + b",".join(run) + b"]")
    lengths = "".join(_length(post.length) for post in posts)
    about = {"posts": len(posts), "lengths": lengths, "words": firsts, "texts": starts}
    yield _script(f"{folder}about", to_json(about))
    yield _script(f"{folder}filters", to_json(_filters(posts)))


def _words(threads: Sequence[ThreadWords]) -> Iterator[tuple[str, bytes]]:
    """Yield (word, its entry) in order of the words."""
    found: dict[str, list[int]] = {}
    last: dict[str, int] = {}
    base = 0
    for thread in threads:
        for word, places in thread.words:
            entry = found.setdefault(word, [])
            before = last.get(word, -1)
            for at, own, quoted in places:
                entry.append((base + at - before) * 16 + own * 4 + quoted)
                before = base + at
            last[word] = before
        base += len(thread.posts)
    for word in sorted(found):
        yield word, to_json(word) + b":" + to_json(found.pop(word))


def _texts(threads: Sequence[ThreadWords], settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Yield (position, entry) of each post: thread, its title, place in it, id, number, author, date, words."""
    at = 0
    for thread in threads:
        title = visible_text(thread.title).strip()
        for place, post in enumerate(thread.posts, 1):
            when = when_of(settings.language, post.iso, post.raw_when).text if post.iso or post.raw_when else ""
            about = [thread.thread, title, place, post.post, post.ordinal, visible_text(post.author).strip(), when]
            yield str(at), to_json([*about, visible_text(post.own), visible_text(post.quoted)])
            at += 1


def _runs(entries: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, list[bytes]]]:
    """Yield (name of the first entry, entries) in runs of about `RUN_BYTES`."""
    first, size = "", 0
    run: list[bytes] = []
    for name, entry in entries:
        if run and size + len(entry) > RUN_BYTES:
            yield first, run
            run, size = [], 0
        if not run:
            first = name
        run.append(entry)
        size += len(entry)
    if run:
        yield first, run


def _filters(posts: Sequence[PostWords]) -> dict[str, object]:
    people = {name: at for at, name in enumerate(sorted({visible_text(post.author).strip() for post in posts}))}
    topics = {name: at for at, name in enumerate(sorted({topic for post in posts for topic in post.topics}))}
    return {
        "people": list(people),
        "topics": list(topics),
        "by": [people[visible_text(post.author).strip()] for post in posts],
        "on": [[topics[topic] for topic in post.topics] for post in posts],
        "years": [int(post.iso[:4]) if post.iso[:4].isdecimal() else 0 for post in posts],
    }


def _length(words: int) -> str:
    """Return the class of a post's length: words are about 2 ** (class / 2)."""
    return _LENGTHS[min(len(_LENGTHS) - 1, max(0, (words * words).bit_length() - 1))]


def _script(name: str, value: bytes) -> tuple[str, bytes]:
    """Return a script; JSON is JavaScript, but for two line ends, which are escaped."""
    value = value.replace("\u2028".encode(), b"\\u2028").replace("\u2029".encode(), b"\\u2029")
    return f"{name}.js", b"disputatioFound(" + to_json(name.partition("/")[2]) + b"," + value + b");\n"
