"""Pieces of one thread (pages, captures, overlapping exports) become one thread: each post once, in its newest form."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from generator.importers.merging import merge_threads, number_gaps, number_of, number_run
from generator.importers.structured.posts import own_stretches
from generator.problems import Problem
from generator.records import Attachment, Guess, Post, PostId, Source, Thread

_GONE = re.compile(r"\s*(?:\[\s*(?:deleted|removed|gelöscht|supprimé|eliminado)[^\]\n]{0,40}\]\s*)?\Z", re.IGNORECASE)
_POSTS = re.compile(r"posts? #(\d{1,12})(?: to #(\d{1,12}))?")
_PAGES = re.compile(r"pages? (\d{1,6})(?: to (\d{1,6}))? of (\d{1,6})")
_MOST_PAGES = 100_000
_NAMED = 5  # posts that a note names


def join_pieces(pieces: Sequence[Thread]) -> tuple[Thread, tuple[Problem, ...]]:
    """Return one thread made of its pieces, given in the order of their dumps, and notes on what differs in them.

    Posts are the same where their ids are: the dump's own, or made from the content. Of a post that stands in several
    pieces the newest capture is kept (by `Source.retrieved`; where that is not told the later dump), but none that is
    shown empty while an older one has its words; what only the others know is added. Posts with one id by different
    authors are different posts. `gaps` tells which numbers are missing in the whole. O(posts log posts).

    A post that any piece withholds (`Post.withheld`) is withheld in the whole, whichever capture is newer: nobody can
    take back what was published by mistake, but everybody can publish later what was withheld.

    Raises:
        ValueError: no piece is given.
    """
    pieces = _without_withheld(pieces)
    thread, notes = _joined(pieces)
    kept_back = dict.fromkeys(words for piece in pieces for words in piece.withheld_words)
    return replace(thread, withheld_words=tuple(kept_back)), notes


def _joined(pieces: Sequence[Thread]) -> tuple[Thread, tuple[Problem, ...]]:
    if any(post.source_span for piece in pieces for post in piece.posts):
        return merge_threads(pieces), ()
    if len(pieces) < 2:
        return merge_threads(pieces) if not pieces else pieces[0], ()
    moved, sources = _with_joined_sources(pieces)
    newest = sorted(range(len(moved)), key=lambda place: (_retrieved(moved[place]), place), reverse=True)
    known = [moved[place] for place in newest]
    versions: dict[str, list[Post]] = {}
    for piece in known:
        for post in piece.posts:
            versions.setdefault(post.id, []).append(post)
    same = {name: [post for post in posts if not _is_by_another(post, posts[0])] for name, posts in versions.items()}
    chosen = {name: _best(posts) for name, posts in same.items()}
    changed = [name for name, posts in same.items() if _differ(posts)]
    order = _order([[post.id for post in piece.posts] for piece in moved], chosen)
    strangers = {name: [post for post in versions[name] if _is_by_another(post, versions[name][0])] for name in order}
    posts = _with_strangers([chosen[name] for name in order], strangers)
    thread = replace(
        moved[0],
        title=_title(known, posts),
        sources=sources,
        posts=posts,
        url=next((piece.url for piece in known if piece.url), None),
        gaps=_gaps(moved, posts),
    )
    return thread, tuple(_notes(thread, changed))


def _without_withheld(pieces: Sequence[Thread]) -> Sequence[Thread]:
    """Return the pieces with no word of any post that one of them withholds; the newest says why."""
    oldest_first = sorted(pieces, key=_retrieved)
    why = {post.id: post.withheld for piece in oldest_first for post in piece.posts if post.withheld}
    if not why:
        return pieces
    return [
        replace(
            piece,
            posts=tuple(_emptied(post, why[post.id]) if post.id in why else post for post in piece.posts),
            withheld_words=(*piece.withheld_words, *_taken_back(piece, why.keys())),
        )
        for piece in pieces
    ]


def _taken_back(piece: Thread, withheld: Collection[str]) -> Iterator[str]:
    """Yield the own words of posts that another piece withholds: they are looked for where others quote them."""
    for post in piece.posts:
        if post.id in withheld:
            yield from own_stretches(post.text, post.declared)


def _emptied(post: Post, why: str) -> Post:
    """Return what may be said of a withheld post: its place. The lines of the dump are told where no words stand."""
    return Post(
        id=post.id,
        ordinal=post.ordinal,
        author=Guess(None, 0.0),
        when=Guess(None, 0.0),
        text="",
        body=(),
        number=post.number,
        withheld=why,
        boundary=post.boundary,
        source=post.source,
        source_lines=post.source_lines if post.withheld else None,
    )


def _title(newest_first: Sequence[Thread], posts: Sequence[Post]) -> Guess[str]:
    """Return the newest title; none where the first post is withheld by a piece that keeps the title back with it."""
    if posts and posts[0].withheld:
        with_it = [piece for piece in newest_first if any(post.id == posts[0].id for post in piece.posts)]
        if not all(piece.title.value for piece in with_it):
            return Guess(None, 0.0)
    return next((piece.title for piece in newest_first if piece.title.value), newest_first[0].title)


def _with_joined_sources(pieces: Sequence[Thread]) -> tuple[list[Thread], tuple[Source, ...]]:
    """Return the pieces with `Post.source` counted over the sources of all, and these; a dump is one source."""
    places: dict[Source, int] = {}
    moved = []
    for piece in pieces:
        here = [places.setdefault(source, len(places)) for source in piece.sources]
        moved.append(replace(piece, posts=tuple(replace(post, source=here[post.source]) for post in piece.posts)))
    return moved, tuple(places)


def _retrieved(piece: Thread) -> str:
    return max((source.retrieved or "" for source in piece.sources), default="")


def _is_by_another(one: Post, two: Post) -> bool:
    """True where two posts of one id have other authors and other words: then the id is not what it seems to be."""
    names = (one.author.value, two.author.value)
    return None not in names and names[0] != names[1] and one.text != two.text and not (_is_gone(one) or _is_gone(two))


def _differ(versions: Sequence[Post]) -> bool:
    """True where a post had other words once."""
    return len({post.text for post in versions if not _is_gone(post)}) > 1


def _is_gone(post: Post) -> bool:
    return not post.attachments and _GONE.match(post.text) is not None


def _best(versions: Sequence[Post]) -> Post:
    """Return the newest version that still has its words, with what only the others know. Newest are first."""
    best = next((post for post in versions if not _is_gone(post)), versions[0])
    for other in versions:
        best = replace(
            best,
            author=other.author if best.author.value is None else best.author,
            when=other.when if best.when.value is None else best.when,
            number=best.number or other.number,
            url=best.url or other.url,
            reply_to=best.reply_to or other.reply_to,
            signature=best.signature or other.signature,
            declared=other.declared if other.text == best.text and not best.declared else best.declared,
            attachments=_attachments(best.attachments, other.attachments),
        )
    return best


def _attachments(ours: tuple[Attachment, ...], others: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
    """Return our attachments, with the bytes that others bring of the same names, and those that only others have."""
    if not others or ours == others:
        return ours
    brought = {each.name: each for each in others if each.digest}
    best = [each if each.digest else brought.get(each.name, each) for each in ours]
    names = {each.name for each in best}
    return (*best, *(each for each in others if each.name not in names))


def _order(sequences: list[list[PostId]], posts: dict[str, Post]) -> list[str]:
    """Return the posts' ids in the order of the thread: by number, else by time, else as the pieces have them."""
    names = list(dict.fromkeys(str(name) for sequence in sequences for name in sequence))
    numbers = {name: number_of(posts[name]) for name in names}
    if all(number is not None for number in numbers.values()):
        return sorted(names, key=lambda name: numbers[name] or 0)
    moments = {name: when.iso if (when := posts[name].when.value) else None for name in names}
    if all(moments.values()) and all(_ascends([moments[name] or "" for name in each]) for each in sequences):
        return sorted(names, key=lambda name: moments[name] or "")
    return _woven(sequences)


def _ascends(moments: Iterable[str]) -> bool:
    return all(one <= two for one, two in pairwise(moments))


def _woven(sequences: list[list[PostId]]) -> list[str]:
    """Return all ids so that each new one stands right behind the one that it followed, or before the one it led to."""
    before: dict[str, str] = {}
    after: dict[str, str] = {"": ""}  # "" stands for both ends of the list
    before[""] = ""

    def insert(name: str, place: str) -> None:
        following = after[place]
        after[place], after[name] = name, following
        before[following], before[name] = name, place

    for sequence in sequences:
        first_known = next((name for name in sequence if name in after), "")
        cursor = before[first_known]
        for name in sequence:
            if name not in after:
                insert(name, cursor)
            cursor = name
    ordered: list[str] = []
    at = after[""]
    while at:
        ordered.append(at)
        at = after[at]
    return ordered


def _with_strangers(posts: Iterable[Post], strangers: Mapping[str, Sequence[Post]]) -> tuple[Post, ...]:
    """Return the posts numbered anew, and behind each those that have its id as well, by new ids."""
    posts = list(posts)
    taken = {str(post.id) for post in posts}
    done: list[Post] = []
    for post in posts:
        done.append(replace(post, ordinal=len(done) + 1))
        count = 2
        for other in strangers[post.id]:
            while f"{post.id}-{count}" in taken:
                count += 1
            taken.add(f"{post.id}-{count}")
            done.append(replace(other, id=PostId(f"{post.id}-{count}"), ordinal=len(done) + 1))
    return tuple(done)


def _gaps(pieces: Sequence[Thread], posts: Sequence[Post]) -> tuple[str, ...]:
    """Return what is missing in the whole: what one piece lacks another may bring.

    Where all posts have numbers, gaps between them are counted anew, and behind the last one those are missing that any
    piece knows of; else only what every piece says. Of pages without numbered posts those are missing that every piece
    tells of. All else is missing where each piece says so.
    """
    last = [piece for piece in pieces if posts and piece.posts and piece.posts[-1].id == posts[-1].id] or pieces
    has_numbers = bool(posts) and all(post.number for post in posts)
    told = [gap for piece in pieces for gap in piece.gaps]
    shared = set(told).intersection(*(piece.gaps for piece in pieces))
    everywhere = [gap for gap in told if gap in shared]
    behind = _behind(told, posts) if has_numbers else [gap for gap in everywhere if _POSTS.fullmatch(gap)]
    pages = _missing_pages(last if has_numbers else [piece for piece in pieces if _pages_of(piece)])
    others = [gap for gap in everywhere if not (_POSTS.fullmatch(gap) or _PAGES.fullmatch(gap))]
    return tuple(dict.fromkeys((*number_gaps(posts), *behind, *pages, *others)))


def _behind(told: Iterable[str], posts: Sequence[Post]) -> list[str]:
    """Return the run of numbers behind the last post that a piece knows of."""
    ends = [int(match[2] or match[1]) for gap in told if (match := _POSTS.fullmatch(gap))]
    last = max((number for post in posts if (number := number_of(post)) is not None), default=0)
    return [number_run(last + 1, max(ends))] if ends and max(ends) > last else []


def _pages_of(piece: Thread) -> dict[str, tuple[int, int, int]]:
    """Return (first, last, of how many) of each run of pages that a piece says are missing."""
    found = {gap: _PAGES.fullmatch(gap) for gap in piece.gaps}
    return {gap: (int(m[1]), int(m[2] or m[1]), int(m[3])) for gap, m in found.items() if m}


def _missing_pages(pieces: Sequence[Thread]) -> Iterable[str]:
    """Yield the runs of pages that all these pieces say are missing."""
    runs = [list(_pages_of(piece).values()) for piece in pieces]
    if not all(runs):
        return
    of = max((last for each in runs for *_, last in each), default=0)
    missing = set(range(1, of + 1)) if of <= _MOST_PAGES else set()
    for each in runs:
        missing &= {page for first, last, _ in each for page in range(first, min(last, of) + 1)}
    for page in sorted(missing):
        if page - 1 not in missing:
            last = next(each for each in range(page, of + 2) if each + 1 not in missing)
            yield f"page {page} of {of}" if page == last else f"pages {page} to {last} of {of}"


def _notes(thread: Thread, changed: list[str]) -> Iterable[Problem]:
    if changed:
        names = ", ".join(changed[:_NAMED]) + (" ..." if len(changed) > _NAMED else "")
        posts = "1 post differs" if len(changed) == 1 else f"{len(changed):,} posts differ"
        message = f"{posts} between the captures of thread {thread.id!r}: {names}"
        why = "They were edited in between. The newest capture is shown; the older ones stay in their dumps."
        yield Problem("note", "D224", thread.sources[0].path, None, None, message, why)
