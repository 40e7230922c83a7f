"""Mentions found: a tree of the rules' words, walked once from each word of a post."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from generator.records import Mention, Post, PostId, Span, Thread, ThreadLinks, Topic, TopicId
from generator.text import surfaces, word_spans
from generator.topics.forms import Form, form_of, letters_of, numbers_of
from generator.topics.patterns import Sequence, Token, pattern, phrase

# What may stand between two words of one mention: blanks of a line and its end, hyphens, and signs that join names.
_GAP_SIGNS = frozenset(" \t\u00a0\u2009\u200b\u202f\r\n-‐‑‒–_/&'’‘\"“”«»\u00ad")
_MAX_GAP = 40  # an indented next line; more is a table or a drawing


@dataclass(slots=True)
class _Node:
    """A place in the tree of rules. Children by a word's key, by its key or singular, and by its first letters."""

    words: dict[str, _Node] = field(default_factory=dict)
    nouns: dict[str, _Node] = field(default_factory=dict)
    starts: dict[str, _Node] = field(default_factory=dict)
    start_lengths: list[int] = field(default_factory=list)
    ends: list[_End] = field(default_factory=list)

    def children(self, form: Form) -> Iterator[_Node]:
        """Return the nodes that a word leads to."""
        if node := self.words.get(form.key):
            yield node
        if node := self.nouns.get(form.key):
            yield node
        if form.singular and (node := self.nouns.get(form.singular)):
            yield node
        for length in self.start_lengths:
            if node := self.starts.get(form.letters[:length]):
                yield node

    def grow(self, token: Token) -> _Node:
        """Return the child for a word of a rule, made if need be."""
        if not token.is_start:
            return self.words.setdefault(form_of(token.surface).key, _Node())
        letters = letters_of(token.surface)
        if len(letters) not in self.start_lengths:
            self.start_lengths.append(len(letters))
        return self.starts.setdefault(letters, _Node())


@dataclass(frozen=True, slots=True)
class _End:
    """A rule that is complete here. `tokens` are to be compared letter by letter; () where their form suffices."""

    order: int  # of the rule in topics.yaml
    topic: TopicId
    rule: str
    tokens: tuple[Token, ...]

    def fits(self, written: list[str]) -> bool:
        return all(
            surface.startswith(token.surface) if token.is_start else surface == token.surface
            for token, surface in zip(self.tokens, written, strict=False)  # no tokens: nothing to compare
        )


@dataclass(frozen=True, slots=True)
class _Page:
    """A text taken apart. `breaks` are the offsets, ascending, that no match may run across."""

    text: str
    words: list[str]
    spans: list[tuple[int, int]]
    breaks: list[int]

    def are_joined(self, at: int) -> bool:
        """True where the words `at - 1` and `at` may belong to one mention."""
        start, end = self.spans[at - 1][1], self.spans[at][0]
        gap = self.text[start:end]
        next_break = bisect_left(self.breaks, start)
        if next_break < len(self.breaks) and self.breaks[next_break] <= end:
            return False
        if gap == ".":  # U.S., S.R.s
            return True
        return len(gap) <= _MAX_GAP and gap.count("\n") <= 1 and _GAP_SIGNS.issuperset(gap)


class TopicMatcher:
    """Finds the places in a text where a rule of a topic matches.

    The longest match at a place wins, and no two overlap; where several topics match the very same words, all are told.
    Cost: one look-up a word of the text, and as many more as rules share its beginning.
    """

    def __init__(self, topics: Iterable[Topic]) -> None:
        self._root = _Node()
        self._order = 0
        for topic in topics:
            for rule in dict.fromkeys((topic.label, *topic.aliases)):
                self._add(topic.id, rule, phrase(rule))
            for rule in topic.patterns:
                self._add(topic.id, rule, pattern(rule))
        self._beginnings = lru_cache(maxsize=1 << 16)(self._beginnings_of)

    def matches(self, text: str, breaks: Iterable[int] = ()) -> Iterator[tuple[Span, TopicId, str]]:
        """Return each match with its topic and the rule that matched, in text order.

        No match runs across one of the offsets `breaks`.
        """
        found = surfaces(text)
        page: _Page | None = None
        resume = 0
        for at, surface in enumerate(found):
            if at < resume or not (nodes := self._beginnings(surface)):
                continue
            page = page or _Page(text, found, word_spans(text), sorted(breaks))
            end, ends = _longest(nodes, at, page)
            for rule_end in ends:
                yield Span(page.spans[at][0], page.spans[end - 1][1]), rule_end.topic, rule_end.rule
            resume = end

    def _beginnings_of(self, surface: str) -> tuple[_Node, ...]:
        return tuple(self._root.children(form_of(surface)))

    def _add(self, topic: TopicId, rule: str, sequences: tuple[Sequence, ...]) -> None:
        self._order += 1
        for sequence in sequences:
            *inner, last = sequence.tokens
            node = self._root
            for token in inner:
                node = node.grow(token)
            end = _End(self._order, topic, rule, sequence.tokens if sequence.is_exact else ())
            if last.is_start or sequence.is_exact:
                node.grow(last).ends.append(end)
            else:
                for key in sorted(numbers_of(last.surface)):
                    node.nouns.setdefault(key, _Node()).ends.append(end)


def find_mentions(thread: Thread, links: ThreadLinks, topics: TopicMatcher) -> tuple[Mention, ...]:
    """Return every mention of a topic in the posts of a thread, post by post, in text order.

    A mention inside a quote of the thread's `links` has `in_quote`. None runs across the edge of a quote, since the
    words on either side are different people's; none lies in the posts' furniture.
    """
    quoted: dict[PostId, list[Span]] = defaultdict(list)
    for quote in links.quotes:
        quoted[quote.post].append(quote.span)
    return tuple(mention for post in thread.posts for mention in _in_post(post, quoted[post.id], topics))


def _in_post(post: Post, quotes: list[Span], topics: TopicMatcher) -> Iterator[Mention]:
    lead_ins = (declared.lead_in for declared in post.declared if declared.lead_in)
    furniture = _Cover([*post.furniture, *lead_ins])
    quoted = _Cover(quotes)
    for span, topic, rule in topics.matches(post.text, [*furniture.edges, *quoted.edges]):
        if not furniture.holds(span.start):
            yield Mention(topic, post.id, span, rule, quoted.holds(span.start))


class _Cover:
    """The union of spans. `edges` are its offsets, ascending: in, out, in, out."""

    def __init__(self, spans: list[Span]) -> None:
        self.edges: list[int] = []
        for span in sorted(span for span in spans if len(span)):
            if self.edges and span.start <= self.edges[-1]:
                self.edges[-1] = max(self.edges[-1], span.end)
            else:
                self.edges += [span.start, span.end]

    def holds(self, offset: int) -> bool:
        return bisect_right(self.edges, offset) % 2 == 1


def _longest(nodes: Iterable[_Node], at: int, page: _Page) -> tuple[int, tuple[_End, ...]]:
    """Return the index behind the last word of the longest match from word `at`, and its rules, one a topic.

    Without a match: `at`, and none. Each node stands at one depth of the tree, so it is visited at most once.
    """
    longest, found = at, dict[TopicId, _End]()
    stack = [(node, at + 1) for node in nodes]
    while stack:
        node, behind = stack.pop()
        for end in node.ends:
            if behind < longest or not end.fits(page.words[at:behind]):
                continue
            if behind > longest:
                longest, found = behind, {}
            if end.topic not in found or end.order < found[end.topic].order:
                found[end.topic] = end
        if behind < len(page.words) and page.are_joined(behind):
            stack += [(child, behind + 1) for child in node.children(form_of(page.words[behind]))]
    return longest, tuple(sorted(found.values(), key=lambda end: end.order))
