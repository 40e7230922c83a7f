"""Several dumps of one thread become one thread: pages put in order, overlaps merged by content, gaps told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from generator.importers.pasted.posts import content_id
from generator.records import Chrome, Post, PostId, Thread

_MOST_HOLDERS = 8  # pages that hold a page's first post: more hold only a common word ("Thanks")
_MOST_DIGITS = 12  # of a post's number; Python refuses to read numbers of thousands of digits
REPEATED = "post repeated on another page"


def merge_threads(threads: Sequence[Thread]) -> Thread:
    """Return one thread made of the pages of one thread, given in any order; the first one gives its id.

    Pages follow each other by their posts' own numbers, where they have them, else by their overlap, else as given.
    A post that two pages hold is kept once, from the page that tells more about it; its other place becomes chrome with
    that reason, so that no character is lost. `gaps` tells what is known to be missing, and where nothing
    shows whether two pages meet. O(posts log posts).

    Raises:
        ValueError: no thread is given.
    """
    if not threads:
        raise ValueError("merge_threads needs at least one thread")
    moved = list(_with_joined_sources(threads))
    pages = _in_order(moved)
    kept, dropped, unsure = _joined(pages)
    title = max((thread.title for thread in moved), key=lambda guess: guess.confidence)
    first = moved[0]
    return replace(
        first,
        title=title,
        sources=tuple(source for thread in threads for source in thread.sources),
        posts=_renumbered(kept),
        chrome=tuple(sorted(_all_chrome(moved, dropped), key=lambda chrome: (chrome.source, chrome.span))),
        url=next((thread.url for thread in moved if thread.url), None),
        gaps=tuple(dict.fromkeys((*number_gaps(kept), *unsure, *_told_gaps(moved)))),
    )


def _told_gaps(threads: Iterable[Thread]) -> Iterator[str]:
    """Yield what the pages tell as missing, without what shows in their posts' numbers: other pages may bring that."""
    for thread in threads:
        counted = set(number_gaps(thread.posts))
        yield from (gap for gap in thread.gaps if gap not in counted)


def _with_joined_sources(threads: Sequence[Thread]) -> Iterator[Thread]:
    """Yield the threads with `source` of posts and chrome counted over all of them."""
    before = 0
    for thread in threads:
        yield replace(
            thread,
            posts=tuple(replace(post, source=post.source + before) for post in thread.posts),
            chrome=tuple(replace(chrome, source=chrome.source + before) for chrome in thread.chrome),
        )
        before += len(thread.sources)


@dataclass(frozen=True, slots=True)
class _Page:
    """The posts of one dump; `keys` are the same for the same post on two pages."""

    posts: tuple[Post, ...]
    keys: tuple[str, ...]


def _page(posts: tuple[Post, ...]) -> _Page:
    keys = tuple(f"{post.number or ''} {content_id(post.text, post.furniture, Counter())}" for post in posts)
    return _Page(posts, keys)


def _in_order(threads: Iterable[Thread]) -> list[_Page]:
    """Return the pages in the order of the thread; pages without posts are left out."""
    pages = [_page(thread.posts) for thread in threads if thread.posts]
    firsts = [number_of(page.posts[0]) for page in pages]
    if all(first is not None for first in firsts):
        places = sorted(range(len(pages)), key=lambda place: (firsts[place] or 0, -len(pages[place].posts)))
        return [pages[place] for place in places]
    return _chained(pages)


def _chained(pages: Sequence[_Page]) -> list[_Page]:
    """Return the pages so that each that begins with the end of another follows it; else in the order given."""
    holders: dict[str, list[int]] = {}
    for place, page in enumerate(pages):
        for key in dict.fromkeys(page.keys):
            holders.setdefault(key, []).append(place)
    after: dict[int, int] = {}
    before: dict[int, int] = {}
    for place, page in enumerate(pages):
        for other in holders[page.keys[0]][:_MOST_HOLDERS]:
            if other != place and other not in after and _overlap(pages[other].keys, page.keys):
                after[other], before[place] = place, other
                break
    ordered: list[int] = []
    placed: set[int] = set()
    for start in [*(place for place in range(len(pages)) if place not in before), *range(len(pages))]:
        at: int | None = start
        while at is not None and at not in placed:
            placed.add(at)
            ordered.append(at)
            at = after.get(at)
    return [pages[place] for place in ordered]


def _joined(pages: Sequence[_Page]) -> tuple[list[Post], list[Post], list[str]]:
    """Return the posts of all pages, those left out as repeated, and the joints where pages may not meet."""
    kept: list[Post] = []
    keys: list[str] = []
    dropped: list[Post] = []
    unsure: list[str] = []
    known: set[str] = set()
    for page in pages:
        start = _search(page.keys, keys) if len(page.keys) > 1 and known.issuperset(page.keys) else None
        if start is None:
            start = len(kept) - _overlap(keys, page.keys)
            if kept and start == len(kept) and not _are_numbered(kept[-1], page.posts[0]):
                unsure.append(f"between {_named(kept[-1])} and {_named(page.posts[0])}: the pages share no post")
        for place, post in enumerate(page.posts, start):
            if place < len(kept):
                kept[place], lost = _better(kept[place], post)
                dropped.append(lost)
            else:
                kept.append(post)
        keys += page.keys[len(keys) - start :]
        known.update(page.keys)
    return kept, dropped, unsure


def _overlap(before: Sequence[str], after: Sequence[str]) -> int:
    """Return how many posts end one page and begin the other; 0 where none does."""
    matched = 0
    borders = _borders(after)
    for key in before[-len(after) :]:
        while matched and (matched == len(after) or after[matched] != key):
            matched = borders[matched - 1]
        if after[matched] == key:
            matched += 1
    return matched


def _search(pattern: Sequence[str], text: Sequence[str]) -> int | None:
    matched = 0
    borders = _borders(pattern)
    for place, key in enumerate(text):
        while matched and pattern[matched] != key:
            matched = borders[matched - 1]
        if pattern[matched] == key:
            matched += 1
        if matched == len(pattern):
            return place + 1 - matched
    return None


def _borders(pattern: Sequence[str]) -> list[int]:
    """Return the failure table of Knuth, Morris and Pratt 1977: the longest border of each beginning of `pattern`."""
    borders = [0] * len(pattern)
    length = 0
    for place in range(1, len(pattern)):
        while length and pattern[place] != pattern[length]:
            length = borders[length - 1]
        if pattern[place] == pattern[length]:
            length += 1
        borders[place] = length
    return borders


def _better(one: Post, two: Post) -> tuple[Post, Post]:
    """Return the post that tells more, then the other; what only the other knows about author and date goes along."""
    best, other = (two, one) if _told(two) > _told(one) else (one, two)
    if best.author.value is None and other.author.value is not None:
        best = replace(best, author=other.author)
    if best.when.value is None and other.when.value is not None:
        best = replace(best, when=other.when)
    return best, other


def _told(post: Post) -> int:
    return sum(value is not None for value in (post.author.value, post.when.value, post.number, post.url)) + len(
        post.declared
    )


def _renumbered(posts: Sequence[Post]) -> tuple[Post, ...]:
    taken: set[str] = set()
    done: list[Post] = []
    for ordinal, post in enumerate(posts, 1):
        name, count = str(post.id), 2
        base = name.rsplit("-", 1)[0] if name.rsplit("-", 1)[-1].isdecimal() and "-" in name else name
        while name in taken:
            name, count = f"{base}-{count}", count + 1
        taken.add(name)
        done.append(replace(post, id=PostId(name), ordinal=ordinal))
    return tuple(done)


def _all_chrome(threads: Iterable[Thread], dropped: Iterable[Post]) -> Iterator[Chrome]:
    """Yield the chrome of all pages; the titles of later pages and the repeated posts have become chrome too."""
    for number, thread in enumerate(threads):
        yield from thread.chrome
        if number and thread.title_span and thread.posts:
            yield Chrome(thread.title_span, "title repeated", thread.posts[0].source)
    for post in dropped:
        for span in (post.source_span, post.author_span, post.signature_span):
            if span:
                yield Chrome(span, REPEATED, post.source)


def number_of(post: Post) -> int | None:
    """Return the post's own number, "1,204" as 1204; None where it has none."""
    digits = (post.number or "").replace(",", "").replace(".", "")
    return int(digits) if digits.isdecimal() and len(digits) <= _MOST_DIGITS else None


def _are_numbered(one: Post, two: Post) -> bool:
    """True where the posts' own numbers tell what is missing between them."""
    return number_of(one) is not None and number_of(two) is not None


def number_gaps(posts: Sequence[Post]) -> tuple[str, ...]:
    """Return the runs of numbers that are missing, the posts before the first number included.

    Nothing where a post has no number: what seems to be missing may be that one.
    """
    numbers = [number for post in posts if (number := number_of(post)) is not None]
    if len(numbers) < len(posts):
        return ()
    gaps = [number_run(1, numbers[0] - 1)] if numbers and numbers[0] > 1 else []
    return (*gaps, *(number_run(one + 1, two - 1) for one, two in pairwise(numbers) if two > one + 1))


def number_run(first: int, last: int) -> str:
    """Return posts by their numbers, in words: `number_run(3, 4)` is "posts #3 to #4"."""
    return f"post #{first}" if first == last else f"posts #{first} to #{last}"


def _named(post: Post) -> str:
    return f"post {post.id}" + (f" by {post.author.value}" if post.author.value else "")
