"""Corrections applied to a thread: first those that move the bounds of posts, then those that say what a post is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from generator.corrections.entries import NOBODY, THREAD_KINDS, Correction, Corrections, Kind, Outcome, PostKey, Status
from generator.corrections.finding import FoundPost, PostFinder, bare_letters, find_passage, line_start
from generator.corrections.surgery import hide, join_posts, split_post
from generator.importers import content_id
from generator.linking import person_id
from generator.records import Chrome, Guess, Moment, Person, Post, PostId, Span, Thread

_LINE = re.compile(r"[^\r\n]+")
_STRUCTURAL: frozenset[Kind] = frozenset(("chrome", "split", "join"))


def correct_thread(
    thread: Thread, corrections: Corrections, *, dumps: Sequence[str] = ()
) -> tuple[Thread, tuple[Outcome, ...]]:
    """Return the thread as the archivist's corrections have it, and what became of each that concerns it.

    `dumps` are the decoded texts of `thread.sources`, in their order; where they are given, joined posts keep the
    dump's own words between them. An entry that names no thread has an outcome only where it is applied.
    A corrected value is a guess with the method "correction", confidence 1.0, and the entry's `why` as evidence.
    """
    entries = corrections.of(thread.id, THREAD_KINDS)
    if not entries:
        return thread, ()
    workshop = _Workshop(thread, dumps)
    for entry in entries:
        if entry.kind in _STRUCTURAL:
            workshop.restructure(entry)
    workshop.renumber()
    for entry in sorted(entries, key=lambda entry: entry.kind == "person"):  # last: they rename corrected authors too
        if entry.kind not in _STRUCTURAL:
            workshop.revalue(entry)
    return workshop.thread, tuple(workshop.outcomes)


def joined_people(corrections: Corrections) -> tuple[Person, ...]:
    """Return the people whose names a correction joined; a person named in several entries has all the names."""
    also: dict[str, dict[str, None]] = {}
    for entry in corrections.entries:
        if entry.kind == "person":
            also.setdefault(entry.value, {}).update(dict.fromkeys(entry.names))
    return tuple(Person(person_id(name), name, tuple(names)) for name, names in also.items())


class _Workshop:
    """A thread under correction. `aliases` lead from the ids that posts had to the ids that they have."""

    def __init__(self, thread: Thread, dumps: Sequence[str]) -> None:
        self.thread = thread
        self.dumps = dumps
        self.outcomes: list[Outcome] = []
        self.aliases: dict[str, PostId] = {}
        self._made_of_content: set[PostId] | None = None  # ids; None: the bounds of posts are as they were
        self._finder = PostFinder(thread.posts)

    def find(self, key: PostKey, passage: str = "") -> FoundPost | str:
        return self._finder.find(replace(key, post=self.aliases.get(key.post, key.post)), passage)

    # --- the bounds of posts

    def restructure(self, entry: Correction) -> None:
        if entry.kind == "chrome" and not entry.key:
            self._hide_lines(entry)
            return
        words = "" if entry.kind == "join" else entry.value
        found = self.find(entry.key, words)
        if isinstance(found, str):
            self._miss(entry, found)
        elif entry.kind == "chrome":
            self._hide(entry, found)
        elif entry.kind == "split":
            self._split(entry, found)
        else:
            self._join(entry, found)

    def _split(self, entry: Correction, found: FoundPost) -> None:
        post = self.thread.posts[found.index]
        for index in (found.index, found.index + 1):  # the importer has learnt to part them: then it is confirmed
            if self._finder.begins(index, entry.value):
                sure = Guess("start of a post", 1.0, entry.evidence, "correction")
                self._put(index, (replace(self.thread.posts[index], boundary=sure),))
                self._note(entry, found)
                return
        passage = find_passage(post, entry.value)
        parts = split_post(post, line_start(post.text, passage.span.start), entry.evidence) if passage else None
        if passage is None or parts is None:
            self._miss(entry, f"the words do not stand in the midst of post {post.ordinal}")
            return
        self._rebuild(found.index, parts)
        self._note(entry, found, passage.status, passage.note)

    def _join(self, entry: Correction, found: FoundPost) -> None:
        first = found.index - 1 if entry.value == "previous" else found.index
        if first < 0 or first + 1 >= len(self.thread.posts):
            self._miss(entry, f"there is no {entry.value} post to join it to")
            return
        one, two = self.thread.posts[first : first + 2]
        dump = self.dumps[one.source] if one.source < len(self.dumps) else None
        joined, gap = join_posts(one, two, dump)
        chrome = [
            found for found in self.thread.chrome if gap and found.source == one.source and gap.covers(found.span)
        ]
        if chrome and joined.source_span:
            inner = [found.span.shift(-joined.source_span.start) for found in chrome]
            joined = hide(joined, inner)[0] or joined
            self._rechrome(remove=chrome)
        self.aliases[two.id] = one.id
        self._rebuild(first, (joined,), size=2)
        self._note(entry, found)

    def _hide(self, entry: Correction, found: FoundPost) -> None:
        post = self.thread.posts[found.index]
        passage = find_passage(post, entry.value)
        if passage is None:
            self._miss(entry, f"the words do not stand in post {post.ordinal}")
            return
        self._put_hidden(found.index, [passage.span])
        self._note(entry, found, passage.status, passage.note)

    def _hide_lines(self, entry: Correction) -> None:
        """Hide every line of the thread that holds these words and no others."""
        words = bare_letters(entry.value)
        hidden = 0
        for index in reversed(range(len(self.thread.posts))):
            lines = _lines_with(self.thread.posts[index].text, words)
            if lines:
                self._put_hidden(index, lines)
                hidden += len(lines)
        if hidden:
            self.outcomes.append(Outcome(entry.id, "applied", self.thread.id, None, f"hides {hidden} lines"))
        else:
            self._miss(entry, "no line of the thread holds just these words")

    def _put_hidden(self, index: int, spans: Sequence[Span]) -> None:
        kept, chrome = hide(self.thread.posts[index], spans)
        self._rebuild(index, (kept,) if kept else ())
        self._rechrome(add=chrome)

    def _rebuild(self, index: int, posts: tuple[Post, ...], *, size: int = 1) -> None:
        """Put posts with other bounds in the place of `size` posts."""
        if self._made_of_content is None:
            self._made_of_content = {post.id for post in self.thread.posts if _is_content_id(post)}
        named = tuple(post if post.id else replace(post, id=_content_id(post)) for post in posts)
        self._made_of_content |= {new.id for old, new in zip(posts, named, strict=True) if not old.id}
        self._put(index, named, size=size)
        self._finder = PostFinder(self.thread.posts)

    def renumber(self) -> None:
        """Give ordinals, and ids to those posts whose id is made of their content; other ids stay as they are."""
        if self._made_of_content is None:
            return
        seen: Counter[str] = Counter()
        posts: list[Post] = []
        names: dict[str, PostId] = {}
        for ordinal, post in enumerate(self.thread.posts, start=1):
            is_made = post.id in self._made_of_content
            name = content_id(post.text, post.furniture, seen) if is_made else post.id
            names.setdefault(post.id, name)
            posts.append(replace(post, id=name, ordinal=ordinal))
        self.aliases = {old: names.get(new, new) for old, new in self.aliases.items()} | names
        self.thread = replace(self.thread, posts=tuple(posts))
        self._finder = PostFinder(self.thread.posts)

    # --- what a post is

    def revalue(self, entry: Correction) -> None:
        if entry.kind == "person":
            self._rename(entry)
            return
        if entry.kind == "title" and not entry.key:
            found: FoundPost | str = FoundPost(0, "applied")
        else:
            found = self.find(entry.key)
        if isinstance(found, str):
            self._miss(entry, found)
            return
        post = self.thread.posts[found.index] if self.thread.posts else None
        if entry.kind == "title":
            title = Guess(entry.value, 1.0, entry.evidence, "correction")
            self.thread = replace(self.thread, title=title)
        elif post and entry.kind == "author":
            known = entry.value != NOBODY
            author = Guess(entry.value if known else None, 1.0 if known else 0.0, entry.evidence, "correction")
            self._put(found.index, (replace(post, author=author),))
        elif post:
            raw = post.when.value.raw if post.when.value else entry.value
            when = Guess(Moment(raw, entry.value), 1.0, entry.evidence, "correction")
            self._put(found.index, (replace(post, when=when),))
        self._note(entry, found)

    def _rename(self, entry: Correction) -> None:
        ids = {person_id(name) for name in entry.names}
        renamed = 0
        for index, post in enumerate(self.thread.posts):
            name = post.author.value
            if name and name != entry.value and person_id(name) in ids:
                evidence = (*post.author.evidence, f"the dump has the name {name!r}", *entry.evidence)
                author = replace(post.author, value=entry.value, evidence=evidence)
                self._put(index, (replace(post, author=author),))
                renamed += 1
        if renamed:
            self.outcomes.append(Outcome(entry.id, "applied", self.thread.id, None, f"renames {renamed} posts"))
        else:
            self._miss(entry, "none of these names wrote in the thread")

    # --- bookkeeping

    def _put(self, index: int, posts: tuple[Post, ...], *, size: int = 1) -> None:
        whole = self.thread.posts
        self.thread = replace(self.thread, posts=whole[:index] + posts + whole[index + size :])

    def _rechrome(self, *, add: Sequence[Chrome] = (), remove: Sequence[Chrome] = ()) -> None:
        kept = [chrome for chrome in self.thread.chrome if chrome not in remove]
        self.thread = replace(self.thread, chrome=tuple(sorted([*kept, *add], key=lambda c: (c.source, c.span))))

    def _note(self, entry: Correction, found: FoundPost, status: Status = "applied", note: str = "") -> None:
        changed = [text for state, text in ((found.status, found.note), (status, note)) if state == "changed"]
        index = min(found.index, len(self.thread.posts) - 1)
        post = self.thread.posts[index].id if index >= 0 else None
        outcome = Outcome(entry.id, "changed" if changed else "applied", self.thread.id, post, "; ".join(changed))
        self.outcomes.append(outcome)

    def _miss(self, entry: Correction, reason: str) -> None:
        if entry.key.thread:
            self.outcomes.append(Outcome(entry.id, "orphaned", self.thread.id, None, reason))


def _content_id(post: Post) -> PostId:
    return content_id(post.text, post.furniture, Counter())


def _is_content_id(post: Post) -> bool:
    base = _content_id(post)
    return post.id == base or post.id.startswith(f"{base}-")


def _lines_with(text: str, words: str) -> list[Span]:
    return [Span(*line.span()) for line in _LINE.finditer(text) if bare_letters(line[0]) == words]
