"""What the redactions name in a thread: the posts, and the letters that must be found wherever they are quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.corrections import FoundPost, PostFinder, bare_letters, find_passage
from generator.linking import person_id
from generator.records import Post, Span, Thread
from generator.redactions.entries import Found, Redaction, Redactions, Secret, Secrets, Status
from generator.redactions.posts import quotes_of
from generator.redactions.watching import Watch

ELIDED = re.compile(r"\[\s*(?:\.{3}|…)\s*\]|\.(?:\s?\.)+|…")
_MARKED_LINE = re.compile(r"^[ \t]*>[^\n]*", re.MULTILINE)
_NOT_THERE = "its words were found in no post"


def survey(thread: Thread, redactions: Redactions) -> tuple[Found, ...]:
    """Return what each redaction that may be meant for a thread names in it.

    An entry that names no thread has a finding only where it is applied. O(thread × entries).
    """
    entries = redactions.of(thread.id)
    if not entries:
        return ()
    finder = PostFinder(thread.posts)
    surveyors = {"post": _post, "passage": _passage, "person": _person}
    found = (surveyors[entry.kind](thread, entry, finder) for entry in entries)
    return tuple(each for each in found if each.status != "orphaned" or entry_names_thread(redactions, each))


def entry_names_thread(redactions: Redactions, found: Found) -> bool:
    return any(entry.id == found.entry and entry.key.thread for entry in redactions.entries)


def own_pieces(thread: Thread, index: int) -> tuple[str, ...]:
    """Return the letters of a post's own words: those that it quotes, marked or not, are somebody else's."""
    post = thread.posts[index]
    pieces = [piece for words in _own_words(post) if (piece := bare_letters(words))]
    return tuple(dict.fromkeys(_without_earlier(thread, index, pieces)))


def _post(thread: Thread, entry: Redaction, finder: PostFinder) -> Found:
    found = finder.find(entry.key)
    if isinstance(found, str):
        return Found(entry.id, "orphaned", thread.id, note=found)
    post = thread.posts[found.index]
    files = tuple(file.digest for file in post.attachments if file.digest)
    pieces = own_pieces(thread, found.index)
    return Found(entry.id, found.status, thread.id, post.id, found.note, pieces, files)


def _passage(thread: Thread, entry: Redaction, finder: PostFinder) -> Found:
    if entry.key:
        found = finder.find(entry.key, entry.value)
        if isinstance(found, str):
            return Found(entry.id, "orphaned", thread.id, note=found)
        return _passage_of(thread, entry, found)
    pieces: dict[str, None] = {}
    first = ""
    letters = bare_letters(entry.value) if not ELIDED.search(entry.value) else ""
    for post in thread.posts:
        if letters and letters not in bare_letters(post.text):
            continue
        passage = find_passage(post, entry.value, only_exact=True)
        if passage is not None:
            first = first or post.id
            pieces[bare_letters(passage.span.of(post.text))] = None
    if not pieces and letters and letters in bare_letters(thread.title.value or ""):
        return Found(entry.id, "applied", thread.id)
    status: Status = "applied" if pieces else "orphaned"
    return Found(entry.id, status, thread.id, first, "" if pieces else _NOT_THERE, tuple(pieces))


def _passage_of(thread: Thread, entry: Redaction, found: FoundPost) -> Found:
    post = thread.posts[found.index]
    passage = find_passage(post, entry.value)
    if passage is None:
        return Found(entry.id, "orphaned", thread.id, post.id, f"the words do not stand in post {post.ordinal}")
    status: Status = "changed" if "changed" in (found.status, passage.status) else "applied"
    note = "; ".join(each for each in (found.note, passage.note) if each)
    return Found(entry.id, status, thread.id, post.id, note, (bare_letters(passage.span.of(post.text)),))


def _person(thread: Thread, entry: Redaction, finder: PostFinder) -> Found:
    names = (entry.value, *entry.names)
    people = {person_id(name) for name in names}
    wrote = next((post for post in thread.posts if post.author.value and person_id(post.author.value) in people), None)
    if wrote is not None:
        return Found(entry.id, "applied", thread.id, wrote.id)
    watch = Watch(Secrets((Secret("person", tuple(map(bare_letters, names)), ""),)))
    told = next((post for post in thread.posts if watch.holds(post.text) or watch.holds(post.author.value or "")), None)
    if told is None and not watch.holds(thread.title.value or ""):
        return Found(entry.id, "orphaned", thread.id, note="nobody of that name wrote or is named in it")
    return Found(entry.id, "applied", thread.id, told.id if told else "")


def _own_words(post: Post) -> Iterator[str]:
    """Yield the stretches of a post outside its marked quotes, their lead-ins and the lines with ">"."""
    marked = [(span.start, span.end) for span in quotes_of(post)]
    marked += [(quote.lead_in.start, quote.lead_in.end) for quote in post.declared if quote.lead_in]
    marked += [match.span() for match in _MARKED_LINE.finditer(post.text)]
    marked += [(span.start, span.end) for span in post.furniture]
    at = 0
    for start, end in sorted(marked):
        if start > at:
            yield post.text[at:start]
        at = max(at, end)
    yield post.text[at:]


def _without_earlier(thread: Thread, index: int, pieces: Sequence[str]) -> Iterator[str]:
    """Yield the pieces without long runs that an earlier post of somebody else has as its own words."""
    author = thread.posts[index].author.value
    watch = Watch(Secrets((Secret("post", tuple(pieces), ""),)))
    theirs: dict[str, list[Span]] = {}
    for earlier in thread.posts[:index]:
        if author and earlier.author.value == author:
            continue
        told = [bare_letters(words) for words in _own_words(earlier)]
        if set(told) - {""} == set(pieces):  # the very same post, sent twice
            continue
        for piece, span in (found for bare in told for found in watch.shared_with(bare)):
            theirs.setdefault(piece, []).append(span)
    for piece in pieces:
        at = 0
        for span in sorted(theirs.get(piece, ())):
            if span.start > at:
                yield piece[at : span.start]
            at = max(at, span.end)
        if piece[at:]:
            yield piece[at:]
